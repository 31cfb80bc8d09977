import RxModel

/// Resident counts by year and by the variables that the file has.
package struct Population: Sendable, Equatable {
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

extension Population: Codable {
  /// Residents of a year and of labels.
  private struct Row: Codable {
    var year: Int
    var labels: [ExactText]
    var residents: Int
  }

  private enum Key: CodingKey {
    case variables, hasYears, rows
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    variables = try container.decode([String].self, forKey: .variables)
    hasYears = try container.decode(Bool.self, forKey: .hasYears)
    for row in try container.decode([Row].self, forKey: .rows) {
      guard row.labels.count == variables.count else {
        throw DecodingError.dataCorruptedError(
          forKey: .rows, in: container, debugDescription: "a row has other labels than variables")
      }
      add(row.residents, year: row.year, labels: row.labels.map(\.text))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(variables, forKey: .variables)
    try container.encode(hasYears, forKey: .hasYears)
    let rows = counts.flatMap { year, counts in
      counts.map { Row(year: year, labels: $0.key.map(ExactText.init), residents: $0.value) }
    }
    try container.encode(
      rows.sorted { $0.year == $1.year ? $0.labels.lexicographicallyPrecedes($1.labels) : $0.year < $1.year },
      forKey: .rows)
  }
}
