/// A grouping's cell: one combination of levels.
private struct Cell: Hashable {
  var levels: [String]
}

extension NaiveStudy {
  /// The rows of one block of lines in one interval: for each grouping, for each combination of levels that
  /// has a person in the interval, for each line whose denominator there is not 0.
  func rows(_ block: [NaiveLine], _ interval: NaiveInterval, _ persons: [NaivePerson]) -> [ResultRow] {
    let shares = block.map { line in persons.map { line.share($0) } }
    var rows: [ResultRow] = []
    for grouping in [[]] + world.study.groups {
      for cell in cells(grouping, persons) {
        for (line, own) in zip(block, shares) {
          let members = cell.members.map { own[$0] }
          let sum = members.reduce((numerator: 0, denominator: 0)) {
            ($0.numerator + $1.numerator, $0.denominator + $1.denominator)
          }
          if let row = row(line, interval, grouping, cell.levels, sum, members) { rows.append(row) }
        }
      }
    }
    return rows
  }

  /// The combinations of a grouping's levels that persons have, in their order, with those persons' places.
  func cells(_ grouping: [String], _ persons: [NaivePerson]) -> [(levels: [String], members: [Int])] {
    var cells: [Cell: [Int]] = [:]
    for (place, person) in persons.enumerated() {
      let cell = Cell(levels: grouping.map { person.levels[$0] ?? "unknown" })
      cells[cell, default: []].append(place)
    }
    // The overall row is always there; other combinations need one person, who is someone observed.
    if grouping.isEmpty { cells[Cell(levels: []), default: []] += [] }
    let ordered = cells.keys.sorted { comesBefore($0, $1, grouping) }
    return ordered.map { ($0.levels, cells[$0] ?? []) }
  }

  /// Age bands ascending, other levels as they are listed and then in byte order, `unknown` last.
  private func comesBefore(_ left: Cell, _ right: Cell, _ grouping: [String]) -> Bool {
    for (place, variable) in grouping.enumerated() {
      let (one, other) = (left.levels[place], right.levels[place])
      if sameBytes(one, other) { continue }
      if one == "unknown" || other == "unknown" { return other == "unknown" }
      guard variable == "age" else {
        let names = world.study.levels.first { $0.variable == variable }
        let (a, b) = (names?.place(of: one) ?? 0, names?.place(of: other) ?? 0)
        return a == b ? bytesBefore(one, other) : a < b
      }
      let labels = ageLabels
      return (labels.firstIndex(of: one) ?? 0) < (labels.firstIndex(of: other) ?? 0)
    }
    return false
  }

  private func row(
    _ line: NaiveLine, _ interval: NaiveInterval, _ grouping: [String], _ levels: [String],
    _ sum: NaiveShare, _ shares: [NaiveShare]
  ) -> ResultRow? {
    let residents = residents(line.denominator, interval, grouping, levels)
    let denominator = residents ?? sum.denominator
    guard denominator > 0 else { return nil }
    var row = blank(interval, grouping, levels)
    (row.measure, row.definition, row.drug) = (line.measure, line.definition, line.drug)
    row.numerator = String(sum.numerator)
    row.unit = unit(line.denominator, residents: residents != nil)
    fill(&row, line, sum.numerator, denominator)
    if line.estimate == .perThousandYearsRobust, residents == nil, sum.numerator > 0 {
      let limits = NaiveStatistics.robust(
        shares.map { (Double($0.numerator), Double($0.denominator) / 365.25) })
      row.lower = NaiveStatistics.fourDecimals(1000 * limits.lower)
      row.upper = NaiveStatistics.fourDecimals(1000 * limits.upper)
    }
    return row
  }

  /// A row that says no more than when and of whom.
  func blank(_ interval: NaiveInterval, _ grouping: [String], _ levels: [String]) -> ResultRow {
    var row = ResultRow()
    row.periodStart = interval.start.text
    row.periodEnd = interval.end.text
    for variable in world.study.groupVariables { row.levels[variable] = "all" }
    for (variable, level) in zip(grouping, levels) { row.levels[variable] = level }
    return row
  }

  /// Writes denominator, estimate and limits.
  private func fill(_ row: inout ResultRow, _ line: NaiveLine, _ numerator: Int, _ denominator: Int) {
    let decimals = NaiveStatistics.fourDecimals
    switch line.denominator {
    case .personDays, .riskDays: row.denominator = decimals(Double(denominator) / 365.25)
    case .persons, .count: row.denominator = String(denominator)
    }
    switch line.estimate {
    case .perThousandPersons, .percent, .perHundredThousandPersons:
      let scales: [NaiveEstimate: (Double, String)] = [
        .percent: (100, "percent"), .perThousandPersons: (1000, "per_1000_persons"),
        .perHundredThousandPersons: (100_000, "per_100000_persons"),
      ]
      let (scale, unit) = scales[line.estimate] ?? (1, "")
      let limits = NaiveStatistics.wilson(numerator, of: denominator)
      row.estimate = decimals(scale * Double(numerator) / Double(denominator))
      row.estimateUnit = unit
      row.lower = decimals(scale * limits.lower)
      row.upper = decimals(scale * limits.upper)
    case .perThousandYears, .perThousandYearsRobust:
      let years = Double(denominator) / 365.25
      let limits = NaiveStatistics.poisson(numerator)
      row.estimate = decimals(1000 * Double(numerator) / years)
      row.estimateUnit = "per_1000_person_years"
      row.lower = decimals(1000 * limits.lower / years)
      row.upper = decimals(1000 * limits.upper / years)
    case .percentWithoutLimits:
      row.estimate = decimals(100 * Double(numerator) / Double(denominator))
      row.estimateUnit = "percent"
    }
  }

  /// The unit of a denominator.
  func unit(_ denominator: NaiveDenominator, residents: Bool) -> String {
    switch denominator {
    case .persons: residents ? "residents" : world.roster == nil ? "patients_seen" : "persons"
    case .personDays: residents ? "resident_years" : "person_years"
    case .riskDays: "person_years_at_risk"
    case .count(let unit): unit
    }
  }

  /// The residents (or their days) of a combination of levels, or nil where they do not apply: another
  /// denominator, no counts, a roster, or a grouping that the counts have no columns for.
  func residents(
    _ denominator: NaiveDenominator, _ interval: NaiveInterval, _ grouping: [String], _ levels: [String]
  ) -> Int? {
    guard denominator == .persons || denominator == .personDays else { return nil }
    guard let population = world.population, world.roster == nil else { return nil }
    guard grouping.allSatisfy({ population.variables.contains($0) }) else { return nil }
    let rows = population.rows.filter { row in
      let own = population.variables.map { ($0, world.study.level(row.levels[$0] ?? "", of: $0)) }
      let named = Dictionary(uniqueKeysWithValues: own)
      if world.study.drops(named) { return false }
      return zip(grouping, levels).allSatisfy { variable, level in
        sameBytes(named[variable] ?? "unknown", level)
      }
    }
    func count(in year: Int) -> Int {
      rows.filter { $0.year == nil || $0.year == year }.reduce(0) { $0 + $1.count }
    }
    if denominator == .persons { return count(in: interval.start.year) }
    var days = 0
    var date = interval.start
    while date <= interval.end {
      days += count(in: date.year)
      date = date.next
    }
    return days
  }
}
