import Foundation
import Testing

/// Small studies in which few people could be worked out by adding and subtracting figures of several outputs, or by
/// what is told beside them. Each is an attack that once succeeded.
@Suite("Attacks on disclosure control")
struct DisclosureAttackTests {
  @Test("Patients whose rows were used are users: who uses nothing can't be told from them")
  func nonUsers() throws {
    var world = AttackWorld()
    world.join(0..<300)
    world.fill(0..<295, "B1")
    let steps = try attackedAttrition(try world.run("prevalence: {drugs: [benzodiazepine]}").folder)
    #expect(steps["used"] == ["[c]", "[c]"] && steps["rows read"] == ["[c]", "[c]"])
  }

  @Test("Rows that were used, less the fills of the intervals that are shown")
  func fillsOfAnInterval() throws {
    var world = AttackWorld(period: "start: 2019-01-01, end: 2021-12-31, interval: year")
    world.join(0..<200)
    for (year, users) in [(2019, 0..<40), (2020, 40..<90), (2021, 90..<96)] {
      world.fill(users, "B1", on: ["\(year)-03-01"])
    }
    let folder = try world.run("prevalence: {drugs: [benzodiazepine]}, fill_rate: {drugs: [benzodiazepine]}")
      .folder
    let fills = try attackedNumerators(folder, "fill_rate") { $0["period_start"] }
    #expect(fills["2021-01-01"] == .some(nil))
    let used = try attackedAttrition(folder)["used"]?[0]
    #expect(fills["2019-01-01"] == .some(nil) || fills["2020-01-01"] == .some(nil) || used == "[c]")
  }

  @Test("Rows read, less the fills of all classes, are the few rows that were left out")
  func fewRowsLeftOut() throws {
    var world = AttackWorld()
    world.join(0..<300)
    world.fill(0..<80, "B1")
    world.fill(80..<140, "O1")
    world.fills += "zz,2011-05-17,30,B1,30,,\nx3,2021-11-09,30,STATIN,30,,\n"
    let (folder, log) = try world.run("fill_rate: {drugs: [benzodiazepine, opioid]}")
    let steps = try attackedAttrition(folder)
    #expect(steps["rows read"]?[0] == "[c]", "\(steps)")
    #expect(steps["not in the roster"] == ["[c]", "[c]"])
    // Nor do the first and the last day of a fill, each one person's, stand anywhere.
    let told = try log + folder.read("out/report.md")
    #expect(!told.contains("2011-05-17") && !told.contains("2021-11-09"))
  }

  @Test("Patients seen, less everyone of the roster, are strangers")
  func strangers() throws {
    var world = AttackWorld()
    world.join(0..<100)
    world.fill(0..<100, "B1")
    for day in 1...28 { world.fills += "zz,2020-02-\(day < 10 ? "0" : "")\(day),30,B1,30,,\n" }
    let steps = try attackedAttrition(try world.run("prevalence: {drugs: [benzodiazepine]}").folder)
    #expect(steps["not in the roster"] == ["[c]", "[c]"])
    #expect(steps["rows read"]?[1] == "[c]", "\(steps)")
  }

  @Test("Rows of the roster, less its persons, are those that were rejected, or persons of no interval")
  func rowsOfTheRoster() throws {
    var world = AttackWorld()
    world.join(0..<300)
    world.join(300..<305, birth: "1960-13-01")
    world.fill(0..<100, "B1")
    var steps = try attackedAttrition(try world.run("prevalence: {drugs: [benzodiazepine]}").folder)
    #expect(steps["patients: rejected: bad_birth_date"]?[0] == "[c]")
    #expect(steps["patients: rows read"]?[0] == "[c]", "\(steps)")
    world = AttackWorld()
    world.join(0..<295)
    world.join(295..<300, from: "2021-06-01")
    world.fill(0..<100, "B1")
    steps = try attackedAttrition(try world.run("prevalence: {drugs: [benzodiazepine]}").folder)
    #expect(steps["patients: rows read"]?[0] == "[c]", "\(steps)")
  }

  @Test("Everyone from 65 on, less the age bands that are shown")
  func personsFromAnAge() throws {
    var world = AttackWorld(groups: "age_bands: [0, 36, 65, 75, 90], by: [[age]]")
    world.join(0..<100, birth: "2000-01-01")
    world.join(100..<107, birth: "1950-01-01")
    world.join(107..<167, birth: "1940-01-01")
    world.join(167..<227, birth: "1925-01-01")
    world.fill(0..<30, "B1")
    world.fill(107..<127, "B1")
    world.fill(167..<187, "B1")
    let folder = try world.run(
      "prevalence: {drugs: [benzodiazepine]}, cns_polypharmacy: {classes: [benzodiazepine, opioid], at_least: 2, "
        + "days: 10, age_from: 65}"
    ).folder
    let rows = try CSVRow.all(in: folder.read("out/results.csv")).filter { $0["drug"].contains("benzo") }
    for band in ["75-89", "90+"] {
      let shown = Set(rows.filter { $0["age"] == band }.map { $0["denominator"].isEmpty })
      #expect(shown.count == 1, "persons of \(band) are shown and kept back")
    }
    let bands = Dictionary(grouping: rows.filter { $0["measure"] == "prevalence" }) { $0["age"] }
    let open = ["65-74", "75-89", "90+"].filter { bands[$0]?.first?["denominator"].isEmpty ?? false }
    #expect(open.count > 1, "\(open)")
  }

