import Foundation
import Yams

/// Example studies with every row of their results, read into worlds: the project's own, and those of the contract
/// where its folder is at hand.
enum ExampleStudies {
  /// The names of all of them.
  static let names = ["roster", "flat", "new-use"] + contractNames

  /// The names of those whose files are written in many ways, which are run as they stand alone.
  static let readingNames = names(in: reading) + names(in: cohorts)

  private static let root: URL = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root
  }()
  private static let contract = root.appendingPathComponent("../shared/contract/examples").standardizedFileURL
  private static let reading = root.appendingPathComponent("../shared/contract/examples-reading")
    .standardizedFileURL
  private static let cohorts = root.appendingPathComponent("../shared/contract/examples-cohorts")
    .standardizedFileURL
  private static let contractNames = names(in: contract)

  private static func names(in folder: URL) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return entries.filter { $0.hasPrefix("study-") }.sorted()
  }

  /// The folder of one example.
  static func folder(_ name: String) -> URL {
    let parents = [contract, reading, cohorts].filter { names(in: $0).contains(name) }
    return (parents.first ?? root.appendingPathComponent("Tests/Examples")).appendingPathComponent(name)
  }

  /// The world of one example.
  static func world(_ name: String) throws -> NaiveWorld {
    try world(in: folder(name))
  }

  /// The world of a folder that holds a study.yml and the plain or gzip files that it names.
  static func world(in folder: URL) throws -> NaiveWorld {
    try ExampleReader(folder: folder).world()
  }

  /// The core rows of one example's expected.csv.
  static func expectedCoreRows(_ name: String) throws -> [ResultRow] {
    try expectedRows(name).filter { ResultRow.coreMeasures.contains($0.measure) }
  }

  /// The rows of one example's expected.csv.
  static func expectedRows(_ name: String) throws -> [ResultRow] {
    let file = folder(name).appendingPathComponent("expected.csv")
    let parsed = ResultRow.parse(String(decoding: try Data(contentsOf: file), as: UTF8.self))
    return parsed.rows
  }
}

/// What keeps an example from being read.
struct ExampleFault: Error {
  /// What is wrong.
  var message: String
}

/// Reads one example folder.
private struct ExampleReader {
  let folder: URL
  let study: Node

