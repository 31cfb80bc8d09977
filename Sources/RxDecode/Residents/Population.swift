import RxCounts
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

extension Population: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(variables)
    bytes.add(hasYears)
    let rows = counts.flatMap { year, counts in
      counts.map { (year: year, labels: $0.key.map(ExactText.init), residents: $0.value) }
    }
    bytes.add(rows.count)
    for row in rows.sorted(by: {
      $0.year == $1.year ? $0.labels.lexicographicallyPrecedes($1.labels) : $0.year < $1.year
    }) {
      bytes.add(row.year)
      bytes.add(row.labels)
      bytes.add(row.residents)
    }
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    variables = try bytes.next()
    hasYears = try bytes.next()
    let rows: Int = try bytes.next()
    guard rows >= 0 else { throw bytes.fault("a count below 0") }
    var last: (year: Int, labels: [ExactText])?
    for _ in 0..<rows {
      let row: (year: Int, labels: [ExactText]) = (try bytes.next(), try bytes.next())
      guard row.labels.count == variables.count else {
        throw bytes.fault("a row of residents has other labels than variables")
      }
      if let last,
        last.year > row.year || (last.year == row.year && !last.labels.lexicographicallyPrecedes(row.labels))
      {
        throw bytes.fault("rows of residents out of order")
      }
      last = row
      add(try bytes.next(), year: row.year, labels: row.labels.map(\.text))
    }
  }
}
