/// How a study tells the rows that take a fill back.
enum NaiveReversals: Hashable, Sendable {
  case none
  /// By one of these words in the status.
  case status([String])
  /// By a quantity or days' supply below 0.
  case negative
  /// By the number of the claim that is taken back.
  case original
}

extension NaiveAcceptance {
  /// The fills: the rows not rejected, without those that take a fill back and those that are taken back.
  static func fills(_ rows: [PrescriptionRow], _ study: NaiveSettings) -> [AcceptedRow] {
    var fills = rows.filter { !isReversal($0, study.reversals) }.compactMap { prescription($0, study) }
    for row in rows where isReversal(row, study.reversals) {
      guard let reversal = prescription(study.reversals == .negative ? unsigned(row) : row, study),
        reversal.date <= study.end
      else { continue }
      if study.reversals == .original {
        fills.removeAll { sameBytes($0.raw.claim, row.original) }
      } else if let place = fills.firstIndex(where: { isSame($0, reversal) }) {
        fills.remove(at: place)
      }
    }
    return fills
  }

  private static func isReversal(_ row: PrescriptionRow, _ reversals: NaiveReversals) -> Bool {
    switch reversals {
    case .none: false
    case .status(let words): words.contains(row.status)
    case .negative: row.quantity.hasPrefix("-") || row.days.hasPrefix("-")
    case .original: !row.original.isEmpty
    }
  }

  /// The row with the numbers of the fill that it takes back.
  private static func unsigned(_ row: PrescriptionRow) -> PrescriptionRow {
    var row = row
    row.quantity = row.quantity.replacing("-", with: "")
    row.days = row.days.replacing("-", with: "")
    return row
  }

  private static func isSame(_ one: AcceptedRow, _ other: AcceptedRow) -> Bool {
    func texts(_ row: AcceptedRow) -> [[UInt8]] {
      let raw = row.raw
      let texts = [row.patient, row.drug, raw.prescriber, raw.pharmacy, number(raw.quantity)]
      return (texts + [number(raw.strength)]).map { Array($0.utf8) }
    }
    return one.day == other.day && one.days == other.days && texts(one) == texts(other)
  }
}
