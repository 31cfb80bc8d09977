extension NaiveStudy {
  /// The rows of an interval for the extended measures that don't add up over persons.
  func extendedRows(_ interval: NaiveInterval, _ persons: [NaivePerson]) -> [ResultRow] {
    let measures = world.study.measures.extended
    var rows: [ResultRow] = []
    for grouping in [[]] + world.study.groups {
      for cell in cells(grouping, persons) {
        let blank = blank(interval, grouping, cell.levels)
        let members = cell.members.map { persons[$0] }
        if let dose = measures.dose { rows += doseMeanRows(dose, members, blank) }
        rows += measures.ddd.compactMap { dddRow($0, members, blank) }
        if let persistence = measures.persistence { rows += persistenceRows(persistence, members, blank) }
        if let summary = measures.summary { rows += summaryRows(summary, members, blank) }
        if measures.cohort, !grouping.isEmpty {
          let level = residents(.persons, interval, grouping, cell.levels)
          let whole = level == nil ? nil : residents(.persons, interval, [], [])
          let count = level ?? members.count
          if count > 0 { rows.append(cohortRow(count, whole ?? persons.count, whole != nil, blank)) }
        }
        if let standardised = measures.standardised, !grouping.contains("age") {
          rows += standardisedRows(standardised, interval, members, grouping, cell.levels, blank)
        }
      }
    }
    if let ratio = measures.ratio, world.study.groups.contains([ratio.variable]) {
      rows += ratioRows(ratio, interval, persons)
    }
    return rows
  }

  private func doseMeanRows(_ measure: DoseMeasure, _ members: [NaivePerson], _ blank: ResultRow)
    -> [ResultRow]
  {
    var rows: [ResultRow] = []
    for drug in measure.drugs {
      for method in measure.methods {
        let doses = members.compactMap { dailyDose($0, drug, measure.unit, method) }
        if doses.isEmpty { continue }
        let sum = doses.reduce(0.0) { $0 + $1.double }
        var row = blank
        (row.measure, row.drug) = ("dose_mean", drug)
        row.definition = "\(measure.unit.rawValue)/\(method.label)"
        row.numerator = NaiveStatistics.fourDecimals(sum)
        (row.denominator, row.unit) = ("\(doses.count)", "dose_users")
        row.estimate = NaiveStatistics.fourDecimals(sum / Double(doses.count))
        row.estimateUnit = "\(measure.unit.rawValue)_per_day"
        rows.append(row)
      }
    }
    return rows
  }

  private func dddRow(_ drug: String, _ members: [NaivePerson], _ blank: ResultRow) -> ResultRow? {
    let days = members.reduce(0) { $0 + $1.days.count }
    if days == 0 { return nil }
    let doses = members.flatMap { intervalFills($0, drug).compactMap { $0.dose(.ddd) } }
    let sum = doses.reduce(0.0) { $0 + $1.double }
    var row = blank
    (row.measure, row.drug, row.denominator, row.unit) = ("ddd", drug, "\(days)", "person_days")
    row.numerator = NaiveStatistics.fourDecimals(sum)
    row.estimate = NaiveStatistics.fourDecimals(1000 * sum / Double(days))
    row.estimateUnit = "per_1000_persons_per_day"
    return row
  }

  /// A level's share of the interval's persons, of residents where they stand for persons.
  private func cohortRow(_ count: Int, _ total: Int, _ ofResidents: Bool, _ blank: ResultRow) -> ResultRow {
    var row = blank
    (row.measure, row.numerator, row.denominator) = ("cohort", "\(count)", "\(total)")
    row.unit = unit(.persons, residents: ofResidents)
    row.estimate = NaiveStatistics.fourDecimals(100 * Double(count) / Double(total))
    row.estimateUnit = "percent"
    return row
  }

  /// The lines of the core measures that `standardised`, `trend` and `ratio` are made from.
  func sources(_ measures: [String]) -> [NaiveLine] {
    let core = world.study.measures
    return measures.flatMap { name in
      name == "prevalence" ? core.prevalence.map { prevalence($0) } : core.fillRate.map { fillRate($0) }
    }
  }

  /// Numerator and denominator of a line for persons, residents in place of them where they apply.
  func counts(
    _ line: NaiveLine, _ interval: NaiveInterval, _ members: [NaivePerson], _ grouping: [String],
    _ levels: [String]
  ) -> (numerator: Int, denominator: Int, residents: Bool) {
    let shares = members.map { line.share($0) }
    let residents = residents(line.denominator, interval, grouping, levels)
    return (
      shares.reduce(0) { $0 + $1.numerator }, residents ?? shares.reduce(0) { $0 + $1.denominator },
      residents != nil
    )
  }

  /// Writes what a row made from a line says of its counts.
  func fillCounts(
    _ row: inout ResultRow, _ line: NaiveLine, _ prefix: String,
    _ counts: (numerator: Int, denominator: Int, residents: Bool)
  ) {
    (row.measure, row.drug, row.numerator) = (prefix + line.measure, line.drug, "\(counts.numerator)")
    row.denominator =
      line.denominator == .persons
      ? "\(counts.denominator)" : NaiveStatistics.fourDecimals(Double(counts.denominator) / 365.25)
    row.unit = unit(line.denominator, residents: counts.residents)
  }

  /// Writes estimate and limits, or that there are none.
  func fillEstimate(_ row: inout ResultRow, _ estimate: (value: Double, lower: Double, upper: Double)?) {
    guard let estimate else {
      row.status = "undefined"
      return
    }
    row.estimate = NaiveStatistics.fourDecimals(estimate.value)
    row.lower = NaiveStatistics.fourDecimals(estimate.lower)
    row.upper = NaiveStatistics.fourDecimals(estimate.upper)
  }

  private func ratioRows(_ ratio: RatioMeasure, _ interval: NaiveInterval, _ persons: [NaivePerson])
    -> [ResultRow]
  {
    let grouping = [ratio.variable]
    var rows: [ResultRow] = []
    for line in sources(ratio.measures) {
      var found: [(levels: [String], counts: (numerator: Int, denominator: Int, residents: Bool))] = []
      for cell in cells(grouping, persons) {
        let members = cell.members.map { persons[$0] }
        let counts = counts(line, interval, members, grouping, cell.levels)
        if counts.denominator > 0 { found.append((cell.levels, counts)) }
      }
      let reference = found.first { sameBytes($0.levels[0], ratio.level) }?.counts
      for (levels, own) in found {
        var row = blank(interval, grouping, levels)
        fillCounts(&row, line, "ratio_", own)
        row.definition = "\(ratio.variable)=\(ratio.level)"
        row.estimateUnit = "ratio"
        if let reference, own.numerator > 0, reference.numerator > 0 {
          let isPersons = line.denominator == .persons
          fillEstimate(
            &row,
            NaiveStatistics.ratio(
              own.numerator, own.denominator, reference.numerator, reference.denominator,
              ofPersons: isPersons))
          if sameBytes(levels[0], ratio.level) { (row.estimate, row.lower, row.upper) = ("1.0000", "", "") }
        } else {
          fillEstimate(&row, nil)
        }
        rows.append(row)
      }
    }
    return rows
  }
}
