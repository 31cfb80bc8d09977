import RxCounts
import RxDecode
import RxModel

extension MultipleProvidersSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    MultipleProviders(
      self, try builder.drugs(drugs), prescriber: try builder.column(.prescriber),
      pharmacy: try builder.column(.pharmacy), persons: builder.persons, &builder.registry)
  }
}

/// Persons one of whose runs of `window` days holds fills of the interval by so many prescribers and from so many
/// pharmacies. Empty identifiers don't count.
final class MultipleProviders: Measure {
  let figures: [FigureDefinition]
  private let spec: MultipleProvidersSpec
  private let counters: [(drugSet: Int, persons: Int)]
  private let prescriber: Int
  private let pharmacy: Int

  /// `prescriber` and `pharmacy` are places of a fill's kept columns.
  init(
    _ spec: MultipleProvidersSpec, _ drugs: [MeasuredDrug], prescriber: Int, pharmacy: Int, persons: String,
    _ registry: inout CounterRegistry
  ) {
    self.spec = spec
    self.prescriber = prescriber
    self.pharmacy = pharmacy
    counters = drugs.map { drug in
      let users = ExposureQuantity.users.of(drug.key)
      let quantity = ProvidersQuantity(
        prescribers: spec.prescribers, pharmacies: spec.pharmacies, windowDays: spec.windowDays)
      let persons = CounterMeaning(quantity, of: [drug.key])
      registry.relate(
        ExposureQuantity.fills.of(drug.key),
        atLeast: [(users, .init(1)), (persons, .init(Double(spec.leastFills - 1)))])
      return (drug.drugSet, registry.persons(persons, within: [users]))
    }
    figures = zip(drugs, counters).map { drug, counter in
      FigureDefinition(
        measure: "multiple_providers",
        definition: "\(spec.prescribers)x\(spec.pharmacies)/\(spec.windowDays)d", drug: drug.name,
        numerator: counter.persons, denominator: .persons, denominatorUnit: persons,
        estimate: .per100000Persons,
        limits: .wilson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (drugSet, persons) in counters {
      // So many providers need so many fills.
      guard person.fillRange(drugSet).count >= max(spec.prescribers, spec.pharmacies) else { continue }
      for interval in person.intervals where person.fillCount(drugSet, in: interval) >= spec.leastFills {
        if isMet(person, drugSet, in: person.plan.index.intervals[interval]) {
          cells.add(1, to: persons, in: interval)
        }
      }
    }
  }

  private func isMet(_ person: borrowing PersonHistory, _ drugSet: Int, in span: DaySpan) -> Bool {
    var prescribers = WindowCounts()
    var pharmacies = WindowCounts()
    let fills = person.fillRange(drugSet).filter { place in
      let day = person.fills[place].day
      return span.contains(day) && person.isObserved(day)
    }
    var oldest = 0
    for place in fills {
      let fill = person.fills[place]
      prescribers.add(person.value(prescriber, of: fill))
      pharmacies.add(person.value(pharmacy, of: fill))
      while fill.day - person.fills[fills[oldest]].day >= spec.windowDays {
        prescribers.remove(person.value(prescriber, of: person.fills[fills[oldest]]))
        pharmacies.remove(person.value(pharmacy, of: person.fills[fills[oldest]]))
        oldest += 1
      }
      if prescribers.distinct >= spec.prescribers, pharmacies.distinct >= spec.pharmacies { return true }
    }
    return false
  }
}

extension MultipleProvidersSpec {
  /// The fewest fills with which it can be met.
  var leastFills: Int { max(prescribers, pharmacies) }
}

/// The number of different numbers in a moving window; 0 is none.
private struct WindowCounts {
  private var counts: [UInt32: Int] = [:]

  var distinct: Int { counts.count }

  mutating func add(_ number: UInt32) {
    if number > 0 { counts[number, default: 0] += 1 }
  }

  mutating func remove(_ number: UInt32) {
    guard let count = counts[number] else { return }
    counts[number] = count > 1 ? count - 1 : nil
  }
}

/// Persons with fills of a drug class by so many prescribers and from so many pharmacies in a window.
struct ProvidersQuantity: Quantity {
  let prescribers: Int
  let pharmacies: Int
  let windowDays: Int

  func text(of drugs: [Int]) -> String { "providers:\(drugs[0]):\(prescribers)x\(pharmacies)/\(windowDays)" }

  var isCompared: Bool { true }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard let wider = other as? ProvidersQuantity else { return nil }
    return prescribers >= wider.prescribers && pharmacies >= wider.pharmacies
      && windowDays <= wider.windowDays ? .always : nil
  }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    drugs.map { (ExposureQuantity.users.of($0), .always) }
  }
}
