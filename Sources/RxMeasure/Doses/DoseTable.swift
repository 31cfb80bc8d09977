import RxCounts
import RxModel

/// The doses of one drug set's fills in one unit.
///
/// A fill's dose is quantity x strength x factor, summed over its code's rows of the class, and not known where one of
/// them lacks a part; the factor is `mme_factor`, `diazepam_mg`, or 1/`ddd_mg`, each per mg or per the list's own unit
/// (micrograms, a patch's micrograms an hour). The code list's strength holds; the data's own serves only where the code
/// has one row of the class, which says none; what neither has the product's name can tell. A number of 0, and what is
/// no number, is lacking.
///
/// Doses are doubles, a product of at most three roundings; whoever compares one with a threshold asks for the exact
/// one where the two are too near to tell.
final class DoseTable: Sendable {
  /// The rule by which the dose of a drug is known, or not.
  private enum Rule: Sendable {
    /// It is not in the drug set.
    case outside
    /// A part is lacking.
    case unknown
    /// The list has all but the quantity.
    case listed
    /// The strength comes with the fill.
    case byColumn
  }

  /// One row of the code list: strength (nil: the fill's own, in mg) and factor, in the same unit.
  private struct Part: Sendable {
    let strength: ExactDecimal?
    let factor: ExactFactor

    /// mg-equivalents or DDDs of one unit of the product, or of one mg where the strength is the fill's own.
    var perUnit: Double {
      let amount = (strength ?? .one).value * factor.numerator.value
      return amount / factor.denominator.value
    }

    func exact(quantity: Fraction, strength own: ExactDecimal?) -> Fraction {
      let amount = (strength ?? own).map { quantity * Fraction($0) } ?? Fraction(0)
      return amount * Fraction(factor.numerator) / Fraction(factor.denominator)
    }
  }

  /// The drug set, by its number.
  let drugSet: Int
  /// Its name, and the unit.
  let name: String
  let unit: DoseUnit
  /// Drugs with a factor that is per another unit than the strength that there is, by number.
  let unusableFactors: [(drug: Int, factor: UnusableFactor)]
  private let rules: [Rule]
  private let parts: [[Part]]
  /// By drug, the dose of a quantity of 1.
  private let perUnit: [Double]
  private let quantities: Amounts
  private let strengths: Amounts

  /// A factor of the list that no dose can use.
  struct UnusableFactor: Hashable, Sendable {
    /// The ingredient, or the code where the list has none.
    let ingredient: String
    /// The unit that the factor is per.
    let per: String
  }

  /// The numbers of a column, by level number; 0 where one is lacking.
  struct Amounts: Sendable {
    fileprivate let exact: [ExactDecimal?]
    fileprivate let values: [Double]
    /// True where the data have the column.
    let isThere: Bool

    /// The numbers that `texts` write with `decimal` before their decimals, nil where the data have no such column; level
    /// number i is text i - 1.
    init(_ texts: [String]?, decimal: UInt8 = UInt8(ascii: ".")) {
      isThere = texts != nil
      exact =
        [nil]
        + (texts ?? []).map { text in
          guard case .number(let number) = ExactDecimal.read(text, decimal: decimal), number.mantissa > 0
          else {
            return nil
          }
          return number
        }
      values = exact.map { $0?.value ?? 0 }
    }

    /// The number with this level number; nil where it is lacking.
    func value(_ level: Int) -> Double? { values[level] > 0 ? values[level] : nil }
  }

  /// The tables that `study` asks for, of the drugs of the data; `texts` gives those of a column, nil where the data have
  /// none.
  static func all(
    _ input: AggregationInput, _ study: Study, _ drugs: [DrugRegistry.Drug],
    texts: (InputColumn) -> [String]?
  ) -> [DoseTable] {
    let doses = MeasureSet.doses(study, drugSets: input.drugSets)
    guard !doses.isEmpty else { return [] }
    let decimal = study.prescriptions.files.decimal
    let quantities = Amounts(texts(.quantity), decimal: decimal)
    let strengths = Amounts(texts(.strength), decimal: decimal)
    return doses.map { drugSet, unit in
      DoseTable(
        input.drugSets[drugSet], number: drugSet, unit: unit, drugs: drugs, list: input.drugs,
        quantities: quantities, strengths: strengths)
    }
  }

