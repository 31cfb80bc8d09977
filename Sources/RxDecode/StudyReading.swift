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
}
