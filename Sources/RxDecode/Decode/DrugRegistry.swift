import CSVStream
import RxCounts
import RxModel
import Synchronization

/// Every distinct drug of the data, classified once: what the list says of it, and which of the study's drug groups
/// it is in.
final class DrugRegistry: Sendable {
  /// A drug group that a drug is in, with the chains of fills that it takes part in there.
  struct Membership: Sendable {
    let group: Int
    let chains: [Int]
  }

  private let list: DrugList
  private let groups: [DrugGroup]
  /// A drug that is in the list.
  struct Drug: Sendable {
    /// The name or code as it first came, in lower case.
    let name: String
    /// What it stands for: entries of the list.
    let entries: [Int]
    let memberships: [Membership]
    /// What its recorded days' supply is multiplied by.
    let daysFactor: Int32
  }

  private let state = Mutex<(numbers: [String: Int], drugs: [Drug])>(([:], []))

  /// A registry of drugs by `list`, for `groups`.
  init(list: DrugList, groups: [DrugGroup]) {
    self.list = list
    self.groups = groups
  }

  /// The number of the drug called `value` (case ignored), or nil where it is not in the list.
  func number(_ value: String) -> Int? {
    let folded = value.lowercased()
    if let known = state.withLock({ $0.numbers[folded] }) { return known < 0 ? nil : known }
    let entries = list.match(folded)
    let found = groups.indices.compactMap { group -> Membership? in
      let chains = Set(entries.compactMap { groups[group].chainOfEntry[$0] })
      return chains.isEmpty ? nil : Membership(group: group, chains: chains.sorted())
    }
    return state.withLock { state in
      if let known = state.numbers[folded] { return known < 0 ? nil : known }
      guard !entries.isEmpty else {
        state.numbers[folded] = -1
        return nil
      }
      state.drugs.append(
        Drug(
          name: folded, entries: entries, memberships: found,
          daysFactor: Int32(entries.map { list.entries[$0].daysFactor }.max() ?? 1)))
      state.numbers[folded] = state.drugs.count - 1
      return state.drugs.count - 1
    }
  }

  /// Every drug, by number.
  var drugs: [Drug] { state.withLock { $0.drugs } }
}

/// One worker's view of the registry: its own table in front of the lock.
struct LocalDrugs {
  private let registry: DrugRegistry
  private var names = KeyTable()
  /// By local number the registry's; -1 is not in the list, as the empty name never is.
  private var drugs: [Int32] = []
  /// By local number what the recorded days' supply is multiplied by.
  private var daysFactors: [Int32] = []
  private var numbers: [Int32] = []

  /// A view of `registry`.
  init(_ registry: DrugRegistry) { self.registry = registry }

  /// Gives the rows of a batch their drugs' numbers; -1 for those that are not in the list; and makes days' supply of
  /// what was recorded as such.
  mutating func putNumbers(in batch: RecordBatch, into accepted: inout AcceptedRows) {
    names.intern(accepted.drugKeys.span.extracting(0..<accepted.count), in: batch.fieldBytes, into: &numbers)
    for number in drugs.count..<names.count {
      let name = names.text(number)
      let drug = name.isEmpty ? nil : registry.number(name)
      drugs.append(drug.map { Int32($0) } ?? -1)
      daysFactors.append(drug.map { registry.drugs[$0].daysFactor } ?? 1)
    }
    let (numbers, drugs, daysFactors) = (numbers.span, drugs.span, daysFactors.span)
    var rows = accepted.rows.mutableSpan
    for place in numbers.indices {
      let number = Int(numbers[place])
      rows[place].drug = drugs[number]
      rows[place].daysSupply &*= daysFactors[number]
    }
  }
}
