import Foundation
import Testing

/// Files that are joined by the patients' identifiers or the drugs' codes: each beside siblings that are right.
@Suite("Joined files")
struct JoinedFilesTests {
  /// A study of 240 patients, whose roster, periods, deaths and code list are in two files each.
  private struct Study {
    var members = ["a": ids(1...120), "b": ids(121...240)]
    var periods = ["a": ids(1...120), "b": ids(121...240)]
    var deaths = ["a": ids(1...120), "b": ids(121...240)]
    var codes = ["a": (0..<100).map { "A\($0),opioid" }, "b": (0..<100).map { "B\($0),benzodiazepine" }]
    var disclosure = "none"

    static func ids(_ numbers: ClosedRange<Int>) -> [String] { numbers.map { "P0\($0)" } }

    func run(_ folder: TestFolder, _ options: [String] = []) throws -> Rxuse.Outcome {
      try folder.write(
        """
        title: Joined
        period: {start: 2020-01-01, end: 2020-12-31}
        prescriptions:
          files: [rx.csv]
          columns: {patient: id, date: day, days_supply: days, drug: drug}
        patients: {files: [members-a.csv, members-b.csv], columns: {patient: id, sex: sex}}
        observation: {files: [periods-a.csv, periods-b.csv], columns: {patient: id, start: from, end: to}}
        deaths: {files: [deaths-a.csv, deaths-b.csv], columns: {patient: id, date: died}}
        drugs: {files: [codes-a.csv, codes-b.csv], match: code}
        groups: {by: [[sex]]}
        measures: {prevalence: {drugs: [opioid, benzodiazepine]}}
        disclosure: {preset: \(disclosure)}
        """, to: "study.yml")
      let rows = (1...240).flatMap { number in
        // Every other day of the year has a row or more, the last one too.
        [
          "P0\(number),2020-\(Self.day(number % 183 * 2 + 1)),30,A1",
          "P0\(number),2020-\(Self.day(366 - number % 30)),30,B1",
        ]
      }
      try write(["id,day,days,drug"] + rows, "rx.csv", folder)
      for file in ["a", "b"] {
        try write(["id,sex"] + (members[file] ?? []).map { "\($0),F" }, "members-\(file).csv", folder)
        try write(
          ["id,from,to"] + (periods[file] ?? []).map { "\($0),2019-01-01," }, "periods-\(file).csv", folder)
        try write(
          ["id,died"]
            + (deaths[file] ?? []).enumerated().map { place, id in
              "\(id),202\(2 + place % 2)-0\(1 + place % 9)-1\(place % 8)"
            }, "deaths-\(file).csv", folder)
        try write(["code,class"] + (codes[file] ?? []), "codes-\(file).csv", folder)
      }
      return try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet", "--again"] + options, in: folder)
    }

    private func write(_ lines: [String], _ file: String, _ folder: TestFolder) throws {
      try folder.write(lines.map { $0 + "\n" }.joined(), to: file)
    }

    private static func day(_ ofYear: Int) -> String {
      var (month, day) = (1, ofYear)
      let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      while day > lengths[month - 1] {
        day -= lengths[month - 1]
        month += 1
      }
      return (month < 10 ? "0" : "") + "\(month)-" + (day < 10 ? "0" : "") + "\(day)"
    }
  }

  @Test("Where all match nothing is told, and each file's account says so")
  func clean() throws {
    let folder = try TestFolder()
    let outcome = try Study().run(folder)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    for file in ["periods-a.csv", "periods-b.csv", "deaths-a.csv", "deaths-b.csv"] {
      #expect(try Extract.account(file, folder)["not_in_roster"] == "0", "\(file)")
    }
    #expect(try Extract.account("members-b.csv", folder)["not_in_roster"]?.isEmpty == true)
    for (file, first, last) in [
      ("members-a.csv", "", ""), ("periods-a.csv", "2019-01-01", "2019-01-01"),
      ("deaths-a.csv", "2022-01-10", "2023-09-17"),
    ] {
      let account = try Extract.account(file, folder)
      #expect(account["first_date"] == first && account["last_date"] == last, "\(account)")
    }
  }

  /// A file in which zeros are lost in so many of its rows.
  private static func losing(_ count: Int, _ ids: [String]) -> [String] {
    ids.enumerated().map { $0 < count ? $1.replacingOccurrences(of: "P0", with: "P") : $1 }
  }

