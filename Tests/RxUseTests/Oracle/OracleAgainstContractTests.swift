import Testing

/// Is the oracle right? Worked examples say, the contract's own among them.
@Suite("The oracle against the examples")
struct OracleAgainstContractTests {
  @Test("Every row of an example", arguments: ExampleStudies.names)
  func everyRow(name: String) throws {
    let expected = try ExampleStudies.expectedRows(name)
    #expect(!expected.isEmpty)
    let differences = compare(expected: expected, actual: try ExampleStudies.world(name).expectedRows())
    #expect(
      differences.isEmpty, "\(name): \(differences.count): \(differences.prefix(10).joined(separator: "\n"))")
  }
}
