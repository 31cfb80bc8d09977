/// The names that a study gives to what the data call the levels of one variable: `female` and `2` are `F`.
///
/// A level that is not listed keeps its own name. What is listed is compared without case and without blanks around it.
package struct LevelNames: Sendable {
  /// A name, and the words of the data that stand for it beside itself.
  package struct Entry: Sendable {
    /// The name as results.csv writes it.
    package let label: String
    /// The words as the study writes them.
    package fileprivate(set) var words: [String] = []
  }

  /// The names in the order of the study.
  package private(set) var entries: [Entry] = []
  /// By name or word, in small letters without blanks around it, the place of its entry.
  private var places: [String: Int] = [:]

  /// No names: every level keeps its own.
  package init() {}

  /// The text as it is compared: empty where it is nothing but blanks.
  package static func plain(_ text: String) -> String { trimmingBlanks(text).lowercased() }

  /// Adds a name, which stands for itself. However it is written, `unknown` is the level of those without a value.
  /// - Returns: the name that it is already under; nil where there was none, and it was added.
  package mutating func add(name: String) -> String? {
    let plain = Self.plain(name)
    if let other = places[plain] { return entries[other].label }
    places[plain] = entries.count
    entries.append(Entry(label: plain == unknownLevel ? unknownLevel : levelLabel(name)))
    return nil
  }

  /// Adds a word of the data to the name at `place`.
  /// - Returns: the other name that it is already under; nil where there is none.
  package mutating func add(word: String, to place: Int) -> String? {
    let plain = Self.plain(word)
    let known = places[plain]
    if let known, known != place { return entries[known].label }
    if known == nil {
      places[plain] = place
      entries[place].words.append(word)
    }
    return nil
  }

  /// The place of the name of what the data call `value`; nil where it is not listed.
  package func place(of value: String) -> Int? { entries.isEmpty ? nil : places[Self.plain(value)] }

  /// The name of what the data call `value`. A missing value is called `unknown`.
  package func label(of value: String) -> String {
    place(of: value).map { entries[$0].label } ?? levelLabel(value)
  }
}