  init(folder: URL) throws {
    self.folder = folder
    let bytes = try Data(contentsOf: folder.appendingPathComponent("study.yml"))
    guard let node = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self)) else {
      throw ExampleFault(message: "empty study.yml in \(folder.path)")
    }
    study = node
  }

  func world() throws -> NaiveWorld {
    let settings = try settings()
    let prescriptions = study["prescriptions"]
    let flatAttributes = map(prescriptions?["attributes"])
    let rosterAttributes = map(study["patients"]?["attributes"])
    var world = NaiveWorld(
      study: settings, codes: try codes(),
      prescriptions: try rows(of: "prescriptions").map {
        prescription($0, map(prescriptions?["columns"]), flatAttributes)
      })
    world.attributes = Array((study["patients"] == nil ? flatAttributes : rosterAttributes).keys)
    if study["patients"] != nil {
      let columns = map(study["patients"]?["columns"])
      world.roster = try rows(of: "patients").map { rosterRow($0, columns, rosterAttributes) }
      world.rosterHasPeriods = columns["observation_start"] != nil || columns["observation_end"] != nil
    }
    if study["observation"] != nil {
      let columns = map(study["observation"]?["columns"])
      world.observation = try rows(of: "observation").map {
        ObservationRow(
          patient: $0[columns, "patient"], start: $0[columns, "start"], end: $0[columns, "end"],
          fault: $0.fault)
      }
    }
    if study["deaths"] != nil {
      let columns = map(study["deaths"]?["columns"])
      world.deaths = try rows(of: "deaths").map {
        DeathRow(patient: $0[columns, "patient"], date: $0[columns, "date"], fault: $0.fault)
      }
    }
    world.include = try list("include")
    world.exclude = try list("exclude")
    if study["population"] != nil { world.population = try population() }
    return world
  }

  private func settings() throws -> NaiveSettings {
    let period = study["period"]
    guard let start = date(period?["start"]), let end = date(period?["end"]) else {
      throw ExampleFault(message: "no period in \(folder.path)")
    }
    var settings = NaiveSettings(start: start, end: end)
    let prescriptions = study["prescriptions"]
    settings.interval = IntervalKind(rawValue: text(period?["interval"]) ?? "year") ?? .year
    let persons = study["persons"]
    settings.persons = PersonsRule(rawValue: text(persons) ?? text(persons?["observed"]) ?? "any") ?? .any
    settings.rule.youngest = number(persons?["age"]?["from"])
    settings.rule.oldest = number(persons?["age"]?["to"])
    settings.rule.prior = number(persons?["prior_observation"]) ?? 0
    for (variable, levels) in persons?["levels"]?.mapping.map({ Array($0) }) ?? [] {
      settings.rule.levels[text(variable) ?? ""] = names(levels)
    }
    settings.listDates = dates(persons?["include"] ?? persons?["exclude"])
    settings.carryOver = CarryOver(rawValue: text(study["supply"]?["carry_over"]) ?? "none") ?? .none
    settings.dropDuplicates = text(prescriptions?["duplicates"]) == "drop"
    settings.maxDays = number(prescriptions?["days_supply"]?["max"]) ?? 365
    settings.missingDays = number(prescriptions?["days_supply"]?["missing"])
    let columns = map(prescriptions?["columns"])
    settings.usesEndDate = columns["end_date"] != nil
    settings.birthIsYear =
      columns["birth_year"] != nil || study["patients"]?["columns"]?["birth_year"] != nil
    settings.prescriptionDates = dates(prescriptions)
    settings.rosterDates = dates(study["patients"])
    settings.observationDates = dates(study["observation"])
    settings.deathDates = dates(study["deaths"])
    let bands = list(study["groups"]?["age_bands"]).compactMap { number($0) }
    if !bands.isEmpty { settings.ageBands = bands }
    settings.groups = list(study["groups"]?["by"]).map { names($0) }
    settings.levels = levels(study["groups"]?["levels"])
    settings.dropsUnknown = text(study["groups"]?["unknown"]) == "drop"
    settings.measures = measures()
    return settings
  }

  private func levels(_ node: Node?) -> [NaiveLevels] {
    (node?.mapping.map { Array($0) } ?? []).map { variable, levels in
      NaiveLevels(
        variable: text(variable) ?? "",
        names: (levels.mapping.map { Array($0) } ?? []).map { name, words in
          NaiveLevels.Name(name: text(name) ?? "", words: names(words))
        })
    }
  }

  private func measures() -> NaiveMeasures {
    let node = study["measures"]
    var measures = NaiveMeasures()
    measures.prevalence = names(node?["prevalence"]?["drugs"])
    measures.fillRate = names(node?["fill_rate"]?["drugs"])
    measures.incidence = names(node?["incidence"]?["drugs"])
    measures.washout = number(node?["incidence"]?["washout"]) ?? 365
    measures.clear = WashoutClear(rawValue: text(node?["incidence"]?["clear"]) ?? "fill") ?? .fill
    measures.longTerm = names(node?["long_term_use"]?["drugs"])
    measures.fillRateIsRobust = text(node?["fill_rate"]?["limits"]) == "robust"
    measures.incidenceIsRobust = text(node?["incidence"]?["limits"]) == "robust"
    measures.definitions = ExampleExtended.definitions(node?["long_term_use"]?["definitions"])
    let drugs = list(node?["overlap"]?["drugs"])
    let pairs = drugs.first?.sequence == nil ? [drugs] : drugs.map { list($0) }
    measures.overlap = pairs.compactMap { pair in
      guard pair.count == 2, let first = text(pair[0]), let second = text(pair[1]) else { return nil }
      return DrugPair(first: first, second: second)
    }
    let days = list(node?["overlap"]?["days"])
    measures.overlapDays = days.compactMap { text($0) == "sun" ? 1 : text($0) == "pqa" ? 30 : number($0) }
    measures.overlapSameMonth = days.contains { text($0) == "same_month" }
    measures.extended = ExampleExtended.measures(node)
    return measures
  }
}

