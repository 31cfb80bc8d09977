import Testing

@testable import RxUse

@Suite("Names of a run's files")
struct OutputNameTests {
  @Test("A run with all formats writes every name that an output may hold, and its output can be replaced")
  func everyName() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: "measures:\n",
      to:
        "disclosure: {preset: cms11}\nproducts: {drugs: [opioid]}\nmeasures:\n  sensitivity: {carry_over: [none, class]}\n"
    )
    for _ in 1...2 {
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let reports = ["checklist.csv", "datapackage.json", "methods.md", "report.md", "tables"]
    #expect(try folder.names(in: "out") == (OutputName.allCases.map(\.rawValue) + reports).sorted())
  }
}
