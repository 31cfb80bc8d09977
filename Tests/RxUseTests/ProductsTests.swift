import Foundation
import Logging
import RxDecode
import RxModel
import RxUse
import Testing

/// products.csv: what is in the figures of a drug.
@Suite("Products")
struct ProductsTests {
  /// A study of opioids with `products`, its disclosure control and files.
  private func study(disclosure: String = "") -> String {
    """
    title: t
    period: {start: 2020-01-01, end: 2021-12-31, interval: year}
    prescriptions:
      files: [rx.csv]
      columns: {patient: id, date: date, days_supply: days, drug: code, quantity: quantity}
      days_supply: {missing: 30}
    patients:
      files: [m.csv]
      columns: {patient: id, observation_start: from, observation_end: to}
    drugs: {files: [codes.csv], match: code}
    measures: {prevalence: {drugs: [opioid]}}
    products: {drugs: [opioid]}
    output: {formats: [csv, markdown, html, xlsx]}
    \(disclosure)

    """
  }

  private static let codes = """
    code,class,ingredient,strength_mg,ddd_mg,mme_factor
    O1,opioid,morphine,10,100,1
    O2,opioid,oxycodone,10,75,1.5
    O3,opioid,Morphine,10,100,1
    B1,benzodiazepine,diazepam,5,10,

    """

  private static let header =
    "section,drug,period_start,period_end,item,quantity,statistic,value,unit,status\n"

