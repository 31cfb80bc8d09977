/// The tables of input columns. The parser of studies, the layouts of the decoder, the check of headers and the made-up
/// files of `assure` go through them: a new column is a case of `InputColumn`, a line here, and the code that uses it.
extension InputKind {
  /// The columns that files of this kind can have, in the order in which messages list their keys.
  package var columns: [ColumnRule] {
    switch self {
    case .prescriptions: ColumnRule.ofPrescriptions
    case .patients: ColumnRule.ofPatients
    case .observation: ColumnRule.ofObservation
    case .deaths: ColumnRule.ofDeaths
    case .include, .exclude: ColumnRule.ofLists
    case .population: ColumnRule.ofPopulation
    }
  }

  /// The keys of the block `columns` of an input of this kind.
  package var columnKeys: [String] { columns.filter { $0.block == .columns }.map(\.key) }
}

extension ColumnRule {
  fileprivate static let ofPrescriptions = [
    ColumnRule(.patient, "patient", .required, .identifier),
    ColumnRule(.date, "date", .required, .date),
    ColumnRule(.daysSupply, "days_supply", .oneOf(.supply), .days),
    ColumnRule(.endDate, "end_date", .oneOf(.supply), .date),
    ColumnRule(.drug, "drug", .required, .drug),
    ColumnRule(.quantity, "quantity", .optional, .amount, for: [.details, .doses]),
    ColumnRule(.strength, "strength", .optional, .amount, for: [.reversedFill, .doses]),
    ColumnRule(.prescriber, "prescriber", .optional, .identifier, for: [.details, .prescribers]),
    ColumnRule(.pharmacy, "pharmacy", .optional, .identifier, for: [.details, .pharmacies]),
    ColumnRule(.birthDate, "birth_date", .oneOf(.birth), .date, for: [.demographics], field: "birth"),
    ColumnRule(.birthYear, "birth_year", .oneOf(.birth), .year, for: [.demographics], field: "birth"),
    ColumnRule(.age, "age", .oneOf(.birth), .age, for: [.demographics], field: "birth"),
    ColumnRule(.sex, "sex", .optional, .level, for: [.demographics]),
    ColumnRule(.reversalStatus, "status", .optional, .text, for: [.reversals], in: .reversals),
    ColumnRule(.claim, "claim", .optional, .identifier, for: [.claims], in: .reversals),
    ColumnRule(.original, "original", .optional, .identifier, for: [.claims], in: .reversals),
  ]

  fileprivate static let ofPatients = [
    ColumnRule(.patient, "patient", .required, .identifier),
    ColumnRule(.birthDate, "birth_date", .oneOf(.birth), .date, field: "birth"),
    ColumnRule(.birthYear, "birth_year", .oneOf(.birth), .year, field: "birth"),
    ColumnRule(.sex, "sex", .optional, .level),
    ColumnRule(.observationStart, "observation_start", .optional, .date),
    ColumnRule(.observationEnd, "observation_end", .optional, .date),
    ColumnRule(.deathDate, "death_date", .optional, .date),
  ]

  fileprivate static let ofObservation = [
    ColumnRule(.patient, "patient", .required, .identifier),
    ColumnRule(.observationStart, "start", .required, .date),
    ColumnRule(.observationEnd, "end", .required, .date),
  ]

  fileprivate static let ofDeaths = [
    ColumnRule(.patient, "patient", .required, .identifier),
    ColumnRule(.deathDate, "date", .required, .date),
  ]

  fileprivate static let ofLists = [
    ColumnRule(.patient, "patient", .required, .identifier),
    ColumnRule(.listDate, "date", .optional, .date),
  ]

  /// Beside these, columns of grouping variables, each by the variable's name.
  fileprivate static let ofPopulation = [
    ColumnRule(.count, "count", .required, .people),
    ColumnRule(.year, "year", .optional, .year),
  ]
}
