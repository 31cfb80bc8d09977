import RxCounts
import RxModel

/// Gives out counters, each a column of whole numbers in the table of counts, and notes what they count.
///
/// Quantities are called by names, which say what holds between them: `users:2` are users of drug group 2, and whoever
/// counts some of them says that they are within `users:2`, whether or not another measure counts these.
struct CounterLayout {
  /// A quantity by its name times a factor.
  typealias NamedTerm = (name: String, factor: CountRelation.Factor)

  /// What each counter counts. The first two are persons and observed days.
  private(set) var quantities = [
    CountedQuantity("persons", .persons), CountedQuantity("days", .amount(ofPersons: CountTable.persons)),
  ]
  /// How many series of times.
  private(set) var seriesCount = 0
  /// Whether persons behind fills and days are counted too, which disclosure control asks for.
  let countsContributors: Bool
  private var named: [(terms: [NamedTerm], isEquality: Bool, isSubset: Bool)] = []
  /// Whom counters count, by name, in the order in which they were first told.
  private var people: [(name: String, persons: CountedPersons)] = []
  /// Events that each person has once in so many days at most, with those who have them.
  private var events: [(name: String, persons: CountedPersons, daysApart: Int)] = []

  /// No counters but the first two; `isFull` where persons are observed on all days of an interval.
  init(countsContributors: Bool, isFull: Bool) {
    self.countsContributors = countsContributors
    relate("days", atLeast: [("persons", .init(1))])
    relate([("persons", .init(0, perDay: 1)), ("days", .init(-1))], isEquality: isFull)
  }

  /// How many counters there are.
  var count: Int { quantities.count }

