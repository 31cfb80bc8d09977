import RxCounts
import RxModel

/// A table of counts with what disclosure control keeps back of them. It is secret still: only figures made from it are
/// shown. A class, so that a view is one reference and two numbers.
final class ProtectedTable: Sendable {
  /// The counts, rounded where the policy says so. What is kept back has its true count, which says that it has a row.
  let counts: CountTable
  /// The marks of disclosure control; nil where there is none.
  let protection: Protection?

  /// `counts` under `protection`.
  init(_ counts: CountTable, _ protection: Protection?) {
    self.counts = counts
    self.protection = protection
  }

  /// True where counts are rounded.
  var isRounded: Bool { protection.map { $0.policy.roundTo > 1 } ?? false }

  /// A group, by its number, in an interval.
  subscript(_ stratum: Int, _ interval: Int) -> StratumView {
    StratumView(table: self, stratum: stratum, interval: interval)
  }
}

/// A group of people in an interval of a protected table.
struct StratumView: Sendable {
  let table: ProtectedTable
  /// The group's number; 0 is everyone.
  let stratum: Int
  let interval: Int

  /// Everyone in the same interval.
  var everyone: StratumView { table[0, interval] }
  var isEveryone: Bool { stratum == 0 }
  var period: DaySpan { table.counts.intervals[interval] }
  var levels: [String] { table.counts.strata[stratum].levels }

  /// The place of a counter's count in tables by stratum, interval and counter.
  func place(_ counter: Int) -> Int {
    table.counts.place(stratum: stratum, interval: interval, counter: counter)
  }

  /// The count of a counter.
  func count(_ counter: Int) -> Int { Int(table.counts.counts[place(counter)]) }

  /// The amount that two counters hold.
  func amount(_ counters: AmountCounters) -> Double {
    table.counts.amount(counters, stratum: stratum, interval: interval)
  }

  /// A counter of days in years.
  func years(_ counter: Int) -> Double {
    let place = place(counter)
    if let protection = table.protection, !protection.years.isEmpty, !protection.hidden[place] {
      return protection.years[place]
    }
    return Double(table.counts.counts[place]) / daysPerYear
  }

  /// The persons of the interval.
  var persons: Int { count(CountTable.persons) }

  /// The residents of the interval; nil where the persons seen count.
  var residents: Residents? { table.counts.residents(stratum: stratum, interval: interval) }

  /// The persons behind a counter's count.
  func persons(behind counter: Int) -> Int { table.counts.persons(behind: counter).map(count) ?? 0 }

  /// True if a counter's count is kept back.
  func isHidden(_ counter: Int) -> Bool { table.protection?.hidden[place(counter)] ?? false }

  /// True where the residents are kept back.
  var hidesResidents: Bool {
    table.protection?.hiddenResidents[stratum * table.counts.intervals.count + interval] ?? false
  }
}