  @Test("The standardised rates of everyone and of one sex tell those of the other by band")
  func standardisedRateOfTheOthers() throws {
    var world = AttackWorld(groups: "age_bands: [0, 65], by: [[sex]]")
    for (numbers, birth, sex, users) in [
      (0..<300, "1970-01-01", "F", 60), (300..<380, "1940-01-01", "F", 5), (380..<690, "1970-01-01", "M", 90),
      (690..<810, "1940-01-01", "M", 40),
    ] {
      world.join(numbers, birth: birth, sex: sex)
      world.fill(numbers.prefix(users), "B1")
    }
    let folder = try world.run(
      "prevalence: {drugs: [benzodiazepine]}, standardised: {measures: [prevalence], weights: us2000}"
    ).folder
    let found = try attackedNumerators(folder, "standardised_prevalence") { $0["sex"] }
    #expect(found["F"] == .some(nil) && (found["M"] == .some(nil) || found["all"] == .some(nil)), "\(found)")
  }

  @Test("Who fills one and who fills another, less who fills any, fill both")
  func anyOfTwo() throws {
    var world = AttackWorld()
    world.join(0..<400)
    world.fill(0..<200, "B1", on: ["2020-06-01"])
    world.fill(0..<60, "S1", on: ["2020-04-01"])
    world.fill(57..<110, "N1", on: ["2020-04-01"])
    let folder = try world.run(
      "alternatives: {index: benzodiazepine, washout: 365, other: [ssri, snri], before: 180, after: 180}"
    ).folder
    let found = try attackedNumerators(folder, "alternatives") { $0["definition"] }
    let names = ["ssri/before180", "snri/before180", "any/before180"]
    #expect(names.contains { found[$0] == .some(nil) }, "\(found)")
  }

