import RxCounts
import RxModel

extension DoseSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    DailyDose(self, try builder.dosed(drugs, unit), &builder.registry)
  }
}

/// Daily doses by several methods: persons at or above thresholds, and the mean, among persons with an observed day in
/// the supply of a fill of known dose.
///
/// Supply is as dispensed. A fill f has |days(f)| observed days of the interval in its supply, and on each of them its
/// dose per day. total_supply: sum of dose per day x |days(f)| over sum of |days(f)|; on_therapy: over the days of their
/// union; window:N: over N; maximum: the greatest sum of a day's covering fills. These are the four of Dasgupta et al.,
/// Clin J Pain 2021;37:565-574.
final class DailyDose: Measure {
  private struct MethodCounters: Sendable {
    let method: DoseMethod
    let mean: AmountCounters
    let thresholds: Range<Int>
  }

  let figures: [FigureDefinition]
  /// The book, its users' counter, and its places in `methods`.
  private let drugs: [(book: Int, users: Int, methods: Range<Int>)]
  private let methods: [MethodCounters]
  private let thresholds: [(value: ExactDecimal, double: Double, persons: Int)]

  init(_ spec: DoseSpec, _ drugs: [(drug: MeasuredDrug, book: Int)], _ registry: inout CounterRegistry) {
    var methods: [MethodCounters] = []
    var thresholds: [(value: ExactDecimal, double: Double, persons: Int)] = []
    self.drugs = drugs.map { drug, book in
      let users = registry.persons(
        DoseQuantity.users(spec.unit).of(drug.key), within: [ExposureQuantity.exposed.of(drug.key)])
      let first = methods.count
      for method in spec.methods {
        let own = Self.thresholdCounters(spec, method, drug.key, &registry)
        Self.relateSums(spec, method, drug.key, &registry)
        let mean = registry.decimals(DoseQuantity.sum(spec.unit, method).of(drug.key), of: users)
        methods.append(
          MethodCounters(
            method: method, mean: mean, thresholds: thresholds.count..<(thresholds.count + own.count)))
        thresholds += zip(spec.thresholds, own).map { ($0.value, $0.value.value, $1) }
      }
      return (book, users, first..<methods.count)
    }
    self.methods = methods
    self.thresholds = thresholds
    figures = zip(drugs, self.drugs).flatMap { drug, own in
      methods[own.methods].flatMap { method in
        Self.figures(spec, method, thresholds[method.thresholds].map(\.persons), drug.drug, users: own.users)
      }
    }
  }

  /// Counters of persons at or above each threshold by `method`, who are also above lower thresholds and above this one
  /// by methods that never give less.
  private static func thresholdCounters(
    _ spec: DoseSpec, _ method: DoseMethod, _ key: Int, _ registry: inout CounterRegistry
  ) -> [Int] {
    let greater = spec.methods.filter { method.isNeverMore(than: $0) }
    return spec.thresholds.map { threshold in
      func persons(_ threshold: DoseThreshold, _ method: DoseMethod) -> CounterMeaning {
        DoseQuantity.persons(spec.unit, method, atLeast: threshold).of(key)
      }
      let lower = spec.thresholds.filter { $0.value.value < threshold.value.value }
      return registry.persons(
        persons(threshold, method),
        within: [DoseQuantity.users(spec.unit).of(key)] + lower.map { persons($0, method) }
          + greater.map { persons(threshold, $0) })
    }
  }

  /// States how the users' daily doses by `method`, summed, relate to thresholds and to sums by other methods.
  private static func relateSums(
    _ spec: DoseSpec, _ method: DoseMethod, _ key: Int, _ registry: inout CounterRegistry
  ) {
    func sum(_ method: DoseMethod) -> CounterMeaning { DoseQuantity.sum(spec.unit, method).of(key) }
    let steps = spec.thresholds.map { threshold in
      (threshold.value.value, DoseQuantity.persons(spec.unit, method, atLeast: threshold).of(key))
    }
    registry.relate(sum(method), steps: steps.sorted { $0.0 < $1.0 })
    for other in spec.methods where method.isNeverMore(than: other) {
      registry.relate(sum(other), atLeast: [(sum(method), .init(1))])
    }
    guard case .window(let days) = method else { return }
    // The same amount, over other numbers of days.
    for case .window(let other) in spec.methods where other < days {
      registry.relate(
        [(sum(method), .init(Double(days))), (sum(.window(days: other)), .init(-Double(other)))],
        isEquality: true)
    }
  }

