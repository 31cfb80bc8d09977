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

  /// The output of the study in `folder` from `count` parts, merged in an order and in steps that `seed` decides.
  private func finish(_ folder: TestFolder, _ count: Int, seed: UInt64, leastBlock: Int = 1) throws {
    var dice = SplitMix64(seed: seed)
    var states: [String] = []
    for number in 1...count {
      states.append("\(folder.path)/\(number)-of-\(count).rxs")
      try RxUse.map(
        study: "\(folder.path)/study.yml", PatientPart(number, of: count), state: states[number - 1],
        options: options(&dice, leastBlock: leastBlock), log: log)
    }
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
    _ folder: TestFolder, _ count: Int, seed: UInt64, leastBlock: Int = 1, _ name: String
  ) throws {
    try finish(folder, count, seed: seed, leastBlock: leastBlock)
    let differences = try differences(folder)
    #expect(differences.isEmpty, "\(name), \(count) parts, seed \(seed): \(differences)")
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
      let rows = try folder.read("prescriptions.csv").split(separator: "\n").prefix(4000)
      try folder.write(rows.joined(separator: "\n") + "\n", to: "prescriptions.csv")
    }
    try run(folder)
    for count in preset == "cms11" || Self.isFull ? [1, 2, 7, 64] : [3] {
      try expectSame(folder, count, seed: UInt64(count), leastBlock: 1000, "sample \(preset)")
    }
  }

  @Test("A random study", arguments: Array(UInt64(1)...(isFull ? 400 : 24)))
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
      #expect(throws: RxFault.self) { try finish(folder, 2, seed: seed) }
      return
    }
    let counts = Self.isFull ? [1, 2, 7, 64] : [1, 2, 3, 5]
    try expectSame(folder, counts[Int(seed / 6 % 4)], seed: seed, "random study")
  }

  @Test("An example of the contract", arguments: ExampleStudies.names)
  func example(name: String) throws {
    let folder = try TestFolder()
    try ExampleStudies.world(name).write(to: folder.path)
    try run(folder)
    for count in Self.isFull ? [1, 2, 7, 64] : [3] { try expectSame(folder, count, seed: 5, name) }
  }
}
