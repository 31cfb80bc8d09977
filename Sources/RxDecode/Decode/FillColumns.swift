import RxCounts
import RxModel

/// What is kept of a fill beside the 16 bytes of `FillRow`, for the measures that ask: numbers for the values of some
/// columns, 0 where a field is empty.
struct FillColumns: Sendable {
  /// A kept value.
  enum Kind: Hashable, Sendable {
    /// The same for rows whose details (quantity, prescriber and pharmacy) are the same, after parsing.
    case duplicate
    /// The same for rows whose details are the same, the quantity without its sign, and the strength too: a reversal
    /// and what it reverses.
    case reversal
    /// The value of one column; a row's own claim and the claim that it reverses are numbers of the same names.
    case column(InputColumn)
  }

  /// In the order in which they are kept; `duplicate` is the first where it is there.
  let kinds: [Kind]
  /// The uses of columns that the study has.
  private let uses: Set<ColumnRule.Use>

  /// What `study` asks for.
  init(_ study: Study) {
    let input = study.prescriptions
    var uses: Set<ColumnRule.Use> = [.demographics, .reversals]
    var kinds: [Kind] = []
    if input.dropsDuplicates || study.sensitivity?.dropsDuplicates.contains(true) == true {
      kinds.append(.duplicate)
      uses.insert(.details)
    }
    switch input.reversals {
    case .status, .negative:
      kinds.append(.reversal)
      uses.formUnion([.details, .reversedFill])
    case .reference: uses.insert(.claims)
    case nil: break
    }
    if study.measures.contains(where: { !$0.doses.isEmpty }) { uses.insert(.doses) }
    if study.measures.contains(where: \.needsPrescriber) { uses.insert(.prescribers) }
    if study.measures.contains(where: \.needsPharmacy) { uses.insert(.pharmacies) }
    let keeping = uses.filter(\.keepsValue)
    let kept = InputKind.prescriptions.columns.filter { rule in
      input[rule.column] != nil && !rule.uses.isDisjoint(with: keeping)
    }
    self.kinds = kinds + kept.map { .column($0.column) }
    self.uses = uses
  }

  /// Whether rows can take others back.
  var hasReversals: Bool { place(.reversal) != nil || place(.claim) != nil }

  /// Whether a row's field of the column is read; other columns must be there and be UTF-8.
  func isRead(_ rule: ColumnRule) -> Bool { rule.uses.isEmpty || !rule.uses.isDisjoint(with: uses) }

  /// Names for the values of each column.
  func names() -> [SharedNames] {
    var names: [SharedNames] = []
    for kind in kinds {
      names.append(kind == .column(.original) ? names.last ?? SharedNames() : SharedNames())
    }
    return names
  }

  /// How many values a fill has.
  var count: Int { kinds.count }

  /// The place of a value among them, or nil where it is not kept.
  func place(_ kind: Kind) -> Int? { kinds.firstIndex(of: kind) }

  /// The place of a column's value among them, or nil where it is not kept.
  func place(_ column: InputColumn) -> Int? { place(.column(column)) }
}
