import Foundation
import Logging
import RxDecode
import RxModel
import RxUse
import TestSupport
import Testing

/// A study in parts: whatever they are, and in whatever order they are added up, its output is the same, byte for byte.
@Suite("Parts that merge")
struct PartTests {
  private static let isFull = ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil

  /// All, or every fifth.
  private static let examples = ExampleStudies.names.enumerated().filter { isFull || $0.offset % 5 == 0 }
    .map(\.element)

  private var log: Logger {
    var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .critical
    return log
  }

  /// Settings that differ from part to part.
  private func options(_ dice: inout SplitMix64, leastBlock: Int) -> RunOptions {
    var options = RunOptions(threads: 1 + Int(dice.next() % 3))
    options.blockBytes = max(leastBlock, [1 << 19, 64, 7, 1000, 4096][Int(dice.next() % 5)])
    let looks = Int(dice.next() % 20)
    if looks < 5 { options.memory = memory(lasting: looks) }
    return options
  }

  /// How rows come to their parts.
  private enum Way: CaseIterable {
    case all, divided
  }

  /// The states of `count` parts of the study in `folder`.
  private func states(
    _ folder: TestFolder, _ count: Int, _ way: Way, leastBlock: Int, _ dice: inout SplitMix64
  ) throws -> [String] {
    let divided = "\(folder.path)/divided-\(count)"
    if way == .divided {
      try RxUse.partition(
        study: "\(folder.path)/study.yml", into: count, out: divided,
        options: options(&dice, leastBlock: leastBlock), log: log)
    }
    let folders =
      way == .all
      ? []
      : try FileManager.default.contentsOfDirectory(atPath: divided).filter { !$0.hasSuffix(".rxs") }.sorted()
    return try (1...count).map { number in
      let state = "\(folder.path)/\(number)-of-\(count).rxs"
      try RxUse.map(
        study: way == .all ? "\(folder.path)/study.yml" : "\(divided)/\(folders[number - 1])/study.yml",
        way == .all ? .all(PatientPart(number, of: count)) : nil, state: state,
        options: options(&dice, leastBlock: leastBlock), log: log)
      return state
    }
  }

  /// The output of the study in `folder` from `count` parts, merged in an order and in steps that `seed` decides.
  private func finish(
    _ folder: TestFolder, _ count: Int, _ way: Way, seed: UInt64, leastBlock: Int = 1
  ) throws {
    var dice = SplitMix64(seed: seed)
    var states = try states(folder, count, way, leastBlock: leastBlock, &dice)
    states.shuffle(using: &dice)
    var step = 0
    while states.count > 1 {
      let taken = states.prefix(2 + Int(dice.next() % 20))
      step += 1
      let sum = "\(folder.path)/sum-\(step).rxs"
      try RxUse.merge(Array(taken), to: sum)
      states = states.dropFirst(taken.count) + [sum]
    }
    try RxUse.finish(
      states[0], out: "\(folder.path)/parts", options: options(&dice, leastBlock: leastBlock), log: log)
  }

