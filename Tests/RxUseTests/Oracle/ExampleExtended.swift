import Yams

/// Reads the extended measures of a study file.
enum ExampleExtended {
  /// The parameters under `measures`.
  static func measures(_ node: Node?) -> NaiveExtended {
    var measures = NaiveExtended()
    if let own = node?["standardised"] {
      measures.standardised = StandardisedMeasure(
        measures: names(own["measures"]), weights: text(own["weights"]), interval: text(own["interval"]))
    }
    if let own = node?["dose"] {
      measures.dose = DoseMeasure(
        drugs: names(own["drugs"]), unit: unit(own), methods: names(own["methods"]).compactMap { .init($0) },
        thresholds: numbers(own["thresholds"]))
    }
    measures.ddd = names(node?["ddd"]?["drugs"])
    if let own = node?["cob"] {
      measures.cob = CobMeasure(
        opioids: text(own["opioids"]), benzodiazepines: text(own["benzodiazepines"]),
        exclude: names(own["exclude"]))
    }
    if let own = node?["multiple_providers"] {
      measures.providers = ProvidersMeasure(
        drugs: names(own["drugs"]), prescribers: number(own["prescribers"]),
        pharmacies: number(own["pharmacies"]), window: number(own["window"]))
    }
    if let own = node?["cns_polypharmacy"] {
      measures.polypharmacy = PolypharmacyMeasure(
        classes: names(own["classes"]), atLeast: number(own["at_least"]), days: number(own["days"]),
        ageFrom: number(own["age_from"]))
    }
    if let own = node?["persistence"] {
      measures.persistence = PersistenceMeasure(
        drugs: names(own["drugs"]), washout: number(own["washout"]), gap: number(own["gap"]),
        at: numbers(own["at"]))
    }
    if let own = node?["dose_change"] {
      measures.doseChange = DoseChangeMeasure(
        drugs: names(own["drugs"]), unit: unit(own), gap: number(own["gap"]),
        minDays: number(own["min_days"]), window: number(own["window"]))
    }
    if let own = node?["alternatives"] {
      measures.alternatives = AlternativesMeasure(
        index: text(own["index"]), washout: number(own["washout"]), other: names(own["other"]),
        before: number(own["before"]), after: number(own["after"]))
    }
    let pair = names(node?["same_prescriber"]?["drugs"])
    if pair.count == 2 { measures.samePrescriber = DrugPair(first: pair[0], second: pair[1]) }
    measures.trend = names(node?["trend"]?["measures"])
    if let own = node?["ratio"], let pair = own["reference"]?.mapping.flatMap({ Array($0).first }) {
      measures.ratio = RatioMeasure(
        measures: names(own["measures"]), variable: text(pair.key), level: text(pair.value))
    }
    measures.cohort = node?["cohort"] != nil
    if let own = node?["incidence_proportion"] {
      measures.proportion = ProportionMeasure(
        drugs: names(own["drugs"]), washout: number(own["washout"]),
        clear: WashoutClear(rawValue: text(own["clear"])) ?? .fill)
    }
    if let own = node?["transition"] {
      measures.transition = TransitionMeasure(
        drugs: names(own["drugs"]), washout: number(own["washout"]),
        definitions: definitions(own["definitions"]),
        within: number(own["within"]))
    }
    if let own = node?["summary"] {
      measures.summary = SummaryMeasure(
        of: names(own["of"]), drugs: names(own["drugs"]), washout: number(own["washout"]),
        quantities: names(own["quantities"]))
    }
    return measures
  }

  /// A list of definitions of long-term use, by name or spelled out.
  static func definitions(_ node: Node?) -> [LongTermDefinition] {
    (node?.sequence.map { Array($0) } ?? []).compactMap { definition in
      switch text(definition) {
      case "olfson": return .supply(120)
      case "kurko": return .covered(180)
      case "phe": return .continuous(365, gap: 30)
      case "tahkapaa": return .ddd(180, fills: 2)
      default: break
      }
      func days(_ key: String) -> Int? { definition[key].flatMap { Int(text($0)) } }
      if let least = days("ddd") { return .ddd(least, fills: days("fills") ?? 1) }
      if let least = days("supply") { return .supply(least) }
      if let least = days("covered") { return .covered(least) }
      return days("continuous").map { .continuous($0, gap: days("gap") ?? 0) }
    }
  }

  private static func unit(_ node: Node) -> DoseUnit { DoseUnit(rawValue: text(node["unit"])) ?? .mme }
  private static func text(_ node: Node?) -> String { node?.scalar?.string ?? "" }
  private static func number(_ node: Node?) -> Int { Int(text(node)) ?? 0 }
  private static func names(_ node: Node?) -> [String] {
    (node?.sequence.map { Array($0) } ?? []).map { text($0) }
  }
  private static func numbers(_ node: Node?) -> [Int] { names(node).compactMap { Int($0) } }
}
