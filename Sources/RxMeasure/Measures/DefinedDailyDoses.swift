import RxCounts
import RxModel

/// WHO's defined daily doses of the interval's fills, over observed days.
final class DefinedDailyDoses: Measure {
  let lines: [ResultLine]
  private let counters: [(book: Int, amount: AmountCounters, persons: Int?)]

  init(_ drugs: [(drug: MeasuredDrug, book: Int)], _ layout: inout CounterLayout) {
    counters = drugs.map { drug, book in
      let persons = layout.contributors("ddd_users:\(drug.key)", within: ["users:\(drug.key)"])
      return (book, layout.decimals("ddd:\(drug.key)", of: persons), persons)
    }
    lines = zip(drugs, counters).map { drug, counter in
      ResultLine(
        measure: "ddd", drug: drug.drug.name, numerator: .amount(counter.amount), denominator: .personDays,
        denominatorUnit: "person_days", estimate: .per1000PersonsPerDay, limits: .none)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (book, amount, persons) in counters {
      var last = -1
      for place in person.dosedRange(book) where person.dosed[place].interval >= 0 {
        let fill = person.dosed[place]
        let interval = Int(fill.interval)
        cells.add(amount: fill.dose, to: amount, in: interval)
        if let persons, interval > last { cells.add(1, to: persons, in: interval) }
        last = interval
      }
    }
  }
}
