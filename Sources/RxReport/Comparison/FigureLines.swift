/// The section of figures: which measures and groupings moved and which did not, by which a cause is known, then what moved
/// most of each line of figures.
struct FigureLines {
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  /// The lines of the section.
  var text: String {
    let figures = comparison.figures
    let compared = figures.matched.pairs.count { !$0.isFilling }
    var text =
      "  \(grouped(figures.matched.pairs.count)) rows are in both, \(grouped(figures.same)) of them with the same figures; "
      + "\(grouped(compared)) rows of \(figures.matched.compared.count) whole intervals are compared (\(figures.rule.text(compared: figures.estimates)))\n"
    let moved = comparison.items.filter { $0.isAlarm && $0.finding == .changed }
    if !moved.isEmpty { text += contrast(moved) }
    let alarms = entries(comparison.items.filter { $0.isAlarm && $0.finding.kind == .figure })
    text += lines(alarms.map { "! \($0)" }, of: alarms.count)
    let others = entries(comparison.items.filter { !$0.isAlarm && $0.finding.kind == .figure })
    return text + lines(others, of: others.count)
  }

  /// What moved beside what did not, of measures and of groupings.
  private func contrast(_ moved: [Comparison.Item]) -> String {
    let compared = comparison.figures.matched.pairs.filter { !$0.isFilling }.map(\.new)
    func shares(_ name: (PublishedRow) -> String) -> (moved: [String], still: [String]) {
      let all = Dictionary(grouping: compared, by: name).mapValues(\.count)
      let some = Dictionary(grouping: moved.compactMap(\.row), by: name).mapValues(\.count)
      let names = compared.map(name).distinct()
      return (
        names.filter { some[$0] != nil }.map { "\($0) (\(some[$0] ?? 0) of \(all[$0] ?? 0))" },
        names.filter { some[$0] == nil }
      )
    }
    var text = ""
    for (what, parts) in [
      ("measures", shares { $0.key["measure"] ?? "" }),
      ("groups", shares { $0.group.isEmpty ? "everyone" : $0.group.keys.sorted().joined(separator: " x ") }),
    ] {
      text += "  \(what) that moved: \(parts.moved.joined(separator: ", "))"
      text += parts.still.isEmpty ? "\n" : "; that did not: \(parts.still.joined(separator: ", "))\n"
    }
    return text
  }

  /// A line for each kind of finding of a line of figures, with the row that is farthest off.
  private func entries(_ items: [Comparison.Item]) -> [String] {
    var text = items.filter { $0.row == nil }.map { $0.what ?? "" }
    let rows = items.filter { $0.row != nil }
    func place(_ item: Comparison.Item) -> [String] { [item.finding.rawValue] + (item.row?.line ?? []) }
    let lines = Dictionary(grouping: rows, by: place)
    for name in rows.map(place).distinct() {
      guard let own = lines[name], let first = own.max(by: { $0.severity < $1.severity }) else { continue }
      let more = own.count > 1 ? "; \(grouped(own.count)) figures of it \(first.finding.verb)" : ""
      text.append(rowText(first) + estimates(first) + more)
    }
    return text
  }

  /// The estimates of a finding, with their change.
  private func estimates(_ item: Comparison.Item) -> String {
    guard item.finding == .changed, let old = item.old, let new = item.new, !old.isQuantile,
      let before = old.number("estimate"), let after = new.number("estimate"), before != after
    else { return "" }
    return ", \(endText(before)) -> \(endText(after)) (\(changeText(from: before, to: after)))"
  }
}

extension Comparison.Finding {
  /// What rows of it did.
  fileprivate var verb: String {
    switch self {
    case .changed: "moved"
    case .fell: "fell, though their interval goes on"
    case .added: "came"
    case .removed: "went"
    default: rawValue
    }
  }
}
