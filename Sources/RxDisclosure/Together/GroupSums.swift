/// The sums that hold between groups: a group is the sum of those that refine it.
struct GroupSums: Sendable {
  /// A group, and groups that it is the sum of.
  struct Sum: Hashable, Sendable {
    var whole: PeopleGroup
    var parts: [PeopleGroup]
  }

  /// Groups that are split by the same variables and make everyone together.
  struct Layer: Hashable, Sendable {
    var variables: Set<String>
    var groups: [PeopleGroup]

    /// These groups, each once, which are split by the same variables.
    init(_ groups: [PeopleGroup]) {
      variables = Set(groups.first?.variables ?? [])
      var seen: Set<PeopleGroup> = []
      self.groups = groups.filter { seen.insert($0).inserted }
    }
  }

  private(set) var sums: [Sum] = []

  /// The sums between the groups of these layers, of the layers that they share, with each other or with groups by
  /// `variables`, and of the layers that age bands of two kinds cut each other into.
  /// - Complexity: O(layers² x groups²).
  init(_ published: [Layer], sharedWith variables: [Set<String>] = []) {
    var layers: [Layer] = []
    var known: Set<Set<PeopleGroup>> = []
    func add(_ layer: Layer) {
      if !layer.groups.isEmpty, known.insert(Set(layer.groups)).inserted { layers.append(layer) }
    }
    published.forEach(add)
    for layer in published {
      for shared in variables.map(layer.variables.intersection) where shared != layer.variables {
        add(Layer(layer.groups.map { $0.projected(to: shared) }))
      }
    }
    var next = 0
    while next < layers.count {
      let layer = layers[next]
      for other in layers[..<next] {
        let shared = layer.variables.intersection(other.variables)
        for source in [layer, other] where source.variables != shared {
          add(Layer(source.groups.map { $0.projected(to: shared) }))
        }
        if layer.variables == other.variables { add(Self.cut(layer, other)) }
      }
      next += 1
    }
    var seen: Set<Set<PeopleGroup>> = []
    for coarse in layers {
      for fine in layers where fine != coarse && fine.variables.isSuperset(of: coarse.variables) {
        for sum in Self.sums(of: coarse, fine) where seen.insert(Set(sum.parts + [sum.whole])).inserted {
          sums.append(sum)
        }
      }
    }
  }

  /// The groups into which two layers cut each other; none where they differ in more than age bands.
  private static func cut(_ a: Layer, _ b: Layer) -> Layer {
    func besideAges(_ layer: Layer) -> Set<PeopleGroup> { Set(layer.groups.map(\.withoutAges)) }
    guard besideAges(a) == besideAges(b) else { return Layer([]) }
    return Layer(a.groups.flatMap { group in b.groups.compactMap(group.common) })
  }

  /// The groups of `coarse` that are sums of groups of `fine`: those that each of `fine` lies in or lies apart from.
  private static func sums(of coarse: Layer, _ fine: Layer) -> [Sum] {
    let projected = fine.groups.map { ($0, $0.projected(to: coarse.variables)) }
    return coarse.groups.compactMap { whole in
      var parts: [PeopleGroup] = []
      for (part, among) in projected {
        guard let common = among.common(whole) else { continue }
        guard common == among else { return nil }
        parts.append(part)
      }
      return parts.isEmpty || parts == [whole] ? nil : Sum(whole: whole, parts: parts)
    }
  }
}
