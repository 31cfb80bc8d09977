import RxText

/// The findings of a comparison as CSV, a line each.
/// - Parameters:
///   - comparison: what was found.
///   - columns: the columns of results.csv, with those that only one of the releases has.
/// - Returns: lines of CSV, a header first.
package func comparisonCSV(_ comparison: Comparison, columns: [String]) -> String {
  let about = columns.filter { !PublishedRow.figureColumns.contains($0) }
  let figures = columns.filter { PublishedRow.figureColumns.contains($0) }
  var text = csvLine(
    ["kind", "finding", "alarm"] + about + figures.map { "old_\($0)" } + figures.map { "new_\($0)" } + [
      "what", "from", "to",
    ])
  for item in comparison.items {
    let key = item.row?.key ?? [:]
    text += csvLine(
      [item.finding.kind.rawValue, item.finding.rawValue, item.isAlarm ? "yes" : "no"]
        + about.map { key[$0] ?? "" } + figures.map { item.old?.figures[$0] ?? "" }
        + figures.map { item.new?.figures[$0] ?? "" }
        + [
          item.what ?? "", item.range.map { endText($0.lowerBound) } ?? "",
          item.range.map { endText($0.upperBound) } ?? "",
        ])
  }
  return text
}
