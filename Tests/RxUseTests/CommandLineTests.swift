import Foundation
import RxModel
import Testing

/// The built binary, run.
struct Rxuse {
  /// What came of it.
  struct Outcome {
    /// The exit code; a signal's is 128 and its number.
    let code: Int32
    let output: String
    let errors: String
  }

  /// Where the test run's own build of it is.
  static var path: String {
    // Beside the test bundle, in the folder of the build.
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = bundle.appendingPathComponent("rxuse").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appendingPathComponent(".build/debug/rxuse").path
  }

  /// A process of it that is not started yet.
  static func process(_ arguments: [String], in folder: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    return process
  }

  /// Runs it to its end, standard input empty or `input`.
  static func run(_ arguments: [String], in folder: TestFolder, input: String = "") throws -> Outcome {
    try run(arguments, in: folder, inputFile: try folder.write(input, to: ".stdin"))
  }

  /// Runs it to its end with the file at `inputFile` as standard input.
  static func run(_ arguments: [String], in folder: TestFolder, inputFile: String) throws -> Outcome {
    let process = process(arguments, in: folder.path)
    let output = try folder.write("", to: ".stdout")
    let errors = try folder.write("", to: ".stderr")
    // The calls that throw: the others give nil, and the process would have the test run's own streams.
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: inputFile))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    let code =
      process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(code: code, output: try folder.read(".stdout"), errors: try folder.read(".stderr"))
  }
}

/// A tiny study and its files.
func tinyStudy(_ folder: TestFolder, changing old: String = "", to new: String = "", rows: String? = nil)
  throws
{
  let study = """
    title: Tiny
    period: {start: 2020-01-01, end: 2020-12-31}
    prescriptions:
      files: [rx.csv]
      columns:
        patient: id
        date: fill_date
        days_supply: days
        drug: drug
    patients: {files: [members.csv], columns: {patient: id, sex: sex}}
    drugs: {files: [codes.csv], match: code}
    groups: {by: [[sex]]}
    measures:
      prevalence: {drugs: [opioid]}
    tolerance: {rejected_rows: 10%}
    """
  try folder.write(study.replacingOccurrences(of: old.isEmpty ? "\u{0}" : old, with: new), to: "study.yml")
  try folder.write(
    rows ?? "id,fill_date,days,drug\n1,2020-01-05,30,OP\n2,2020-12-31,5,op\n3,2020-06-01,7,XX\n", to: "rx.csv"
  )
  try folder.write("id,sex\n1,F\n2,M\n3,F\n4,F\n", to: "members.csv")
  try folder.write("code,class,ingredient\nOP,opioid,oxycodone\n", to: "codes.csv")
}

