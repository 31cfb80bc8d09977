import RxModel

/// Gives out counters, each a column of whole numbers in the table of counts, and notes what they count.
///
/// Quantities are called by names, which say what holds between them: `users:2` are users of drug group 2, and whoever
/// counts some of them says that they are within `users:2`, whether or not another measure counts these.
struct CounterLayout {
  /// What each counter counts. The first two are persons and observed days.
  private(set) var quantities = [
    CountedQuantity("persons", .persons), CountedQuantity("days", .amount(ofPersons: CountTable.persons)),
  ]
  /// How many series of times.
  private(set) var seriesCount = 0
  /// Whether persons behind fills and days are counted too, which disclosure control asks for.
  let countsContributors: Bool
  private var named: [(relation: CountRelation, greater: String)] = []

  /// No counters but the first two.
  init(countsContributors: Bool) {
    self.countsContributors = countsContributors
    spansDays(CountTable.observedDays, of: CountTable.persons)
  }

  /// How many counters there are.
  var count: Int { quantities.count }

  /// What holds between the counters.
  var relations: [CountRelation] {
    var found: [CountRelation] = []
    for (relation, name) in named {
      guard let greater = quantities.firstIndex(where: { $0.name == name }) else { continue }
      var relation = relation
      relation.greater = greater
      let (lesserName, isSame) = (quantities[relation.lesser].name, found.contains(relation))
      if !isSame, lesserName != name { found.append(relation) }
    }
    return found
  }

  /// A new counter of persons, all of whom the quantities called `within` count too.
  mutating func persons(_ name: String, within: [String] = []) -> Int {
    let counter = add(name, .persons)
    for greater in ["persons"] + within { isWithin(counter, greater) }
    return counter
  }

  /// A new counter of the persons behind an amount, where disclosure control asks for it.
  mutating func contributors(_ name: String, within: [String] = []) -> Int? {
    countsContributors ? persons(name, within: within) : nil
  }

  /// A new counter of fills, events or days of the persons whom `persons` counts, each of whom has one or more.
  mutating func amount(_ name: String, of persons: Int?, atMost: [String] = []) -> Int {
    let counter = add(name, .amount(ofPersons: persons))
    if let persons { isAtMost(persons, name) }
    for greater in atMost { isAtMost(counter, greater) }
    return counter
  }

  /// A new counter of days of the persons whom `persons` counts: one or more each, and no more than the interval has.
  mutating func days(_ name: String, of persons: Int?, atMost: [String] = ["days"]) -> Int {
    let counter = amount(name, of: persons, atMost: atMost)
    if let persons { spansDays(counter, of: persons) }
    return counter
  }

  /// New counters of an amount with decimals, of the persons whom `persons` counts.
  mutating func decimals(_ name: String, of persons: Int?) -> AmountCounters {
    AmountCounters(whole: add(name, .amount(ofPersons: persons)), parts: add(name + ":parts", .parts))
  }

  /// A new series of times.
  mutating func addSeries() -> Int {
    seriesCount += 1
    return seriesCount - 1
  }

  /// `days` has at least so many times the persons of `persons`.
  mutating func isAtLeast(_ days: String, _ factor: Int, times persons: Int) {
    var relation = CountRelation(persons, atMost: 0)
    relation.factor = factor
    named.append((relation, days))
  }

  private mutating func add(_ name: String, _ kind: CountedQuantity.Kind) -> Int {
    quantities.append(CountedQuantity(name, kind))
    return count - 1
  }

  private mutating func isWithin(_ counter: Int, _ greater: String) {
    var relation = CountRelation(counter, atMost: 0)
    relation.isSubset = true
    named.append((relation, greater))
  }

  private mutating func isAtMost(_ counter: Int, _ greater: String) {
    named.append((CountRelation(counter, atMost: 0), greater))
  }

  private mutating func spansDays(_ days: Int, of persons: Int) {
    var relation = CountRelation(days, atMost: 0)
    relation.timesDays = true
    named.append((relation, quantities[persons].name))
  }
}
