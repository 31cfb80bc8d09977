import Testing

/// `persons` in a study file: what is refused, and why somebody is out.
@Suite("The rule for persons")
struct PersonRuleTests {
  private func world(_ rule: String) -> AttackWorld {
    var world = AttackWorld()
    world.preset = "none"
    world.period = "start: 2019-01-01, end: 2020-12-31, interval: year"
    world.join(0..<3)
    world.join(3..<4, birth: "2002-06-01")
    world.join(4..<5, sex: "M")
    world.join(5..<6, birth: "")
    world.fill(0..<6, "B1")
    world.lists = [
      "in.csv": "id,day\nx0,2020-02-01\nx2,\nx3,\nx4,\nx5,\n", "out.csv": "id,day\nx2,2020-06-01\n",
    ]
    world.rule = rule
    return world
  }

  private let measures = "prevalence: {drugs: [benzodiazepine]}"

  @Test("A rule is told in the methods, by check and by explain")
  func told() throws {
    let rule =
      "{age: {from: 18, to: 64}, levels: {sex: [F]}, prior_observation: 400, include: {file: in.csv, columns: "
      + "{patient: id, date: day}}, exclude: {file: out.csv, columns: {patient: id, date: day}}}"
    let (folder, _) = try world(rule).run(measures)
    let methods = try folder.read("out/methods.md")
    for part in [
      "400 days of each unbroken run", "Only the patients of a list", "in.csv",
      "are not observed from their earliest",
      "Whose sex is not F", "18 to 64 years of age",
    ] {
      #expect(methods.contains(part), "\(part)")
    }
    func explain(_ patient: String) throws -> String {
      let outcome = try Rxuse.run(["explain", "study.yml", patient], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      return outcome.output
    }
    let reasons = [
      ("x0", "2019: no person of it: listed in 'persons.include' from 2020-02-01 on, too late for it"),
      ("x1", "2019: no person of it: not listed in 'persons.include'"),
      ("x1", "2020: no person of it: not listed in 'persons.include'"),
      ("x2", "Listed in 'persons.exclude' from 2020-06-01 on"),
      (
        "x3",
        "2019: observed on 330 of 365 days, and no person of it: 16 years old on the first observed day, which 'persons.age' leaves out"
      ),
      (
        "x4",
        "2020: observed on 366 of 366 days, and no person of it: sex is M, and 'persons.levels' asks for F"
      ),
      (
        "x5",
        "2020: observed on 366 of 366 days, and no person of it: of unknown age, which 'persons.age' leaves out"
      ),
    ]
    for (patient, reason) in reasons {
      #expect(try explain(patient).contains(reason), "\(patient): \(reason)")
    }
    #expect(try explain("x0").contains("2020: a person of it"))
    #expect(try explain("x0").contains("Of an observation of 2018-01-01 to 2020-12-31"))
    let check = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(check.code == 0 && check.output.contains("  not excluded                 5\n"), "\(check.output)")
  }

  @Test("Of prior observation and of whole intervals")
  func observed() throws {
    let (folder, _) = try world("{observed: full, prior_observation: 366}").run(measures)
    let text = try Rxuse.run(["explain", "study.yml", "x0"], in: folder).output
    #expect(
      text.contains(
        "2019: observed on 364 of 365 days, and no person of it: not observed on all of its 365 days"),
      "\(text)")
    let (other, _) = try world("{prior_observation: 2000}").run(measures)
    let none = try Rxuse.run(["explain", "study.yml", "x0"], in: other).output
    #expect(
      none.contains(
        "2020: no person of it: no observed day behind the 2000 days of 'persons.prior_observation'"))
  }

  @Test(
    "What is wrong is told with the place and the nearest right name",
    arguments: [
      ("full-time", "'persons' can't be 'full-time': it is one of any, full, keys like {age: {from: 18}}"),
      ("{ages: {from: 18}}", "unknown key 'ages' in 'persons'; did you mean 'age'?"),
      ("{age: {}}", "'persons.age' has neither 'from' nor 'to'"),
      ("{age: {from: 70, to: 60}}", "the ages from 70 to 60 are nobody's"),
      ("{levels: {sx: [F]}}", "unknown grouping variable 'sx'; did you mean 'sex'?"),
      ("{levels: {age: [18-35]}}", "persons of an age are chosen with 'persons.age'"),
      ("{prior_observation: 1y}", "'persons.prior_observation' must be a whole number, not '1y'"),
      ("{include: {columns: {patient: id}}}", "'persons.include' lacks the key 'file'"),
      (
        "{exclude: {file: out.csv, columns: {date: day}}}",
        "'persons.exclude.columns' lacks the key 'patient'"
      ),
      ("{exclude: {file: nowhere.csv, columns: {patient: id}}}", "nowhere.csv"),
      ("{exclude: {file: out.csv, columns: {patient: ident}}}", "ident"),
    ])
  func mistakes(rule: String, message: String) throws {
    let folder = try TestFolder()
    try world(rule).write(measures, to: folder)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect([65, 66, 78].contains(outcome.code) && outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("A date of a list that can't be read rejects its row")
  func badDate() throws {
    var world = world("{exclude: {file: out.csv, columns: {patient: id, date: day}}}")
    world.lists["out.csv"] = "id,day\nx0,2020-02-30\nx1,2020-02-01\n"
    let folder = try world.run(measures).folder
    let rejects = try folder.read("out/rejects.csv")
    #expect(rejects.contains("out.csv,2,bad_list_date,date,\n"), "\(rejects)")
    #expect(try folder.read("out/attrition.csv").contains("exclude: rejected: bad_list_date,1,\n"))
  }
}
