/// What a world has in it, by name, so that the generator's variety can be counted.
enum WorldFeatures {
  /// The names of all features.
  static let all =
    IntervalKind.allCases.map { "interval \($0.rawValue)" }
    + PersonsRule.allCases.map { "persons \($0.rawValue)" }
    + CarryOver.allCases.map { "carry_over \($0.rawValue)" }
    + WashoutClear.allCases.map { "clear \($0.rawValue)" }
    + DateFormat.allCases.map { "dates \($0.rawValue)" }
    + RowFault.allCases.map { "fault \($0.rawValue)" }
    + ["1", "2", "7", "30", "90", "180", "365"].map { "washout \($0)" }
    + [",", ";", "|", "\t"].map { "delimiter \($0)" }
    + ["\n", "\r\n", "\r"].map { "newline \(Array($0.utf8))" }
    + ResultRow.coreMeasures.flatMap { ["rows of \($0)", "nonzero \($0)"] }
    + extended
    + [
      "roster", "flat", "residents", "residents by year", "periods in roster", "periods in own file",
      "periods without roster", "deaths in own file", "end_date", "missing days", "drop duplicates",
      "birth year",
      "born 29 February", "born inside the study", "dead inside the study", "fill after period.end",
      "fill before the study", "rejected rows", "empty lines", "byte-order mark", "several files",
      "first band above 0", "band of one year", "under the first band", "unknown age", "no groupings",
      "several pairs", "stranger", "leap day in study", "patient of several roster rows",
      "ingredient measured",
      "levels renamed", "unknown dropped", "unknown age dropped", "unknown is another level",
      "levels joined", "residents renamed", "residents dropped", "no rows at all",
      "nobody observed in some interval",
      "youngest age", "oldest age", "levels chosen", "prior observation", "included", "excluded",
      "excluded on the day of a fill", "included after a fill", "listed twice",
    ]

  /// The features of the extended measures.
  private static let extended =
    ResultRow.extendedMeasures.flatMap { ["rows of \($0)", "nonzero \($0)"] }
    + ["standardised_prevalence", "persistence", "persistence_median", "trend_fill_rate", "ratio_prevalence"]
    .flatMap { ["undefined \($0)", "defined \($0)"] }
    + ["escalated", "reduced", "steady", "stopped", "same_month"].map { "nonzero \($0)" }
    + DoseUnit.allCases.map { "doses in \($0.rawValue)" } + ["DDD definition"]
    + WashoutClear.allCases.map { "proportion clear \($0.rawValue)" }
    + ["supply", "covered", "continuous", "ddd"].map { "nonzero transition \($0)" }
    + ["persons", "patients_seen", "users", "new_users"].map { "summary of \($0)" }
    + ["robust fill_rate", "robust incidence"]

