import RxDecode
import RxModel

/// The rules of a study for who is a person of an interval, as one person after the other is held to them.
struct PersonRules: Sendable {
  /// The facts about one person that they look at, beside the observed runs.
  struct Facts {
    /// The day of birth, or `Roster.noBirth`.
    let birth: Day
    /// The days of the lists from which on the person is included, and excluded; `Roster.always` or `never`.
    let (includedFrom, excludedFrom): (Day, Day)
    /// True where a level is none of those that the study asks for.
    let hasOtherLevel: Bool
    /// True where the person is `unknown` in a grouping variable, and dropped for it.
    let isUnknown: Bool
  }

  let requiresFullObservation: Bool
  /// The days at the beginning of each run that are look-back alone.
  let priorDays: Int
  /// True where there is a list of those who are included, and of those who are excluded.
  let (hasInclude, hasExclude): (Bool, Bool)
  /// The ages of persons in completed years; nil where any will do.
  let ages: ClosedRange<Int>?
  /// The levels with which nobody is a person of any interval, as the study asks for others.
  let otherLevels: [LevelMarks]
  /// The levels with which nobody is a person of any interval: `unknown`, where the study drops it.
  let droppedLevels: [LevelMarks]
  /// True where nobody of unknown age is a person of any interval.
  let dropsUnknownAge: Bool
  /// The conditions that the study has.
  let conditions: [PersonCondition]

  /// True where not all observed days count.
  var cutsRuns: Bool { priorDays > 0 || hasInclude || hasExclude }

  /// The facts about a person, whose levels are some of `levels`.
  @inline(__always)
  func facts(
    _ person: Int, _ people: ShardPeople, birth: Day, _ levels: (all: [UInt32], first: Int)
  ) -> Facts {
    Facts(
      birth: birth,
      includedFrom: hasInclude ? people.listed(person, in: .include) : Roster.always,
      excludedFrom: hasExclude ? people.listed(person, in: .exclude) : Roster.never,
      hasOtherLevel: otherLevels.mark(levels.all, from: levels.first),
      isUnknown: (dropsUnknownAge && birth == Roster.noBirth)
        || droppedLevels.mark(levels.all, from: levels.first))
  }

  /// The part of observed runs that counts for a person.
  func cut(_ person: Facts) -> ObservedRuns.Cut {
    ObservedRuns.Cut(priorDays: priorDays, from: person.includedFrom, until: person.excludedFrom)
  }

  /// True if somebody with so many observed days in an interval, the first of them `firstDay`, is a person of it, levels
  /// aside.
  @inline(__always)
  func admit(_ birth: Day, firstDay: Day, observedDays: Int, of intervalDays: Int) -> Bool {
    if requiresFullObservation, observedDays < intervalDays { return false }
    guard let ages else { return true }
    return birth != Roster.noBirth && ages.contains(Day.completedYears(from: birth.civil, on: firstDay.civil))
  }

  /// The first condition that somebody does not meet in an interval, of those that the study has; nil where they are a
  /// person of it.
  func unmet(in interval: DaySpan, _ runs: ObservedRuns, _ person: Facts) -> PersonCondition? {
    var cut = ObservedRuns.Cut(priorDays: priorDays)
    return conditions.first { condition in
      switch condition {
      case .observed: break
      case .listed: cut.from = person.includedFrom
      case .notExcluded: cut.until = person.excludedFrom
      case .levels: return person.hasOtherLevel
      case .groupsKnown: return person.isUnknown
      case .age:
        guard let first = firstDay(in: interval, runs, cut), let ages, person.birth != Roster.noBirth else {
          return true
        }
        return !ages.contains(Day.completedYears(from: person.birth.civil, on: first.civil))
      }
      return firstDay(in: interval, runs, cut) == nil
    }
  }

  /// The first observed day in an interval of what `cut` leaves of the runs; nil where somebody is not observed enough.
  private func firstDay(in interval: DaySpan, _ runs: ObservedRuns, _ cut: ObservedRuns.Cut) -> Day? {
    var (first, days): (Day?, Int) = (nil, 0)
    for run in runs.unbroken {
      guard let part = cut.part(of: run)?.intersection(interval) else { continue }
      first = first ?? part.start
      days += part.days
    }
    return requiresFullObservation && days < interval.days ? nil : first
  }
}
