import Testing

/// Does `rxuse explain` tell what a run makes of a patient?
@Suite("Explaining a patient")
struct ExplainTests {
  private func explain(_ patient: String) throws -> Rxuse.Outcome {
    let folder = try TestFolder()
    try tinyStudy(folder)
    return try Rxuse.run(["explain", "study.yml", patient], in: folder)
  }

  @Test("Fills, supply, and in or out of each measure")
  func user() throws {
    let outcome = try explain("1")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for part in [
      "Patient-level output", "Patient 1 in \"Tiny\"", "in  prevalence of opioid", "Supply by month",
      "What it means",
    ] {
      #expect(outcome.output.contains(part), "\(part) in \(outcome.output)")
    }
    #expect(!outcome.output.contains("`") && !outcome.output.contains("\\"))
  }

  @Test("A patient who is not in the data is an error")
  func nobody() throws {
    let outcome = try explain("NOBODY")
    #expect(outcome.code == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("rxuse: error: the data have no such patient"))
  }
}
