import Foundation
import RxCounts
import RxModel

/// Sentences on the days that the prescriptions are of: days and months that lack rows, and ends that do not meet those of
/// the study. They say what that does to rates.
struct TimeNotes {
  /// The fewest rows in what a day or a month is compared with.
  private static let fewestRows = 100
  /// The fewest rows of which a last one can be far behind.
  private static let fewestWithALastOne = 20
  /// The weeks before and after a day in which the same day of the week is looked at.
  private static let weeks = 4

  private let study: Study
  private let data: DataFacts
  private let isControlled: Bool

  /// The notes on the days of `data`.
  init(_ study: Study, _ data: DataFacts) {
    self.study = study
    self.data = data
    isControlled = study.disclosurePolicy.isControlled
  }

  /// The sentences, in order.
  var all: [String] {
    guard let fills = data.fillDays else {
      let names = data.files(.prescriptions).map(\.name)
      return ["no prescription row of \(list(names)) was accepted: every figure is of nobody or 0"]
    }
    let last = lateFill(fills)
    // Behind a date far off the data have ended before.
    let end = last?.before ?? fills.end
    let rows = Array(data.rowsOfDay.prefix(end - fills.start + 1))
    return missing(days: rows, from: fills.start) + [last?.text, studyEnd(end)].compactMap { $0 }
  }

  private func studyEnd(_ last: Day) -> String? {
    guard last < study.period.days.end else { return nil }
    return "the data end \(isControlled ? "in \(month(last)), " : "on \(last), ")before the study does on "
      + "\(study.period.days.end): person-time that nobody has data for lowers the last interval's rates (period.end: "
      + "data, or last-complete-month)"
  }

  /// The last day of a fill where it is far behind the one before, with that one.
  private func lateFill(_ fills: DaySpan) -> (before: Day, text: String)? {
    let days = data.rowsOfDay.indices.filter { data.rowsOfDay[$0] > 0 }
    let gaps = zip(days, days.dropFirst()).map { $1 - $0 }
    // Of few rows, or where others are as far apart, it is no wonder.
    guard let gap = gaps.last, gap > 31, data.rowsOfDay.reduce(0, +) >= Self.fewestWithALastOne,
      gap > 2 * (gaps.dropLast().max() ?? 0)
    else { return nil }
    let before = fills.end - gap
    let text =
      isControlled
      ? "the last fill is more than a month after the one before it: its date may be wrong"
      : "the last fill is of \(fills.end), \(fills.end - before) days after the one before it on \(before): its date may be "
        + "wrong"
    return (before, text + ", and a study that ends with the data would end there")
  }

  private func month(_ day: Day) -> String { "\("\(day)".prefix(7))" }

  // MARK: Days and months that lack rows

  private func missing(days rows: [Int], from start: Day) -> [String] {
    let months = missingMonths(rows, start)
    let days = missingDays(rows, start).filter { day in !months.contains { $0.contains(day) } }
    var notes: [String] = []
    if !months.isEmpty {
      let names = months.map { month($0.start) }
      notes.append(
        "\(list(names)) \(names.count == 1 ? "has" : "have") less than a third of the prescription rows of the months beside: "
          + "a file may be missing; rates are too low where it is")
    }
    if !days.isEmpty {
      notes.append(
        "\(list(days.map { "\($0)" })) \(days.count == 1 ? "has" : "have") less than a third of the prescription rows of the same "
          + "day of the weeks beside: a delivery may be missing; rates are a little too low")
    }
    return notes
  }

  private func list(_ names: [String]) -> String {
    names.count <= 5
      ? names.joined(separator: ", ")
      : names.prefix(5).joined(separator: ", ") + " and \(names.count - 5) more"
  }

  /// Whole calendar months within the data with less than a third of the rows that the months on both sides have.
  private func missingMonths(_ rows: [Int], _ start: Day) -> [DaySpan] {
    guard !rows.isEmpty else { return [] }
    let spans = StudyPeriod(days: DaySpan(start, start + (rows.count - 1)), kind: .month).intervals
    let counts = spans.map { span in rows[(span.start - start)...(span.end - start)].reduce(0, +) }
    // The first month and the last may be cut.
    return spans.indices.dropFirst().dropLast().filter { place in
      // Of months without any row the next that has some is beside.
      guard let before = counts[..<place].last(where: { $0 > 0 }),
        let after = counts[(place + 1)...].first(where: { $0 > 0 })
      else { return false }
      let beside = counts[max(0, place - 6)...min(place + 6, counts.count - 1)].reduce(0, +) - counts[place]
      return beside >= Self.fewestRows && isLacking(counts[place], beside: min(before, after))
    }.map { spans[$0] }
  }

  /// Days with less than a third of what the same day of the week has in the weeks beside.
  private func missingDays(_ rows: [Int], _ start: Day) -> [Day] {
    rows.indices.filter { place in
      let weeks = (-Self.weeks...Self.weeks).filter { $0 != 0 }.map { place + 7 * $0 }.filter(
        rows.indices.contains)
      guard weeks.count >= Self.weeks else { return false }
      let around = rows[max(0, place - 7 * Self.weeks)...min(place + 7 * Self.weeks, rows.count - 1)]
      let usual = weeks.map { rows[$0] }.sorted()[weeks.count / 2]
      return around.reduce(0, +) - rows[place] >= Self.fewestRows && isLacking(rows[place], beside: usual)
    }.map { start + $0 }
  }

  /// True if `rows` is less than a third of `usual`, and by chance alone would be so once in 100,000 times.
  private func isLacking(_ rows: Int, beside usual: Int) -> Bool {
    guard 3 * rows < usual else { return false }
    // The Poisson probability of so few: beyond some hundreds it is as good as 0.
    guard usual < 300 else { return true }
    var (term, sum) = (exp(-Double(usual)), 0.0)
    for number in 0...rows {
      sum += term
      term *= Double(usual) / Double(number + 1)
    }
    return sum < 1e-5
  }
}
