import RxCounts
import RxModel

/// What is kept of a fill beside the 16 bytes of `FillRow`, for the measures that ask: numbers for the values of some
/// columns, 0 where a field is empty.
struct FillColumns: Sendable {
  /// A kept value.
  enum Kind: Sendable {
    /// The same for rows whose quantity, prescriber and pharmacy are the same, after parsing.
    case duplicate
    /// The same for rows whose quantity without its sign, prescriber, pharmacy and strength are the same: a reversal
    /// and what it reverses.
    case reversal
    /// The row's own claim, and the claim that it reverses; numbers of the same names.
    case claim
    case original
    case quantity
    case strength
    case prescriber
    case pharmacy
  }

  /// In the order in which they are kept; `duplicate` is the first where it is there.
  let kinds: [Kind]

  /// What `study` asks for.
  init(_ study: Study) {
    let input = study.prescriptions
    let hasDoses = study.measures.contains { !$0.doses.isEmpty }
    var kinds: [Kind] = []
    if input.dropsDuplicates || study.sensitivity?.dropsDuplicates.contains(true) == true {
      kinds.append(.duplicate)
    }
    switch input.reversals {
    case .status, .negative: kinds.append(.reversal)
    case .reference: kinds += [.claim, .original]
    case nil: break
    }
    if hasDoses, input.quantity != nil { kinds.append(.quantity) }
    if hasDoses, input.strength != nil { kinds.append(.strength) }
    if study.measures.contains(where: \.needsPrescriber), input.prescriber != nil {
      kinds.append(.prescriber)
    }
    if study.measures.contains(where: \.needsPharmacy), input.pharmacy != nil { kinds.append(.pharmacy) }
    self.kinds = kinds
  }

  /// Whether rows can take others back.
  var hasReversals: Bool { place(.reversal) != nil || place(.claim) != nil }

  /// Names for the values of each column.
  func names() -> [SharedNames] {
    var names: [SharedNames] = []
    for kind in kinds { names.append(kind == .original ? names.last ?? SharedNames() : SharedNames()) }
    return names
  }

  /// How many values a fill has.
  var count: Int { kinds.count }

  /// The place of a value among them, or nil where it is not kept.
  func place(_ kind: Kind) -> Int? { kinds.firstIndex(of: kind) }
}
