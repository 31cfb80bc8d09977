import RxModel

/// WHO's defined daily doses of the interval's fills, over observed days.
final class DefinedDailyDoses: Measure {
  let lines: [ResultLine]
  private let counters: [(book: Int, amount: AmountCounters)]

  init(_ drugs: [(drug: MeasuredDrug, book: Int)], _ layout: inout CounterLayout) {
    counters = drugs.map { ($0.book, layout.addAmount()) }
    lines = zip(drugs, counters).map { drug, counter in
      ResultLine(
        measure: "ddd", drug: drug.drug.name, numerator: .amount(counter.amount), denominator: .personDays,
        denominatorUnit: "person_days", estimate: .per1000PersonsPerDay, limits: .none)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (book, amount) in counters {
      for place in person.dosedRange(book) where person.dosed[place].interval >= 0 {
        let fill = person.dosed[place]
        cells.add(amount: fill.dose, to: amount, in: Int(fill.interval))
      }
    }
  }
}