  /// The features of one world with its rows.
  static func of(_ world: NaiveWorld, _ rows: [ResultRow]) -> Set<String> {
    let (study, layout) = (world.study, world.layout)
    var features: Set<String> = [
      "interval \(study.interval.rawValue)", "persons \(study.persons.rawValue)",
      "carry_over \(study.carryOver.rawValue)", "clear \(study.measures.clear.rawValue)",
      "dates \(study.prescriptionDates.rawValue)", "washout \(study.measures.washout)",
      "delimiter \(layout.delimiter)", "newline \(Array(layout.newline.utf8))",
      world.roster == nil ? "flat" : "roster",
    ]
    func add(_ feature: String, _ holds: Bool) { if holds { features.insert(feature) } }
    for row in world.prescriptions { features.insert("fault \(row.fault.rawValue)") }
    for row in rows {
      features.insert("rows of \(row.measure)")
      add("nonzero \(row.measure)", row.numerator != "0")
      add("nonzero \(row.definition)", row.numerator != "0")
      add("\(row.status == "undefined" ? "undefined" : "defined") \(row.measure)", true)
      add("DDD definition", row.definition.hasPrefix("ddd>=") && row.measure == "long_term_use")
      add("summary of \(row.unit)", row.measure == "summary")
      let kind = row.definition.split(separator: ">").first ?? ""
      add("nonzero transition \(kind)", row.measure == "transition" && row.numerator != "0")
      let isRobust = [
        "fill_rate": study.measures.fillRateIsRobust, "incidence": study.measures.incidenceIsRobust,
      ]
      add("robust \(row.measure)", isRobust[row.measure] == true && row.numerator != "0")
      add("under the first band", row.levels["age"]?.hasPrefix("under") == true)
      add("unknown age", row.levels["age"] == "unknown")
    }
    let accepted = world.prescriptions.compactMap { NaiveAcceptance.prescription($0, study) }
    let births = (world.roster ?? []).compactMap {
      NaiveAcceptance.birth($0.birth, study, as: study.rosterDates)
    }
    let deaths = (world.roster ?? []).compactMap { NaiveDate.parse($0.death, as: study.rosterDates) }
    let days = study.start...study.end
    let patients = (world.roster ?? []).map(\.patient)
    add("residents", world.population != nil)
    add("residents by year", world.population?.rows.contains { $0.year != nil } == true)
    add("periods in roster", world.rosterHasPeriods)
    add("periods in own file", world.observation != nil)
    add("periods without roster", world.observation != nil && world.roster == nil)
    add("deaths in own file", world.deaths != nil)
    add("end_date", study.usesEndDate)
    add("missing days", study.missingDays != nil)
    add("drop duplicates", study.dropDuplicates)
    add("birth year", study.birthIsYear)
    add("born 29 February", births.contains { $0.month == 2 && $0.day == 29 })
    add("born inside the study", births.contains { days.contains($0) })
    add("dead inside the study", deaths.contains { days.contains($0) })
    add("fill after period.end", accepted.contains { $0.date > study.end })
    add("fill before the study", accepted.contains { $0.date < study.start })
    add("rejected rows", accepted.count < world.prescriptions.count)
    add("empty lines", layout.emptyLineEvery > 0)
    add("byte-order mark", layout.byteOrderMark)
    add("several files", layout.prescriptionFiles > 1)
    add("first band above 0", (study.ageBands.first ?? 0) > 0)
    add("band of one year", zip(study.ageBands, study.ageBands.dropFirst()).contains { $1 == $0 + 1 })
    add("no groupings", study.groups.isEmpty)
    addLevels(world, rows, add)
    if let dose = study.measures.extended.dose { features.insert("doses in \(dose.unit.rawValue)") }
    if let own = study.measures.extended.proportion {
      features.insert("proportion clear \(own.clear.rawValue)")
    }
    add("several pairs", study.measures.overlap.count > 1)
    add("stranger", accepted.contains { $0.patient == "STRANGER" })
    add("leap day in study", days.contains(NaiveDate(2020, 2, 29)))
    add("patient of several roster rows", Set(patients).count < patients.count)
    add(
      "ingredient measured", !Set(["alprazolam", "codeine", "oxycodone"]).isDisjoint(with: rows.map(\.drug)))
    addPersons(world, accepted, add)
    add("no rows at all", rows.isEmpty)
    add("nobody observed in some interval", hasEmptyInterval(world))
    return features
  }

  private static func addLevels(_ world: NaiveWorld, _ rows: [ResultRow], _ add: (String, Bool) -> Void) {
    let study = world.study
    let grouped = study.levels.filter { study.groupVariables.contains($0.variable) }
    let shown = Set(rows.flatMap(\.levels.values))
    let patients = NaiveRegister(world: world).patients()
    func isUnknown(_ variable: String) -> Bool {
      patients.contains { study.level($0.values[variable] ?? "", of: variable) == "unknown" }
    }
    add("levels renamed", grouped.contains { $0.names.contains { shown.contains($0.name) } })
    add("levels joined", shown.contains("Other") || shown.contains("Rest"))
    add("unknown is another level", shown.contains("Rest"))
    add("unknown dropped", study.dropsUnknown && study.groupVariables.contains { isUnknown($0) })
    add(
      "unknown age dropped",
      study.dropsUnknown && study.groupVariables.contains("age") && patients.contains { $0.birth == nil })
    let variables = world.population?.variables ?? []
    add("residents renamed", grouped.contains { variables.contains($0.variable) })
    add("residents dropped", study.dropsUnknown && world.population != nil)
  }

  private static func addPersons(
    _ world: NaiveWorld, _ fills: [AcceptedRow], _ add: (String, Bool) -> Void
  ) {
    let rule = world.study.rule
    func isListed(_ list: [ListRow]?, _ isSo: (_ listed: Int, _ filled: Int) -> Bool) -> Bool {
      (list ?? []).contains { row in
        guard let day = NaiveDate.parseBelieved(row.date, as: world.study.listDates)?.number else {
          return false
        }
        return fills.contains { $0.patient == row.patient && isSo(day, $0.day) }
      }
    }
    add("youngest age", rule.youngest != nil)
    add("oldest age", rule.oldest != nil)
    add("levels chosen", !rule.levels.isEmpty)
    add("prior observation", rule.prior > 0)
    add("included", world.include != nil)
    add("excluded", world.exclude != nil)
    add("excluded on the day of a fill", isListed(world.exclude) { $0 == $1 })
    add("included after a fill", isListed(world.include) { $0 > $1 })
    let listed = (world.include ?? world.exclude ?? []).map(\.patient)
    add("listed twice", Set(listed).count < listed.count)
  }

  private static func hasEmptyInterval(_ world: NaiveWorld) -> Bool {
    let study = NaiveStudy(world: world)
    return study.intervals().contains { study.persons(of: $0).isEmpty }
  }
}
