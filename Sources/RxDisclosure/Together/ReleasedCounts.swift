import RxCounts
import RxModel
import RxRelease

/// A quantity of a group in a period.
struct CountKey: Hashable, Sendable {
  var quantity: CountedQuantity
  var period: DaySpan
  var group: PeopleGroup
}

/// What a release says of each count in it, and how its rows tell that counts are part of others.
struct ReleasedCounts: Sendable {
  /// What is known of one count.
  struct Knowledge: Sendable {
    /// Between what it is, ends included.
    var lower = 0.0
    var upper = Double.infinity
    /// True where some row shows it.
    var isShown = false
    /// The first row that it stands in.
    var row: Int
    /// False for amounts with decimals.
    var isWhole = true

    /// The value where it is shown and whole.
    var value: Double? { isShown && isWhole ? lower : nil }
    /// True where nothing can be in both.
    func contradicts(_ other: Knowledge) -> Bool {
      max(lower, other.lower) > min(upper, other.upper) + 1e-6 * max(1, abs(lower))
    }
  }

  /// The counts, in the order of the rows.
  private(set) var keys: [CountKey] = []
  private(set) var known: [CountKey: Knowledge] = [:]
  /// The quantities of rows whose numerator counts some of what the denominator counts, each once.
  private(set) var pairs: [NestedQuantities] = []
  /// The quantities of rows over residents: a group of which there are none has no row, whoever was seen in it.
  private(set) var ofResidents: Set<CountedQuantity> = []

  /// Half of the last decimal that is shown.
  private static let half = 0.000_05

  /// What a release says.
  init(_ release: PublishedRelease) {
    var groups: [[String]: PeopleGroup] = [:]
    var isPair: Set<NestedQuantities> = []
    for (row, figure) in release.figures.enumerated() {
      let group = groups[figure.levels] ?? PeopleGroup(figure.levels, of: release.variables)
      groups[figure.levels] = group
      let (numerator, denominator) = (
        CountedQuantity.numerator(of: figure), CountedQuantity.denominator(of: figure)
      )
      if let numerator {
        note(
          CountKey(quantity: numerator, period: figure.period, group: group),
          Self.numerator(of: figure, row))
        if CountedQuantity.isOfResidents(figure) { ofResidents.insert(numerator) }
      }
      if let denominator {
        // Shares of a level are of everyone.
        let whole = figure.measure == "cohort" ? .everyone : group
        note(
          CountKey(quantity: denominator, period: figure.period, group: whole),
          Self.denominator(of: figure, row))
      }
      if let numerator, let denominator, numerator != denominator,
        let pair = NestedQuantities(numerator, among: denominator), isPair.insert(pair).inserted
      {
        pairs.append(pair)
      }
    }
  }

  private mutating func note(_ key: CountKey, _ knowledge: Knowledge) {
    guard let before = known[key] else {
      keys.append(key)
      known[key] = knowledge
      return
    }
    var both = before
    both.lower = max(before.lower, knowledge.lower)
    both.upper = min(before.upper, knowledge.upper)
    both.isShown = before.isShown || knowledge.isShown
    known[key] = both
  }

  private static func numerator(of figure: Figure, _ row: Int) -> Knowledge {
    let isAmount = CountedQuantity.numerator(of: figure)?.unit == .amount
    if let numerator = figure.numerator {
      return shown(numerator.value, isWhole: !isAmount, row)
    }
    // A figure can be kept back for what else it shows, or with its denominator, and be 0.
    let canBeNone =
      figure.denominator == nil
      || ["persistence", "discontinuation"].contains(where: figure.measure.hasPrefix)
    return Knowledge(
      lower: max(canBeNone || isAmount ? 0 : 1, figure.range?.numerator.least ?? 0),
      upper: figure.range?.numerator.greatest ?? .infinity, row: row, isWhole: !isAmount)
  }

  private static func denominator(of figure: Figure, _ row: Int) -> Knowledge {
    // Years are days in another unit; with four decimals a day is never between two.
    let unit = figure.denominatorUnit.contains("_years") ? daysPerYear : 1
    if let denominator = figure.denominator {
      return shown((denominator.value * unit).rounded(), isWhole: true, row)
    }
    func days(_ end: Double?, _ slack: Double, _ rule: FloatingPointRoundingRule) -> Double? {
      end.map { unit == 1 ? $0 : ($0 * unit + slack).rounded(rule) }
    }
    return Knowledge(
      lower: max(1, days(figure.range?.denominator.least, -1e-3, .up) ?? 0),
      upper: days(figure.range?.denominator.greatest, 1e-3, .down) ?? .infinity, row: row)
  }

  private static func shown(_ value: Double, isWhole: Bool, _ row: Int) -> Knowledge {
    Knowledge(
      lower: value - (isWhole ? 0 : half), upper: value + (isWhole ? 0 : half), isShown: true, row: row,
      isWhole: isWhole)
  }
}
