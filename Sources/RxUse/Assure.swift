import Logging
import RxDecode
import RxMeasure
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
    let files = try AssuranceFiles(item, for: input, in: options.temporaryFolder)
    defer { withExtendedLifetime(files) {} }
    let decoded = try decode(files.input.decodeRequest, options)
    for kind in InputKind.allCases {
      guard let reject = decoded.reading.rejects[kind]?.first.first else { continue }
      return ["a row of \(kind.rawValue) is rejected: \(reject.reason.text) (\(reject.field))"]
    }
    // Made-up patients have nothing to hide.
    let rows = try DisclosureControl.figures(
      of: try measure(decoded, files.input).counts, input.study.period, DisclosurePolicy(.none), threads: 1
    ).map { resultFieldsByColumn($0, variables: input.study.variables.map(\.name)) }
    return item.expectations.flatMap { differences($0, rows) }
  }

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

  /// True if a figure is as expected, to the decimals in which it is expected.
  private func isSame(_ expected: String, _ got: String) -> Bool {
    if expected == got { return true }
    guard let wanted = Double(expected), let value = Double(got) else { return false }
    let decimals = expected.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
    return fixed(value, decimals: decimals) == fixed(wanted, decimals: decimals)
  }
}
