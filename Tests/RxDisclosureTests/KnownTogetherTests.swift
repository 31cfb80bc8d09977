import RxDisclosure
import RxModel
import RxRelease
import Testing

/// What two releases give away together and neither alone, on releases made by hand.
@Suite("Two releases together")
struct KnownTogetherTests {
  private static let same = KnownTogether.Basis.sameData(sameDrugs: true)

  private func found(
    _ old: PublishedRelease, _ new: PublishedRelease, _ basis: KnownTogether.Basis = same, minCell: Int = 11
  ) throws -> [String] {
    let together = try KnownTogether(old: old, new: new, basis: basis, minCell: minCell)
    #expect(together.notes.isEmpty, "\(together.notes)")
    return together.findings.map { "\($0.what): \(Int($0.from))-\(Int($0.to))" }
  }

  private func bySex(_ all: Int?, _ f: Int?, _ m: Int?, _ x: Int?) -> PublishedRelease {
    madeRelease(
      ["sex"],
      [
        MadeRow(["all"], all, of: 3000), MadeRow(["F"], f, of: 1000), MadeRow(["M"], m, of: 1000),
        MadeRow(["X"], x, of: 1000),
      ])
  }

  // MARK: The same data

  @Test("Two of three groups are kept back in each, another one shown in each: the third is known")
  func patterns() throws {
    let (old, new) = (bySex(100, 60, nil, nil), bySex(100, nil, 25, nil))
    #expect(try found(old, new) == ["users of opioid: 15-15"])
    #expect(try found(new, old) == ["users of opioid: 15-15"])
  }

  @Test("A release against itself gives nothing away, however little it keeps back")
  func itself() throws {
    for release in [bySex(100, 60, nil, nil), bySex(100, nil, 60, 3), bySex(100, 90, nil, 2)] {
      for basis in [Self.same, .grown, .otherData] { #expect(try found(release, release, basis).isEmpty) }
    }
  }

  /// F and M together are known from the new release alone; from the old one F and M each, but for a share of the region.
  private func byRegion(_ total: Int) -> (old: PublishedRelease, new: PublishedRelease) {
    let old = madeRelease(
      ["sex"], [MadeRow(["all"], nil, of: 2000), MadeRow(["F"], nil, of: 1000), MadeRow(["M"], 40, of: 1000)])
    let new = madeRelease(
      ["region"],
      [
        MadeRow(["all"], 40 + total, of: 2000), MadeRow(["N"], 30, of: 1000),
        MadeRow(["S"], 10 + total, of: 1000),
      ])
    return (old, new)
  }

  @Test("A total that one shows and parts that the other shows", arguments: [1, 10, 11, 30])
  func otherGroupings(left: Int) throws {
    let (old, new) = byRegion(left)
    #expect(try found(old, new) == ["users of opioid: \(left)-\(left)"])
  }

  @Test("Groups that nobody publishes link groupings of two variables", arguments: [10, 11])
  func impliedGroups(least: Int) throws {
    // Age is split by sex in the one and by region in the other: both make up the age bands.
    let old = madeRelease(
      ["age", "sex"],
      [
        MadeRow(["all", "all"], 200, of: 4000), MadeRow(["0-17", "F"], nil, of: 1000),
        MadeRow(["0-17", "M"], 20, of: 1000), MadeRow(["18+", "F"], nil, of: 1000),
        MadeRow(["18+", "M"], 80, of: 1000),
      ])
    let new = madeRelease(
      ["age", "region"],
      [
        MadeRow(["all", "all"], 200, of: 4000), MadeRow(["0-17", "N"], least, of: 1000),
        MadeRow(["0-17", "S"], 20, of: 1000), MadeRow(["18+", "N"], 70, of: 1000),
        MadeRow(["18+", "S"], 110 - least, of: 1000),
      ])
    let all = try found(old, new)
    #expect(all == ["users of opioid: \(least)-\(least)", "users of opioid: \(100 - least)-\(100 - least)"])
  }

  @Test("Age bands of two kinds cut each other", arguments: [(10, true), (11, false)])
  func ageBands(between: Int, isGivenAway: Bool) throws {
    let old = madeRelease(
      ["age"],
      [MadeRow(["all"], 500, of: 3000), MadeRow(["0-64"], 300, of: 2000), MadeRow(["65+"], 200, of: 1000)])
    let new = madeRelease(
      ["age"],
      [
        MadeRow(["all"], 500, of: 3000), MadeRow(["0-65"], 300 + between, of: 2100),
        MadeRow(["66+"], 200 - between, of: 900),
      ])
    let expected = ["users of opioid, 2021-01-01, age 65: \(between)-\(between)"]
    // The 100 persons of that age are no few; those of them who are no users are many.
    #expect(try found(old, new).filter { $0.contains("users") } == (isGivenAway ? expected : []))
  }

  @Test("The bar: the upper end is minCell - 1, or the width is less than half", arguments: 1...15)
  func bar(most: Int) throws {
    let (f, m) = (MadeRow(["F"], nil, of: 1000), MadeRow(["M"], nil, of: 1000))
    let old = madeRelease(
      ["sex"], [f, m],
      ranges: [
        (m, FigureRange(numerator: .init(Double(40 - most), 60), denominator: .open, estimate: .open))
      ])
    // Both are 40 in the new one, and the old one says that M is 40 - most or more.
    let new = madeRelease(["sex"], [MadeRow(["all"], 40, of: 2000), f, m])
    let expected = (most <= 10 ? ["1-\(most)"] : []) + (most - 1 < 5 ? ["\(40 - most)-39"] : [])
    #expect(try found(old, new) == expected.map { "users of opioid: \($0)" })
  }

  @Test("Counts of persons left of others", arguments: [(1, true), (10, true), (11, false)])
  func complements(left: Int, isGivenAway: Bool) throws {
    // The old one shows the persons and keeps their users back, the new one does the reverse.
    let old = madeRelease([], [MadeRow([], nil, of: 500)])
    let new = madeRelease(
      [], [MadeRow([], 20, of: 500 - left, "long_term_use", definition: "supply>=120", unit: "users")])
    let expected = ["users of opioid: \(500 - left)-\(500 - left)"]
    let persons = ["persons less users of opioid: \(left)-\(left)"]
    #expect(
      try found(old, new).filter { $0.hasPrefix("persons less users") } == (isGivenAway ? persons : []))
    // The users are shown in the new one: that is no finding of sums.
    #expect(try !found(old, new).contains(expected[0]))
  }

