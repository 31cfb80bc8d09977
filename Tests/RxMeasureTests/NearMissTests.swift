import RxCounts
import RxDecode
import TestSupport
import Testing

@testable import RxMeasure

@Suite struct NearMissTests {
  /// Keys that some rewriting makes one have one outline: else a member that a key is like would not be looked at.
  @Test(arguments: KeyRewriting.ofPatients) func outlinesAreCoarserThanRewritings(rewriting: KeyRewriting) {
    var random = SplitMix64(seed: 20)
    let pieces = [
      "=\"", "\"", "'", " ", "\u{A0}", "\u{FEFF}", "-", "\u{2013}", "0", "00", ".0", "1", "7", "a", "A", "é",
    ]
    var outlines: [String: Set<UInt64>] = [:]
    for _ in 0..<40_000 {
      let key = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }
      .joined()
      outlines[rewriting.rewritten(key), default: []].insert(outline(Array(key.utf8)[...]))
    }
    #expect(outlines.values.allSatisfy { $0.count == 1 }, "seed 20")
    #expect(Set(outlines.values.joined()).count > 100, "not all have one outline")
  }
}
