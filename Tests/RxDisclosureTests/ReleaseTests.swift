import RxCounts
import RxDisclosure
import RxModel
import RxRelease
import Testing

/// The one way from counts to what is shown.
@Suite struct ReleaseTests {
  private func study(_ preset: DisclosurePolicy.Preset?) throws -> Study {
    func named(_ name: String) -> Sourced { Sourced(name, at: RxFault.Place(file: "study.yml", line: 1)) }
    let input = try StudyInput(
      .prescriptions, files: FileSet(patterns: [named("rx.csv")]),
      columns: [
        .patient: named("id"), .date: named("date"), .daysSupply: named("days"), .drug: named("drug"),
      ])
    var study = Study(
      title: "A study", period: StudyPeriod(days: DaySpan(Day(0), Day(364)), kind: .whole),
      prescriptions: PrescriptionInput(input))
    study.variables = [.sex, .attribute(name: "region", index: 0)]
    study.disclosure = preset.map { DisclosurePolicy($0) }
    return study
  }

  private func rejects(_ rows: Int, _ reasons: [RejectReason: Int]) -> RejectTotals {
    var totals = RejectTotals()
    var file = FileAccount(name: "rx.csv")
    (file.rows, file.lines) = (rows, rows)
    (file.rejectedRows, file.rejectedLines) = (reasons, reasons)
    totals.files = [file]
    totals.first = reasons.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { reason, count in
      (0..<count).map { RejectedRow(file: "rx.csv", line: $0 + 2, reason: reason, field: "", value: "") }
    }
    return totals
  }

  private var attrition: Attrition {
    var attrition = Attrition()
    attrition.kinds = [
      .init(.rejected(.badDate, of: .prescriptions), rows: 3),
      .init(.rejected(.missingPatient, of: .prescriptions), rows: 40),
      .init(.notInRoster, rows: 300, patients: 60), .init(.used, rows: 900, patients: 300),
    ]
    attrition.read = .init(.read(.prescriptions), rows: 1243, patients: 400)
    return attrition
  }

  private var data: DataFacts {
    DataFacts(
      fillDays: DaySpan(Day(1), Day(200)),
      rejects: [.prescriptions: rejects(1243, [.badDate: 3, .missingPatient: 40])],
      levelsUnlikePopulation: [("region", ["north"], ["south"])])
  }

  private func release(_ preset: DisclosurePolicy.Preset?) throws -> Release {
    let maker = TableMaker(rows: 2, columns: 2)
    return try DisclosureControl.release(
      of: CountedStudy(
        study: try study(preset),
        counts: maker.table(persons: [[103, 99], [57, 61]], users: [[7, 38], [40, 33]]),
        sensitivity: [],
        rows: AttritionCounts(attrition, persons: 500, flow: Flow(), conflicts: [("sex", 4)]), data: data),
      threads: 1)
  }

  @Test func nothingIsKeptBackWithoutAPolicy() throws {
    let release = try release(nil)
    #expect(release.figures.count == 9 && release.groups.count == 9)
    #expect(release.figures.allSatisfy { $0.status == .ok && $0.numerator != nil })
    #expect(release.fillDays == DaySpan(Day(1), Day(200)))
    #expect(release.rejects.count == 43 && release.rejectsNotListed == 0)
    #expect(release.attrition.persons == .count(500))
    #expect(release.notes.contains { $0.hasPrefix("the data end on 1970-07-20, before") }, "\(release.notes)")
    #expect(release.notes.contains { $0.contains("no residents of the region 'south'") })
    #expect(release.notes.contains { $0.hasPrefix("the rows of 4 patients disagree about sex") })
  }

  @Test func everythingThatHasFewBehindItIsKeptBack() throws {
    let release = try release(.cms11)
    #expect(release.figures.count { $0.status == .suppressed } >= 4)
    for figure in release.figures where figure.status == .suppressed {
      #expect(figure.numerator == nil && figure.estimate == nil && figure.limits == nil)
    }
    #expect(release.fillDays == nil, "the first day is somebody's")
    #expect(release.attrition.hidesRows(.rejected(.badDate, of: .prescriptions)))
    #expect(!release.rejects.contains { $0.reason == .badDate } && release.rejectsNotListed == nil)
    #expect(release.notes.contains { $0.hasPrefix("the data end in 1970-07, before the study does") })
    #expect(!release.notes.contains { $0.contains("south") }, "a level that stands in no row")
    #expect(release.notes.contains { $0.hasPrefix("the rows of some patients disagree about sex") })
  }

  @Test func rejectsAreNotListedWhereCountsAreRounded() throws {
    let release = try release(.midpoint6)
    #expect(release.rejects.isEmpty && release.rejectsNotListed == 3 + 39)
    #expect(release.figures.allSatisfy { $0.status == .rounded })
  }

  @Test func aRefusalTellsNumbersOnlyWithoutAPolicy() throws {
    let told = try #require(DisclosureControl.refusal(of: try study(nil), data))
    #expect(
      told.message
        == "43 of 1243 lines of prescriptions were rejected (3.46%), more than the study tolerates; most in rx.csv for "
        + "no patient identifier (40 lines)")
    #expect(told.rejects.count == 43 && !told.isPrivate)
    let kept = try #require(DisclosureControl.refusal(of: try study(.cms11), data))
    #expect(
      kept.message
        == "more lines of prescriptions were rejected than the study tolerates; most in rx.csv for no patient identifier"
    )
    #expect(kept.isPrivate)
    var tolerant = try study(nil)
    tolerant.toleratedRejects = 0.05
    #expect(DisclosureControl.refusal(of: tolerant, data) == nil)
  }

  @Test func aRefusalForDatesTellsTheirShape() throws {
    var totals = rejects(100, [.badDate: 60, .badDaysSupply: 3])
    totals.shapes[.badDate] = RejectShape(text: "99/99/9999", rows: 11)
    func refusal(_ preset: DisclosurePolicy.Preset?, rows: Int = 11) throws -> Refusal {
      totals.shapes[.badDate]?.rows = rows
      return try #require(
        DisclosureControl.refusal(
          of: try study(preset), DataFacts(fillDays: nil, rejects: [.prescriptions: totals])))
    }
    for preset in [nil, DisclosurePolicy.Preset.cms11] {
      let told = try refusal(preset)
      #expect(told.message.contains("fill date") && told.message.contains("written like 99/99/9999"))
      #expect(told.remedy.contains("'prescriptions.dates'"))
      #expect(told.fault(rejectsFile: nil).text.contains("raise tolerance.rejected_rows"))
    }
    #expect(try refusal(nil, rows: 1).message.contains("99/99/9999"))
    let few = try refusal(.cms11, rows: 10)
    #expect(!few.message.contains("9999") && few.remedy.contains("'prescriptions.dates'"))
    let other = try #require(DisclosureControl.refusal(of: try study(nil), data))
    #expect(!other.remedy.contains("dates"), "the reason is no date")
  }

  @Test func theRowsAreToldInNumbersOrInWords() throws {
    let told = DisclosureControl.checkedRows(of: try study(nil), attrition, data)
    #expect(told.read == 1243 && told.rejects.count == 3)
    #expect(told.steps.map(\.rows) == [.exactly(3), .exactly(40), .exactly(300), .exactly(900)])
    let kept = DisclosureControl.checkedRows(of: try study(.opensafely), attrition, data)
    #expect(kept.read == nil && kept.rejects.isEmpty)
    #expect(kept.steps.map(\.rows) == [.some, .some, .some, .most])
  }
}