  private func folder(_ fills: [String], members: [String], disclosure: String = "") throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(study(disclosure: disclosure), to: "study.yml")
    try folder.write(Self.codes, to: "codes.csv")
    try folder.write("id,from,to\n" + members.map { "\($0)\n" }.joined(), to: "m.csv")
    try folder.write("id,date,days,code,quantity\n" + fills.map { "\($0)\n" }.joined(), to: "rx.csv")
    return folder
  }

  /// Three persons. Of morphine: 20 units in 10 days, 30 in 30, and an unknown number in 10. Of oxycodone: 1,000 units in 5
  /// days, which are 26.7 DDDs a day, and 30 without days' supply. The benzodiazepine, and the fill after c's observation, are
  /// none of it. Two codes of morphine, whose name is written in two ways, are one ingredient.
  @Test("By hand")
  func byHand() throws {
    let folder = try folder(
      [
        "a,2020-02-01,10,O1,20", "a,2020-03-01,30,O3,30", "b,2020-02-01,10,O1,", "b,2020-05-01,5,O2,1000",
        "c,2021-01-01,,O2,30", "c,2021-09-01,10,O1,10", "a,2020-02-01,10,B1,20",
      ], members: ["a,2019-01-01,", "b,2019-01-01,", "c,2019-01-01,2021-06-30"])
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.contains(
        "50% of the fills of 'oxycodone' have a dose of more than 20 defined daily doses a day"), "\(outcome)"
    )
    #expect(!outcome.errors.contains("'morphine'"), "\(outcome)")
    func value(_ year: Int, _ name: String, _ fills: Int, _ users: Int) -> String {
      let start = "values,opioid,\(year)-01-01,\(year)-12-31,\(name)"
      return "\(start),fills,count,\(fills),fills,ok\n\(start),users,count,\(users),persons,ok\n"
    }
    func ingredient(_ name: String, _ rows: [String]) -> String {
      rows.map { "ingredients,opioid,2020-01-01,2021-12-31,\(name),\($0),ok\n" }.joined()
    }
    func quantiles(_ quantity: String, _ unit: String, lacking: String, _ values: [String]) -> [String] {
      ["\(quantity),lacking,\(lacking),percent"]
        + zip(["minimum", "p25", "median", "p75", "maximum"], values).map {
          "\(quantity),\($0),\($1),\(unit)"
        }
    }
    func five(_ value: String) -> [String] { Array(repeating: value, count: 5) }
    let expected =
      Self.header + value(2020, "o1", 2, 2) + value(2020, "o2", 1, 1) + value(2020, "o3", 1, 1)
      + value(2021, "o2", 1, 1)
      + ingredient(
        "morphine",
        ["fills,count,3,fills"]
          + quantiles(
            "days_supply", "days", lacking: "0.0000",
            ["10.0000", "10.0000", "10.0000", "30.0000", "30.0000"])
          + quantiles(
            "quantity", "units", lacking: "33.3333",
            ["20.0000", "20.0000", "20.0000", "30.0000", "30.0000"])
          + quantiles("strength", "mg", lacking: "0.0000", five("10.0000"))
          + quantiles(
            "daily_dose", "mme_per_day", lacking: "33.3333",
            ["10.0000", "10.0000", "10.0000", "20.0000", "20.0000"]))
      + ingredient(
        "oxycodone",
        ["fills,count,2,fills"]
          + quantiles("days_supply", "days", lacking: "50.0000", five("5.0000"))
          + quantiles(
            "quantity", "units", lacking: "0.0000",
            ["30.0000", "30.0000", "30.0000", "1000.0000", "1000.0000"])
          + quantiles("strength", "mg", lacking: "0.0000", five("10.0000"))
          + quantiles("daily_dose", "mme_per_day", lacking: "50.0000", five("3000.0000")))
    #expect(try folder.read("out/products.csv") == expected)
    let report = try folder.read("out/report.md")
    #expect(report.contains("What is in a figure") && report.contains("| o2 | 1 | 1 |"), "\(report)")
    #expect(try folder.read("out/datapackage.json").contains("products.csv"))
  }

  @Test("Without the key there is no such file")
  func notAsked() throws {
    let folder = try folder(["a,2020-02-01,10,O1,20"], members: ["a,2019-01-01,"])
    try folder.write(
      try folder.read("study.yml").replacing("products: {drugs: [opioid]}\n", with: ""), to: "study.yml")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0 && !folder.holds("out/products.csv"), "\(outcome)")
    #expect(!(try folder.read("out/report.md").contains("What is in a figure")))
  }

  @Test(
    "A key without a drug of the list is a mistake",
    arguments: [("{}", "'products' lacks the key 'drugs'"), ("{drugs: [opium]}", "'opium' is no class")])
  func mistakes(value: String, message: String) throws {
    let folder = try folder(["a,2020-02-01,10,O1,20"], members: ["a,2019-01-01,"])
    try folder.write(
      try folder.read("study.yml").replacing("{drugs: [opioid]}\noutput", with: "\(value)\noutput"),
      to: "study.yml")
    let outcome = try Rxuse.run(["check", "study.yml"], in: folder)
    #expect(outcome.code == 78 && outcome.errors.contains(message), "\(outcome)")
  }

  /// A hundred persons with two fills of morphine, and so many with one of oxycodone.
  private func few(_ count: Int, quantity: Int, disclosure: String) throws -> TestFolder {
    let fills = (0..<100).flatMap { ["x\($0),2020-02-01,30,O1,60", "x\($0),2020-06-01,30,O1,60"] }
    let others = (0..<count).map { "y\($0),2020-02-01,10,O2,\(quantity)" }
    let members = (0..<100).map { "x\($0),2019-01-01," } + (0..<200).map { "y\($0),2019-01-01," }
    let folder = try folder(fills + others, members: members, disclosure: disclosure)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome)")
    #expect(!outcome.errors.contains("oxycodone"), "\(outcome)")
    return folder
  }

  @Test("Under suppression nothing is told of a value with 10 users, and no extreme")
  func suppression() throws {
    let folder = try few(10, quantity: 1000, disclosure: "disclosure: {preset: cms11}")
    let text = try folder.read("out/products.csv")
    #expect(!text.contains("o2") && !text.contains("oxycodone"), "\(text)")
    let morphine = "ingredients,opioid,2020-01-01,2021-12-31,morphine"
    for line in [
      "values,opioid,2020-01-01,2020-12-31,o1,fills,count,200,fills,rounded",
      "values,opioid,2020-01-01,2020-12-31,o1,users,count,100,persons,rounded",
      "\(morphine),fills,count,200,fills,rounded", "\(morphine),days_supply,minimum,,days,suppressed",
      "\(morphine),days_supply,median,30.0000,days,ok", "\(morphine),quantity,p25,60.0000,units,ok",
      "\(morphine),daily_dose,maximum,,mme_per_day,suppressed",
    ] { #expect(text.contains("\(line)\n"), "\(line) in \(text)") }
    for file in ["report.md", "report.html", "run.json"] {
      #expect(!(try folder.read("out/\(file)").contains("o2")), "\(file)")
    }
  }

  @Test("What differs in few persons alone gives the same bytes")
  func sameBytes() throws {
    let one = try few(7, quantity: 1000, disclosure: "disclosure: {preset: cms11}")
    let other = try few(7, quantity: 30, disclosure: "disclosure: {preset: cms11}")
    for file in ["products.csv", "report.md", "report.html"] {
      #expect(try one.read("out/\(file)") == other.read("out/\(file)"), "\(file)")
    }
  }

  @Test("An amount beyond all sense is no trap")
  func greatAmount() throws {
    let folder = try folder(
      (0..<3).map { "x\($0),2020-02-01,28,O1,\($0 == 0 ? "202103011230001234" : "60")" },
      members: (0..<3).map { "x\($0),2019-01-01," }, disclosure: "")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try folder.read("out/products.csv").contains("morphine,quantity,median,60.0000,"))
  }

  @Test("Under rounding fills and users are rounded as other counts")
  func rounding() throws {
    let folder = try few(6, quantity: 30, disclosure: "disclosure: {preset: midpoint6}")
    let text = try folder.read("out/products.csv")
    #expect(text.contains("o1,users,count,99,persons,rounded\n"), "\(text)")
    #expect(!text.contains("o2"), "\(text)")
    #expect(!text.contains("oxycodone"), "\(text)")
  }

  @Test("A supply that is the same in nearly all fills is told, without its share under control")
  func sameSupply() throws {
    func warnings(others: Int, of all: Int = 100, disclosure: String = "") throws -> String {
      let fills = (0..<all).map { "x\($0),2020-02-01,\($0 < others ? 7 : 28),O1,60" }
      let folder = try folder(
        fills, members: (0..<all).map { "x\($0),2019-01-01," }, disclosure: disclosure)
      return try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).errors
    }
    let told = "of the fills of 'morphine' have a days' supply of 28, which may have been put in"
    #expect(try warnings(others: 5).contains("95% \(told)"))
    #expect(!(try warnings(others: 6).contains(told)))
    // Under control it would be told with 11 fills more or fewer of the others.
    let control = "disclosure: {preset: cms11}"
    #expect(!(try warnings(others: 3, disclosure: control).contains(told)))
    #expect(try warnings(others: 9, of: 400, disclosure: control).contains("95% or more \(told)"))
    #expect(!(try warnings(others: 10, of: 400, disclosure: control).contains(told)))
  }

  @Test("Threads and parts make no difference")
  func parts() throws {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml").replacing(
      "measures:", with: "products: {drugs: [opioid, benzodiazepine]}\nmeasures:")
    try folder.write(study, to: "study.yml")
    var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .critical
    let file = "\(folder.path)/study.yml"
    for threads in [1, 3] {
      try RxUse.run(
        study: file, out: "\(folder.path)/out\(threads)", options: RunOptions(threads: threads), log: log)
    }
    let states = try (1...3).map { number in
      let state = "\(folder.path)/\(number).rxs"
      try RxUse.map(
        study: file, .all(PatientPart(number, of: 3)), state: state, options: RunOptions(threads: 1), log: log
      )
      return state
    }
    try RxUse.merge(states.reversed(), to: "\(folder.path)/sum.rxs")
    try RxUse.finish(
      "\(folder.path)/sum.rxs", out: "\(folder.path)/parts", options: RunOptions(threads: 2), log: log)
    let text = try folder.read("out1/products.csv")
    #expect(text.count > 1000)
    for other in ["out3", "parts"] { #expect(try folder.read("\(other)/products.csv") == text, "\(other)") }
  }
}
