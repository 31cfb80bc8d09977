/// Age bands by their lower bounds, in completed years.
package struct AgeBands: Sendable, Equatable {
  /// Lower bounds in years, ascending.
  package let lowerBounds: [Int]

  /// Bands that begin at `lowerBounds`, which ascend.
  package init(lowerBounds: [Int]) { self.lowerBounds = lowerBounds }

  /// True where ages below the first band exist, as the level `under N`.
  package var hasUnder: Bool { (lowerBounds.first ?? 0) > 0 }

  /// The labels of the levels, ascending: `under 18` where there is one, then the bands; `unknown` is the last.
  package var labels: [String] {
    var labels = hasUnder ? ["under \(lowerBounds[0])"] : []
    for (index, bound) in lowerBounds.enumerated() {
      guard index + 1 < lowerBounds.count else {
        labels.append("\(bound)+")
        break
      }
      let last = lowerBounds[index + 1] - 1
      labels.append(last == bound ? "\(bound)" : "\(bound)-\(last)")
    }
    return labels + [unknownLevel]
  }

  /// The index in `labels` of an age in completed years; nil (no birth date) gives the last, `unknown`.
  package func level(ofAge age: Int?) -> Int {
    let under = hasUnder ? 1 : 0
    guard let age else { return lowerBounds.count + under }
    var band = -1
    for bound in lowerBounds where age >= bound { band += 1 }
    return max(0, band + under)
  }
}

/// The level of a missing value of a grouping variable.
package let unknownLevel = "unknown"
/// The level of a row that does not split by a grouping variable.
package let allLevel = "all"

/// The name of a value of the data as a level: as the data write it, but for one that would read like a row
/// that is not split by the variable. No two values get one name.
package func levelLabel(_ value: String) -> String {
  let mark = " (level)"
  var plain = value[...]
  while plain.hasSuffix(mark) { plain = plain.dropLast(mark.count) }
  return plain == allLevel ? value + mark : value
}
