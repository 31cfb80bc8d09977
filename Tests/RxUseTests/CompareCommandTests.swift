import Foundation
import Testing

/// What a user of `rxuse compare` sees.
@Suite("The options of compare")
struct CompareCommandTests {
  /// Two runs, `a` and `b`, of a tiny study, the second with a user more.
  private func runs(_ disclosure: String = "none") throws -> TestFolder {
    let folder = try TestFolder()
    // The first quarters are whole when the last fill is of the last.
    try tinyStudy(
      folder, changing: "title: Tiny\nperiod: {start: 2020-01-01, end: 2020-12-31}",
      to: """
        title: Tiny
        disclosure: {preset: \(disclosure)}
        period: {start: 2020-01-01, end: 2020-12-31, interval: quarter}
        """)
    for (out, more) in [("a", ""), ("b", "3,2020-03-01,30,OP\n")] {
      try folder.write(folder.read("rx.csv") + more, to: "rx.csv")
      let outcome = try Rxuse.run(
        ["run", "study.yml", "--out", out, "--history", "runs.jsonl", "--quiet"], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
    }
    return folder
  }

  private func compare(_ options: [String], in folder: TestFolder) throws -> Rxuse.Outcome {
    try Rxuse.run(["compare", "a", "b"] + options, in: folder)
  }

  @Test("The first line says whether there is an alarm, and so does the exit code")
  func firstLine() throws {
    let folder = try runs()
    let more = try compare([], in: folder)
    #expect(
      more.code == 1
        && more.output.hasPrefix("ALARM between a and b: volume 1, figure 0, disclosure not looked at\n"))
    #expect(more.output.contains("! rows read of prescriptions: 3 -> 4 (+33%)"), "\(more.output)")
    let same = try Rxuse.run(["compare", "a", "a"], in: folder)
    #expect(same.code == 0 && same.output.hasPrefix("no alarm between a and a: volume 0, figure 0, "))
  }

  @Test("Figures: nothing is tolerated, a count is, only some are looked at")
  func figures() throws {
    let folder = try runs()
    func figures(_ options: String...) throws -> String {
      let text = try compare(["--no-disclosure"] + options, in: folder).output
      return try #require(text.firstMatch(of: /figure ([0-9]+)/).map { String($0.1) })
    }
    // Everyone and the women; the men have not changed.
    #expect(try figures("--tolerance", "0%") == "2")
    #expect(try figures("--tolerance", "5%") == "0")
    #expect(try figures("--tolerance", "5%", "--least", "1") == "2")
    #expect(try figures("--tolerance", "150%", "--least", "1") == "0")
    #expect(try figures("--tolerance", "0%", "--only", "overall") == "1")
    #expect(try figures("--tolerance", "0%", "--drug", "opioid", "--measure", "prevalence") == "2")
    #expect(try figures("--outside-limits", "--least", "1") == "0")
  }

  @Test("Disclosure by itself, and not at all")
  func disclosure() throws {
    let folder = try runs()
    let nothing = try compare(["--disclosure-only"], in: folder)
    #expect(nothing.code == 0 && nothing.output.contains("neither release keeps anything back"), "\(nothing)")
    let few = try compare(["--disclosure-only", "--min-cell", "2"], in: folder)
    #expect(few.code == 1 && few.output.hasPrefix("ALARM between a and b: disclosure "), "\(few.output)")
    #expect(try compare(["--no-disclosure"], in: folder).output.contains("Disclosure:") == false)
    let csv = try compare(["--csv", "--min-cell", "2", "--tolerance", "0%"], in: folder).output
    let kinds = Set(csv.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first })
    #expect(
      csv.hasPrefix("kind,finding,alarm,measure,") && kinds == ["volume", "figure", "disclosure"], "\(csv)")
  }

  @Test("Under disclosure control both are looked at as one")
  func underControl() throws {
    let folder = try runs("cms11")
    let outcome = try compare([], in: folder)
    #expect(
      outcome.output.split(separator: "\n").first?.contains("disclosure not looked at") == false, "\(outcome)"
    )
  }

  @Test("A history of too few runs says so, and judges nothing")
  func shortHistory() throws {
    let outcome = try compare(["--history", "runs.jsonl"], in: runs())
    #expect(
      outcome.output.contains("runs.jsonl has too few runs of study.yml before this one (1)"), "\(outcome)")
  }

  @Test(
    "What can't be is told",
    arguments: [
      (["--only", "sez"], 64, "did you mean 'sex'?"), (["--drug", "opiod"], 64, "did you mean 'opioid'?"),
      (["--history", "none.jsonl"], 66, "none.jsonl"), (["--last", "5"], 64, "--last must be 6 or more"),
      (["--quiet-day", "Monday"], 64, "'Monday' is no day"), (["--least", "-1"], 64, "--least"),
      (["--no-disclosure", "--disclosure-only"], 64, "exclude each other"),
      (["--no-disclosure", "--grown"], 64, "say nothing with --no-disclosure"),
    ] as [([String], Int32, String)])
  func mistakes(options: [String], code: Int32, words: String) throws {
    let outcome = try compare(options, in: runs())
    #expect(outcome.code == code && outcome.errors.contains(words), "\(outcome)")
  }
}
