import RxModel

/// An analyst's own test of a study: a few made-up patients, and the figures that the study must give for them.
package struct AssuranceCase: Sendable {
  /// A made-up patient.
  package struct Patient: Sendable {
    package var name: String
    /// The values of `birth`, `sex` and `death`, by name.
    package var values: [String: String] = [:]
    /// The values of the study's attributes, by name.
    package var attributes: [String: String] = [:]
    /// Observation periods: first and last day as written; either may be empty.
    package var observed: [(start: String, end: String)] = []
    /// The patient's fills: values by the study's names of the prescription columns.
    package var fills: [[String: String]] = []

    /// A patient without anything.
    package init(name: String) { self.name = name }
  }

  /// A row of results.csv that must be there, or must not.
  package struct Expectation: Sendable {
    /// Where it is written.
    package var place: RxFault.Place
    /// Key columns with their values; others are not looked at.
    package var keys: [(column: String, value: Named)] = []
    /// How the first day of the period begins, where it is named.
    package var period: Named?
    /// By grouping variable of the study, its level.
    package var levels: [(variable: String, level: Named)] = []
    /// Figures with their values.
    package var figures: [(column: String, value: String)] = []
    /// Whether no row must match.
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
