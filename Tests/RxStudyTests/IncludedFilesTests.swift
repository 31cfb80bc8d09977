import RxModel
import Testing

@testable import RxStudy

/// Blocks that study files share: which file's counts, where its paths lead, and where mistakes are told.
@Suite struct IncludedFilesTests {
  private static let rest = "title: T\nperiod: {start: 2019-01-01, end: 2019-12-31}\n"
  private static let rx =
    "prescriptions: {files: rx.csv, columns: {patient: p, date: d, drug: n, days_supply: s}}\n"

  /// The values of the study `text`, beside which there are `files`, by their paths from its folder.
  private func whole(_ text: String, _ files: [String: String], file: String = "study.yml") throws
    -> StudyNode
  {
    try StudyFile.whole(try StudyFile.node(text, file: file), file: file, in: Self.surroundings(files))
  }

  /// A folder with these files, by their paths from it; `read` is told of each that is read.
  private static func surroundings(
    _ files: [String: String], read: @escaping (String) -> Void = { _ in }
  ) -> StudySurroundings {
    StudySurroundings(file: { path throws(RxFault) in
      read(path)
      guard let text = files[path] else { throw RxFault(.noInput, "\(path) can't be opened") }
      return StudySurroundings.File(name: path, text: text)
    })
  }

  private func fault(_ text: String, _ files: [String: String]) throws -> RxFault {
    try #require(throws: RxFault.self) {
      try StudyFile.study(try whole(text, files), file: "study.yml")
    }
  }

  @Test func wholeBlocksAndThisFileWins() throws {
    let common = Self.rx + "measures: {prevalence: {}}\ngroups: {by: [[sex]], unknown: drop}\ntitle: C\n"
    let node = try whole(
      "include: common.yml\n" + Self.rest + "groups: {age_bands: [0, 65]}\n", ["common.yml": common])
    #expect(node[["title"]]?.written == "T")
    // Blocks are not mixed: of the other's groups nothing is left.
    #expect(node[["groups"]]?.written == "{age_bands: [0, 65]}")
    #expect(node.entries.map(\.key.written) == ["title", "period", "groups", "prescriptions", "measures"])
    let study = try StudyFile.study(node, file: "study.yml")
    #expect(study.prescriptions.input.files.patterns.map(\.name) == ["rx.csv"])
    #expect(StudyFile.isWhole(node) && !StudyFile.isWhole(["include": []]))
  }

  @Test func pathsAreOfTheFileInWhichTheyStand() throws {
    let common = """
      include: [more/lists.yml]
      prescriptions: {files: ["rx/*.csv", /data/rx.csv, "-"], columns: {patient: p, date: d, drug: n}}
      layout: {name: omop, folder: cdm}
      persons: {include: {file: cohort.csv, columns: {patient: id}}}
      measures: {standardised: {weights: own.csv}, prevalence: {}}

      """
    let lists = """
      drugs: {files: [a.csv, {file: ../b.csv, class: opioid, columns: {code: files}}]}
      output: {formats: [csv]}

      """
    let files = ["../shared/common.yml": common, "../shared/more/lists.yml": lists]
    var resolver = IncludedFiles(in: Self.surroundings(files))
    let own = try StudyFile.node("include: [../shared/common.yml]\n", file: "study.yml")
    let node = try resolver.resolve(own, file: "s/study.yml")
    #expect(
      node[["prescriptions"]]?.written
        == "{files: [../shared/rx/*.csv, /data/rx.csv, \"-\"], columns: {patient: p, date: d, drug: n}}")
    #expect(node[["layout"]]?.written == "{name: omop, folder: ../shared/cdm}")
    #expect(node[["persons", "include", "file"]]?.written == "../shared/cohort.csv")
    #expect(node[["measures", "standardised", "weights"]]?.written == "../shared/own.csv")
    #expect(
      node[["drugs", "files"]]?.written
        == "[../shared/more/a.csv, {file: ../shared/more/../b.csv, class: opioid, columns: {code: files}}]")
    #expect(node[["output", "formats"]]?.written == "[csv]")
  }

  @Test func namesThatAreNoPathsStay() throws {
    let node = try whole(
      "include: [x/c.yml]\n", ["x/c.yml": "layout: synthea\nmeasures: {standardised: {weights: us2000}}\n"])
    #expect(node[["measures", "standardised", "weights"]]?.written == "us2000")
    // The tables of a layout are beside the file that names it.
    #expect(node[["prescriptions", "files"]]?.written == "[x/medications.csv]")
  }

  @Test func mistakesAreToldInTheirFile() throws {
    let unknown = try fault(
      "include: [c.yml]\n" + Self.rest, ["c.yml": Self.rx + "measures: {prevalance: {}}\n"])
    #expect(
      unknown.text
        == "c.yml:2:12: unknown key 'prevalance' in 'measures'; did you mean 'prevalence'?")
    let top = try fault(
      "include: [c.yml]\n" + Self.rest + Self.rx + "measures: {prevalence: {}}\n",
      ["c.yml": "# one\ngrups: {by: [[sex]]}\n"])
    #expect(top.text == "c.yml:2:1: unknown key 'grups' in the study; did you mean 'groups'?")
    let both = try fault(
      "include: [c.yml]\n" + Self.rest + "persons: ful\n", ["c.yml": Self.rx + "measures: {prevalance: {}}\n"]
    )
    #expect(Set(([both] + both.further).compactMap(\.place?.file)) == ["study.yml", "c.yml"])
    let layout = try fault("include: [c.yml]\n" + Self.rest, ["c.yml": "\nlayout: omopp\n"])
    #expect(layout.place == RxFault.Place(file: "c.yml", line: 2, column: 9))
    let yaml = try fault("include: [c.yml]\n" + Self.rest, ["c.yml": "a: [\n"])
    #expect(yaml.place?.file == "c.yml" && yaml.message.hasPrefix("is no YAML"))
    #expect(
      try fault("include: [c.yml]\n", ["c.yml": "- 1\n"]).text.hasPrefix(
        "c.yml:1:1: 'the study' must be keys"))
  }

  @Test func filesThatAreMissingOrGoInACircle() throws {
    let missing = try fault("title: T\ninclude: [c.yml]\n", [:])
    #expect(
      missing.code == .noInput && missing.place == RxFault.Place(file: "study.yml", line: 2, column: 11))
    let own = try fault("include: [./study.yml]\n", [:])
    #expect(
      own.text
        == "study.yml:1:11: './study.yml' includes itself: study.yml > study.yml; take one of these out of 'include'"
    )
    let circle = try fault(
      "include: [a/b.yml]\n", ["a/b.yml": "include: [../c.yml]\n", "a/../c.yml": "include: [a/b.yml]\n"])
    #expect(circle.place == RxFault.Place(file: "a/../c.yml", line: 1, column: 11))
    #expect(circle.message.hasSuffix("a/b.yml > c.yml > a/b.yml"))
  }

  @Test func theSameBlockOfTwoFiles() throws {
    let files = [
      "a.yml": "include: [c.yml]\noutput: {formats: [csv]}\n",
      "b.yml": "include: [c.yml]\noutput: {formats: [html]}\n",
      "c.yml": "supply: {carry_over: drug}\n",
    ]
    let twice = try fault("include: [a.yml, b.yml]\n", files)
    #expect(twice.message == "'output' is in two included files, a.yml and b.yml")
    #expect(twice.place == RxFault.Place(file: "study.yml", line: 1, column: 18))
    // Said here, it is said once; and what both have of a third is one.
    let node = try whole("include: [a.yml, b.yml]\noutput: {formats: [xlsx]}\n", files)
    #expect(node.written == "{output: {formats: [xlsx]}, supply: {carry_over: drug}}")
  }

  @Test func eachFileIsReadOnce() throws {
    var reads: [String] = []
    var files = Dictionary(
      uniqueKeysWithValues: (0..<24).map { ("\($0).yml", "include: [\($0 + 1).yml, ./\($0 + 1).yml]\n") })
    files["24.yml"] = "title: Last\n"
    var resolver = IncludedFiles(in: Self.surroundings(files) { reads.append($0) })
    let node = try resolver.resolve(try StudyFile.node("include: 0.yml\n", file: "s.yml"), file: "s.yml")
    #expect(node[["title"]]?.written == "Last" && reads.count == 25)
  }
}
