import RxCounts
import RxModel

/// Gives out counters, and notes what holds between their meanings, whether or not a measure of the study counts them.
struct CounterRegistry {
  /// A meaning times a factor.
  typealias Term = (meaning: CounterMeaning, factor: CountRelation.Factor)

  /// A relation between meanings.
  struct Statement {
    let terms: [Term]
    var isEquality = false
    var isSubset = false
    var isOfFirstInterval = false
    var isOfLastInterval = false
    var isOfData = false
  }

  /// The counters; the first two are persons and observed days.
  private(set) var counters = [
    Counter(CohortQuantity.persons.meaning, .persons),
    Counter(CohortQuantity.observedDays.meaning, .amount(ofPersons: CountTable.persons)),
  ]
  /// The number of series of values.
  private(set) var seriesCount = 0
  /// True where persons behind fills and days are counted too, which disclosure control asks for.
  let countsContributors: Bool
  /// The statements of measures, of meanings that need not all be counted.
  private(set) var statements: [Statement] = []
  /// Meanings that are looked for among each other, in the order in which they were first told.
  private var compared: [CounterMeaning] = []
  private var isKnown: Set<CounterMeaning> = []
  /// Events that each person has once in so many days at most, with the persons who have one or more.
  private var events: [(meaning: CounterMeaning, persons: CounterMeaning, daysApart: Int)] = []
  /// Days of which each of these persons has one or more, and whoever else is among them.
  private var daysOfPersons: [(meaning: CounterMeaning, persons: CounterMeaning)] = []

  /// No counters but the first two; `isFull` where persons are observed on all days of an interval.
  init(countsContributors: Bool, isFull: Bool) {
    self.countsContributors = countsContributors
    let (persons, days) = (CohortQuantity.persons.meaning, CohortQuantity.observedDays.meaning)
    relate(days, atLeast: [(persons, .init(1))])
    relate([(persons, .init(0, perDay: 1)), (days, .init(-1))], isEquality: isFull)
  }

  /// The number of counters.
  var count: Int { counters.count }

  // MARK: New counters

  /// A new counter of persons, all of whom `within` count too.
  mutating func persons(_ meaning: CounterMeaning, within: [CounterMeaning] = []) -> Int {
    if meaning.quantity.isCompared, isKnown.insert(meaning).inserted { compared.append(meaning) }
    for greater in [CohortQuantity.persons.meaning] + within {
      statements.append(Statement(terms: [(greater, .init(1)), (meaning, .init(-1))], isSubset: true))
    }
    return add(meaning, .persons)
  }

  /// A new counter of users of a drug class.
  mutating func users(_ drug: MeasuredDrug) -> Int {
    persons(ExposureQuantity.users.of(drug.key), within: [ExposureQuantity.exposed.of(drug.key)])
  }

  /// A new counter of the persons behind an amount, where disclosure control asks for it.
  mutating func contributors(_ meaning: CounterMeaning, within: [CounterMeaning] = []) -> Int? {
    countsContributors ? persons(meaning, within: within) : nil
  }

  /// A new counter of fills, events or days of the persons whom `persons` counts, each of whom has one or more.
  mutating func amount(_ meaning: CounterMeaning, of persons: Int?, atMost: [CounterMeaning] = []) -> Int {
    if let persons { relate(meaning, atLeast: [(counters[persons].meaning, .init(1))]) }
    for greater in atMost { relate(greater, atLeast: [(meaning, .init(1))]) }
    return add(meaning, .amount(ofPersons: persons))
  }

  /// A new counter of days of the persons whom `persons` counts: one or more each, and no more than the interval has.
  mutating func days(
    _ meaning: CounterMeaning, of persons: Int?,
    atMost: [CounterMeaning] = [CohortQuantity.observedDays.meaning]
  ) -> Int {
    if let persons { relate([(counters[persons].meaning, .init(0, perDay: 1)), (meaning, .init(-1))]) }
    return amount(meaning, of: persons, atMost: atMost)
  }

