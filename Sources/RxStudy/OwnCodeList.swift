import CSVStream
import RxModel

/// A code list of the study's own, each of its rows checked.
struct OwnCodeList {
  /// Its rows in their order.
  private(set) var entries: [DrugEntry] = []
  /// The days' factor of each code, in small letters.
  private var daysFactors: [String: Int] = [:]

  private static let required = ["code", "class"]
  private static let amounts = ["strength_mg", "ddd_mg", "mme_factor", "diazepam_mg"]
  private static let columns = required + ["ingredient"] + amounts + ["days_factor"]
  private static let daysFactorRange = 1...30

  /// The rows of `table`, which was read from `file`.
  /// - Throws: `RxFault` (78) at the first mistake.
  init(_ table: SmallTable, file: Sourced) throws(RxFault) {
    try Self.checkHeader(table.header, file)
    guard !table.rows.isEmpty else {
      throw RxFault(.config, "the code list \(file.name) has no rows", at: file.place)
    }
    for row in table.rows {
      let place = RxFault.Place(file: file.name, line: row.line)
      let entry = try Self.entry(row, place)
      try checkDaysFactor(of: entry, place)
      entries.append(entry)
    }
  }

  private static func checkHeader(_ header: [String], _ file: Sourced) throws(RxFault) {
    for needed in required where !header.contains(needed) {
      let names = ColumnNames(header, wanted: columns)
      throw RxFault(
        .config, "no column '\(needed)' in the code list \(file.name); \(names.text)", at: file.place,
        remedy: names.remedy(for: needed))
    }
    for (index, column) in header.enumerated()
    where columns.contains(column) && header[..<index].contains(column) {
      throw RxFault(
        .config, "the column '\(column)' is there twice", at: RxFault.Place(file: file.name, line: 1))
    }
  }

  private static func entry(_ row: SmallTable.Row, _ place: RxFault.Place) throws(RxFault) -> DrugEntry {
    var entry = CodeList.facts(row)
    entry.code = row["code"]
    guard !entry.drugClass.isEmpty else { throw RxFault(.config, "the row has no class", at: place) }
    guard !(entry.code.isEmpty && entry.ingredient.isEmpty) else {
      throw RxFault(.config, "the row has neither a code nor an ingredient", at: place)
    }
    for name in amounts where !row[name].isEmpty { try checkAmount(row[name], name, place) }
    if !row["days_factor"].isEmpty { entry.daysFactor = try daysFactor(row["days_factor"], place) }
    return entry
  }

  /// Doses are exact, and what can't be taken exactly would be a dose that is not known.
  private static func checkAmount(_ text: String, _ name: String, _ place: RxFault.Place) throws(RxFault) {
    // A number of a list has a digit on either side of its point, and no sign.
    let ends = [text.first, text.last].compactMap { $0 }
    switch ExactDecimal.read(text) {
    case .number where ends.allSatisfy(\.isASCIIDigit): return
    case .tooLong where ends.allSatisfy(\.isASCIIDigit):
      throw RxFault(
        .config, "'\(name)' has more than \(ExactDecimal.mostDigits) digits: '\(text)'", at: place,
        remedy: "round it")
    case .number, .tooLong, .noNumber:
      throw RxFault(.config, "'\(name)' is no number: '\(text)'", at: place)
    }
  }

  private static func daysFactor(_ text: String, _ place: RxFault.Place) throws(RxFault) -> Int {
    guard let factor = Int(text), daysFactorRange.contains(factor) else {
      let range = "\(daysFactorRange.lowerBound) to \(daysFactorRange.upperBound)"
      throw RxFault(
        .config, "'days_factor' must be a whole number from \(range), not '\(text)'", at: place)
    }
    return factor
  }

  /// The rows of one code have one factor, since a row of data has one days' supply.
  private mutating func checkDaysFactor(of entry: DrugEntry, _ place: RxFault.Place) throws(RxFault) {
    let code = entry.code.lowercased()
    guard !code.isEmpty else { return }
    let earlier = daysFactors.updateValue(entry.daysFactor, forKey: code)
    guard earlier ?? entry.daysFactor == entry.daysFactor else {
      throw RxFault(.config, "the rows of the code '\(entry.code)' have different days_factor", at: place)
    }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
