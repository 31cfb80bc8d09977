import RxCounts
import RxDecode
import RxModel

/// Finds the episodes of one person after the other, by the definitions that the measures have.
struct EpisodeFinder {
  private let rule: EpisodeRule
  private let plan: AnalysisPlan
  /// By class and unit the dose table; nil where the study asks for none.
  private let tables: [[Int?]]
  private var starts: [Day] = []

  /// A finder by `rule` of persons that are measured by `plan`.
  init(_ rule: EpisodeRule, _ plan: AnalysisPlan) {
    self.rule = rule
    self.plan = plan
    tables = rule.subjects.map { subject in
      rule.units.map { unit in
        guard subject.drugSets.count == 1 else { return nil }
        return plan.exposure.doseTables.firstIndex { $0.drugSet == subject.drugSets[0] && $0.unit == unit }
      }
    }
  }

  /// The person's episodes, by class and start; none of who is a person of no interval.
  mutating func episodes(
    of history: inout PersonHistory, _ cells: CellCounter, death: Day
  ) -> [Episode] {
    let counted = countedSpans(history, cells)
    guard !counted.isEmpty else { return [] }
    var episodes: [Episode] = []
    for (place, subject) in rule.subjects.enumerated() {
      // The days of overlap are those that are counted; the other kinds follow the person as persistence does.
      let (spans, gap, followed) =
        switch rule.kind {
        case .era: (eras(history, subject.drugSets[0]), rule.gapDays, history.observed)
        case .newUse: (newUse(&history, cells, subject.drugSets[0]), rule.gapDays, history.observed)
        case .overlap: (overlap(history, subject.drugSets, counted), 0, counted)
        }
      for span in spans {
        var episode = episode(place, span, history)
        episode.end = end(of: span, gapDays: gap, followed: followed, death: death)
        episodes.append(episode)
      }
    }
    return episodes
  }

  // MARK: The days of an episode

  /// The observed days of the intervals that the person is one of, as spans without a pause in between.
  private func countedSpans(_ history: borrowing PersonHistory, _ cells: CellCounter) -> [DaySpan] {
    var spans: [DaySpan] = []
    for run in history.observed {
      plan.exposure.index.forEachPart(of: run) { interval, part in
        guard cells.isPerson(of: interval) else { return }
        if let last = spans.last, last.end + 1 == part.start {
          spans[spans.count - 1].end = part.end
        } else {
          spans.append(part)
        }
      }
    }
    return spans
  }

  private func eras(_ history: borrowing PersonHistory, _ drugSet: Int) -> [DaySpan] {
    var eras: [DaySpan] = []
    history.forEachEra(of: drugSet, gapDays: rule.gapDays) { eras.append($0) }
    return eras
  }

  /// From each new use in an interval of the person to the last day of its era.
  private mutating func newUse(
    _ history: inout PersonHistory, _ cells: CellCounter, _ drugSet: Int
  ) -> [DaySpan] {
    history.findDaysAtRisk(of: drugSet, washoutDays: rule.washoutDays, clear: rule.clear)
    starts.removeAll(keepingCapacity: true)
    history.forEachNewUse(of: drugSet) { interval, day in
      if cells.isPerson(of: interval) { starts.append(day) }
    }
    var spans: [DaySpan] = []
    for start in starts {
      var end = start
      history.forEachEra(of: drugSet, gapDays: rule.gapDays) { era in
        if era.contains(start) { end = era.end }
      }
      spans.append(DaySpan(start, end))
    }
    return spans
  }

  private func overlap(
    _ history: borrowing PersonHistory, _ drugSets: [Int], _ counted: [DaySpan]
  ) -> [DaySpan] {
    let coverage = history.observedCoverage
    let both = commonSpans(
      coverage[history.observedCoverageRange(drugSets[0])],
      coverage[history.observedCoverageRange(drugSets[1])])
    return commonSpans(both[...], counted[...])
  }

  // MARK: What is told of it

  /// The episode of these days but for how it ended.
  private func episode(_ place: Int, _ span: DaySpan, _ history: borrowing PersonHistory) -> Episode {
    let drugSets = rule.subjects[place].drugSets
    var (fills, supplied) = (0, 0)
    for drugSet in drugSets {
      for place in history.fillRange(drugSet) where span.contains(history.fills[place].day) {
        fills += 1
        supplied += Int(history.fills[place].daysSupply)
      }
    }
    let covered =
      drugSets.count > 1
      ? span.days
      : history.coverageRange(drugSets[0]).reduce(0) { days, place in
        days + (history.coverage[place].intersection(span)?.days ?? 0)
      }
    var doses: [Double?] = []
    for table in tables[place] {
      guard let table, covered > 0 else {
        doses.append(nil)
        continue
      }
      var (known, total) = (0, 0.0)
      for place in history.dosedRange(table) where span.contains(history.dosed[place].supply.start) {
        known += 1
        total += history.dosed[place].dose
      }
      doses.append(known == fills && fills > 0 ? total / Double(covered) : nil)
    }
    return Episode(
      place: place, span: span, coveredDays: covered, suppliedDays: supplied, fills: fills,
      dosesPerDay: doses,
      end: .notObserved)
  }

  private func end(of span: DaySpan, gapDays: Int, followed: [DaySpan], death: Day) -> Episode.End {
    guard let run = followed.first(where: { $0.intersection(span) != nil }) else { return .notObserved }
    if span.end + gapDays < run.end { return .stopped }
    return run.end == death ? .died : run.end == plan.lastDay ? .studyEnded : .observationEnded
  }
}
