import Foundation
import Testing

/// What warnings and inputs.csv told beside attrition.csv: each of these once gave a small number away.
@Suite("Attacks on warnings and accounts of files")
struct AccountAttackTests {
  private static let measures = "prevalence: {drugs: [benzodiazepine]}"

  /// The warnings of run.json.
  private func warnings(_ folder: TestFolder) throws -> [String] {
    struct Record: Decodable { var warnings: [String] }
    return try JSONDecoder().decode(Record.self, from: Data(folder.read("out/run.json").utf8)).warnings
  }

  /// Warnings of shares of persons or rows, in which a number would be one of the data.
  private func withoutFigures(_ warnings: [String]) -> [String] {
    warnings.filter { !$0.contains("figures of '") && !$0.contains("the data end") }
  }

  @Test("5% of 60 persons are 3: a warning tells no share, and is the same for each small number")
  func persons() throws {
    let told = try [3, 5, 7].map { users in
      var world = AttackWorld()
      world.join(0..<60)
      world.fill(0..<users, "B1", on: (1...9).map { "2020-0\($0)-01" } + ["2020-12-31"])
      let (folder, log) = try world.run(Self.measures)
      #expect(!log.contains("% of persons"), "\(log)")
      #expect(try !folder.read("out/report.md").contains("% of persons"))
      return withoutFigures(try warnings(folder))
    }
    #expect(told[0].contains { $0.hasPrefix("less than half of persons of the roster (m.csv) have a row") })
    #expect(told[0] == told[1] && told[1] == told[2], "\(told)")
  }

  @Test("2% of 200 persons who can't be are 4 or 3: these are some")
  func impossible() throws {
    let told = try [3, 4].map { few in
      var world = AttackWorld()
      world.join(0..<(200 - 2 * few))
      world.join((200 - 2 * few)..<(200 - few), birth: "2021-01-01")
      world.join((200 - few)..<200, birth: "1870-01-01")
      world.fill(0..<200, "B1", on: ["2020-03-01", "2020-12-31"])
      return withoutFigures(try warnings(world.run(Self.measures).folder)).filter { $0.contains("persons") }
    }
    #expect(told[0].contains { $0.hasPrefix("m.csv: some persons are born after a fill") }, "\(told)")
    #expect(told[0].contains { $0.hasPrefix("m.csv: some persons are older than 120") }, "\(told)")
    #expect(told[0] == told[1])
  }

  @Test("Shares of rows are none of a warning or a remark: words, amounts, rows that are there twice, drugs")
  func rows() throws {
    var world = AttackWorld()
    world.join(0..<100)
    world.join(100..<120, region: "NULL")
    world.fill(0..<120, "B1", on: ["2020-03-01", "2020-12-31"])
    world.fill(0..<40, "B1", on: ["2020-03-01"])
    world.fill(0..<40, "XX", on: ["2020-04-01"])
    for number in 0..<15 { world.fills += "x\(number),2020-05-01,30,B1,\"1,5\",,\n" }
    world.groups = "by: [[region]]"
    let folder = try world.run(Self.measures + ", ddd: {drugs: [benzodiazepine]}").folder
    let all = withoutFigures(try warnings(folder))
    #expect(all.contains { $0.hasPrefix("m.csv: region is 'NULL' in 1% or more of rows:") }, "\(all)")
    #expect(
      all.contains { $0.hasPrefix("more than 1% of rows that are used are equal to another:") }, "\(all)")
    #expect(
      all.contains { $0.hasPrefix("some rows that are used have a quantity that is no number") }, "\(all)")
    let remark = "some of the rows have drugs that are not in the code list, most often 'xx';"
    #expect(try folder.read("out/run.json").contains(remark))
    // No share but those that the notes are written from.
    let shares = all.joined().matches(of: /[0-9.]+%/).map { String($0.output) }
    #expect(Set(shares) == ["1%"], "\(all)")
  }

  @Test("The line of a trailer is the number of rows: the file alone is told")
  func trailer() throws {
    var world = AttackWorld()
    world.join(0..<60)
    world.persons += "TRAILER,,,,,\n"
    world.fill(0..<60, "B1", on: ["2020-03-01", "2020-12-31"])
    let (folder, log) = try world.run(Self.measures)
    #expect(try warnings(folder).contains { $0.hasPrefix("m.csv: the last row lacks") }, "\(log)")
    #expect(!log.contains("m.csv:62"))
  }

  @Test("139 strangers are shown: neither 98% nor 100 rows say that few rows are used")
  func strangers() throws {
    var world = AttackWorld()
    world.join(0..<60)
    world.fill(0..<3, "B1")
    world.fill(1000..<1139, "B1")
    let (folder, log) = try world.run(Self.measures)
    #expect(!log.contains("98%"), "\(log)")
    let attrition = try attackedAttrition(folder)
    #expect(attrition["not in the roster"] == ["139", "139"] && attrition["used"] == ["[c]", "[c]"])
    let file = try Extract.account("rx.csv", folder)
    for column in ["rows", "lines", "not_in_roster"] { #expect(file[column] == "[c]", "\(column)") }
    #expect(file["rejected"] == "0" && file["not_in_code_list"] == "0" && file["used"] == "0")
    #expect(try folder.read("out/report.md").contains("| prescriptions | rx.csv | [c] |"))
  }

  @Test("Strangers of 1, 3 and 7 rows beside 110 that are shown publish the same account and warnings")
  func fewStrangers() throws {
    let told = try [1, 3, 7].map { few in
      var world = AttackWorld()
      world.join(0..<300)
      world.fill(0..<110, "B1")
      world.fill(1000..<(1000 + few), "B1")
      let folder = try world.run(Self.measures).folder
      #expect(try attackedAttrition(folder)["not in the roster"] == ["[c]", "[c]"])
      return try [
        folder.read("out/inputs.csv"), folder.read("out/attrition.csv"), folder.read("out/report.md"),
      ] + warnings(folder)
    }
    #expect(told[0] == told[1] && told[1] == told[2])
    #expect(told[0][0].contains("rx.csv,100,100,0,0,[c],0,100,"), "\(told[0][0])")
  }
}
