import RxCounts
import RxModel
import RxRelease

extension CountTable {
  /// This table with groups added that nobody asked for and that can be worked out in two ways: groupings by age and sex,
  /// and by age and region, both add up to the age bands.
  var withImpliedGroups: CountTable {
    var result = self
    for variables in impliedGroupings {
      let finer = groupings.filter { Set($0.variables).isStrictSuperset(of: variables) }
      // Groups that are split by age have no age bands to add up.
      let byAge = finer.first { strata[$0.strata[0]].ageVariable.map { variables.contains($0) } ?? true }
      guard let parts = (byAge ?? finer.first)?.strata else { continue }
      var members: [[String]: [Int]] = [:]
      for stratum in parts {
        members[variables.map { strata[stratum].levels[$0] }, default: []].append(stratum)
      }
      for levels in members.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        result.add(variables, of: members[levels] ?? [])
      }
    }
    return result
  }

  /// The variables that two groupings share, where there is no such grouping; and what these share.
  private var impliedGroupings: [[Int]] {
    var known = groupings.map { Set($0.variables) }
    let published = known.count
    var next = 0
    while next < known.count {
      for other in known[..<next] {
        let shared = known[next].intersection(other)
        if !known.contains(shared) { known.append(shared) }
      }
      next += 1
    }
    return known[published...].map { $0.sorted() }
  }

  /// Adds the group by `variables` of which these are all parts.
  private mutating func add(_ variables: [Int], of parts: [Int]) {
    guard var group = parts.first.map({ strata[$0] }) else { return }
    for variable in group.variables where !variables.contains(variable) { group.levels[variable] = allLevel }
    group.variables = variables
    if let age = group.ageVariable, !variables.contains(age) {
      (group.ageVariable, group.ageBand, group.ageFrom) = (nil, nil, nil)
    }
    strata.append(group)
    counts += Self.sum(counts, of: parts, each: intervals.count * counterCount)
    if !residents.isEmpty { residents += Self.sum(residents, of: parts, each: intervals.count) }
    let bands = ageBands.bandCount
    guard bands > 0 else { return }
    ageBands.hasResidents.append(parts.allSatisfy { ageBands.hasResidents[$0] })
    ageBands.counts += Self.sum(ageBands.counts, of: parts, each: bands * intervals.count * counterCount)
    ageBands.residents += Self.sum(ageBands.residents, of: parts, each: bands * intervals.count)
  }

  /// The sums over `parts` of values that stand in `all` part by part, `each` of a part.
  private static func sum<Value: AdditiveArithmetic>(_ all: [Value], of parts: [Int], each: Int) -> [Value] {
    (0..<each).map { place in parts.reduce(.zero) { $0 + all[$1 * each + place] } }
  }
}
