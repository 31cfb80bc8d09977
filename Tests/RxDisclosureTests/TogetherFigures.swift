import RxDisclosure
import RxModel
import RxRelease

/// A row of a release that a test makes up, of the year 2021; what is nil is kept back.
struct MadeRow {
  var levels: [String]
  var count: Int?
  var of: Int?
  var measure = "prevalence"
  var definition = ""
  var drug = "opioid"
  var unit = "persons"

  init(
    _ levels: [String], _ count: Int?, of whole: Int?, _ measure: String = "prevalence",
    definition: String = "", unit: String = "persons"
  ) {
    (self.levels, self.count, of, self.measure) = (levels, count, whole, measure)
    (self.definition, self.unit) = (definition, unit)
  }

  var figure: Figure {
    Figure(
      measure: measure, definition: definition, drug: drug,
      period: madeYear, levels: levels,
      numerator: count.map { .count($0) }, denominator: of.map { .count($0) }, denominatorUnit: unit,
      estimate: nil, estimateUnit: "", limits: nil, status: count == nil ? .suppressed : .ok)
  }
}

/// The days of 2021.
private let madeYear: DaySpan = {
  let first = Day(year: 2021, month: 1, day: 1) ?? Day(0)
  return DaySpan(first, first + 364)
}()

/// A release of these rows.
func madeRelease(_ variables: [String], _ rows: [MadeRow], ranges: [(MadeRow, FigureRange)] = [])
  -> PublishedRelease
{
  var figures = rows.map(\.figure)
  for (row, range) in ranges {
    for place in figures.indices where figures[place] == row.figure { figures[place].range = range }
  }
  return PublishedRelease(figures: figures, variables: variables)
}
