/// Lines that differ in their denominator alone, which stand together, group by group.
package func groupsOfLines(_ lines: [FigureDefinition]) -> [Range<Int>] {
  var groups: [Range<Int>] = []
  for (place, line) in lines.enumerated() {
    if let last = groups.last, isSame(lines[last.lowerBound], line) {
      groups[groups.count - 1] = last.lowerBound..<(place + 1)
    } else {
      groups.append(place..<(place + 1))
    }
  }
  return groups
}

private func isSame(_ a: FigureDefinition, _ b: FigureDefinition) -> Bool {
  a.measure == b.measure && a.definition == b.definition && a.drug == b.drug
}
