import RxModel

/// The finder of the drug sets that the names in `measures` and `products` stand for.
package enum DrugSets {
  /// The drug set of each distinct name of the study, in order of first use.
  /// - Throws: `RxFault` (78) for the names that match nothing, with the classes there are.
  package static func resolve(_ study: Study, in list: DrugList) throws(RxFault) -> [DrugSet] {
    var drugSets: [DrugSet] = []
    var faults: [RxFault] = []
    for drug in study.measures.flatMap(\.drugs) + (study.products?.drugs ?? [])
    where !drugSets.contains(where: { $0.names == [drug.name] }) {
      do throws(RxFault) {
        drugSets.append(try drugSet(drug, in: list))
      } catch {
        if !faults.contains(where: { $0.message == error.message }) { faults.append(error) }
      }
    }
    if let fault = RxFault(all: faults) { throw fault }
    for spec in study.measures where !spec.joinedDrugs.isEmpty {
      let names = spec.joinedDrugs.map(\.name)
      guard !drugSets.contains(where: { $0.names == names }) else { continue }
      drugSets.append(joined(names, drugSets.filter { names.map { [$0] }.contains($0.names) }, in: list))
    }
    return drugSets
  }

  private static func drugSet(_ drug: Sourced, in list: DrugList) throws(RxFault) -> DrugSet {
    let wanted = drug.name.lowercased()
    let indices = list.entries.indices
    let ofClass = indices.filter { list.entries[$0].drugClass.lowercased() == wanted }
    if !ofClass.isEmpty { return chained([drug.name], ofClass, in: list) }
    let ofIngredient = indices.filter { list.entries[$0].ingredient.lowercased() == wanted }
    if !ofIngredient.isEmpty {
      return DrugSet(
        names: [drug.name], chainOfEntry: Dictionary(uniqueKeysWithValues: ofIngredient.map { ($0, 0) }),
        chainCount: 1)
    }
    if list.origin == ["built-in"], wanted.count >= 3,
      let ofATC = ofATC(ATCCodes.current(wanted), names: [drug.name], in: list)
    {
      return ofATC
    }
    let classes = list.entries.map(\.drugClass).distinct()
    let near = suggestion(for: drug.name, among: classes + list.entries.map(\.ingredient))
    throw RxFault(
      .config,
      "'\(drug.name)' is no class and no ingredient of the code list; the classes are "
        + classes.joined(separator: ", "), at: drug.place, remedy: near)
  }

  /// The products whose ATC code begins with `start`; nil where no entry has such a code.
  private static func ofATC(_ start: String, names: [String], in list: DrugList) -> DrugSet? {
    var codes: [Int: Set<String>] = [:]
    var indices: [Int] = []
    for (index, entry) in list.entries.enumerated() {
      let all = entry.atc.map { $0.lowercased() }
      let own = all.filter { $0.hasPrefix(start) }
      if own.isEmpty { continue }
      indices.append(index)
      // Every product of an entry has one of its codes.
      if own.count < all.count { codes[index] = Set(own) }
    }
    return indices.isEmpty ? nil : chained(names, indices, codes, in: list)
  }

  /// The products of several sets.
  private static func joined(_ names: [String], _ parts: [DrugSet], in list: DrugList) -> DrugSet {
    var codes: [Int: Set<String>] = [:]
    var whole: Set<Int> = []
    for part in parts {
      for entry in part.chainOfEntry.keys {
        if let own = part.codesOfEntry[entry] {
          codes[entry, default: []].formUnion(own)
        } else {
          whole.insert(entry)
        }
      }
    }
    for (entry, own) in codes where whole.contains(entry) || own.count == list.entries[entry].atc.count {
      codes[entry] = nil
    }
    return chained(names, Set(parts.flatMap(\.chainOfEntry.keys)).sorted(), codes, in: list)
  }

  /// A chain for each ingredient; an entry without one is its own.
  private static func chained(
    _ names: [String], _ indices: [Int], _ codes: [Int: Set<String>] = [:], in list: DrugList
  ) -> DrugSet {
    var chains: [String: Int] = [:]
    var chainOfEntry: [Int: Int] = [:]
    for index in indices {
      let entry = list.entries[index]
      let key =
        entry.ingredient.isEmpty
        ? "code \(entry.code.lowercased())" : "ingredient \(entry.ingredient.lowercased())"
      let chain = chains[key] ?? chains.count
      chains[key] = chain
      chainOfEntry[index] = chain
    }
    return DrugSet(
      names: names, chainOfEntry: chainOfEntry, chainCount: chains.count, codesOfEntry: codes)
  }
}
