import Testing

/// flow.csv: who is counted, step by step, and what it must not tell.
@Suite("The flow of persons")
struct FlowTests {
  /// By step, persons and left out as they stand in flow.csv.
  private func flow(_ folder: TestFolder) throws -> [String: [String]] {
    let rows = try CSVRow.all(in: folder.read("out/flow.csv"))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["step"], [$0["persons"], $0["left_out"]]) })
  }

  /// A run without disclosure control.
  private func open(_ world: AttackWorld, _ measures: String) throws -> TestFolder {
    var world = world
    world.preset = "none"
    return try world.run(measures).folder
  }

  @Test("Every step, with whom it leaves out, in order")
  func everyStep() throws {
    var world = AttackWorld()
    world.join(0..<20)  // 60 years old in 2020
    world.join(20..<25, birth: "2010-01-01")
    world.join(25..<28, sex: "M")
    world.join(28..<32, from: "2021-01-01")
    world.join(32..<34, from: "2020-06-01")
    world.fill(0..<12, "B1")
    world.fill(0..<5, "B1", on: ["2019-06-01"])
    world.fill(10..<14, "O1")
    let listed = (0..<40).map { "x\($0)\n" }.joined()
    world.lists = ["in.csv": "id\n" + listed, "out.csv": "id,day\nx0,2020-06-01\nx19,\n"]
    world.rule =
      "{observed: full, age: {from: 18}, levels: {sex: [F]}, include: {file: in.csv, columns: {patient: id}}, "
      + "exclude: {file: out.csv, columns: {patient: id, date: day}}}"
    let folder = try open(
      world,
      "prevalence: {drugs: [benzodiazepine, opioid]}, incidence: {drugs: [benzodiazepine], washout: 365}")
    let text = try folder.read("out/flow.csv")
    #expect(
      text == """
        step,persons,left_out
        roster,34,
        observed in the study,28,6
        listed,28,0
        not excluded,26,2
        levels,23,3
        age,18,5
        persons,18,0
        with a fill: benzodiazepine,11,7
        new users: benzodiazepine,7,4
        with a fill: opioid,4,14

        """)
  }

  @Test("A step that somebody meets in one year, and the next in another, is not passed")
  func togetherInOneInterval() throws {
    var world = AttackWorld()
    world.period = "start: 2019-01-01, end: 2020-12-31, interval: year"
    // 17 in 2019, and not observed in 2020.
    world.join(0..<3, birth: "2001-06-01", to: "2019-12-31")
    world.join(3..<5, birth: "2001-06-01")
    world.rule = "{age: {from: 18}}"
    let steps = try flow(try open(world, "prevalence: {drugs: [opioid]}"))
    #expect(steps["observed in the study"] == ["5", "0"])
    #expect(steps["age"] == ["2", "3"] && steps["persons"] == ["2", "0"])
  }

  @Test("A list's patients who are nowhere else are counted, and told")
  func listedNowhere() throws {
    var world = AttackWorld()
    world.join(0..<4)
    world.lists = ["out.csv": "id\nx1\ny1\ny1\ny2\n"]
    world.rule = "{exclude: {file: out.csv, columns: {patient: id}}}"
    world.preset = "none"
    let (folder, log) = try world.run("prevalence: {drugs: [opioid]}")
    #expect(
      log.contains("3 of 4 rows (75.0%) of persons.exclude (out.csv) are of nobody in the roster"), "\(log)")
    let inputs = try CSVRow.all(in: folder.read("out/inputs.csv"))
    #expect(inputs.first { $0["kind"] == "exclude" }.map { $0["not_in_roster"] } == "3")
  }

  // MARK: Attacks

  /// The number that a step shows, or nil.
  private func number(_ steps: [String: [String]], _ name: String, _ column: Int = 0) -> Int? {
    steps[name].flatMap { Int($0[column]) }
  }

  @Test("Few who fall out are no difference of two steps, nor of a step and the figures")
  func fewLeftOut() throws {
    var world = AttackWorld()
    world.join(0..<300)
    world.join(300..<305, birth: "2010-01-01")
    world.rule = "{age: {from: 18}}"
    world.fill(0..<100, "B1")
    let (folder, _) = try world.run("prevalence: {drugs: [benzodiazepine]}")
    let steps = try flow(folder)
    #expect(steps.values.allSatisfy { Int($0[1]) != 5 })
    // Persons stand in results.csv.
    let shown = try CSVRow.all(in: folder.read("out/results.csv")).first.map { $0["denominator"] }
    let known = [number(steps, "age"), number(steps, "persons"), shown.flatMap { Int($0) }]
    let before = [number(steps, "roster"), number(steps, "observed in the study")]
    for all in before.compactMap({ $0 }) {
      for some in known.compactMap({ $0 }) { #expect(all - some == 0 || all - some > 10, "\(steps)") }
    }
    #expect(known.contains(300))
  }

  @Test("Few who use in one of two years alone are no difference of users of both and of a year")
  func fewInOneYear() throws {
    var world = AttackWorld()
    world.period = "start: 2019-01-01, end: 2020-12-31, interval: year"
    world.join(0..<400)
    world.fill(0..<100, "B1", on: ["2019-03-01", "2020-03-01"])
    world.fill(100..<104, "B1", on: ["2019-03-01"])
    world.fill(200..<240, "B1", on: ["2020-06-01"])
    let (folder, _) = try world.run("prevalence: {drugs: [benzodiazepine]}")
    let users = try CSVRow.all(in: folder.read("out/results.csv")).compactMap { Int($0["numerator"]) }
    #expect(users == [104, 140])
    // Of 144 in both years 104 are in the first and 140 in the second: 4 are not.
    #expect(number(try flow(folder), "with a fill: benzodiazepine") == nil)
  }

  @Test("Few who use a class and none of a drug of it are no difference of their steps")
  func fewOfAClass() throws {
    var world = AttackWorld()
    world.period = "start: 2019-01-01, end: 2020-12-31, interval: year"
    world.join(0..<400)
    // Each year 20 others have one of the two alone, but over both years 3 have morphine alone.
    world.fill(0..<60, "O1", on: ["2019-03-01", "2020-03-01"])
    world.fill(0..<40, "O2", on: ["2019-04-01"])
    world.fill(17..<57, "O2", on: ["2020-04-01"])
    let (folder, _) = try world.run("prevalence: {drugs: [opioid, oxycodone]}")
    let steps = try flow(folder)
    let (all, some) = (number(steps, "with a fill: opioid"), number(steps, "with a fill: oxycodone"))
    #expect(all == nil || some == nil, "\(steps)")
    #expect(all == 60 || some == 57, "\(steps)")
  }

  /// Persons whom a figure counts, fewer by 3 than those of the step.
  struct Nearly: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let measures: String
    let step: String
    let counted: @Sendable (CSVRow) -> String
    let world: @Sendable (inout AttackWorld) -> Void
  }

  static let nearly = [
    Nearly(
      testDescription: "users, and those of many providers",
      measures: "multiple_providers: {drugs: [opioid], prescribers: 1, pharmacies: 1, window: 30}",
      step: "with a fill: opioid", counted: { $0["numerator"] }
    ) { world in
      world.fill(0..<57, "O1", provider: "d")
      world.fill(57..<60, "O1")
    },
    Nearly(
      testDescription: "users, and those exposed",
      measures: "overlap: {drugs: [benzodiazepine, opioid], days: [1]}",
      step: "with a fill: opioid",
      counted: { $0["denominator_unit"] == "exposed:opioid" ? $0["denominator"] : "" }
    ) { world in
      world.fill(0..<70, "O1")
      world.fill(70..<73, "O1", on: ["2019-12-20"], days: 90)
      world.fill(100..<150, "B1")
    },
    Nearly(
      testDescription: "new users, and those followed",
      measures: "transition: {drugs: [opioid], washout: 100, within: 60}",
      step: "new users: opioid", counted: { $0["denominator"] }
    ) { world in
      world.fill(0..<70, "O1")
      world.fill(70..<73, "O1", on: ["2020-12-01"])
    },
    Nearly(
      testDescription: "persons, and those of an age",
      measures: "cns_polypharmacy: {classes: [opioid, ssri], at_least: 2, days: 1, age_from: 60}",
      step: "persons", counted: { $0["denominator"] }
    ) { world in
      world.fill(0..<60, "O1")
      world.join(400..<403, birth: "1990-01-01")
    },
  ]

  @Test("Few are no difference of a step and a figure of others", arguments: nearly)
  func fewBesideFigures(of nearly: Nearly) throws {
    var world = AttackWorld()
    world.join(0..<400)
    nearly.world(&world)
    let (folder, _) = try world.run(nearly.measures)
    let shown = try CSVRow.all(in: folder.read("out/results.csv")).compactMap { Int(nearly.counted($0)) }
    guard let step = number(try flow(folder), nearly.step) else { return }
    for count in shown { #expect(count == step || abs(step - count) > 10, "\(step), \(count)") }
  }

  @Test("Patients with a row that is used and not counted are no more than such rows")
  func fewNotCounted() throws {
    var world = AttackWorld()
    world.join(0..<400)
    world.fill(0..<70, "O1")
    world.fill(70..<73, "O1", on: ["2019-12-20"], days: 90)
    world.fill(100..<150, "B1")
    let (folder, _) = try world.run("overlap: {drugs: [benzodiazepine, opioid], days: [1]}")
    let steps = try attackedAttrition(folder)
    let numbers = ["used", "counted"].map { steps[$0, default: []].map { Int($0) } }
    if numbers[0][1] == nil, let used = numbers[0][0], let counted = numbers[1][0], numbers[1][1] != nil {
      #expect(used - counted > 10, "\(steps)")
    }
  }

  @Test("Few who use two classes are no difference of their users and of all patients")
  func fewOfBoth() throws {
    var world = AttackWorld()
    world.period = "start: 2019-01-01, end: 2020-12-31, interval: year"
    world.join(0..<400)
    for year in ["2019", "2020"] {
      world.fill(0..<72, "O1", on: ["\(year)-03-01"])
      world.fill(70..<142, "S1", on: ["\(year)-03-01"])
    }
    let (folder, _) = try world.run("prevalence: {drugs: [opioid, ssri]}")
    let steps = try flow(folder)
    let users = ["opioid", "ssri"].map { number(steps, "with a fill: \($0)") }
    let patients = try ["used", "counted"].map {
      Int(try attackedAttrition(folder)[$0, default: ["", ""]][1])
    }
    for all in patients.compactMap({ $0 }) where users[0] != nil && users[1] != nil {
      #expect(abs(72 + 72 - all) > 10, "\(steps), \(patients)")
    }
  }

  @Test("Few rows of a list that are of nobody are no difference of its rows and of those listed")
  func fewOfAList() throws {
    for kind in ["include", "exclude"] {
      var world = AttackWorld()
      world.join(0..<400)
      world.fill(0..<100, "B1")
      let listed = (0..<60).map { "x\($0)\n" } + (0..<5).map { "y\($0)\n" }
      world.lists = ["list.csv": "id\n" + listed.joined()]
      world.rule = "{\(kind): {file: list.csv, columns: {patient: id}}}"
      let (folder, _) = try world.run("prevalence: {drugs: [benzodiazepine]}")
      let rows = Int(try attackedAttrition(folder)["\(kind): rows read", default: [""]][0])
      let steps = try flow(folder)
      let persons = kind == "include" ? number(steps, "listed") : number(steps, "not excluded", 1)
      if let rows, let persons { #expect(abs(rows - persons) > 10, "\(kind): \(steps)") }
    }
  }

  @Test("Users of a year that are kept back are no rest of those of all years")
  func fewUsersOfAYear() throws {
    var world = AttackWorld()
    world.period = "start: 2019-01-01, end: 2020-12-31, interval: year"
    world.join(0..<400)
    world.fill(0..<100, "B1", on: ["2019-03-01"])
    world.fill(200..<207, "B1", on: ["2020-03-01"])
    let (folder, _) = try world.run("prevalence: {drugs: [benzodiazepine]}")
    let users = try CSVRow.all(in: folder.read("out/results.csv")).map { $0["numerator"] }
    #expect(users == ["100", ""])
    #expect(number(try flow(folder), "with a fill: benzodiazepine") == nil)
  }
}
