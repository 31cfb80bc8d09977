import RxModel

/// Long eras by the dose at their end over that at their start, and those that stop after it.
///
/// An era of `min_days` or more whose fills all have a known dose counts in the interval that holds its last covered
/// day, if that day is observed. Amounts are of supply as dispensed, of the fills dated in the era; the last `window`
/// days over the first: 1.5 and more escalated, 0.8 and less reduced.
final class DoseChange: Measure {
  private struct Counters: Sendable {
    let book: Int
    let group: Int
    let eras: Int
    let escalated: Int
    let reduced: Int
    let steady: Int
    let followed: Int
    let stopped: Int
  }

  let lines: [ResultLine]
  private let spec: DoseChangeSpec
  private let counters: [Counters]

  init(_ spec: DoseChangeSpec, _ drugs: [(drug: MeasuredDrug, book: Int)], _ layout: inout CounterLayout) {
    self.spec = spec
    counters = drugs.map { drug, book in
      Counters(
        book: book, group: drug.group, eras: layout.add(), escalated: layout.add(), reduced: layout.add(),
        steady: layout.add(), followed: layout.add(), stopped: layout.add())
    }
    lines = zip(drugs, counters).flatMap { drug, counters in
      let kinds: [(String, Int, Int, String)] = [
        ("escalated", counters.escalated, counters.eras, "long_eras"),
        ("reduced", counters.reduced, counters.eras, "long_eras"),
        ("steady", counters.steady, counters.eras, "long_eras"),
        ("stopped", counters.stopped, counters.followed, "long_eras_followed"),
      ]
      return kinds.map { definition, numerator, denominator, unit in
        ResultLine(
          measure: "dose_change", definition: definition, drug: drug.drug.name, numerator: numerator,
          denominator: .count(denominator), denominatorUnit: unit, estimate: .percent, limits: .wilson)
      }
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters {
      person.forEachEra(of: drug.group, gapDays: spec.gapDays) { era in
        guard era.days >= spec.minDays, person.isObserved(era.end),
          let interval = person.plan.index.interval(of: era.end)
        else { return }
        count(era, drug, person, interval, &cells)
      }
    }
  }

  private func count(
    _ era: DaySpan, _ drug: Counters, _ person: borrowing PersonHistory, _ interval: Int,
    _ cells: inout CellCounter
  ) {
    let book = person.plan.books[drug.book]
    var fills: [DosedFill] = []
    for place in person.dosedRange(drug.book) where era.contains(person.dosed[place].supply.start) {
      fills.append(person.dosed[place])
    }
    var all = 0
    for place in person.fillRange(drug.group) where era.contains(person.fills[place].day) { all += 1 }
    let first = EraWindow(fills, DaySpan(era.start, era.start + (spec.windowDays - 1)), book)
    let last = EraWindow(fills, DaySpan(era.end - (spec.windowDays - 1), era.end), book)
    guard fills.count == all, first.amount > 0 else { return }
    cells.add(1, to: drug.eras, in: interval)
    if last.isAtLeast(3, over: 2, of: first) {
      cells.add(1, to: drug.escalated, in: interval)
    } else if first.isAtLeast(5, over: 4, of: last) {
      cells.add(1, to: drug.reduced, in: interval)
    } else {
      cells.add(1, to: drug.steady, in: interval)
    }
    let after = DaySpan(era.end + 1, era.end + spec.windowDays)
    guard person.isObservedThroughout(after) else { return }
    cells.add(1, to: drug.followed, in: interval)
    for place in person.fillRange(drug.group) where after.contains(person.fills[place].day) { return }
    cells.add(1, to: drug.stopped, in: interval)
  }
}

/// What an era's fills amount to on the days of a window.
private struct EraWindow {
  private let fills: [(fill: DosedFill, days: Int)]
  private let book: DoseBook
  /// The amount, as a double.
  let amount: Double

  init(_ fills: [DosedFill], _ window: DaySpan, _ book: DoseBook) {
    self.book = book
    self.fills = fills.compactMap { fill in fill.supply.intersection(window).map { (fill, $0.days) } }
    amount = self.fills.reduce(0) { $0 + $1.fill.dosePerDay * Double($1.days) }
  }

  /// Whether the amount is `multiple`/`divisor` of the other or more.
  func isAtLeast(_ multiple: Int, over divisor: Int, of other: EraWindow) -> Bool {
    DoseComparison.isAtLeast(amount * Double(divisor), other.amount * Double(multiple))
      ?? (exact * Fraction(divisor) >= other.exact * Fraction(multiple))
  }

  private var exact: Fraction {
    fills.reduce(Fraction(0)) { sum, item in
      let (fill, days) = item
      let dose = book.exactDose(
        drug: Int(fill.drug), quantity: Int(fill.quantity), strength: Int(fill.strength))
      return sum + dose * Fraction(days) / Fraction(fill.supply.days)
    }
  }
}
