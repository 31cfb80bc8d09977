import RxModel
import RxRelease
import RxText

/// A result type of a summarised result: the rows of one measure.
struct SummarisedType {
  /// An estimate: the names it has, and its value; nil where it is kept back.
  struct Estimate: Equatable {
    var variable: String
    var name: String
    var type: String
    var value: String?
  }

  let id: Int
  let measure: String
  /// The settings but for the strata.
  let settings: [(name: String, value: String)]
  /// The names of what additional levels tell.
  let additionalNames: [String]
  let groupNames = ["denominator_cohort_name", "outcome_cohort_name"]
  private let hasDefinitions: Bool
  private let names: Names

  /// The names of IncidencePrevalence, or of our own.
  private enum Names {
    case prevalence
    case incidence
    case own

    var period: String {
      switch self {
      case .prevalence: "prevalence"
      case .incidence: "incidence"
      case .own: "period"
      }
    }
  }

  init(id: Int, _ measure: String, _ publication: Publication) {
    self.id = id
    self.measure = measure
    switch measure {
    case "prevalence": names = .prevalence
    case "incidence": names = .incidence
    default: names = .own
    }
    hasDefinitions = publication.figures.contains { $0.measure == measure && !$0.definition.isEmpty }
    additionalNames =
      (hasDefinitions ? ["definition"] : [])
      + ["\(names.period)_start_date", "\(names.period)_end_date", "analysis_interval"]
    let type = names == .own ? "rxuse_\(measure)" : measure
    settings =
      Self.settings(type, group: groupNames, additional: additionalNames, publication.record)
      + (names == .own ? [] : Self.populationSettings(publication.record))
      + (names == .prevalence ? [("analysis_type", "period")] : [])
  }

  /// The settings that every result type has, but for the strata.
  static func settings(
    _ type: String, group: [String], additional: [String], _ record: RunRecord
  ) -> [(name: String, value: String)] {
    let isControlled = record.disclosure.preset != DisclosurePolicy.Preset.none.rawValue
    return [
      ("result_type", type), ("package_name", "rxuse"), ("package_version", record.rxuseVersion),
      ("group", SummarisedText.joined(group)), ("additional", SummarisedText.joined(additional)),
      ("min_cell_count", isControlled ? "\(record.disclosure.minCell)" : "0"),
    ]
  }

  /// The settings of a denominator that tables of IncidencePrevalence show.
  private static func populationSettings(_ record: RunRecord) -> [(name: String, value: String)] {
    [
      ("denominator_age_group", "all of the study"), ("denominator_sex", "all of the study"),
      ("denominator_start_date", record.period.start), ("denominator_end_date", record.period.end),
    ]
  }

  /// The levels of a figure's group, as many as names.
  func groupLevels(of figure: Figure) -> [String] {
    [figure.denominatorUnit, figure.drug.isEmpty ? "all persons" : figure.drug]
  }

  /// The additional levels of a figure, as many as names.
  func additionalLevels(of figure: Figure, _ record: RunRecord) -> [String] {
    let interval = record.period.interval
    let levels = [
      "\(figure.period.start)", "\(figure.period.end)", interval == "whole" ? "overall" : "\(interval)s",
    ]
    return (hasDefinitions ? [figure.definition] : []) + levels
  }

  /// The estimates of a figure.
  func estimates(of figure: Figure, _ line: SummarisedLine, named name: String) -> [Estimate] {
    let isYears = ["person_years", "person_years_at_risk", "resident_years"].contains(figure.denominatorUnit)
    var estimates = [
      Estimate(
        variable: "Denominator", name: isYears ? "person_years" : "denominator_count",
        type: isYears ? "numeric" : "integer", value: denominatorText(figure))
    ]
    if !figure.isQuantile {
      estimates.append(
        Estimate(
          variable: "Outcome", name: line.isAmount ? "outcome_amount" : "outcome_count",
          type: line.isAmount ? "numeric" : "integer", value: numeratorText(figure)))
    }
    let isSuppressed = figure.status == .suppressed
    let type = names == .own && figure.estimateUnit == "percent" ? "percentage" : "numeric"
    func add(_ suffix: String, _ value: Double?, _ isKnown: Bool) {
      guard value != nil || isSuppressed && isKnown else { return }
      estimates.append(
        Estimate(variable: "Outcome", name: name + suffix, type: type, value: value.map(scaled)))
    }
    add("", figure.estimate, true)
    add("_95CI_lower", figure.limits?.lower, line.hasLimits)
    add("_95CI_upper", figure.limits?.upper, line.hasLimits)
    return estimates
  }

  /// The name of estimates of a unit.
  func estimateName(_ unit: String) -> String {
    switch names {
    case .prevalence: "prevalence"
    case .incidence: "incidence_100000_pys"
    case .own: SummarisedText.snakeCase(unit)
    }
  }

  /// A share is a proportion of one, a rate is per 100,000 person-years: the published digits, the point moved.
  private func scaled(_ estimate: Double) -> String {
    switch names {
    case .prevalence: fixed(estimate / 1000, decimals: 7)
    case .incidence: fixed(estimate * 100, decimals: 2)
    case .own: fixed(estimate, decimals: 4)
    }
  }
}

/// What the published figures of a line tell of those that are kept back.
struct SummarisedLine {
  /// True where the numerator is an amount with decimals.
  var isAmount = false
  var hasLimits = false

  /// The lines of `figures`.
  static func facts(_ figures: [Figure]) -> [FigureLine: SummarisedLine] {
    var facts: [FigureLine: SummarisedLine] = [:]
    for figure in figures {
      if case .amount = figure.numerator { facts[figure.line, default: SummarisedLine()].isAmount = true }
      if figure.limits != nil { facts[figure.line, default: SummarisedLine()].hasLimits = true }
    }
    return facts
  }
}

/// Names and levels as omopgenerics takes them.
enum SummarisedText {
  private static let separator = " &&& "

  /// Several names or levels of a field; `overall` where there are none.
  static func joined(_ parts: [String]) -> String {
    parts.isEmpty ? "overall" : parts.map(level).joined(separator: separator)
  }

  /// A level that is neither two nor nothing to R.
  static func level(_ text: String) -> String {
    if text.isEmpty { return "none" }
    return text == "NA" ? "na" : text.replacing("&&&", with: "&")
  }

  /// A name in snake case: letters and digits, all else a line.
  static func snakeCase(_ name: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.isEmpty ? "variable" : words.joined(separator: "_")
  }

  /// The names in snake case, each another, and none of those that are taken.
  static func names(_ names: [String], except taken: Set<String>) -> [String] {
    var taken = taken.union(["overall"])
    return names.map { name in
      let own = snakeCase(name)
      let free = ([own] + (2...(taken.count + 2)).map { "\(own)_\($0)" }).first { !taken.contains($0) } ?? own
      taken.insert(free)
      return free
    }
  }
}
