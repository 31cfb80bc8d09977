/// Writes a world's study.yml.
struct WorldStudyFile {
  /// The world.
  let world: NaiveWorld

  /// The file's text.
  var text: String {
    let study = world.study
    var lines = ["title: \"A made-up study: \(world.layout.seed)\""]
    lines.append("period:")
    lines.append("  start: \(study.start.text)")
    lines.append("  end: \(study.end.text)")
    if !isDefault(study.interval == .year) { lines.append("  interval: \(study.interval.rawValue)") }
    lines += persons
    lines += prescriptions + patients + others
    lines.append("drugs: {files: [codes.csv], match: code}")
    lines.append("groups:")
    if !isDefault(study.ageBands == [0, 18, 36, 51, 65, 80]) {
      lines.append("  age_bands: [\(study.ageBands.map { String($0) }.joined(separator: ", "))]")
    }
    lines.append("  by: [\(study.groups.map { flow($0) }.joined(separator: ", "))]")
    lines += levels
    if !isDefault(!study.dropsUnknown) { lines.append("  unknown: \(study.dropsUnknown ? "drop" : "keep")") }
    if !isDefault(study.carryOver == .none) {
      lines.append("supply: {carry_over: \(study.carryOver.rawValue)}")
    }
    lines += measures
    lines.append("tolerance: {rejected_rows: 100%}")
    lines.append("output: {formats: [csv]}")
    return lines.joined(separator: "\n") + "\n"
  }

  private var persons: [String] {
    let (study, rule) = (world.study, world.study.rule)
    var keys: [String] = []
    if rule.youngest != nil || rule.oldest != nil {
      let ends = [rule.youngest.map { "from: \($0)" }, rule.oldest.map { "to: \($0)" }].compactMap { $0 }
      keys.append("age: {\(ends.joined(separator: ", "))}")
    }
    if !rule.levels.isEmpty {
      let levels = rule.levels.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \(flow($0.value))" }
      keys.append("levels: {\(levels.joined(separator: ", "))}")
    }
    if rule.prior > 0 { keys.append("prior_observation: \(rule.prior)") }
    keys += list("include", world.include) + list("exclude", world.exclude)
    if keys.isEmpty { return isDefault(study.persons == .any) ? [] : ["persons: \(study.persons.rawValue)"] }
    if !isDefault(study.persons == .any) { keys.insert("observed: \(study.persons.rawValue)", at: 0) }
    return ["persons:"] + keys.map { "  \($0)" }
  }

  private func list(_ name: String, _ rows: [ListRow]?) -> [String] {
    guard let rows else { return [] }
    let date = rows.allSatisfy(\.date.isEmpty) ? "" : ", date: day"
    let keys = ["file: \(name)-1.csv"] + format(world.study.listDates).map { String($0.dropFirst(2)) }
    return ["\(name): {\((keys + ["columns: {patient: who\(date)}"]).joined(separator: ", "))}"]
  }

  private func isDefault(_ isSo: Bool) -> Bool { world.layout.omitsDefaults && isSo }

  private var prescriptions: [String] {
    let (study, layout) = (world.study, world.layout)
    var lines = ["prescriptions:", "  files: \(files("rx/part-", layout.prescriptionFiles))"]
    if !isDefault(layout.delimiter == ",") { lines.append("  delimiter: \(delimiter(layout.delimiter))") }
    if !isDefault(study.prescriptionDates == .auto) {
      lines.append("  dates: \(study.prescriptionDates.rawValue)")
    }
    var names = ["patient", "date", study.usesEndDate ? "end_date" : "days_supply", "drug"]
    if layout.mapsSecondaryColumns { names += ["quantity", "prescriber", "pharmacy"] }
    if layout.mapsStrength { names.append("strength") }
    if world.roster == nil { names += ["birth", "sex"] }
    lines.append("  columns:")
    for name in names {
      let key = name == "birth" ? birthKey : name
      lines.append("    \(key): \(quoted(WorldWriter.prescriptionHeaders[name] ?? name))")
    }
    if world.roster == nil, !world.attributes.isEmpty { lines.append("  attributes: \(attributes)") }
    let missing = study.missingDays.map { String($0) } ?? "reject"
    if !isDefault(study.maxDays == 365 && study.missingDays == nil) {
      lines.append("  days_supply: {max: \(study.maxDays), missing: \(missing)}")
    }
    switch study.reversals {
    case .none: break
    case .status(let words): lines.append("  reversals: {status: status, values: \(flow(words))}")
    case .negative: lines.append("  reversals: {negative: true}")
    case .original: lines.append("  reversals: {claim: claim, original: original}")
    }
    if !isDefault(!study.dropDuplicates) {
      lines.append("  duplicates: \(study.dropDuplicates ? "drop" : "keep")")
    }
    return lines
  }

  private var birthKey: String { world.study.birthIsYear ? "birth_year" : "birth_date" }

  private var attributes: String {
    "{" + world.attributes.map { "\(quoted($0)): \(quoted("a_\($0)"))" }.joined(separator: ", ") + "}"
  }