  @Test("What ranges.csv says of either counts")
  func ranges() throws {
    let row = MadeRow(["F"], nil, of: 1000)
    func release(_ least: Double, _ greatest: Double) -> PublishedRelease {
      madeRelease(
        ["sex"], [row],
        ranges: [
          (
            row,
            FigureRange(numerator: .init(least, greatest), denominator: .init(1000, 1000), estimate: .open)
          )
        ])
    }
    #expect(try found(release(1, 20), release(15, 40)).isEmpty)
    #expect(try found(release(1, 20), release(16, 40)) == ["users of opioid: 16-20"])
    #expect(try found(release(1, 11), release(1, 40)).isEmpty)
    #expect(try found(release(1, 10), release(1, 40)).isEmpty, "the old one gives it away alone")
  }

  @Test("A quantity of which figures differ is none of both, and that is said")
  func otherDefinition() throws {
    let (old, new) = (bySex(100, 60, nil, nil), bySex(101, nil, 25, nil))
    let together = try KnownTogether(old: old, new: new, basis: Self.same, minCell: 11)
    #expect(together.findings.isEmpty)
    #expect(together.notes.count == 1 && together.notes[0].contains("users of opioid"))
  }

  @Test("With another code list, figures of drugs can be others")
  func otherDrugs() throws {
    let (old, new) = (bySex(100, 60, nil, nil), bySex(100, nil, 25, nil))
    #expect(try found(old, new, .sameData(sameDrugs: false)).isEmpty)
  }

  @Test("Where no counts fit both, nothing is concluded, and that is said")
  func contradiction() throws {
    let (old, new) = (bySex(100, 60, nil, nil), bySex(100, nil, 45, nil))
    let together = try KnownTogether(old: old, new: new, basis: Self.same, minCell: 11)
    #expect(together.findings.isEmpty)
    #expect(together.notes.contains { $0.contains("no counts fit both releases") })
  }

