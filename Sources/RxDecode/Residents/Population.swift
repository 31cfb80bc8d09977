import RxModel

/// Resident counts by year and by the variables that the file has.
package struct Population: Sendable {
  /// The names of the variables that the file has.
  package let variables: [String]
  /// Residents by year (0 where the file has none), then the labels in the order of `variables`.
  package private(set) var counts: [Int: [[String]: Int]] = [:]
  /// True where the file has years.
  package let hasYears: Bool

  /// A population without residents.
  init(_ input: StudyInput) {
    variables = input.attributes.map(\.name)
    hasYears = input[.year] != nil
  }

  /// Adds residents.
  mutating func add(_ count: Int, year: Int, labels: [String]) {
    counts[year, default: [:]][labels, default: 0] += count
  }

  /// The labels that the file has of a variable; nil where it has no such column.
  package func labels(of variable: String) -> Set<String>? {
    variables.firstIndex(of: variable).map { place in Set(counts.values.joined().map { $0.key[place] }) }
  }

  /// The first of `years` that the file lacks (0 where it has no years and no residents either), or nil.
  package func missingYear(of years: ClosedRange<Int>) -> Int? {
    guard hasYears else { return counts.isEmpty ? 0 : nil }
    return years.first { counts[$0] == nil }
  }
}
