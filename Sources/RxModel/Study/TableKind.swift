/// A kind of table for reading; each measure says which holds its rows.
package enum TableKind: String, CaseIterable, Sendable {
  case prescribingRates = "prescribing_rates"
  case longTermUse = "long_term_use"
  case overlap
  case doses
  case safety
  case newUsers = "new_users"
  case comparisons
  case cohort
  case distribution

  /// Its heading.
  package var title: String {
    switch self {
    case .prescribingRates: "Prescribing rates"
    case .longTermUse: "Long-term use"
    case .overlap: "Overlap"
    case .doses: "Doses"
    case .safety: "Safety"
    case .newUsers: "New users"
    case .comparisons: "Comparisons"
    case .cohort: "Cohort"
    case .distribution: "Distribution"
    }
  }

  /// The measure names of results.csv whose rows are in tables of this kind.
  package var measures: [String] {
    Measures.all.map { $0.description }.filter { $0.table == self }.flatMap { $0.figures.map(\.measure) }
  }
}