  // MARK: Other data

  @Test("A count that one shows and a range of the other", arguments: [(22, true), (23, false)])
  func differenceOfARange(shown: Int, isGivenAway: Bool) throws {
    let row = MadeRow(["F"], nil, of: 1000)
    let old = madeRelease(
      ["sex"], [row],
      ranges: [
        (row, FigureRange(numerator: .init(12, 20), denominator: .init(1000, 1000), estimate: .open))
      ])
    let new = madeRelease(["sex"], [MadeRow(["F"], shown, of: 1000)])
    let expected = ["users of opioid, new less old: \(shown - 20)-\(shown - 12)"]
    #expect(try found(old, new, .otherData) == (isGivenAway ? expected : []))
  }

  @Test(
    "What is left of the change of a group", arguments: [(1, true), (10, true), (11, false), (-10, true)])
  func rests(rest: Int, isGivenAway: Bool) throws {
    let (old, new) = (bySex(1000, 600, nil, nil), bySex(1100 + rest, 700, nil, nil))
    let expected = ["users of opioid, new less old, of sex M and sex X together: \(rest)-\(rest)"]
    #expect(try found(old, new, .otherData) == (isGivenAway ? expected : []))
    // The whole change is that of these two: it is a small difference that is seen without sums.
    #expect(try found(old, bySex(1000 + rest, 600, nil, nil), .otherData).isEmpty)
  }

  @Test("The change of a group that both imply and neither publishes", arguments: [(10, true), (11, false)])
  func impliedDifference(more: Int, isGivenAway: Bool) throws {
    func release(_ variable: String, _ young: Int) -> PublishedRelease {
      madeRelease(
        ["age", variable],
        [
          MadeRow(["all", "all"], 130 + young, of: 4000), MadeRow(["0-17", "a"], young - 20, of: 1000),
          MadeRow(["0-17", "b"], 20, of: 1000), MadeRow(["18+", "a"], 70, of: 1000),
          MadeRow(["18+", "b"], 60, of: 1000),
        ])
    }
    let all = try found(release("sex", 100), release("region", 100 + more), .otherData)
    #expect(
      all == (isGivenAway ? ["users of opioid, new less old, 2021-01-01, age 0-17: \(more)-\(more)"] : []))
  }

  @Test("That the new one has grown bounds what both keep back")
  func grown() throws {
    // M was 12 to 39 and now is 30 at most; X has what is left of the 40.
    let (old, new) = (bySex(100, 60, nil, nil), bySex(105, 60, 41, nil))
    // X is 4 now, and so was 4 at most then: M was 36 or more.
    let all = try found(old, new, .grown)
    #expect(all.contains("users of opioid, in the old release: 36-39"))
    #expect(all.contains("users of opioid, in the old release: 1-4"))
    #expect(all.contains("users of opioid, new less old: 2-5"))
    #expect(try !found(old, new, .otherData).contains { $0.contains("in the old release") })
  }

  @Test("Where a count falls, or its row goes, the new one has not grown", arguments: [59, nil])
  func hasNotGrown(count: Int?) throws {
    let new = madeRelease(
      ["sex"],
      [MadeRow(["all"], 120, of: 3000), MadeRow(["M"], nil, of: 1000), MadeRow(["X"], nil, of: 1000)]
        + (count.map { [MadeRow(["F"], $0, of: 1000)] } ?? []))
    let fault = #expect(throws: RxFault.self) { try found(bySex(100, 60, nil, nil), new, .grown) }
    #expect(fault?.code == .data)
    #expect(
      fault?.message.contains(
        "users of opioid, 2021-01-01, sex F, fell from 60 or more to \(count ?? 0) or less")
        == true)
  }

  @Test("Of a grouping that only one has, nothing fell")
  func otherGroupingsGrow() throws {
    let new = madeRelease(["sex"], [MadeRow(["all"], 120, of: 3000)])
    #expect(try found(bySex(100, 60, nil, nil), new, .grown).isEmpty)
  }
}
