import RxCounts
import RxModel

extension DDDSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    DefinedDailyDoses(try builder.dosed(drugs, .ddd), &builder.registry)
  }
}

/// WHO's defined daily doses of the interval's fills, over observed days.
final class DefinedDailyDoses: Measure {
  let figures: [FigureDefinition]
  private let counters: [(book: Int, amount: AmountCounters, persons: Int?)]

  init(_ drugs: [(drug: MeasuredDrug, book: Int)], _ registry: inout CounterRegistry) {
    counters = drugs.map { drug, book in
      let persons = registry.contributors(
        DefinedDoseQuantity.users.of(drug.key), within: [ExposureQuantity.users.of(drug.key)])
      return (book, registry.decimals(DefinedDoseQuantity.amount.of(drug.key), of: persons), persons)
    }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
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

/// Quantities of the defined daily doses of a drug class.
enum DefinedDoseQuantity: Quantity {
  /// DDDs of the fills of known dose.
  case amount
  /// Persons with such a fill.
  case users

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String { "\(self == .amount ? "ddd" : "ddd_users"):\(drugs[0])" }
  var fillEvidence: FillEvidence? { .byFill }
}
