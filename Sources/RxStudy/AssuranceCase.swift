import RxModel

/// An analyst's own test of a study: a few made-up patients, and the figures that the study must give for them.
package struct AssuranceCase: Sendable {
  /// A made-up patient.
  package struct Patient: Sendable {
    package var name: String
    /// The values of the patient's own columns, by their keys in cases: `birth`, `sex`, `death`.
    package var values: [String: String] = [:]
    /// The values of the study's attributes, by name.
    package var attributes: [String: String] = [:]
    /// Observation periods: first and last day as written; either may be empty.
    package var observed: [(start: String, end: String)] = []
    /// The values of the columns of the patient's fills, by their keys in cases.
    package var fills: [[String: String]] = []

    /// A patient without anything.
    package init(name: String) { self.name = name }
  }

  /// A row of results.csv that must be there, or must not.
  package struct Expectation: Sendable {
    /// Its place in the file of cases.
    package var place: RxFault.Place
    /// Key columns with their values; others are not looked at.
    package var keys: [(column: String, value: Sourced)] = []
    /// The first characters of the period's first day, where it is named.
    package var period: Sourced?
    /// The levels, by grouping variable of the study.
    package var levels: [(variable: String, level: Sourced)] = []
    /// Figures with their values.
    package var figures: [(column: String, value: String)] = []
    /// True where no row may match.
    package var isAbsent = false

    /// An expectation of nothing.
    package init(place: RxFault.Place) { self.place = place }
  }

  package var name: String
  package var patients: [Patient] = []
  package var expectations: [Expectation] = []

  /// A case without patients.
  package init(name: String) { self.name = name }
}

extension ColumnRule {
  /// The key of the column in a case, which tells of births and deaths alike whatever the study calls them.
  package var caseKey: String {
    switch column {
    case .birthDate, .birthYear: "birth"
    case .deathDate: "death"
    default: key
    }
  }
}

extension AssuranceCase {
  /// The keys of the columns that a patient has a value of.
  static var patientKeys: [String] {
    // Periods are a list of their own, under one key.
    let apart: [InputColumn] = [.patient, .observationStart, .observationEnd]
    return InputKind.patients.columns.filter { !apart.contains($0.column) }.map(\.caseKey).distinct()
  }

  /// The columns that a fill has a value of: days' supply and no end date, and of reversals those that the study maps.
  static func fillColumns(_ study: Study) -> [ColumnRule] {
    InputKind.prescriptions.columns.filter { rule in
      rule.column != .patient && rule.column != .endDate && !rule.uses.contains(.demographics)
        && (rule.block == .columns || study.prescriptions[rule.column] != nil)
    }
  }
}
