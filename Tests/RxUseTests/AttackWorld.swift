import Foundation
import Testing

/// A small study under disclosure control: women and some men, everybody observed, with fills of 30 days.
struct AttackWorld {
  var persons = ""
  var fills = ""
  var period = "start: 2020-01-01, end: 2020-12-31, interval: year"
  var groups = "by: []"
  var rule = "any"
  var preset = "cms11"
  /// Files of lists of patients, by name.
  var lists: [String: String] = [:]
  var more = ""

  /// Members x`numbers`.
  mutating func join(
    _ numbers: Range<Int>, birth: String = "1960-01-01", from: String = "2018-01-01", to: String = "",
    sex: String = "F", region: String = ""
  ) {
    for number in numbers { persons += "x\(number),\(birth),\(sex),\(from),\(to),\(region)\n" }
  }

  /// Members x`numbers` fill `code` on each of the days, from `provider`.
  mutating func fill(
    _ numbers: Range<Int>, _ code: String, on dates: [String] = ["2020-03-01"], days: Int = 30,
    quantity: Int = 30, provider: String = ""
  ) {
    for number in numbers {
      for date in dates {
        fills += "x\(number),\(date),\(days),\(code),\(quantity),\(provider),\(provider)\n"
      }
    }
  }

  /// The outputs of a run, in `out` beside the study, and what it said.
  func run(_ measures: String) throws -> (folder: TestFolder, log: String) {
    let folder = try TestFolder()
    try write(measures, to: folder)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (folder, outcome.errors)
  }

  /// Writes the study and its files.
  func write(_ measures: String, to folder: TestFolder) throws {
    try folder.write("id,birth,sex,from,to,region\n" + persons, to: "m.csv")
    try folder.write("id,date,days,code,quantity,prescriber,pharmacy\n" + fills, to: "rx.csv")
    for (name, text) in lists { try folder.write(text, to: name) }
    try folder.write(
      """
      code,class,ingredient,strength_mg,ddd_mg,mme_factor
      B1,benzodiazepine,diazepam,5,10,
      B2,benzodiazepine,lorazepam,1,2.5,
      O1,opioid,morphine,10,100,1
      O2,opioid,oxycodone,10,75,1.5
      S1,ssri,sertraline,50,50,
      N1,snri,venlafaxine,75,100,
      Z1,z-drug,zolpidem,10,10,
      B1,sedative,diazepam,5,10,
      B2,sedative,lorazepam,1,2.5,
      Z1,sedative,zolpidem,10,10,

      """,
      to: "codes.csv")
    try folder.write(
      """
      title: t
      period: {\(period)}
      persons: \(rule)
      prescriptions:
        files: [rx.csv]
        columns: {patient: id, date: date, days_supply: days, drug: code, quantity: quantity, prescriber: prescriber, pharmacy: pharmacy}
      patients:
        files: [m.csv]
        columns: {patient: id, birth_date: birth, sex: sex, observation_start: from, observation_end: to}
        attributes: {region: region}
      drugs: {files: [codes.csv], match: code}
      groups: {\(groups)}
      measures: {\(measures)}
      disclosure: {preset: \(preset)}
      tolerance: {rejected_rows: 50%}
      \(more)
      """, to: "study.yml")
  }
}

/// By step, rows and patients as they stand in attrition.csv.
func attackedAttrition(_ folder: TestFolder) throws -> [String: [String]] {
  let lines = try folder.read("out/attrition.csv").split(separator: "\n").dropFirst()
  return Dictionary(
    uniqueKeysWithValues: lines.map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return (fields[0], Array(fields[1...]))
    })
}

/// The numerators of a measure's rows, by definition and drug; nil is kept back.
func attackedNumerators(
  _ folder: TestFolder, _ measure: String, file: String = "results.csv", key: (CSVRow) -> String
) throws -> [String: Int?] {
  let rows = try CSVRow.all(in: folder.read("out/\(file)")).filter { $0["measure"] == measure }
  return Dictionary(rows.map { (key($0), Int($0["numerator"])) }, uniquingKeysWith: { first, _ in first })
}

/// A row of a CSV file in which no field is quoted, by the names of its columns.
struct CSVRow {
  private let fields: [String: String]

  subscript(_ name: String) -> String { fields[name] ?? "" }

  static func all(in text: String) -> [CSVRow] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let names = lines.first else { return [] }
    return lines.dropFirst().map { fields in
      CSVRow(fields: Dictionary(zip(names, fields), uniquingKeysWith: { first, _ in first }))
    }
  }
}
