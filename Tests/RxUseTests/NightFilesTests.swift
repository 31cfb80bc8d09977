import Foundation
import RxModel
import Testing

@testable import RxUse

/// The files that a run writes beside its output: metrics, log, stamp and depfile.
@Suite("Files of the nights")
struct NightFilesTests {
  /// The samples of a file of metrics: their values by name and labels.
  private func samples(_ text: String) -> [String: String] {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
    return Dictionary(lines.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { $0 + $1 })
  }

  @Test("Metrics are of the last try, and of a failed one keep what they told of the last success")
  func metrics() throws {
    let folder = try NightTests.folder()
    let run = ["--metrics", "m.prom", "-q"]
    // The umask is of no account: the exporter is another user.
    let command = "umask 077; '\(Rxuse.path)' run study.yml --out out --metrics m.prom --quiet"
    #expect(shell(command, in: folder.path) == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/m.prom")[.posixPermissions]
    #expect(mode as? Int == 0o644)
    let first = samples(try folder.read("m.prom"))
    let study = #"study="study.yml""#
    #expect(first["rxuse_last_exit_code{\(study)}"] == "0")
    #expect(first["rxuse_build_info{\(study),version=\"\(rxuseVersion)\"}"] == "1")
    for (outcome, rows) in [
      ("read", "3"), ("accepted", "3"), ("rejected", "0"), ("matched", "2"), ("used", "2"),
    ] {
      #expect(first["rxuse_rows{\(study),outcome=\"\(outcome)\"}"] == rows, "\(outcome)")
    }
    for stage in ["load", "read", "measure", "protect", "write"] {
      #expect(first["rxuse_run_seconds{\(study),stage=\"\(stage)\"}"].flatMap(Double.init) != nil, "\(stage)")
    }
    let success = "rxuse_last_success_timestamp_seconds{\(study)}"
    #expect(first[success] == first["rxuse_last_completion_timestamp_seconds{\(study)}"])

    let text = try folder.read("study.yml")
    try folder.write(text.replacing("date: fill_date", with: "date: fil_date"), to: "study.yml")
    // A success that is long past.
    let old = try folder.read("m.prom").replacing(
      "\(success) \(first[success] ?? "")", with: "\(success) 86400")
    try folder.write(old, to: "m.prom")
    #expect(try NightTests.run(folder, run).code == 65)
    let failed = samples(try folder.read("m.prom"))
    #expect(failed["rxuse_last_exit_code{\(study)}"] == "65" && failed[success] == "86400")
    #expect(failed["rxuse_last_completion_timestamp_seconds{\(study)}"].flatMap(Int.init) ?? 0 > 86400)
    for (name, value) in first where name.hasPrefix("rxuse_rows") || name.hasPrefix("rxuse_run_seconds") {
      #expect(failed[name] == value, "\(name)")
    }
    #expect(Set(failed.keys) == Set(first.keys))
    // What was another study's is not this one's last success.
    try folder.write(old.replacing("study.yml", with: "other.yml"), to: "m.prom")
    #expect(try NightTests.run(folder, run).code == 65)
    #expect(samples(try folder.read("m.prom"))[success] == nil)
    try folder.write(text, to: "study.yml")
    #expect(try NightTests.run(folder, run).code == 0)
    #expect(try folder.names().contains { $0.contains("partial") } == false)
  }

