import Testing

@testable import RxSample

@Suite("The bytes of a sample")
struct SampleBytesTests {
  static let names = ["prescriptions.csv", "members.csv", "codes.csv", "study.yml"]

  @Test("The same options give the same bytes, another seed gives others")
  func deterministic() throws {
    let first = try SampleFiles(SampleOptions(patients: 300, seed: 7))
    let again = try SampleFiles(SampleOptions(patients: 300, seed: 7))
    let other = try SampleFiles(SampleOptions(patients: 300, seed: 8))
    for name in Self.names { #expect(try first.bytes(name) == again.bytes(name)) }
    #expect(try first.bytes("prescriptions.csv") != other.bytes("prescriptions.csv"))
    #expect(try first.bytes("members.csv") != other.bytes("members.csv"))
  }

  @Test("The first rows of seed 1 are these, on every machine")
  func golden() throws {
    let files = try SampleFiles(SampleOptions(patients: 200, seed: 1))
    #expect(try files.lines("members.csv").prefix(2).joined(separator: "\n") == Self.goldenMembers)
    #expect(try files.lines("prescriptions.csv").prefix(2).joined(separator: "\n") == Self.goldenRows)
  }

  private static let goldenMembers = """
    P000000000,1993-05-05,M,Group C,North,2019-01-01,2022-12-31,
    P000000001,1982-01-14,M,Group A,East,2019-01-01,,
    """
  private static let goldenRows = """
    202692234b,P000000158,2019-01-01,00990010305,30,30,9971822210,PH05536,commercial
    3a26473c34,P000000069,2019-01-04,00990050150,30,30,9376284362,PH02862,medicaid
    """

  @Test("A larger sample has the same people and fills first", arguments: [1, 4096, 4097])
  func prefix(patients: Int) throws {
    let small = try SampleFiles(SampleOptions(patients: patients, seed: 3))
    let large = try SampleFiles(SampleOptions(patients: patients + 700, seed: 3))
    let members = try small.lines("members.csv")
    #expect(try large.lines("members.csv").prefix(members.count).elementsEqual(members))
    let last = "P" + String(repeating: "0", count: 9 - String(patients).count) + String(patients)
    let rows = try large.records("prescriptions.csv").filter { "P" + $0[1].dropFirst() < last }
    #expect(try small.records("prescriptions.csv").sorted { $0[0] < $1[0] } == rows.sorted { $0[0] < $1[0] })
  }

  @Test("The rows of all parts one after the other are the whole's", arguments: [1, 2, 5])
  func parts(count: Int) throws {
    let whole = try SampleFiles(SampleOptions(patients: 9000, seed: 4))
    for name in ["members.csv", "prescriptions.csv"] {
      var rows: [String] = []
      for number in 1...count {
        var options = SampleOptions(patients: 9000, seed: 4)
        options.part = (number, count)
        rows += try SampleFiles(options).lines(name).map(String.init)
      }
      let all = try whole.lines(name).map(String.init)
      #expect(all == rows, "\(name) in \(count) parts")
    }
    var options = SampleOptions(patients: 9000, seed: 4)
    for part in [(0, 2), (3, 2), (1, 0)] {
      options.part = part
      #expect(throws: SampleError.self) { try options.check() }
    }
  }

  @Test("A flat sample has the same fills, and the roster's facts on each row")
  func flat() throws {
    let roster = try SampleFiles(SampleOptions(patients: 3000, seed: 5))
    let flat = try SampleFiles(SampleOptions(patients: 3000, seed: 5, flat: true))
    #expect(!flat.exists("members.csv"))
    let rows = try roster.records("prescriptions.csv").map { ["P" + $0[1].dropFirst()] + $0[2...6] }
    let flatRows = try flat.records("prescriptions.csv")
    #expect(flatRows.map { Array($0[..<6]) } == rows)
    let facts = Dictionary(
      try roster.records("members.csv").map { ($0[0], Array($0[1...3])) },
      uniquingKeysWith: { first, _ in first })
    let contradictions = flatRows.filter { facts[$0[0]] != Array($0[6...8]) }
    #expect(contradictions.count < flatRows.count / 2000 && !contradictions.isEmpty)
  }

  @Test("Each row has its nine columns, each claim its number, each window its order of dates")
  func shape() throws {
    let files = try SampleFiles(SampleOptions(patients: 5000, seed: 2))
    let rows = try files.records("prescriptions.csv")
    #expect(rows.allSatisfy { $0.count == 9 })
    #expect(try files.records("members.csv").allSatisfy { $0.count == 8 })
    let duplicates = rows.count - Set(rows.map { $0[0] }).count
    #expect(duplicates > 0 && duplicates < rows.count / 2000)
    #expect(Set(rows).count == rows.count - duplicates)
    let days = rows.filter { $0[1].hasSuffix("0001") || $0[1] < "P000004096" }.compactMap { day($0[2]) }
    let clean = zip(days, days.dropFirst()).filter { $0 <= $1 }.count
    #expect(clean > days.count - 20)
    let bytes = try files.bytes("prescriptions.csv").count
    #expect((77...82).contains(bytes / rows.count))
  }

  @Test("Progress tells the patients written, window by window")
  func progress() throws {
    let files = SampleFiles()
    var seen: [Int] = []
    try writeSample(SampleOptions(patients: 9000, seed: 1), into: files.directory + "/") { seen.append($0) }
    #expect(seen == [4096, 8192, 9000])
  }

  @Test("No patients: headers only")
  func empty() throws {
    let files = try SampleFiles(SampleOptions(patients: 0, seed: 1))
    #expect(try files.lines("members.csv").isEmpty)
    #expect(try files.lines("prescriptions.csv").isEmpty)
  }
}
