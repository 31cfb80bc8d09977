import Logging
import RxAggregate
import RxCounts
import RxDisclosure
import RxModel
import RxRelease
import RxReport
import RxStudy
import RxText

/// Runs an analyst's own tests of a study.
/// - Parameters:
///   - file: the study file; its code lists are read, its data are not.
///   - cases: the file of cases.
///   - log: warnings.
/// - Returns: a line for each case, with what was expected and what came where they differ; and how many cases failed.
/// - Throws: `RxFault`: 78 for a mistake in one of the files, 66 for a missing file.
package func assure(
  study file: String, cases: String, log: Logger
) throws(RxFault) -> (text: String, failed: Int) {
  let loaded = try LoadedStudy(file: file, findsData: false)
  let list = try AssuranceCasesFile.parse(try smallText(at: cases), file: cases, study: loaded.input.study)
  let names = try AssuranceNames(loaded.input, list)
  for expectation in list.flatMap(\.expectations) { try names.check(expectation) }
  var text = ""
  var failed = 0
  for item in list {
    let differences = try AssuranceRun(loaded.input).differences(item)
    failed += differences.isEmpty ? 0 : 1
    text +=
      differences.isEmpty
      ? "ok    \(item.name): \(item.expectations.count) as expected\n" : "FAIL  \(item.name)\n"
    for difference in differences { text += "      \(difference)\n" }
  }
  return (text + "\(list.count - failed) of \(list.count) cases are as expected\n", failed)
}

/// One case: its patients as files, the study run on them, and its rows compared.
private struct AssuranceRun {
  private let input: AggregationInput

  init(_ input: AggregationInput) { self.input = input }

  func differences(_ item: AssuranceCase) throws(RxFault) -> [String] {
    var options = ReadOptions()
    options.temporaryFolder = RunOptions(threads: 1).temporaryFolder
    var input = input
    let texts = try write(item, into: options.temporaryFolder, &input)
    defer { withExtendedLifetime(texts) {} }
    let reading = try Reading(input, options)
    for kind in InputKind.allCases {
      guard let reject = reading.rejects[kind]?.first.first else { continue }
      return ["a row of \(kind.rawValue) is rejected: \(reject.reason.text) (\(reject.field))"]
    }
    // Made-up patients have nothing to hide.
    let rows = try DisclosureControl.figures(
      of: try reading.analyse().counts, input.study.period, DisclosurePolicy(.none), threads: 1
    ).map { resultFieldsByColumn($0, variables: input.study.variables.map(\.name)) }
    return item.expectations.flatMap { differences($0, rows) }
  }

  // MARK: Patients as files

