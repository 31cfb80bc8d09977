import Foundation
import Testing

/// Attacks on what quartiles and robust limits tell beside counts.
@Suite("Attacks by quartiles and by robust limits")
struct QuantileAttackTests {
  /// By definition and denominator, whether rows of `summary` are shown, of one group.
  private func shown(_ folder: TestFolder, sex: String = "all") throws -> [String: Bool] {
    let rows = try CSVRow.all(in: folder.read("out/results.csv")).filter {
      $0["measure"] == "summary" && ($0["sex"].isEmpty || $0["sex"] == sex)
        && ["", "all"].contains($0["age"])
    }
    return Dictionary(
      rows.map { ("\($0["definition"]) \($0["denominator_unit"])", !$0["estimate"].isEmpty) },
      uniquingKeysWith: { first, _ in first })
  }

  /// 65 users, `old` of them from 65 on, the others 21 to 60 years old by turns.
  private func ages(old: Int) throws -> TestFolder {
    var world = AttackWorld(groups: "age_bands: [0, 65], by: [[age]]")
    for number in 0..<400 {
      let year = number < 300 ? 1999 - number * 40 / 300 : 1940
      world.join(number..<number + 1, birth: "\(year)-01-01")
    }
    let young = 65 - old
    for number in 0..<young { world.fill((300 - young + number)..<(301 - young + number), "B1") }
    world.fill(300..<300 + old, "B1")
    return try world.run(
      "prevalence: {drugs: [benzodiazepine]}, summary: {drugs: [benzodiazepine], washout: 365}"
    ).folder
  }

  @Test("The ages of users, of whose bands one is kept back: two data sets of which the same is published")
  func agesOfHiddenBands() throws {
    let (few, more) = (try ages(old: 4), try ages(old: 9))
    let rows = try shown(few)
    #expect(rows["age/median users"] == false && rows["age/p75 new_users"] == false)
    #expect(rows["fills/median users"] == true && rows["age/median persons"] == true, "\(rows)")
    for file in ["results.csv", "ranges.csv", "report.md"] {
      #expect(try few.read("out/\(file)") == more.read("out/\(file)"), "\(file)")
    }
  }

  @Test("A quartile of few is one of them: as many as may be shown are on either side")
  func fewOnOneSide() throws {
    for (users, quartiles, median) in [
      (21, false, false), (22, false, true), (43, false, true), (44, true, true),
    ] {
      var world = AttackWorld()
      world.join(0..<400)
      for number in 0..<users {
        world.fill(
          number..<number + 1, "B1", on: (0...number % 5).map { "2020-0\($0 + 1)-01" }, days: 1 + number)
      }
      let folder = try world.run(
        "prevalence: {drugs: [benzodiazepine]}, summary: {of: [users], drugs: [benzodiazepine], washout: 365}"
      ).folder
      let rows = try shown(folder)
      for quantity in ["age", "fills", "days_covered", "days_supplied"] {
        #expect(rows["\(quantity)/p25 users"] == quartiles, "\(quantity) of \(users)")
        #expect(rows["\(quantity)/median users"] == median, "\(quantity) of \(users)")
        #expect(rows["\(quantity)/p75 users"] == quartiles, "\(quantity) of \(users)")
      }
      // The denominator stays, and nothing bounds the estimate.
      let own = try CSVRow.all(in: folder.read("out/ranges.csv")).filter { $0["measure"] == "summary" }
      #expect(own.count == (quartiles ? 0 : median ? 8 : 12))
      for row in own {
        #expect(row["denominator_from"] == "\(users)" && row["denominator_to"] == "\(users)")
        #expect(row["numerator_from"].isEmpty && row["numerator_to"].isEmpty)
        #expect(row["estimate_from"].isEmpty && row["estimate_to"].isEmpty)
      }
    }
  }

  @Test("Quartiles of fills and of days supplied bound fills and long-term users that are kept back")
  func countsThatAreBounded() throws {
    var world = AttackWorld(groups: "by: [[sex]]")
    world.join(0..<300)
    world.join(300..<600, sex: "M")
    // Of 60 women 50 are long-term users, of 60 men 5: the women's 50 are kept back with them.
    world.fill(0..<50, "B1", days: 120)
    world.fill(50..<60, "B1")
    world.fill(300..<305, "B1", days: 120)
    world.fill(305..<360, "B1")
    let folder = try world.run(
      "prevalence: {drugs: [benzodiazepine]}, long_term_use: {drugs: [benzodiazepine], definitions: [olfson]}, "
        + "summary: {of: [users], drugs: [benzodiazepine], quantities: [fills, days_covered, days_supplied]}"
    ).folder
    for sex in ["F", "M"] {
      let rows = try shown(folder, sex: sex)
      #expect(rows["days_supplied/median users"] == false, "\(sex)")
      // Whatever else is kept back of the class may be bound too.
      #expect(rows["fills/median users"] == false, "\(sex)")
    }
    #expect(try shown(folder, sex: "all")["fills/median users"] == true)
  }

  @Test("Squares of fills by robust limits of everyone, less those of one sex, are those of the other")
  func squaresByDifference() throws {
    var world = AttackWorld(groups: "by: [[sex]]")
    world.join(0..<300)
    world.join(300..<400, sex: "M")
    world.fill(0..<60, "B1", on: ["2020-03-01", "2020-06-01"])
    world.fill(300..<304, "B1")
    world.fill(304..<305, "B1", on: (1...6).map { "2020-0\($0)-01" })
    let folder = try world.run(
      "fill_rate: {drugs: [benzodiazepine], limits: robust}, incidence: {drugs: [benzodiazepine], limits: robust}"
    ).folder
    let rows = try CSVRow.all(in: folder.read("out/results.csv"))
    for measure in ["fill_rate", "incidence"] {
      let limits = rows.filter { $0["measure"] == measure && !$0["ci_lower"].isEmpty }.map { $0["sex"] }
      #expect(limits.count == 1 && limits != ["M"], "\(measure): \(limits)")
    }
  }
}
