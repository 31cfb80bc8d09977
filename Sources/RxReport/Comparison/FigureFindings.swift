/// What changed in the figures of two releases.
package struct FigureFindings: Sendable {
  /// What is known of the two runs, by which a change is expected or not.
  package struct Circumstances: Sendable {
    /// True where data, study and version are the same: then nothing can differ.
    package var isSame = false
    /// True where the data are the same: then what only one of them keeps back is an alarm.
    package var hasSameData = false
    /// True where the study file is the same: then no line of figures comes or goes.
    package var hasSameStudy = false
    /// The first day of the month or the day on which the last fills of the old release are, where the new one has later
    /// ones: an interval that ends on it or later had not all its fills; nil where every interval had.
    package var fillingFrom: String?
    /// Differences of 1 to one less than this are small; nil where they are not looked for.
    package var minCell: Int?

    /// Nothing is known.
    package init() {}
  }

  /// Everything found, in the order of the new release, then what was removed.
  private(set) var items: [Comparison.Item] = []
  /// The rows as they were matched.
  let matched: MatchedRows
  /// The rule that figures were judged by.
  let rule: FigureRule
  /// The number of figures with an estimate in both releases.
  let estimates: Int
  /// The number of rows in both with the same figures.
  let same: Int

  private let circumstances: Circumstances

  /// The findings between the rows `old` and `new`.
  /// - Parameters:
  ///   - old: the rows of the old release.
  ///   - new: those of the new one.
  ///   - rule: when a figure has moved.
  ///   - circumstances: what is known of the two runs.
  package init(old: [PublishedRow], new: [PublishedRow], rule: FigureRule, _ circumstances: Circumstances) {
    self.circumstances = circumstances
    self.rule = circumstances.isSame ? .exact : rule
    matched = MatchedRows(old: old, new: new, fillingFrom: circumstances.fillingFrom)
    same = matched.pairs.count { $0.old.figures == $0.new.figures }
    estimates = matched.pairs.count {
      !$0.isFilling && $0.old.number("estimate") != nil && $0.new.number("estimate") != nil
    }
    let judge = WidenedRule(self.rule, compared: estimates)
    for pair in matched.pairs where pair.old.figures != pair.new.figures { compare(pair, judge) }
    leaveLoneQuartiles()
    let groups = GroupChanges(old: old, new: new)
    if !circumstances.isSame {
      items += groups.items(least: self.rule.least, hasSameStudy: circumstances.hasSameStudy)
    }
    addAlone(matched.came, .added, groups)
    addAlone(matched.went, .removed, groups)
    addIntervals()
  }

  // MARK: Rows in both

  private mutating func compare(_ pair: MatchedRows.Pair, _ judge: WidenedRule) {
    let (old, new) = (pair.old, pair.new)
    func add(_ finding: Comparison.Finding, isAlarm: Bool, severity: Double = 0) {
      items.append(
        Comparison.Item(finding: finding, isAlarm: isAlarm, severity: severity, old: old, new: new))
    }
    if old.isSuppressed != new.isSuppressed {
      add(old.isSuppressed ? .shownNow : .suppressedNow, isAlarm: circumstances.hasSameData)
    }
    if pair.isFilling {
      if let (before, after) = Self.counts(old, new, "numerator"), after < before,
        self.rule.isBeyond(from: before, to: after)
      {
        add(.fell, isAlarm: true, severity: timesApart(before, after))
      }
    } else if judge.hasMoved(old, new) || haveCountsMoved(old, new) {
      add(.changed, isAlarm: true, severity: Self.severity(old, new))
    }
    guard let minCell = circumstances.minCell else { return }
    let isSmall = ["numerator", "denominator"].contains { column in
      Self.counts(old, new, column).map { 0 < abs($0 - $1) && abs($0 - $1) < Double(minCell) } ?? false
    }
    if isSmall { add(.smallDifference, isAlarm: true) }
  }

  /// Two counts of a column; nil where one is not shown, or no count.
  private static func counts(_ old: PublishedRow, _ new: PublishedRow, _ column: String) -> (Double, Double)?
  {
    guard let before = old.count(column), let after = new.count(column) else { return nil }
    return (before, after)
  }

  /// True where the persons that a figure is of have moved, or, in a row without an estimate in one of them, any count.
  private func haveCountsMoved(_ old: PublishedRow, _ new: PublishedRow) -> Bool {
    let hasEstimates = old.number("estimate") != nil && new.number("estimate") != nil
    guard !hasEstimates || old.isOfPersons else { return false }
    let columns = hasEstimates ? ["denominator"] : ["numerator", "denominator"]
    return columns.contains { column in
      guard let before = old.number(column), let after = new.number(column) else { return false }
      return rule.isBeyond(from: before, to: after)
    }
  }

  /// How far a figure has moved; everyone's before those of groups.
  private static func severity(_ old: PublishedRow, _ new: PublishedRow) -> Double {
    let columns = ["estimate", "denominator", "numerator"]
    let moved = columns.compactMap { column -> Double? in
      guard let before = old.number(column), let after = new.number(column), before > 0, after >= 0 else {
        return nil
      }
      return after > 0 ? max(before / after, after / before) - 1 : 1_000
    }
    return (moved.max() ?? 0) / Double(1 + new.group.count)
  }

  /// A quartile alone moves where half of the values lie on each side of a gap: with no other of the same values it is no alarm.
  private mutating func leaveLoneQuartiles() {
    guard rule != .exact else { return }
    func values(_ row: PublishedRow) -> [String] {
      let of = (row.key["definition"] ?? "").split(separator: "/").dropLast().joined(separator: "/")
      return [row.key["measure"] ?? "", of, row.key["drug"] ?? "", row.start]
        + row.group.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }
    var moved: [[String]: Int] = [:]
    for item in items where item.finding == .changed {
      if let row = item.new, row.isQuantile { moved[values(row), default: 0] += 1 }
    }
    for place in items.indices where items[place].finding == .changed {
      if let row = items[place].new, row.isQuantile, moved[values(row)] == 1 { items[place].isAlarm = false }
    }
  }

  // MARK: Rows and intervals in one

  private mutating func addAlone(
    _ rows: [PublishedRow], _ finding: Comparison.Finding, _ groups: GroupChanges
  ) {
    for row in rows where circumstances.isSame || !groups.explain(row) {
      let size = row.size ?? 0
      items.append(
        Comparison.Item(
          finding: finding, isAlarm: circumstances.isSame || size >= Double(rule.least), severity: size,
          old: finding == .removed ? row : nil, new: finding == .added ? row : nil))
    }
  }

  private mutating func addIntervals() {
    func add(_ spans: Set<MatchedRows.Span>, _ words: String, isAlarm: Bool = false) {
      guard !spans.isEmpty else { return }
      let names = spans.sorted().map { "\($0.start) to \($0.end)" }
      let shown =
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
      items.append(Comparison.Item(finding: .intervals, isAlarm: isAlarm, what: "\(words): \(shown)"))
    }
    add(matched.filling, "still filling, so that their figures are compared for what fell alone")
    add(matched.cameIntervals, "intervals that came", isAlarm: circumstances.isSame)
    add(matched.wentIntervals, "intervals that went", isAlarm: circumstances.isSame)
  }
}