  private func write(
    _ item: AssuranceCase, into folder: String, _ input: inout AggregationInput
  ) throws(RxFault) -> [UnnamedText] {
    var texts: [UnnamedText] = []
    var study = input.study
    let own = study.prescriptions
    // Columns of the study's attributes are marked, since an attribute can be called like any other.
    func attributeColumn(_ name: String) -> String { "attribute \(name)" }
    let factColumns = ["birth", "sex"] + study.attributes.map { attributeColumn($0.name) }
    func facts(_ patient: AssuranceCase.Patient) -> [String] {
      ["birth", "sex"].map { patient.values[$0] ?? "" }
        + study.attributes.map { patient.attributes[$0.name] ?? "" }
    }
    let isFlat = study.roster == nil
    let columns = [
      "date", "days_supply", "drug", "quantity", "strength", "prescriber", "pharmacy", "status", "claim",
      "original",
    ]
    let prescriptions = item.patients.flatMap { patient in
      patient.fills.map { fill in
        [patient.name] + columns.map { fill[$0] ?? "" } + (isFlat ? facts(patient) : [])
      }
    }
    func column(_ name: String) -> Named { Named(name, at: own.patient.place) }
    func renamed(_ attributes: [Attribute]) -> [Attribute] {
      attributes.map { Attribute(name: $0.name, column: column(attributeColumn($0.name))) }
    }
    func files(_ kind: InputKind, _ header: [String], _ rows: [[String]]) throws(RxFault) -> FileSet {
      let name = "\(kind.rawValue).csv"
      let text = try UnnamedText(exactCSVLine(header) + rows.map(exactCSVLine).joined(), in: folder)
      texts.append(text)
      input.files[kind] = [InputFile(path: text.path, name: name)]
      return FileSet(patterns: [column(name)])
    }
    // The study's own blocks with other files and columns, so that no rule of theirs gets lost.
    var replaced = own
    replaced.files = try files(
      .prescriptions, ["patient"] + columns + (isFlat ? factColumns : []), prescriptions)
    replaced.patient = column("patient")
    replaced.date = column("date")
    replaced.supply = .days(column("days_supply"))
    replaced.drug = column("drug")
    replaced.quantity = own.quantity.map { _ in column("quantity") }
    replaced.strength = own.strength.map { _ in column("strength") }
    replaced.prescriber = own.prescriber.map { _ in column("prescriber") }
    replaced.pharmacy = own.pharmacy.map { _ in column("pharmacy") }
    replaced.birth = own.birth.map { $0.renamed(column("birth")) }
    replaced.sex = own.sex.map { _ in column("sex") }
    replaced.attributes = renamed(own.attributes)
    switch own.reversals {
    case .status(_, let values): replaced.reversals = .status(column: column("status"), values: values)
    case .reference: replaced.reversals = .reference(claim: column("claim"), original: column("original"))
    case .negative, nil: break
    }
    study.prescriptions = replaced
    if let roster = study.roster {
      let periods: [String] =
        roster.observationStart == nil && roster.observationEnd == nil ? [] : ["start", "end"]
      let members = item.patients.flatMap { patient in
        let spans = periods.isEmpty || patient.observed.isEmpty ? [(start: "", end: "")] : patient.observed
        return spans.map { span in
          [patient.name] + facts(patient) + [patient.values["death"] ?? ""]
            + (periods.isEmpty ? [] : [span.start, span.end])
        }
      }
      var replaced = roster
      replaced.files = try files(.patients, ["patient"] + factColumns + ["death"] + periods, members)
      replaced.patient = column("patient")
      replaced.birth = roster.birth.map { $0.renamed(column("birth")) }
      replaced.sex = roster.sex.map { _ in column("sex") }
      replaced.observationStart = roster.observationStart.map { _ in column("start") }
      replaced.observationEnd = roster.observationEnd.map { _ in column("end") }
      replaced.deathDate = roster.deathDate.map { _ in column("death") }
      replaced.attributes = renamed(roster.attributes)
      study.roster = replaced
    }
    if study.observation != nil {
      let rows = item.patients.flatMap { patient in patient.observed.map { [patient.name, $0.start, $0.end] }
      }
      study.observation = ObservationInput(
        files: try files(.observation, ["patient", "start", "end"], rows), patient: column("patient"),
        start: column("start"), end: column("end"))
    }
    if study.deaths != nil {
      let rows = item.patients.compactMap { patient in patient.values["death"].map { [patient.name, $0] } }
      study.deaths = DeathsInput(
        files: try files(.deaths, ["patient", "death"], rows), patient: column("patient"),
        date: column("death"))
    }
    input.study = study
    return texts
  }

  // MARK: Rows

  private func differences(_ expectation: AssuranceCase.Expectation, _ rows: [[String: String]]) -> [String] {
    let found = rows.filter { row in
      expectation.keys.allSatisfy { row[$0.column] == $0.value.name }
        && expectation.levels.allSatisfy { row[$0.variable] == $0.level.name }
        && (expectation.period.map { row["period_start"]?.hasPrefix($0.name) == true } ?? true)
    }
    let told =
      expectation.keys.map(\.value) + [expectation.period].compactMap { $0 } + expectation.levels.map(\.level)
    let name = told.map(\.name).filter { $0 != allLevel }.joined(separator: " ")
    let place = "line \(expectation.place.line)"
    if expectation.isAbsent {
      return found.isEmpty ? [] : ["\(name) (\(place)): expected no row, got \(found.count)"]
    }
    guard found.count == 1, let row = found.first else {
      return [
        found.isEmpty
          ? "\(name) (\(place)): expected a row, got none"
          : "\(name) (\(place)): \(found.count) rows match; tell them apart by definition, drug, period or denominator_unit"
      ]
    }
    return expectation.figures.compactMap { figure in
      let got = row[figure.column] ?? ""
      return isSame(figure.value, got)
        ? nil : "\(name) (\(place)): \(figure.column) expected \(figure.value), got \(got)"
    }
  }

  /// Whether a figure is as expected, to the decimals in which it is expected.
  private func isSame(_ expected: String, _ got: String) -> Bool {
    if expected == got { return true }
    guard let wanted = Double(expected), let value = Double(got) else { return false }
    let decimals = expected.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
    return fixed(value, decimals: decimals) == fixed(wanted, decimals: decimals)
  }
}

extension BirthColumn {
  fileprivate func renamed(_ column: Named) -> BirthColumn {
    switch self {
    case .date: .date(column)
    case .year: .year(column)
    }
  }
}
