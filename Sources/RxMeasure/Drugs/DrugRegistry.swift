import RxModel
import RxParallel

/// The drugs of the data that are in the code list: what the list says of each, and which of the study's drug sets it
/// is in.
struct DrugRegistry: Sendable {
  /// A drug set that a drug is in, with the chains of fills that it takes part in there.
  struct Membership: Sendable {
    let drugSet: Int
    let chains: [Int]
  }

  /// A drug that is in the list.
  struct Drug: Sendable {
    /// The name or code as the data write it, in lower case.
    let name: String
    /// The rows of the list that it stands for.
    let matches: [DrugMatch]
    let memberships: [Membership]
    /// The factor by which its recorded days' supply is multiplied.
    let daysFactor: Int32
  }

  /// The names and codes of the data, by their level number less 1.
  let names: [String]
  /// The drugs, by number.
  let drugs: [Drug]
  /// By the data's level number of a drug its number here; -1 is not in the list, as the empty name never is.
  let numbers: [Int32]
  /// By the data's level number the factor by which the recorded days' supply is multiplied.
  let daysFactors: [Int32]

  private static let namesAtOnce = 64

  /// The drugs of the data, called `names`, by `list`, for `drugSets`; case is ignored.
  init(_ names: [String], list: DrugList, drugSets: [DrugSet], threads: Int) {
    self.names = names
    let folded = names.map { $0.lowercased() }
    var placeOfName: [String: Int] = [:]
    var distinct: [String] = []
    for name in folded where placeOfName[name] == nil {
      placeOfName[name] = distinct.count
      distinct.append(name)
    }
    let all = distinct
    let batches = (all.count + Self.namesAtOnce - 1) / Self.namesAtOnce
    let found = parallelMap(batches, workers: threads) { batch, _ in
      all[(batch * Self.namesAtOnce)..<min(all.count, (batch + 1) * Self.namesAtOnce)].map { name in
        name.isEmpty ? nil : Self.drug(name, list, drugSets)
      }
    }
    var drugs: [Drug] = []
    let numberOfPlace = found.joined().map { drug -> Int32 in
      guard let drug else { return -1 }
      drugs.append(drug)
      return Int32(drugs.count - 1)
    }
    let numbers = [-1] + folded.map { name in placeOfName[name].map { numberOfPlace[$0] } ?? -1 }
    self.drugs = drugs
    self.numbers = numbers
    daysFactors = numbers.map { $0 < 0 ? 1 : drugs[Int($0)].daysFactor }
  }

  private static func drug(_ name: String, _ list: DrugList, _ drugSets: [DrugSet]) -> Drug? {
    let matches = list.match(name)
    guard !matches.isEmpty else { return nil }
    let memberships = drugSets.indices.compactMap { drugSet -> Membership? in
      let chains = Set(matches.compactMap { drugSets[drugSet].chain(of: $0) })
      return chains.isEmpty ? nil : Membership(drugSet: drugSet, chains: chains.sorted())
    }
    return Drug(
      name: name, matches: matches, memberships: memberships,
      daysFactor: Int32(matches.map { ($0.facts ?? list.entries[$0.entry]).daysFactor }.max() ?? 1))
  }
}