  private static func figures(
    _ spec: DoseSpec, _ own: MethodCounters, _ persons: [Int], _ drug: MeasuredDrug, users: Int
  ) -> [FigureDefinition] {
    let (unit, method) = (spec.unit.rawValue, own.method.text)
    let shares = zip(spec.thresholds, persons).map { threshold, counter in
      FigureDefinition(
        measure: "dose", definition: "\(unit)>=\(threshold.text)/\(method)", drug: drug.name,
        numerator: counter, denominator: .count(users), denominatorUnit: "dose_users", estimate: .percent,
        limits: .wilson)
    }
    return shares + [
      FigureDefinition(
        measure: "dose_mean", definition: "\(unit)/\(method)", drug: drug.name,
        numerator: .amount(own.mean), denominator: .count(users), denominatorUnit: "dose_users",
        estimate: FigureDefinition.Estimate("\(unit)_per_day"), limits: .none)
    ]
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (book, users, places) in drugs {
      guard !person.dosedRange(book).isEmpty else { continue }
      for interval in person.intervals where cells.isPerson(of: interval) {
        guard let doses = IntervalDoses(person, book, interval) else { continue }
        cells.add(1, to: users, in: interval)
        for place in places { count(methods[place], doses, interval, &cells) }
      }
    }
  }

  private func count(
    _ own: MethodCounters, _ doses: IntervalDoses, _ interval: Int, _ cells: inout CellCounter
  ) {
    let daily = doses.daily(own.method)
    cells.add(amount: daily, to: own.mean, in: interval)
    for place in own.thresholds {
      let threshold = thresholds[place]
      let isReached =
        DoseComparison.isAtLeast(daily, threshold.double) ?? doses.reaches(threshold.value, own.method)
      if isReached { cells.add(1, to: threshold.persons, in: interval) }
    }
  }
}

/// One person's fills of known dose that cover observed days of one interval.
private struct IntervalDoses {
  private let book: DoseTable
  /// The fills, each with its number of such days.
  private var fills: [(fill: DosedFill, days: Int)] = []
  /// These days, summed, and the dose on them.
  private var suppliedDays = 0
  private var amount = 0.0
  /// Days that one or more of them cover.
  private var coveredDays = 0
  /// The observed days of the interval.
  private var observed: [DaySpan] = []

  /// Nil where there is no such fill.
  init?(_ person: borrowing PersonHistory, _ number: Int, _ interval: Int) {
    book = person.plan.doseTables[number]
    let span = person.plan.index.intervals[interval]
    // Most persons have fills in few of the intervals.
    guard person.dosedRange(number).contains(where: { person.dosed[$0].supply.intersection(span) != nil })
    else {
      return nil
    }
    for run in person.observed {
      if let part = run.intersection(span) { observed.append(part) }
    }
    var covered: [DaySpan] = []
    // By one run the parts come in order, and are counted as they come.
    var lastCovered = Day(.min)
    for place in person.dosedRange(number) {
      let fill = person.dosed[place]
      var days = 0
      for run in observed {
        guard let part = fill.supply.intersection(run) else { continue }
        days += part.days
        if observed.count > 1 {
          covered.append(part)
        } else if part.end > lastCovered {
          coveredDays +=
            part.end - max(part.start, lastCovered == Day(.min) ? part.start : lastCovered + 1) + 1
          lastCovered = part.end
        }
      }
      guard days > 0 else { continue }
      fills.append((fill, days))
      suppliedDays += days
      amount += fill.dosePerDay * Double(days)
    }
    guard !fills.isEmpty else { return nil }
    if observed.count > 1 {
      let count = union(&covered, covered.indices)
      coveredDays = covered[..<count].reduce(0) { $0 + $1.days }
    }
  }

