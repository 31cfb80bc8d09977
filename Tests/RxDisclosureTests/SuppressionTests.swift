import RxCounts
import RxModel
import RxRelease
import TestSupport
import Testing

@testable import RxDisclosure

@Suite struct SuppressionTests {
  private func protected(_ table: CountTable) throws -> (ProtectedTable, DisclosureSummary) {
    var summary = DisclosureSummary(DisclosurePolicy(.cms11))
    let table = try Suppression.protected(table, DisclosurePolicy(.cms11), &summary, threads: 1)
    return (table, summary)
  }

  @Test(arguments: 1...60) func nothingCanBeWorkedOut(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let (rows, columns) = (2, 3)
    let small = (0..<rows).map { _ in
      (0..<columns).map { _ in Bool.random(using: &random) ? Int.random(in: 0...12, using: &random) : 20 }
    }
    let persons = small.map { $0.map { $0 + 30 } }
    let (table, summary) = try protected(
      TableMaker(rows: rows, columns: columns).table(persons: persons, users: small))
    let inner = table.counts.strata.indices.filter { table.counts.strata[$0].variables.count == 2 }
    // More unknowns than these take too many tables to try.
    guard inner.count(where: { table[$0, 0].isHidden(2) }) <= 4 else { return }
    let ranges = UsersAttack(table, rows: rows, columns: columns, most: 30).ranges
    for stratum in table.counts.strata.indices {
      let count = table[stratum, 0].count(2)
      let isHidden = table[stratum, 0].isHidden(2)
      #expect(!table[stratum, 0].isHidden(0), "persons are many")
      if (1...10).contains(count) {
        #expect(isHidden, "seed \(seed): \(table.counts.strata[stratum].levels) is \(count)")
      }
      if count == 0 { #expect(!isHidden) }
      guard isHidden, let range = ranges[table.counts.strata[stratum].levels] else { continue }
      #expect(range.contains(count), "seed \(seed)")
      #expect(
        range.upperBound - range.lowerBound >= 5,
        "seed \(seed): \(table.counts.strata[stratum].levels) is in \(range)")
      if count <= 10 {
        #expect(range.upperBound >= 10, "seed \(seed): \(table.counts.strata[stratum].levels) is in \(range)")
      }
    }
    #expect(
      summary.suppressed
        >= table.counts.strata.indices.count { (1...10).contains(table[$0, 0].count(2)) })
  }

  /// With one of the figures shown that were kept back for others' sake, something can be worked out.
  @Test func theAuditNoticesWhatIsShownTooMuch() throws {
    var (noticed, tried) = (0, 0)
    for seed in 1...40 {
      var random = SplitMix64(seed: UInt64(seed))
      let users = (0..<3).map { _ in (0..<4).map { _ in Int.random(in: 0...40, using: &random) } }
      let persons = users.map { $0.map { $0 + Int.random(in: 20...60, using: &random) } }
      let table = TableMaker(rows: 3, columns: 4).table(persons: persons, users: users)
      let system = try SystemBuilder(table, published: table.strata.count, interval: 0, minCell: 11).system
      let pattern = SuppressionPattern(system).isSuppressed
      #expect(try Audit(system, isSuppressed: pattern).tooNarrow.isEmpty, "seed \(seed)")
      for place in pattern.indices where pattern[place] && !system.unknowns[place].isSensitive {
        var shown = pattern
        shown[place] = false
        tried += 1
        if !(try Audit(system, isSuppressed: shown).tooNarrow.isEmpty) { noticed += 1 }
      }
    }
    #expect(tried > 100 && noticed * 100 >= tried * 90, "\(noticed) of \(tried)")
  }

  @Test func primarySuppressionAloneIsNotEnough() throws {
    let table = TableMaker(rows: 2, columns: 2).table(
      persons: [[100, 100], [100, 100]], users: [[3, 20], [30, 40]])
    let system = try SystemBuilder(table, published: table.strata.count, interval: 0, minCell: 11).system
    let primary = system.unknowns.map { $0.isShown && $0.isSensitive }
    let audit = try Audit(system, isSuppressed: primary)
    #expect(primary.count(where: \.self) == 1)
    #expect(audit.tooNarrow.count == 1 && audit.tooNarrow[0].width < 1e-6)
  }

  @Test func theDenominatorLessTheNumerator() throws {
    // 95 of 98: the 3 who are none would be known.
    let table = TableMaker(rows: 2, columns: 2).table(
      persons: [[98, 100], [100, 100]], users: [[95, 20], [30, 40]])
    let (protected, _) = try protected(table)
    let stratum = try #require(table.strata.firstIndex { $0.levels == ["r0", "c0"] })
    let (hidesUsers, hidesPersons) = (
      protected[stratum, 0].isHidden(2),
      protected[stratum, 0].isHidden(0)
    )
    #expect(hidesUsers && !hidesPersons)
  }

  @Test func everyoneIsFew() throws {
    let table = TableMaker(rows: 1, columns: 1).table(persons: [[5]], users: [[0]])
    let (protected, _) = try protected(table)
    #expect(protected[0, 0].isHidden(0))
  }

  @Test func nothingIsSmall() throws {
    let table = TableMaker(rows: 2, columns: 2).table(
      persons: [[100, 90], [80, 70]], users: [[0, 20], [30, 40]])
    let (protected, summary) = try protected(table)
    #expect(summary.suppressed == 0 && summary.audited == 0 && summary.narrowest == nil)
    #expect(protected.protection?.hidden.contains(true) == false)
  }

  @Test func theTotalIsKeptAsLongAsPossible() throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<20 {
      let users = (0..<3).map { _ in (0..<4).map { _ in Int.random(in: 0...60, using: &random) } }
      let persons = users.map { $0.map { $0 + 100 } }
      let (table, _) = try protected(TableMaker(rows: 3, columns: 4).table(persons: persons, users: users))
      #expect(!table[0, 0].isHidden(2))
    }
  }

  /// A table of users and of people with supply, the same in each of two groups.
  private func withSupply(_ groups: [(persons: Int, users: Int)]) -> CountTable {
    var table = TableMaker(rows: groups.count, columns: 1).table(
      persons: groups.map { [$0.persons] }, users: groups.map { [$0.users] })
    table.counters[2] = Counter(CounterMeaning(TestQuantity.users, of: [0]), .persons)
    table.counters.append(Counter(CounterMeaning(TestQuantity.exposed, of: [0]), .persons))
    table.counts = stride(from: 0, to: table.counts.count, by: 3).flatMap { first in
      let counts = table.counts[first..<first + 3]
      return counts + [counts[first + 2]]
    }
    table.counterCount = 4
    table.relations += [.subset(3, of: 0), .subset(2, of: 3)]
    table.figures.append(
      FigureDefinition(
        measure: "overlap", drug: "x", numerator: 3, denominator: .persons, denominatorUnit: "persons",
        estimate: .percent, limits: .wilson))
    return table
  }

  /// 22 users, 2 of them in the second group, where everyone is kept back, as are people with supply of both groups
  /// together: they are 22 too, if nobody has fills outside observation, and 2 in the second group.
  @Test(arguments: [(nil, false), (0, true), (7, false), (40, false)])
  func peopleWithSupplyAreUsersOrOutsideObservation(outside: Int?, isTooNarrow: Bool) throws {
    let table = withSupply([(158, 20), (40, 2)])
    var builder = try SystemBuilder(table, published: table.strata.count, interval: 0, minCell: 11)
    if let outside { builder.limitSupplied(outside) }
    let exposed = CounterMeaning(TestQuantity.exposed, of: [0]).text
    let isSuppressed = builder.system.unknowns.map { unknown in
      unknown.value == 2 || unknown.value == 22 && unknown.quantity == exposed
        || unknown.value == 20 && unknown.quantity != exposed
    }
    #expect(try Audit(builder.system, isSuppressed: isSuppressed).tooNarrow.isEmpty == !isTooNarrow)
  }

  /// Persons and users of two groups, and how many users of both must be possible.
  struct RoomCase: Sendable {
    let groups: [(persons: Int, users: Int)]
    let upperEnd: Double

    init(_ persons: Int, _ users: Int, _ otherPersons: Int, _ otherUsers: Int, _ upperEnd: Double) {
      groups = [(persons, users), (otherPersons, otherUsers)]
      self.upperEnd = upperEnd
    }
  }

  /// What is known of few users leaves room for a person with supply in each group in the other interval, but no more than
  /// a quarter of the persons in groups that have users.
  @Test(arguments: [
    RoomCase(13, 2, 27, 1, 10), .init(20, 2, 27, 1, 11), .init(40, 2, 27, 1, 12), .init(30, 3, 5000, 0, 10),
  ])
  func fewUsersLeaveRoomForOtherIntervals(room: RoomCase) throws {
    var table = withSupply(room.groups)
    table.intervals.append(DaySpan(Day(365), Day(729)))
    table.counts = stride(from: 0, to: table.counts.count, by: 4).flatMap { first in
      table.counts[first..<first + 4] + table.counts[first..<first + 4]
    }
    var builder = try SystemBuilder(table, published: table.strata.count, interval: 0, minCell: 11)
    let everyone = try #require(builder.system.unknowns.firstIndex { $0.stratum == 0 && $0.value == 3 })
    #expect(builder.system.leastUpperEnd(everyone) == 10)
    builder.limitSupplied(0)
    #expect(builder.system.leastUpperEnd(everyone) == room.upperEnd)
    let pattern = SuppressionPattern(builder.system).isSuppressed
    #expect(try Audit(builder.system, isSuppressed: pattern).tooNarrow.isEmpty)
  }

  /// 20 users have 600 days. Where none of a group can have more than 19 of them, five persons' worth is 95 days, not 150.
  @Test(arguments: [(1, 30.0), (0, 19)]) func nobodyCanHaveMore(long: Int, mostPerPerson: Double) throws {
    var table = TableMaker(rows: 2, columns: 1).table(persons: [[100], [100]], users: [[10], [10]])
    table.counters.append(Counter(TestQuantity.fills.meaning, .amount(ofPersons: 2)))
    table.counters.append(Counter(TestQuantity.overlap.meaning, .persons))
    table.counterCount = 5
    let (one, other) = ([100, 36_500, 10, 410, 5], [100, 36_500, 10, 190, long])
    let all = zip(one, other).map { $0 + $1 }
    table.counts = [all, one, other, all, one, other].joined().map(Int64.init)
    table.relations.append(
      CountRelation([.init(2, .init(19)), .init(4, .init(-19, perDay: 1)), .init(3, .init(-1))]))
    table.figures += [3, 4].map {
      FigureDefinition(
        measure: "fill_rate", drug: "x", numerator: $0, denominator: .persons, denominatorUnit: "persons",
        estimate: .percent, limits: .none)
    }
    let system = try SystemBuilder(table, published: table.strata.count, interval: 0, minCell: 11).system
    let days = try #require(system.unknowns.firstIndex { $0.value == 190 })
    #expect(system.leastWidth(days) == 5 * mostPerPerson)
  }

  @Test func threadsMakeNoDifference() throws {
    let one = TableMaker(rows: 2, columns: 3).table(
      persons: [[50, 60, 70], [40, 30, 20]], users: [[1, 2, 30], [4, 25, 6]])
    let (alone, together) = (try one.protected(.cms11), try one.protected(.cms11, threads: 3))
    #expect(alone.protection == together.protection)
  }

  @Test func twoCountsOfOneThingMustAgree() throws {
    var table = TableMaker(rows: 1, columns: 2).table(persons: [[50, 60]], users: [[20, 30]])
    table.counters[2] = Counter(TestQuantity.persons.meaning, .persons)
    #expect(throws: RxFault.self) { try table.protected(.cms11) }
  }
}