  /// New counters of an amount with decimals, of the persons whom `persons` counts.
  mutating func decimals(_ meaning: CounterMeaning, of persons: Int?) -> AmountCounters {
    AmountCounters(
      whole: add(meaning, .amount(ofPersons: persons)),
      parts: add(CounterMeaning(DecimalParts(whole: meaning)), .parts))
  }

  /// A new series of values, which persons have one of each.
  mutating func addSeries() -> Int {
    seriesCount += 1
    return seriesCount - 1
  }

  private mutating func add(_ meaning: CounterMeaning, _ unit: Counter.Unit) -> Int {
    counters.append(Counter(meaning, unit))
    return count - 1
  }

  // MARK: Statements

  /// `meaning` counts events, of which each of `persons` has one or more, and one in `daysApart` days at most.
  mutating func relateEvents(_ meaning: CounterMeaning, of persons: CounterMeaning, daysApart: Int) {
    events.append((meaning, persons, daysApart))
  }

  /// `meaning` counts days, of which each of `persons` has one or more, and nobody else any.
  mutating func relateDays(_ meaning: CounterMeaning, of persons: CounterMeaning) {
    daysOfPersons.append((meaning, persons))
  }

  /// `greater` is at least what `lesser` add up to.
  mutating func relate(_ greater: CounterMeaning, atLeast lesser: [Term], isEquality: Bool = false) {
    relate(
      [(greater, .init(1))]
        + lesser.map { meaning, factor in (meaning, .init(-factor.constant, perDay: -factor.perDay)) },
      isEquality: isEquality)
  }

  /// The terms add up to 0 or more, or to 0 exactly.
  mutating func relate(_ terms: [Term], isEquality: Bool = false) {
    statements.append(Statement(terms: terms, isEquality: isEquality))
  }

  /// The terms add up to 0 or more in the first interval, of data that begin with the study.
  mutating func relateAtFirst(_ terms: [Term]) {
    statements.append(Statement(terms: terms, isOfFirstInterval: true, isOfData: true))
  }

  /// The terms add up to 0 or more in the last interval.
  mutating func relateAtLast(_ terms: [Term]) {
    statements.append(Statement(terms: terms, isOfLastInterval: true))
  }

  /// The terms are persons, and what they add up to, 0 or more, are persons too: few of them are a secret.
  mutating func relatePersons(_ terms: [Term]) {
    statements.append(Statement(terms: terms, isSubset: true))
  }

  /// Persons with at least so many of an amount have as many together, and at most as many as the next threshold and
  /// the most that is possible leave them.
  /// - Parameters:
  ///   - amount: the quantity that is compared with thresholds.
  ///   - steps: thresholds, ascending, each with the persons who reach it.
  ///   - whole: everyone who has any, where each can have as many as the interval has days.
  mutating func relate(
    _ amount: CounterMeaning, steps: [(threshold: Double, persons: CounterMeaning)],
    daysOf whole: [CounterMeaning] = []
  ) {
    guard let first = steps.first, let last = steps.last else { return }
    var before = 0.0
    var least: [Term] = []
    var most: [Term] = []
    for (place, step) in steps.enumerated() {
      least.append((step.persons, .init(step.threshold - before)))
      before = step.threshold
      guard place + 1 < steps.count else { continue }
      most.append((step.persons, .init(steps[place + 1].threshold - step.threshold)))
    }
    relate(amount, atLeast: least)
    most.append((last.persons, .init(1 - last.threshold, perDay: 1)))
    for everyone in whole {
      relate([(everyone, .init(first.threshold - 1))] + most + [(amount, .init(-1))])
    }
  }

  // MARK: Relations

