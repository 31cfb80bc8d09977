import CSVStream
import Foundation
import RxModel
import Testing
import TestSupport

@testable import RxDecode

/// Are kept rows and patients with other bytes a fault each time, whatever these bytes would mean?
@Suite struct CachedSegmentTests {
  private static let seeds = Array(UInt64(1)...1000)

  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/rxuse-decode-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Writes a segment, and expects a fault of it with some other bytes.
  private func expectFaults<Value>(
    _ bytes: [UInt8], _ decode: (inout RawNumbersReader) throws(RawNumbersReader.Fault) -> Value
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/a.rxc"
    let writer = try SegmentFileWriter(path: path, format: 1)
    let segment = try writer.append(bytes)
    try writer.finish(index: [])
    _ = try SegmentFile(path: path, format: 1).decoded(segment, decode)
    let sound = try Data(contentsOf: URL(fileURLWithPath: path))
    for seed in Self.seeds {
      var random = SplitMix64(seed: seed)
      var other = sound
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // Lengths and counts are eight bytes, of which few values are plausible.
        let place = Int.random(in: 0..<(bytes.count / 8), using: &random) * 8
        let value = [UInt64.max, 1 << 63, 0, 1, 255, random.next()].randomElement(using: &random) ?? 0
        withUnsafeBytes(of: value) { other.replaceSubrange(place..<(place + 8), with: $0) }
      }
      guard other != sound else { continue }
      try other.write(to: URL(fileURLWithPath: path))
      #expect(throws: StreamFault.self, "seed \(seed)") {
        try SegmentFile(path: path, format: 1).decoded(segment, decode)
      }
    }
  }

  @Test func rows() throws {
    var shard = DecodedShard(valueCount: 2)
    for round in 0..<3 {
      var rows: [FillRow] = []
      var numbers: [Int32] = []
      for place in 0..<3000 {
        let supply: Int32 = place % 500 == 0 ? 5000 : 30
        rows.append(
          FillRow(
            patient: UInt32(place), day: Int32(18_000 + place % 700), daysSupply: supply,
            drug: Int32(place % 40)))
        let id = Array("p\(place % 50 + round)".utf8)
        numbers.append(Int32(shard.number(ofOther: id[...])))
      }
      let values: [[UInt32]] = [40, 1].map { factor in (0..<3000).map { $0 * factor } }
      shard.append(rows, patients: numbers, values: values)
    }
    var segment = RowSegment(valueCount: 2)
    segment.add(shard, Roster.Shard()) { _, _ in }
    try expectFaults(segment.bytes) { (numbers) throws(RawNumbersReader.Fault) in
      try RowSegment(from: &numbers, valueCount: 2)
    }
  }

  @Test func patients() throws {
    var shard = Roster.Shard()
    for number in 0..<60 {
      let patient = shard.patient(Array("patient-\(number)".utf8)[...], levelCount: 2)
      if number % 4 > 0 { shard.join(patient) }
    }
    var numbers = RawNumbers()
    shard.store(in: &numbers)
    try expectFaults(numbers.bytes) { (numbers) throws(RawNumbersReader.Fault) in
      try Roster.Shard(from: &numbers, levelCount: 2)
    }
  }
}
