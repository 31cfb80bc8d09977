import RxDisclosure
import RxModel
import Testing

@Suite struct AttritionControlTests {
  private func attrition(rejected: Int, late: (Int, Int), used: (Int, Int), seen: Int) -> Attrition {
    var attrition = Attrition()
    attrition.kinds = [
      .init("rejected: bad_date", rows: rejected),
      .init("after the study period", rows: late.0, patients: late.1),
      .init("duplicate", rows: 400, patients: 150), .init("used", rows: used.0, patients: used.1),
    ]
    attrition.read = .init("rows read", rows: rejected + late.0 + 400 + used.0, patients: seen)
    return attrition
  }

  private let table = TableMaker(rows: 1, columns: 1).table(persons: [[500]], users: [[100]])

  private func published(
    _ attrition: Attrition, persons: Int = 500, conflicts: Int = 0, _ preset: DisclosurePolicy.Preset = .cms11
  ) throws -> PublishedAttrition {
    try protect(
      AttritionCounts(attrition, persons: persons, conflicts: [("sex", conflicts)]), with: table,
      DisclosurePolicy(preset))
  }

  @Test func fewRejectsCantBeWorkedOutFromTheTotal() throws {
    let found = try published(attrition(rejected: 3, late: (200, 60), used: (900, 300), seen: 400))
    #expect(found.hidesRows("rejected: bad_date"))
    #expect(found.steps.filter { $0.rows == .suppressed }.count >= 2, "\(found.steps)")
    #expect(found.persons == .count(500))
  }

  @Test func rowsOfFewPatients() throws {
    let found = try published(attrition(rejected: 300, late: (200, 6), used: (900, 300), seen: 400))
    #expect(found.steps[2].rows == .suppressed && found.steps[2].patients == .suppressed)
  }

  @Test func patientsWhoAreSeenAndNotUsed() throws {
    // 395 of 400 have a fill that is used: the other 5 would be known.
    let found = try published(attrition(rejected: 300, late: (200, 60), used: (900, 395), seen: 400))
    #expect(found.steps[0].patients == .suppressed || found.steps[4].patients == .suppressed)
  }

  @Test func personsOfTheCohortAndOfAnInterval() throws {
    let many = attrition(rejected: 300, late: (200, 60), used: (900, 300), seen: 400)
    #expect(try published(many, persons: 505).persons == .suppressed)
    #expect(try published(many, persons: 511).persons == .count(511))
  }

  @Test func conflicts() throws {
    let many = attrition(rejected: 300, late: (200, 60), used: (900, 300), seen: 400)
    #expect(try published(many, conflicts: 4).conflicts[0].patients == .suppressed)
    #expect(try published(many, conflicts: 40).conflicts[0].patients == .count(40))
    #expect(try published(many, conflicts: 7, .opensafely).conflicts[0].patients == .suppressed)
    #expect(try published(many, conflicts: 8, .opensafely).conflicts[0].patients == .count(10))
    #expect(try published(many, conflicts: 7, .midpoint6).conflicts[0].patients == .count(9))
    #expect(try published(many, conflicts: 4, .none).conflicts[0].patients == .count(4))
  }
}
