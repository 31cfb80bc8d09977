import RxCounts
import RxModel

extension DoseChangeSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    DoseChange(self, try builder.dosed(drugs, unit), &builder.registry)
  }
}

/// Long eras by the dose at their end over that at their start, and those that stop after it.
///
/// An era of `min_days` or more whose fills all have a known dose counts in the interval that holds its last covered
/// day, if that day is observed. Amounts are of supply as dispensed, of the fills dated in the era; the last `window`
/// days over the first: 1.5 and more escalated, 0.8 and less reduced.
final class DoseChange: Measure {
  private struct Counters: Sendable {
    let book: Int
    let drugSet: Int
    let eras: EraCounter
    let escalated: EraCounter
    let reduced: EraCounter
    let steady: EraCounter
    let followed: EraCounter
    let stopped: EraCounter

    init(_ drug: MeasuredDrug, _ book: Int, _ rule: EraQuantity.Rule, _ registry: inout CounterRegistry) {
      self.book = book
      drugSet = drug.drugSet
      func counter(_ kind: EraQuantity.Kind, among: EraQuantity.Kind? = nil) -> EraCounter {
        EraCounter(EraQuantity(kind, rule), drug.key, among: among.map { EraQuantity($0, rule) }, &registry)
      }
      eras = counter(.all)
      escalated = counter(.escalated, among: .all)
      reduced = counter(.reduced, among: .all)
      steady = counter(.steady, among: .all)
      followed = counter(.followed, among: .all)
      stopped = counter(.stopped, among: .followed)
      registry.relate(
        EraQuantity(.all, rule).of(drug.key),
        atLeast: [.escalated, .reduced, .steady].map { (EraQuantity($0, rule).of(drug.key), .init(1)) },
        isEquality: true)
    }
  }

  /// Eras, and the persons who have them, where they are asked for.
  private struct EraCounter: Sendable {
    let eras: Int
    let persons: Int?

    init(_ quantity: EraQuantity, _ key: Int, among whole: EraQuantity?, _ registry: inout CounterRegistry) {
      persons = registry.contributors(
        quantity.persons.of(key), within: [whole?.persons.of(key)].compactMap { $0 })
      eras = registry.amount(quantity.of(key), of: persons)
      // The other eras are of as many persons at most.
      if let whole { registry.relatePersons([(whole.of(key), .init(1)), (quantity.of(key), .init(-1))]) }
    }
  }

  /// The last interval in which the person at hand had an era of each kind.
  private struct LastIntervals {
    private var last: [Int: Int] = [:]

    mutating func add(_ counter: EraCounter, _ interval: Int, _ cells: inout CellCounter) {
      cells.add(1, to: counter.eras, in: interval)
      guard let persons = counter.persons, last[persons] != interval else { return }
      last[persons] = interval
      cells.add(1, to: persons, in: interval)
    }
  }

  let figures: [FigureDefinition]
  private let spec: DoseChangeSpec
  private let counters: [Counters]

