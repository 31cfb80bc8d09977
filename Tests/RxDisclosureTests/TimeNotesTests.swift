import RxCounts
import RxModel
import Testing

@testable import RxDisclosure

/// Days and months that lack rows, at the boundary of each rule.
@Suite("Notes on days and months")
struct TimeNotesTests {
  private func notes(
    _ rows: [Int], from start: String, to end: String, _ preset: DisclosurePolicy.Preset? = nil
  ) throws
    -> [String]
  {
    let first = try #require(DateFormat.auto.day(start))
    let place = RxFault.Place(file: "study.yml", line: 1)
    let input = try StudyInput(
      .prescriptions, files: FileSet(patterns: [Sourced("rx.csv", at: place)]),
      columns: [
        .patient: Sourced("p", at: place), .date: Sourced("d", at: place),
        .daysSupply: Sourced("s", at: place),
        .drug: Sourced("n", at: place),
      ])
    var study = Study(
      title: "A study",
      period: StudyPeriod(days: DaySpan(first, try #require(DateFormat.auto.day(end))), kind: .whole),
      prescriptions: PrescriptionInput(input))
    study.disclosure = preset.map { DisclosurePolicy($0) }
    var data = DataFacts(fillDays: DaySpan(first, first + (rows.count - 1)), rejects: [:])
    data.rowsOfDay = rows
    return TimeNotes(study, data).all
  }

  @Test("A day without rows among days of twelve is told, one of four is chance, and a rhythm is none")
  func days() throws {
    var rows = Array(repeating: 12, count: 45)
    #expect(try notes(rows, from: "2020-01-01", to: "2020-02-14").isEmpty)
    rows[20] = 3
    #expect(try notes(rows, from: "2020-01-01", to: "2020-02-14").isEmpty)
    rows[20] = 0
    #expect(try notes(rows, from: "2020-01-01", to: "2020-02-14").contains { $0.contains("2020-01-21") })
    let weekdays = (0..<60).map { $0 % 7 < 5 ? 20 : 0 }
    #expect(try notes(weekdays, from: "2020-01-06", to: "2020-03-05").isEmpty)
  }

  @Test("Less than a third of many rows is told, a third is not")
  func thirds() throws {
    var rows = Array(repeating: 300, count: 60)
    rows[30] = 100
    #expect(try notes(rows, from: "2020-01-01", to: "2020-02-29").isEmpty)
    rows[30] = 99
    #expect(try notes(rows, from: "2020-01-01", to: "2020-02-29").contains { $0.contains("2020-01-31") })
  }

  @Test("A month that is missing is told once, by its name")
  func months() throws {
    let rows = (0..<366).map { day in (182..<213).contains(day) ? 0 : day % 2 }
    let told = try notes(rows, from: "2020-01-01", to: "2020-12-31")
    #expect(told.contains { $0.contains("2020-07") } && told.count == 1, "\(told)")
    let two = (0..<366).map { day in (182..<244).contains(day) ? 0 : day % 2 }
    #expect(try notes(two, from: "2020-01-01", to: "2020-12-31").contains { $0.contains("2020-07, 2020-08") })
  }

  @Test("A last fill far behind the others is told, and so is a study that ends behind the data")
  func ends() throws {
    let rows = Array(repeating: 1, count: 60)
    let late = rows + Array(repeating: 0, count: 31) + [1]
    #expect(
      try notes(late, from: "2020-01-01", to: "2020-04-01").contains {
        $0.contains("32 days after the one before")
      })
    #expect(
      !(try notes(rows + Array(repeating: 0, count: 30) + [1], from: "2020-01-01", to: "2020-03-31").contains
      {
        $0.contains("after the one before")
      }))
    #expect(try notes(rows, from: "2020-01-01", to: "2020-02-29").isEmpty)
    #expect(
      try notes(rows, from: "2020-01-01", to: "2020-03-01").contains { $0.contains("on 2020-02-29, before") })
    #expect(
      try notes(rows, from: "2020-01-01", to: "2020-03-01", .cms11).contains {
        $0.contains("in 2020-02, before") && !$0.contains("2020-02-29")
      })
  }
}