  /// The files in which two outputs differ, but for the one that names a time.
  private func differences(_ folder: TestFolder) throws -> [String] {
    func files(_ name: String) throws -> Set<String> {
      Set(
        try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(name)").filter {
          !["timing.json", "charts", "tables"].contains($0)
        })
    }
    let (whole, parts) = (try files("out"), try files("parts"))
    return try whole.symmetricDifference(parts).sorted()
      + whole.intersection(parts).sorted().filter { name in
        try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/\(name)"))
          != Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/parts/\(name)"))
      }
  }

  private func expectSame(
    _ folder: TestFolder, _ count: Int, _ way: Way, seed: UInt64, leastBlock: Int = 1, _ name: String
  ) throws {
    try finish(folder, count, way, seed: seed, leastBlock: leastBlock)
    let differences = try differences(folder)
    #expect(differences.isEmpty, "\(name), \(count) parts, \(way), seed \(seed): \(differences)")
  }

  private func run(_ folder: TestFolder) throws {
    try RxUse.run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/out", options: RunOptions(threads: 2), log: log)
  }

  @Test("The sample, under every preset", arguments: ["", "cms11", "opensafely", "midpoint6"])
  func sample(preset: String) throws {
    let folder = try sampleFolder()
    let control = preset.isEmpty ? "" : "\ndisclosure: {preset: \(preset)}\n"
    let study = try folder.read("study.yml").replacing(/output: \{formats: \[[^\]]*\]\}/) { _ in
      "output: {formats: [csv, markdown, html, xlsx, summarised_result]}"
    }
    try folder.write(study + control, to: "study.yml")
    if !Self.isFull {
      let rows = try folder.read("prescriptions.csv").split(separator: "\n").prefix(2500)
      try folder.write(rows.joined(separator: "\n") + "\n", to: "prescriptions.csv")
    }
    try run(folder)
    for count in Self.isFull ? [1, 2, 7, 64] : preset == "cms11" ? [1, 7] : [3] {
      for way in preset == "cms11" || Self.isFull ? Way.allCases : [.divided] {
        try expectSame(folder, count, way, seed: UInt64(count), leastBlock: 1000, "sample \(preset)")
      }
    }
  }

  @Test("A random study", arguments: Array(UInt64(1)...(isFull ? 400 : 10)))
  func randomStudy(seed: UInt64) throws {
    let folder = try TestFolder()
    try RandomWorld(seed: seed).world.write(to: folder.path)
    if seed % 2 == 0 {
      let preset = ["cms11", "opensafely", "midpoint6"][Int(seed / 2 % 3)]
      try folder.write(
        try folder.read("study.yml") + "\ndisclosure: {preset: \(preset)}\n", to: "study.yml")
    }
    do {
      try run(folder)
    } catch let fault as RxFault where fault.code == .config || fault.code == .data {
      // Where one run refuses, so do parts.
      #expect(throws: RxFault.self) { try finish(folder, 2, .all, seed: seed) }
      return
    }
    let counts = Self.isFull ? [1, 2, 7, 64] : [1, 2, 3, 5]
    let way: Way = seed % 3 == 0 ? .all : .divided
    try expectSame(folder, counts[Int(seed * 3 / 2 % 4)], way, seed: seed, "random study")
  }

  @Test("An example of the contract", arguments: examples)
  func example(name: String) throws {
    let folder = try TestFolder()
    try ExampleStudies.world(name).write(to: folder.path)
    try run(folder)
    for count in Self.isFull ? [1, 2, 7, 64] : [3] { try expectSame(folder, count, .divided, seed: 5, name) }
  }

  /// The sample in folders of its patients: each with its own rows under the names that the study has for all.
  private func ownRows(_ folder: TestFolder, _ count: Int) throws -> [String] {
    for file in ["prescriptions.csv", "members.csv"] {
      let lines = try folder.read(file).split(separator: "\n")
      let patients = try #require(lines[0].split(separator: ",").firstIndex(of: "patient_id"))
      for part in 0..<count {
        let own = lines.dropFirst().filter { line in
          let patient = line.split(separator: ",", omittingEmptySubsequences: false)[patients]
          return PatientPart(part + 1, of: count).holds(Array(patient.utf8))
        }
        try folder.write(([lines[0]] + own).joined(separator: "\n") + "\n", to: "own-\(part + 1)/\(file)")
      }
    }
    for part in 1...count {
      for file in ["study.yml", "codes.csv"] {
        try folder.write(folder.read(file), to: "own-\(part)/\(file)")
      }
    }
    return (1...count).map { "\(folder.path)/own-\($0)" }
  }

  @Test("Parts that somebody else has divided: what was read adds up")
  func ownRows() throws {
    let folder = try sampleFolder()
    try run(folder)
    var states: [String] = []
    for (place, own) in try ownRows(folder, 3).enumerated() {
      states.append("\(own).rxs")
      try RxUse.map(
        study: "\(own)/study.yml", .own(PatientPart(place + 1, of: 3), fills: nil), state: states[place],
        options: RunOptions(threads: 1), log: log)
    }
    try RxUse.merge(states.reversed(), to: "\(folder.path)/all.rxs")
    try RxUse.finish(
      "\(folder.path)/all.rxs", out: "\(folder.path)/parts", options: RunOptions(threads: 1), log: log)
    // Lines are counted in three files, whose hashes are others.
    let differences = try differences(folder)
    #expect(differences == ["rejects.csv", "run.json"], "\(differences)")
  }

  @Test("Other days of fills are refused where they matter, with what to say")
  func fills() throws {
    let folder = try TestFolder()
    for (part, day) in ["2019-12-30", "2020-02-02"].enumerated() {
      let own = "own-\(part + 1)"
      try tinyStudy(folder, rows: "id,fill_date,days,drug\nP\(part),\(day),30,O1\n")
      for file in ["study.yml", "codes.csv", "members.csv", "rx.csv"] {
        try folder.write(folder.read(file), to: "\(own)/\(file)")
      }
    }
    func merged(_ fills: RxModel.DaySpan?) throws {
      for part in 1...2 {
        try RxUse.map(
          study: "\(folder.path)/own-\(part)/study.yml", .own(PatientPart(part, of: 2), fills: fills),
          state: "\(folder.path)/\(part).rxs", options: RunOptions(threads: 1), log: log)
      }
      try RxUse.merge((1...2).map { "\(folder.path)/\($0).rxs" }, to: "\(folder.path)/all.rxs")
      try RxUse.finish(
        "\(folder.path)/all.rxs", out: "\(folder.path)/parts", options: RunOptions(threads: 1), log: log)
    }
    let refused = #expect(throws: RxFault.self) { try merged(nil) }
    #expect(
      refused?.code == .data && refused?.remedy.contains("--fills 2019-12-30/2020-02-02") == true,
      "\(String(describing: refused))")
    let first = try #require(Day(year: 2019, month: 12, day: 30))
    let last = try #require(Day(year: 2020, month: 2, day: 2))
    try merged(RxModel.DaySpan(first, last))
    let wrong = #expect(throws: RxFault.self) { try merged(RxModel.DaySpan(Day(first.number - 1), last)) }
    #expect(wrong?.remedy.contains("2019-12-30/2020-02-02") == true, "\(String(describing: wrong))")
  }

  @Test("Two files that have the same rows of a part's patients are no copies")
  func sameRows() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [rx.csv, more.csv]")
    let rows = "id,fill_date,days,drug\n1,2020-03-03,30,OP\n"
    try folder.write(rows + "2,2020-04-04,30,OP\n", to: "rx.csv")
    try folder.write(rows + "3,2020-05-05,30,OP\n", to: "more.csv")
    try run(folder)
    try expectSame(folder, 64, .divided, seed: 1, "same rows")
    try folder.write(folder.read("rx.csv"), to: "more.csv")
    #expect(throws: RxFault.self) { try finish(folder, 65, .divided, seed: 1) }
  }
}
