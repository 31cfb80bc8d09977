import RxCounts
import RxModel
import RxRelease
import Testing

@testable import RxDisclosure

@Suite struct AttritionControlTests {
  private func attrition(rejected: Int, late: (Int, Int), used: (Int, Int), seen: Int) -> Attrition {
    var attrition = Attrition()
    attrition.kinds = [
      .init(.rejected(.badDate, of: .prescriptions), rows: rejected),
      .init(.afterStudy, rows: late.0, patients: late.1),
      .init(.duplicate, rows: 400, patients: 150), .init(.used, rows: used.0, patients: used.1),
    ]
    attrition.read = .init(.read(.prescriptions), rows: rejected + late.0 + 400 + used.0, patients: seen)
    return attrition
  }

  private let table = TableMaker(rows: 1, columns: 1).table(persons: [[500]], users: [[100]])

  private func released(
    _ attrition: Attrition, persons: Int = 500, conflicts: Int = 0, with protected: ProtectedTable? = nil,
    _ preset: DisclosurePolicy.Preset = .cms11
  ) throws -> ReleasedAttrition {
    try AttritionCounts(attrition, persons: persons, flow: Flow(), conflicts: [("sex", conflicts)])
      .released(with: protected ?? ProtectedTable(table, nil), DisclosurePolicy(preset)).0
  }

  /// Rows of which every one was used, of so many patients.
  private func allUsed(rows: Int, patients: Int) -> Attrition {
    var attrition = Attrition()
    attrition.kinds = [.init(.used, rows: rows, patients: patients)]
    attrition.read = .init(.read(.prescriptions), rows: rows, patients: patients)
    return attrition
  }

  @Test func fewRejectsCantBeWorkedOutFromTheTotal() throws {
    let found = try released(attrition(rejected: 3, late: (200, 60), used: (900, 300), seen: 400))
    #expect(found.hidesRows(.rejected(.badDate, of: .prescriptions)))
    #expect(found.steps.filter { $0.rows == .suppressed }.count >= 2, "\(found.steps)")
    #expect(found.persons == .count(500))
  }

  @Test func rowsOfFewPatients() throws {
    let found = try released(attrition(rejected: 300, late: (200, 6), used: (900, 300), seen: 400))
    #expect(found.steps[2].rows == .suppressed && found.steps[2].patients == .suppressed)
  }

  @Test func patientsWhoAreSeenAndNotUsed() throws {
    // 395 of 400 have a fill that is used: the other 5 would be known.
    let found = try released(attrition(rejected: 300, late: (200, 60), used: (900, 395), seen: 400))
    #expect(found.steps[0].patients == .suppressed || found.steps[4].patients == .suppressed)
  }

  @Test func personsOfTheCohortAndOfAnInterval() throws {
    let many = attrition(rejected: 300, late: (200, 60), used: (900, 300), seen: 400)
    #expect(try released(many, persons: 505).persons == .suppressed)
    #expect(try released(many, persons: 511).persons == .count(511))
  }

  @Test func personsOfAnIntervalThatAreKeptBack() throws {
    // Everyone of an interval of 8 is kept back: the cohort limits them, and so it must be possible in far greater number.
    let few = try TableMaker(rows: 1, columns: 1).table(persons: [[8]], users: [[8]]).protected(.cms11)
    #expect(few[0, 0].isHidden(CountTable.persons))
    let rows = attrition(rejected: 300, late: (200, 60), used: (900, 300), seen: 400)
    #expect(try released(rows, persons: 37, with: few).persons == .suppressed)
    #expect(try released(rows, persons: 38, with: few).persons == .count(38))
  }

  @Test func patientsOfManyGroupsThatAreKeptBack() throws {
    // Each of five groups has one person at least: of 13 in all none could have 10, of 14 one could.
    var table = TableMaker(rows: 5, columns: 1).table(
      persons: Array(repeating: [100], count: 5), users: [[2], [3], [3], [3], [2]])
    // What these 13 share is no use of one class, of which the patients would be known anyway.
    table.counters[2] = Counter(TestQuantity.overlap.meaning, .persons)
    let protected = try table.protected(.cms11)
    #expect(table.strata.indices.count { protected[$0, 0].isHidden(2) } >= 5)
    let used = try (13...15).map { patients in
      try released(allUsed(rows: 900, patients: patients), with: protected).steps.map(\.patients)
    }
    #expect(used[0] == [.suppressed, .suppressed])
    // All 13 are 5 at least: of 14 no more than 9 would not be among them.
    #expect(used[1] == [.suppressed, .suppressed])
    #expect(used[2] == [.count(15), .count(15)])
  }

