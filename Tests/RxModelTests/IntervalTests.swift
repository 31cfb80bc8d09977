import RxModel
import Testing

@Suite struct IntervalTests {
  private func intervals(_ start: String, _ end: String, _ kind: IntervalKind) throws -> [String] {
    let days = DaySpan(try #require(day(start)), try #require(day(end)))
    return StudyPeriod(days: days, kind: kind).intervals.map { "\($0.start)...\($0.end)" }
  }

  @Test func yearsAreCutToTheStudy() throws {
    #expect(
      try intervals("2019-02-15", "2021-04-10", .year)
        == ["2019-02-15...2019-12-31", "2020-01-01...2020-12-31", "2021-01-01...2021-04-10"])
    #expect(try intervals("2019-01-01", "2019-12-31", .year) == ["2019-01-01...2019-12-31"])
  }

  @Test func quartersAreCutToTheStudy() throws {
    #expect(
      try intervals("2019-02-15", "2019-10-01", .quarter) == [
        "2019-02-15...2019-03-31", "2019-04-01...2019-06-30", "2019-07-01...2019-09-30",
        "2019-10-01...2019-10-01",
      ])
  }

  @Test func monthsAreCutToTheStudy() throws {
    #expect(
      try intervals("2019-12-31", "2020-03-01", .month) == [
        "2019-12-31...2019-12-31", "2020-01-01...2020-01-31", "2020-02-01...2020-02-29",
        "2020-03-01...2020-03-01",
      ])
  }

  @Test func wholeIsTheStudy() throws {
    #expect(try intervals("2019-02-15", "2021-04-10", .whole) == ["2019-02-15...2021-04-10"])
  }

  @Test(arguments: IntervalKind.allCases)
  func aStudyOfOneDayHasOneInterval(kind: IntervalKind) throws {
    #expect(try intervals("2020-02-29", "2020-02-29", kind) == ["2020-02-29...2020-02-29"])
  }

  @Test(arguments: IntervalKind.allCases)
  func intervalsCoverTheStudyWithoutGaps(kind: IntervalKind) throws {
    let first = try #require(day("2018-12-15"))
    for offset in stride(from: 0, to: 60, by: 7) {
      for length in stride(from: 1, to: 900, by: 83) {
        let days = DaySpan(first + offset, first + offset + length - 1)
        let intervals = StudyPeriod(days: days, kind: kind).intervals
        #expect(intervals.first?.start == days.start)
        #expect(intervals.last?.end == days.end)
        #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.end + 1 == $1.start })
        #expect(intervals.reduce(0) { $0 + $1.days } == length)
      }
    }
  }

  @Test func onlyTheWholeOfSeveralYearsIsLong() throws {
    let days = DaySpan(try #require(day("2019-01-01")), try #require(day("2021-12-31")))
    #expect(StudyPeriod(days: days, kind: .whole).hasLongIntervals)
    #expect(!StudyPeriod(days: days, kind: .year).hasLongIntervals)
  }
}

@Suite struct AgeBandsTests {
  @Test func labels() {
    #expect(
      AgeBands(lowerBounds: [0, 18, 36, 51, 65, 80]).labels
        == ["0-17", "18-35", "36-50", "51-64", "65-79", "80+", "unknown"])
    #expect(
      AgeBands(lowerBounds: [18, 19, 20, 65]).labels == ["under 18", "18", "19", "20-64", "65+", "unknown"])
    #expect(AgeBands(lowerBounds: [0]).labels == ["0+", "unknown"])
    #expect(AgeBands(lowerBounds: [65]).labels == ["under 65", "65+", "unknown"])
  }

  @Test(
    arguments: [
      ([0, 18, 36], 0, "0-17"), ([0, 18, 36], 17, "0-17"), ([0, 18, 36], 18, "18-35"),
      ([0, 18, 36], 35, "18-35"),
      ([0, 18, 36], 36, "36+"), ([0, 18, 36], 130, "36+"), ([0, 18, 36], nil, "unknown"),
      ([18, 19, 65], 0, "under 18"), ([18, 19, 65], 17, "under 18"), ([18, 19, 65], 18, "18"),
      ([18, 19, 65], 19, "19-64"), ([18, 19, 65], 65, "65+"), ([18, 19, 65], nil, "unknown"),
      ([0], 0, "0+"), ([0], nil, "unknown"), ([65], 64, "under 65"), ([65], 65, "65+"),
    ] as [([Int], Int?, String)])
  func levels(bounds: [Int], age: Int?, label: String) {
    let bands = AgeBands(lowerBounds: bounds)
    #expect(bands.labels[bands.level(ofAge: age)] == label)
  }
}

@Suite struct NearestNameTests {
  private let columns = ["patient_id", "fill_date", "days_supply", "ndc", "sex"]

  @Test(arguments: [
    ("fill_dat", "fill_date"), ("filldate", "fill_date"), ("FILL_DATE", "fill_date"),
    ("fill_dtae", "fill_date"),
    ("patientid", "patient_id"), ("day_suply", "days_supply"), ("ncd", "ndc"), ("ndcs", "ndc"),
    ("sxe", "sex"),
  ])
  func aSlipIsSeen(name: String, meant: String) {
    #expect(nearestName(to: name, among: columns) == meant)
    #expect(suggestion(for: name, among: columns) == "did you mean '\(meant)'?")
  }

  @Test(arguments: ["quantity", "date", "id", "", "pharmacy_identifier", "gender"])
  func anotherWordIsNoSlip(name: String) {
    #expect(nearestName(to: name, among: columns) == nil)
    #expect(suggestion(for: name, among: columns) == "")
  }

  @Test func theNearestWinsAndTheFirstOfEquals() {
    #expect(nearestName(to: "opioit", among: ["opioids", "opioid"]) == "opioid")
    #expect(nearestName(to: "cat", among: ["bat", "hat"]) == "bat")
    #expect(nearestName(to: "cat", among: []) == nil)
  }
}

@Suite struct RxFaultTests {
  @Test func textIsOneLine() {
    let place = RxFault.Place(file: "study.yml", line: 3, column: 7)
    #expect(RxFault(.config, "is bad", at: place, remedy: "mend it").text == "study.yml:3:7: is bad; mend it")
    #expect(RxFault(.config, "is bad", at: RxFault.Place(file: "a.csv", line: 2)).text == "a.csv:2: is bad")
    #expect(RxFault(.software, "two\nlines\r\n", remedy: "").text == "two lines ")
  }

  @Test func codesAreTheContracts() {
    #expect(
      [RxFault.Code.usage, .data, .noInput, .software, .cantCreate, .inputOutput, .temporary, .config].map(
        \.rawValue)
        == [64, 65, 66, 70, 73, 74, 75, 78])
  }
}
