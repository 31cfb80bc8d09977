import Foundation
import Logging
import RxModel
import RxUse
import Synchronization
import TestSupport
import Testing

/// A cache saves time and nothing else: whatever is in it, the output is the same, byte for byte.
@Suite("The cache of decoded rows and counts")
struct CacheTests {
  private static let isFull = ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil

  /// What a study's runs have told.
  private final class Told: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    func log(_ level: Logger.Level = .info) -> Logger {
      var log = Logger(label: "test") { _ in Handler(told: self) }
      log.logLevel = level
      return log
    }
  }

  private struct Handler: LogHandler {
    let told: Told
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { told.add("\(event.level): \(event.message)") }
  }

  /// A study with nights: some of its files are there, others still to come.
  private struct Nights {
    let folder: TestFolder
    let seed: UInt64
    var dice: SplitMix64
    let told = Told()
    /// True where some runs have too little memory, so that rows go to the disk.
    var memoryLimits = true
    /// The files that are not there yet, or not any more.
    var absent: [String] = []

    init(_ folder: TestFolder, seed: UInt64) {
      (self.folder, self.seed) = (folder, seed)
      dice = SplitMix64(seed: seed &* 31 &+ 7)
    }

    private func options(leastBlock: Int) -> RunOptions {
      var dice = dice
      var options = RunOptions(threads: 1 + Int(dice.next() % 3))
      options.blockBytes = max(leastBlock, [1 << 19, 64, 7, 1000, 4096][Int(dice.next() % 5)])
      let looks = Int(dice.next() % 20)
      if looks < 4, memoryLimits { options.memory = memory(lasting: looks) }
      return options
    }

    /// What a run ends with: the bytes of its files but for the time, or its fault.
    private func outcome(_ out: String, _ options: RunOptions, _ log: Logger) throws -> [String: Data] {
      let path = "\(folder.path)/\(out)"
      do throws(RxFault) {
        try RxUse.run(study: "\(folder.path)/study.yml", out: path, options: options, log: log)
      } catch {
        return ["fault": Data("\(error.code) \(error.text)".utf8)]
      }
      return try FileManager.default.subpathsOfDirectory(atPath: path)
        .filter { !["timing.json", "charts", "tables"].contains($0) }
        .reduce(into: [:]) { $0[$1] = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($1)")) }
    }

    /// A run that uses the cache and one that doesn't.
    mutating func expectSame(_ what: String, leastBlock: Int = 1) throws {
      _ = dice.next()
      var options = options(leastBlock: leastBlock)
      let cold = try outcome("cold", options, Told().log())
      _ = dice.next()
      options = self.options(leastBlock: leastBlock)
      options.cache = CacheOptions(folder: "\(folder.path)/cache", mostBytes: 1 << 30)
      options.cache?.rehashes = dice.next() % 8 == 0
      let warm = try outcome("warm", options, told.log())
      let differences = Set(cold.keys).union(warm.keys).filter { cold[$0] != warm[$0] }.sorted()
      #expect(
        differences.isEmpty,
        "seed \(seed), \(what): \(differences) \(String(decoding: warm["fault"] ?? Data(), as: UTF8.self))")
    }

    var files: [String] { get throws { try folder.names(in: "rx").map { "rx/\($0)" } } }

    mutating func move(_ name: String, away: Bool) throws {
      let aside = "later/\(name.split(separator: "/").last ?? "")"
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/later", withIntermediateDirectories: true)
      let (from, to) = away ? (name, aside) : (aside, name)
      try FileManager.default.moveItem(atPath: "\(folder.path)/\(from)", toPath: "\(folder.path)/\(to)")
      if away { absent.append(name) } else { absent.removeAll { $0 == name } }
    }

    mutating func any<T>(_ things: [T]) -> T? {
      things.isEmpty ? nil : things[Int(dice.next() % UInt64(things.count))]
    }

    /// Makes one file longer by rows of another one, which it then has twice.
    mutating func change(_ name: String, by other: String) throws {
      let lines = try folder.read(other).split(separator: "\n", omittingEmptySubsequences: false)
      let text = try folder.read(name)
      try folder.write(
        text + (text.hasSuffix("\n") ? "" : "\n")
          + lines.suffix(max(2, lines.count / 3)).joined(separator: "\n"),
        to: name)
    }

    /// Spoils a file of the cache.
    mutating func damage() throws {
      guard let name = any(try folder.names(in: "cache")) else { return }
      let url = URL(fileURLWithPath: "\(folder.path)/cache/\(name)")
      var bytes = try Data(contentsOf: url)
      guard !bytes.isEmpty else { return }
      switch dice.next() % 5 {
      case 0: bytes = bytes.prefix(Int(dice.next() % UInt64(bytes.count)))
      case 1: bytes = Data("patient,date\nP1,2020-01-01\n".utf8)
      case 2: bytes = Data()
      case 3:
        let others = try folder.names(in: "cache")
        bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/cache/\(any(others) ?? name)"))
      default:
        bytes[bytes.startIndex + Int(dice.next() % UInt64(bytes.count))] ^= UInt8(1 << (dice.next() % 8))
      }
      try bytes.write(to: url)
    }

    /// One night's change; what it was.
    mutating func change() throws -> String {
      switch dice.next() % 12 {
      case 0: return "nothing new"
      case 1, 2, 3, 4:
        guard let name = any(absent) else { return "no file left" }
        try move(name, away: false)
        return "\(name) is new"
      case 5:
        for name in absent where dice.next() % 2 == 0 { try move(name, away: false) }
        return "several are new"
      case 6:
        guard let name = any(try files), try files.count > 1 else { return "nothing to remove" }
        try move(name, away: true)
        return "\(name) is gone"
      case 7:
        guard let name = any(try files), let other = any(try files) else { return "nothing to change" }
        try change(name, by: other)
        return "\(name) has rows of \(other)"
      case 8:
        guard let name = any(try folder.names().filter { $0.hasPrefix("members-") || $0.hasPrefix("death-") })
        else { return "no roster" }
        let text = try folder.read(name)
        try folder.write(String(text.dropLast(text.count / 8)), to: name)
        return "\(name) is shorter"
      case 9:
        try folder.write(try folder.read("study.yml") + "# \(dice.next())\n", to: "study.yml")
        return "another study file"
      default:
        try damage()
        return "damage"
      }
    }
  }

  @Test("Random studies over random nights, with damage", arguments: Array(UInt64(1)...(isFull ? 400 : 8)))
  func randomNights(seed: UInt64) throws {
    let folder = try TestFolder()
    var world = RandomWorld(seed: seed).world
    world.layout.prescriptionFiles = 14
    world.layout.usesGlob = true
    try world.write(to: folder.path)
    if seed % 3 == 0 {
      try folder.write(try folder.read("study.yml") + "\ndisclosure: {preset: cms11}\n", to: "study.yml")
    }
    var nights = Nights(folder, seed: seed)
    for name in try nights.files where nights.dice.next() % 4 == 0 { try nights.move(name, away: true) }
    try nights.expectSame("the first")
    for night in 1...(Self.isFull ? 20 : 5) {
      let change = try nights.change()
      try nights.expectSame("night \(night), \(change)")
    }
    // Once without any damage, so that something is known.
    try nights.expectSame("again")
    let told = nights.told.all
    let isFault = told.isEmpty
    #expect(
      isFault || told.contains { $0.contains("files of prescriptions are known") }, "seed \(seed): \(told)")
  }

  /// The sample, its prescriptions in files of about equal length.
  private func sample(_ count: Int, rows wanted: Int = 1500, _ more: String = "") throws -> TestFolder {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml")
    let changed = study.replacing("prescriptions.csv", with: "\"rx/*.csv\"")
    #expect(changed != study)
    try folder.write(changed + more, to: "study.yml")
    let lines = try folder.read("prescriptions.csv").split(separator: "\n").map(String.init)
    let rows = Array(lines.dropFirst().prefix(wanted))
    for part in 0..<count {
      let own = rows[rows.count * part / count..<rows.count * (part + 1) / count]
      try folder.write(
        ([lines[0]] + own).joined(separator: "\n") + "\n", to: "rx/\(String(1000 + part)).csv")
    }
    return folder
  }

  @Test(
    "A new file changes the counts of its patients alone", arguments: ["", "\ndisclosure: {preset: cms11}\n"])
  func newFile(more: String) throws {
    let folder = try sample(20, more)
    var nights = Nights(folder, seed: 1)
    try nights.move("rx/1019.csv", away: true)
    try nights.move("rx/1000.csv", away: true)
    try nights.expectSame("the first", leastBlock: 1000)
    try nights.move("rx/1019.csv", away: false)
    try nights.expectSame("the last is new", leastBlock: 1000)
    #expect(nights.told.all.contains("info: cache: 18 of 19 files of prescriptions are known"))
    #expect(nights.told.all.count { $0.contains("brought up to date") } == 1, "\(nights.told.all)")
    try nights.move("rx/1000.csv", away: false)
    try nights.expectSame("the first is new", leastBlock: 1000)
    #expect(nights.told.all.contains("info: cache: 19 of 20 files of prescriptions are known"))
    #expect(nights.told.all.count { $0.contains("brought up to date") } == 2, "\(nights.told.all)")
    try nights.move("rx/1010.csv", away: true)
    try nights.expectSame("one is gone", leastBlock: 1000)
    #expect(nights.told.all.contains("info: cache: 19 of 19 files of prescriptions are known"))
    #expect(nights.told.all.count { $0.contains("brought up to date") } == 2, "\(nights.told.all)")
  }

  @Test("Small files of the cache become one")
  func manySmallFiles() throws {
    let folder = try sample(55, rows: 550)
    var nights = Nights(folder, seed: 2)
    for file in 1027..<1055 { try nights.move("rx/\(file).csv", away: true) }
    try nights.expectSame("the first", leastBlock: 1000)
    for file in 1027..<1055 {
      try nights.move("rx/\(file).csv", away: false)
      var options = RunOptions(threads: 2)
      options.cache = CacheOptions(folder: "\(folder.path)/cache", mostBytes: 1 << 30)
      try RxUse.run(
        study: "\(folder.path)/study.yml", out: "\(folder.path)/warm", options: options, log: Told().log())
    }
    try nights.expectSame("the last", leastBlock: 1000)
    let rows = try folder.names(in: "cache").count { $0.hasPrefix("rows-") }
    #expect(rows > 1 && rows <= 25)
  }

  @Test("What is damaged is told, and made anew; nobody else can read what is there")
  func damage() throws {
    let folder = try sample(3)
    var nights = Nights(folder, seed: 3)
    nights.memoryLimits = false
    try nights.expectSame("the first", leastBlock: 1000)
    let names = try folder.names(in: "cache")
    #expect(names.count == 4, "\(names)")
    for name in names {
      let path = "\(folder.path)/cache/\(name)"
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      // In the middle of its values; the end of the file is sound.
      bytes[bytes.startIndex + bytes.count / 3] ^= 4
      try bytes.write(to: URL(fileURLWithPath: path))
      // Where the counts are known rows are not looked at.
      for counts in names where counts.hasPrefix("counts-") && !name.hasPrefix("counts-") {
        try FileManager.default.removeItem(atPath: "\(folder.path)/cache/\(counts)")
      }
      let before = nights.told.all.count
      try nights.expectSame("\(name) is damaged", leastBlock: 1000)
      #expect(
        nights.told.all.dropFirst(before).contains { $0.hasPrefix("warning: cache: \(path) ") }, "\(name)")
      #expect(try folder.names(in: "cache") == names)
    }
    let folderMode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/cache")[
      .posixPermissions]
    #expect(folderMode as? Int == 0o700)
  }

  @Test("What was used longest ago is removed")
  func size() throws {
    let folder = try sample(3)
    var options = RunOptions(threads: 2)
    let other = "\(folder.path)/cache/rows-old.rxc"
    try folder.write(String(repeating: "x", count: 1000), to: "cache/rows-old.rxc")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: other)
    options.cache = CacheOptions(folder: "\(folder.path)/cache", mostBytes: 1 << 30)
    try RxUse.run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/warm", options: options, log: Told().log())
    #expect(folder.holds("cache/rows-old.rxc"))
    options.cache?.mostBytes = 10
    try RxUse.run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/warm", options: options, log: Told().log())
    // What a run has used itself stays.
    #expect(!folder.holds("cache/rows-old.rxc"))
    let kept = try folder.names(in: "cache").filter { $0.hasPrefix("rows-") }
    #expect(kept.count == 1, "\(kept)")
  }

  @Test("A pipe is read every time, and nothing of it is kept")
  func standardInput() throws {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml").replacing("prescriptions.csv", with: "\"-\"")
    try folder.write(study, to: "study.yml")
    let rows = try folder.read("prescriptions.csv")
    for _ in 1...2 {
      let outcome = try Rxuse.run(
        ["run", "study.yml", "--out", "out", "--cache", "cache"], in: folder, input: rows)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    #expect(try folder.names(in: "cache").filter { $0.hasPrefix("rows-") || $0.hasPrefix("counts-") } == [])
  }

  @Test("A folder that can't be made ends the run; the output is not touched")
  func noFolder() throws {
    let folder = try sampleFolder()
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--cache", "study.yml"], in: folder)
    #expect(outcome.code == 73 && outcome.errors.contains("--cache names study.yml"), "\(outcome.errors)")
    #expect(!folder.holds("out"))
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    for inside in ["out", "out/cache"] {
      let within = try Rxuse.run(
        ["run", "study.yml", "--out", "out", "--again", "--cache", inside], in: folder)
      #expect(within.code == 73 && within.errors.contains("which is in the output"), "\(within.errors)")
      #expect(!folder.holds("out/cache"))
    }
    let size = try Rxuse.run(["run", "study.yml", "--out", "out", "--cache-size", "1G"], in: folder)
    #expect(size.code == 64 && size.errors.contains("--cache-size goes with --cache"), "\(size.errors)")
  }
}
