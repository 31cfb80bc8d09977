import RxModel

/// The names that a study gives to the levels of sex.
struct LevelGuess: Sendable {
  /// By name, the words of the data that stand for it beside itself.
  let labels: [(name: String, words: [String])]
  /// The names as the study writes them, with the grade.
  let answer: Answer

  /// A way to write the sexes.
  private struct Code {
    let female: String
    let male: String
    let unknown: [String]
    let grade: Grade
    let words: String
    /// Words of headers in whose language it is; empty: any.
    var headers: [String] = []
  }

  private static let codes: [Code] = [
    Code(female: "f", male: "m", unknown: ["u"], grade: .certain, words: "F and M"),
    Code(female: "female", male: "male", unknown: ["u"], grade: .certain, words: "words"),
    Code(female: "8532", male: "8507", unknown: ["0", "8551"], grade: .certain, words: "OMOP's concepts"),
    Code(female: "weiblich", male: "maennlich", unknown: [], grade: .certain, words: "German words"),
    Code(female: "weiblich", male: "männlich", unknown: [], grade: .certain, words: "German words"),
    Code(female: "femme", male: "homme", unknown: [], grade: .certain, words: "French words"),
    Code(female: "mujer", male: "hombre", unknown: [], grade: .certain, words: "Spanish words"),
    Code(female: "vrouw", male: "man", unknown: [], grade: .certain, words: "Dutch words"),
    Code(female: "w", male: "m", unknown: [], grade: .likely, words: "German letters"),
    Code(female: "k", male: "m", unknown: [], grade: .likely, words: "Nordic letters"),
    Code(female: "f", male: "h", unknown: [], grade: .likely, words: "French letters"),
    Code(female: "m", male: "h", unknown: [], grade: .likely, words: "Spanish letters (mujer, hombre)"),
    Code(
      female: "v", male: "m", unknown: [], grade: .likely, words: "Dutch letters (vrouw, man)",
      headers: ["geslacht"]),
    Code(
      female: "m", male: "v", unknown: [], grade: .likely, words: "Spanish letters (mujer, varón)",
      headers: ["sexo"]),
    Code(
      female: "2", male: "1", unknown: ["0", "9"], grade: .guess,
      words: "as ISO 5218 has it: 1 is male, 2 is female"),
  ]

  /// True where some values of a column are words or letters for the sexes, numbers left aside.
  static func areWords(_ column: ColumnSample) -> Bool {
    let values = Set(column.counts.keys.map { $0.lowercased() })
    return codes.contains { code in
      code.grade != .guess && code.headers.isEmpty && values.isSuperset(of: [code.female, code.male])
        && values.count <= 2 + code.unknown.count
    }
  }

  /// The names of a column's levels; nil where they keep their own.
  /// - Parameters:
  ///   - column: the column.
  ///   - told: the values that eleven patients or more have: no other is named.
  init?(_ column: ColumnSample, told: Set<String>) {
    let values = Set(told.map { $0.lowercased() })
    let found = Self.codes.first { code in
      values.isSuperset(of: [code.female, code.male])
        && (code.headers.isEmpty || !Set(column.words.words).isDisjoint(with: code.headers))
    }
    guard let found, found.female != "f" || found.male != "m" else { return nil }
    // A name that is a word of the other sex can't stand for both.
    let areCrossed = ["f", "m"].contains(found.male) || ["f", "m"].contains(found.female)
    let (female, male) = areCrossed ? ("female", "male") : ("F", "M")
    func words(_ plain: [String]) -> [String] {
      told.filter { plain.contains($0.lowercased()) }.sorted().reduce(into: [String]()) { kept, word in
        if !kept.contains(where: { $0.lowercased() == word.lowercased() }) { kept.append(word) }
      }
    }
    var labels = [(name: female, words: words([found.female])), (name: male, words: words([found.male]))]
    let unknown = words(found.unknown)
    if !unknown.isEmpty { labels.append((name: unknownLevel, words: unknown)) }
    self.labels = labels
    let written = labels.map { label in
      let words = label.words.filter { $0.lowercased() != label.name.lowercased() }.map { "\"\($0)\"" }
      return "\(label.name): [\(words.joined(separator: ", "))]"
    }
    answer = Answer("{\(written.joined(separator: ", "))}", found.grade, found.words)
  }
}
