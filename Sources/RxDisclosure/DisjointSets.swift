/// Numbers in sets that are joined one by one.
struct DisjointSets {
  private var parent: [Int]

  /// So many numbers, each alone.
  init(count: Int) { parent = Array(0..<count) }

  /// The number that stands for the set of `place`.
  mutating func root(_ place: Int) -> Int {
    var place = place
    while parent[place] != place {
      parent[place] = parent[parent[place]]
      place = parent[place]
    }
    return place
  }

  /// Makes one set of two.
  mutating func join(_ a: Int, _ b: Int) { parent[root(b)] = root(a) }
}