  @Test("Who has discontinued, less who has by a day, discontinues later")
  func discontinuedLater() throws {
    var world = AttackWorld()
    world.join(0..<200)
    let days = [
      "02-01", "03-02", "04-01", "05-01", "05-31", "06-30", "07-30", "08-29", "09-28", "10-28", "11-27",
      "12-27",
    ]
    for (numbers, count) in [(0..<100, 1), (100..<105, 4), (105..<200, 12)] {
      world.fill(numbers, "B1", on: days.prefix(count).map { "2020-\($0)" })
    }
    let folder = try world.run("persistence: {drugs: [benzodiazepine], washout: 365, gap: 30, at: [30]}")
      .folder
    let longer = try attackedNumerators(folder, "persistence") { $0["definition"] }
    let discontinued = try attackedNumerators(folder, "persistence_median") { $0["definition"] }
    #expect(
      (longer.values.first ?? 0) == nil || (discontinued.values.first ?? 0) == nil,
      "\(longer) \(discontinued)")
  }

  @Test("An incidence that gives away that few died before they could stop is kept back", arguments: [5, 20])
  func fewDead(count: Int) throws {
    var world = AttackWorld()
    world.join(0..<200)
    world.fill(0..<150, "B1", on: ["2020-02-01"])
    world.die(0..<count, on: "2020-02-11")
    let folder = try world.run(
      "persistence: {drugs: [benzodiazepine], washout: 365, gap: 30, at: [20, 60], death: competing}"
    ).folder
    let stopped = try attackedNumerators(folder, "discontinuation") { $0["definition"] }
    #expect(stopped.count == 2)
    let isShown = stopped["at=60/gap30"] ?? nil
    #expect(count > 10 ? isShown == 150 - count : isShown == nil, "\(stopped)")
  }

  @Test("Lines of a sensitivity grid that differ by few persons are not shown both")
  func definitionsOfAGrid() throws {
    var world = AttackWorld()
    world.join(0..<300)
    // Without a pause 90 days on end are 50 persons'; with pauses of 30 days allowed 75.
    for (numbers, days) in [
      (0..<50, ["2020-02-01", "2020-03-02", "2020-04-01"]),
      (50..<75, ["2020-02-01", "2020-03-02", "2020-04-11"]),
      (75..<80, ["2020-02-01", "2020-03-02"]), (80..<110, ["2020-02-01"]),
    ] { world.fill(numbers, "B1", on: days) }
    let folder = try world.run(
      "long_term_use: {drugs: [benzodiazepine], definitions: [{continuous: 60, gap: 0}, {continuous: 90, gap: 0}]}, "
        + "sensitivity: {gap: [0, 30]}"
    ).folder
    let found = try attackedNumerators(folder, "long_term_use", file: "sensitivity.csv") {
      $0["gap"] + $0["definition"] + $0["denominator_unit"]
    }
    let shown = found.filter { $0.key.hasPrefix("30") }.compactMap(\.value)
    #expect(!shown.isEmpty && !shown.contains { one in shown.contains { 1...10 ~= one - $0 } }, "\(found)")
  }

  @Test("What is told of a run that ends, of a check and in run.json has no small count")
  func messages() throws {
    var world = AttackWorld(more: "")
    world.join(0..<200)
    world.fill(0..<100, "B1")
    for number in 1...3 { world.fills += "x\(number),2020-05-01,,B1,30,,\n" }
    let (folder, _) = try world.run("prevalence: {drugs: [benzodiazepine]}")
    let told = try Rxuse.run(["check", "study.yml"], in: folder).output
    #expect(told.contains("used: most") && !told.contains("rx.csv:"), "\(told)")
    #expect(!told.contains("103"), "\(told)")
    #expect(try !folder.read("out/run.json").contains("primary"))
    let study = try folder.read("study.yml").replacingOccurrences(of: "50%", with: "1%")
    try folder.write(study, to: "study.yml")
    let failed = try Rxuse.run(["run", "study.yml", "--out", "fail"], in: folder)
    #expect(failed.code == 65)
    let text = failed.errors
    #expect(!text.contains(" 3 ") && !text.contains("(3)") && !text.contains("%"), "\(text)")
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/fail.rejects.csv")
    #expect((attributes[.posixPermissions] as? Int ?? 0) & 0o077 == 0)
  }

  @Test("Two groupings by age and another variable tell the age bands")
  func impliedMargin() throws {
    var world = AttackWorld(groups: "age_bands: [0, 50], by: [[age, sex], [age, region]]")
    var next = 0
    for (birth, sex, region, number, users) in [
      ("2000", "F", "N", 60, 30), ("2000", "F", "S", 60, 30), ("2000", "M", "N", 60, 30),
      ("2000", "M", "S", 60, 30), ("1960", "F", "N", 6, 3), ("1960", "F", "S", 4, 2),
      ("1960", "M", "N", 70, 40), ("1960", "M", "S", 80, 40),
    ] {
      world.join(next..<(next + number), birth: "\(birth)-01-01", sex: sex, region: region)
      world.fill(next..<(next + users), "B1")
      next += number
    }
    let (folder, _) = try world.run("prevalence: {drugs: [benzodiazepine]}")
    let rows = try CSVRow.all(in: folder.read("out/results.csv")).filter { $0["age"] == "50+" }
    for figure in ["numerator", "denominator"] {
      let regions = rows.filter { $0["region"] != "all" }.map { $0[figure] }
      let men = rows.first { $0["sex"] == "M" }?[figure]
      #expect(men == "" || regions.contains(""), "\(figure): \(regions), men \(men ?? "none")")
    }
  }

  @Test(
    "How narrow the narrowest range is, and how many were looked at, depends on nothing that is kept back")
  func narrowestRange() throws {
    var told: Set<String> = []
    for users in [1, 2, 9, 10] {
      var world = AttackWorld(groups: "by: [[sex]]")
      world.join(0..<40)
      world.join(40..<400, sex: "M")
      world.fill(0..<users, "B1")
      world.fill(40..<(105 - users), "B1")
      let (folder, _) = try world.run(
        "prevalence: {drugs: [benzodiazepine]}, fill_rate: {drugs: [benzodiazepine]}")
      let text = try folder.read("out/run.json")
      let inputs = try #require(text.range(of: "\"inputs\""))
      let limitations = try #require(text.range(of: "\"limitations\""))
      told.insert(String(text[..<inputs.lowerBound] + text[limitations.lowerBound...]))
    }
    #expect(told.count == 1, "\(told)")
  }

  @Test("Persons of the cohort, less those of a group, are those of the other", arguments: ["any", "full"])
  func personsOfTheOther(rule: String) throws {
    var world = AttackWorld(groups: "by: [[sex]]", rule: rule)
    world.join(0..<5)
    world.join(5..<205, sex: "M")
    for drug in ["B1", "B2", "O1", "O2", "S1", "N1"] { world.fill(5..<65, drug) }
    let (folder, _) = try world.run(
      "prevalence: {drugs: [benzodiazepine]}, fill_rate: {drugs: [benzodiazepine, diazepam, lorazepam, opioid, "
        + "morphine, oxycodone, ssri, snri]}")
    let rows = try CSVRow.all(in: folder.read("out/results.csv"))
    func shows(_ sex: String) -> Bool {
      let own = rows.filter { $0["sex"] == sex && !$0["denominator"].isEmpty }
      return own.contains { $0["denominator_unit"] == "persons" || rule == "full" }
    }
    let total = try folder.read("out/report.md").contains("205 persons")
    let read = try attackedAttrition(folder)["patients: rows read"]?[0] == "205"
    #expect(!shows("M") || !(shows("all") || total || read), "\(rows.count)")
  }
}