extension ExampleReader {
  private func prescription(
    _ row: ExampleRow, _ columns: [String: String], _ attributes: [String: String]
  ) -> PrescriptionRow {
    PrescriptionRow(
      patient: row[columns, "patient"], date: row[columns, "date"], days: row[columns, "days_supply"],
      endDate: row[columns, "end_date"], drug: row[columns, "drug"], quantity: row[columns, "quantity"],
      strength: row[columns, "strength"], prescriber: row[columns, "prescriber"],
      pharmacy: row[columns, "pharmacy"],
      birth: row[columns, "birth_date"] + row[columns, "birth_year"], sex: row[columns, "sex"],
      attributes: attributes.mapValues { row[$0] }, fault: row.fault)
  }

  private func rosterRow(
    _ row: ExampleRow, _ columns: [String: String], _ attributes: [String: String]
  ) -> RosterRow {
    RosterRow(
      patient: row[columns, "patient"], birth: row[columns, "birth_date"] + row[columns, "birth_year"],
      sex: row[columns, "sex"], start: row[columns, "observation_start"],
      end: row[columns, "observation_end"], death: row[columns, "death_date"],
      attributes: attributes.mapValues { row[$0] }, fault: row.fault)
  }

  private func codes() throws -> [CodeRow] {
    try rows(of: "drugs").map {
      CodeRow(
        code: $0["code"], drugClass: $0["class"], ingredient: $0["ingredient"], strength: $0["strength_mg"],
        ddd: $0["ddd_mg"], mme: $0["mme_factor"], diazepam: $0["diazepam_mg"])
    }
  }

  private func population() throws -> Population {
    var columns = map(study["population"]?["columns"])
    let count = columns.removeValue(forKey: "count") ?? ""
    let year = columns.removeValue(forKey: "year")
    let rows = try rows(of: "population").map { row in
      PopulationRow(
        year: year.flatMap { Int(row[$0]) }, levels: columns.mapValues { row[$0] },
        count: Int(row[count]) ?? 0)
    }
    return Population(variables: Array(columns.keys), rows: rows)
  }

  private func list(_ name: String) throws -> [ListRow]? {
    guard let block = study["persons"]?[name] else { return nil }
    let columns = map(block["columns"])
    return try rows(of: block).map {
      ListRow(patient: $0[columns, "patient"], date: $0[columns, "date"], fault: $0.fault)
    }
  }

  /// The rows of all files that a block of the study names.
  private func rows(of block: String) throws -> [ExampleRow] { try rows(of: study[block]) }

  private func rows(of block: Node?) throws -> [ExampleRow] {
    let delimiter = text(block?["delimiter"]) ?? ","
    let files = text(block?["file"]).map { [$0] } ?? names(block?["files"])
    return try files.flatMap { pattern in
      try ExampleFiles.matching(pattern, in: folder).flatMap { file in
        try ExampleFiles.rows(file, delimiter: delimiter == "tab" ? "\t" : Character(delimiter))
      }
    }
  }

  private func text(_ node: Node?) -> String? { node?.scalar?.string }
  private func number(_ node: Node?) -> Int? { text(node).flatMap { Int($0) } }
  private func date(_ node: Node?) -> NaiveDate? { text(node).flatMap { NaiveDate.parse($0, as: .auto) } }
  private func list(_ node: Node?) -> [Node] { node?.sequence.map { Array($0) } ?? [] }
  private func names(_ node: Node?) -> [String] { list(node).compactMap { text($0) } }
  private func dates(_ node: Node?) -> DateFormat {
    DateFormat(rawValue: text(node?["dates"]) ?? "auto") ?? .auto
  }

  private func map(_ node: Node?) -> [String: String] {
    var map: [String: String] = [:]
    for (key, value) in node?.mapping.map({ Array($0) }) ?? [] {
      if let key = text(key), let value = text(value) { map[key] = value }
    }
    return map
  }
}