  @Test(
    "A file of the roster, of periods or of deaths that matches less than half as often as the other is told",
    arguments: ["members", "periods", "deaths"])
  func siblings(kind: String) throws {
    let folder = try TestFolder()
    // 60 of 120 are half of the other file's share, 59 less.
    for (lost, isTold) in [(60, false), (61, true)] {
      var study = Study()
      let ids = Self.losing(lost, Study.ids(121...240))
      switch kind {
      case "members": study.members["b"] = ids
      case "periods": study.periods["b"] = ids
      default: study.deaths["b"] = ids
      }
      let outcome = try study.run(folder)
      #expect(outcome.code == 0)
      let what = kind == "members" ? "of a patient with a prescription" : "of anybody in the roster"
      #expect(
        outcome.errors.contains("\(kind)-b.csv: \(120 - lost) of 120 rows") == isTold
          && outcome.errors.contains(what) == isTold, "\(lost): \(outcome.errors)")
      if kind != "members" {
        #expect(try Extract.account("\(kind)-b.csv", folder)["not_in_roster"] == "\(lost)")
      }
      #expect(!outcome.errors.contains("P0"), "no identifier is told")
    }
  }

  @Test("Deaths and periods of which most match nobody are told, with what would mend it")
  func whole() throws {
    let folder = try TestFolder()
    var study = Study()
    study.deaths = ["a": Study.ids(1...120).map { "\($0).0" }, "b": Study.ids(121...240).map { "\($0).0" }]
    let none = try study.run(folder)
    #expect(
      none.errors.contains("no date of death is of a patient in the roster (2 files)"), "\(none.errors)")
    #expect(none.errors.contains("deaths-b.csv: 120 of 120 rows are of nobody"), "\(none.errors)")
    #expect(none.errors.contains("without '.0' at the end all would be"), "\(none.errors)")
    study.deaths["a"] = Study.ids(1...120)
    #expect(try !study.run(folder).errors.contains("of deaths are of nobody"), "half of them match")
    study.deaths["a"]?[0] = "X"
    #expect(try study.run(folder).errors.contains("121 of 240 rows (50.4%) of deaths are of nobody"))
    study.disclosure = "cms11"
    let controlled = try study.run(folder)
    #expect(
      controlled.errors.contains("more than half of rows of deaths are of nobody"), "\(controlled.errors)")
    #expect(try Extract.account("deaths-a.csv", folder)["not_in_roster"] == "[c]", "one person's")
  }

  @Test("A file of the code list none of which is in the data is told")
  func codeLists() throws {
    let folder = try TestFolder()
    var study = Study()
    study.codes["b"] = (0..<100).map { "0B\($0),benzodiazepine" }
    let outcome = try study.run(folder)
    #expect(
      outcome.errors.contains("codes-b.csv: none of its rows is of a drug in the prescriptions"),
      "\(outcome.errors)")
    // Nor is one that says what another has said.
    study.codes["b"] = (study.codes["a"] ?? []) + ["B1,benzodiazepine"]
    #expect(try !study.run(folder).errors.contains("none of its rows"))
  }

  @Test("What is told of other files does not hang on memory or threads")
  func memory() throws {
    let folder = try TestFolder()
    var study = Study()
    study.deaths["b"] = Self.losing(70, Study.ids(121...240))
    study.periods["a"] = Self.losing(80, Study.ids(1...120))
    study.members["b"] = Study.ids(121...240).map { $0.lowercased() }
    let first = try study.run(folder)
    #expect(first.errors.contains("letter case") && first.code == 0, "\(first.errors)")
    let files = ["inputs.csv", "attrition.csv", "results.csv", "report.md"]
    let wanted = try files.map { try folder.read("out/\($0)") }
    for options in [["--memory", "1k"], ["--memory", "1k", "--threads", "1"], ["--threads", "3"]] {
      let again = try study.run(folder, options)
      #expect(again.errors == first.errors, "\(options)")
      #expect(try files.map { try folder.read("out/\($0)") } == wanted, "\(options)")
    }
  }

  @Test("Under disclosure control dates are told by month, and none of a few deaths")
  func months() throws {
    let folder = try TestFolder()
    var study = Study(disclosure: "cms11")
    study.deaths["b"] = Study.ids(121...130)
    _ = try study.run(folder)
    let (many, few) = (
      try Extract.account("deaths-a.csv", folder), try Extract.account("deaths-b.csv", folder)
    )
    #expect(many["first_date"] == "2022-01" && many["last_date"] == "2023-09", "\(many)")
    #expect(few["first_date"] == "" && few["last_date"] == "", "\(few)")
  }

  @Test("What would make keys match is the same in whatever order the rows are")
  func order() throws {
    let folder = try TestFolder()
    var study = Study()
    // More keys than are looked at: strangers, and members in another letter case.
    let members = Study.ids(1...120).map { $0.lowercased() }
    let strangers = (0..<20_000).map { "X\($0)" }
    study.deaths["b"] = (0..<10).flatMap { _ in members } + strangers
    let first = try study.run(folder)
    #expect(
      first.errors.contains("letter case"), "\(first.errors)")
    study.deaths["b"] = study.deaths["b"]?.reversed()
    #expect(try study.run(folder).errors == first.errors)
  }

  @Test("rxuse codes match says what would make codes match")
  func codesMatch() throws {
    let folder = try TestFolder()
    try folder.write("code,class\n00093-0058-01,opioid\nX1,opioid\n", to: "codes.csv")
    try folder.write("ndc\n93005801\n93005801\nX1\n", to: "rx.csv")
    let outcome = try Rxuse.run(
      ["codes", "match", "rx.csv", "--column", "ndc", "--list", "codes.csv", "--match", "code"], in: folder)
    #expect(
      outcome.errors.contains("with zeros in front to 11 digits 2 rows more would match (--match ndc)"),
      "\(outcome)")
  }
}
