import CSVStream
import RxModel

/// A code list of the study's own, each of its rows checked.
struct OwnCodeList {
  /// Its rows in their order.
  private(set) var entries: [DrugEntry] = []

  private static let factors = ["mme_factor", "diazepam_mg"]
  private static let amounts = ["strength_mg", "ddd_mg"] + factors
  /// The keys by which a study maps its columns; one that is not mapped is looked for under its own name.
  static let keys: [any StudyKey] = [
    Parameter.header("code", "the code or the product's name"),
    Parameter.header("class", "the class; not with a class for the whole list"),
    Parameter.header("ingredient", "the ingredient"),
    Parameter.header("strength_mg", "mg of the ingredient in a unit"),
    Parameter.header("ddd_mg", "the defined daily dose in mg"),
    Parameter.header("mme_factor", "mg of oral morphine that a mg is worth; can be a fraction, 20/3"),
    Parameter.header("diazepam_mg", "mg of diazepam that a mg is worth; can be a fraction"),
    Parameter.header("days_factor", "days that a recorded day of supply stands for: 3 for patches"),
  ]
  /// Our names of the columns.
  static let columns = keys.map(\.name)
  private static let daysFactorRange = 1...30

  /// The rows of `table`, which was read from `file`.
  /// - Throws: `RxFault` (78) at the first mistake.
  init(_ table: SmallTable, file: CodeListFile) throws(RxFault) {
    let places = try TableColumns(table, "the code list", file.file, file.syntax).places(
      of: Self.columns.filter { $0 != "class" || file.drugClass == nil },
      required: file.drugClass == nil ? ["code", "class"] : ["code"], mapped: file.columns)
    guard !table.rows.isEmpty else {
      throw RxFault(.config, "the code list \(file.name) has no rows", at: file.place)
    }
    for row in table.naming(places).rows {
      let place = RxFault.Place(file: file.name, line: row.line)
      entries.append(try Self.entry(row, of: file, place))
    }
  }

  private static func entry(
    _ row: SmallTable.Row, of file: CodeListFile, _ place: RxFault.Place
  ) throws(RxFault) -> DrugEntry {
    let decimal = file.syntax.decimal
    var entry = CodeList.facts(row, decimal: decimal)
    entry.code = trimmingBlanks(row["code"])
    if let drugClass = file.drugClass { entry.drugClass = drugClass }
    guard !entry.drugClass.isEmpty else { throw RxFault(.config, "the row has no class", at: place) }
    guard !(entry.code.isEmpty && entry.ingredient.isEmpty) else {
      throw RxFault(.config, "the row has neither a code nor an ingredient", at: place)
    }
    for name in amounts where !row[name].isEmpty {
      // A factor can be a fraction of two numbers, `20/3`.
      let parts = row[name].split(separator: "/", omittingEmptySubsequences: false)
      guard factors.contains(name), parts.count == 2 else {
        try checkAmount(row[name], decimal, name, place)
        continue
      }
      for part in parts { try checkAmount(String(part), decimal, name, place) }
      guard parts[1].contains(where: { ("1"..."9").contains($0) }) else {
        throw RxFault(.config, "'\(name)' is divided by 0: '\(row[name])'", at: place)
      }
    }
    if !row["days_factor"].isEmpty { entry.daysFactor = try daysFactor(row["days_factor"], place) }
    return entry
  }

  /// Doses are exact, and what can't be taken exactly would be a dose that is not known.
  private static func checkAmount(
    _ text: String, _ decimal: UInt8, _ name: String, _ place: RxFault.Place
  ) throws(RxFault) {
    // A number of a list has a digit on either side of its point, and no sign.
    let ends = [text.first, text.last].compactMap { $0 }
    let (own, other) = decimal == UInt8(ascii: ",") ? (",", ".") : (".", ",")
    let isOther = text.contains(other)
    switch ExactDecimal.read(isOther ? text : text.replacing(own, with: ".")) {
    case .number where isOther: break
    case .number where ends.allSatisfy(\.isASCIIDigit): return
    case .tooLong where ends.allSatisfy(\.isASCIIDigit):
      throw RxFault(
        .config, "'\(name)' has more than \(ExactDecimal.mostDigits) digits: '\(text)'", at: place,
        remedy: "round it")
    case .number, .tooLong, .noNumber: break
    }
    throw RxFault(
      .config, "'\(name)' is no number: '\(text)'", at: place,
      remedy: isOther && text.allSatisfy { $0.isASCIIDigit || "\($0)" == other }
        ? "the decimal sign is '\(own)'; write 'decimal: \"\(other)\"' where the study names the file" : "")
  }

  private static func daysFactor(_ text: String, _ place: RxFault.Place) throws(RxFault) -> Int {
    guard let factor = Int(text), daysFactorRange.contains(factor) else {
      let range = "\(daysFactorRange.lowerBound) to \(daysFactorRange.upperBound)"
      throw RxFault(
        .config, "'days_factor' must be a whole number from \(range), not '\(text)'", at: place)
    }
    return factor
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
