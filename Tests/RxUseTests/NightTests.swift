import Foundation
import Logging
import RxModel
import RxReport
import Testing

@testable import RxUse

/// Runs that follow one another: what is remembered, what is told, and what is not done again.
@Suite("Nights")
struct NightTests {
  /// The tiny study in a folder of its own.
  static func folder(changing old: String = "", to new: String = "") throws -> TestFolder {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: old, to: new)
    return folder
  }

  /// Runs the study of the folder to `out`.
  static func run(_ folder: TestFolder, _ options: [String] = []) throws -> Rxuse.Outcome {
    try Rxuse.run(["run", "study.yml", "--out", "out"] + options, in: folder)
  }

  /// The entries of the history `h.jsonl` in the folder.
  private func entries(_ folder: TestFolder) throws -> [RunEntry] {
    try RunHistory("\(folder.path)/h.jsonl").entries()
  }

  /// The time of last change of each file of the output, in nanoseconds.
  private func times(_ folder: TestFolder) throws -> [String: Int] {
    let files = OutputFiles("\(folder.path)/out")
    return Dictionary(
      uniqueKeysWithValues: files.all.map { ($0, FileMarks("\(files.folder)/\($0)")?.modified ?? 0) })
  }

  @Test("Every try is a line of the history: what was written, what was as it was, and what failed")
  func history() throws {
    let folder = try Self.folder()
    let keep = ["--history", "h.jsonl", "--quiet"]
    #expect(try Self.run(folder, keep).code == 0)
    #expect(try Self.run(folder, keep).code == 0)
    #expect(try Self.run(folder, keep + ["--again"]).code == 0)
    let study = try folder.read("study.yml")
    try folder.write(study.replacing("end: 2020-12-31", with: "end: 2020-11-30"), to: "study.yml")
    #expect(try Self.run(folder, keep).code == 0)
    try folder.write(study.replacing("date: fill_date", with: "date: fil_date"), to: "study.yml")
    #expect(try Self.run(folder, keep).code == 65)

    let found = try entries(folder)
    #expect(found.map(\.outcome) == [.written, .unchanged, .unchanged, .written, .failed])
    #expect(found.map(\.exitCode) == [0, 0, 0, 0, 65] && Set(found.map(\.id)).count == 5)
    #expect(found.allSatisfy { $0.study == "study.yml" && $0.output == "out" && $0.version == rxuseVersion })
    #expect(found.allSatisfy { $0.time.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) && $0.endSeconds > 0 })
    #expect(found.map { $0.release?.changedFigures } == [nil, 0, 0, 3, nil])
    #expect(found[1].seconds.keys.sorted() == ["load"] && found[2].seconds["measure"] != nil)
    let failed = try #require(found.last)
    #expect(failed.release == nil && failed.error?.contains("'fil_date'") == true, "\(failed)")
    #expect(failed.studySha256 != nil && failed.studySha256 != found[3].studySha256)
    let results = FileDigest(at: "\(folder.path)/out/results.csv")?.sha256
    #expect(found[3].release?.resultsSha256 == results && found[0].release?.resultsSha256 != results)
    #expect(try RunHistory("\(folder.path)/h.jsonl").successes(of: "study.yml") == Array(found.prefix(4)))
    // The memory beside the output has the same, and an input once that several tries had.
    let memory = try #require(RunMemory(try OutputPlace("\(folder.path)/out")))
    #expect(memory.lastTry == failed && memory.successes == [found[3], found[2]])
    let inputs = [found[3], found[2]].flatMap { $0.release?.inputs ?? [] }
    let kept = try folder.read(".out.rxuse-runs.json").components(separatedBy: "\"path\":").count - 1
    #expect(kept == Set(inputs).count && kept < inputs.count)
  }

  @Test("A line that a full disk has cut off is passed over, and the next one stands by itself")
  func cutOff() throws {
    let folder = try Self.folder()
    #expect(try Self.run(folder, ["--history", "h.jsonl"]).code == 0)
    let line = try folder.read("h.jsonl")
    try folder.write(line + line.prefix(100), to: "h.jsonl")
    #expect(try Self.run(folder, ["--history", "h.jsonl"]).code == 0)
    #expect(try folder.read("h.jsonl").split(separator: "\n").count == 3)
    #expect(try entries(folder).map(\.outcome) == [.written, .unchanged])
    try folder.write("no history\n", to: "h.jsonl")
    #expect(throws: RxFault.self) { try entries(folder) }
  }

  @Test(
    "The history tells of the data what the tables tell, and under control no more",
    arguments: ["none", "cms11"])
  func published(preset: String) throws {
    let folder = try sampleFolder()
    let rows = try folder.read("prescriptions.csv").split(separator: "\n").prefix(1500)
    try folder.write(rows.joined(separator: "\n") + "\n", to: "prescriptions.csv")
    try folder.write(try folder.read("study.yml") + "\ndisclosure: {preset: \(preset)}\n", to: "study.yml")
    #expect(try Self.run(folder, ["--history", "h.jsonl", "--metrics", "m.prom", "-q"]).code == 0)
    let release = try #require(try entries(folder).first?.release)
    let published = PublishedFolder(path: "\(folder.path)/out")
    let steps = try published.table(.attrition).rowsByColumn
    #expect(release.attrition.map(\.step) == steps.map { $0["step"] })
    #expect(release.attrition.map { $0.rows?.text ?? "" } == steps.map { $0["rows"] })
    #expect(release.attrition.map { $0.patients?.text ?? "" } == steps.map { $0["patients"] })
    let accounts = try published.table(.inputs).rowsByColumn
    #expect(accounts.count == 2)
    for account in accounts {
      let input = try #require(release.inputs.first { $0.path == account["file"] })
      let isShare = preset != "none"
      for (number, column) in [(input.rows, "rows"), (input.used, "used")] {
        #expect(number?.text ?? "" == account[column], "\(column)")
      }
      for (number, column) in [
        (input.rejected, "rejected"), (input.notInRoster, "not_in_roster"),
        (input.notInCodeList, "not_in_code_list"),
      ] {
        #expect((number?.text ?? "").replacing("%", with: "") == account[column], "\(column)")
        #expect(isShare || number?.text.contains("%") != true)
      }
    }
    // Sums are told where all their parts are, and are counts of those.
    func step(_ name: String) -> String? { steps.first { $0["step"] == name }?["rows"] }
    #expect(release.rows.read?.text == step("rows read") && release.rows.used?.text == step("used"))
    let rejected = steps.filter { $0["step"]?.hasPrefix("rejected: ") == true }.map { Int($0["rows"] ?? "") }
    let sum = rejected.contains(nil) ? suppressedMarker : "\(rejected.compactMap { $0 }.reduce(0, +))"
    #expect(release.rows.rejected?.text == sum)
    #expect(try folder.read("m.prom").contains("outcome=\"rejected\"") == (sum != suppressedMarker))
  }

  @Test("A run of what is as it was reads and writes nothing; whatever has changed is seen")
  func unchanged() throws {
    let folder = try Self.folder()
    #expect(try Self.run(folder).code == 0)
    let before = try times(folder)
    #expect(
      try Self.run(folder).errors.contains(/^rxuse: 2 files; 3 rows; 4 persons; [0-9.]+ s; unchanged\n$/))
    #expect(try times(folder) == before)
    // Where it is run all the same, files of the same bytes keep their times: all but timing.json.
    #expect(try Self.run(folder, ["--again"]).errors.hasSuffix("; unchanged\n"))
    let after = try times(folder)
    #expect(Set(after.keys.filter { after[$0] != before[$0] }) == [OutputName.timing.rawValue])
    // One figure of everyone's and one of a level's: 2 of 3 rows.
    try folder.write("id,sex\n1,F\n2,M\n3,F\n4,F\n5,F\n", to: "members.csv")
    let changed = try Self.run(folder)
    #expect(changed.errors.hasSuffix("; results changed in 2 of 3 figures\n"), "\(changed)")
    #expect(try folder.read("out/results.csv").contains(",all,2,5,persons"))
  }

  @Test("What a strict run would not pass is no reason to do nothing")
  func strict() throws {
    let folder = try Self.folder()
    try folder.write("id,fill_date,days,drug\n1,2020-01-05,30,OP\n2,2020-11-30,5,op\n", to: "rx.csv")
    #expect(try Self.run(folder).errors.contains("warning: the data end on 2020-11-30"))
    #expect(try Self.run(folder).errors.hasSuffix("; unchanged\n"))
    #expect(try Self.run(folder, ["--strict"]).code == 65)
  }

  @Test("Up to date is told with 0, and each reason why not with 1: input, key, version, file of the output")
  func upToDate() throws {
    let folder = try Self.folder(changing: "[rx.csv]", to: "[\"rx*.csv\"]")
    func reasons(_ more: [String] = []) throws -> (Int32, [Substring]) {
      let told = try Rxuse.run(["status", "out", "--up-to-date", "study.yml"] + more, in: folder)
      #expect(told.errors.isEmpty)
      return (told.code, told.output.split(separator: "\n"))
    }
    #expect(try reasons() == (1, ["output: no run to out is known"]))
    #expect(try Self.run(folder).code == 0)
    #expect(try reasons() == (0, ["up to date"]) && reasons(["--rehash"]) == (0, ["up to date"]))
    let record = try folder.read(".out.rxuse-runs.json")
    let texts = try ["study.yml", "rx.csv", "codes.csv", "out/results.csv"].map { ($0, try folder.read($0)) }
    let study = texts[0].1
    let changes: [(String, String, String)] = [
      ("rx.csv", texts[1].1 + "4,2020-02-02,30,OP\n", "input: prescriptions rx.csv has other bytes"),
      ("codes.csv", texts[2].1 + "Q,opioid,codeine\n", "input: code list codes.csv has other bytes"),
      ("rx-2.csv", texts[1].1, "input: prescriptions rx-2.csv is new"),
      ("study.yml", study.replacing("Tiny", with: "Small"), "study: 'title' has another value"),
      ("study.yml", study + "\nsupply: {carry_over: none}", "study: 'supply.carry_over' is new"),
      (
        "study.yml", study.replacing("\ntolerance: {rejected_rows: 10%}", with: ""),
        "study: 'tolerance.rejected_rows' is gone"
      ),
      (
        "study.yml", study + "\n# Another day",
        "study: study.yml has other bytes, though the same keys and values"
      ),
      ("out/results.csv", "measure\n", "output: results.csv has other bytes"),
    ]
    for (file, text, reason) in changes {
      let old = folder.holds(file) ? try folder.read(file) : nil
      try folder.write(text, to: file)
      let (code, lines) = try reasons()
      #expect(lines == [Substring(reason)] && code == (reason == "up to date" ? 0 : 1), "\(file): \(lines)")
      if let old { try folder.write(old, to: file) } else { unlink("\(folder.path)/\(file)") }
      #expect(try reasons().0 == 0, "\(file)")
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/out/results.csv")
    #expect(try reasons() == (1, ["output: results.csv is missing"]))
    #expect(try Self.run(folder).code == 0 && reasons().0 == 0)
    try folder.write(
      record.replacing("\"version\":\"\(rxuseVersion)\"", with: "\"version\":\"0.0.1\""),
      to: ".out.rxuse-runs.json")
    #expect(try reasons().1.first == "version: rxuse 0.0.1 made it, and this is \(rxuseVersion)")
    // A study that can't be run is told with its mistake.
    try folder.write(study.replacing("groups:", with: "gropus:"), to: "study.yml")
    let (code, lines) = try reasons()
    #expect(code == 1 && lines.count == 1 && lines[0].contains("unknown key 'gropus'"), "\(lines)")
  }

  @Test("A file is known by its marks once it has been left alone; --rehash reads it all the same")
  func knownFiles() throws {
    let folder = try TestFolder()
    let path = try folder.write("a", to: "young")
    // Of the same size, and the system may give it the same time.
    var young = KnownFile(
      .init(kind: "deaths", name: "young"), at: path, sha256: FileDigest(at: path)?.sha256 ?? "")
    #expect(!young.isSettled && young.difference(at: path, rehashes: false) == nil)
    young.sha256 = "another"
    #expect(young.difference(at: path, rehashes: false) == "has other bytes")
    // The file of this test is older than two seconds.
    var old = KnownFile(.init(kind: "deaths", name: "old"), at: #filePath, sha256: "another")
    #expect(old.isSettled && old.difference(at: #filePath, rehashes: false) == nil)
    #expect(old.difference(at: #filePath, rehashes: true) == "has other bytes")
    #expect(old.difference(at: path, rehashes: false) == "has other bytes")
    #expect(
      old.difference(at: folder.path, rehashes: false) == "is no regular file, which can't be known again")
    #expect(old.difference(at: "\(path)-not", rehashes: false) == "is missing")
    #expect(old.difference(at: "-", rehashes: false) == "is standard input, which can't be known again")
  }

  @Test("status tells the last try apart from the last success, which stands beside the one before it")
  func status() throws {
    let folder = try Self.folder()
    let none = try Rxuse.run(["status", "out"], in: folder)
    #expect(none.code == 66 && none.errors.contains("no run to out is known"), "\(none)")
    #expect(try Self.run(folder, ["--history", "h.jsonl"]).code == 0)
    try folder.write("id,sex\n1,F\n2,M\n3,F\n4,F\n5,F\n", to: "members.csv")
    #expect(try Self.run(folder, ["--history", "h.jsonl"]).code == 0)
    let study = try folder.read("study.yml")
    try folder.write(study.replacing("groups:", with: "gropus:"), to: "study.yml")
    #expect(try Self.run(folder, ["--history", "h.jsonl"]).code == 78)
    for source in [[], ["--history", "h.jsonl"]] {
      let told = try Rxuse.run(["status", "out"] + source, in: folder)
      let lines = told.output.split(separator: "\n")
      #expect(told.code == 0 && lines.count >= 5, "\(told)")
      #expect(
        lines[0].hasPrefix("last try ") && lines[0].contains("failed with 78: study.yml:12:1: unknown key"),
        "\(lines)")
      #expect(lines[1].hasPrefix("last success ") && lines[1].hasSuffix("results changed in 2 of 3 figures"))
      #expect(lines[2].hasPrefix("run before ") && lines[2].hasSuffix("3 figures, the first in out"))
      #expect(lines.contains("persons: 4 -> 5") && !lines.contains { $0.hasPrefix("rows:") })
      #expect(lines.last == "data: patients members.csv has another content", "\(lines)")
      let json = try Rxuse.run(["status", "out", "--json"] + source, in: folder).output
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      #expect(
        Set(object.keys) == ["output", "last_try", "last_success", "run_before", "input_changes"])
      #expect((object["last_try"] as? [String: Any])?["exit_code"] as? Int == 78)
    }
  }

  @Test("A run waits for another one as long as it is told to")
  func lockWait() throws {
    let folder = try Self.folder(changing: "files: [rx.csv]", to: "files: [\"-\"]")
    let pipe = Pipe()
    let first = Rxuse.process(["run", "study.yml", "--out", "out", "-q"], in: folder.path)
    first.standardInput = pipe
    try first.run()
    let deadline = Date().addingTimeInterval(20)
    while !folder.holds(".out.rxuse-partial"), Date() < deadline { usleep(10_000) }
    let turnedAway = try Self.run(folder, ["--lock-wait", "0.3", "--history", "h.jsonl"])
    #expect(turnedAway.code == 75 && turnedAway.errors.contains("another run"), "\(turnedAway)")
    #expect(!folder.holds(".out.rxuse-runs.json"), "the memory is the other run's")
    #expect(try entries(folder).map(\.exitCode) == [75])
    let second = Rxuse.process(
      ["run", "study.yml", "--out", "out", "-q", "--lock-wait", "60"], in: folder.path)
    second.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(folder.path)/rx.csv"))
    try second.run()
    usleep(300_000)
    #expect(second.isRunning)
    try pipe.fileHandleForWriting.write(contentsOf: Data(try folder.read("rx.csv").utf8))
    try pipe.fileHandleForWriting.close()
    first.waitUntilExit()
    second.waitUntilExit()
    #expect(first.terminationStatus == 0 && second.terminationStatus == 0)
    #expect(try folder.read("out/results.csv").contains(",all,2,4,persons"))
  }

  @Test(
    "A run that is interrupted is told of once, with the code by which it ends", arguments: [SIGTERM, SIGINT])
  func interrupted(signal: Int32) throws {
    let folder = try Self.folder(changing: "files: [rx.csv]", to: "files: [\"-\"]")
    let process = Rxuse.process(
      [
        "run", "study.yml", "--out", "out", "-q", "--history", "h.jsonl", "--metrics", "m.prom", "--log", "l",
        "--stamp", "s",
      ], in: folder.path)
    let pipe = Pipe()
    process.standardInput = pipe
    try process.run()
    let deadline = Date().addingTimeInterval(20)
    while !folder.holds(".out.rxuse-partial"), Date() < deadline { usleep(10_000) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    let found = try entries(folder)
    #expect(found.map(\.exitCode) == [128 + signal] && found.map(\.outcome) == [.failed], "\(found)")
    #expect(try folder.read("m.prom").contains("rxuse_last_exit_code{study=\"study.yml\"} \(128 + signal)\n"))
    #expect(try folder.read("l").split(separator: "\n").count { $0.contains(" error ") } == 1)
    #expect(!folder.holds("s") && !folder.holds("out") && !folder.holds(".out.rxuse-partial"))
    let told = try Rxuse.run(["status", "out"], in: folder).output
    #expect(told.contains("failed with \(128 + signal): interrupted by signal \(signal)"), "\(told)")
  }

  @Test(
    "A run that is killed is known of, and told by the next one; one that is under way is not taken for such")
  func killed() throws {
    let folder = try Self.folder()
    let keep = ["--history", "h.jsonl", "--log", "l"]
    #expect(try Self.run(folder, keep + ["-q"]).code == 0)
    let study = try folder.read("study.yml")
    try folder.write(study.replacing("files: [rx.csv]", with: "files: [\"-\"]"), to: "study.yml")
    let process = Rxuse.process(["run", "study.yml", "--out", "out", "-q"] + keep, in: folder.path)
    process.standardInput = Pipe()
    try process.run()
    let place = try OutputPlace("\(folder.path)/out")
    let deadline = Date().addingTimeInterval(20)
    while RunBeginning(place) == nil, Date() < deadline { usleep(10_000) }
    #expect(try Rxuse.run(["status", "out"], in: folder).output.hasPrefix("begun "))
    #expect(try Rxuse.run(["status", "out"], in: folder).output.contains("  is under way\nlast try "))
    #expect(try Self.run(folder, keep + ["-q"]).code == 75)
    try folder.write(study.replacing("end: 2020-12-31", with: "end: 2020"), to: "wrong.yml")
    #expect(try Rxuse.run(["run", "wrong.yml", "--out", "out"], in: folder).code == 78)
    #expect(
      RunBeginning(place) != nil,
      "another run, turned away or not, leaves the mark of the one that has the output")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    while folder.holds(".out.rxuse-partial"), Date() < deadline { usleep(10_000) }
    let told = try Rxuse.run(["status", "out", "--history", "h.jsonl", "--json"], in: folder).output
    #expect(told.contains("\"is_under_way\" : false"), "\(told)")
    #expect(try Rxuse.run(["status", "out"], in: folder).output.contains("never came to its end"))

    try folder.write(study, to: "study.yml")
    let next = try Self.run(folder, keep)
    #expect(next.code == 0 && next.errors.contains("warning: the run that began at 20"), "\(next)")
    #expect(try entries(folder).map(\.exitCode) == [0, 75, 137, 0])
    #expect(try folder.read("l").contains("never came to its end"))
    #expect(RunBeginning(place) == nil)
    #expect(try !Self.run(folder, keep + ["--again"]).errors.contains("never"))
    #expect(try entries(folder).count == 5)
  }

  @Test("A run's mark goes before its result is in place, where another run may follow")
  func markGoesFirst() throws {
    let folder = try Self.folder()
    let out = "\(folder.path)/out"
    var clock = StageClock(RunProgress())
    var isThere: [Bool] = []
    _ = try RxUse.run(
      LoadedStudy(file: "\(folder.path)/study.yml"), out, RunOptions(threads: 1),
      Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      &clock, ended: { isThere.append(folder.holds("out/results.csv")) })
    #expect(isThere.first == false && folder.holds("out/results.csv"), "\(isThere)")
  }

  @Test("A mark is of a lost run where no run holds the output and no try of the memory is it")
  func marks() throws {
    let folder = try Self.folder()
    #expect(try Self.run(folder, ["-q"]).code == 0)
    let place = try OutputPlace("\(folder.path)/out")
    let memory = try folder.read(".out.rxuse-runs.json")
    let last = try #require(RunMemory(place)).lastTry.id
    for (id, isLeft) in [("another", true), (last, false)] {
      try RunBeginning(id: id, study: "study.yml", output: "out").write(place)
      #expect((RunBeginning.left(place)?.id == id) == isLeft)
      #expect(try Rxuse.run(["status", "out"], in: folder).output.contains("never came") == isLeft)
      RunBeginning.remove("somebody else's", place)
      #expect(RunBeginning(place)?.id == id)
      RunBeginning.remove(id, place)
      #expect(try RunBeginning(place) == nil && folder.read(".out.rxuse-runs.json").hasPrefix(memory))
    }
    let partial = try HiddenFolder.hold(place.partial, for: place.path)
    defer { close(partial) }
    try RunBeginning(id: "another", study: "study.yml", output: "out").write(place)
    #expect(RunBeginning.left(place) == nil && RunBeginning.left(place, isHeld: true) != nil)
  }
}
