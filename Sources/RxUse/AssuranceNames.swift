import RxMeasure
import RxCounts
import RxModel
import RxStudy
import RxRelease
import RxText

/// The names that the rows of a study can have, so that an expectation of a row that can't be is told as the
/// mistake that it is. To be absent, it would do.
struct AssuranceNames {
  private let figures: [FigureDefinition]
  private let days: [Day]
  private let hasResidents: Bool
  private let levels: [String: [String]]

  /// The names of the study of `input`, whose levels are those of the patients of all `cases`.
  init(_ input: AggregationInput, _ cases: [AssuranceCase]) throws(RxFault) {
    let study = input.study
    figures = try MeasureSummary.figures(study, drugSets: input.drugSets)
    days = study.period.intervals.map(\.start)
    hasResidents = study.population != nil
    var levels: [String: [String]] = [:]
    for variable in study.variables {
      let label = study.levelNames(of: variable.name).label(of:)
      let values: [String] =
        switch variable {
        case .age: study.bandsOfAge.labels
        case .sex: cases.flatMap(\.patients).compactMap { $0.values["sex"] }.map(label)
        case .attribute(let name, _):
          cases.flatMap(\.patients).compactMap { $0.attributes[name] }.map(label)
        }
      levels[variable.name] = (values + [label(unknownLevel), allLevel]).distinct()
    }
    self.levels = levels
  }

  /// Refuses what the study can't have.
  /// - Throws: `RxFault` (78) with the nearest right name.
  func check(_ expectation: AssuranceCase.Expectation) throws(RxFault) {
    func named(_ column: String) -> Sourced? { expectation.keys.first { $0.column == column }?.value }
    let measure = named("measure")
    try check(measure, "measure of the study", figures.map(\.measure))
    let own = figures.filter { $0.measure == measure?.name }
    let of = measure.map { " of '\($0.name)'" } ?? ""
    try check(named("drug"), "drug\(of)", own.map(\.drug))
    try check(named("definition"), "definition\(of)", own.map(\.definition))
    let residents = hasResidents ? ["residents", "resident_years"] : []
    try check(named("denominator_unit"), "denominator\(of)", own.map(\.denominatorUnit) + residents)
    if let period = expectation.period, !days.contains(where: { "\($0)".hasPrefix(period.name) }) {
      throw RxFault(
        .config, "no interval of the study begins on '\(period.name)'", at: period.place,
        remedy: "they begin on " + days.prefix(12).map { "\($0)" }.joined(separator: ", ")
          + (days.count > 12 ? ", ..." : ""))
    }
    for (variable, level) in expectation.levels {
      try check(level, "level of '\(variable)' that a patient here can have", levels[variable] ?? [])
    }
  }

  private func check(_ name: Sourced?, _ kind: String, _ names: [String]) throws(RxFault) {
    guard let name, !names.contains(name.name) else { return }
    let known = names.filter { !$0.isEmpty }.distinct()
    let near = suggestion(for: name.name, among: known)
    throw RxFault(
      .config, "'\(name.name)' is no \(kind)", at: name.place,
      remedy: near.isEmpty
        ? known.isEmpty ? "take it out" : "there are \(known.joined(separator: ", "))" : near)
  }
}
