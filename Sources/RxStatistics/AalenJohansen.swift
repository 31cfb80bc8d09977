import BigInt
import Glibc

/// The persons whose time is one and the same number of days, where another event can come before the one of interest.
package struct CompetingTime: Sendable {
  /// The time, in days.
  package var days: Int
  /// Persons with the event of interest at that time, 0 or more.
  package var events: Int
  /// Persons with the competing event at that time, 0 or more: they can't have the event of interest any more.
  package var competing: Int
  /// Persons censored at that time, 0 or more: followed so long without either event, at risk on that day.
  package var censored: Int

  /// `events`, `competing` and `censored` persons with a time of `days`.
  package init(days: Int, events: Int, competing: Int, censored: Int) {
    self.days = days
    self.events = events
    self.competing = competing
    self.censored = censored
  }

  fileprivate var persons: Int { events + competing + censored }
}

/// The cumulative incidence of an event with which another competes: O. O. Aalen, S. Johansen, Scand J Stat
/// 1978;5:141-150.
///
/// F(t) is the sum over times u <= t of S(u-) d/n, with d the events of interest at u, n the persons whose time is u or
/// longer, and S(u-) the product over the times before u of (1 - e/n), e being the events of either kind. Persons censored
/// on the day of an event are at risk of it. Without a competing event F is 1 less Kaplan and Meier's S.
package struct AalenJohansen: Sendable {
  /// What happens at one time with an event of either kind.
  private struct Step {
    var day: Int
    var atRisk: Double
    /// Events of interest, and of either kind.
    var events: Double
    var ended: Double
    /// S just before, and F from this time on.
    var shareBefore: Double
    var incidence: Double
  }

  /// The first time with F >= 1/2, in days, compared without rounding. Nil where F stays below 1/2, so too where there is
  /// nobody.
  package let medianDays: Int?
  /// By ascending day.
  private let steps: [Step]
  /// The greatest time that somebody has; nil where there is nobody.
  private let lastDay: Int?
  /// True where nobody is left without either event after the last of them.
  private let isComplete: Bool

  /// The estimate from `times`.
  /// - Parameter times: in any order, the same number of days as often as wanted; none, or times of nobody, are
  ///   allowed. All persons together are fewer than 2^53.
  package init(_ times: [CompetingTime]) {
    var steps: [Step] = []
    var sum = IncidenceSum()
    var median: Int?
    let merged = Self.merged(times)
    var atRisk = merged.reduce(0) { $0 + $1.persons }
    for time in merged {
      let ended = time.events + time.competing
      if ended > 0 {
        let before = sum.share
        sum.add(events: time.events, ended: ended, atRisk: atRisk)
        if median == nil, sum.isAtLeastHalf { median = time.days }
        steps.append(
          Step(
            day: time.days, atRisk: Double(atRisk), events: Double(time.events), ended: Double(ended),
            shareBefore: before, incidence: sum.incidence))
      }
      atRisk -= time.persons
    }
    medianDays = median
    self.steps = steps
    lastDay = merged.last?.days
    isComplete = sum.share == 0
  }

  /// F at `day` with its interval, 95%, on the scale of log(-log F): Kalbfleisch and Prentice, The Statistical Analysis of
  /// Failure Time Data, Wiley 1980.
  ///
  /// Limits F^exp(+-1.96 s), s = sqrt(V)/(F |ln F|), with the variance of the delta method: G. E. Dinse, M. G. Larson,
  /// Biometrika 1986;73:379-386, equation 6; E. Marubini, M. G. Valsecchi, Analysing Survival Data from Clinical Trials and
  /// Observational Studies, Wiley 1995, p. 341. F has no limits where it is 0 or 1.
  /// - Parameter day: a time, in days.
  /// - Returns: F and its limits, as shares of 1; nil where `day` is later than every time and some were still without
  ///   either event, so too where there is nobody.
  /// - Complexity: O(times).
  package func incidence(at day: Int) -> (share: Double, limits: ConfidenceLimits?)? {
    guard let lastDay, day <= lastDay || isComplete else { return nil }
    let past = steps.prefix { $0.day <= day }
    guard let share = past.last?.incidence, share > 0 else { return (0, nil) }
    guard share < 1 else { return (1, nil) }
    let logShare = log(share)
    let factor = exp(normalQuantile975 * Self.variance(past).squareRoot() / (share * -logShare))
    return (share, ConfidenceLimits(lower: exp(logShare * factor), upper: exp(logShare / factor)))
  }

  /// The variance of F at the last of the steps.
  private static func variance(_ steps: ArraySlice<Step>) -> Double {
    let share = steps.last?.incidence ?? 0
    return steps.reduce(0) { sum, step in
      let (n, rest) = (step.atRisk, share - step.incidence)
      // Where all at risk have an event, nothing comes after it.
      let ofShare = step.ended < n ? rest * rest * step.ended / (n * (n - step.ended)) : 0
      let ofEvents = step.shareBefore * step.shareBefore * step.events * (n - step.events) / (n * n * n)
      return sum + ofShare + ofEvents - 2 * rest * step.shareBefore * step.events / (n * n)
    }
  }

  /// `times` by ascending day, each day once, without those of nobody.
  private static func merged(_ times: [CompetingTime]) -> [CompetingTime] {
    var merged: [CompetingTime] = []
    for time in times.sorted(by: { $0.days < $1.days }) where time.persons > 0 {
      if let last = merged.last, last.days == time.days {
        merged[merged.count - 1].events += time.events
        merged[merged.count - 1].competing += time.competing
        merged[merged.count - 1].censored += time.censored
      } else {
        merged.append(time)
      }
    }
    return merged
  }
}

