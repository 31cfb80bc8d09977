import Foundation
import Testing

/// Are the random worlds what they are meant to be?
@Suite("Random worlds")
struct RandomWorldTests {
  @Test("A seed gives the same world each time")
  func reproducible() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rxuse-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for seed in UInt64(1)...5 {
      let (one, other) = (
        folder.appendingPathComponent("a\(seed)"), folder.appendingPathComponent("b\(seed)")
      )
      try RandomWorld(seed: seed).write(to: one.path)
      try RandomWorld(seed: seed).write(to: other.path)
      for name in ["study.yml", "codes.csv", "rx/part-1.csv"] {
        #expect(
          try Data(contentsOf: one.appendingPathComponent(name))
            == Data(contentsOf: other.appendingPathComponent(name)))
      }
      #expect(RandomWorld(seed: seed).world.expectedRows() == RandomWorld(seed: seed).world.expectedRows())
    }
  }

  @Test("A world that is written and read again has the same results")
  func roundTrip() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rxuse-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let readable: Set<RowFault> = [.none, .tooManyFields, .tooFewFields]
    for seed in UInt64(1)...40 {
      var world = RandomWorld(seed: seed).world
      world.prescriptions.removeAll { !readable.contains($0.fault) }
      world.roster?.removeAll { !readable.contains($0.fault) }
      let own = folder.appendingPathComponent("\(seed)")
      try world.write(to: own.path)
      let again = try ExampleStudies.world(in: own)
      #expect(again.prescriptions.count == world.prescriptions.count, "seed \(seed)")
      #expect(again.expectedRows() == world.expectedRows(), "seed \(seed)")
    }
  }

  @Test("Every feature occurs in worlds of the first 160 seeds, and no two rows have one key")
  func variety() {
    var counts: [String: Int] = [:]
    for seed in UInt64(1)...160 {
      let world = RandomWorld(seed: seed).world
      let rows = world.expectedRows()
      #expect(Set(rows.map(\.key)).count == rows.count, "seed \(seed)")
      #expect(
        compare(expected: rows, actualCSV: ResultRow.csv(rows, variables: world.study.groupVariables)) == [])
      for feature in WorldFeatures.of(world, rows) { counts[feature, default: 0] += 1 }
    }
    for feature in WorldFeatures.all { #expect(counts[feature, default: 0] > 0, "\(feature) never occurs") }
    if ProcessInfo.processInfo.environment["RXUSE_SHOW_FEATURES"] != nil {
      for feature in WorldFeatures.all { print("\(counts[feature, default: 0])\t\(feature)") }
    }
  }
}
