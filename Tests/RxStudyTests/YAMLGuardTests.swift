import RxModel
import Testing

@testable import RxStudy

/// A study file can't take memory or time beyond its size.
@Suite struct YAMLGuardTests {
  private static let bomb =
    "a: &a [x, x]\n"
    + zip("abcdefghijk", "bcdefghijkl").map { inner, outer in
      "\(outer): &\(outer) [\(Array(repeating: "*\(inner)", count: 9).joined(separator: ", "))]\n"
    }.joined()

  @Test func anAliasIsTheValueThatIsMarked() throws {
    let text = try StudyText.replacing("files: rx.csv", "files: &f [rx.csv]\n  missing: *f")
    let files = try StudyFile.parse(text, file: "study.yml").prescriptions.files
    #expect(files.patterns.map(\.name) == ["rx.csv"] && files.missing == ["rx.csv"])
  }

  @Test func aliasesCountAsWhatTheyStandFor() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let fault = #expect(throws: RxFault.self) { try StudyFile.parse(Self.bomb, file: "study.yml") }
    #expect(fault?.message == "there are more than 100000 values" && fault?.place?.line == 6)
    let deep = (1...6).reduce("a0: &a0 [x]\n") { $0 + "a\($1): &a\($1) [[[[[[[*a\($1 - 1)]]]]]]]\n" }
    let other = #expect(throws: RxFault.self) { try StudyFile.parse(deep, file: "study.yml") }
    #expect(other?.message == "lists and keys lie more than 40 deep in each other")
    #expect(clock.now - start < .seconds(5))
  }

  @Test(arguments: [
    "title: §*t", "title: T\nprescriptions: {files: [§*csv]}", "title: T\n? §*k\n: 1\n",
    "title: T\n<<: §*base", "title: &t [§*t]", "title: §*t\nother: &t T",
    "title: T\nfiles: [*.csv]", "files: *.csv",
  ])
  func anAliasOfNothingIsRefusedAtItsPlace(marked: String) throws {
    let (fault, place) = try StudyText.fault(marked)
    #expect(fault.code == .config && fault.message.hasPrefix("an alias (*name) stands for nothing"))
    #expect(fault.remedy.contains("in quotes: '*.csv'"))
    if marked.contains("§") { #expect(fault.place == place) }
  }

  @Test func whatOnlyLooksLikeAnAliasIsText() throws {
    let text = try StudyText.replacing("title: T", "title: R&D *new* \"&a\"")
    #expect(try StudyFile.parse(text, file: "study.yml").title == "R&D *new* \"&a\"")
    let pattern = try StudyText.replacing("files: rx.csv", "files: ['*.csv']")
    #expect(
      try StudyFile.parse(pattern, file: "study.yml").prescriptions.files.patterns.map(\.name) == ["*.csv"])
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "[\n", "{a:\n", "[{a: ", "- - a:\n    "])
  func depthIsRefusedBeforeItCosts(opening: String) throws {
    let text = String(repeating: opening, count: (1 << 20) / opening.utf8.count)
    let clock = ContinuousClock()
    let start = clock.now
    let fault = #expect(throws: RxFault.self) { try StudyFile.parse(text, file: "deep.yml") }
    #expect(fault?.code == .config && fault?.place?.file == "deep.yml")
    if opening != "- - a:\n    " {
      #expect(fault?.message == "lists and keys lie more than 40 deep in each other")
    }
    #expect(clock.now - start < .seconds(5))
  }

  @Test func fortyDeepIsTaken() throws {
    func fault(_ depth: Int) throws -> RxFault {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return try #require(throws: RxFault.self) { try StudyFile.parse(text, file: "study.yml") }
    }
    #expect(try fault(40).message == "'the study' must be keys with values")
    #expect(try fault(41).message == "lists and keys lie more than 40 deep in each other")
    #expect(try fault(41).place == RxFault.Place(file: "study.yml", line: 1, column: 41))
  }

  @Test func theNumberOfValuesIsCapped() throws {
    let text = "[" + String(repeating: "a,", count: 500_000) + "]"
    let fault = #expect(throws: RxFault.self) { try StudyFile.parse(text, file: "study.yml") }
    #expect(fault?.message == "there are more than 100000 values")
  }

  @Test func casesAreLookedThroughToo() throws {
    let study = try StudyFile.parse(StudyText.minimal, file: "study.yml")
    for text in ["cases: *c", "cases: " + String(repeating: "[", count: 1 << 19)] {
      let fault = #expect(throws: RxFault.self) {
        try AssuranceCasesFile.parse(text, file: "cases.yml", study: study)
      }
      #expect(fault?.code == .config && fault?.place?.file == "cases.yml" && fault?.place?.line == 1)
    }
  }

  @Test func aLongNameIsNotComparedAndNotShownWhole() throws {
    let name = String(repeating: "title", count: 100_000)
    let fault = #expect(throws: RxFault.self) { try StudyFile.parse("? \(name)\n: 1\n", file: "study.yml") }
    #expect((fault?.text.utf8.count ?? .max) < 5000)
    #expect(fault?.further.contains { $0.remedy.hasPrefix("its keys are") } == true)
  }

  @Test func aMessageControlsNoTerminal() throws {
    let fault = #expect(throws: RxFault.self) {
      try StudyFile.parse("\"\\e[31m\\u202eevil\\r\\n\": 1", file: "a\u{1B}b.yml")
    }
    #expect(fault?.text.hasPrefix("a b.yml:1:1: unknown key ' [31m evil ' in the study") == true)
  }
}
