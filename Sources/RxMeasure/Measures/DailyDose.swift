import RxCounts
import RxModel

/// Daily doses by several methods: persons at or above thresholds, and the mean, among persons with an observed day in
/// the supply of a fill of known dose.
///
/// Supply is as dispensed. A fill f has |days(f)| observed days of the interval in its supply, and on each of them its
/// dose per day. total_supply: sum of dose per day x |days(f)| over sum of |days(f)|; on_therapy: over the days of their
/// union; window:N: over N; maximum: the greatest sum of a day's covering fills. These are the four of Dasgupta et al.,
/// Clin J Pain 2021;37:565-574.
final class DailyDose: Measure {
  private struct Line: Sendable {
    let method: DoseMethod
    let mean: AmountCounters
    let thresholds: Range<Int>
  }

  let lines: [ResultLine]
  /// The book, its users' counter, and its lines.
  private let drugs: [(book: Int, users: Int, lines: Range<Int>)]
  private let methods: [Line]
  private let thresholds: [(value: ExactDecimal, double: Double, persons: Int)]

  init(_ spec: DoseSpec, _ drugs: [(drug: MeasuredDrug, book: Int)], _ layout: inout CounterLayout) {
    var result: [ResultLine] = []
    var methods: [Line] = []
    var thresholds: [(value: ExactDecimal, double: Double, persons: Int)] = []
    self.drugs = drugs.map { drug, book in
      let name = "\(drug.key):\(spec.unit.rawValue)"
      let users = layout.persons(
        "dose_users:\(name)", within: ["exposed:\(drug.key)"],
        CountedPersons(.doseUsers(spec.unit), of: drug.key))
      let first = methods.count
      for method in spec.methods {
        func threshold(_ text: String, _ method: DoseMethod) -> String {
          "dose:\(name)>=\(text)/\(method.text)"
        }
        let greater = spec.methods.filter { method.isNeverMore(than: $0) }
        let own = spec.thresholds.map { one in
          let lower = spec.thresholds.filter { $0.value.value < one.value.value }.map {
            threshold($0.text, method)
          }
          let others = greater.map { threshold(one.text, $0) }
          let persons = layout.persons(
            threshold(one.text, method), within: ["dose_users:\(name)"] + lower + others,
            CountedPersons(.dose(spec.unit, method, atLeast: one.value.value), of: drug.key))
          return (one.value, one.value.value, persons)
        }
        let sum = "dose_sum:\(name)/\(method.text)"
        let steps = spec.thresholds.map { ($0.value.value, threshold($0.text, method)) }.sorted {
          $0.0 < $1.0
        }
        layout.relate(sum, steps: steps)
        for other in greater { layout.relate("dose_sum:\(name)/\(other.text)", atLeast: [(sum, .init(1))]) }
        for case .window(let days) in [method] {
          // The same amount, over other numbers of days.
          for case .window(let other) in spec.methods where other < days {
            layout.relate(
              [(sum, .init(Double(days))), ("dose_sum:\(name)/window:\(other)", .init(-Double(other)))],
              isEquality: true)
          }
        }
        let mean = layout.decimals(sum, of: users)
        methods.append(
          Line(method: method, mean: mean, thresholds: thresholds.count..<(thresholds.count + own.count)))
        thresholds += own
        for (threshold, counter) in zip(spec.thresholds, own) {
          result.append(
            ResultLine(
              measure: "dose", definition: "\(spec.unit.rawValue)>=\(threshold.text)/\(method.text)",
              drug: drug.name,
              numerator: counter.2, denominator: .count(users), denominatorUnit: "dose_users",
              estimate: .percent,
              limits: .wilson))
        }
        result.append(
          ResultLine(
            measure: "dose_mean", definition: "\(spec.unit.rawValue)/\(method.text)", drug: drug.name,
            numerator: .amount(mean), denominator: .count(users), denominatorUnit: "dose_users",
            estimate: ResultLine.Estimate("\(spec.unit.rawValue)_per_day"), limits: .none))
      }
      return (book, users, first..<methods.count)
    }
    self.methods = methods
    self.thresholds = thresholds
    lines = result
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (book, users, lines) in drugs {
      guard !person.dosedRange(book).isEmpty else { continue }
      for interval in person.intervals where cells.isPerson(of: interval) {
        guard let doses = IntervalDoses(person, book, interval) else { continue }
        cells.add(1, to: users, in: interval)
        for line in lines { count(methods[line], doses, interval, &cells) }
      }
    }
  }

  private func count(_ line: Line, _ doses: IntervalDoses, _ interval: Int, _ cells: inout CellCounter) {
    let daily = doses.daily(line.method)
    cells.add(amount: daily, to: line.mean, in: interval)
    for place in line.thresholds {
      let threshold = thresholds[place]
      let isReached =
        DoseComparison.isAtLeast(daily, threshold.double) ?? doses.reaches(threshold.value, line.method)
      if isReached { cells.add(1, to: threshold.persons, in: interval) }
    }
  }
}

/// One person's fills of known dose that cover observed days of one interval.
private struct IntervalDoses {
  private let book: DoseBook
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
    book = person.plan.books[number]
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

  /// Whether the exact daily dose is `threshold` or more.
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
