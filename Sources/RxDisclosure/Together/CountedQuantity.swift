import RxModel
import RxRelease

/// What the numerator or the denominator of a published row counts. The same stands in several rows: users of a drug are
/// the numerator of prevalence and a denominator of long-term use.
struct CountedQuantity: Hashable, Sendable {
  /// The thing that is counted.
  enum Unit: Sendable {
    case persons, events, days, amount
  }

  var subject: String
  var definition = ""
  var drug = ""
  var unit = Unit.persons

  /// The quantity in words.
  var text: String {
    let name = [subject.replacing("_", with: " "), definition].filter { !$0.isEmpty }.joined(separator: " ")
    return drug.isEmpty ? name : "\(name) of \(drug)"
  }

  /// True where more people and more fills can only add to it. Of what asks for days without a drug, as new use does, they
  /// can take away.
  var growsWithData: Bool { Self.growing.contains(subject) }

  private static let growing: Set = [
    "persons", "patients_seen", "person_days", "users", "fills", "exposed", "days", "long_term_use",
    "long_term_users", "overlap", "overlap_days", "ddd", "multiple_providers", "cns_polypharmacy",
  ]
  /// What figures that derive from others begin with: they count nothing of their own.
  private static let derived = ["standardised_", "trend_", "ratio_"]

  // MARK: Of a figure

  /// What the numerator of a figure counts; nil where the figure derives from others, or is of residents, who are public.
  static func numerator(of figure: Figure) -> CountedQuantity? {
    let (measure, drug) = (figure.measure, figure.drug)
    guard !derived.contains(where: measure.hasPrefix), !Measures.quantiles.contains(measure) else {
      return nil
    }
    switch measure {
    case "cohort": return isOfResidents(figure) ? nil : CountedQuantity(subject: figure.denominatorUnit)
    case "prevalence": return .users(drug)
    case "fill_rate": return CountedQuantity(subject: "fills", drug: drug, unit: .events)
    case "incidence": return CountedQuantity(subject: measure, drug: drug, unit: .events)
    case "ddd": return CountedQuantity(subject: measure, drug: drug, unit: .amount)
    case "dose_mean":
      return CountedQuantity(subject: measure, definition: figure.definition, drug: drug, unit: .amount)
    case "long_term_use":
      return CountedQuantity(
        subject: figure.denominatorUnit == "users" && !asksForFills(figure.definition)
          ? "long_term_users" : measure, definition: figure.definition, drug: drug)
    case "overlap":
      return CountedQuantity(subject: measure, definition: figure.definition, drug: pair(drug))
    case "overlap_days", "same_prescriber":
      return CountedQuantity(subject: measure, drug: pair(drug), unit: .days)
    default:
      return CountedQuantity(
        subject: measure, definition: figure.definition, drug: drug,
        unit: measure == "dose_change" ? .events : .persons)
    }
  }

  /// What the denominator of a figure counts, likewise.
  static func denominator(of figure: Figure) -> CountedQuantity? {
    let unit = figure.denominatorUnit
    guard !derived.contains(where: figure.measure.hasPrefix), !isOfResidents(figure) else { return nil }
    let parts = unit.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2 {
      return CountedQuantity(subject: parts[0], drug: parts[1], unit: parts[0] == "days" ? .days : .persons)
    }
    if Measures.quantiles.contains(figure.measure) { return quantileDenominator(of: figure) }
    switch unit {
    case "person_years", "person_days": return CountedQuantity(subject: "person_days", unit: .days)
    case "person_years_at_risk":
      return CountedQuantity(
        subject: "days_at_risk", definition: figure.measure, drug: figure.drug, unit: .days)
    case "users": return .users(figure.drug)
    case "overlap_days":
      return CountedQuantity(subject: "overlap_days_with_prescriber", drug: pair(figure.drug), unit: .days)
    case _ where unit == "persons" || unit == "patients_seen" || unit.hasPrefix("persons_from_"):
      return CountedQuantity(subject: unit)
    default:
      // Washouts and units of doses stand in no row: only what one measure counts by one definition is surely one.
      let definition = [figure.measure, figure.definition].filter { !$0.isEmpty }.joined(separator: " ")
      return CountedQuantity(
        subject: unit, definition: definition, drug: figure.drug,
        unit: figure.measure == "dose_change" ? .events : .persons)
    }
  }

  /// What the denominator of a quantile counts: of ages those whose age is known.
  private static func quantileDenominator(of figure: Figure) -> CountedQuantity {
    let unit = figure.denominatorUnit
    if figure.definition.hasPrefix("age/") {
      return CountedQuantity(subject: "\(unit)_of_known_age", definition: figure.measure, drug: figure.drug)
    }
    return unit == "users"
      ? .users(figure.drug) : CountedQuantity(subject: unit, definition: figure.measure, drug: figure.drug)
  }

  /// Persons with a fill of a drug.
  static func users(_ drug: String) -> CountedQuantity { CountedQuantity(subject: "users", drug: drug) }

  /// True where a figure is of residents.
  static func isOfResidents(_ figure: Figure) -> Bool { figure.denominatorUnit.hasPrefix("resident") }

  /// True of definitions of long-term use that nobody meets without a fill in the interval.
  static func asksForFills(_ definition: String) -> Bool {
    definition.hasPrefix("supply") || definition.hasPrefix("ddd")
  }

  /// A pair of classes without regard to their order.
  private static func pair(_ drugs: String) -> String {
    drugs.split(separator: "+").sorted().joined(separator: "+")
  }
}
