import RxCounts
import RxModel

/// What was read of a study's files, whatever the study makes of it. Secret.
package struct StudyReading: Sendable {
  /// The rejects of each kind of input that there is.
  package var rejects: [InputKind: RejectTotals]
  /// By day of `fillDays`, the rows that were not rejected.
  package var rowsOfDay: [Int]
  /// Residents, where there is a population file.
  package var population: Population?
  /// The study's names of the patients' own fields in a flat file.
  package var rowDemographics: [String]

  /// The dates of the rows that were not rejected, from the first to the last.
  package var fillDays: DaySpan? {
    let files = rejects[.prescriptions]?.files ?? []
    guard let first = files.compactMap(\.firstDay).min(), let last = files.compactMap(\.lastDay).max() else {
      return nil
    }
    return DaySpan(first, last)
  }

  /// Forgets what is told of the ends of files, where others have divided them: these are not where the data end.
  package mutating func forgetEnds() {
    for kind in rejects.keys {
      for file in rejects[kind]?.files.indices ?? 0..<0 {
        rejects[kind]?.files[file].oddLastLine = nil
        rejects[kind]?.files[file].lacksLastLineEnd = false
      }
    }
  }

  /// Adds what was read of other rows of the same files.
  package mutating func add(_ other: StudyReading) {
    let (own, others) = (fillDays, other.fillDays)
    rejects.merge(other.rejects) { one, other in
      var sum = one
      sum.add(other)
      return sum
    }
    rowsOfDay = Self.sum((own, rowsOfDay), (others, other.rowsOfDay))
    population = population ?? other.population
  }

  /// The rows of the days of both spans together.
  private static func sum(
    _ one: (days: DaySpan?, rows: [Int]), _ other: (days: DaySpan?, rows: [Int])
  ) -> [Int] {
    guard let days = one.days else { return other.rows }
    guard let others = other.days else { return one.rows }
    let all = DaySpan(min(days.start, others.start), max(days.end, others.end))
    var sum = Array(repeating: 0, count: all.days)
    for (span, rows) in [(days, one.rows), (others, other.rows)] {
      for (place, count) in rows.enumerated() {
        sum[Int(span.start.number - all.start.number) + place] += count
      }
    }
    return sum
  }
}

extension StudyReading: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(rejects)
    bytes.add(rowsOfDay)
    bytes.add(population)
    bytes.add(rowDemographics)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    rejects = try bytes.next()
    rowsOfDay = try bytes.next()
    population = try bytes.next()
    rowDemographics = try bytes.next()
  }
}
