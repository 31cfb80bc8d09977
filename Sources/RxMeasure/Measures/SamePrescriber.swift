import RxCounts
import RxDecode
import RxModel

extension SamePrescriberSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    SamePrescriber(
      try builder.pairs(pairs), prescriber: try builder.column(.prescriber), &builder.registry)
  }
}

/// Of the overlap days on which every covering fill of both drugs names a prescriber, those on which all name the same.
/// Supply as dispensed.
final class SamePrescriber: Measure {
  let figures: [FigureDefinition]
  private let pairs: [Pair]
  private struct Pair: Sendable {
    let first: Int
    let second: Int
    let same: Int
    let days: Int
    /// Persons with such days, where they are asked for.
    let personsOfSame: Int?
    let persons: Int?
  }
  private let prescriber: Int

  /// `prescriber` is a place of a fill's kept columns.
  init(
    _ drugs: [(first: MeasuredDrug, second: MeasuredDrug)], prescriber: Int, _ registry: inout CounterRegistry
  ) {
    self.prescriber = prescriber
    pairs = drugs.map { drugs in
      let keys = [drugs.first.key, drugs.second.key]
      let named = NamedOverlapQuantity.days.of(keys)
      let persons = registry.contributors(NamedOverlapQuantity.persons.of(keys))
      let same = registry.contributors(
        NamedOverlapQuantity.personsWithOne.of(keys), within: [NamedOverlapQuantity.persons.of(keys)])
      return Pair(
        first: drugs.first.drugSet, second: drugs.second.drugSet,
        same: registry.days(NamedOverlapQuantity.daysOfOne.of(keys), of: same, atMost: [named]),
        days: registry.days(
          named, of: persons,
          atMost: [CohortQuantity.observedDays.meaning, OverlapQuantity.days.of(keys)]),
        personsOfSame: same, persons: persons)
    }
    figures = zip(drugs, pairs).map { drugs, pair in
      FigureDefinition(
        measure: "same_prescriber", drug: "\(drugs.first.name)+\(drugs.second.name)", numerator: pair.same,
        denominator: .count(pair.days), denominatorUnit: "overlap_days", estimate: .percent, limits: .none)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for pair in pairs {
      guard !person.fillRange(pair.first).isEmpty, !person.fillRange(pair.second).isEmpty else { continue }
      var (last, lastSame) = (-1, -1)
      for (span, isSame) in namedOverlap(person, pair.first, pair.second) {
        for run in person.observed {
          guard let part = run.intersection(span) else { continue }
          person.plan.index.forEachPart(of: part) { interval, part in
            cells.add(part.days, to: pair.days, in: interval)
            if let persons = pair.persons, interval > last { cells.add(1, to: persons, in: interval) }
            last = interval
            guard isSame else { return }
            cells.add(part.days, to: pair.same, in: interval)
            if let persons = pair.personsOfSame, interval > lastSame {
              cells.add(1, to: persons, in: interval)
            }
            lastSame = interval
          }
        }
      }
    }
  }

  /// The spans in which both drugs are covered by fills that all name a prescriber, and whether it is the same.
  private func namedOverlap(
    _ person: borrowing PersonHistory, _ first: Int, _ second: Int
  ) -> [(span: DaySpan, isSame: Bool)] {
    struct Cover {
      var supply: DaySpan
      var prescriber: UInt32
      var isOfFirst: Bool
    }
    var covers: [Cover] = []
    for (drugSet, isOfFirst) in [(first, true), (second, false)] {
      for place in person.fillRange(drugSet) {
        let fill = person.fills[place]
        covers.append(
          Cover(supply: fill.supply, prescriber: person.value(prescriber, of: fill), isOfFirst: isOfFirst))
      }
    }
    covers.sort { $0.supply.start < $1.supply.start }
    let edges = Set(covers.map(\.supply.start) + covers.map { $0.supply.end + 1 }).sorted()
    var result: [(span: DaySpan, isSame: Bool)] = []
    var active: [Cover] = []
    var next = 0
    for (edge, end) in zip(edges, edges.dropFirst()) {
      active.removeAll { $0.supply.end < edge }
      while next < covers.count, covers[next].supply.start == edge {
        active.append(covers[next])
        next += 1
      }
      guard active.contains(where: \.isOfFirst), active.contains(where: { !$0.isOfFirst }),
        active.allSatisfy({ $0.prescriber > 0 })
      else { continue }
      result.append((DaySpan(edge, end - 1), active.allSatisfy { $0.prescriber == active[0].prescriber }))
    }
    return result
  }
}

/// Quantities of the overlap of two drug classes on days on which every covering fill names its prescriber.
enum NamedOverlapQuantity: Quantity {
  /// These days, and the persons who have any.
  case days
  case persons
  /// Those of the days on which all name the same prescriber, and the persons who have any.
  case daysOfOne
  case personsWithOne

  /// This quantity of the classes with `keys`, in either order.
  func of(_ keys: [Int]) -> CounterMeaning { CounterMeaning(self, of: keys) }

  var isSymmetric: Bool { true }

  func text(of drugs: [Int]) -> String {
    let name =
      switch self {
      case .days: "named_overlap_days"
      case .persons: "named_overlap"
      case .daysOfOne: "same_prescriber_days"
      case .personsWithOne: "same_prescriber"
      }
    return "\(name):" + drugs.map { "\($0)" }.joined(separator: "+")
  }
}
