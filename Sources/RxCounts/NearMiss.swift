import RxModel

/// A way of writing keys by which keys that match nothing would match.
package enum KeyRewriting: CaseIterable, Sendable {
  case trailingPointZero
  case leadingZeros
  case apostrophe
  case equalsQuotes
  case blanks
  case hyphens
  case letterCase
  /// As National Drug Codes, eleven digits: of drug codes alone.
  case nationalDrugCode
  /// In several of the ways before at once.
  case several

  /// Those of patients' identifiers.
  package static var ofPatients: [KeyRewriting] { allCases.filter { $0 != .nationalDrugCode } }

  /// The key in the one spelling that keys have which differ in this way alone.
  package func rewritten(_ key: String) -> String {
    switch self {
    case .trailingPointZero: return key.hasSuffix(".0") ? String(key.dropLast(2)) : key
    case .leadingZeros:
      let rest = key.drop { $0 == "0" }
      return rest.isEmpty ? key : String(rest)
    case .apostrophe: return key.hasPrefix("'") ? String(key.dropFirst()) : key
    case .equalsQuotes:
      return key.hasPrefix("=\"") && key.hasSuffix("\"") && key.count > 3
        ? String(key.dropFirst(2).dropLast()) : key
    case .blanks: return String(key.filter { !$0.isWhitespace && $0 != "\u{FEFF}" && $0 != "\u{200B}" })
    case .hyphens: return String(key.filter { $0 != "-" && $0 != "\u{2010}" && $0 != "\u{2013}" })
    case .letterCase: return key.lowercased()
    case .nationalDrugCode: return NationalDrugCode.compared(key)
    case .several:
      let ways: [KeyRewriting] = [
        .blanks, .equalsQuotes, .apostrophe, .hyphens, .trailingPointZero, .leadingZeros, .letterCase,
      ]
      return ways.reduce(key) { $1.rewritten($0) }
    }
  }

  /// The rewriting in words: what is left aside.
  package var words: String {
    switch self {
    case .trailingPointZero: "without '.0' at the end"
    case .leadingZeros: "with or without zeros in front"
    case .apostrophe: "without the apostrophe in front"
    case .equalsQuotes: "without the =\"...\" around them"
    case .blanks: "without blanks"
    case .hyphens: "without hyphens"
    case .letterCase: "without regard to letter case"
    case .nationalDrugCode: "with zeros in front to 11 digits"
    case .several: "without zeros in front, '.0', apostrophes, hyphens, blanks and letter case"
    }
  }
}

/// Keys of a file that match nothing, and would if they were written otherwise. It shows no key. Secret in its numbers.
package struct NearMiss: Sendable {
  /// The file.
  package var file: String
  /// True where the keys are patients' identifiers, looked up in the roster; else drug codes, looked up in the code list.
  package var ofPatients: Bool
  package var rewriting: KeyRewriting
  /// True where as many would match as National Drug Codes.
  package var isMendedAsNDC: Bool
  /// The rows that would match.
  package var mended: Int
  /// The rows that match nothing.
  package var unmatched: Int
  /// The rows that were not rejected.
  package var rows: Int

  /// Of `rows` rows of a file `unmatched` match nothing, of which `mended` would.
  package init(
    file: String, ofPatients: Bool, rewriting: KeyRewriting, isMendedAsNDC: Bool = false,
    mended: Int, unmatched: Int, rows: Int
  ) {
    self.file = file
    self.ofPatients = ofPatients
    self.rewriting = rewriting
    self.isMendedAsNDC = isMendedAsNDC
    self.mended = mended
    self.unmatched = unmatched
    self.rows = rows
  }
}
