import RxModel

/// The days under study.
struct PeriodGuess: Sendable {
  /// The first day and the last, as a study writes them.
  let start: Answer
  let end: Answer
  /// True where the end is that of the year in which fills end.
  private(set) var isWholeYear = false
  /// The years in words, for the title; nil where they are not known.
  let years: String?

  /// The whole years in which fills are.
  /// - Parameters:
  ///   - group: the prescriptions.
  ///   - patient: the place of the patients' column; nil where it is not known.
  ///   - date: the place of the fills' dates, with their format; nil where they are not known.
  init(_ group: FileGroup, patient: Int?, date: (place: Int, format: DateFormat)?) {
    let unknown = "the dates of fills are not settled"
    guard let patient, let date else {
      start = Answer("2000-01-01", .guess, unknown)
      end = Answer("last-complete-month", .guess, unknown)
      years = nil
      return
    }
    let months = group.patients(patient, by: date.place) { text in
      guard let day = date.format.day(text), DateFormat.believedYears.contains(day.civil.year) else {
        return nil
      }
      return "\(day.civil.year * 12 + day.civil.month - 1)"
    }
    let told = months.filter { $0.value >= fewestPatientsTold }.keys.compactMap { Int($0) }.sorted()
    guard let first = told.first, let last = told.last else {
      let few = "too few patients have fills in any month to tell when they begin and end"
      start = Answer("2000-01-01", .guess, few)
      end = Answer("last-complete-month", .guess, few)
      years = nil
      return
    }
    let firstYear = first / 12
    start = Answer("\(firstYear)-01-01", .guess, "the year in which fills begin")
    // Where the end of the files was not read, or their last year is not over, the data say where they end.
    let isOver = group.isWhole || group.files.allSatisfy { $0.seesEnd }
    // Of few patients and more than a year behind the others: a date that is wrong, with which the data would end.
    let stray = months.filter { month, _ in Int(month).map { $0 > last + 12 } ?? false }
    let hasStray = !stray.isEmpty && stray.values.reduce(0, +) < fewestPatientsTold
    if hasStray {
      let behind = last % 12 == 11 && isOver ? last + 1 : max(first, last - 1) + 1
      let day = Day(year: behind / 12, month: behind % 12 + 1, day: 1).map { "\($0 - 1)" }
      end = Answer(
        day ?? "last-complete-month", .guess,
        "the last whole month of many fills: a few are said to be more than a year later, which can be wrong")
    } else if last % 12 == 11, isOver {
      end = Answer("\(last / 12)-12-31", .guess, "the year in which they end")
      isWholeYear = true
    } else {
      end = Answer("last-complete-month", .guess, "the last year of the fills is not over, or was not seen")
    }
    years = "\(firstYear)-\(last / 12)"
  }
}