  private var levels: [String] {
    guard !world.study.levels.isEmpty else { return [] }
    return ["  levels:"]
      + world.study.levels.map { levels in
        let names = levels.names.map { "\(quoted($0.name)): \(flow($0.words))" }.joined(separator: ", ")
        return "    \(quoted(levels.variable)): {\(names)}"
      }
  }

  private var patients: [String] {
    guard world.roster != nil else { return [] }
    var columns = ["patient: pid", "\(birthKey): dob", "sex: sex"]
    if world.rosterHasPeriods { columns += ["observation_start: from", "observation_end: to"] }
    if world.deaths == nil { columns.append("death_date: dod") }
    var lines = ["patients:", "  files: \(files("members-", world.layout.rosterFiles))"]
    lines += format(world.study.rosterDates)
    lines.append("  columns: {\(columns.joined(separator: ", "))}")
    if !world.attributes.isEmpty { lines.append("  attributes: \(attributes)") }
    return lines
  }

  private var others: [String] {
    var lines: [String] = []
    if world.observation != nil {
      lines += ["observation:", "  files: [enrolment-1.csv]"] + format(world.study.observationDates)
      lines.append("  columns: {patient: who, start: a, end: z}")
    }
    if world.deaths != nil {
      lines += ["deaths:", "  files: [death-1.csv]"] + format(world.study.deathDates)
      lines.append("  columns: {patient: who, date: day}")
    }
    if let population = world.population {
      let hasYear = population.rows.contains { $0.year != nil }
      let columns =
        ["count: residents"] + (hasYear ? ["year: yr"] : []) + population.variables.map { "\($0): \($0)" }
      lines += ["population:", "  file: census.csv"]
      if !isDefault(world.layout.otherDelimiter == ",") {
        lines.append("  delimiter: \(delimiter(world.layout.otherDelimiter))")
      }
      lines.append("  columns: {\(columns.joined(separator: ", "))}")
    }
    return lines
  }

  /// The delimiter and dates of a file that is not a prescription file.
  private func format(_ dates: DateFormat) -> [String] {
    var lines: [String] = []
    if !isDefault(world.layout.otherDelimiter == ",") {
      lines.append("  delimiter: \(delimiter(world.layout.otherDelimiter))")
    }
    if !isDefault(dates == .auto) { lines.append("  dates: \(dates.rawValue)") }
    return lines
  }

  private var measures: [String] {
    let measures = world.study.measures
    let usesPreset = world.layout.seed % 2 == 0
    var lines = ["measures:"]
    if !measures.prevalence.isEmpty { lines.append("  prevalence: {drugs: \(flow(measures.prevalence))}") }
    if !measures.fillRate.isEmpty {
      lines.append("  fill_rate: {drugs: \(flow(measures.fillRate))\(limits(measures.fillRateIsRobust))}")
    }
    if !measures.incidence.isEmpty {
      let clear = isDefault(measures.clear == .fill) ? "" : ", clear: \(measures.clear.rawValue)"
      let more = clear + limits(measures.incidenceIsRobust)
      lines.append("  incidence: {drugs: \(flow(measures.incidence)), washout: \(measures.washout)\(more)}")
    }
    if !measures.longTerm.isEmpty {
      lines.append("  long_term_use:")
      lines.append("    drugs: \(flow(measures.longTerm))")
      lines.append(
        "    definitions: [\(measures.definitions.map { $0.written(usesPreset: usesPreset) }.joined(separator: ", "))]"
      )
    }
    lines += WorldExtended(measures: measures.extended, usesPresets: usesPreset).lines
    if let pair = measures.overlap.first {
      let isFlat = measures.overlap.count == 1 && world.layout.seed % 2 == 0
      let pairs = measures.overlap.map { flow([$0.first, $0.second]) }.joined(separator: ", ")
      let named = measures.overlapDays.map { String($0) } + (measures.overlapSameMonth ? ["same_month"] : [])
      let days = named.joined(separator: ", ")
      let drugs = isFlat ? flow([pair.first, pair.second]) : "[\(pairs)]"
      lines.append("  overlap: {drugs: \(drugs), days: [\(days)]}")
    }
    return lines
  }

  /// The key `limits`, which can be left out where they are exact.
  private func limits(_ isRobust: Bool) -> String {
    isRobust ? ", limits: robust" : isDefault(true) ? "" : ", limits: exact"
  }

  private func files(_ stem: String, _ count: Int) -> String {
    if world.layout.usesGlob { return "[\"\(stem)*.csv\"]" }
    return "[" + (1...count).map { "\(stem)\($0).csv" }.joined(separator: ", ") + "]"
  }

  private func flow(_ names: [String]) -> String {
    "[" + names.map { quoted($0) }.joined(separator: ", ") + "]"
  }

  private func delimiter(_ delimiter: String) -> String {
    delimiter == "\t" ? (world.layout.seed % 2 == 0 ? "tab" : "\"\\t\"") : "\"\(delimiter)\""
  }

  private func quoted(_ text: String) -> String {
    var quoted = ""
    for character in text {
      if character == "\"" || character == "\\" { quoted += "\\" }
      if character == "\n" || character == "\t" {
        quoted += character == "\n" ? "\\n" : "\\t"
      } else {
        quoted.append(character)
      }
    }
    return "\"\(quoted)\""
  }
}
