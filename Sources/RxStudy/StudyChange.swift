import RxModel

/// A change to a study that may keep more of its figures: another value at a key of its file.
package struct StudyChange: Sendable {
  /// The kinds of changes.
  package enum Kind: Sendable, Equatable {
    /// Whoever is `unknown` in one of these grouping variables is no person.
    case dropsUnknown(of: [String])
    /// A grouping is left out: its variables.
    case leavesOut(grouping: [String])
    /// Levels of a variable become one, of this name.
    case joins(variable: String, levels: [String], name: String)
    /// Intervals become those of this kind.
    case lengthens(to: IntervalKind)
  }

  /// What it does.
  package let kind: Kind
  private let path: [String]
  private let value: StudyNode

  /// The change as a study file has it, on one line: `groups: {unknown: drop}`.
  package var text: String {
    let inner = path.dropFirst().reversed().reduce(value) { StudyNode(.map([(StudyNode(.text($1)), $0)])) }
    return "\(path[0]): \(inner.written)"
  }

  /// The study of a file, with the change made: as if it had been written there.
  /// - Parameters:
  ///   - node: the values of the study file.
  ///   - file: its name for messages.
  /// - Returns: the study, checked as `StudyFile.parse` does.
  /// - Throws: `RxFault` (78) where the file would then have a mistake.
  package func study(_ node: StudyNode, file: String) throws(RxFault) -> Study {
    try StudyFile.study(node.setting(path, to: value), file: file)
  }

  private init(_ kind: Kind, _ path: [String], _ value: StudyNode) {
    (self.kind, self.path, self.value) = (kind, path, value)
  }

  /// Whoever is `unknown` in one of the grouping variables is left out; `variables` are those in which some are.
  package static func droppingUnknown(of variables: [String]) -> StudyChange {
    StudyChange(.dropsUnknown(of: variables), ["groups", "unknown"], "drop")
  }

  /// A grouping is left out.
  /// - Parameters:
  ///   - grouping: its place in `study`.
  ///   - study: the study of the file.
  ///   - node: the values of the study file.
  /// - Returns: the change; nil where the file does not list its groupings.
  package static func leavingOut(_ grouping: Int, of study: Study, _ node: StudyNode) -> StudyChange? {
    guard case .list(var entries)? = node[["groups", "by"]]?.content,
      entries.count == study.groupings.count
    else { return nil }
    entries.remove(at: grouping)
    return StudyChange(
      .leavesOut(grouping: study.groupings[grouping].map { study.variables[$0].name }), ["groups", "by"],
      StudyNode(.list(entries)))
  }

  /// Two levels of a variable that is no age become one, named by both.
  /// - Parameters:
  ///   - one: a level, as results.csv names it.
  ///   - other: another.
  ///   - variable: its variable.
  ///   - study: the study of the file.
  /// - Returns: the change; nil where the study has reasons of its own to tell them apart, or can't name them.
  package static func joining(
    _ one: String, _ other: String, of variable: String, in study: Study
  ) -> StudyChange? {
    guard study.canJoinLevels(of: variable), [one, other].allSatisfy({ levelLabel($0) == $0 })
    else { return nil }
    let names = study.levelNames(of: variable)
    let joined = "\(one) + \(other)"
    func words(_ level: String) -> [String] {
      [level] + (names.entries.first { $0.label == level }?.words ?? [])
    }
    func entry(_ name: String, _ words: [String]) -> (key: StudyNode, value: StudyNode) {
      (StudyNode(.text(name)), StudyNode(.list(words.map { StudyNode(.text($0)) })))
    }
    var entries = names.entries.map { entry($0.label, $0.words) }
    let places = names.entries.indices.filter { [one, other].contains(names.entries[$0].label) }
    for place in places.reversed() { entries.remove(at: place) }
    entries.insert(entry(joined, words(one) + words(other)), at: places.first ?? entries.count)
    return StudyChange(
      .joins(variable: variable, levels: [one, other], name: joined), ["groups", "levels", variable],
      StudyNode(.map(entries)))
  }

  /// Two neighbouring age bands become one.
  /// - Parameters:
  ///   - limit: the place of the lower bound between them among the study's.
  ///   - study: the study of the file.
  /// - Returns: the change; nil where the study has reasons of its own to tell them apart.
  package static func withoutLimit(_ limit: Int, of study: Study) -> StudyChange? {
    guard study.canJoinLevels(of: GroupVariable.age.name) else { return nil }
    let bands = study.bandsOfAge
    var bounds = bands.lowerBounds
    let bound = bounds.remove(at: limit)
    let changed = AgeBands(lowerBounds: bounds)
    let (above, joined) = (bands.level(ofAge: bound), changed.level(ofAge: bound))
    guard above > 0 else { return nil }
    return StudyChange(
      .joins(
        variable: GroupVariable.age.name, levels: Array(bands.labels[(above - 1)...above]),
        name: changed.labels[joined]),
      ["groups", "age_bands"], StudyNode(.list(bounds.map { StudyNode(.text("\($0)")) })))
  }

  /// Intervals become longer ones.
  package static func lengthening(to kind: IntervalKind) -> StudyChange {
    StudyChange(.lengthens(to: kind), ["period", "interval"], StudyNode(.text(kind.rawValue)))
  }
}

extension Study {
  /// True if levels of a variable can be joined: not where the population file has residents by them, nor where a measure
  /// or the rule for persons leaves some out by them.
  fileprivate func canJoinLevels(of variable: String) -> Bool {
    !(population?.attributes.contains { $0.name == variable } ?? false)
      && !measures.flatMap(\.exclusions).contains { attributes[$0].name == variable }
      && !persons.levels.contains { $0.variable.name == variable }
  }
}
