import RxCounts
import RxModel
import Testing

@testable import RxDecode

/// What was read of the files of parts.
@Suite("What was read of parts")
struct StudyReadingTests {
  private func reading(_ change: (inout FileAccount) -> Void) -> StudyReading {
    var account = FileAccount(name: "a.csv")
    change(&account)
    var totals = RejectTotals()
    totals.files = [account]
    return StudyReading(
      rejects: [.prescriptions: totals], rowsOfDay: [], population: nil, rowDemographics: [])
  }

  @Test("The ends of files that others have divided are not told; what else is known of them is")
  func ends() throws {
    var reading = reading {
      $0.rows = 3
      $0.oddLastLine = 4
      $0.lacksLastLineEnd = true
      $0.dashedLine = 2
    }
    reading.forgetEnds()
    let file = try #require(reading.rejects[.prescriptions]?.files.first)
    #expect(file.oddLastLine == nil && !file.lacksLastLineEnd)
    #expect(file.rows == 3 && file.dashedLine == 2)
  }

  @Test("Rows of days add up over spans that overlap, touch or lie apart")
  func days() {
    func part(_ first: Int32, _ rows: [Int]) -> StudyReading {
      var part = reading {
        $0.firstDay = Day(first)
        $0.lastDay = Day(first + Int32(rows.count) - 1)
      }
      part.rowsOfDay = rows
      return part
    }
    for (other, days, sum) in [
      (part(12, [5, 5]), DaySpan(Day(10), Day(13)), [1, 2, 8, 5]),
      (part(13, [4]), DaySpan(Day(10), Day(13)), [1, 2, 3, 4]),
      (part(7, [9]), DaySpan(Day(7), Day(12)), [9, 0, 0, 1, 2, 3]),
    ] {
      var both = part(10, [1, 2, 3])
      both.add(other)
      #expect(both.fillDays == days && both.rowsOfDay == sum)
      var turned = other
      turned.add(part(10, [1, 2, 3]))
      #expect(turned.fillDays == days && turned.rowsOfDay == sum)
    }
  }
}
