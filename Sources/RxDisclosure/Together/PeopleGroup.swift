import RxModel

/// A group of people by the levels of some variables, by which groups of two studies are told to be the same.
struct PeopleGroup: Hashable, Sendable {
  /// The level of a variable.
  enum Level: Hashable, Sendable {
    case named(String)
    /// Ages in completed years, both included.
    case ages(Int, Int)

    /// The level that a label says.
    init(_ label: String, of variable: String) {
      self = (variable == "age" ? Self.ages(label) : nil) ?? .named(label)
    }

    private static func ages(_ label: String) -> Level? {
      if label.hasPrefix("under "), let end = Int(label.dropFirst("under ".count)), end > 0 {
        return .ages(0, end - 1)
      }
      if label.hasSuffix("+"), let start = Int(label.dropLast()) { return .ages(start, .max) }
      let ends = label.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let start = ends[0], let end = ends[ends.count - 1], start <= end else {
        return nil
      }
      return .ages(start, end)
    }

    /// The people of both; nil where there are none.
    func common(_ other: Level) -> Level? {
      guard case .ages(let start, let end) = self, case .ages(let otherStart, let otherEnd) = other else {
        return self == other ? self : nil
      }
      let (from, to) = (max(start, otherStart), min(end, otherEnd))
      return from <= to ? .ages(from, to) : nil
    }

    /// The level as results.csv writes it.
    var text: String {
      switch self {
      case .named(let name): name
      case .ages(let start, .max): "\(start)+"
      case .ages(let start, let end): start == end ? "\(start)" : "\(start)-\(end)"
      }
    }
  }

  /// The levels by variable, in the order of the variables' names.
  private(set) var levels: [(variable: String, level: Level)] = []

  /// Everyone.
  static let everyone = PeopleGroup()

  private init() {}

  /// The group of a row with these levels.
  init(_ labels: [String], of variables: [String]) {
    levels = zip(variables, labels).filter { $0.1 != allLevel }
      .map { (variable: $0.0, level: Level($0.1, of: $0.0)) }.sorted { $0.variable < $1.variable }
  }

  /// The variables that it is split by.
  var variables: [String] { levels.map(\.variable) }

  /// The group by these variables alone that it is part of.
  func projected(to variables: Set<String>) -> PeopleGroup {
    var group = self
    group.levels.removeAll { !variables.contains($0.variable) }
    return group
  }

  /// The group with people of all ages, where its own are known.
  var withoutAges: PeopleGroup {
    var group = self
    group.levels.removeAll { if case .ages = $0.level { true } else { false } }
    return group
  }

  /// The people of both, where both are split by the same variables; nil where there are none, or the variables are others.
  func common(_ other: PeopleGroup) -> PeopleGroup? {
    guard variables == other.variables else { return nil }
    var group = self
    for place in levels.indices {
      guard let level = levels[place].level.common(other.levels[place].level) else { return nil }
      group.levels[place].level = level
    }
    return group
  }

  /// The group in words: `age 18-35, sex F`.
  var text: String {
    levels.isEmpty ? "everyone" : levels.map { "\($0.variable) \($0.level.text)" }.joined(separator: ", ")
  }

  static func == (a: PeopleGroup, b: PeopleGroup) -> Bool {
    a.levels.elementsEqual(b.levels, by: ==)
  }

  func hash(into hasher: inout Hasher) {
    for (variable, level) in levels {
      hasher.combine(variable)
      hasher.combine(level)
    }
  }
}
