import RxDecode
import RxModel

/// Text values of one grouping variable by level number.
struct LevelLabels: Sendable {
  /// The labels by level number; 0 is whoever has no value, which is `unknown` unless the study calls it otherwise.
  let labels: [String]
  /// By level number, the first number of the level that it is a part of: of all that have its name.
  let representatives: [UInt32]

  /// The levels of `dictionary` by their `names`.
  init(_ dictionary: SharedDictionary, names: LevelNames) {
    let values = [unknownLevel] + dictionary.texts
    let places = values.map(names.place)
    let labels = zip(values, places).map { value, place in
      place.map { names.entries[$0].label } ?? levelLabel(value)
    }
    var first: [Int: UInt32] = [:]
    let listed = names.entries.count
    representatives = values.indices.map { level in
      // What is not listed is a level by itself, but for the text `unknown`.
      guard let place = places[level] ?? (values[level] == unknownLevel ? listed : nil) else {
        return UInt32(level)
      }
      let representative = first[place] ?? UInt32(level)
      first[place] = representative
      return representative
    }
    self.labels = labels
  }

  /// By level number, true where it is `unknown`.
  var isUnknown: [Bool] { labels.map { $0 == unknownLevel } }
}

/// The order of the labels of one grouping variable in results.csv: those that are listed in their order, the others in
/// byte order, `unknown` last.
struct LabelOrder {
  private let ranks: [ExactText: Int]

  /// The order of `labels` by `names`.
  init(_ labels: Set<ExactText>, names: LevelNames) {
    let listed = Dictionary(
      names.entries.enumerated().map { (ExactText($1.label), $0) }, uniquingKeysWith: { first, _ in first })
    func group(_ label: ExactText) -> Int {
      label.text == unknownLevel ? listed.count + 1 : listed[label] ?? listed.count
    }
    let order = labels.map { (group: group($0), label: $0) }
      .sorted { ($0.group, $0.label) < ($1.group, $1.label) }
    ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.label, $0) })
  }

  /// The place of a label among all.
  func rank(of label: ExactText) -> Int { ranks[label] ?? ranks.count }
}
