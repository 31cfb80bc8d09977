import Foundation
import Testing

/// What a run, a check and a comparison must not pass over in silence.
@Suite("Nothing wrong in silence")
struct NothingInSilenceTests {
  @Test("One run names all mistakes of a study, a line each; check too")
  func allMistakes() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "groups:", to: "gropus:")
    try folder.write(
      folder.read("study.yml").replacingOccurrences(of: "rejected_rows", with: "rejected_row")
        .replacingOccurrences(of: "files: [rx.csv]", with: "files: [rx.csv]\n  dates: nonsense"),
      to: "study.yml")
    for command in [["run", "study.yml", "--out", "out"], ["check", "study.yml"]] {
      let outcome = try Rxuse.run(command, in: folder)
      #expect(outcome.code == 78 && outcome.output.isEmpty)
      let lines = outcome.errors.split(separator: "\n")
      let parts = [
        "study.yml:5:10: 'prescriptions.dates' can't be 'nonsense'", "study.yml:13:1: unknown key 'gropus'",
        "study.yml:16:13: unknown key 'rejected_row'",
      ]
      #expect(lines.count == 3, "\(outcome.errors)")
      for (line, part) in zip(lines, parts) {
        #expect(line.hasPrefix("rxuse: error: \(part)"), "\(line)")
      }
      #expect(lines.last?.hasSuffix("did you mean 'rejected_rows'?") == true)
    }
    #expect(!folder.holds("out"))
  }

  @Test("A strict run that would warn ends with 65 and leaves what is there")
  func strict() throws {
    let folder = try TestFolder()
    let rows = "id,fill_date,days,drug\n1,2020-01-05,30,OP\n2,2020-12-31,5,op\n"
    try tinyStudy(folder, rows: rows)
    let strict = ["run", "study.yml", "--out", "out", "--strict"]
    #expect(try Rxuse.run(strict, in: folder).code == 0)
    let whole = try folder.read("out/results.csv")
    try folder.write(rows.replacingOccurrences(of: "12-31", with: "11-30"), to: "rx.csv")
    let outcome = try Rxuse.run(strict, in: folder)
    #expect(outcome.code == 65)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("rxuse: warning: the data end on 2020-11-30"), "\(lines)")
    #expect(lines.last?.hasPrefix("rxuse: error: nothing was written") == true, "\(lines)")
    #expect(lines.last?.contains("--strict") == true)
    #expect(try folder.read("out/results.csv") == whole)
    #expect(try folder.names().contains { $0.contains("partial") } == false)
    let quiet = try Rxuse.run(strict + ["--no-warnings"], in: folder)
    #expect(quiet.code == 65 && quiet.errors.split(separator: "\n").count == 1)
    #expect(try Rxuse.run(Array(strict.dropLast()), in: folder).code == 0)
  }

  @Test("Standard output is no place for an output")
  func standardOutput() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "-"], in: folder)
    #expect(outcome.code == 73, "\(outcome)")
    #expect(outcome.errors.contains("an output is a folder"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.output.isEmpty)
    #expect(!folder.holds("-"))
  }

  @Test(
    "check ends as the run would, wherever the rejects are, and says how dates are written",
    arguments: ["", "disclosure: {preset: cms11}\n"])
  func checkFails(disclosure: String) throws {
    let folder = try TestFolder()
    let good = (0..<20_000).map { "\($0),2020-01-05,30,OP\n" }.joined()
    let bad = (0..<4_000).map { "\($0),\($0 % 3 == 0 ? "2020.5.1" : "31/12/2020"),30,OP\n" }.joined()
    try tinyStudy(
      folder, changing: "measures:", to: "\(disclosure)measures:",
      rows: "id,fill_date,days,drug\n" + good + bad)
    for command in [
      ["check", "study.yml"], ["run", "study.yml", "--out", "out"],
      ["run", "study.yml", "--out", "out", "--threads", "1"],
    ] {
      let outcome = try Rxuse.run(command, in: folder)
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("written like 99/99/9999"), "\(outcome.errors)")
      #expect(outcome.errors.contains("'prescriptions.dates'"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("31/12"), "no value is told")
      #expect(outcome.errors.contains("4000") == disclosure.isEmpty, "\(outcome.errors)")
      #expect(!outcome.output.contains("in order"))
    }
    try folder.write("id,fill_date,days,drug\n" + good + bad.prefix(1000), to: "rx.csv")
    let outcome = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("in order"), "\(outcome)")
    #expect(outcome.output.contains("In all 20") == disclosure.isEmpty, "\(outcome.output)")
  }

  @Test("Another delimiter is named by run and check")
  func delimiter() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, rows: "id;fill_date;days;drug\n1;2020-01-05;30;OP\n")
    for command in [["check", "study.yml"], ["run", "study.yml", "--out", "out"]] {
      let outcome = try Rxuse.run(command, in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains("rx.csv"), "\(outcome)")
      #expect(outcome.errors.contains("'delimiter'") && outcome.errors.contains("';'"), "\(outcome.errors)")
    }
  }

  @Test("compare tells inputs that came, went or have another content, and the numbers that changed")
  func inputs() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "[rx.csv]", to: "[\"rx*.csv\"]")
    let header = "id,fill_date,days,drug\n"
    try folder.write(header, to: "rx-a.csv")
    func run(_ name: String) throws {
      let outcome = try Rxuse.run(["run", "study.yml", "--out", name], in: folder)
      #expect(outcome.code == 0, "\(outcome)")
    }
    func compared(_ old: String, _ new: String) throws -> String {
      try Rxuse.run(["compare", old, new], in: folder).output
    }
    try run("a")
    try folder.write(header, to: "rx-b.csv")
    try run("b")
    let came = try compared("a", "b")
    #expect(
      came.contains("data: prescriptions rx-b.csv came") && came.contains("has the bytes of rx-a.csv"),
      "\(came)")
    #expect(!came.contains("data are the same"))
    #expect(try compared("b", "a").contains("data: prescriptions rx-b.csv went"))
    #expect(try compared("b", "b").contains("data are the same"))
    try folder.write(header + "4,2020-03-03,30,OP\n", to: "rx-b.csv")
    try folder.write("id,sex\n1,F\n2,M\n3,F\n4,F\n5,M\n", to: "members.csv")
    try run("c")
    let changed = try compared("b", "c")
    for line in [
      "data: prescriptions rx-b.csv has another content", "data: patients members.csv has another content",
      "rows read of prescriptions: 3 -> 4", "rows read of patients: 4 -> 5",
      "persons of the roster, or seen: 4 -> 5",
    ] { #expect(changed.contains(line), "\(line) in \(changed)") }
  }

  @Test("A copy of the data elsewhere is the same data; one under another name is not")
  func copies() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "[rx.csv]", to: "[\"now/*.csv\"]")
    for place in ["x", "y"] { try folder.write(folder.read("rx.csv"), to: "\(place)/rx.csv") }
    try folder.write(folder.read("rx.csv"), to: "z/fills.csv")
    let study = try folder.read("study.yml")
    for place in ["x", "y", "z"] {
      try folder.write(study.replacingOccurrences(of: "now/", with: "\(place)/"), to: "\(place).yml")
      #expect(try Rxuse.run(["run", "\(place).yml", "--out", "out-\(place)"], in: folder).code == 0)
    }
    let moved = try Rxuse.run(["compare", "out-x", "out-y"], in: folder).output
    #expect(moved.contains("definition: the study file is another") && !moved.contains("data:"), "\(moved)")
    let renamed = try Rxuse.run(["compare", "out-x", "out-z"], in: folder).output
    #expect(renamed.contains("z/fills.csv came") && renamed.contains("x/rx.csv went"), "\(renamed)")
  }

  @Test("Residents come from several files")
  func residents() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: "patients: {files: [members.csv], columns: {patient: id, sex: sex}}",
      to: "population: {files: [p-*.csv], columns: {count: n, year: y}}")
    try folder.write(
      folder.read("study.yml").replacingOccurrences(of: "groups: {by: [[sex]]}\n", with: ""), to: "study.yml")
    try folder.write("y,n\n2020,70\n", to: "p-1.csv")
    try folder.write("y,n\n2020,30\n", to: "p-2.csv")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome)")
    let results = try folder.read("out/results.csv")
    #expect(results.contains(",2,100,residents,"), "\(results)")
  }

  @Test(
    "Columns that are missing are told a line each, those of the roster too; a file without any of them once")
  func missingColumns() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "drug: drug", to: "drug: drgu")
    let study = try folder.read("study.yml").replacing("date: fill_date", with: "date: fil_date")
    try folder.write(study.replacing("sex: sex}", with: "sex: sx}"), to: "study.yml")
    for command in [["check", "study.yml"], ["run", "study.yml", "--out", "out"]] {
      let errors = try Rxuse.run(command, in: folder).errors.split(separator: "\n")
      #expect(errors.count == 3, "\(errors)")
      for name in ["'fil_date'", "'drgu'", "'sx'"] {
        #expect(
          errors.contains { $0.contains("no column \(name)") && $0.contains("study.yml:") }, "\(errors)")
      }
    }
    try tinyStudy(folder, rows: "1,2020-01-05,30,OP\n2,2020-12-31,5,op\n")
    let refused = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(refused.code == 65 && refused.errors.split(separator: "\n").count == 1, "\(refused)")
    try tinyStudy(folder, changing: "[rx.csv]", to: "[rx1.csv, rx2.csv]")
    let gone = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(gone.code == 66 && gone.errors.split(separator: "\n").count == 2, "\(gone)")
  }
}
