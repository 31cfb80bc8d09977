import RxModel
import TestSupport

/// A made-up extract with a file a day, which grows night by night as real ones do: weekends, late fills, new members.
struct GrowingExtract {
  /// A row: patient, date, days, drug, region.
  typealias Row = [String]

  var files: [String: [Row]] = [:]
  /// Patient, sex, year of birth, region.
  var members: [[String]] = []
  var codes = [
    "00990010105,benzodiazepine,alprazolam", "00990050220,opioid,codeine", "00990050440,opioid,morphine",
  ]
  /// The last day that has come.
  private(set) var today: Day
  private var random: SplitMix64
  private var late: [(due: Day, row: Row)] = []

  /// The extract of `days` days from a Monday on.
  init(seed: UInt64, from first: Day, days: Int) {
    (random, today) = (SplitMix64(seed: seed), first + -1)
    for _ in 0..<3_000 { addMember() }
    for _ in 0..<days { nextDay() }
  }

  /// The name of a day's file.
  static func name(_ day: Day) -> String { "rx/\(day).csv" }

  private mutating func addMember() {
    let sex = Bool.random(using: &random) ? "F" : "M"
    let region = Int.random(in: 0..<10, using: &random) < 4 ? "North" : "South"
    members.append([
      "P\(1_000_000 + members.count)", sex, "\(Int.random(in: 1930...2010, using: &random))", region,
    ])
  }

  /// A day more: 480 fills of a weekday, 160 of a day of the weekend, of which some come in the days after.
  mutating func nextDay() {
    today = today + 1
    let usual = today.number % 7 == 2 || today.number % 7 == 3 ? 160 : 480
    var rows = late.filter { $0.due <= today }.map(\.row)
    late.removeAll { $0.due <= today }
    for _ in 0..<(usual + Int.random(in: -15...15, using: &random)) {
      let member = members[Int.random(in: 0..<3_000, using: &random)]
      // Of three fills of women two are of the first drug, and of men one; one in a hundred is of a drug that is not listed yet.
      let isFirst = Int.random(in: 0..<3, using: &random) < (member[1] == "F" ? 2 : 1)
      let drug = isFirst ? "00990010105" : Bool.random(using: &random) ? "00990050220" : "00990050440"
      let isLater = Int.random(in: 0..<100, using: &random) == 0
      let days = [28, 30, 30, 60][Int.random(in: 0..<4, using: &random)]
      let row = [member[0], "\(today)", "\(days)", isLater ? "00990099999" : drug, member[3]]
      let delay = Int.random(in: 0..<100, using: &random)
      if delay < 8 { late.append((today + (1 + delay), row)) } else { rows.append(row) }
    }
    files[Self.name(today)] = rows
    for _ in 0..<Int.random(in: 0...3, using: &random) { addMember() }
  }

  /// Writes the extract and a study of it into an empty folder.
  func write(to folder: TestFolder, preset: String) throws {
    func csv(_ header: String, _ rows: [Row]) -> String {
      ([header] + rows.map { $0.joined(separator: ",") }).joined(separator: "\n") + "\n"
    }
    for (name, rows) in files { try folder.write(csv("id,date,days,drug,region", rows), to: name) }
    try folder.write(csv("id,sex,born,region", members), to: "members.csv")
    try folder.write(csv("code,class,ingredient", codes.map { [$0] }), to: "codes.csv")
    try folder.write(
      """
      title: Nights
      period: {start: 2025-03-03, end: data, interval: month}
      prescriptions:
        files: ["rx/*.csv"]
        columns: {patient: id, date: date, days_supply: days, drug: drug}
      patients: {files: [members.csv], columns: {patient: id, sex: sex, birth_year: born}, attributes: {region: region}}
      drugs: {files: [codes.csv], match: code}
      groups: {age_bands: [0, 36, 65], by: [[sex], [age], [region]]}
      measures:
        prevalence: {drugs: [benzodiazepine, opioid]}
        fill_rate: {drugs: [benzodiazepine, opioid]}
        long_term_use: {drugs: [benzodiazepine], definitions: [{covered: 28}]}
      products: {drugs: [benzodiazepine, opioid]}
      disclosure: {preset: \(preset)}
      tolerance: {rejected_rows: 60%}
      output: {formats: [csv]}

      """, to: "study.yml")
  }
}
