import RxDecode
import RxModel

/// Text values of one grouping variable, in the order of results.csv.
struct LevelOrder {
  /// The labels by level number; 0 is `unknown`.
  let labels: [String]
  /// The place of each level among all.
  let rank: [Int]

  /// The levels of `dictionary`, in byte order, `unknown` last.
  init(_ dictionary: SharedDictionary) {
    let labels = [unknownLevel] + dictionary.texts.map(levelLabel)
    let order = labels.indices.dropFirst().sorted {
      labels[$0].utf8.lexicographicallyPrecedes(labels[$1].utf8)
    }
    var rank = [Int](repeating: labels.count, count: labels.count)
    for (place, level) in order.enumerated() { rank[level] = place }
    self.labels = labels
    self.rank = rank
  }
}
