import Foundation
import Testing

/// ranges.csv of whole studies: a row for each suppressed figure, in which the truth lies, whatever the threads.
@Suite("ranges.csv")
struct RangesRunTests {
  private static let isFull = ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil

  private struct Table {
    let columns: [String: Int]
    let rows: [[String]]

    init(_ text: String) {
      let records = NaiveCSV.records(text)
      columns = Dictionary(uniqueKeysWithValues: (records.first ?? []).enumerated().map { ($1, $0) })
      rows = Array(records.dropFirst())
    }

    func field(_ row: [String], _ name: String) -> String { columns[name].map { row[$0] } ?? "" }
  }

  @Test("The truth of a random study lies in every range", arguments: Array(UInt64(1)...(isFull ? 200 : 12)))
  func truth(seed: UInt64) throws {
    let folder = try TestFolder()
    try RandomWorld(seed: seed).world.write(to: folder.path)
    let truth = Table(try productResults(folder.path))
    let study = try folder.read("study.yml")
    try folder.write(study + "\ndisclosure: {preset: cms11}\n", to: "study.yml")
    let results = Table(try productResults(folder.path, threads: 1 + Int(seed % 3)))
    let text = try folder.read("out/ranges.csv")
    _ = try productResults(folder.path, threads: 2)
    #expect(try folder.read("out/ranges.csv") == text, "seed \(seed)")
    let ranges = Table(text)
    let numbers = ["numerator", "denominator", "estimate"]
    let names = ranges.columns.keys.filter { !$0.hasSuffix("_from") && !$0.hasSuffix("_to") }.sorted()
    func key(_ table: Table, _ row: [String]) -> [String] { names.map { table.field(row, $0) } }
    let suppressed = results.rows.filter { results.field($0, "status") == "suppressed" }
    #expect(ranges.rows.map { key(ranges, $0) } == suppressed.map { key(results, $0) }, "seed \(seed)")
    let truths = Dictionary(truth.rows.map { (key(truth, $0), $0) }, uniquingKeysWith: { first, _ in first })
    for row in ranges.rows {
      let own = try #require(truths[key(ranges, row)], "seed \(seed): \(row)")
      for name in numbers {
        guard let value = Double(truth.field(own, name)) else { continue }
        let (from, to) = (ranges.field(row, "\(name)_from"), ranges.field(row, "\(name)_to"))
        #expect(
          (Double(from) ?? -.infinity) - 1e-9 <= value && value <= (Double(to) ?? .infinity) + 1e-9,
          "seed \(seed): \(name) \(value) is not in \(from) to \(to): \(row)")
      }
    }
  }

  @Test("Without suppression there is none, and with it one even where nothing is kept back")
  func presence() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let study = try folder.read("study.yml")
    for (preset, isThere) in [("none", false), ("opensafely", false), ("midpoint6", false), ("cms11", true)] {
      try folder.write(study + "\ndisclosure: {preset: \(preset)}\n", to: "study.yml")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", preset], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(folder.holds("\(preset)/ranges.csv") == isThere, "\(preset)")
    }
  }
}
