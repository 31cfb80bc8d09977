import RxDisclosure
import TestSupport
import Testing

/// What two releases give away together, beside all tables of whole numbers that fit what they publish.
@Suite("Two releases beside all tables that fit")
struct TogetherOracleTests {
  /// A group by sex and region: the cells that it is the sum of, of F N, F S, M N and M S.
  private struct Group {
    var levels: [String]
    var cells: [Int]
  }
  private static let everyone = Group(levels: ["all", "all"], cells: [0, 1, 2, 3])
  private static let cells = [
    Group(levels: ["F", "N"], cells: [0]), Group(levels: ["F", "S"], cells: [1]),
    Group(levels: ["M", "N"], cells: [2]), Group(levels: ["M", "S"], cells: [3]),
  ]
  private static let sexes = [
    Group(levels: ["F", "all"], cells: [0, 1]), Group(levels: ["M", "all"], cells: [2, 3]),
  ]
  private static let regions = [
    Group(levels: ["all", "N"], cells: [0, 2]), Group(levels: ["all", "S"], cells: [1, 3]),
  ]
  private static let minCell = 7

  /// A release of a table, with what it keeps back.
  private struct Release {
    var groups: [Group]
    var isHidden: [Bool]

    /// True where nobody who has the release can tell that `other` is not what it is of.
    func fits(_ other: [Int], _ table: [Int]) -> Bool {
      zip(groups, isHidden).allSatisfy { group, isHidden in
        let (own, true_) = (sum(group, other), sum(group, table))
        return isHidden ? own > 0 : own == true_
      }
    }

    func published(_ table: [Int]) -> PublishedRelease {
      madeRelease(
        ["sex", "region"],
        zip(groups, isHidden).map { group, isHidden in
          MadeRow(group.levels, isHidden ? nil : sum(group, table), of: 100 * group.cells.count)
        })
    }
  }

  private static func sum(_ group: Group, _ table: [Int]) -> Int { group.cells.reduce(0) { $0 + table[$1] } }

  /// A release that shows everyone, and of the other groups some.
  private func release(_ groups: [Group], _ table: [Int], _ random: inout SplitMix64) -> Release {
    let groups = [Self.everyone] + groups
    return Release(
      groups: groups,
      isHidden: groups.map { group in
        group.cells.count < 4 && Self.sum(group, table) > 0 && Double.random(in: 0..<1, using: &random) < 0.65
      })
  }

  private func isNarrow(_ values: [Int]) -> Bool {
    guard let least = values.min(), let greatest = values.max() else { return false }
    return greatest < Self.minCell || greatest - least < (Self.minCell - 1) / 2
  }

  @Test("Found is what follows from both and from neither alone", arguments: UInt64(1)...120)
  func all(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = (0..<4).map { _ in Int.random(in: 0...9, using: &random) }
    let total = table.reduce(0, +)
    let old = release(Self.sexes + Self.cells, table, &random)
    let new = release(Self.regions + (Bool.random(using: &random) ? Self.cells : []), table, &random)
    var tables: [[Int]] = []
    for a in 0...total {
      for b in 0...(total - a) {
        for c in 0...(total - a - b) { tables.append([a, b, c, total - a - b - c]) }
      }
    }
    let (ofOld, ofNew) = (tables.filter { old.fits($0, table) }, tables.filter { new.fits($0, table) })
    let ofBoth = ofOld.filter { new.fits($0, table) }
    var expected: Set<String> = []
    for group in Self.sexes + Self.regions + Self.cells {
      func hides(_ release: Release) -> Bool? {
        release.groups.firstIndex { $0.levels == group.levels }.map { release.isHidden[$0] }
      }
      let hidden = [hides(old), hides(new)].compactMap(\.self)
      guard hidden.allSatisfy(\.self), !hidden.isEmpty else { continue }
      func narrow(_ tables: [[Int]]) -> Bool { isNarrow(tables.map { Self.sum(group, $0) }) }
      guard narrow(ofBoth), !narrow(ofOld), !narrow(ofNew) else { continue }
      let values = ofBoth.map { Self.sum(group, $0) }
      expected.insert("\(group.levels) \(values.min() ?? 0)-\(values.max() ?? 0)")
    }
    let (first, second) = (old.published(table), new.published(table))
    let found = try KnownTogether(
      old: first, new: second, basis: .sameData(sameDrugs: true), minCell: Self.minCell
    ).findings.compactMap { finding in
      let levels =
        finding.oldRow.map { first.figures[$0].levels } ?? finding.newRow.map { second.figures[$0].levels }
      return levels.map { "\($0) \(Int(finding.from))-\(Int(finding.to))" }
    }
    #expect(Set(found) == expected, "seed \(seed), table \(table)")
  }
}
