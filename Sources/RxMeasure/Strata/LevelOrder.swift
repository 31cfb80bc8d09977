import RxDecode
import RxModel

/// Text values of one grouping variable, in the order of results.csv.
struct LevelOrder: Sendable {
  /// The labels by level number; 0 is whoever has no value, which is `unknown` unless the study calls it otherwise.
  let labels: [String]
  /// The place of each level among all.
  let rank: [Int]
  /// By level number, the first number of the level that it is a part of: of all that have its name.
  let representatives: [UInt32]

  /// The levels of `dictionary`: those that `names` lists in its order, the others in byte order, `unknown` last.
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
    let groups = labels.indices.map { labels[$0] == unknownLevel ? listed + 1 : places[$0] ?? listed }
    let order = labels.indices.sorted { one, other in
      groups[one] == groups[other]
        ? labels[one].utf8.lexicographicallyPrecedes(labels[other].utf8) : groups[one] < groups[other]
    }
    var rank = [Int](repeating: 0, count: labels.count)
    for (place, level) in order.enumerated() { rank[level] = place }
    self.labels = labels
    self.rank = rank
  }

  /// By level number, true where it is `unknown`.
  var isUnknown: [Bool] { labels.map { $0 == unknownLevel } }
}