  @Test("Every name of a metric has one help and one type before its samples, and labels are escaped")
  func metricText() throws {
    var entry = RunEntry(
      id: "1", time: "2026-11-30T18:06:01Z", study: "a \"b\"\\c\n.yml", output: "out", version: "1.2",
      exitCode: 66, outcome: .failed, seconds: [:])
    let failed = RunMetrics.text(entry, after: "")
    #expect(failed.contains(#"rxuse_last_exit_code{study="a \"b\"\\c\n.yml"} 66"#), "\(failed)")
    #expect(failed.contains("} 1796061961\n") && !failed.contains("last_success"))
    (entry.outcome, entry.exitCode, entry.seconds) = (.unchanged, 0, ["look": 0.125])
    let lines = RunMetrics.text(entry, after: failed).split(separator: "\n")
    var seen: Set<Substring> = []
    for (place, line) in lines.enumerated() where line.hasPrefix("# HELP ") {
      let name = line.split(separator: " ")[2]
      #expect(seen.insert(name).inserted)
      #expect(lines[place + 1] == "# TYPE \(name) gauge" && lines[place + 2].hasPrefix("\(name){study="))
    }
    #expect(
      seen.count == 6 && lines.allSatisfy { $0.hasPrefix("#") || seen.contains($0.prefix { $0 != "{" }) })
  }

  @Test(
    "The log has a line an event, as text or JSON, in the order of several runs", arguments: ["text", "json"])
  func log(format: String) throws {
    let folder = try NightTests.folder()
    let options = ["--log", "l", "--log-format", format, "-q"]
    // The data end before the study does, which is a warning.
    try folder.write("id,fill_date,days,drug\nPATIENT1,2020-01-05,30,OP\n2,2020-11-30,5,op\n", to: "rx.csv")
    try folder.write("id,sex\nPATIENT1,F\n2,M\n", to: "members.csv")
    #expect(try NightTests.run(folder, options + ["--no-warnings"]).errors.isEmpty)
    let study = try folder.read("study.yml")
    try folder.write(study.replacing("date: fill_date", with: "date: fil_date"), to: "study.yml")
    #expect(try NightTests.run(folder, options).code == 65)
    let lines = try folder.read("l").split(separator: "\n")
    #expect(!lines.contains { $0.contains("PATIENT") })
    guard format == "json" else {
      let levels = lines.map { $0.split(separator: " ")[1] }
      #expect(levels.first == "info" && levels.contains("warning") && levels.last == "error")
      #expect(
        lines.last?.contains(": rx.csv: ") == true || lines.last?.contains("study.yml:7:11: ") == true,
        "\(lines)")
      return
    }
    let events = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(events.allSatisfy { ["ts", "level", "event", "run_id", "msg"].allSatisfy($0.keys.contains) })
    let names = events.compactMap { $0["event"] as? String }
    #expect(names.first == "started" && names.contains("finished") && names.contains("warned"))
    #expect(names.suffix(2) == ["started", "failed"], "\(names)")
    #expect(Set(events.compactMap { $0["run_id"] as? String }).count == 2)
    let last = try #require(events.last)
    #expect(
      last["file"] as? String == "study.yml" && last["line"] as? Int == 7 && last["column"] as? Int == 11)
    #expect(events.first { $0["event"] as? String == "warned" }?["level"] as? String == "warning")
  }

  @Test("What is for whoever runs the study alone is in no log")
  func advice() throws {
    let folder = try sampleFolder()
    let rows = try folder.read("prescriptions.csv").split(separator: "\n").prefix(1500)
    try folder.write(rows.joined(separator: "\n") + "\n", to: "prescriptions.csv")
    try folder.write(try folder.read("study.yml") + "\ndisclosure: {preset: cms11}\n", to: "study.yml")
    let told = try NightTests.run(folder, ["--log", "l"]).errors.split(separator: "\n")
    let warnings = told.filter { $0.hasPrefix("rxuse: warning: ") }.map {
      $0.dropFirst("rxuse: warning: ".count)
    }
    let logged = try folder.read("l").split(separator: "\n").filter { $0.contains(" warning ") }
    let record =
      try JSONSerialization.jsonObject(with: Data(folder.read("out/run.json").utf8)) as? [String: Any]
    let published = try #require(record?["warnings"] as? [String])
    // Those of the log are those that run.json publishes; who runs it is told more.
    #expect(logged.count == published.count && warnings.count > published.count, "\(told)")
    for (line, text) in zip(logged, published) { #expect(line.hasSuffix(text), "\(line)") }
  }

  @Test("A file that is none of the option's own is left as it is, and the run is refused before it begins")
  func refused() throws {
    // An input can be as empty as a stamp.
    let folder = try NightTests.folder(changing: "[rx.csv]", to: "[rx.csv, nobody.csv]")
    try folder.write("", to: "nobody.csv")
    try folder.write("mine", to: "mine")
    try folder.write("", to: "empty")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/sub", withIntermediateDirectories: true)
    let cases: [([String], String)] = [
      (["--history", "study.yml"], "is the input study.yml"),
      (["--metrics", "./sub/../rx.csv"], "was not written by it"),
      (["--log", "members.csv"], "was not written by it"),
      (["--log", "./sub/../study.yml"], "is the input study.yml"),
      (["--depfile", "codes.csv", "--stamp", "s"], "was not written by it"),
      (["--stamp", "nobody.csv"], "is the input nobody.csv"),
      (["--metrics", "out/m.prom"], "is in the output"), (["--history", "mine"], "was not written by it"),
      (["--metrics", "mine"], "was not written by it"), (["--stamp", "mine"], "was not written by it"),
      (["--stamp", "s", "--depfile", "mine"], "was not written by it"),
      (["--log", "sub"], "was not written by it"),
      (["--log", "new", "--history", "new"], "which is --history"),
      (["--history", "no/such"], "can't be written"),
    ]
    mkdir("\(folder.path)/out", 0o777)
    for (options, words) in cases {
      let outcome = try NightTests.run(folder, options)
      #expect(outcome.code == 73 && outcome.errors.contains(words), "\(options): \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
    #expect(try folder.read("members.csv") == "id,sex\n1,F\n2,M\n3,F\n4,F\n")
    #expect(try folder.read("mine") == "mine" && folder.names(in: "out") == [])
    try tinyStudy(folder)
    #expect(try NightTests.run(folder, ["--metrics", "empty", "--log", "l"]).code == 0)
    #expect(try NightTests.run(folder, ["--metrics", "empty", "--log", "l"]).code == 0)
    for options in [
      ["--depfile", "d"], ["--stamp", ""], ["--log", "-"], ["--lock-wait", "-1"], ["--log-format", "xml"],
    ] {
      #expect(try NightTests.run(folder, options).code == 64, "\(options)")
    }
  }

  @Test("Where one of the files can't be written the others tell it, and none that is an input")
  func oneRefused() throws {
    let folder = try NightTests.folder()
    let refused = try NightTests.run(
      folder, ["--metrics", "none/m.prom", "--history", "h.jsonl", "--log", "l", "--stamp", "rx.csv"])
    #expect(refused.code == 73 && refused.errors.contains("--metrics names none/m.prom"), "\(refused)")
    #expect(try RunHistory("\(folder.path)/h.jsonl").entries().map(\.exitCode) == [73])
    #expect(try folder.read("l").contains(" error ") && !folder.holds("out"))
    let input = try folder.read("rx.csv")
    #expect(try NightTests.run(folder, ["--history", "rx.csv", "--log", "l2"]).code == 73)
    #expect(try folder.read("rx.csv") == input && folder.read("l2").contains("was not written by it"))
  }

  @Test("A depfile has a rule of the stamp and an empty one of each file; what make can't write is refused")
  func depfile() throws {
    let text = try MakeFiles.depfile("a stamp", ["study.yml", "x y#$z.csv", "100%.csv", "study.yml"])
    #expect(
      text == """
        a\\ stamp: \\
          study.yml \\
          x\\ y\\#$$z.csv \\
          100%.csv

        study.yml:

        x\\ y\\#$$z.csv:

        100\\%.csv:

        """, "\(text)")
    for name in ["a\nb", "a\r\nb", "a\tb", "a=b", "a\\b", "~a", "a ", "a;b"] {
      let fault = #expect(throws: RxFault.self) { try MakeFiles.depfile("s", [name]) }
      #expect(fault?.code == .config && fault?.message.contains("make has no way") == true)
    }
  }

  @Test("The stamp is touched last of all, where a run ends well alone; the depfile names what is read")
  func stamp() throws {
    let folder = try NightTests.folder(changing: "[rx.csv]", to: "[\"d*/rx*.csv\"]")
    for name in ["d1/rx.csv", "d2/rx 2.csv"] { try folder.write(try folder.read("rx.csv"), to: name) }
    try folder.write("id,fill_date,days,drug\n4,2020-12-31,30,OP\n", to: "d2/rx 2.csv")
    let run = ["--stamp", "s", "--depfile", "s.d", "--metrics", "m.prom", "--history", "h.jsonl", "-q"]
    func time(_ name: String) throws -> Int { try #require(FileMarks("\(folder.path)/\(name)")).modified }
    func isLast() throws -> Bool {
      let stamp = try time("s")
      return try ["s.d", "m.prom", "h.jsonl", "out/results.csv", ".out.rxuse-runs.json"].allSatisfy {
        try time($0) <= stamp
      }
    }
    #expect(try NightTests.run(folder, run).code == 0)
    #expect(try isLast())
    let rule = try folder.read("s.d").components(separatedBy: "\n\n")[0]
    #expect(
      rule.components(separatedBy: " \\\n  ") == [
        "s:", "study.yml", "codes.csv", "d1/rx.csv", "d2/rx\\ 2.csv", "members.csv", ".", "d1", "d2",
      ])
    let (first, written) = (try time("s"), try time("s.d"))
    #expect(try NightTests.run(folder, run).code == 0)
    #expect(try time("s") > first && time("s.d") == written && isLast())
    let second = try time("s")
    try folder.write("id\n", to: "members.csv")
    #expect(try NightTests.run(folder, run).code == 65)
    #expect(try time("s") == second)
  }

  @Test("A file that the study includes is what a run depends on")
  func included() throws {
    let folder = try NightTests.folder(
      changing: "tolerance: {rejected_rows: 10%}", to: "include: [shared/common.yml]")
    try folder.write("tolerance: {rejected_rows: 10%}\n", to: "shared/common.yml")
    #expect(try NightTests.run(folder, ["--stamp", "s", "--depfile", "s.d"]).code == 0)
    let rule = try folder.read("s.d").components(separatedBy: "\n\n")[0]
    let files = ["study.yml", "shared/common.yml", "codes.csv", "rx.csv", "members.csv"]
    #expect(rule.components(separatedBy: " \\\n  ") == ["s:"] + files)
    func told() throws -> String {
      try Rxuse.run(["status", "out", "--up-to-date", "study.yml"], in: folder).output
    }
    #expect(try told() == "up to date\n")
    try folder.write("tolerance: {rejected_rows: 20%}\n", to: "shared/common.yml")
    #expect(
      try told() == """
        study: 'tolerance.rejected_rows' has another value
        input: study file shared/common.yml has other bytes

        """)
    #expect(try NightTests.run(folder).errors.hasSuffix("; results unchanged\n"))
  }
}
