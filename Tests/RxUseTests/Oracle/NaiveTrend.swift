extension NaiveStudy {
  /// The rows of `trend` over the intervals that the study covers whole.
  func trendRows(_ intervals: [(interval: NaiveInterval, persons: [NaivePerson])]) -> [ResultRow] {
    let measures = world.study.measures.extended.trend
    if measures.isEmpty || world.study.interval == .whole { return [] }
    let whole = intervals.filter { isWhole($0.interval) }
    let study = NaiveInterval(start: world.study.start, end: world.study.end)
    var rows: [ResultRow] = []
    for line in sources(measures) {
      for grouping in [[]] + world.study.groups {
        for cell in cells(grouping, whole.flatMap(\.persons)) {
          var points: [NaiveStatistics.Point] = []
          var sum = (numerator: 0, denominator: 0, residents: false)
          for (place, one) in whole.enumerated() {
            let members = one.persons.filter { person in
              zip(grouping, cell.levels).allSatisfy { sameBytes(person.levels[$0] ?? "unknown", $1) }
            }
            let own = counts(line, one.interval, members, grouping, cell.levels)
            sum = (sum.numerator + own.numerator, sum.denominator + own.denominator, own.residents)
            if own.denominator == 0 { continue }
            points.append(
              NaiveStatistics.Point(place: place, count: own.numerator, size: Double(own.denominator)))
          }
          if sum.denominator == 0 { continue }
          var row = blank(study, grouping, cell.levels)
          fillCounts(&row, line, "trend_", sum)
          row.estimateUnit = "percent_per_\(world.study.interval.rawValue)"
          fillEstimate(&row, NaiveStatistics.trend(points))
          rows.append(row)
        }
      }
    }
    return rows
  }

  /// Whether the days just before and after an interval are of another calendar unit.
  private func isWhole(_ interval: NaiveInterval) -> Bool {
    let before = NaiveCalendar.date(interval.start.number - 1)
    return unit(before) != unit(interval.start) && unit(interval.end.next) != unit(interval.end)
  }
}
