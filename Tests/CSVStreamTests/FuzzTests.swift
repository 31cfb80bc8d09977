import Foundation
import TestSupport
import Testing

@testable import CSVStream

/// Random short texts, most of them malformed, against the reference.
@Suite struct FuzzTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] == nil ? 1500 : 15_000

  @Test(arguments: [0x5EED_0001, 0x5EED_0002, 0x5EED_0003, 0x5EED_0004] as [UInt64])
  func randomTextsReadLikeTheReference(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    for round in 0..<Self.rounds {
      let delimiter = Array(",;\t|".utf8).randomElement(using: &random) ?? 0x2C
      let longest = [8, 16, 1 << 20].randomElement(using: &random) ?? 8
      // A third of the texts has no quotes, a third many.
      let alphabet: [[UInt8]] =
        [[UInt8]](repeating: [0x22], count: round % 3 * 2)
        + [[delimiter], [delimiter], [0x20], [0x09], [0x0D], [0x0A], [0x0D, 0x0A]]
        + ["a", "b", "é", "x"].map { Array($0.utf8) }
      // Every other text has a header in order, so that all of the rest is read.
      var bytes = round.isMultiple(of: 2) ? Array("h\n".utf8) : []
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        bytes += alphabet.randomElement(using: &random) ?? []
      }
      // With many lines to a quote the plain lane is taken around the quotes.
      if round % 4 > 1 { bytes += [UInt8](repeating: 0x0A, count: Int.random(in: 0...200, using: &random)) }
      let columnCount = Int.random(in: 1...3, using: &random)
      let path = try folder.write(bytes)
      let reference = ReferenceReader(bytes: bytes, delimiter: delimiter, longestRecord: longest)
      let expected = reference.read(columnCount: columnCount)
      for lane in Lane.runnable {
        let blockBytes = Int.random(in: 1...(bytes.count + 2), using: &random)
        let dialect = Dialect(
          delimiter: delimiter, longestRecord: longest, blockBytes: blockBytes, lane: lane)
        let context =
          "seed \(seed), round \(round), blocks of \(blockBytes), longest \(longest), "
          + "\(lane), columns \(columnCount), delimiter \(delimiter), "
          + "text \(String(decoding: bytes, as: UTF8.self).debugDescription)"
        do {
          let reading = try Reading(path: path, dialect: dialect, columnCount: columnCount)
          #expect(reading == expected, "\(context)")
        } catch let fault as StreamFault {
          #expect(expected == nil && fault.kind == .badData, "\(fault) \(context)")
        } catch {
          Issue.record(error, "\(context)")
        }
      }
    }
  }
}
