import RxModel

/// The columns of a prescription file that are kept beside the eight bytes of a row, for the measures and rules that
/// ask: level numbers of their values, 0 where a field is empty.
package struct FillColumns: Sendable {
  /// The kept columns, in the order in which they are kept.
  package let kept: [InputColumn]
  /// The uses of columns that the study has.
  private let uses: Set<ColumnRule.Use>
  /// True where a hash of the details is kept, in which rows that are the same agree: nobody needs the details
  /// themselves.
  let comparesDetails: Bool
  /// True where it is kept of a row whether its days' supply was put in.
  private let keepsPutIn: Bool
  /// True where the number of a row's file is kept.
  private let keepsFile: Bool

  /// The columns that `study` asks for, of rows of so many files.
  package init(_ study: Study, fileCount: Int = 1) {
    let input = study.prescriptions
    var uses: Set<ColumnRule.Use> = [.demographics, .reversals]
    if input.dropsDuplicates || study.sensitivity?.dropsDuplicates.contains(true) == true {
      uses.insert(.details)
    }
    switch input.reversals {
    case .status, .negative: uses.formUnion([.details, .reversedFill])
    case .reference: uses.insert(.claims)
    case nil: break
    }
    if study.products != nil || study.measures.contains(where: { !$0.doses.isEmpty }) { uses.insert(.doses) }
    if study.measures.contains(where: \.needsPrescriber) { uses.insert(.prescribers) }
    if study.measures.contains(where: \.needsPharmacy) { uses.insert(.pharmacies) }
    let keeping = uses.filter(\.keepsValue)
    kept = InputKind.prescriptions.columns.filter { rule in
      input[rule.column] != nil && !rule.uses.isDisjoint(with: keeping)
    }.map(\.column)
    comparesDetails =
      !uses.contains(.details)
      && InputKind.prescriptions.columns.contains { input[$0.column] != nil && $0.uses.contains(.details) }
    if comparesDetails { uses.insert(.details) }
    self.uses = uses
    keepsPutIn = study.products != nil && input.missingSupplyDays != nil && input.supply != .none
    keepsFile = fileCount > 1
  }

  /// True if a row's field of the column is read; other columns must be there and be UTF-8.
  func isRead(_ rule: ColumnRule) -> Bool { rule.uses.isEmpty || !rule.uses.isDisjoint(with: uses) }

  /// A dictionary for each kept column; a row's own claim and the claim that it reverses share one.
  func dictionaries() -> [SharedDictionary] {
    let claims = SharedDictionary()
    return kept.map { $0 == .claim || $0 == .original ? claims : SharedDictionary() }
  }

  /// The number of values that a row has: those of the kept columns, then the hash of its details, whether its days' supply was
  /// put in, and the number of its file, where these are kept.
  package var count: Int {
    kept.count + (comparesDetails ? 1 : 0) + (keepsPutIn ? 1 : 0) + (keepsFile ? 1 : 0)
  }

  /// The place of the details' hash among them, or nil where it is not kept.
  package var detailsPlace: Int? { comparesDetails ? kept.count : nil }
  /// The place among them of 1 where days' supply was put in, else 0; nil where it is not kept.
  package var putInPlace: Int? { keepsPutIn ? kept.count + (comparesDetails ? 1 : 0) : nil }
  /// The place of the file's number among them, or nil where it is not kept.
  package var filePlace: Int? { keepsFile ? count - 1 : nil }

  /// The place of a column's value among them, or nil where it is not kept.
  package func place(_ column: InputColumn) -> Int? { kept.firstIndex(of: column) }
}
