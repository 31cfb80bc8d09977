/// How long a new user went on.
struct NaiveDuration {
  /// Days from the new use to the end of the era, or to the last day on which its end could have been seen;
  /// 0 or less for someone who has no such day.
  var time: Int
  /// Whether it is the use that ended.
  var discontinued: Bool
  /// Whether it is death that ended it, where that competes.
  var dead = false
}

extension NaiveStudy {
  /// How long a new user of an interval went on; nil for someone who is none.
  func duration(_ person: NaivePerson, _ drug: String, _ measure: PersistenceMeasure) -> NaiveDuration? {
    guard let start = newUse(person, drug, washout: measure.washout) else { return nil }
    guard let use = uses[drug]?[person.patient] else { return nil }
    let starts = use.eraStarts(gap: measure.gap)
    var end = start
    for day in start..<span.count where starts[day] >= 0 && starts[day] == starts[start] { end = day }
    var lastObserved = start
    while isObserved(person, lastObserved + 1) { lastObserved += 1 }
    if end + measure.gap < lastObserved { return NaiveDuration(time: end - start + 1, discontinued: true) }
    if measure.deathCompetes, patients[person.patient].death == lastObserved {
      return NaiveDuration(time: min(end, lastObserved) - start + 1, discontinued: false, dead: true)
    }
    // The last day after which the whole gap and the day after it are observed.
    let lastEnd = lastObserved - measure.gap - 1
    return NaiveDuration(time: lastEnd - start + 1, discontinued: false)
  }

  /// The rows of `persistence` and `persistence_median`, or of `discontinuation` and its median, for the members of a cell.
  func persistenceRows(_ measure: PersistenceMeasure, _ members: [NaivePerson], _ blank: ResultRow)
    -> [ResultRow]
  {
    var rows: [ResultRow] = []
    for drug in measure.drugs {
      let durations = members.compactMap { duration($0, drug, measure) }
      if durations.isEmpty { continue }
      var row = blank
      (row.drug, row.denominator, row.unit) = (drug, "\(durations.count)", "new_users")
      for day in measure.at {
        row.definition = "at=\(day)/gap\(measure.gap)"
        row.estimateUnit = "percent"
        (row.estimate, row.lower, row.upper, row.status) = ("", "", "", "ok")
        if measure.deathCompetes {
          row.measure = "discontinuation"
          row.numerator = "\(durations.filter { $0.discontinued && $0.time <= day }.count)"
          fillIncidence(&row, durations, day)
        } else {
          row.measure = "persistence"
          row.numerator = "\(durations.filter { $0.time > day }.count)"
          fillSurvival(&row, durations, day)
        }
        rows.append(row)
      }
      row.measure = measure.deathCompetes ? "discontinuation_median" : "persistence_median"
      row.definition = "gap\(measure.gap)"
      row.numerator = "\(durations.filter(\.discontinued).count)"
      row.estimateUnit = "days"
      (row.estimate, row.lower, row.upper, row.status) = ("", "", "", "ok")
      if let median = measure.deathCompetes ? NaiveIncidence(durations).median : median(durations) {
        row.estimate = NaiveStatistics.fourDecimals(Double(median))
      } else {
        row.status = "undefined"
      }
      rows.append(row)
    }
    return rows
  }

  private func fillIncidence(_ row: inout ResultRow, _ durations: [NaiveDuration], _ day: Int) {
    let incidence = NaiveIncidence(durations)
    guard let share = incidence.share(at: day) else {
      row.status = "undefined"
      return
    }
    row.estimate = NaiveStatistics.fourDecimals(100 * share)
    if share == 0 || share > 1 - 1e-12 { return }
    let limits = NaiveStatistics.logLog(share, standardError: incidence.variance(at: day).squareRoot())
    row.lower = NaiveStatistics.fourDecimals(100 * limits.lower)
    row.upper = NaiveStatistics.fourDecimals(100 * limits.upper)
  }

  private func fillSurvival(_ row: inout ResultRow, _ durations: [NaiveDuration], _ day: Int) {
    let steps = steps(durations, upTo: day)
    let survival = steps.reduce(1.0) { $0 * (1 - Double($1.ended) / Double($1.atRisk)) }
    let isZero = steps.contains { $0.ended == $0.atRisk }
    if !isZero, durations.allSatisfy({ $0.time < day }) {
      row.status = "undefined"
      return
    }
    row.estimate = NaiveStatistics.fourDecimals(isZero ? 0 : 100 * survival)
    if isZero || steps.isEmpty { return }
    let limits = NaiveStatistics.logLog(survival, steps)
    row.lower = NaiveStatistics.fourDecimals(100 * limits.lower)
    row.upper = NaiveStatistics.fourDecimals(100 * limits.upper)
  }

  /// At each event time: how many ended, of how many whose time is as long.
  private func steps(_ durations: [NaiveDuration], upTo day: Int) -> [(ended: Int, atRisk: Int)] {
    let times = Set(durations.filter { $0.discontinued && $0.time <= day }.map(\.time)).sorted()
    return times.map { time in
      (
        durations.filter { $0.discontinued && $0.time == time }.count,
        durations.filter { $0.time >= time }.count
      )
    }
  }

  /// The first event time at which no more than half go on, compared exactly.
  private func median(_ durations: [NaiveDuration]) -> Int? {
    let times = Set(durations.filter(\.discontinued).map(\.time)).sorted()
    return times.first { time in
      let steps = steps(durations, upTo: time)
      if steps.contains(where: { $0.ended == $0.atRisk }) { return true }
      let left = NaiveProduct(of: [2] + steps.map { $0.atRisk - $0.ended })
      return !(NaiveProduct(of: steps.map(\.atRisk)) < left)
    }
  }
}
