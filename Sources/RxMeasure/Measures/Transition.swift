import RxCounts
import RxModel

extension TransitionSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Transition(
      self, try builder.drugs(drugs).map { ($0, builder.book($0, .ddd)) },
      mostDaysPerFill: builder.mostDaysPerFill, &builder.registry)
  }
}

/// New users who meet a definition of long-term use in the days from their first new use t0 of an interval on, of those
/// who are observed on all of these days.
final class Transition: Measure {
  /// For each drug a figure a definition.
  let figures: [FigureDefinition]
  private struct Drug: Sendable {
    let drugSet: Int
    /// The book with the DDDs, for the definitions that ask.
    let book: Int?
    let followed: Int
    /// The places of its counters in `meeting`.
    let places: Range<Int>
  }

  private let drugs: [Drug]
  private let meeting: [(definition: LongTermDefinition, counter: Int)]
  private let washoutDays: Int
  private let withinDays: Int

  init(
    _ spec: TransitionSpec, _ measured: [(drug: MeasuredDrug, book: Int?)], mostDaysPerFill: Int,
    _ registry: inout CounterRegistry
  ) {
    (washoutDays, withinDays) = (spec.washoutDays, spec.withinDays)
    var drugs: [Drug] = []
    var meeting: [(definition: LongTermDefinition, counter: Int)] = []
    var figures: [FigureDefinition] = []
    for (drug, book) in measured {
      let new = NewUseQuantity.newUsers(washoutDays: spec.washoutDays).of(drug.key)
      let followed = NewUseQuantity.followed(washoutDays: spec.washoutDays, days: spec.withinDays).of(
        drug.key)
      let counter = registry.persons(followed, within: [new])
      let first = meeting.count
      for definition in spec.definitions {
        let own = TransitionQuantity(definition, spec)
        let wider = spec.definitions.filter { $0 != definition && definition.isWithin($0) }
        let persons = registry.persons(
          own.of(drug.key),
          within: [followed] + wider.map { TransitionQuantity($0, spec).of(drug.key) })
        own.relate(drug.key, mostDaysPerFill, &registry)
        meeting.append((definition, persons))
        figures.append(
          FigureDefinition(
            measure: "transition", definition: spec.text(definition), drug: drug.name, numerator: persons,
            denominator: .count(counter), denominatorUnit: "new_users_followed", estimate: .percent,
            limits: .wilson))
      }
      drugs.append(
        Drug(drugSet: drug.drugSet, book: book, followed: counter, places: first..<meeting.count))
    }
    (self.drugs, self.meeting, self.figures) = (drugs, meeting, figures)
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in drugs {
      person.forEachNewUser(of: drug.drugSet, washoutDays: washoutDays) { person, interval, start in
        let days = DaySpan(start, start + (withinDays - 1))
        guard person.isObservedThroughout(days) else { return }
        cells.add(1, to: drug.followed, in: interval)
        for place in drug.places
        where meets(meeting[place].definition, person, drug, in: days) {
          cells.add(1, to: meeting[place].counter, in: interval)
        }
      }
    }
  }

  /// True if the person, who is observed on all of `days`, meets a definition in them.
  private func meets(
    _ definition: LongTermDefinition, _ person: borrowing PersonHistory, _ drug: Drug, in days: DaySpan
  ) -> Bool {
    switch definition {
    case .supply(let least):
      var supplied = 0
      for place in person.fillRange(drug.drugSet) where days.contains(person.fills[place].day) {
        supplied += Int(person.fills[place].daysSupply)
      }
      return supplied >= least
    case .covered(let least):
      var covered = 0
      for place in person.coverageRange(drug.drugSet) {
        covered += person.coverage[place].intersection(days)?.days ?? 0
      }
      return covered >= least
    case .continuous(let least, let gap):
      return person.lasts(least, gapDays: gap, of: drug.drugSet, in: days)
    case .defined(let ddd, let fills):
      guard let book = drug.book else { return false }
      return person.reaches(ddd: ddd, fills: fills, of: book) { days.contains($0.supply.start) }
    }
  }
}

extension PersonHistory {
  /// True if on some covered day of `days` the era of the drug set that holds it has lasted `least` days or more.
  fileprivate func lasts(_ least: Int, gapDays: Int, of drugSet: Int, in days: DaySpan) -> Bool {
    var (eraStart, lastEnd) = (Day(.min), Day(.min))
    for place in coverageRange(drugSet) {
      let span = coverage[place]
      if lastEnd == Day(.min) || span.start - lastEnd - 1 > gapDays { eraStart = span.start }
      lastEnd = span.end
      let reached = max(span.start, eraStart + (least - 1))
      if reached <= span.end, DaySpan(reached, span.end).intersection(days) != nil { return true }
    }
    return false
  }
}

/// New users of a drug class who meet a definition of long-term use within so many days, all of them observed.
struct TransitionQuantity: Quantity {
  let definition: LongTermDefinition
  let washoutDays: Int
  let withinDays: Int

  /// New users who meet `definition`, by the washout and in the days of `spec`.
  init(_ definition: LongTermDefinition, _ spec: TransitionSpec) {
    self.definition = definition
    (washoutDays, withinDays) = (spec.washoutDays, spec.withinDays)
  }

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    "transition:\(drugs[0]):\(washoutDays):\(definition.text)/within\(withinDays)"
  }

  // All are new users.
  var fillEvidence: FillEvidence? { .byFill }

  var isCompared: Bool { true }

  var asksForFacts: Bool { definition.needsDose }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard let other = other as? TransitionQuantity, other.washoutDays == washoutDays,
      other.withinDays == withinDays
    else { return nil }
    if definition.isWithin(other.definition) { return .always }
    guard case (.covered(let days), .continuous(let least, let gap)) = (definition, other.definition) else {
      return nil
    }
    // What is not covered of these days is then no longer than the gap that an era may have.
    return days >= least && withinDays <= days + gap ? .always : nil
  }

  // Who is new to one drug need not be new to a class.
  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { false }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    drugs.flatMap { key -> [(meaning: CounterMeaning, condition: CountingCondition)] in
      [
        (NewUseQuantity.followed(washoutDays: washoutDays, days: withinDays).of(key), .always),
        // These days may end in an interval after, of which the last has none.
        (LongTermQuantity.ofUsers(definition).of(key), CountingCondition(isOfLastInterval: true)),
      ]
    }
  }

  /// States what fills and covered days those who meet the definition have in the last interval, beyond the one that
  /// every user, and everyone exposed, has.
  func relate(_ key: Int, _ mostDaysPerFill: Int, _ registry: inout CounterRegistry) {
    func relate(_ amount: ExposureQuantity, _ people: ExposureQuantity, _ least: Int) {
      registry.relateAtLast([
        (amount.of(key), .init(1)), (people.of(key), .init(-1)), (of(key), .init(-Double(least - 1))),
      ])
    }
    switch definition {
    case .supply(let days): relate(.fills, .users, (days + mostDaysPerFill - 1) / mostDaysPerFill)
    case .defined(_, let fills): relate(.fills, .users, fills)
    case .covered(let days): relate(.coveredDays, .exposed, days)
    case .continuous: break
    }
  }
}
