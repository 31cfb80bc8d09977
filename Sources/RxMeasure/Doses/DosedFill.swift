import RxCounts
import RxModel

/// A fill whose dose is known.
struct DosedFill: Sendable {
  /// The greatest dose of a fill that is believed, in any unit: so great that none in earnest reaches it, so small that
  /// the doses of 10^9 fills are counted.
  static let greatestDose = 9e9

  /// Its supply as dispensed.
  var supply = DaySpan(Day(0), Day(0))
  /// The interval that it counts in; -1 where its date is not an observed day of the study.
  var interval: Int32 = -1
  var drug: Int32 = 0
  /// Level numbers of its quantity and strength.
  var quantity: UInt32 = 0
  var strength: UInt32 = 0
  /// The dose of the whole fill.
  var dose = 0.0

  /// The dose of one day of its supply.
  var dosePerDay: Double { dose / Double(supply.days) }

  /// An order that does not depend on that of the rows, so that sums of doubles don't either.
  static func precedes(_ a: DosedFill, _ b: DosedFill) -> Bool {
    if a.supply.start != b.supply.start { return a.supply.start < b.supply.start }
    if a.supply.end != b.supply.end { return a.supply.end < b.supply.end }
    return a.dose < b.dose
  }
}

/// The comparison of sums of doses with a bound: by doubles, and exactly where these are too near to tell. A
/// sum of n products is off by less than (n + 3) * 2^-52 of itself, and persons have far fewer fills than
/// would bring that to the margin.
enum DoseComparison {
  private static let margin = 1e-9

  /// The order of two nonnegative numbers that doubles tell, or nil.
  static func isAtLeast(_ a: Double, _ b: Double) -> Bool? {
    if a > b * (1 + margin) { return true }
    if a < b * (1 - margin) { return false }
    return nil
  }
}

extension PersonHistory {
  /// True if the interval's fills of known dose are at least `fills`, and their doses add up to `ddd` or
  /// more.
  func reaches(ddd: Int, fills: Int, of number: Int, in interval: Int) -> Bool {
    reaches(ddd: ddd, fills: fills, of: number) { $0.interval == Int32(interval) }
  }

  /// The same of the fills of known dose that are `considered`.
  func reaches(ddd: Int, fills: Int, of number: Int, where isConsidered: (DosedFill) -> Bool) -> Bool {
    let own = dosedRange(number).filter { isConsidered(dosed[$0]) }
    guard own.count >= fills else { return false }
    let total = own.reduce(0) { $0 + dosed[$1].dose }
    if let isReached = DoseComparison.isAtLeast(total, Double(ddd)) { return isReached }
    let exact = own.reduce(Fraction(0)) { sum, place in
      let fill = dosed[place]
      return sum
        + plan.doseTables[number].exactDose(
          drug: Int(fill.drug), quantity: Int(fill.quantity), strength: Int(fill.strength))
    }
    return exact >= Fraction(ddd)
  }
}
