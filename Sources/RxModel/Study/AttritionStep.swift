/// A step of the attrition: what became of some of the rows.
package enum AttritionStep: Hashable, Sendable {
  /// Rows read of an input.
  case read(InputKind)
  /// Rows of an input that were rejected, by reason.
  case rejected(RejectReason, of: InputKind)
  case notInRoster
  case notInCodeList
  case afterStudy
  case reversed
  case reversal
  case reversalOfNoFill
  case duplicate
  case outsideObservation
  case used
  /// Used rows that are in a numerator or a dose: dated on an observed day in an interval of their person, of a drug that
  /// a measure names.
  case counted
  /// Used rows that are equal to another, all but the first of each.
  case equalToAnother
  /// Rows that were not rejected, in which a number was put in the place of a missing days' supply.
  case supplyPutIn
  /// Used rows whose quantity is there and no number.
  case quantityUnreadable
  /// Used rows whose strength is there and no number.
  case strengthUnreadable
  /// Used rows of a drug class whose dose in a unit is not known.
  case withoutDose(drug: String, unit: DoseUnit)
  /// Used rows of a drug class whose dose in a unit is beyond all sense and was cut off.
  case doseCutOff(drug: String, unit: DoseUnit)

  /// Its name in attrition.csv; a step of prescriptions is named without their kind.
  package var name: String {
    switch self {
    case .read(let kind): Self.named("rows read", kind)
    case .rejected(let reason, let kind): Self.named("rejected: \(reason.rawValue)", kind)
    case .notInRoster: "not in the roster"
    case .notInCodeList: "drug not in the code list"
    case .afterStudy: "after the study period"
    case .reversed: "reversed"
    case .reversal: "reversal"
    case .reversalOfNoFill: "reversal of no fill"
    case .duplicate: "duplicate"
    case .outsideObservation: "outside observation"
    case .used: "used"
    case .counted: "counted"
    case .equalToAnother: "equal to another row"
    case .supplyPutIn: "supply put in"
    case .quantityUnreadable: "quantity unreadable"
    case .strengthUnreadable: "strength unreadable"
    case .withoutDose(let drug, let unit): "used, but without a dose of \(drug) in \(unit.rawValue)"
    case .doseCutOff(let drug, let unit): "used, with a dose of \(drug) in \(unit.rawValue) that was cut off"
    }
  }

  private static func named(_ step: String, _ kind: InputKind) -> String {
    kind == .prescriptions ? step : "\(kind.rawValue): \(step)"
  }
}
