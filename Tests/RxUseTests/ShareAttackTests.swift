import Testing

/// Shares of groups among everyone, where a population file has residents of some groups alone.
@Suite("Attacks on shares beside residents")
struct ShareAttackTests {
  /// Patients of three regions, of which the population file knows nothing, and how many there are of each.
  private func shares(_ counts: [(region: String, patients: Int)]) throws -> [CSVRow] {
    let folder = try TestFolder()
    var rows = "id,date,days,code,sex,region\n"
    for (region, patients) in counts {
      for patient in 0..<patients { rows += "\(region)\(patient),2020-03-01,30,B1,F,\(region)\n" }
    }
    try folder.write(rows, to: "rx.csv")
    try folder.write("sex,n\nF,5000\n", to: "p.csv")
    try folder.write("code,class,ingredient\nB1,benzodiazepine,diazepam\n", to: "codes.csv")
    try folder.write(
      """
      title: t
      period: {start: 2020-01-01, end: 2020-12-31, interval: year}
      prescriptions:
        files: [rx.csv]
        columns: {patient: id, date: date, days_supply: days, drug: code, sex: sex}
        attributes: {region: region}
      population: {file: p.csv, columns: {count: n, sex: sex}}
      drugs: {files: [codes.csv], match: code}
      groups: {by: [[sex], [region]]}
      measures: {prevalence: {drugs: [benzodiazepine]}, cohort: {}}
      disclosure: {preset: cms11}

      """, to: "study.yml")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "-q"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try CSVRow.all(in: folder.read("out/results.csv"))
      .filter { $0["measure"] == "cohort" && $0["region"] != "all" }
  }

  @Test("Persons of everyone, less those of the groups that are shown, are those of the third")
  func third() throws {
    let shares = try shares([("A", 40), ("B", 30), ("C", 3)])
    #expect(shares.map { $0["region"] } == ["A", "B", "C"])
    let numerators = shares.map { Int($0["numerator"]) }
    #expect(numerators[2] == nil)
    let isTotalShown = shares.contains { !$0["denominator"].isEmpty }
    #expect(!isTotalShown || numerators[0] == nil || numerators[1] == nil, "\(shares)")
  }

  @Test("Persons of everyone, less those of a group, are few others")
  func others() throws {
    let shares = try shares([("A", 40), ("B", 3)])
    let isTotalShown = shares.contains { !$0["denominator"].isEmpty }
    #expect(!isTotalShown || Int(shares[0]["numerator"]) == nil, "\(shares)")
  }
}
