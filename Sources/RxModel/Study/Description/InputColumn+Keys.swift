extension ColumnRule {
  /// The key that maps it.
  package var studyKey: Parameter<Sourced> {
    .header(key, isRequired: need == .required, column.summary)
  }
}

extension InputKind {
  /// The keys of the block `columns` of an input of this kind.
  package var studyKeys: [any StudyKey] { columns.filter { $0.block == .columns }.map(\.studyKey) }
}

extension InputColumn {
  /// What a study maps it for, in a line.
  fileprivate var summary: String {
    switch self {
    case .patient: "whose row it is"
    case .date: "the day of the fill"
    case .daysSupply: "days' supply, a whole number; or end_date"
    case .endDate: "the last day of supply, in the place of days_supply"
    case .drug: "a code or a product's name, which the code list knows"
    case .count: "the residents"
    case .birthDate: "the date of birth; or birth_year"
    case .birthYear: "the year of birth, taken as its 1 July"
    case .age: "completed years on the fill date, in a file without a roster; or a birth"
    case .deathDate: "the date of death"
    case .observationStart: "the first observed day; where it is empty or not mapped the period is open"
    case .observationEnd: "the last observed day; where it is empty or not mapped the period is open"
    case .listDate: "the day from which on the patient is listed; without it always"
    case .sex: "the patient's sex"
    case .reversalStatus: "the column that says of a row that it takes another back; with values"
    case .quantity: "units dispensed, which doses need"
    case .prescriber: "who prescribed it"
    case .pharmacy: "who dispensed it"
    case .strength: "mg per unit, where the code list does not say it"
    case .claim: "the number of a row's claim; with original"
    case .original: "the number of the claim that a row takes back; with claim"
    case .year: "the calendar year of the count; without it the count is of each"
    }
  }
}
