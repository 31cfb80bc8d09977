import Foundation
import Testing

/// What the names and values of data and studies can't do.
@Suite("Security")
struct SecurityTests {
  private static let hostile = [
    "../../x", "$(touch X)", "`touch X`", "-rf", "CON", "=1+1", "<script>alert(1)</script>", "a/b", "..",
    "x\u{202E}gpj", String(repeating: "long ", count: 2000),
  ]

  private func quoted(_ text: String) -> String { "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" }

  /// All paths in the folder, sorted, but for what the test itself wrote.
  private func paths(_ folder: TestFolder) throws -> [String] {
    let found = try #require(FileManager.default.enumerator(atPath: folder.path))
    return found.compactMap { $0 as? String }.sorted()
  }

  @Test("Names from data and study become no paths and no commands, and don't break out of tables and report")
  func hostileNames() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: "title: Tiny", to: "title: \"../../x <img src=x> $(touch X) | `touch Y`\"")
    try folder.write(
      "id,sex\n"
        + Self.hostile.enumerated().map { "\($0 + 1),\(quoted($1))\n" }.joined(), to: "members.csv")
    try folder.write(
      "id,fill_date,days,drug\n" + (1...Self.hostile.count).map { "\($0),2020-01-05,30,OP\n" }.joined(),
      to: "rx.csv")
    let before = Set(try paths(folder) + [".stdin", ".stdout", ".stderr"])
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      Set(try paths(folder)).subtracting(before) == [
        ".out.rxuse-runs.json", "out", "out/attrition.csv", "out/checklist.csv", "out/codes.csv",
        "out/datapackage.json",
        "out/flow.csv", "out/inputs.csv", "out/methods.md", "out/rejects.csv", "out/report.md",
        "out/results.csv", "out/run.json", "out/timing.json",
        "out/tables", "out/tables/characteristics.csv", "out/tables/prescribing_rates.csv",
      ])
    for name in ["out/results.csv", "out/tables/prescribing_rates.csv"] {
      let text = try folder.read(name)
      #expect(text.contains(",'-rf,") && text.contains(",'=1+1,") && !text.contains(",=1"), "\(name)")
    }
    let report = try folder.read("out/report.md")
    #expect(!report.contains("<script") && !report.contains("<img") && !report.contains("\u{202E}"))
    #expect(report.contains("&lt;script&gt;") && report.contains("\\`touch X\\`"))
    // A table's row stays one row.
    let table = report.components(separatedBy: "## 5. Use by group").last?.components(separatedBy: "\n## ")
      .first
    let widths = (table ?? "").split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2).map { line in
      line.replacingOccurrences(of: "\\|", with: "").count { $0 == "|" }
    }
    #expect(widths.count == Self.hostile.count && Set(widths).count == 1)
  }

  @Test("An output beside the folder that is asked for is never written, whatever its name")
  func outputNames() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    for name in ["-rf", "$(touch X)", "a b", "CON", "=x"] {
      let outcome = try Rxuse.run(["run", "study.yml", "--out=\(name)"], in: folder)
      #expect(outcome.code == 0, "\(name): \(outcome.errors)")
      #expect(folder.holds("\(name)/results.csv"))
    }
    #expect(!folder.holds("X"))
    for name in ["", ".", "..", "out/..", "/"] {
      #expect(try Rxuse.run(["run", "study.yml", "--out", name], in: folder).code == 73, "\(name)")
    }
  }

  private func mode(_ file: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test("Values of rejected rows are written only where the study asks for them, and for the owner alone")
  func rejectedValues() throws {
    for (asks, tolerance) in [(false, "60%"), (true, "60%"), (false, "1%"), (true, "1%")] {
      let folder = try TestFolder()
      let rejects = asks ? "\nrejects: {values: true}" : ""
      try tinyStudy(
        folder, changing: "rejected_rows: 10%}", to: "rejected_rows: \(tolerance)}\(rejects)",
        rows:
          "id,fill_date,days,drug\nSECRET1,2020-13-05,30,OP\nSECRET2,2020-01-05,xSECRET3,OP\n1,2020-01-05,30,OP\n"
      )
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
      // Two of three rows are too many in any case.
      #expect(outcome.code == 65)
      let file = "out.rejects.csv"
      let text = try folder.read(file)
      #expect(text.contains("xSECRET3") == asks && text.contains("2020-13-05") == asks)
      #expect(!text.contains("SECRET1"))
      #expect(
        try mode("\(folder.path)/\(file)") & 0o077 == (asks ? 0 : mode("\(folder.path)/rx.csv") & 0o077))
    }
  }

  @Test("The same in the output of a run that succeeds")
  func rejectedValuesOfARun() throws {
    for asks in [false, true] {
      let folder = try TestFolder()
      let rejects = asks ? "\nrejects: {values: true}" : ""
      try tinyStudy(
        folder, changing: "rejected_rows: 10%}", to: "rejected_rows: 50%}\(rejects)",
        rows: "id,fill_date,days,drug\n7,2020-01-05,SECRET,OP\n1,2020-01-05,30,OP\n2,2020-01-05,30,OP\n")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try folder.read("out/rejects.csv").contains("SECRET") == asks)
      #expect(try mode("\(folder.path)/out/rejects.csv") & 0o077 == (asks ? 0 : 0o044))
      #expect(try mode("\(folder.path)/out/results.csv") & 0o077 == 0o044)
    }
  }

  @Test("Messages name no patient, whatever is wrong with the data")
  func messages() throws {
    let broken = [
      "id,fill_date,days,drug\nPATIENT1,2020-01-05,30,OP\nPATIENT2,never,30,OP\nPATIENT3\nPATIENT4,2020-01-05,-,OP\n",
      "id,fill_date,days,drug\n\"PATIENT5,2020-01-05,30,OP\n",
      "id,fill_date,days,drug\nPATIENT6\u{0},2020-01-05,30,OP\n",
      "PATIENT7,2020-01-05,30,OP\nPATIENT8,2020-01-05,30,OP\n", "PATIENT9;2020-01-05;30;OP\n", "",
      "id,fill_date,days,drug\nPATIENTA,2020-01-05,30,ZZ\n",
    ]
    for rows in broken {
      for command in [
        ["run", "study.yml", "--out", "out", "--verbose"], ["check", "study.yml", "--verbose"],
      ] {
        let folder = try TestFolder()
        try tinyStudy(folder, rows: rows)
        try folder.write("id,sex\nPATIENT1,F\nPATIENT1,M\nPATIENT2,F\n", to: "members.csv")
        let outcome = try Rxuse.run(command, in: folder)
        #expect(!outcome.errors.contains("PATIENT"), "\(rows.debugDescription): \(outcome.errors)")
        #expect(!outcome.output.contains("PATIENT"), "\(rows.debugDescription): \(outcome.output)")
        if folder.holds("out/run.json") { #expect(try !folder.read("out/run.json").contains("PATIENT")) }
      }
    }
  }

  @Test(
    "A file without a header is not quoted, whatever it is for",
    arguments: [
      "PATIENT-01,14JAN1982,F\n", "PATIENTX,m\n", "PATIENT1;F\n", "PATIENT OF MINE,unknown\n",
      "id of PATIENT,x\n",
    ], ["members.csv", "rx.csv", "codes.csv", "weights.csv", "periods.csv", "deaths.csv"])
  func filesWithoutHeader(row: String, file: String) throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let study = try folder.read("study.yml")
      .replacingOccurrences(of: "{patient: id, sex: sex}", with: "{patient: id, sex: f, birth_date: born}")
      .replacingOccurrences(
        of: "prevalence: {drugs: [opioid]}",
        with: "prevalence: {drugs: [opioid]}\n  standardised: {measures: [prevalence], weights: weights.csv}")
    try folder.write(
      study + "\nobservation: {files: [periods.csv], columns: {patient: id, start: from, end: to}}\n"
        + "deaths: {files: [deaths.csv], columns: {patient: id, date: died}}\n", to: "study.yml")
    try folder.write("id,f,born\n1,F,\n", to: "members.csv")
    try folder.write("id,from,to\n1,,\n", to: "periods.csv")
    try folder.write("id,died\n", to: "deaths.csv")
    let bands = ["0-17", "18-35", "36-50", "51-64", "65-79", "80+"]
    try folder.write("age,weight\n" + bands.map { "\($0),1\n" }.joined(), to: "weights.csv")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    try folder.write(row, to: file)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == (["codes.csv", "weights.csv"].contains(file) ? 78 : 65), "\(outcome)")
    #expect(!outcome.errors.contains("PATIENT") && !outcome.errors.contains("14JAN"), "\(outcome.errors)")
  }

  @Test("A name can't control the terminal of who reads the message")
  func escapes() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "drug: drug", to: "drug: \"\\e]0;x\\a\\u202e\"")
    let runs = [
      ["run", "study.yml", "--out", "out"], ["run", "no\u{1B}[31m.yml", "--out", "out"],
      ["run", "study.yml", "--out", "out", "--thread\u{1B}[2J"], ["\u{1B}[2J"],
      ["codes", "match", "\u{1B}c", "--column", "x"],
      ["explain", "study.yml", "\u{1B}c"], ["run", "study.yml", "--out", "x\u{1B}[2J/y/z"],
    ]
    for arguments in runs {
      let outcome = try Rxuse.run(arguments, in: folder)
      #expect(outcome.code != 0 && !outcome.errors.isEmpty, "\(arguments)")
      #expect(
        !outcome.errors.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
      #expect(!outcome.errors.contains("\u{202E}"))
    }
  }

  @Test("Help, version and mistakes on the command line go where they should")
  func help() throws {
    let folder = try TestFolder()
    for (arguments, code) in [(["--help"], 0), (["--version"], 0), (["run", "--help"], 0)]
      as [([String], Int32)]
    {
      let outcome = try Rxuse.run(arguments, in: folder)
      #expect(outcome.code == code && outcome.errors.isEmpty && outcome.output.hasSuffix("\n"))
    }
    let outcome = try Rxuse.run(["run"], in: folder)
    #expect(outcome.code == 64 && outcome.output.isEmpty && outcome.errors.contains("Usage: rxuse run"))
  }

  @Test("What explain prints says that it is patient-level")
  func explain() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let outcome = try Rxuse.run(["explain", "study.yml", "1"], in: folder)
    #expect(outcome.code == 0 && outcome.output.hasPrefix("Patient-level output"))
    #expect(outcome.errors.isEmpty)
  }
}
