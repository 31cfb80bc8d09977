import RxCounts
import RxModel

extension DrugRows {
  private static let mostNamed = 5
  /// The fewest rows of which a share is told where small counts are kept back.
  private static let fewestControlled = 11

  /// Warnings of drugs that are not in the code list and of factors that can't be used, in whole percents of the rows
  /// of people. Under disclosure control a value counts from as many rows on as a cell of persons needs, and from half a
  /// percent, and no share is told.
  func notes(_ policy: DisclosurePolicy) -> [String] {
    [lookAlikes(policy), unmatchedRows == rows ? mostFrequent(policy) : nil].compactMap { $0 }
      + unusable(policy)
  }

  /// The share and the most frequent of the values that are not in the code list, where these are not all of the rows:
  /// most data hold drugs that a study is not about.
  func remarks(_ policy: DisclosurePolicy) -> [String] {
    unmatchedRows == rows ? [] : [mostFrequent(policy)].compactMap { $0 }
  }

  /// By row of the code list, how many of the rows of people are of it. Nothing is told under disclosure control: shares
  /// of codes would tell of figures that are kept back.
  func shownUse(_ policy: DisclosurePolicy) -> [Int: Int] { policy.isControlled ? [:] : rowsOfEntry }

  private func lookAlikes(_ policy: DisclosurePolicy) -> String? {
    let alike = values.filter { $0.resembles != nil && isTold($0.rows, policy) }
    guard !alike.isEmpty else { return nil }
    let named = alike.prefix(Self.mostNamed).map { value in
      "'\(messageLine(value.text, longest: 60))' (\(value.resembles ?? "")\(policy.isControlled ? "" : ", \(share(value.rows))"))"
    }
    let rest = alike.count > Self.mostNamed ? " and \(alike.count - Self.mostNamed) more" : ""
    return
      "prescriptions: \(rows(alike.reduce(0) { $0 + $1.rows }, policy)) have drugs that are not in the code list and look"
      + " like one that is: \(named.joined(separator: ", "))\(rest); put these values into a code list "
      + "(drugs.files), or correct them; 'rxuse codes match' shows what each becomes"
  }

  private func mostFrequent(_ policy: DisclosurePolicy) -> String? {
    guard unmatchedRows > 0, isTold(unmatchedRows, policy) else { return nil }
    let named = values.filter { isTold($0.rows, policy) }.prefix(Self.mostNamed).map {
      "'\(messageLine($0.text, longest: 60))'\(policy.isControlled ? "" : " (\(share($0.rows)))")"
    }
    return "prescriptions: \(rows(unmatchedRows, policy)) have drugs that are not in the code list"
      + (named.isEmpty ? "" : ", most often \(named.joined(separator: ", "))")
      + "; see with 'rxuse codes match' whether drugs of the study are among them"
  }

  private func unusable(_ policy: DisclosurePolicy) -> [String] {
    unusableFactors.filter { isTold($0.rows, policy) }.map { factor in
      "prescriptions: \(rows(factor.rows, policy)) are of \(factor.ingredient), whose MME factor is per "
        + "\(factor.per) and can't be used with a strength in mg: these have no dose; list the products with strength and "
        + "factor in a code list (drugs.files), or leave out the column 'strength', so that names tell it"
    }
  }

  private func isTold(_ count: Int, _ policy: DisclosurePolicy) -> Bool {
    guard policy.isControlled else { return count > 0 }
    return count >= max(policy.minCell, Self.fewestControlled) && 200 * count >= rows
  }

  /// So many of the rows of people in words.
  private func rows(_ count: Int, _ policy: DisclosurePolicy) -> String {
    "\(policy.isControlled ? "some" : share(count)) of the rows"
  }

  /// A share of the rows of people in whole percents.
  private func share(_ count: Int) -> String {
    guard rows > 0 else { return "0%" }
    let percent = (200 * count + rows) / (2 * rows)
    return percent == 0 ? "less than 1%" : percent == 100 && count < rows ? "more than 99%" : "\(percent)%"
  }
}
