import RxDecode
import RxModel

/// The observed days of one person as unbroken runs, reused from person to person: those that count, and those before
/// them that serve as look-back alone.
struct ObservedRuns {
  /// The part of a run that a study's rules leave; the days before it are look-back.
  struct Cut {
    /// The days at the run's beginning that don't count.
    var priorDays = 0
    /// The first day that counts.
    var from = Roster.always
    /// The first day that doesn't count any more.
    var until = Roster.never

    /// What is left of a run; nil where that is nothing.
    @inline(__always)
    func part(of run: DaySpan) -> DaySpan? {
      guard until > run.start, from <= run.end else { return nil }
      let start = max(run.start + priorDays, from)
      let end = until > run.end ? run.end : until - 1
      return start <= end ? DaySpan(start, end) : nil
    }
  }

  /// The days that count, in order.
  private(set) var counted: [DaySpan] = []
  /// By run of them, the first day of the unbroken run that it is a part of.
  private(set) var lookBackStarts: [Day] = []
  /// The unbroken runs, where some days of them don't count; empty where all do.
  private var whole: [DaySpan] = []

  /// The unbroken runs, before any rule.
  var unbroken: [DaySpan] { whole.isEmpty ? counted : whole }

  /// Finds the runs of a person: the union of the periods, not before birth, not after death or the study.
  @inline(__always)
  mutating func find(_ person: Int, _ people: ShardPeople, birth: Day, _ plan: AnalysisPlan) {
    counted.empty()
    whole.empty()
    lookBackStarts.empty()
    let first = birth == Roster.noBirth ? Day(.min) : birth
    let last = min(people.death(person), plan.lastDay)
    people.forEachPeriod(of: person) { period in
      let start = max(first, period.start == Roster.openStart ? plan.openStart : period.start)
      let end = min(last, period.end)
      if start <= end { counted.append(DaySpan(start, end)) }
    }
    if counted.count > 1 {
      let count = union(&counted, counted.indices)
      if count < counted.count { counted.removeSubrange(count...) }
    }
    for run in counted { lookBackStarts.append(run.start) }
  }

  /// Leaves of each run what `cut` does.
  mutating func apply(_ cut: Cut) {
    for run in counted { whole.append(run) }
    counted.empty()
    lookBackStarts.empty()
    for run in whole {
      guard let part = cut.part(of: run) else { continue }
      counted.append(part)
      lookBackStarts.append(run.start)
    }
  }
}
