/// Figures that differ in their denominator alone, which stand together, run by run.
package func runsOfFigures(_ figures: [FigureDefinition]) -> [Range<Int>] {
  var runs: [Range<Int>] = []
  for (place, figure) in figures.enumerated() {
    if let last = runs.last, isSame(figures[last.lowerBound], figure) {
      runs[runs.count - 1] = last.lowerBound..<(place + 1)
    } else {
      runs.append(place..<(place + 1))
    }
  }
  return runs
}

private func isSame(_ a: FigureDefinition, _ b: FigureDefinition) -> Bool {
  a.measure == b.measure && a.definition == b.definition && a.drug == b.drug
}
