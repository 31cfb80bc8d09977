import RxModel

/// What only one of two releases has of lines of figures, of groupings and of levels: told once, and not of each of their
/// rows.
struct GroupChanges {
  /// A level of a variable.
  private struct Level: Hashable {
    var variable: String
    var name: String
  }
  /// What a release has.
  private struct Parts {
    /// The lines, with their number of rows.
    var lines: [[String]: Int] = [:]
    var groupings: Set<Set<String>> = []
    var variables: Set<String> = []
    /// The levels, with the greatest size that is shown of a group by them alone.
    var levels: [Level: Double] = [:]

    init(_ rows: [PublishedRow]) {
      for row in rows {
        let group = row.group
        lines[row.line, default: 0] += 1
        groupings.insert(Set(group.keys))
        for (variable, name) in group {
          variables.insert(variable)
          let level = Level(variable: variable, name: name)
          let size = group.count == 1 ? row.size ?? 0 : 0
          levels[level] = max(levels[level] ?? 0, size)
        }
      }
    }
  }

  private let old: Parts
  private let new: Parts

  init(old: [PublishedRow], new: [PublishedRow]) { (self.old, self.new) = (Parts(old), Parts(new)) }

  /// True where a row is in one of the releases because its line, its grouping or a level of its group is.
  func explain(_ row: PublishedRow) -> Bool {
    let group = row.group
    return old.lines[row.line] == nil || new.lines[row.line] == nil
      || !old.groupings.contains(Set(group.keys)) || !new.groupings.contains(Set(group.keys))
      || group.contains { variable, name in
        let level = Level(variable: variable, name: name)
        return old.levels[level] == nil || new.levels[level] == nil
      }
  }

  /// What came and went.
  /// - Parameters:
  ///   - least: a level of fewer can come and go.
  ///   - hasSameStudy: true where the study file is the same, so that no line and no grouping can.
  /// - Returns: the findings, lines first, then groupings, then levels.
  func items(least: Int, hasSameStudy: Bool) -> [Comparison.Item] {
    lines(hasSameStudy: hasSameStudy) + groupings(hasSameStudy: hasSameStudy) + levels(least: least)
  }

  private func lines(hasSameStudy: Bool) -> [Comparison.Item] {
    func found(_ a: Parts, _ b: Parts, _ finding: Comparison.Finding, _ verb: String) -> [Comparison.Item] {
      a.lines.filter { b.lines[$0.key] == nil }
        .map { ($0.key.prefix(3).filter { !$0.isEmpty }.joined(separator: ", "), $0.value) }
        .sorted { $0 < $1 }
        .map { name, rows in
          Comparison.Item(
            // A line begins when its first interval can be looked at; that it ends needs another study.
            finding: finding, isAlarm: hasSameStudy && finding == .removed, severity: Double(rows),
            what: "all \(grouped(rows)) rows of \(name) \(verb)")
        }
    }
    return found(new, old, .added, "came") + found(old, new, .removed, "went")
  }

  private func groupings(hasSameStudy: Bool) -> [Comparison.Item] {
    func found(_ a: Parts, _ b: Parts, _ finding: Comparison.Finding, _ verb: String) -> [Comparison.Item] {
      a.groupings.subtracting(b.groupings).map { $0.sorted().joined(separator: " x ") }.sorted().map {
        Comparison.Item(finding: finding, isAlarm: hasSameStudy, what: "the figures by \($0) \(verb)")
      }
    }
    return found(new, old, .added, "came") + found(old, new, .removed, "went")
  }

  private func levels(least: Int) -> [Comparison.Item] {
    func found(_ a: Parts, _ b: Parts, _ verb: String) -> [Comparison.Item] {
      a.levels.filter { b.levels[$0.key] == nil && b.variables.contains($0.key.variable) }
        .sorted { ($0.key.variable, $0.key.name) < ($1.key.variable, $1.key.name) }
        .map { level, size in
          let persons = size > 0 ? " (of up to \(grouped(size, decimals: 0)))" : ""
          return Comparison.Item(
            finding: .level, isAlarm: size >= Double(least), severity: size,
            what: "the level '\(level.name)' of \(level.variable) \(verb)\(persons)")
        }
    }
    return found(new, old, "came") + found(old, new, "went")
  }
}
