import RxCounts
import RxModel

extension CnsPolypharmacySpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    CnsPolypharmacy(
      self, classes: try builder.drug(classes.map(\.name), text: text), &builder.registry)
  }
}

/// Persons from an age on with `days` or more observed days of the interval on each of which so many different
/// ingredients are covered, supply as dispensed.
final class CnsPolypharmacy: Measure {
  let figures: [FigureDefinition]
  /// Those without a fill are in the denominator.
  let countsEveryone = true
  private let spec: CnsPolypharmacySpec
  private let drugSet: Int
  private let persons: Int
  private let older: Int

  /// `classes` is the drug set of all classes together, whose chains are their ingredients.
  init(_ spec: CnsPolypharmacySpec, classes: MeasuredDrug, _ registry: inout CounterRegistry) {
    self.spec = spec
    drugSet = classes.drugSet
    let personsFrom = CohortQuantity.personsFrom(age: spec.ageFrom).meaning
    older = registry.persons(personsFrom, within: [CohortQuantity.personsFrom(age: 0).meaning])
    persons = registry.persons(
      CounterMeaning(PolypharmacyQuantity(atLeast: spec.atLeast, days: spec.days), of: [classes.key]),
      within: [personsFrom])
    figures = [
      FigureDefinition(
        measure: "cns_polypharmacy", definition: "\(spec.atLeast)/\(spec.days)d", drug: spec.text,
        numerator: persons,
        denominator: .count(older), denominatorUnit: "persons_from_\(spec.ageFrom)", estimate: .percent,
        limits: .wilson)
    ]
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    guard let birthday = person.birthday(spec.ageFrom), let last = person.observed.last?.end, last >= birthday
    else {
      return
    }
    var isAnyOlder = false
    for interval in cells.entered
    where cells.isPerson(of: interval) && cells.firstDay(of: interval) >= birthday {
      cells.add(1, to: older, in: interval)
      isAnyOlder = true
    }
    guard isAnyOlder, !person.fillRange(drugSet).isEmpty else { return }
    for span in spansOfMany(person) {
      for run in person.observed { if let part = run.intersection(span) { person.addDays(of: part) } }
    }
    for interval in person.intervals {
      let isOlder = cells.isPerson(of: interval) && cells.firstDay(of: interval) >= birthday
      if isOlder, person.totals[interval] >= spec.days { cells.add(1, to: persons, in: interval) }
      person.totals[interval] = 0
    }
  }

  /// The days that so many ingredients cover.
  private func spansOfMany(_ person: borrowing PersonHistory) -> [DaySpan] {
    var supplies: [(chain: Int, span: DaySpan)] = []
    for place in person.fillRange(drugSet) {
      let fill = person.fills[place]
      for chain in person.plan.chains(of: Int(fill.drug), in: drugSet) {
        supplies.append((chain, fill.supply))
      }
    }
    supplies.sort { ($0.chain, $0.span.start.number) < ($1.chain, $1.span.start.number) }
    // Each ingredient's union, as days on which it begins and days after its end.
    var changes: [(day: Day, change: Int)] = []
    var first = 0
    while first < supplies.count {
      let end = supplies[first...].firstIndex { $0.chain != supplies[first].chain } ?? supplies.count
      var spans = supplies[first..<end].map(\.span)
      for span in spans[..<union(&spans, spans.indices)] {
        changes.append((span.start, 1))
        changes.append((span.end + 1, -1))
      }
      first = end
    }
    changes.sort { $0.day < $1.day }
    var result: [DaySpan] = []
    var (count, place) = (0, 0)
    while place < changes.count {
      let day = changes[place].day
      while place < changes.count, changes[place].day == day {
        count += changes[place].change
        place += 1
      }
      if count >= spec.atLeast, place < changes.count { result.append(DaySpan(day, changes[place].day - 1)) }
    }
    return result
  }
}

/// Persons who are covered by so many ingredients of a set of classes on so many days.
struct PolypharmacyQuantity: Quantity {
  /// Ingredients.
  let atLeast: Int
  let days: Int

  func text(of drugs: [Int]) -> String { "cns:\(drugs[0]):\(atLeast)/\(days)" }

  var isCompared: Bool { true }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard let wider = other as? PolypharmacyQuantity else { return nil }
    return atLeast >= wider.atLeast && days >= wider.days ? .always : nil
  }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    drugs.flatMap { key -> [(meaning: CounterMeaning, condition: CountingCondition)] in
      [
        (LongTermQuantity.persons(.covered(days: days)).of(key), .always),
        (ExposureQuantity.exposed.of(key), .always),
      ]
    }
  }
}
