import CSVStream
import RxModel
import Testing

@testable import RxDecode

/// What one record says by itself, and why it is rejected.
@Suite struct PrescriptionRowTests {
  /// Prescriptions with columns besides patient, date and drug, by the names that they have in the header.
  private static func input(
    _ columns: [InputColumn: String] = [.daysSupply: "s"], _ reversals: ReversalRule? = nil
  ) throws -> PrescriptionInput {
    let all = columns.merging([.patient: "p", .date: "d", .drug: "c"]) { own, _ in own }
    let place = RxFault.Place(file: "study.yml", line: 1)
    var input = PrescriptionInput(
      try StudyInput(
        .prescriptions, files: FileSet(patterns: [Sourced("rx.csv", at: place)]),
        columns: all.mapValues { Sourced($0, at: place) }))
    input.reversals = reversals
    return input
  }

  /// A record's day and days' supply, or the reason why it is rejected, as text.
  private static func told(_ record: String, header: String = "p,d,s,c", _ input: PrescriptionInput) throws
    -> String
  {
    let study = Study(
      title: "", period: StudyPeriod(days: DaySpan(Day(0), Day(1)), kind: .whole), prescriptions: input)
    let layout = PrescriptionLayout(input, keeping: FillColumns(study))
    let file = try CSVFile(text: "\(header)\n\(record)\n", name: "rx.csv", dialect: Dialect())
    let columns = try FileColumns(layout.requests, header: file.header, file: "rx.csv")
    let block = try #require(try file.nextBlock())
    let batch = try BlockParser(dialect: Dialect()).parse(
      block, columns.selection(for: block), path: "rx.csv")
    let decoder = PrescriptionRowDecoder(input, layout)
    let fields = BatchColumns(batch, columns)
    var tally = SupplyRule.Tally()
    do throws(PrescriptionRowDecoder.Flaw) {
      let row = try decoder.row(
        0, fields, batch.bytes, decoder.parsed(fields), date: fields.field(PrescriptionLayout.date, of: 0),
        supply: fields.field(PrescriptionLayout.supply, of: 0), &tally)
      return "\(Day(row.day)) \(row.daysSupply)"
    } catch {
      return error.reason.rawValue
    }
  }

  @Test(arguments: [
    ("a,2020-02-29,30,x", "2020-02-29 30"), ("a,20200229,30.0,x", "2020-02-29 30"),
    ("a,2020-02-29T10:00,365,x", "2020-02-29 365"),
    ("a,,30,x", RejectReason.missingDate.rawValue), ("a,2021-02-29,30,x", RejectReason.badDate.rawValue),
    ("a,2020-01-01,,x", RejectReason.missingDaysSupply.rawValue),
    ("a,2020-01-01,0,x", RejectReason.zeroDaysSupply.rawValue),
    ("a,2020-01-01,-3,x", RejectReason.negativeDaysSupply.rawValue),
    ("a,2020-01-01,-,x", RejectReason.badDaysSupply.rawValue),
    ("a,1849-12-31,3,x", RejectReason.badDate.rawValue), ("a,2150-12-31,3,x", "2150-12-31 3"),
    ("a,2020-01-01,366,x", RejectReason.daysSupplyTooLong.rawValue),
    ("a,2020-01-01,99999999999999999999,x", RejectReason.daysSupplyTooLong.rawValue),
  ])
  func daysSupply(record: String, told: String) throws {
    #expect(try Self.told(record, try Self.input()) == told)
  }

  @Test(arguments: [
    ("a,2020-01-01,2020-01-01,x", "2020-01-01 1"), ("a,2020-01-01,2020-01-30,x", "2020-01-01 30"),
    ("a,2020-01-01,2019-12-31,x", RejectReason.endBeforeStart.rawValue),
    ("a,2020-01-01,,x", RejectReason.missingEndDate.rawValue),
    ("a,2020-01-01,soon,x", RejectReason.badEndDate.rawValue),
  ])
  func endDate(record: String, told: String) throws {
    #expect(try Self.told(record, try Self.input([.endDate: "s"])) == told)
  }

  @Test(arguments: [
    ("a,2020-01-01,-30,x,5", "2020-01-01 -30"), ("a,2020-01-01,30,x,-5", "2020-01-01 -30"),
    ("a,2020-01-01,30,x,5", "2020-01-01 30"),
    ("a,2020-01-01,-0,x,5", RejectReason.zeroDaysSupply.rawValue),
  ])
  func negativeReversals(record: String, told: String) throws {
    let input = try Self.input([.daysSupply: "s", .quantity: "q"], .negative)
    #expect(try Self.told(record, header: "p,d,s,c,q", input) == told)
  }

  @Test func otherReversals() throws {
    let status = try Self.input(
      [.daysSupply: "s", .reversalStatus: "q"], .status(values: ["reversed"]))
    #expect(try Self.told("a,2020-01-01,30,x,Reversed", header: "p,d,s,c,q", status) == "2020-01-01 -30")
    #expect(try Self.told("a,2020-01-01,30,x,paid", header: "p,d,s,c,q", status) == "2020-01-01 30")
    let claims = try Self.input([.daysSupply: "s", .claim: "q", .original: "o"], .reference)
    #expect(try Self.told("a,2020-01-01,30,x,1,7", header: "p,d,s,c,q,o", claims) == "2020-01-01 -30")
    #expect(try Self.told("a,2020-01-01,30,x,1,", header: "p,d,s,c,q,o", claims) == "2020-01-01 30")
  }

  @Test func births() throws {
    let input = try Self.input([.daysSupply: "s", .birthYear: "b"])
    #expect(try Self.told("a,2020-01-01,30,x,1950", header: "p,d,s,c,b", input) == "2020-01-01 30")
    #expect(try Self.told("a,2020-01-01,30,x,", header: "p,d,s,c,b", input) == "2020-01-01 30")
    #expect(
      try Self.told("a,2020-01-01,30,x,old", header: "p,d,s,c,b", input) == RejectReason.badBirthYear.rawValue
    )
  }
}
