import RxCounts
import RxDecode
import RxInput
import RxMeasure
import RxModel
import RxReport
import RxStudy
import RxText

/// A request for a code list.
package struct CodeListRequest: Sendable {
  /// Files; empty means the built-in list.
  package var files: [String]
  /// The way in which drugs are matched: auto, code, ndc, atc or name.
  package var match: String

  /// A list.
  package init(files: [String], match: String) {
    self.files = files
    self.match = match
  }

  func load() throws(RxFault) -> DrugList {
    var source = DrugSource()
    source.files = files.map { CodeListFile(Sourced($0, at: RxFault.Place(file: $0, line: 1))) }
    source.match = try kind
    return try CodeList.load(source) { $0 }
  }

  /// The way in which drugs are matched.
  var kind: DrugSource.Match {
    get throws(RxFault) {
      guard let kind = DrugSource.Match(rawValue: match) else {
        throw RxFault(
          .usage,
          "--match can't be '\(match)': it is one of \(DrugSource.Match.allCases.map(\.rawValue).joined(separator: ", "))",
          remedy: suggestion(for: match, among: DrugSource.Match.allCases.map(\.rawValue)))
      }
      return kind
    }
  }
}

/// The classes of a list and the ingredients of each, for reading.
package func listCodes(_ request: CodeListRequest) throws(RxFault) -> String {
  let list = try request.load()
  var classes: [String] = []
  var ingredients: [String: [String]] = [:]
  for entry in list.entries {
    if ingredients[entry.drugClass] == nil { classes.append(entry.drugClass) }
    let name = entry.ingredient.isEmpty ? entry.code : entry.ingredient
    if ingredients[entry.drugClass]?.contains(name) != true {
      ingredients[entry.drugClass, default: []].append(name)
    }
  }
  return classes.map { "\($0)\n  \((ingredients[$0] ?? []).joined(separator: ", "))\n" }.joined()
}

/// Every entry of a list with its facts and their sources, as CSV.
package func codesCSV(_ request: CodeListRequest) throws(RxFault) -> String {
  var text = csvLine([
    "code", "class", "ingredient", "form", "synonyms", "atc", "rxcui", "strength_mg", "ddd_mg", "mme_factor",
    "mme_year", "mme_per", "diazepam_mg", "source",
  ])
  for entry in try request.load().entries {
    text += csvLine([
      entry.code, entry.drugClass, entry.ingredient, entry.form, entry.synonyms.joined(separator: "; "),
      entry.atc.joined(separator: "; "), entry.rxcui, entry.strengthMg ?? "", entry.dddMg ?? "",
      entry.mmeFactor ?? "", entry.mmeYear, entry.mmePer, entry.diazepamMg ?? "", entry.source,
    ])
  }
  return text
}

/// The match of each distinct value of a column, as CSV: rows, value, class, ingredient; most rows first. A
/// product of several ingredients has them all, with ` + ` between; what stays unmatched has none. The summary
/// names what of that looks like a listed drug.
package func matchCodes(
  _ request: CodeListRequest, file: String, column: String, delimiter: UInt8
) throws(RxFault) -> (csv: String, summary: String) {
  let list = try request.load()
  let (values, rejected) = try columnValues(
    of: InputFile(path: file, name: file), column: Sourced(column, at: RxFault.Place(file: file, line: 1)),
    delimiter: delimiter)
  var text = csvLine(["rows", "value", "class", "ingredient"])
  var lookAlikes: [String] = []
  var matchedRows = 0
  var matchedValues = 0
  for (value, rows) in values {
    let entries = value.isEmpty ? [] : list.match(value).map { list.entries[$0.entry] }
    if !entries.isEmpty {
      matchedRows += rows
      matchedValues += 1
    } else if let listed = list.resembles(value) {
      lookAlikes.append("'\(messageLine(value, longest: 60))' (\(listed))")
    }
    text += csvLine([
      "\(rows)", value, distinct(entries.map(\.drugClass)), distinct(entries.map(\.ingredient)),
    ])
  }
  let total = values.reduce(0) { $0 + $1.rows }
  var summary = "\(matchedValues) of \(values.count) values matched, \(matchedRows) of \(total) rows"
  if rejected > 0 { summary += "; \(rejected) rows can't be read" }
  if !lookAlikes.isEmpty {
    summary += "; \(lookAlikes.count) of the unmatched look like a listed drug: "
    summary += lookAlikes.prefix(10).joined(separator: ", ")
  }
  return (text, summary + nearMiss(values, list))
}

/// The way of writing codes by which most of the unmatched rows would match, where that is a row in a hundred.
private func nearMiss(_ values: [(value: String, rows: Int)], _ list: DrugList) -> String {
  let unmatched = values.filter { !$0.value.isEmpty && list.match($0.value).isEmpty }
  let rows = Dictionary(unmatched.map { ($0.value, $0.rows) }) { $0 + $1 }
  let counted = KeyRewriting.allCases.map { rewriting in
    (rewriting, list.mended(Set(rows.keys), by: rewriting).reduce(0) { $0 + (rows[$1] ?? 0) })
  }
  let total = values.reduce(0) { $0 + $1.rows }
  guard let best = counted.max(by: { $0.1 < $1.1 }), best.1 > 0, best.1 * 100 >= total else { return "" }
  let asNDC = counted.first { $0.0 == .nationalDrugCode }?.1 ?? 0
  return "; \(best.0.words) \(best.1) rows more would match"
    + (asNDC >= best.1 ? " (--match ndc)" : ": write the codes alike")
}

private func distinct(_ texts: [String]) -> String {
  var result: [String] = []
  for text in texts where !text.isEmpty && !result.contains(text) { result.append(text) }
  return result.joined(separator: " + ")
}
