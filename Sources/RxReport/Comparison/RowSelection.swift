import RxModel

/// The rows of results.csv that are compared.
package struct RowSelection: Sendable {
  /// The measures as results.csv names them; none for all.
  package var measures: [String] = []
  /// The drugs as results.csv names them; none for all.
  package var drugs: [String] = []
  /// The groupings, each its variables with `+` between, or `overall`; none for all.
  package var groupings: [String] = []

  /// All rows.
  package init() {}

  /// What everyone is called among the groupings.
  private static let everyone = "overall"

  /// The rows that are compared, of each release.
  /// - Parameters:
  ///   - old: the rows of the old release.
  ///   - new: the rows of the new one.
  /// - Returns: those of them that are asked for.
  /// - Throws: `RxFault` (64) where neither release has a measure, drug or grouping that is asked for; it names the nearest.
  package func rows(
    old: [PublishedRow], new: [PublishedRow]
  ) throws(RxFault) -> (old: [PublishedRow], new: [PublishedRow]) {
    let both = new + old
    func check(_ wanted: [String], _ what: String, _ name: (PublishedRow) -> String) throws(RxFault) {
      guard !wanted.isEmpty else { return }
      let names = both.map(name).distinct()
      for one in wanted { try checkName(one, what, names) }
    }
    try check(measures, "measure") { $0.key["measure"] ?? "" }
    try check(drugs, "drug") { $0.key["drug"] ?? "" }
    try check(groupings.map(Self.ordered), "grouping", Self.grouping)
    return (old.filter(isAskedFor), new.filter(isAskedFor))
  }

  /// True where a row is asked for.
  package func isAskedFor(_ row: PublishedRow) -> Bool {
    (measures.isEmpty || measures.contains(row.key["measure"] ?? ""))
      && (drugs.isEmpty || drugs.contains(row.key["drug"] ?? ""))
      && (groupings.isEmpty || groupings.contains { Self.ordered($0) == Self.grouping(row) })
  }

  /// The grouping of a row, its variables in order of the alphabet.
  private static func grouping(_ row: PublishedRow) -> String {
    row.group.isEmpty ? everyone : row.group.keys.sorted().joined(separator: "+")
  }

  private static func ordered(_ name: String) -> String {
    name.split(separator: "+").sorted().joined(separator: "+")
  }
}
