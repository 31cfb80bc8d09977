import RxModel
import RxRelease
import RxText

/// One row of a published results.csv, as it stands there.
package struct PublishedRow: Sendable, Equatable {
  /// Its difference from the other rows: measure, definition, drug, period, levels and denominator's unit, with their
  /// columns.
  package var key: [String: String]
  /// Its figures as texts, by column; a figure that is kept back is empty.
  package var figures: [String: String]

  /// The columns of results.csv that hold figures; all others say what a row is about.
  package static let figureColumns: Set = [
    "numerator", "denominator", "estimate", "ci_lower", "ci_upper", "status",
  ]

  /// A row of these fields, by column.
  package init(_ fields: [String: String]) {
    key = fields.filter { !Self.figureColumns.contains($0.key) }
    figures = fields.filter { Self.figureColumns.contains($0.key) }
  }

  /// A figure as a number; nil where it is kept back or there is none.
  func number(_ column: String) -> Double? { figures[column].flatMap(Double.init) }

  /// True if some of it is kept back.
  var isSuppressed: Bool { figures["status"] == "suppressed" }
}

/// The differences between the rows of two releases.
package struct Comparison: Sendable {
  /// A kind of difference.
  package enum Finding: String, CaseIterable, Sendable {
    /// The estimate differs by more than is tolerated, relative to the old one; in a row without one, any figure.
    case changed
    /// A count differs by 1 to `minCell` - 1: whoever has both releases knows something of so few people.
    case smallDifference = "small_difference"
    /// The row is in one of them only.
    case added
    case removed
    /// A figure is kept back in one and shown in the other.
    case suppressedNow = "suppressed_now"
    case shownNow = "shown_now"
    /// Both together give a count away that neither gives away alone.
    case givenAway = "given_away"
    /// Something was not worked out from both together.
    case notConcluded = "not_concluded"
  }

  /// A row with what was found.
  package struct Item: Sendable {
    package var finding: Finding
    package var old: PublishedRow?
    package var new: PublishedRow?
    /// What is given away, or why nothing is concluded; nil where the rows say all.
    package var what: String?
    /// Between what a count that is given away is, in its own unit, ends included.
    package var range: ClosedRange<Double>?
  }

  /// The number of rows that are in both.
  package private(set) var common = 0
  /// The number of these with the same figures.
  package private(set) var same = 0
  /// Everything found, in the order of the new release, then what was removed, then what both tell together.
  package private(set) var items: [Item] = []

  /// The comparison of two releases.
  /// - Parameters:
  ///   - old: the rows of the old one.
  ///   - new: the rows of the new one.
  ///   - tolerance: how far an estimate may move, as a share of the old one; 0 is not at all.
  ///   - minCell: differences of 1 to one less than this are small.
  package init(old: [PublishedRow], new: [PublishedRow], tolerance: Double, minCell: Int) {
    let places = Dictionary(old.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<Int> = []
    for row in new {
      guard let place = places[row.key] else {
        items.append(Item(finding: .added, old: nil, new: row))
        continue
      }
      seen.insert(place)
      common += 1
      let before = old[place]
      if before.figures == row.figures { same += 1 }
      for finding in Self.findings(before, row, tolerance, minCell) {
        items.append(Item(finding: finding, old: before, new: row))
      }
    }
    for (place, row) in old.enumerated() where !seen.contains(place) {
      items.append(Item(finding: .removed, old: row, new: nil))
    }
  }

  /// Takes note of a count that both releases together give away.
  /// - Parameters:
  ///   - what: the count in words.
  ///   - range: between what it is.
  ///   - old: the row of the old one that it stands in, or would.
  ///   - new: likewise of the new one.
  package mutating func give(
    away what: String, range: ClosedRange<Double>, old: PublishedRow?, new: PublishedRow?
  ) {
    items.append(Item(finding: .givenAway, old: old, new: new, what: what, range: range))
  }

  /// Takes note of why something was not worked out from both releases together.
  package mutating func leaveOpen(_ reason: String) {
    items.append(Item(finding: .notConcluded, what: reason))
  }

  /// The number of rows that have a finding.
  package func count(_ finding: Finding) -> Int { items.count { $0.finding == finding } }

  private static func findings(
    _ old: PublishedRow, _ new: PublishedRow, _ tolerance: Double, _ minCell: Int
  ) -> [Finding] {
    var found: [Finding] = []
    if old.isSuppressed != new.isSuppressed { found.append(old.isSuppressed ? .shownNow : .suppressedNow) }
    if hasChanged(old, new, tolerance) { found.append(.changed) }
    let isSmall = ["numerator", "denominator"].contains { column in
      // Years and doses are no counts.
      let isCount = [old, new].allSatisfy { !($0.figures[column] ?? "").contains(".") }
      guard isCount, let before = old.number(column), let after = new.number(column) else { return false }
      return abs(before - after) > 1e-9 && abs(before - after) < Double(minCell) - 1e-9
    }
    if isSmall { found.append(.smallDifference) }
    return found
  }

  private static func hasChanged(_ old: PublishedRow, _ new: PublishedRow, _ tolerance: Double) -> Bool {
    func isBeyond(_ before: Double, _ after: Double) -> Bool {
      abs(after - before) > tolerance * abs(before) + (tolerance > 0 ? 1e-12 : 0)
    }
    let isShownInOne = old.isSuppressed != new.isSuppressed
    if !isShownInOne, let before = old.number("estimate"), let after = new.number("estimate") {
      return tolerance > 0 ? isBeyond(before, after) : old.figures != new.figures
    }
    // A row without an estimate in both is compared by the figures that there are.
    return PublishedRow.figureColumns.contains { column in
      let (before, after) = (old.figures[column] ?? "", new.figures[column] ?? "")
      if before == after { return false }
      // That one of them keeps something back is a finding of its own.
      if isShownInOne, column == "status" || before.isEmpty || after.isEmpty { return false }
      guard let from = Double(before), let to = Double(after) else { return true }
      return isBeyond(from, to)
    }
  }
}

/// The findings of a comparison for reading: how many rows of each kind, and the first of these.
/// - Parameters:
///   - comparison: what was found.
///   - variables: the grouping variables, in the order of the columns.
///   - most: how many rows of each kind are listed.
/// - Returns: lines of text.
package func comparisonText(_ comparison: Comparison, variables: [String], most: Int) -> String {
  var text = "\(comparison.common) rows are in both, \(comparison.same) of them with the same figures\n"
  for finding in Comparison.Finding.allCases where comparison.count(finding) > 0 {
    text += "\n\(finding.title): \(comparison.count(finding))\n"
    for item in comparison.items.filter({ $0.finding == finding }).prefix(most) {
      text += "  \(rowText(item, variables))\n"
    }
    if comparison.count(finding) > most { text += "  ... (all of them: --csv)\n" }
  }
  return text
}

/// The findings of a comparison as CSV, a line each.
package func comparisonCSV(_ comparison: Comparison, columns: [String]) -> String {
  let about = columns.filter { !PublishedRow.figureColumns.contains($0) }
  let figures = columns.filter { PublishedRow.figureColumns.contains($0) }
  var text = csvLine(
    ["finding"] + about + figures.map { "old_\($0)" } + figures.map { "new_\($0)" } + ["what", "from", "to"])
  for item in comparison.items {
    let key = (item.new ?? item.old)?.key ?? [:]
    text += csvLine(
      [item.finding.rawValue] + about.map { key[$0] ?? "" } + figures.map { item.old?.figures[$0] ?? "" }
        + figures.map { item.new?.figures[$0] ?? "" }
        + [
          item.what ?? "", item.range.map { endText($0.lowerBound) } ?? "",
          item.range.map { endText($0.upperBound) } ?? "",
        ])
  }
  return text
}

extension Comparison.Finding {
  /// The finding in words.
  package var title: String {
    switch self {
    case .changed: "changed by more than is tolerated"
    case .smallDifference: "counts that differ by so few that the people between them are given away"
    case .added: "only in the new release"
    case .removed: "only in the old release"
    case .suppressedNow: "suppressed in the new release, shown in the old one"
    case .shownNow: "shown in the new release, suppressed in the old one"
    case .givenAway: "given away by both releases together"
    case .notConcluded: "not concluded from both releases together"
    }
  }
}

private func rowText(_ item: Comparison.Item, _ variables: [String]) -> String {
  let found = item.what.map { what in
    guard let range = item.range else { return what }
    let (from, to) = (endText(range.lowerBound), endText(range.upperBound))
    return "\(what): \(from == to ? from : "\(from) to \(to)")"
  }
  guard let key = (item.new ?? item.old)?.key else { return found ?? "" }
  let names = ["measure", "definition", "drug"].compactMap { key[$0] }.filter { !$0.isEmpty }
  let levels = variables.compactMap { name in key[name].flatMap { $0 == "all" ? nil : "\(name) \($0)" } }
  func figures(_ row: PublishedRow?) -> String {
    guard let row else { return "-" }
    let isQuantile = Measures.quantiles.contains(key["measure"] ?? "")
    let shown = [isQuantile ? "estimate" : "numerator", "denominator"].map { row.figures[$0] ?? "" }.map {
      $0.isEmpty ? suppressedMarker : $0
    }
    return "\(shown[0])\(isQuantile ? " of " : "/")\(shown[1])"
  }
  return (names + [key["period_start"] ?? ""] + levels).joined(separator: ", ")
    + " (\(key["denominator_unit"] ?? "")): \(figures(item.old)) -> \(figures(item.new))"
    + (found.map { "; \($0)" } ?? "")
}

/// An end of a range: a whole number where it is one.
private func endText(_ value: Double) -> String { fixed(value, decimals: value == value.rounded() ? 0 : 4) }
