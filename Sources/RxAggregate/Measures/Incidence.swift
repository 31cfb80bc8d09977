import RxModel

/// New-use events over person-years at risk.
///
/// A person is at risk on a day that is observed, as is each of the `washout` days before it, and no fill (or covered
/// day) of the drug lies on any of those; a fill on a day at risk is new use.
final class Incidence: Measure {
  /// Each drug's lines.
  let lines: [ResultLine]
  let countsEveryone = true
  private let counters: [(group: Int, events: Int, daysAtRisk: Int)]
  private let washoutDays: Int
  private let clear: WashoutRule

  init(_ drugs: [MeasuredDrug], washoutDays: Int, clear: WashoutRule, _ layout: inout CounterLayout) {
    self.washoutDays = washoutDays
    self.clear = clear
    counters = drugs.map { ($0.group, layout.add(), layout.add()) }
    lines = zip(drugs, counters).map { drug, counter in
      ResultLine(
        measure: "incidence", drug: drug.name, numerator: counter.events,
        denominator: .years(counter.daysAtRisk),
        denominatorUnit: "person_years_at_risk", estimate: .per1000PersonYears, limits: .poisson)
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for (group, events, daysAtRisk) in counters {
      findDaysAtRisk(&person, group)
      let fills = person.fillRange(group)
      var next = fills.lowerBound
      for span in person.spans {
        person.plan.index.forEachPart(of: span) { interval, part in
          cells.add(part.days, to: daysAtRisk, in: interval)
        }
        while next < fills.upperBound, person.fills[next].day < span.start { next += 1 }
        var lastEvent = Day(.min)
        while next < fills.upperBound, person.fills[next].day <= span.end {
          let day = person.fills[next].day
          if day > lastEvent, let interval = person.plan.index.interval(of: day) {
            cells.add(1, to: events, in: interval)
          }
          lastEvent = day
          next += 1
        }
      }
    }
  }

  /// Leaves the spans of days at risk in `person.spans`.
  private func findDaysAtRisk(_ person: inout PersonHistory, _ group: Int) {
    var spans: [DaySpan] = []
    swap(&spans, &person.spans)
    spans.removeAll(keepingCapacity: true)
    for run in person.observed {
      var start = run.start + washoutDays
      // Each fill, or covered span, keeps the days behind it out, up to the washout's length. Their ends ascend.
      if washoutDays > 0 {
        switch clear {
        case .fill:
          for place in person.fillRange(group) {
            let day = person.fills[place].day
            exclude(DaySpan(day + 1, day + washoutDays), from: run, &start, &spans)
          }
        case .supply:
          for place in person.coverageRange(group) {
            let span = person.coverage[place]
            exclude(DaySpan(span.start + 1, span.end + washoutDays), from: run, &start, &spans)
          }
        }
      }
      if start <= run.end { spans.append(DaySpan(start, run.end)) }
    }
    swap(&spans, &person.spans)
  }

  @inline(__always)
  private func exclude(_ excluded: DaySpan, from run: DaySpan, _ start: inout Day, _ spans: inout [DaySpan]) {
    guard excluded.end >= start else { return }
    let end = min(excluded.start - 1, run.end)
    if start <= end { spans.append(DaySpan(start, end)) }
    start = max(start, excluded.end + 1)
  }
}
