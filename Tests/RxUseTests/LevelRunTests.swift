import Foundation
import Testing

/// Studies that name levels and drop the unknown, run.
@Suite("Levels and unknown")
struct LevelRunTests {
  private static let roster = "patients: {files: [members.csv], columns: {patient: id, sex: sex}}"

  /// The tiny study with other members and groups.
  private func folder(
    _ groups: String, _ members: String, measures: String = "prevalence: {drugs: [opioid]}"
  ) throws -> TestFolder {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "groups: {by: [[sex]]}", to: "groups: \(groups)")
    let study = try folder.read("study.yml")
    try folder.write(
      study.replacingOccurrences(of: "prevalence: {drugs: [opioid]}", with: measures), to: "study.yml")
    try folder.write(members, to: "members.csv")
    return folder
  }

  /// The sex, numerator and denominator of each row of a measure.
  private func numbers(_ folder: TestFolder, _ measure: String = "prevalence") throws -> [String] {
    ResultRow.parse(try productResults(folder.path)).rows.filter { $0.measure == measure }.map {
      "\($0.levels["sex"] ?? "") \($0.numerator)/\($0.denominator)"
    }
  }

  private static let members = "id,sex\n1,Male\n2,\" f \"\n3,F\n4,x\n5,1\n6,\n7,U\n8,B\n9,unknown\n"
  private static let names = "levels: {sex: {unknown: [u], M: [male, \"1\"], F: []}}"

  @Test("Levels come as they are listed, then in byte order, unknown last")
  func order() throws {
    let folder = try folder("{by: [[sex]], \(Self.names)}", Self.members)
    #expect(
      try numbers(folder) == ["all 2/9", "M 1/2", "F 1/2", "B 0/1", "x 0/1", "unknown 0/3"])
  }

  @Test("Whoever is unknown is in no row, and nothing else changes")
  func drop() throws {
    let folder = try folder("{by: [[sex]], \(Self.names), unknown: drop}", Self.members)
    #expect(try numbers(folder) == ["all 2/6", "M 1/2", "F 1/2", "B 0/1", "x 0/1"])
    let report = try folder.read("out/report.md")
    #expect(report.contains("Whoever is unknown in sex is no person of any interval"), "\(report)")
    #expect(report.contains("unknown (in the data also u); M (in the data also male, 1); F;"), "\(report)")
    // The rows are accounted for all the same.
    #expect(try folder.read("out/attrition.csv").contains("used,2,2"))
  }

  @Test("A name that is all is written as a level of the data called all is")
  func reserved() throws {
    let folder = try folder(
      "{by: [[sex]], levels: {sex: {all: [male, \"1\"]}}}", "id,sex\n1,Male\n2,1\n3,ALL\n4,F\n")
    #expect(try numbers(folder) == ["all 2/4", "all (level) 2/3", "F 0/1"])
  }

  @Test("The reference of a ratio is a level by any of its words")
  func ratio() throws {
    let folder = try folder(
      "{by: [[sex]], \(Self.names), unknown: drop}", Self.members,
      measures: "prevalence: {drugs: [opioid]}\n  ratio: {measures: [prevalence], reference: {sex: male}}")
    #expect(
      try numbers(folder, "ratio_prevalence") == ["M 1/2", "F 1/2", "B 0/1", "x 0/1"])
    #expect(try folder.read("out/results.csv").contains("ratio_prevalence,sex=M,opioid"))
  }

  @Test("Of a flat file the value of the earliest fill counts, and is renamed then")
  func flat() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: Self.roster, to: "",
      rows: "id,fill_date,days,drug,sex\n1,2020-02-05,30,OP,male\n1,2020-01-05,5,OP,u\n2,2020-06-01,7,OP,m\n")
    let study = try folder.read("study.yml").replacingOccurrences(
      of: "drug: drug", with: "drug: drug\n    sex: sex")
    for (drop, rows) in [
      ("", ["all 2/2", "M 1/1", "unknown 1/1"]), (", unknown: drop", ["all 1/1", "M 1/1"]),
    ] {
      let groups = "{by: [[sex]], levels: {sex: {unknown: [u], M: [male]}}\(drop)}"
      try folder.write(
        study.replacingOccurrences(of: "{by: [[sex]]}", with: groups), to: "study.yml")
      #expect(try numbers(folder) == rows)
    }
  }

  @Test("Residents are renamed alike, and dropped alike")
  func residents() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: Self.roster, to: "population: {file: p.csv, columns: {count: n, sex: s}}",
      rows: "id,fill_date,days,drug,sex\n1,2020-01-05,30,OP,F\n2,2020-12-31,5,op,2\n3,2020-06-01,7,OP,\n")
    let study = try folder.read("study.yml").replacingOccurrences(
      of: "drug: drug", with: "drug: drug\n    sex: sex")
    try folder.write("s,n\nfemale,10\nF,20\nM,40\nu,3\n,4\n", to: "p.csv")
    for (drop, rows) in [
      ("", ["all 3/77", "F 2/30", "unknown 1/7"]), (", unknown: drop", ["all 2/70", "F 2/30"]),
    ] {
      let groups = "{by: [[sex]], levels: {sex: {F: [female, \"2\"], unknown: [u]}}\(drop)}"
      try folder.write(study.replacingOccurrences(of: "{by: [[sex]]}", with: groups), to: "study.yml")
      #expect(try numbers(folder) == rows)
      #expect(try folder.read("out/report.md").contains("and no resident.") == !drop.isEmpty)
    }
    // Only what is no name of a level that both have is told.
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.errors.contains("nobody in the data has the sex 'M' of the population file"))
    #expect(!outcome.errors.contains("female") && !outcome.errors.contains("'2'"), "\(outcome.errors)")
  }

  @Test("The explanation says for what someone is left out")
  func explained() throws {
    let folder = try folder("{by: [[sex]], \(Self.names), unknown: drop}", Self.members)
    let out = try Rxuse.run(["explain", "study.yml", "7"], in: folder)
    #expect(out.code == 0, "\(out.errors)")
    #expect(out.output.contains("sex unknown"), "\(out.output)")
    let reason =
      "2020: observed on 366 of 366 days, and no person of it: 'groups.unknown: drop', and sex is unknown"
    #expect(out.output.contains(reason), "\(out.output)")
    let counted = try Rxuse.run(["explain", "study.yml", "5"], in: folder)
    #expect(
      counted.output.contains("sex M") && counted.output.contains("a person of it"), "\(counted.output)")
  }

  @Test("Small numbers of people who are dropped can't be worked out")
  func disclosure() throws {
    let sexes = Array(repeating: "F", count: 60) + Array(repeating: "M", count: 60) + ["", "", "", "u", "u"]
    let members = sexes.enumerated().map { "\($0),\($1)\n" }.joined()
    let folder = try folder(
      "{by: [[sex]], levels: {sex: {unknown: [u]}}, unknown: drop}\ndisclosure: {preset: cms11}",
      "id,sex\n" + members)
    let users = (0..<125).filter { $0 < 20 || (60..<80).contains($0) || $0 >= 120 }
    try folder.write(
      "id,fill_date,days,drug\n" + users.map { "\($0),2020-01-05,30,OP\n" }.joined(), to: "rx.csv")
    #expect(try numbers(folder) == ["all 40/120", "F 20/60", "M 20/60"])
    // 45 patients have rows, 125 are in the roster: what is left would be the five.
    let attrition = try folder.read("out/attrition.csv")
    for row in ["used,[c],[c]", "patients: rows read,[c],"] {
      #expect(attrition.contains(row), "\(attrition)")
    }
    #expect(try folder.read("out/report.md").contains("[c] persons"))
  }

  @Test(
    "An attribute keeps persons out by its name where that says yes or no, else by what the data say",
    arguments: [
      ("", 1), ("cancer: {Present: [\"1\"]}", 1), ("cancer: {yes: [ja]}", 0), ("cancer: {no: [\"1\"]}", 2),
      ("cancer: {\"No\": [\"1\"], \"Yes\": [\"2\", ja]}", 1),
    ])
  func excluded(names: String, eligible: Int) throws {
    let folder = try TestFolder()
    let days = ["2020-01-05", "2020-02-05"]
    let rows = (1...2).flatMap { id in days.map { "\(id),\($0),30,OP\n\(id),\($0),30,BZ\n" } }.joined()
    try tinyStudy(
      folder, changing: Self.roster,
      to: "patients: {files: [members.csv], columns: {patient: id, sex: sex, birth_year: b}, "
        + "attributes: {cancer: c}}",
      rows: "id,fill_date,days,drug\n" + rows)
    try folder.write(
      "code,class,ingredient\nOP,opioid,oxycodone\nBZ,benzodiazepine,diazepam\n", to: "codes.csv")
    try folder.write("id,sex,b,c\n1,F,1960,1\n2,F,1960,ja\n", to: "members.csv")
    var study = try folder.read("study.yml")
    study = study.replacingOccurrences(of: "{by: [[sex]]}", with: "{by: [[sex]], levels: {\(names)}}")
    study = study.replacingOccurrences(
      of: "prevalence: {drugs: [opioid]}",
      with: "cob: {opioids: opioid, benzodiazepines: benzodiazepine, exclude: [cancer]}")
    try folder.write(study, to: "study.yml")
    let all = try numbers(folder, "cob").filter { $0.hasPrefix("all") }
    #expect(all == (eligible == 0 ? [] : ["all \(eligible)/\(eligible)"]))
  }
}

