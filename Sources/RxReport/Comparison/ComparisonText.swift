import RxModel
import RxText

/// The findings of a comparison for reading: a line of summary, then each kind in a section of its own.
/// - Parameters:
///   - comparison: what was found.
///   - names: what the two releases are called.
///   - reasons: the differences between the runs, in words.
///   - past: by which runs volumes were judged; nil where no history was named.
///   - disclosure: why nothing was looked for that the releases give away; nil where it was.
/// - Returns: lines of text.
package func comparisonText(
  _ comparison: Comparison, between names: String, reasons: [String], past: String?, disclosure: String?
) -> String {
  var text = summary(comparison, names, disclosure: disclosure) + "\n\nWhat differs between the runs:\n"
  text += lines(
    reasons.isEmpty ? ["nothing: version, study and data are the same"] : reasons, of: reasons.count)
  for kind in Comparison.Kind.allCases where comparison.kinds.contains(kind) {
    text += "\n\(kind.title):\n"
    switch kind {
    case .volume: text += (past.map { "  \($0)\n" } ?? "") + volumeText(comparison)
    case .figure: text += FigureLines(comparison).text
    case .disclosure: text += disclosure.map { "  \($0)\n" } ?? disclosureText(comparison)
    }
  }
  return text
}

/// The most lines that a kind of finding has.
private let mostLines = 10

/// The first lines, indented, and how many more there are.
func lines(_ items: [String], of count: Int) -> String {
  let shown = items.prefix(mostLines).map { "  \($0)\n" }.joined()
  return count > mostLines
    ? shown + "  ... and \(grouped(count - mostLines)) more (all findings: --csv)\n" : shown
}

/// Whether there is an alarm, and how many findings each kind has.
private func summary(_ comparison: Comparison, _ names: String, disclosure: String?) -> String {
  let kinds = Comparison.Kind.allCases.filter(comparison.kinds.contains).map { kind in
    let alarms = comparison.alarms(kind)
    return "\(kind.rawValue) \(kind == .disclosure && disclosure != nil ? "not looked at" : grouped(alarms))"
  }
  return "\(comparison.isAlarm ? "ALARM" : "no alarm") between \(names): \(kinds.joined(separator: ", "))"
}

private func volumeText(_ comparison: Comparison) -> String {
  let found = comparison.items.filter { $0.finding.kind == .volume }
  if found.isEmpty { return "  nothing differs\n" }
  let (alarms, others) = (found.filter(\.isAlarm), found.filter { !$0.isAlarm })
  return lines(alarms.map { "! \($0.what ?? "")" }, of: alarms.count)
    + lines(others.map { $0.what ?? "" }, of: others.count)
}

private func disclosureText(_ comparison: Comparison) -> String {
  let findings = Comparison.Finding.allCases.filter { $0.kind == .disclosure }
  var text = ""
  for finding in findings where comparison.count(finding) > 0 {
    let items = comparison.items.filter { $0.finding == finding }
    text += "  \(finding.title): \(grouped(items.count))\n"
    text += lines(items.map { ($0.isAlarm ? "  ! " : "  ") + rowText($0) }, of: items.count)
  }
  return text.isEmpty ? "  nothing is given away\n" : text
}

extension Comparison.Kind {
  /// The head of its section.
  fileprivate var title: String {
    switch self {
    case .volume: "Volume"
    case .figure: "Figures"
    case .disclosure: "Disclosure"
    }
  }
}

extension Comparison.Finding {
  /// The finding in words, where a section has several.
  fileprivate var title: String {
    switch self {
    case .smallDifference: "counts that differ by so few that the people between them are given away"
    case .suppressedNow: "suppressed in the new release, shown in the old one"
    case .shownNow: "shown in the new release, suppressed in the old one"
    case .givenAway: "given away by both releases together"
    case .notConcluded: "not concluded from both releases together"
    default: rawValue
    }
  }
}

/// A finding in a line: what its row is about, its figures in both, and what is told of it.
func rowText(_ item: Comparison.Item) -> String {
  let found = item.what.map { what in
    guard let range = item.range else { return what }
    let (from, to) = (endText(range.lowerBound), endText(range.upperBound))
    return "\(what): \(from == to ? from : "\(from) to \(to)")"
  }
  guard let row = item.row else { return found ?? "" }
  return "\(placeText(row)): \(countsText(item.old, row)) -> \(countsText(item.new, row))"
    + (found.map { "; \($0)" } ?? "")
}

/// Measure, definition, drug, interval, group and unit of a row.
func placeText(_ row: PublishedRow) -> String {
  let names = ["measure", "definition", "drug"].compactMap { row.key[$0] }.filter { !$0.isEmpty }
  let levels = row.group.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
  return (names + [row.start] + levels).filter { !$0.isEmpty }.joined(separator: ", ")
    + " (\(row.key["denominator_unit"] ?? ""))"
}

/// Numerator and denominator; of a quantile the estimate. `-` where there is no row.
private func countsText(_ row: PublishedRow?, _ about: PublishedRow) -> String {
  guard let row else { return "-" }
  let shown = [about.isQuantile ? "estimate" : "numerator", "denominator"].map { row.figures[$0] ?? "" }.map {
    $0.isEmpty ? suppressedMarker : $0
  }
  return "\(shown[0])\(about.isQuantile ? " of " : "/")\(shown[1])"
}

/// An end of a range: a whole number where it is one.
func endText(_ value: Double) -> String { fixed(value, decimals: value == value.rounded() ? 0 : 4) }
