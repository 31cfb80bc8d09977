import Foundation
import Testing

/// States of parts as files: confidential, whole, and refused where they don't belong together.
@Suite("States of parts")
struct StateFileTests {
  /// The tiny study with its two parts.
  private func mapped() throws -> TestFolder {
    let folder = try TestFolder()
    try tinyStudy(folder)
    for part in ["1", "2"] { try map(folder, "\(part)/2", to: "\(part).rxs") }
    return folder
  }

  private func map(_ folder: TestFolder, _ part: String, study: String = "study.yml", to state: String) throws
  {
    let outcome = try Rxuse.run(["map", study, "--part", part, "--state", state], in: folder)
    #expect(outcome.code == 0 && outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  private func refusal(_ folder: TestFolder, _ states: [String]) throws -> String {
    let outcome = try Rxuse.run(["merge"] + states + ["-o", "sum.rxs"], in: folder)
    #expect(outcome.code == 65 && !folder.holds("sum.rxs"), "\(outcome.code) \(outcome.errors)")
    return outcome.errors
  }

  @Test("Nobody but the owner can read them, and merging gives the same bytes in every order")
  func bytes() throws {
    let folder = try mapped()
    chmod("\(folder.path)/1.rxs", 0o644)
    try map(folder, "1/2", to: "1.rxs")
    for (out, states) in [("a.rxs", ["1.rxs", "2.rxs"]), ("b.rxs", ["2.rxs", "1.rxs"])] {
      #expect(try Rxuse.run(["merge"] + states + ["-o", out], in: folder).code == 0)
    }
    let read = { (name: String) in try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
    #expect(try read("a.rxs") == read("b.rxs"))
    for name in ["1.rxs", "a.rxs"] {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")[.posixPermissions]
      #expect(mode as? Int == 0o600)
    }
    #expect(try folder.names(in: ".").filter { $0.contains("partial") }.isEmpty)
  }

  @Test("A state that is cut off, was changed or is something else is refused by name")
  func damaged() throws {
    let folder = try mapped()
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/1.rxs"))
    func write(_ bytes: Data) throws {
      try bytes.write(to: URL(fileURLWithPath: "\(folder.path)/x.rxs"))
    }
    for length in [0, 5, 60, whole.count / 2, whole.count - 1] {
      try write(whole.prefix(length))
      #expect(try refusal(folder, ["2.rxs", "x.rxs"]).contains("x.rxs is "), "\(length)")
    }
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
      var bytes = whole
      bytes[place] ^= 1
      try write(bytes)
      #expect(try refusal(folder, ["2.rxs", "x.rxs"]).contains("x.rxs is "), "bit at \(place)")
    }
    #expect(try refusal(folder, ["2.rxs", "study.yml"]).contains("study.yml is no file"))
    #expect(try Rxuse.run(["merge", "nowhere.rxs", "-o", "sum.rxs"], in: folder).code == 66)
  }

  @Test("Parts that are missing, come twice, or are of another study, division or data are refused by name")
  func foreign() throws {
    let folder = try mapped()
    #expect(try refusal(folder, ["1.rxs", "2.rxs", "1.rxs"]).contains("1.rxs: part 1 is in 1.rxs too"))
    #expect(try Rxuse.run(["merge", "2.rxs", "-o", "two.rxs"], in: folder).code == 0)
    let missing = try Rxuse.run(["finish", "two.rxs", "--out", "out"], in: folder)
    #expect(missing.code == 65 && missing.errors.contains("lacks 1 of 2 parts: 1"), "\(missing.errors)")
    #expect(!folder.holds("out"))
    try map(folder, "2/3", to: "third.rxs")
    #expect(try refusal(folder, ["1.rxs", "third.rxs"]).contains("third.rxs: it is of 3 parts"))
    try folder.write(folder.read("study.yml") + "# another\n", to: "other.yml")
    try map(folder, "2/2", study: "other.yml", to: "other.rxs")
    #expect(try refusal(folder, ["1.rxs", "other.rxs"]).contains("other.rxs: it is of another study file"))
    try folder.write(folder.read("codes.csv") + "O9,opioid,oxycodone\n", to: "codes.csv")
    try map(folder, "2/2", to: "codes.rxs")
    #expect(try refusal(folder, ["1.rxs", "codes.rxs"]).contains("codes.rxs: it is of another code list"))
    try tinyStudy(folder, rows: "id,fill_date,days,drug\nA,2020-03-03,30,O1\n")
    try map(folder, "2/2", to: "data.rxs")
    #expect(try refusal(folder, ["1.rxs", "data.rxs"]).contains("data.rxs: its input files are not"))
  }

  @Test("Parts are asked for as K/N, and divided studies say theirs")
  func arguments() throws {
    let folder = try mapped()
    for part in ["0/2", "3/2", "1", "x/2", "1/2/3", "1/99999"] {
      #expect(try Rxuse.run(["map", "study.yml", "--part", part, "--state", "x.rxs"], in: folder).code == 64)
    }
    #expect(try Rxuse.run(["map", "study.yml", "--state", "x.rxs"], in: folder).code == 64)
    #expect(try Rxuse.run(["partition", "study.yml", "-n", "2", "--out", "divided"], in: folder).code == 0)
    #expect(try Rxuse.run(["partition", "study.yml", "-n", "2", "--out", "divided"], in: folder).code == 73)
    let twice = try Rxuse.run(
      ["map", "divided/01/study.yml", "--part", "1/2", "--state", "x.rxs"], in: folder)
    #expect(twice.code == 64 && twice.errors.contains("says which part it is"), "\(twice.errors)")
    try folder.write(
      folder.read("divided/02/rx.csv".replacing("rx", with: "prescriptions-1")) + "x\n",
      to: "divided/02/prescriptions-1.csv")
    let changed = try Rxuse.run(["map", "divided/02/study.yml", "--state", "x.rxs"], in: folder)
    #expect(changed.code == 65 && changed.errors.contains("divided/02/prescriptions-1.csv is not as"))
    #expect(!folder.holds("x.rxs"))
  }

  @Test("Killed at any moment, map and merge leave the old state or the new one, and no other")
  func killed() throws {
    let folder = try mapped()
    let read = { (name: String) in try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
    #expect(try Rxuse.run(["merge", "1.rxs", "2.rxs", "-o", "sum.rxs"], in: folder).code == 0)
    let states = ["1.rxs": try read("1.rxs"), "sum.rxs": try read("sum.rxs")]
    let commands = [
      ["map", "study.yml", "--part", "1/2", "--state", "1.rxs"],
      ["merge", "1.rxs", "2.rxs", "-o", "sum.rxs"],
    ]
    for attempt in 0..<24 {
      let command = commands[attempt % 2]
      let state = try #require(command.last)
      let old = Data("OLD".utf8)
      if state == "sum.rxs" { try old.write(to: URL(fileURLWithPath: "\(folder.path)/\(state)")) }
      let process = Rxuse.process(command, in: folder.path)
      try process.run()
      usleep(UInt32(attempt) * 8000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let found = try read(state)
      #expect(found == states[state] || found == old, "attempt \(attempt)")
    }
    for command in commands { #expect(try Rxuse.run(command, in: folder).code == 0) }
    #expect(try folder.names().filter { $0.contains("partial") }.isEmpty)
  }
}
