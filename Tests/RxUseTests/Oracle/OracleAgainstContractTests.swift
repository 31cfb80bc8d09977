import Testing

/// Is the oracle right? The contract's own worked examples say.
@Suite("The oracle against the contract's examples")
struct OracleAgainstContractTests {
  @Test(
    "Every row of an example",
    .enabled(
      if: ExampleStudies.arePresent, "skipped: no examples at \(ExampleStudies.folder.path)"),
    arguments: ExampleStudies.names)
  func everyRow(name: String) throws {
    let expected = try ExampleStudies.expectedRows(name)
    #expect(!expected.isEmpty)
    let differences = compare(expected: expected, actual: try ExampleStudies.world(name).expectedRows())
    #expect(
      differences.isEmpty, "\(name): \(differences.count): \(differences.prefix(10).joined(separator: "\n"))")
  }
}