  /// The daily dose.
  func daily(_ method: DoseMethod) -> Double {
    if method == .maximum { return peaks.map(sum).max() ?? 0 }
    return amount / Double(divisor(method))
  }

  /// True if the exact daily dose is `threshold` or more.
  func reaches(_ threshold: ExactDecimal, _ method: DoseMethod) -> Bool {
    if method == .maximum {
      return peaks.contains { day in
        let covering = fills.filter { $0.fill.supply.contains(day) }
        return covering.reduce(Fraction(0)) { $0 + exactPerDay($1.fill) } >= Fraction(threshold)
      }
    }
    let total = fills.reduce(Fraction(0)) { $0 + exactPerDay($1.fill) * Fraction($1.days) }
    return total >= Fraction(threshold) * Fraction(divisor(method))
  }

  private func divisor(_ method: DoseMethod) -> Int {
    switch method {
    case .totalSupply: suppliedDays
    case .onTherapy: coveredDays
    case .window(let days): days
    case .maximum: 1
    }
  }

  /// The days on which a daily sum can be the greatest: the first observed ones of each supply.
  private var peaks: [Day] {
    var days: [Day] = []
    days.reserveCapacity(fills.count)
    for (fill, _) in fills {
      for run in observed {
        if let part = fill.supply.intersection(run), days.last != part.start { days.append(part.start) }
      }
    }
    return days
  }

  private func sum(_ day: Day) -> Double {
    fills.reduce(0) { $1.fill.supply.contains(day) ? $0 + $1.fill.dosePerDay : $0 }
  }

  private func exactPerDay(_ fill: DosedFill) -> Fraction {
    book.exactDose(drug: Int(fill.drug), quantity: Int(fill.quantity), strength: Int(fill.strength))
      / Fraction(fill.supply.days)
  }
}

/// Quantities of the daily doses of a drug class in a unit.
enum DoseQuantity: Quantity {
  /// Persons with an observed day in the supply of a fill of known dose.
  case users(DoseUnit)
  /// Those of them whose daily dose is so great.
  case persons(DoseUnit, DoseMethod, atLeast: DoseThreshold)
  /// Their daily doses, summed.
  case sum(DoseUnit, DoseMethod)

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    switch self {
    case .users(let unit): "dose_users:\(drugs[0]):\(unit.rawValue)"
    case .persons(let unit, let method, let threshold):
      "dose:\(drugs[0]):\(unit.rawValue)>=\(threshold.text)/\(method.text)"
    case .sum(let unit, let method): "dose_sum:\(drugs[0]):\(unit.rawValue)/\(method.text)"
    }
  }

  var isCompared: Bool { if case .sum = self { false } else { true } }

  var asksForFacts: Bool { true }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard case .persons(let unit, let method, let threshold) = self,
      case .persons(unit, let otherMethod, let otherThreshold)? = other as? DoseQuantity
    else { return nil }
    let (dose, least) = (threshold.value.value, otherThreshold.value.value)
    if case (.window(let days), .window(let otherDays)) = (method, otherMethod) {
      // Both are the amount of the interval over a number of days: equal products are equal persons.
      return dose * Double(days) >= least * Double(otherDays) * (1 - 1e-12) ? .always : nil
    }
    return dose >= least && (method == otherMethod || method.isNeverMore(than: otherMethod)) ? .always : nil
  }

  func growsWithDrugs(_ nesting: DrugNesting) -> Bool {
    // A mean over days can be less where there are more fills.
    if case .persons(_, let method, _) = self { method != .totalSupply && method != .onTherapy } else { true }
  }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    switch self {
    case .users: drugs.map { (ExposureQuantity.exposed.of($0), .always) }
    case .persons(let unit, _, _): drugs.map { (Self.users(unit).of($0), .always) }
    case .sum: []
    }
  }
}
