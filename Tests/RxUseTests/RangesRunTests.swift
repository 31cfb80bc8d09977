import Foundation
import TestSupport
import Testing

/// ranges.csv of whole studies: a row for each suppressed figure, in which the truth lies, whatever the threads.
@Suite("ranges.csv")
struct RangesRunTests {
  private static let isFull = ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil

  private struct Table {
    let columns: [String: Int]
    let rows: [[String]]

    init(_ text: String) {
      let records = NaiveCSV.records(text)
      columns = Dictionary(uniqueKeysWithValues: (records.first ?? []).enumerated().map { ($1, $0) })
      rows = Array(records.dropFirst())
    }

    func field(_ row: [String], _ name: String) -> String { columns[name].map { row[$0] } ?? "" }
  }

  @Test("The truth of a random study lies in every range", arguments: Array(UInt64(1)...(isFull ? 200 : 12)))
  func truth(seed: UInt64) throws {
    let folder = try TestFolder()
    try RandomWorld(seed: seed).world.write(to: folder.path)
    try checkRanges(folder, seed)
  }

  /// Products of several ingredients, of which a wider class holds more rows than a narrower one: doses, DDDs and persons of
  /// the one tell less of the other than where each product stands on one row.
  @Test("The truth lies in every range where codes stand on several rows", arguments: UInt64(1)...6)
  func severalRows(seed: UInt64) throws {
    let folder = try TestFolder()
    var random = SplitMix64(seed: seed)
    try folder.write(
      """
      title: Products
      period: {start: 2020-01-01, end: 2020-12-31}
      prescriptions: {files: [rx.csv], columns: {patient: id, date: date, days_supply: days, drug: code, quantity: n}}
      patients: {files: [members.csv], columns: {patient: id, sex: sex}, attributes: {race: race}}
      drugs: {files: [codes.csv], match: code}
      groups: {by: [[sex], [race], [sex, race]]}
      measures:
        prevalence: {drugs: [opioid, codeine, morphine, benzodiazepine, temazepam]}
        fill_rate: {drugs: [opioid, codeine, morphine]}
        long_term_use: {drugs: [opioid, codeine], definitions: [{ddd: 30, fills: 2}, {ddd: 10, fills: 1}, {supply: 60}]}
        ddd: {drugs: [opioid, codeine, morphine, benzodiazepine, temazepam]}
        dose: {drugs: [opioid, codeine, morphine], methods: [maximum, "window:30"], thresholds: [20, 50]}

      """, to: "study.yml")
    try folder.write(
      """
      code,class,ingredient,strength_mg,ddd_mg,mme_factor
      C,opioid,codeine,30,100,0.15
      M,opioid,morphine,10,100,1
      CM,opioid,codeine,30,100,0.15
      CM,opioid,morphine,20,100,1
      CX,opioid,codeine,30,100,0.15
      CX,opioid,dextropropoxyphene,65,,
      T,benzodiazepine,temazepam,10,20,
      TN,benzodiazepine,temazepam,10,20,
      TN,benzodiazepine,nitrazepam,5,5,

      """, to: "codes.csv")
    let codes = ["C", "M", "CM", "CX", "T", "TN"]
    var (members, fills) = ("id,sex,race\n", "id,date,days,code,n\n")
    for person in 0..<Int.random(in: 100...1000, using: &random) {
      let (sex, race) = (
        ["F", "M", ""].randomElement(using: &random), ["A", "B", "C"].randomElement(using: &random)
      )
      members += "\(person),\(sex ?? ""),\(race ?? "")\n"
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let code = codes[Int.random(in: codes.indices, using: &random)]
        let month = Int.random(in: 10...12, using: &random)
        let (days, quantity) = (
          Int.random(in: 5...90, using: &random), Int.random(in: 10...400, using: &random)
        )
        fills += "\(person),2020-\(month)-15,\(days),\(code),\(quantity)\n"
      }
    }
    try folder.write(members, to: "members.csv")
    try folder.write(fills, to: "rx.csv")
    try checkRanges(folder, seed)
  }

  /// Residents of a file: a level of few, one of millions, one that nobody is of; cohort and trend beside.
  @Test("The truth lies in every range over residents", arguments: UInt64(1)...6)
  func residents(seed: UInt64) throws {
    let folder = try TestFolder()
    var random = SplitMix64(seed: seed)
    try folder.write(
      """
      title: Residents
      period: {start: 2019-01-01, end: 2020-12-31, interval: quarter}
      prescriptions:
        files: [rx.csv]
        columns: {patient: id, date: date, days_supply: days, drug: code, sex: sex}
        attributes: {county: county}
      population: {file: residents.csv, columns: {count: n, year: y, sex: sex, county: county}}
      drugs: {files: [codes.csv], match: code}
      groups: {by: [[sex], [county], [sex, county]]}
      measures:
        prevalence: {drugs: [opioid, benzodiazepine]}
        fill_rate: {drugs: [opioid]}
        long_term_use: {drugs: [opioid], definitions: [{supply: 30}, {covered: 45}]}
        overlap: {drugs: [opioid, benzodiazepine], days: [1]}
        cohort: {}
        trend: {measures: [prevalence, fill_rate]}

      """, to: "study.yml")
    try folder.write("code,class,ingredient\nO,opioid,codeine\nB,benzodiazepine,temazepam\n", to: "codes.csv")
    let counties = ["Large", "Small", "Island", "Other"]
    var residents = "y,sex,county,n\n"
    for year in [2019, 2020] {
      for sex in ["F", "M", "X"] {
        for (county, most) in zip(counties, [3_000_000, 400, 6, 0]) where sex != "X" || most < 1000 {
          residents +=
            "\(year),\(sex),\(county),\(most / (sex == "X" ? 40 : 1) + Int.random(in: 1...9, using: &random))\n"
        }
      }
    }
    var fills = "id,date,days,code,sex,county\n"
    for person in 0..<Int.random(in: 150...600, using: &random) {
      let (sex, place) = (Int.random(in: 0..<20, using: &random), Int.random(in: 0..<30, using: &random))
      let group = "\(sex == 0 ? "X" : sex < 12 ? "F" : "M"),\(counties[place == 0 ? 2 : place < 20 ? 0 : 1])"
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let (year, month) = (
          Int.random(in: 2019...2020, using: &random), Int.random(in: 1...12, using: &random)
        )
        let (days, code) = (Int.random(in: 5...90, using: &random), Int.random(in: 0..<4, using: &random))
        fills +=
          "\(person),\(year)-\(month < 10 ? "0" : "")\(month)-10,\(days),\(code == 0 ? "B" : "O"),\(group)\n"
      }
    }
    try folder.write(residents, to: "residents.csv")
    try folder.write(fills, to: "rx.csv")
    try checkRanges(folder, seed)
  }

  /// Runs a folder's study with suppression and without: the same ranges whatever the threads, and the truth in each.
  private func checkRanges(_ folder: TestFolder, _ seed: UInt64) throws {
    let truth = Table(try productResults(folder.path))
    let study = try folder.read("study.yml")
    try folder.write(study + "\ndisclosure: {preset: cms11}\n", to: "study.yml")
    let results = Table(try productResults(folder.path, threads: 1 + Int(seed % 3)))
    let text = try folder.read("out/ranges.csv")
    _ = try productResults(folder.path, threads: 2)
    #expect(try folder.read("out/ranges.csv") == text, "seed \(seed)")
    let ranges = Table(text)
    let numbers = ["numerator", "denominator", "estimate"]
    let names = ranges.columns.keys.filter { !$0.hasSuffix("_from") && !$0.hasSuffix("_to") }.sorted()
    func key(_ table: Table, _ row: [String]) -> [String] { names.map { table.field(row, $0) } }
    let suppressed = results.rows.filter { results.field($0, "status") == "suppressed" }
    #expect(ranges.rows.map { key(ranges, $0) } == suppressed.map { key(results, $0) }, "seed \(seed)")
    let truths = Dictionary(truth.rows.map { (key(truth, $0), $0) }, uniquingKeysWith: { first, _ in first })
    for row in ranges.rows {
      let own = try #require(truths[key(ranges, row)], "seed \(seed): \(row)")
      for name in numbers {
        guard let value = Double(truth.field(own, name)) else { continue }
        let (from, to) = (ranges.field(row, "\(name)_from"), ranges.field(row, "\(name)_to"))
        #expect(
          (Double(from) ?? -.infinity) - 1e-9 <= value && value <= (Double(to) ?? .infinity) + 1e-9,
          "seed \(seed): \(name) \(value) is not in \(from) to \(to): \(row)")
      }
    }
  }

  @Test("Without suppression there is none, and with it one even where nothing is kept back")
  func presence() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let study = try folder.read("study.yml")
    for (preset, isThere) in [("none", false), ("opensafely", false), ("midpoint6", false), ("cms11", true)] {
      try folder.write(study + "\ndisclosure: {preset: \(preset)}\n", to: "study.yml")
      let outcome = try Rxuse.run(["run", "study.yml", "--out", preset], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(folder.holds("\(preset)/ranges.csv") == isThere, "\(preset)")
    }
  }
}