  /// The relations between the counters: the statements of which enough is counted, and who is counted among
  /// whom.
  func relations(_ nesting: DrugNesting) -> [CountRelation] {
    let places = Dictionary(
      counters.enumerated().map { ($1.meaning, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [CountRelation] = []
    for statement in statements {
      guard let relation = relation(statement, places), !found.contains(relation) else { continue }
      found.append(relation)
    }
    for relation in nested(nesting, places) where !found.contains(relation) { found.append(relation) }
    return found
  }

  /// The statement between counters; nil where too little of it is counted to say anything.
  private func relation(_ statement: Statement, _ places: [CounterMeaning: Int]) -> CountRelation? {
    var relation = CountRelation([])
    relation.isEquality = statement.isEquality
    relation.isSubset = statement.isSubset
    relation.isOfFirstInterval = statement.isOfFirstInterval
    relation.isOfLastInterval = statement.isOfLastInterval
    relation.isOfData = statement.isOfData
    for (meaning, factor) in statement.terms {
      if let counter = places[meaning] {
        relation.terms.append(.init(counter, factor))
      } else if factor.value(days: Self.longInterval) > 0 || statement.isEquality {
        // What is 0 or more and is not counted can be left out on the lesser side alone.
        return nil
      }
    }
    return Set(relation.terms.map(\.counter)).count < 2 ? nil : relation
  }

  /// An interval in whose length, in days, the sign of every factor is that of its part per day.
  private static let longInterval = 1000

  /// The relations by which whoever is counted by one counter is counted by another, and of events and days those who
  /// have them have one or more, and no more than the interval has room for.
  private func nested(_ nesting: DrugNesting, _ places: [CounterMeaning: Int]) -> [CountRelation] {
    let people = compared.compactMap { meaning in places[meaning].map { (counter: $0, meaning: meaning) } }
    let events = events.compactMap { event in places[event.meaning].map { (counter: $0, event: event) } }
    let days = daysOfPersons.compactMap { own in
      places[own.meaning].map { (counter: $0, persons: own.persons) }
    }
    var found: [CountRelation] = []
    for whole in people {
      for part in people where part.counter != whole.counter {
        guard let condition = part.meaning.isWithin(whole.meaning, nesting) else { continue }
        var relation = CountRelation.subset(part.counter, of: whole.counter)
        (relation.mostDays, relation.isOfLastInterval) = (condition.mostDays, condition.isOfLastInterval)
        relation.isOfData = condition.isOfData
        found.append(relation)
      }
      for (counter, event) in events {
        if let condition = event.persons.isWithin(whole.meaning, nesting), condition.isOfEveryInterval {
          var relation = CountRelation([
            .init(whole.counter, .init(0, daysApart: event.daysApart)), .init(counter, .init(-1)),
          ])
          relation.isSubset = true
          relation.isOfData = condition.isOfData
          found.append(relation)
        }
        // Events beyond the first of each are of few persons where they are few.
        found += Self.oneOrMore(whole, counter, of: event.persons, nesting, isSubset: true)
      }
      for (counter, persons) in days {
        if let condition = persons.isWithin(whole.meaning, nesting), condition.isOfEveryInterval {
          var relation = CountRelation([
            .init(whole.counter, .init(0, perDay: 1)), .init(counter, .init(-1)),
          ])
          relation.isOfData = condition.isOfData
          found.append(relation)
        }
        found += Self.oneOrMore(whole, counter, of: persons, nesting)
      }
    }
    return found
  }

  /// That `amount`, of which each of `persons` has one or more, is at least the `people` who are among these.
  private static func oneOrMore(
    _ people: (counter: Int, meaning: CounterMeaning), _ amount: Int, of persons: CounterMeaning,
    _ nesting: DrugNesting, isSubset: Bool = false
  ) -> [CountRelation] {
    guard let condition = people.meaning.isWithin(persons, nesting), condition.isOfEveryInterval else {
      return []
    }
    var relation = CountRelation([.init(amount, .init(1)), .init(people.counter, .init(-1))])
    relation.isSubset = isSubset
    relation.isOfData = condition.isOfData
    return [relation]
  }
}