/// What a user of the command line sees.
@Suite("The command line")
struct CommandLineTests {
  @Test(
    "A run says one line and writes its files, and with --quiet says nothing; the same again changes nothing")
  func run() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let run = ["run", "study.yml", "--out", "out"]
    let first = try Rxuse.run(run, in: folder)
    #expect(first.code == 0 && first.output.isEmpty)
    #expect(
      first.errors.contains(/^rxuse: 2 files; 3 rows; 4 persons; [0-9.]+ s; 3 figures, the first in out\n$/),
      "\(first)")
    let again = try Rxuse.run(run + ["--again"], in: folder)
    #expect(again.errors.hasSuffix("; unchanged\n") && again.code == 0, "\(again)")
    let quiet = try Rxuse.run(run + ["--quiet"], in: folder)
    #expect(quiet.code == 0 && quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet)")
    let names = [
      "attrition.csv", "checklist.csv", "codes.csv", "datapackage.json", "flow.csv", "inputs.csv",
      "methods.md", "rejects.csv", "report.md",
      "results.csv", "run.json", "tables", "timing.json",
    ]
    #expect(try folder.names(in: "out") == names)
    #expect(try folder.names().contains { $0.contains("partial") } == false)
    let results = try folder.read("out/results.csv")
    #expect(
      results.contains("prevalence,,opioid,2020-01-01,2020-12-31,all,2,4,persons,500.0000,per_1000_persons"))
    #expect(
      results.contains("prevalence,,opioid,2020-01-01,2020-12-31,M,1,1,persons,1000.0000,per_1000_persons"))
  }

  @Test("Prescriptions come from standard input, plain or gzip, where '-' is named")
  func standardInput() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [\"-\"]")
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    gzip.arguments = ["--keep", "\(folder.path)/rx.csv"]
    try gzip.run()
    gzip.waitUntilExit()
    for file in ["rx.csv", "rx.csv.gz"] {
      let outcome = try Rxuse.run(
        ["run", "study.yml", "--out", "out-\(file)"], in: folder, inputFile: "\(folder.path)/\(file)")
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try folder.read("out-\(file)/results.csv").contains("all,2,4,persons"))
    }
  }

  @Test("A mistake is one line: what, where, what to do")
  func mistakes() throws {
    let cases: [(String, String, Int32, [String])] = [
      (
        "date: fill_date", "date: fil_date", 65,
        ["study.yml:7:11:", "'fil_date'", "rx.csv", "did you mean 'fill_date'?"]
      ),
      (
        "days_supply: days", "days_suply: days", 78,
        ["study.yml:8:5:", "'days_suply'", "did you mean 'days_supply'?"]
      ),
      ("files: [rx.csv]", "files: [no.csv]", 66, ["study.yml:4:11:", "'no.csv'"]),
      ("[opioid]", "[opiod]", 78, ["study.yml:14:24:", "'opiod'", "opioid", "did you mean"]),
      ("title: Tiny", "title: Tiny\ndisclosure: {preset: cms}", 78, ["'disclosure.preset'", "cms11"]),
      (
        "prevalence: {drugs: [opioid]}", "dose: {drugs: [opioid]}", 78,
        ["'dose'", "map 'prescriptions.columns.quantity'"]
      ),
      ("by: [[sex]]", "by: [[age]]", 78, ["age", "birth_date"]),
      ("start: 2020-01-01", "start: 2020-02-30", 78, ["study.yml:2:17:", "date"]),
    ]
    for (old, new, code, parts) in cases {
      let folder = try TestFolder()
      try tinyStudy(folder, changing: old, to: new)
      for command in [["run", "study.yml", "--out", "out"], ["check", "study.yml"]] {
        let outcome = try Rxuse.run(command, in: folder)
        #expect(outcome.code == code, "\(new): \(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        for part in parts { #expect(outcome.errors.contains(part), "\(part) in \(outcome.errors)") }
      }
      #expect(!folder.holds("out"))
      #expect(try folder.names().contains { $0.contains("partial") } == false)
    }
  }

  @Test("Another reader and little memory give the same files, and nothing stays in the temporary folder")
  func readerAndMemory() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/tmp", withIntermediateDirectories: true)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "a"], in: folder).code == 0)
    let others = [["--reader", "libcsv"], ["--memory", "64k", "--tmp-dir", "tmp"], ["--memory", "1G"]]
    for (number, options) in others.enumerated() {
      #expect(try Rxuse.run(["run", "study.yml", "--out", "b\(number)"] + options, in: folder).code == 0)
      for file in ["results.csv", "attrition.csv", "rejects.csv", "report.md"] {
        #expect(try folder.read("a/\(file)") == folder.read("b\(number)/\(file)"), "\(options) \(file)")
      }
    }
    #expect(try folder.read("b0/timing.json").contains("\"spilled_bytes\" : 0,"))
    #expect(try !folder.read("b1/timing.json").contains("\"spilled_bytes\" : 0,"))
    #expect(try folder.names(in: "tmp") == [])
    let missing = try Rxuse.run(
      ["run", "study.yml", "--out", "c", "--memory", "64k", "--tmp-dir", "nowhere"], in: folder)
    #expect(
      missing.code == 74 && missing.errors.contains("nowhere") && !folder.holds("c"), "\(missing.errors)")
  }

  @Test("Of several files that can't be read the first is named, however many are read at a time")
  func firstOfSeveralFaults() throws {
    let folder = try sampleFolder()
    let rows = try folder.read("prescriptions.csv")
    for part in 0..<6 { try folder.write(rows, to: "part-\(part).csv") }
    try gzip((0..<6).map { "part-\($0).csv" }, in: folder)
    // Cut off behind the header, which is looked at before anything is read.
    for part in [2, 4, 5] {
      let file = URL(fileURLWithPath: "\(folder.path)/part-\(part).csv.gz")
      try Data(contentsOf: file).dropLast(2000).write(to: file)
    }
    let study = try folder.read("study.yml")
    try folder.write(
      study.replacingOccurrences(of: "files: [prescriptions.csv]", with: "files: [\"part-*.csv.gz\"]"),
      to: "study.yml")
    for threads in ["1", "2", "8", "8", "8"] {
      let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--threads", threads], in: folder)
      #expect(outcome.code == 65)
      #expect(outcome.errors.contains("part-2.csv.gz is cut off"), "\(threads) threads: \(outcome.errors)")
    }
  }

  @Test("Usage errors are 64, a bare call too")
  func usage() throws {
    let folder = try TestFolder()
    for arguments in [
      [], ["run"], ["run", "study.yml"], ["run", "s.yml", "--out", "o", "--threads", "0"], ["fly"],
      ["run", "s.yml", "--out", "o", "--memory", "12Q"], ["run", "s.yml", "--out", "o", "--memory", "0"],
      ["run", "s.yml", "--out", "o", "--memory", "M"],
      ["run", "s.yml", "--out", "o", "--memory", "9999999999T"],
      ["run", "s.yml", "--out", "o", "--reader", "slow"],
    ] {
      #expect(try Rxuse.run(arguments, in: folder).code == 64, "\(arguments)")
    }
    #expect(try Rxuse.run(["--help"], in: folder).code == 0)
  }

  @Test("Too many rejects: 65, and nothing but the rejects beside the output")
  func tolerance() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, rows: "id,fill_date,days,drug\n1,2020-01-05,30,OP\n2,2020-13-01,5,OP\n,2020-01-01,7,OP\n")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 65 && outcome.errors.contains("2 of 3 lines"), "\(outcome.errors)")
    #expect(!folder.holds("out"))
    #expect(
      try folder.read("out.rejects.csv")
        == "file,line,reason,field,value\nrx.csv,3,bad_date,date,\nrx.csv,4,missing_patient,patient,\n")
    try tinyStudy(folder)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    #expect(!folder.holds("out.rejects.csv"))
  }

  @Test("Rejected values are shown only where the study asks for them")
  func rejectedValues() throws {
    let folder = try TestFolder()
    let rows = "id,fill_date,days,drug\n1,2020-01-05,x,OP\n"
    try tinyStudy(
      folder, changing: "rejected_rows: 10%}", to: "rejected_rows: 100%}\nrejects: {values: true}", rows: rows
    )
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    #expect(try folder.read("out/rejects.csv").contains("rx.csv,2,bad_days_supply,days_supply,x\n"))
  }

  @Test("A folder with foreign files, a file, a missing parent: 73, and all stays as it was")
  func cantCreate() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("mine", to: "home/letter.txt")
    for out in ["home", "rx.csv", "no/such/out", "."] {
      let outcome = try Rxuse.run(["run", "study.yml", "--out", out], in: folder)
      #expect(outcome.code == 73, "\(out): \(outcome.errors)")
    }
    #expect(try folder.names(in: "home") == ["letter.txt"])
  }

  @Test("Two runs for one output: the second is told to try again")
  func lock() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [\"-\"]")
    let first = Rxuse.process(["run", "study.yml", "--out", "out"], in: folder.path)
    let pipe = Pipe()
    first.standardInput = pipe
    try first.run()
    let deadline = Date().addingTimeInterval(20)
    while !folder.holds(".out.rxuse-partial"), Date() < deadline { usleep(10_000) }
    usleep(200_000)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 75)
    try pipe.fileHandleForWriting.write(contentsOf: Data(try folder.read("rx.csv").utf8))
    try pipe.fileHandleForWriting.close()
    first.waitUntilExit()
    #expect(first.terminationStatus == 0)
    #expect(folder.holds("out/results.csv"))
  }

  @Test(
    "Killed or interrupted at any moment, the old output is whole and nothing is beside it",
    arguments: [SIGKILL, SIGTERM, SIGINT, SIGHUP])
  func killed(signal: Int32) throws {
    let folder = try TestFolder()
    #expect(try Rxuse.run(["sample", "--patients", "300", "--out", "data"], in: folder).code == 0)
    #expect(try Rxuse.run(["run", "data/study.yml", "--out", "out"], in: folder).code == 0)
    let whole = try folder.read("out/results.csv")
    for attempt in 0..<12 {
      try folder.write("OLD", to: "out/results.csv")
      let process = Rxuse.process(["run", "data/study.yml", "--out", "out"], in: folder.path)
      try process.run()
      usleep(UInt32(attempt) * 25_000)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      let text = try folder.read("out/results.csv")
      #expect(text == "OLD" || text == whole, "attempt \(attempt)")
      // What a kill leaves is cleared by another process, in a moment.
      let deadline = Date().addingTimeInterval(signal == SIGKILL ? 5 : 0)
      while folder.holds(".out.rxuse-partial"), Date() < deadline { usleep(2000) }
      #expect(try folder.names().contains { $0.contains("partial") } == false, "attempt \(attempt)")
    }
    #expect(try Rxuse.run(["run", "data/study.yml", "--out", "out"], in: folder).code == 0)
    #expect(try folder.names().contains { $0.contains("partial") } == false)
  }

  @Test("An old output that was set aside is back, whatever comes of the next run")
  func setAside() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    let whole = try folder.read("out/results.csv")
    // As a kill leaves it on a file system that can't exchange two folders.
    rename("\(folder.path)/out", "\(folder.path)/.out.rxuse-partial-old")
    try tinyStudy(folder, changing: "date: fill_date", to: "date: fil_date")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 65)
    #expect(try folder.read("out/results.csv") == whole)
    #expect(try folder.names().contains { $0.contains("partial") } == false)
  }

  @Test("check writes nothing and says what a run would do")
  func check() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let outcome = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("study.yml is in order"))
    #expect(outcome.output.contains("prevalence of opioid"))
    #expect(
      try folder.names() == [
        ".stderr", ".stdin", ".stdout", "codes.csv", "members.csv", "rx.csv", "study.yml",
      ])
  }

  @Test("codes lists classes, and matches a column by row count")
  func codes() throws {
    let folder = try TestFolder()
    let list = try Rxuse.run(["codes"], in: folder)
    #expect(list.code == 0 && list.output.contains("benzodiazepine\n") && list.output.contains("alprazolam"))
    try folder.write(
      "name\nDIAZEPAM 5MG TABLETS\nOxycodone-Acetaminophen\nDIAZEPAM 5MG TABLETS\nwater\n", to: "n.csv")
    let match = try Rxuse.run(["codes", "match", "n.csv", "--column", "name"], in: folder)
    #expect(
      match.output == """
        rows,value,class,ingredient
        2,DIAZEPAM 5MG TABLETS,benzodiazepine,diazepam
        1,Oxycodone-Acetaminophen,opioid,oxycodone
        1,water,,

        """, "\(match)")
    #expect(match.errors == "rxuse: 2 of 3 values matched, 3 of 4 rows\n")
  }

  @Test("A reader that goes away is no error, a full disk is one")
  func standardOutput() throws {
    let folder = try TestFolder()
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
      "-c",
      "set -o pipefail; '\(Rxuse.path)' codes --csv | head -1 >/dev/null; echo $? > pipe;"
        + "'\(Rxuse.path)' codes > /dev/full 2>/dev/null; echo $? > full",
    ]
    shell.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try shell.run()
    shell.waitUntilExit()
    #expect(["0\n", "141\n"].contains(try folder.read("pipe")))
    #expect(try folder.read("full") == "74\n")
  }

  @Test("help study tells of every measure; help of a subcommand is the parser's")
  func help() throws {
    let folder = try TestFolder()
    let study = try Rxuse.run(["help", "study"], in: folder)
    #expect(study.code == 0 && study.errors.isEmpty)
    for measure in Measures.all.map({ $0.description }) {
      #expect(study.output.contains("\n\(measure.key)"), "\(measure.key)")
      for parameter in measure.parameters { #expect(study.output.contains("\n  \(parameter.name): ")) }
    }
    #expect(study.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
    let none = try Rxuse.run(["help", "runn"], in: folder)
    #expect(
      none.code == 64 && none.errors.contains("there is no help on 'runn'; did you mean 'run'?"), "\(none)")
    let run = try Rxuse.run(["help", "run"], in: folder)
    #expect(try run.output == Rxuse.run(["run", "--help"], in: folder).output)
  }
}
