extension SuppressionPattern {
  /// The most effort of the clean-up for each unknown, and the slack of limits that rows give.
  private static let (mostOfCleanUp, slack) = (150, 1e-4)

  /// Shows again what need not be kept back, what is worth most first.
  mutating func cleanUp() {
    let candidates = isSuppressed.indices.filter { isSuppressed[$0] && !isPrimary[$0] }
      .map { (place: $0, worth: loss.ofShowing($0)) }
      .sorted { ($0.worth, $1.place) > ($1.worth, $0.place) }
    let most = effort + Self.mostOfCleanUp * system.unknowns.count
    var limits = limitsOfChanges
    for (place, _) in candidates where effort < most { tryToShow(place, &limits) }
  }

  /// The limits of the changes of what is kept back, in persons' worth.
  private var limitsOfChanges: RowLimits {
    let mayChange = isSuppressed.indices.map { isSuppressed[$0] || !system.unknowns[$0].isShown }
    return RowLimits(
      low: zip(system.unknowns, mayChange).map { $1 ? -$0.fall : 0 },
      high: mayChange.map { $0 ? .infinity : 0 },
      rows: system.rows.map { row in
        let (terms, divisor) = row.scaled(system.unknowns)
        return RowLimits.Row(
          terms: terms.map { ($0.unknown, $0.coefficient) }, from: row.isAtMost ? -.infinity : 0,
          to: row.isAtMost ? system.distance(row) / divisor : 0)
      })
  }

  /// Shows an unknown again; if not all others stay safe, it stays back.
  private mutating func tryToShow(_ candidate: Int, _ limits: inout RowLimits) {
    setSuppressed(candidate, false)
    let before = limits.fix(candidate, at: 0) { place, low, high in
      !(system.unknowns[place].isSensitive || isSuppressed[place])
        || isWideEnough(place, low, high, slack: Self.slack)
    }
    guard let before else {
      setSuppressed(candidate, true)
      return
    }
    let count = witnesses.count
    let (forgotten, touched) = witnesses.forget(candidate)
    if staysSafe(candidate, touched) { return }
    witnesses.restore(count: count, forgotten: forgotten)
    limits.restore(before)
    setSuppressed(candidate, true)
  }

  /// True if new witnesses are found of all unknowns that have lost theirs.
  private mutating func staysSafe(_ candidate: Int, _ touched: [Int]) -> Bool {
    if touched.contains(where: given.contains) { return false }
    for quantity in surroundings.quantitiesOf[candidate] { protectTogether(quantity) }
    for place in open(of: touched) where isOpen(place) {
      guard protect(place, mayHideMore: false), !isOpen(place) else { return false }
    }
    return open(of: touched).isEmpty
  }
}