/// The sum of S(u-) d/n over the times of an estimate, with S.
///
/// As in `SurvivalProduct` the quotients of times between which nobody is censored cancel: of each such run only three whole
/// numbers are kept, so that without censoring the sum is one rounded division.
private struct IncidenceSum {
  /// Times between which nobody is censored.
  private struct Run {
    /// Persons at risk at the first time.
    var atRisk: Int
    /// Events of interest so far.
    var events = 0
    /// Persons without either event after the last time.
    var survivors: Int
  }

  private var runs: [Run] = []
  /// S and F before the last run.
  private var closed = (share: 1.0, incidence: 0.0)
  /// True if every event so far was one of interest.
  private var isAlone = true

  /// S: exactly 0 once everyone at risk has had an event, exactly 1 before any.
  private(set) var share = 1.0
  /// F: exactly 0 before any event of interest, exactly 1 once everyone has had one.
  private(set) var incidence = 0.0

  /// Adds a time.
  /// - Parameters:
  ///   - events: d, events of interest, from 0 to `ended`.
  ///   - ended: events of either kind, from 1 to n.
  ///   - count: n, persons at risk: at most the survivors of the time before.
  mutating func add(events: Int, ended: Int, atRisk count: Int) {
    if runs.last?.survivors != count {
      closed = (share, incidence)
      runs.append(Run(atRisk: count, survivors: count))
    }
    runs[runs.count - 1].events += events
    runs[runs.count - 1].survivors -= ended
    let run = runs[runs.count - 1]
    isAlone = isAlone && events == ended
    share = closed.share * (Double(run.survivors) / Double(run.atRisk))
    incidence =
      isAlone && run.survivors == 0
      ? 1 : closed.incidence + closed.share * (Double(run.events) / Double(run.atRisk))
  }

  /// Whether F is at least 1/2, without rounding.
  ///
  /// The roundings of so many terms leave `incidence` far less than 1e-9 from F. Closer to 1/2 than that, the quotient is
  /// worked out in whole numbers, from the last run on: F = (events + survivors x F of the runs after)/n.
  var isAtLeastHalf: Bool {
    guard abs(incidence - 0.5) < 1e-9 else { return incidence > 0.5 }
    var (numerator, denominator) = (BigInt(0), BigInt(1))
    for run in runs.reversed() {
      numerator = BigInt(run.events) * denominator + BigInt(run.survivors) * numerator
      denominator *= BigInt(run.atRisk)
    }
    return 2 * numerator >= denominator
  }
}