  init(_ spec: DoseChangeSpec, _ drugs: [(drug: MeasuredDrug, book: Int)], _ registry: inout CounterRegistry)
  {
    self.spec = spec
    counters = drugs.map { drug, book in
      let rule = EraQuantity.Rule(
        unit: spec.unit, gapDays: spec.gapDays, minDays: spec.minDays, windowDays: spec.windowDays)
      return Counters(drug, book, rule, &registry)
    }
    figures = zip(drugs, counters).flatMap { drug, counters in
      let kinds: [(String, Int, Int, String)] = [
        ("escalated", counters.escalated.eras, counters.eras.eras, "long_eras"),
        ("reduced", counters.reduced.eras, counters.eras.eras, "long_eras"),
        ("steady", counters.steady.eras, counters.eras.eras, "long_eras"),
        ("stopped", counters.stopped.eras, counters.followed.eras, "long_eras_followed"),
      ]
      return kinds.map { definition, numerator, denominator, unit in
        FigureDefinition(
          measure: "dose_change", definition: definition, drug: drug.drug.name, numerator: numerator,
          denominator: .count(denominator), denominatorUnit: unit, estimate: .percent, limits: .wilson)
      }
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for drug in counters {
      var last = LastIntervals()
      person.forEachEra(of: drug.drugSet, gapDays: spec.gapDays) { era in
        guard era.days >= spec.minDays, person.isObserved(era.end),
          let interval = person.plan.index.interval(of: era.end)
        else { return }
        count(era, drug, person, interval, &last, &cells)
      }
    }
  }

  private func count(
    _ era: DaySpan, _ drug: Counters, _ person: borrowing PersonHistory, _ interval: Int,
    _ last: inout LastIntervals, _ cells: inout CellCounter
  ) {
    let book = person.plan.doseTables[drug.book]
    var fills: [DosedFill] = []
    for place in person.dosedRange(drug.book) where era.contains(person.dosed[place].supply.start) {
      fills.append(person.dosed[place])
    }
    var all = 0
    for place in person.fillRange(drug.drugSet) where era.contains(person.fills[place].day) { all += 1 }
    let early = EraWindow(fills, DaySpan(era.start, era.start + (spec.windowDays - 1)), book)
    let late = EraWindow(fills, DaySpan(era.end - (spec.windowDays - 1), era.end), book)
    guard fills.count == all, early.amount > 0 else { return }
    last.add(drug.eras, interval, &cells)
    if late.isAtLeast(3, over: 2, of: early) {
      last.add(drug.escalated, interval, &cells)
    } else if early.isAtLeast(5, over: 4, of: late) {
      last.add(drug.reduced, interval, &cells)
    } else {
      last.add(drug.steady, interval, &cells)
    }
    let after = DaySpan(era.end + 1, era.end + spec.windowDays)
    guard person.isObservedThroughout(after) else { return }
    last.add(drug.followed, interval, &cells)
    for place in person.fillRange(drug.drugSet) where after.contains(person.fills[place].day) { return }
    last.add(drug.stopped, interval, &cells)
  }
}

/// The amount of an era's fills on the days of a window.
private struct EraWindow {
  private let fills: [(fill: DosedFill, days: Int)]
  private let book: DoseTable
  /// The amount, as a double.
  let amount: Double

  init(_ fills: [DosedFill], _ window: DaySpan, _ book: DoseTable) {
    self.book = book
    self.fills = fills.compactMap { fill in fill.supply.intersection(window).map { (fill, $0.days) } }
    amount = self.fills.reduce(0) { $0 + $1.fill.dosePerDay * Double($1.days) }
  }

  /// True if the amount is `multiple`/`divisor` of the other or more.
  func isAtLeast(_ multiple: Int, over divisor: Int, of other: EraWindow) -> Bool {
    DoseComparison.isAtLeast(amount * Double(divisor), other.amount * Double(multiple))
      ?? (exact * Fraction(divisor) >= other.exact * Fraction(multiple))
  }

  private var exact: Fraction {
    fills.reduce(Fraction(0)) { sum, item in
      let (fill, days) = item
      let dose = book.exactDose(
        drug: Int(fill.drug), quantity: Int(fill.quantity), strength: Int(fill.strength))
      return sum + dose * Fraction(days) / Fraction(fill.supply.days)
    }
  }
}

/// Long eras of a drug class, or the persons who have any.
struct EraQuantity: Quantity {
  enum Kind: String {
    case all = "eras"
    case escalated, reduced, steady, followed, stopped
  }

  /// The rule for which eras are long, and how their doses are compared.
  struct Rule: Hashable {
    let unit: DoseUnit
    let gapDays: Int
    let minDays: Int
    let windowDays: Int
  }

  private let kind: Kind
  private let rule: Rule
  private var isOfPersons = false

  /// Eras of `kind`.
  init(_ kind: Kind, _ rule: Rule) {
    self.kind = kind
    self.rule = rule
  }

  /// The persons who have such eras.
  var persons: EraQuantity {
    var persons = self
    persons.isOfPersons = true
    return persons
  }

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    (isOfPersons ? "persons:" : "")
      + "\(kind.rawValue):\(drugs[0]):\(rule.unit.rawValue):\(rule.gapDays)/\(rule.minDays)/\(rule.windowDays)"
  }
}