/// Code lists as a study names them, run.
@Suite("Code lists as they come")
struct CodeListRunTests {
  private func run(_ drugs: String, _ list: String) throws -> (outcome: Rxuse.Outcome, folder: TestFolder) {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "drugs: {files: [codes.csv], match: code}", to: "drugs: \(drugs)")
    try folder.write(list, to: "codes.csv")
    return (try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder), folder)
  }

  @Test("A list with headers of its own and of one class gives the same bytes as the plain one")
  func columns() throws {
    let plain = try run("{files: [codes.csv], match: code}", "code,class,ingredient\nOP,opioid,oxycodone\n")
    let own = try run(
      "{files: [{file: codes.csv, columns: {code: NDC, ingredient: Drug}, class: opioid}], "
        + "delimiter: \";\", match: code}", "Drug;ndc ;class\noxycodone;OP;other\n;;\n")
    #expect(
      plain.outcome.code == 0 && own.outcome.code == 0 && own.outcome.errors == plain.outcome.errors,
      "\(own.outcome)")
    #expect(try own.folder.read("out/results.csv") == plain.folder.read("out/results.csv"))
  }

  @Test("One file read in two ways is two lists; in one way it is one, and a warning says so")
  func twice() throws {
    let wide = "A,B\nOP,XX\n"
    let file = { (column: String, drugClass: String) in
      "{file: codes.csv, columns: {code: \(column)}, class: \(drugClass)}"
    }
    let two = try run("{files: [\(file("A", "opioid")), \(file("B", "opioid"))], match: code}", wide)
    #expect(two.outcome.code == 0 && !two.outcome.errors.contains("codes.csv"), "\(two.outcome)")
    #expect(try two.folder.read("out/results.csv").contains(",all,3,4,persons,750.0000"))
    let one = try run("{files: [\(file("A", "opioid")), \(file("A", "opioid"))], match: code}", wide)
    #expect(one.outcome.errors.contains("codes.csv is named twice and is read once"), "\(one.outcome)")
  }

  @Test("With quotes: none a quote is a character like any other")
  func quotes() throws {
    let list = "code,class,ingredient\nOP,opioid,\"oxy\"codone\n"
    #expect(try run("{files: [codes.csv], quotes: none, match: code}", list).outcome.code == 0)
    #expect(try run("{files: [codes.csv], match: code}", list).outcome.code == 78)
  }

  @Test("A mistake is told with the file, what is wrong and the mend, and nothing is written")
  func mistakes() throws {
    let other = try run("{files: [codes.csv]}", "code;class\nOP;opioid\n")
    #expect(other.outcome.code == 78 && !other.folder.holds("out"))
    #expect(
      other.outcome.errors.contains("the header of the code list codes.csv holds \";\"")
        && other.outcome.errors.contains("'delimiter: \";\"'"), "\(other.outcome.errors)")
  }
}