  /// The doses of `drugSet`, number `number`, in `unit`, of all `drugs` of the data by the code list `list`; the
  /// quantities and strengths are the data's.
  init(
    _ drugSet: DrugSet, number: Int, unit: DoseUnit, drugs: [DrugRegistry.Drug], list: DrugList,
    quantities: Amounts,
    strengths: Amounts
  ) {
    self.drugSet = number
    name = drugSet.name
    self.unit = unit
    self.quantities = quantities
    self.strengths = strengths
    var rules: [Rule] = []
    var parts: [[Part]] = []
    var unusable: [(drug: Int, factor: UnusableFactor)] = []
    for (number, drug) in drugs.enumerated() {
      let rows = drug.matches.filter { drugSet.chain(of: $0) != nil }
      let own = rows.compactMap { match in
        Self.part(
          match.facts ?? list.entries[match.entry], unit, match.strength, hasColumn: strengths.isThere)
      }
      parts.append(own)
      let factor = rows.lazy.compactMap { match in
        Self.unusableFactor(match.facts ?? list.entries[match.entry], unit, hasColumn: strengths.isThere)
      }.first
      if let factor { unusable.append((number, factor)) }
      if rows.isEmpty {
        rules.append(.outside)
      } else if own.count < rows.count {
        rules.append(.unknown)
      } else if own.allSatisfy({ $0.strength != nil }) {
        rules.append(.listed)
      } else {
        rules.append(own.count == 1 ? .byColumn : .unknown)
      }
    }
    self.rules = rules
    unusableFactors = unusable
    self.parts = parts
    perUnit = parts.map { $0.reduce(0) { $0 + $1.perUnit } }
  }

  private static func part(
    _ entry: DrugEntry, _ unit: DoseUnit, _ named: Strength?, hasColumn: Bool
  ) -> Part? {
    guard let (factor, per) = factor(of: entry, unit) else { return nil }
    if let listed = entry.strengthMg.flatMap({ ExactDecimal($0) }), listed.mantissa > 0 {
      return factor.perMilligram(per).map { Part(strength: listed, factor: $0) }
    }
    if hasColumn { return factor.perMilligram(per).map { Part(strength: nil, factor: $0) } }
    switch named {
    case .milligrams(let strength):
      return factor.perMilligram(per).map { Part(strength: strength, factor: $0) }
    case .microgramsPerHour(let strength):
      return per == .patchRate ? Part(strength: strength, factor: factor) : nil
    case nil: return nil
    }
  }

  /// The factor of a row that is per what neither the list's strength nor the data's column has.
  private static func unusableFactor(
    _ entry: DrugEntry, _ unit: DoseUnit, hasColumn: Bool
  ) -> UnusableFactor? {
    guard unit == .mme, entry.mmeFactor != nil,
      hasColumn || entry.strengthMg != nil || FactorUnit(entry.mmePer) == nil
    else { return nil }
    if let per = FactorUnit(entry.mmePer), per != .patchRate { return nil }
    return UnusableFactor(
      ingredient: entry.ingredient.isEmpty ? entry.code : entry.ingredient, per: entry.mmePer)
  }

  /// The factor of a row and what it is per; nil where it has none.
  private static func factor(of entry: DrugEntry, _ unit: DoseUnit) -> (ExactFactor, FactorUnit)? {
    switch unit {
    case .mme:
      guard let factor = entry.mmeFactor.flatMap({ ExactFactor($0) }), let per = FactorUnit(entry.mmePer)
      else { return nil }
      return (factor, per)
    case .diazepamMg: return entry.diazepamMg.flatMap { ExactFactor($0) }.map { ($0, .milligram) }
    case .ddd:
      return entry.dddMg.flatMap { ExactDecimal($0) }.flatMap { ExactFactor(.one, over: $0) }.map {
        ($0, .milligram)
      }
    }
  }

  /// True if fills of the drug are in the drug set.
  @inline(__always)
  func holds(_ drug: Int) -> Bool { rules[drug] != .outside }

  /// The dose of a fill, in all; 0 where it is not known.
  @inline(__always)
  func dose(drug: Int, quantity: Int, strength: Int) -> Double {
    switch rules[drug] {
    case .outside, .unknown: 0
    case .listed: quantities.values[quantity] * perUnit[drug]
    case .byColumn: quantities.values[quantity] * strengths.values[strength] * perUnit[drug]
    }
  }

  /// The exact dose of a fill whose dose is known.
  func exactDose(drug: Int, quantity: Int, strength: Int) -> Fraction {
    let quantity = quantities.exact[quantity].map { Fraction($0) } ?? Fraction(0)
    return parts[drug].reduce(Fraction(0)) {
      $0 + $1.exact(quantity: quantity, strength: strengths.exact[strength])
    }
  }
}

/// The unit that a factor of a code list is per.
enum FactorUnit: Sendable {
  case milligram, microgram
  /// A microgram an hour of a patch's strength, for the whole patch.
  case patchRate

  /// The unit that a list writes; empty is mg. Nil for one that is not known, whose factor can't be used.
  init?(_ text: String) {
    switch text {
    case "", "mg": self = .milligram
    case "mcg": self = .microgram
    case "mcg/h per patch": self = .patchRate
    default: return nil
    }
  }
}

extension ExactFactor {
  /// The factor of one mg; nil where it is of no mass.
  fileprivate func perMilligram(_ unit: FactorUnit) -> ExactFactor? {
    switch unit {
    case .milligram: self
    case .microgram: numerator.scaled(byTenTo: 3).flatMap { ExactFactor($0, over: denominator) }
    case .patchRate: nil
    }
  }
}