  /// What holds between the counters.
  func relations(_ nesting: CountedPersons.Nesting) -> [CountRelation] {
    let places = Dictionary(
      quantities.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [CountRelation] = []
    for (terms, isEquality, isSubset) in named {
      var relation = CountRelation([])
      for (name, factor) in terms {
        if let counter = places[name] { relation.terms.append(.init(counter, factor)) }
      }
      // What is 0 or more and is not counted can be left out on the lesser side alone.
      let lacks = terms.contains { places[$0.name] == nil && ($0.factor.value(days: 1000) > 0 || isEquality) }
      relation.isEquality = isEquality
      relation.isSubset = isSubset
      let isTrivial = Set(relation.terms.map(\.counter)).count < 2
      if !lacks, !isTrivial, !found.contains(relation) { found.append(relation) }
    }
    for relation in nested(nesting, places) where !found.contains(relation) { found.append(relation) }
    return found
  }

  /// Who is counted by one measure is counted by another; and events that a person has once in an interval are persons.
  private func nested(_ nesting: CountedPersons.Nesting, _ places: [String: Int]) -> [CountRelation] {
    let people = people.compactMap { name, persons in places[name].map { (counter: $0, persons: persons) } }
    let events = events.compactMap { event in places[event.name].map { (counter: $0, event: event) } }
    var found: [CountRelation] = []
    for whole in people {
      for part in people where part.counter != whole.counter {
        guard let condition = part.persons.isWithin(whole.persons, nesting) else { continue }
        var relation = CountRelation.subset(part.counter, of: whole.counter)
        (relation.mostDays, relation.isOfLastInterval) = (condition.mostDays, condition.isOfLastInterval)
        found.append(relation)
      }
      for (counter, event) in events {
        let isWithin =
          event.persons == whole.persons || event.persons.isWithin(whole.persons, nesting) == .init()
        guard isWithin else { continue }
        var relation = CountRelation([
          .init(whole.counter, .init(0, daysApart: event.daysApart)), .init(counter, .init(-1)),
        ])
        relation.isSubset = true
        found.append(relation)
      }
    }
    return found
  }

  /// Whoever `name` counts is counted by it alone, or by others whom they are among.
  private mutating func note(_ name: String, _ persons: CountedPersons?) {
    guard let persons, !people.contains(where: { $0.name == name }) else { return }
    people.append((name, persons))
  }

  /// `name` counts events, of which each of these persons has one in so many days at most.
  mutating func relateEvents(_ name: String, of persons: CountedPersons, daysApart: Int) {
    events.append((name, persons, daysApart))
  }

  /// A new counter of persons, all of whom the quantities called `within` count too, and those that count whom `counted`
  /// is among.
  mutating func persons(_ name: String, within: [String] = [], _ counted: CountedPersons? = nil) -> Int {
    note(name, counted)
    for greater in ["persons"] + within {
      named.append(([(greater, .init(1)), (name, .init(-1))], false, true))
    }
    return add(name, .persons)
  }

  /// A new counter of everyone who is so old on the first observed day of the interval.
  mutating func everyone(from age: Int) -> Int {
    let counter = persons("from_\(age)")
    quantities[counter].ageFrom = age
    return counter
  }

  /// A new counter of users of a drug group: persons with a fill on an observed day. That day is covered: by the fill's
  /// own supply, or where this is carried over by the supply that it follows.
  mutating func users(_ drug: MeasuredDrug) -> Int {
    persons("users:\(drug.key)", within: ["exposed:\(drug.key)"], CountedPersons(.users, of: drug.key))
  }

  /// A new counter of the persons behind an amount, where disclosure control asks for it.
  mutating func contributors(_ name: String, within: [String] = [], _ counted: CountedPersons? = nil) -> Int?
  {
    countsContributors ? persons(name, within: within, counted) : nil
  }

  /// A new counter of fills, events or days of the persons whom `persons` counts, each of whom has one or more.
  mutating func amount(_ name: String, of persons: Int?, atMost: [String] = []) -> Int {
    if let persons { relate(name, atLeast: [(quantities[persons].name, .init(1))]) }
    for greater in atMost { relate(greater, atLeast: [(name, .init(1))]) }
    return add(name, .amount(ofPersons: persons))
  }

  /// A new counter of days of the persons whom `persons` counts: one or more each, and no more than the interval has.
  mutating func days(_ name: String, of persons: Int?, atMost: [String] = ["days"]) -> Int {
    if let persons { relate([(quantities[persons].name, .init(0, perDay: 1)), (name, .init(-1))]) }
    return amount(name, of: persons, atMost: atMost)
  }

  /// New counters of an amount with decimals, of the persons whom `persons` counts.
  mutating func decimals(_ name: String, of persons: Int?) -> AmountCounters {
    AmountCounters(whole: add(name, .amount(ofPersons: persons)), parts: add(name + ":parts", .parts))
  }

  /// How quantities of two drug groups together are named.
  static func pair(_ keys: [Int]) -> String { keys.sorted().map { "\($0)" }.joined(separator: "+") }

  /// A new series of times.
  mutating func addSeries() -> Int {
    seriesCount += 1
    return seriesCount - 1
  }

  /// `greater` is at least what `lesser` add up to.
  mutating func relate(_ greater: String, atLeast lesser: [NamedTerm], isEquality: Bool = false) {
    relate(
      [(greater, .init(1))]
        + lesser.map { name, factor in (name, .init(-factor.constant, perDay: -factor.perDay)) },
      isEquality: isEquality)
  }

  /// The terms add up to 0 or more, or to 0 exactly.
  mutating func relate(_ terms: [NamedTerm], isEquality: Bool = false) {
    named.append((terms, isEquality, false))
  }

  /// The terms are persons, and what they add up to, 0 or more, are persons too: few of them are a secret.
  mutating func relatePersons(_ terms: [NamedTerm]) { named.append((terms, false, true)) }

  /// Persons with at least so many of an amount have as many together, and at most as many as the next threshold and
  /// the most that is possible leave them.
  /// - Parameters:
  ///   - amount: the quantity that is compared with thresholds.
  ///   - steps: thresholds, ascending, each with the persons who reach it.
  ///   - whole: everyone who has any, where it is known how many days each can have: the interval's.
  mutating func relate(
    _ amount: String, steps: [(threshold: Double, persons: String)], daysOf whole: [String] = []
  ) {
    guard let first = steps.first, let last = steps.last else { return }
    var before = 0.0
    var least: [NamedTerm] = []
    var most: [NamedTerm] = []
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

  private mutating func add(_ name: String, _ kind: CountedQuantity.Kind) -> Int {
    quantities.append(CountedQuantity(name, kind))
    return count - 1
  }
}
