import Foundation

extension NaiveWorld {
  /// Writes the world into a directory, which is made if need be: study.yml and all files that it names.
  func write(to directory: String) throws {
    try WorldWriter(world: self, directory: URL(fileURLWithPath: directory)).write()
  }
}

/// One column of a file: its header, and each row's field.
struct WorldColumn<Row> {
  /// The header.
  var header: String
  /// The field of a row.
  var field: (Row) -> String
}

/// Writes a world's files.
struct WorldWriter {
  /// The world.
  let world: NaiveWorld
  /// Where to.
  let directory: URL

  /// The headers of the prescription files by name in the study file; awkward ones among them.
  static let prescriptionHeaders = [
    "patient": "pid", "date": "Fill Date", "days_supply": "days, supply", "end_date": "until", "drug": "ndc",
    "quantity": "qty;|", "prescriber": "dr \"id\"", "pharmacy": "ph", "strength": "mg",
    "birth": "dob", "sex": "sex",
  ]

  /// Writes everything.
  func write() throws {
    let files = FileManager.default
    try files.createDirectory(at: directory.appendingPathComponent("rx"), withIntermediateDirectories: true)
    try write(text: WorldStudyFile(world: world).text, to: "study.yml")
    try write(text: codeList, to: "codes.csv")
    try write(
      parts(world.prescriptions, world.layout.prescriptionFiles), prescriptionColumns, "rx/part-",
      world.layout.delimiter)
    if let roster = world.roster {
      try write(parts(roster, world.layout.rosterFiles), rosterColumns, "members-", other)
    }
    if let observation = world.observation {
      try write([observation], observationColumns, "enrolment-", other)
    }
    if let deaths = world.deaths { try write([deaths], deathColumns, "death-", other) }
    for (name, list) in [("include", world.include), ("exclude", world.exclude)] {
      if let list { try write([list], listColumns, "\(name)-", other) }
    }
    if let population = world.population {
      try write(text: census(population), to: "census.csv")
    }
  }

  private var other: String { world.layout.otherDelimiter }

  private func write(text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appendingPathComponent(name))
  }

  /// The rows cut into so many runs of about equal length.
  private func parts<Row>(_ rows: [Row], _ count: Int) -> [[Row]] {
    (0..<count).map { Array(rows[rows.count * $0 / count..<rows.count * ($0 + 1) / count]) }
  }

  private func write<Row>(
    _ parts: [[Row]], _ columns: [WorldColumn<Row>], _ stem: String, _ delimiter: String
  ) throws where Row: FaultyRow {
    for (number, rows) in parts.enumerated() {
      var dice = Dice(seed: world.layout.seed &+ UInt64(number))
      let own = world.layout.shufflesColumns ? dice.shuffled(columns) : columns
      let bytes = WorldLines(layout: world.layout, delimiter: delimiter).bytes(rows, own)
      try Data(bytes).write(to: directory.appendingPathComponent("\(stem)\(number + 1).csv"))
    }
  }

  private var codeList: String {
    let header = ["code", "class", "ingredient"]
    var lines = [header] + world.codes.map { [$0.code, $0.drugClass, $0.ingredient] }
    if world.codes.contains(where: { !($0.strength + $0.ddd + $0.mme + $0.diazepam).isEmpty }) {
      lines = [header + ["strength_mg", "ddd_mg", "mme_factor", "diazepam_mg"]]
      lines += world.codes.map {
        [$0.code, $0.drugClass, $0.ingredient, $0.strength, $0.ddd, $0.mme, $0.diazepam]
      }
    }
    return lines.map { NaiveCSV.line($0) + "\n" }.joined()
  }

  private func census(_ population: Population) -> String {
    let hasYear = population.rows.contains { $0.year != nil }
    let header = (hasYear ? ["yr"] : []) + population.variables + ["residents"]
    let lines = population.rows.map { row in
      (hasYear ? [String(row.year ?? 0)] : []) + population.variables.map { row.levels[$0] ?? "" }
        + [String(row.count)]
    }
    return ([header] + lines).map { NaiveCSV.line($0, delimiter: other) + world.layout.newline }.joined()
  }
}

extension WorldWriter {
  private func extra<Row>() -> [WorldColumn<Row>] {
    guard world.layout.hasExtraColumns else { return [] }
    let note = "Doe, \"J\"\nJr; a|b\tc"
    return [
      WorldColumn(header: "note") { _ in note }, WorldColumn(header: "é") { _ in "" },
    ]
  }

  private var prescriptionColumns: [WorldColumn<PrescriptionRow>] {
    let headers = Self.prescriptionHeaders
    func column(_ name: String, _ field: @escaping (PrescriptionRow) -> String) -> WorldColumn<
      PrescriptionRow
    > {
      WorldColumn(header: headers[name] ?? name, field: field)
    }
    var columns = [column("patient") { $0.patient }, column("date") { $0.date }]
    columns += [column("days_supply") { $0.days }]
    if world.study.usesEndDate { columns += [column("end_date") { $0.endDate }] }
    columns += [column("drug") { $0.drug }]
    if world.layout.mapsSecondaryColumns {
      columns += [column("quantity") { $0.quantity }, column("prescriber") { $0.prescriber }]
      columns += [column("pharmacy") { $0.pharmacy }]
    }
    if world.layout.mapsStrength { columns += [column("strength") { $0.strength }] }
    switch world.study.reversals {
    case .none, .negative: break
    case .status: columns += [column("status") { $0.status }]
    case .original: columns += [column("claim") { $0.claim }, column("original") { $0.original }]
    }
    if world.roster == nil {
      columns += [column("birth") { $0.birth }, column("sex") { $0.sex }]
      columns += world.attributes.map { name in column("a_\(name)") { $0.attributes[name] ?? "" } }
    }
    return columns + extra()
  }

  private var rosterColumns: [WorldColumn<RosterRow>] {
    var columns: [WorldColumn<RosterRow>] = [
      WorldColumn(header: "pid") { $0.patient }, WorldColumn(header: "dob") { $0.birth },
      WorldColumn(header: "sex") { $0.sex },
    ]
    if world.rosterHasPeriods {
      columns += [WorldColumn(header: "from") { $0.start }, WorldColumn(header: "to") { $0.end }]
    }
    if world.deaths == nil { columns += [WorldColumn(header: "dod") { $0.death }] }
    columns += world.attributes.map { name in WorldColumn(header: "a_\(name)") { $0.attributes[name] ?? "" } }
    return columns + extra()
  }

  private var observationColumns: [WorldColumn<ObservationRow>] {
    [
      WorldColumn(header: "who") { $0.patient }, WorldColumn(header: "a") { $0.start },
      WorldColumn(header: "z") { $0.end },
    ]
  }

  private var listColumns: [WorldColumn<ListRow>] {
    [WorldColumn(header: "who") { $0.patient }, WorldColumn(header: "day") { $0.date }]
  }

  private var deathColumns: [WorldColumn<DeathRow>] {
    [WorldColumn(header: "who") { $0.patient }, WorldColumn(header: "day") { $0.date }]
  }
}
