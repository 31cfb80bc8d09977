/// The facts on one patient in one interval at one row of results.csv, for the reasons of `rxuse explain`.
package protocol PatientFacts {
  /// The row's measure, definition and drug as results.csv writes them.
  var measure: String { get }
  var definition: String { get }
  var drug: String { get }
  /// The amounts that the patient adds to the row's numerator and denominator.
  var numerator: Double { get }
  var denominator: Int { get }
  /// Fills of the row's drug on observed days, the days' supply of these, and the observed days covered by the drug.
  var fills: Int { get }
  var suppliedDays: Int { get }
  var coveredDays: Int { get }
  /// The most days that an era of the row's drug has lasted on an observed covered day; 0 without one.
  func longestRun(gapDays: Int) -> Int
  /// The amount that the patient adds to the numerator of another row of the same drug; nil without one.
  func numerator(of measure: String, definition: String) -> Double?
  /// The times that the patient adds to the row's series, in days, each with whether an event ended it.
  var times: [(days: Int, isEvent: Bool)] { get }
  /// The value that the patient adds to the series that the row is a quantile of; nil where it is none, or the patient
  /// has no value.
  var value: Int? { get }
  /// An amount with two decimals.
  func amount(_ value: Double) -> String
}

extension PatientFacts {
  /// The numerator of a row that counts whole things.
  var count: Int { Int(numerator) }
  /// The fills, in words.
  var fillsText: String { "\(fills) \(fills == 1 ? "fill" : "fills")" }
}
