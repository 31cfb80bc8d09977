import RxDecode
import RxModel

/// The plan of exposure, the same for every person of a run.
struct ExposurePlan: Sendable {
  /// A drug set that a drug is in, with the chains of fills that it takes part in there.
  struct Membership: Sendable {
    let drugSet: Int
    /// Places in `chains`: chain numbers, which are unique over all drug sets.
    let chains: Range<Int>
  }

  /// The study's intervals.
  let index: IntervalIndex
  /// The rule by which fills are put end to end.
  let carryOver: CarryOver
  /// The number of drug sets.
  let drugSetCount: Int
  /// The number of chains that the drug sets have together.
  let chainCount: Int
  /// The most chains that a drug takes part in within one drug set.
  let longestMembership: Int
  /// All memberships, those of a drug together.
  let memberships: [Membership]
  /// The places where each drug's memberships begin; one more at the end.
  let firstMembership: [Int]
  /// The chain numbers of the memberships; see `Membership`.
  let chains: [Int]
  /// The columns kept of each fill besides.
  let columns: FillColumns
  /// The doses that measures ask for.
  let doseTables: [DoseTable]

  /// A plan for drug sets with `chainCounts` chains, and drugs that are in them as the registry says.
  init(
    index: IntervalIndex, carryOver: CarryOver, chainCounts: [Int],
    memberships: [[DrugRegistry.Membership]], columns: FillColumns, doseTables: [DoseTable]
  ) {
    self.index = index
    self.carryOver = carryOver
    self.columns = columns
    self.doseTables = doseTables
    drugSetCount = chainCounts.count
    chainCount = chainCounts.reduce(0, +)
    let firstChains = chainCounts.indices.map { chainCounts[..<$0].reduce(0, +) }
    var all: [Membership] = []
    var first = [0]
    var chains: [Int] = []
    var longest = 1
    for drug in memberships {
      for membership in drug {
        let start = chains.count
        chains += membership.chains.map { firstChains[membership.drugSet] + $0 }
        all.append(Membership(drugSet: membership.drugSet, chains: start..<chains.count))
        longest = max(longest, membership.chains.count)
      }
      first.append(all.count)
    }
    self.memberships = all
    firstMembership = first
    self.chains = chains
    longestMembership = carryOver == .drug ? longest : 1
  }

  /// The chains that a drug takes part in within a drug set.
  func chains(of drug: Int, in drugSet: Int) -> ArraySlice<Int> {
    for membership in memberships[firstMembership[drug]..<firstMembership[drug + 1]]
    where membership.drugSet == drugSet {
      return chains[membership.chains]
    }
    return []
  }
}
