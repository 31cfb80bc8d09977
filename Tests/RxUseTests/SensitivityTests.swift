import Foundation
import Testing

/// Is each combination of the sensitivity grid what a run of its own gives?
@Suite("The sensitivity grid")
struct SensitivityTests {
  private static let gaps = [0, 9, 40]
  private static let washouts = [0, 45]

  @Test(
    "The rows of each combination are those of a run of its own, byte for byte", arguments: UInt64(300)...309)
  func equalsSeparateRuns(seed: UInt64) throws {
    let folder = try TestFolder()
    var world = RandomWorld(seed: seed).world
    // Each core measure is there, so that each setting has something to change.
    world.study.measures.incidence = ["benzodiazepine"]
    world.study.measures.longTerm = ["opioid", "benzodiazepine"]
    world.study.measures.definitions = [.continuous(20, gap: 7), .covered(30), .continuous(60, gap: 3)]
    try world.write(to: folder.path)
    let study = try folder.read("study.yml")
    let grid = """
      measures:
        sensitivity: {gap: [0, 9, 40], washout: [0, 45], carry_over: [none, drug, class], duplicates: [keep, drop]}

      """
    try folder.write(study.replacingOccurrences(of: "measures:\n", with: grid), to: "study.yml")
    let own = try overallRows(productResults(folder.path, threads: 2, blockBytes: 300))
    #expect(try overallRows(productResults(folder.path, threads: 1)) == own)
    let table = try folder.read("out/sensitivity.csv")
    var combinations = Lines(table)

    for gap in Self.gaps {
      for washout in Self.washouts {
        for carryOver in [CarryOver.none, .drug, .byClass] {
          for drops in [false, true] {
            var alone = world
            alone.study.measures.definitions = [
              .continuous(20, gap: gap), .covered(30), .continuous(60, gap: gap),
            ]
            alone.study.measures.washout = washout
            alone.study.carryOver = carryOver
            alone.study.dropDuplicates = drops
            let other = try TestFolder()
            try alone.write(to: other.path)
            let rows = try overallRows(productResults(other.path))
            let settings = "\(gap),\(washout),\(carryOver.rawValue),\(drops ? "drop" : "keep")"
            #expect(combinations.take(settings) == rows, "seed \(seed): \(settings)")
          }
        }
      }
    }
    #expect(combinations.isEmpty)
  }

  @Test("A difference is the estimate less the study's own")
  func differences() throws {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml")
    try folder.write(
      study.replacingOccurrences(
        of: "measures:\n", with: "measures:\n  sensitivity: {carry_over: [none, class]}\n"),
      to: "study.yml")
    _ = try productResults(folder.path)
    let lines = try folder.read("out/sensitivity.csv").split(separator: "\n")
    #expect(lines[0].hasPrefix("gap,washout,carry_over,duplicates,measure,"))
    #expect(lines[0].hasSuffix(",status,difference"))
    var moved = 0
    var estimates: [String: Double] = [:]
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let difference = try #require(Double(fields[fields.count - 1]))
      let estimate = try #require(Double(fields[fields.count - 6]))
      let key = fields[4..<(fields.count - 9)].joined(separator: ",") + fields[fields.count - 7]
      if fields[2] == "none" {
        #expect(difference == 0, "\(line)")
        estimates[key] = estimate
      } else {
        let own = try #require(estimates[key], "\(line)")
        #expect(abs(estimate - own - difference) < 0.000_101, "\(line)")
        if difference != 0 { moved += 1 }
      }
    }
    #expect(moved > 0)
  }

  /// The core measures' rows of everyone.
  private func overallRows(_ csv: String) -> [String] {
    let lines = csv.split(separator: "\n")
    let variables = lines[0].split(separator: ",").count - 13
    return lines.dropFirst().map(String.init).filter { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return ResultRow.coreMeasures.contains(fields[0])
        && fields[5..<(5 + variables)].allSatisfy { $0 == "all" }
    }
  }

  /// The lines of a sensitivity.csv, taken combination by combination.
  private struct Lines {
    private var lines: [Substring]

    init(_ csv: String) { lines = csv.split(separator: "\n").dropFirst().map { $0 } }

    var isEmpty: Bool { lines.isEmpty }

    /// The rows under these settings, without the settings and the difference.
    mutating func take(_ settings: String) -> [String] {
      let own = lines.filter { $0.hasPrefix(settings + ",") }
      lines.removeAll { $0.hasPrefix(settings + ",") }
      return own.map { line in
        line.dropFirst(settings.count + 1).split(separator: ",", omittingEmptySubsequences: false).dropLast()
          .joined(separator: ",")
      }
    }
  }
}
