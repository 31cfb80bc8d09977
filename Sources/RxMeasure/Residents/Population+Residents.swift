import RxCounts
import RxDecode
import RxModel

extension Population {
  /// True if the file's columns can give the grouping (-1 is everyone).
  func covers(_ grouping: Int, _ layout: CellCounter.Stratification) -> Bool {
    grouping < 0 || layout.groupings[grouping].allSatisfy { variables.contains(layout.variables[$0].name) }
  }

  /// Residents of every group of a grouping (empty is everyone) that the file has, by interval. Groups are labels by
  /// the study's variables, `all` where the grouping does not split by one.
  func residents(
    of grouping: [Int], _ layout: CellCounter.Stratification, _ intervals: [DaySpan]
  ) -> [[String]: [Residents]] {
    let columns = grouping.compactMap { variable in
      variables.firstIndex(of: layout.variables[variable].name).map { (variable: variable, column: $0) }
    }
    let known = layout.variables.prefix(layout.dropsUnknown ? layout.publishedVariables : 0)
      .compactMap { variables.firstIndex(of: $0.name) }
    var byGroup: [[String]: [Int: Int]] = [:]
    for (year, byLabels) in counts {
      for (labels, count) in byLabels where known.allSatisfy({ labels[$0] != unknownLevel }) {
        var group = layout.variables.map { _ in allLevel }
        for (variable, column) in columns { group[variable] = labels[column] }
        byGroup[group, default: [:]][year, default: 0] += count
      }
    }
    return byGroup.mapValues { byYear in intervals.map { residents(byYear, in: $0) } }
  }

  /// Persons by the interval's first year, person-days year by year.
  private func residents(_ byYear: [Int: Int], in span: DaySpan) -> Residents {
    let first = span.start.civil.year
    var residents = Residents(persons: byYear[hasYears ? first : 0] ?? 0)
    for year in first...max(first, span.end.civil.year) {
      let start = Day(year: year, month: 1, day: 1) ?? span.start
      let end = Day(year: year, month: 12, day: 31) ?? span.end
      let days = DaySpan(start, end).intersection(span)?.days ?? 0
      residents.personDays += (byYear[hasYears ? year : 0] ?? 0) * days
    }
    return residents
  }
}
