import Foundation
import Logging
import RxDecode
import RxModel
import RxUse
import Testing

/// One row of a file of episodes.
struct EpisodeRow {
  let patient: [UInt8]
  let drugs: String
  /// Numbers of its days.
  let days: ClosedRange<Int>
  let ended: String

  /// The rows of a file.
  static func rows(_ csv: String) throws -> [EpisodeRow] {
    let records = NaiveCSV.records(csv)
    return try records.dropFirst().map { record in
      let start = try #require(NaiveDate.parse(record[2], as: .auto)).number
      let end = try #require(NaiveDate.parse(record[3], as: .auto)).number
      return EpisodeRow(
        patient: Array(record[0].utf8), drugs: record[1], days: start...end, ended: record[record.count - 1])
    }
  }
}

/// Can the numbers that a run publishes be counted from the episodes?
@Suite("Episodes against what a run publishes")
struct EpisodeCountTests {
  private static let isFull = ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil
  private static let seeds = Array(UInt64(1)...(isFull ? 1000 : 150))

  /// The product's rows of everyone, and its episodes.
  private struct Outcome {
    let folder: TestFolder
    let rows: [ResultRow]
    let seed: UInt64

    init(_ world: NaiveWorld, seed: UInt64) throws {
      folder = try TestFolder()
      self.seed = seed
      try world.write(to: folder.path)
      rows = ResultRow.parse(try productResults(folder.path)).rows.filter {
        $0.levels.values.allSatisfy { $0 == "all" }
      }
    }

    func episodes(_ kind: EpisodeKind, gap: Int? = nil, washout: Int? = nil) throws -> [EpisodeRow] {
      var options = EpisodeOptions(kind)
      (options.gapDays, options.washoutDays) = (gap, washout)
      var resources = RunOptions(threads: 1 + Int(seed % 3))
      resources.memory = memory(lasting: Int(seed % 5))
      let out = "\(folder.path)/\(kind.rawValue).csv"
      var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      log.logLevel = .critical
      try RxUse.episodes(
        study: "\(folder.path)/study.yml", options, out: out, resources: resources, log: log)
      return try EpisodeRow.rows(
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: out)), as: UTF8.self))
    }

    /// Compares the numerators of a measure's rows, or their denominators, with numbers of their drug and interval.
    func compare(
      _ measure: String, definition: String? = nil, _ value: KeyPath<ResultRow, String> = \.numerator,
      _ count: (_ drugs: String, _ interval: ClosedRange<Int>) -> Int
    ) throws {
      for row in rows where row.measure == measure && definition.map({ row.definition == $0 }) ?? true {
        // Of long-term users those who have a fill in the interval are told from fills.
        guard row.unit != "users" else { continue }
        let start = try #require(NaiveDate.parse(row.periodStart, as: .auto)).number
        let end = try #require(NaiveDate.parse(row.periodEnd, as: .auto)).number
        #expect(row[keyPath: value] == String(count(row.drug, start...end)), "seed \(seed): \(row.key)")
      }
    }
  }

  @Test("A random study", arguments: seeds)
  func randomStudy(seed: UInt64) throws {
    let world = RandomWorld(seed: seed).world
    let outcome = try Outcome(world, seed: seed)
    let measures = world.study.measures
    if !measures.incidence.isEmpty { try compareEvents(outcome) }
    if let own = measures.extended.persistence, measures.incidence.isEmpty || measures.clear == .fill {
      try comparePersistence(outcome, own)
    }
    if !measures.overlap.isEmpty { try compareOverlap(outcome) }
    try compareContinuous(outcome, world)
  }

  private func compareEvents(_ outcome: Outcome) throws {
    let episodes = try outcome.episodes(.newUse)
    try outcome.compare("incidence") { drugs, interval in
      episodes.count { $0.drugs == drugs && interval.contains($0.days.lowerBound) }
    }
  }

  private func comparePersistence(_ outcome: Outcome, _ own: PersistenceMeasure) throws {
    let episodes = try outcome.episodes(.newUse, gap: own.gap, washout: own.washout)
    func first(_ drugs: String, _ interval: ClosedRange<Int>) -> [[UInt8]: EpisodeRow] {
      let inside = episodes.filter { $0.drugs == drugs && interval.contains($0.days.lowerBound) }
      return Dictionary(inside.map { ($0.patient, $0) }) { first, _ in first }
    }
    try outcome.compare("persistence_median", \.denominator) { first($0, $1).count }
    try outcome.compare("persistence_median") { drugs, interval in
      first(drugs, interval).values.count { $0.ended == "stopped" }
    }
  }

  private func compareOverlap(_ outcome: Outcome) throws {
    let episodes = try outcome.episodes(.overlap)
    try outcome.compare("overlap_days") { drugs, interval in
      episodes.filter { $0.drugs == drugs }.reduce(0) { $0 + Self.common($1.days, interval) }
    }
  }

  /// Eras without pauses are runs of covered days: whatever era the study asks for can be made of them.
  private func compareContinuous(_ outcome: Outcome, _ world: NaiveWorld) throws {
    let (study, measures) = (NaiveStudy(world: world), world.study.measures)
    guard !measures.longTerm.isEmpty else { return }
    let runs = Dictionary(grouping: try outcome.episodes(.era, gap: 0)) { $0.patient }
    let intervals = study.intervals().map { ($0.start.number, study.persons(of: $0)) }
    for definition in measures.definitions {
      guard case .continuous(let days, let gap) = definition else { continue }
      try outcome.compare("long_term_use", definition: definition.label) { drugs, interval in
        let persons = intervals.first { $0.0 == interval.lowerBound }?.1 ?? []
        return persons.count { person in
          let own = (runs[Array(study.patients[person.patient].id.utf8)] ?? []).filter { $0.drugs == drugs }
          let observed = Set(person.days.map { $0 + study.span.first })
          return Self.meets(own.map(\.days), observed, days: days, gap: gap)
        }
      }
    }
  }

  /// The number of days that two runs have in common.
  private static func common(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> Int {
    max(0, min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound) + 1)
  }

  /// True if one of the observed days is covered and day number `days` or a later one of its era.
  private static func meets(
    _ runs: [ClosedRange<Int>], _ observed: Set<Int>, days: Int, gap: Int
  ) -> Bool {
    var start = Int.min
    var end = Int.min
    for run in runs {
      if end == .min || run.lowerBound - end - 1 > gap { start = run.lowerBound }
      end = run.upperBound
      if run.contains(where: { $0 - start + 1 >= days && observed.contains($0) }) { return true }
    }
    return false
  }

  @Test("The worlds have what is compared")
  func variety() throws {
    var compared: [String: Int] = [:]
    for seed in Self.seeds {
      let world = RandomWorld(seed: seed).world
      let rows = world.expectedRows().filter { $0.levels.values.allSatisfy { $0 == "all" } }
      for row in rows {
        let name = row.definition.hasPrefix("continuous") ? "continuous" : row.measure
        compared[name, default: 0] += Int(row.numerator) ?? 0
      }
    }
    for name in ["incidence", "persistence_median", "overlap_days", "continuous"] {
      #expect(compared[name, default: 0] > 40, "\(name)")
    }
  }
}
