import Foundation
import RxModel
import Testing

/// What must not change a result, and what must change only a part of it.
@Suite("Metamorphic checks")
struct MetamorphicTests {
  /// Results and attrition of the same world, run in another way.
  private func bytes(
    _ folder: TestFolder, threads: Int, blockBytes: Int, memoryLasts looks: Int? = nil
  ) throws -> [String] {
    let results = try productResults(
      folder.path, threads: threads, blockBytes: blockBytes, memoryLasts: looks)
    return [results]
      + (try ["attrition.csv", "inputs.csv", "rejects.csv"].map { try folder.read("out/\($0)") })
  }

  @Test("The same bytes with 1 thread and 8, whatever the blocks", arguments: UInt64(1)...12)
  func threadsAndBlocks(seed: UInt64) throws {
    let folder = try TestFolder()
    try RandomWorld(seed: seed).write(to: folder.path)
    let serial = try bytes(folder, threads: 1, blockBytes: 1 << 19)
    for (threads, blockBytes) in [(2, 1), (2, 61), (3, 257), (8, 4096), (8, 1 << 19)] {
      #expect(
        try bytes(folder, threads: threads, blockBytes: blockBytes) == serial,
        "seed \(seed), \(threads) threads, blocks of \(blockBytes)")
    }
  }

  @Test("The same bytes wherever memory ends", arguments: UInt64(100)...115)
  func memory(seed: UInt64) throws {
    let folder = try TestFolder()
    try RandomWorld(seed: seed).write(to: folder.path)
    let unbounded = try bytes(folder, threads: 1, blockBytes: 1 << 19)
    #expect(try folder.read("out/timing.json").contains("\"spilled_bytes\" : 0,"))
    for (looks, threads, blockBytes) in [(0, 1, 1 << 19), (0, 3, 100), (1, 2, 300), (4, 1, 200), (15, 2, 64)]
    {
      let spilled = try bytes(folder, threads: threads, blockBytes: blockBytes, memoryLasts: looks)
      #expect(
        spilled == unbounded,
        "seed \(seed), memory for \(looks) blocks of \(blockBytes), \(threads) threads")
      if looks == 0 {
        #expect(try !folder.read("out/timing.json").contains("\"spilled_bytes\" : 0,"), "seed \(seed)")
      }
    }
  }

  @Test("A folder for temporary files that is not there is an I/O error, and there is no output")
  func noTemporaryFolder() throws {
    let folder = try sampleFolder()
    let fault = #expect(throws: RxFault.self) {
      try productResults(folder.path, memoryLasts: 0, temporaryFolder: "\(folder.path)/nowhere")
    }
    #expect(fault?.code == .inputOutput)
    #expect(fault?.text.contains("--tmp-dir") == true)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }

  @Test("Shuffled rows, split files and gzip give the same results")
  func shuffledSplitZipped() throws {
    let folder = try sampleFolder()
    let plain = try productResults(folder.path)
    let lines = try folder.read("prescriptions.csv").split(separator: "\n").map(String.init)
    var generator = Dice(seed: 7)
    let rows = generator.shuffled(Array(lines.dropFirst()))
    let halves = [rows[..<(rows.count / 3)], rows[(rows.count / 3)...]]
    for (index, half) in halves.enumerated() {
      try folder.write(([lines[0]] + half).joined(separator: "\n") + "\n", to: "part-\(index).csv")
    }
    let study = try folder.read("study.yml")
    try folder.write(
      study.replacingOccurrences(of: "files: [prescriptions.csv]", with: "files: [\"part-*.csv\"]"),
      to: "study.yml")
    #expect(try productResults(folder.path, threads: 2, blockBytes: 5000) == plain)

    try gzip(["part-0.csv", "part-1.csv"], in: folder)
    try folder.write(
      study.replacingOccurrences(of: "files: [prescriptions.csv]", with: "files: [\"part-*.csv.gz\"]"),
      to: "study.yml")
    #expect(try productResults(folder.path, threads: 2, blockBytes: 5000) == plain)
  }

  @Test("The fills of the months add up to those of the year")
  func monthsAddUp() throws {
    let folder = try sampleFolder()
    let years = try ResultRow.parse(productResults(folder.path)).rows.filter { $0.measure == "fill_rate" }
    let study = try folder.read("study.yml")
    try folder.write(
      study.replacingOccurrences(of: "interval: year", with: "interval: month"), to: "study.yml")
    let months = try ResultRow.parse(productResults(folder.path)).rows.filter { $0.measure == "fill_rate" }
    // Age is taken at the interval's start, so only groupings without it add up group by group.
    func sums(_ rows: [ResultRow]) -> [String: Int] {
      var sums: [String: Int] = [:]
      for row in rows where !row.levels.values.contains(where: { $0.contains("-") || $0.contains("+") }) {
        sums[
          "\(row.periodStart.prefix(4)) \(row.drug) \(row.levels.sorted { $0.key < $1.key })", default: 0] +=
          Int(row.numerator) ?? 0
      }
      return sums
    }
    #expect(!years.isEmpty)
    #expect(sums(months) == sums(years))
  }

  @Test("A member without fills changes denominators alone")
  func memberWithoutFills() throws {
    let folder = try sampleFolder()
    let before = try ResultRow.parse(productResults(folder.path)).rows
    let members = try folder.read("members.csv")
    try folder.write(members + "NEW,1970-05-05,F,Group A,North,2019-01-01,,\n", to: "members.csv")
    let after = try ResultRow.parse(productResults(folder.path)).rows
    // The numerators of the cohort are persons; nothing else counts who has no fill.
    func numerators(_ rows: [ResultRow]) -> [String] {
      rows.filter { $0.measure != "cohort" }.map(\.numerator)
    }
    #expect(numerators(before) == numerators(after))
    #expect(before.map(\.denominator) != after.map(\.denominator))
  }
}