  @Test(arguments: [(11, false), (12, true)]) func membersOfWhomSomeAreKeptBack(members: Int, isShown: Bool)
    throws
  {
    // Of two groups new users are kept back, and one patient is none: of 11 who are no strangers 9 at most are none.
    var table = TableMaker(rows: 2, columns: 1).table(persons: [[100], [100]], users: [[1], [2]])
    table.counters[2] = Counter(TestQuantity.newUsers.meaning, .persons)
    var attrition = Attrition()
    attrition.kinds = [
      .init(.notInRoster, rows: 30, patients: 14),
      .init(.notInCodeList, rows: 60, patients: members),
      .init(.used, rows: 15, patients: 4),
    ]
    attrition.read = .init(.read(.prescriptions), rows: 105, patients: 14 + members)
    attrition.otherInputs = [.init(.read(.patients), rows: 500)]
    let steps = try released(attrition, with: try table.protected(.cms11)).steps
    let (read, strangers, used) = (steps[0].patients, steps[1].patients, steps[3].patients)
    #expect(used == .suppressed)
    #expect((read == .count(14 + members) && strangers == .count(14)) == isShown, "\(steps)")
  }

  /// 19 of a group are shown, 1 of the other and both together are kept back.
  @Test(arguments: [(20, false), (29, false), (31, true)])
  func patientsBesideAGroupThatIsShown(patients: Int, isShown: Bool) throws {
    var table = TableMaker(rows: 2, columns: 1).table(persons: [[86], [40]], users: [[19], [1]])
    table.counters[2] = Counter(TestQuantity.newUsers.meaning, .persons)
    var protection = Protection(
      DisclosurePolicy(.cms11), counts: table.counts.count, residents: 0, hasBands: false)
    for stratum in table.strata.indices where table.count(stratum: stratum, interval: 0, counter: 2) != 19 {
      protection.hidden[table.place(stratum: stratum, interval: 0, counter: 2)] = true
    }
    // Of 20 patients 1 would be in the other group; of 29 no more than 9 would have no new use.
    let used = try released(
      allUsed(rows: 900, patients: patients), with: ProtectedTable(table, protection)
    ).steps[1].patients
    #expect((used == .count(patients)) == isShown, "\(used)")
  }

  @Test func patientsWhoAreUsedAndNotCounted() throws {
    // 95 of 100 patients used are exposed in the interval.
    var table = TableMaker(rows: 1, columns: 1).table(persons: [[500]], users: [[95]])
    table.counters[2] = Counter(TestQuantity.exposed.meaning, .persons)
    let protected = try table.protected(.cms11)
    #expect(!protected[0, 0].isHidden(2))
    #expect(try released(allUsed(rows: 900, patients: 100), with: protected).steps[1].patients == .suppressed)
    #expect(try released(allUsed(rows: 900, patients: 106), with: protected).steps[1].patients == .count(106))
  }

  @Test func rowsThatTheFillsTellAnyway() throws {
    // 395 of 400 persons are users: they are kept back, their fills are not.
    var table = TableMaker(rows: 1, columns: 1).table(persons: [[400]], users: [[395]])
    table.counterCount = 4
    table.counts = table.strata.indices.flatMap { _ in [400, 400 * 365, 395, 700] as [Int64] }
    table.counters.append(Counter(TestQuantity.fills.meaning, .amount(ofPersons: 2)))
    table.figures.append(
      FigureDefinition(
        measure: "fill_rate", drug: "x", numerator: 3, denominator: .personYears,
        denominatorUnit: "person_years", estimate: .per1000PersonYears, limits: .poisson))
    let protected = try table.protected(.cms11)
    #expect(protected[0, 0].isHidden(2))
    #expect(!protected[0, 0].isHidden(3))
    #expect(try released(allUsed(rows: 700, patients: 395), with: protected).steps[1].rows == .count(700))
    // Of 800 rows used 100 were of another class: they limit what is kept back.
    #expect(try released(allUsed(rows: 800, patients: 395), with: protected).steps[1].rows == .suppressed)
  }

  @Test func conflicts() throws {
    let many = attrition(rejected: 300, late: (200, 60), used: (900, 300), seen: 400)
    #expect(try released(many, conflicts: 4).conflicts[0].patients == .suppressed)
    #expect(try released(many, conflicts: 40).conflicts[0].patients == .count(40))
    #expect(try released(many, conflicts: 7, .opensafely).conflicts[0].patients == .suppressed)
    #expect(try released(many, conflicts: 8, .opensafely).conflicts[0].patients == .count(10))
    #expect(try released(many, conflicts: 7, .midpoint6).conflicts[0].patients == .count(9))
    #expect(try released(many, conflicts: 4, .none).conflicts[0].patients == .count(4))
  }
}
