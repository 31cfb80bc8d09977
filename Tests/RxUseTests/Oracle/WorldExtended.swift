/// Writes a study's extended measures.
struct WorldExtended {
  /// The measures.
  let measures: NaiveExtended
  /// Whether definitions that have a name are written by it.
  let usesPresets: Bool

  /// Their lines under `measures`.
  var lines: [String] {
    var lines: [String] = []
    if let own = measures.standardised {
      lines.append(
        "  standardised: {measures: \(flow(own.measures)), weights: \(own.weights), interval: \(own.interval)}"
      )
    }
    if let own = measures.dose {
      lines.append("  dose: {drugs: \(flow(own.drugs)), unit: \(own.unit.rawValue),")
      lines.append("    methods: \(flow(own.methods.map(\.label))), thresholds: \(own.thresholds)}")
    }
    if !measures.ddd.isEmpty { lines.append("  ddd: {drugs: \(flow(measures.ddd))}") }
    if let own = measures.cob {
      let exclude = own.exclude.isEmpty ? "" : ", exclude: \(flow(own.exclude))"
      lines.append("  cob: {opioids: \(own.opioids), benzodiazepines: \(own.benzodiazepines)\(exclude)}")
    }
    if let own = measures.providers {
      lines.append("  multiple_providers: {drugs: \(flow(own.drugs)), prescribers: \(own.prescribers),")
      lines.append("    pharmacies: \(own.pharmacies), window: \(own.window)}")
    }
    if let own = measures.polypharmacy {
      lines.append("  cns_polypharmacy: {classes: \(flow(own.classes)), at_least: \(own.atLeast),")
      lines.append("    days: \(own.days), age_from: \(own.ageFrom)}")
    }
    if let own = measures.persistence {
      lines.append("  persistence: {drugs: \(flow(own.drugs)), washout: \(own.washout), gap: \(own.gap),")
      lines.append("    at: \(own.at)}")
    }
    if let own = measures.doseChange {
      lines.append("  dose_change: {drugs: \(flow(own.drugs)), unit: \(own.unit.rawValue), gap: \(own.gap),")
      lines.append("    min_days: \(own.minDays), window: \(own.window)}")
    }
    if let own = measures.alternatives {
      lines.append("  alternatives: {index: \(own.index), washout: \(own.washout),")
      lines.append("    other: \(flow(own.other)), before: \(own.before), after: \(own.after)}")
    }
    if let pair = measures.samePrescriber {
      lines.append("  same_prescriber: {drugs: \(flow([pair.first, pair.second]))}")
    }
    if !measures.trend.isEmpty { lines.append("  trend: {measures: \(flow(measures.trend))}") }
    if let own = measures.ratio {
      lines.append(
        "  ratio: {measures: \(flow(own.measures)), reference: {\(own.variable): \"\(own.level)\"}}")
    }
    if measures.cohort { lines.append("  cohort: {}") }
    if let own = measures.proportion {
      // Left out it is `fill`.
      let clear = own.clear == .fill ? "" : ", clear: \(own.clear.rawValue)"
      lines.append("  incidence_proportion: {drugs: \(flow(own.drugs)), washout: \(own.washout)\(clear)}")
    }
    if let own = measures.transition {
      let definitions = own.definitions.map { $0.written(usesPreset: usesPresets) }
      lines.append("  transition: {drugs: \(flow(own.drugs)), washout: \(own.washout),")
      lines.append("    definitions: [\(definitions.joined(separator: ", "))], within: \(own.within)}")
    }
    if let own = measures.summary {
      lines.append("  summary: {of: \(flow(own.of)), drugs: \(flow(own.drugs)), washout: \(own.washout),")
      lines.append("    quantities: \(flow(own.quantities))}")
    }
    return lines
  }

  private func flow(_ names: [String]) -> String {
    "[" + names.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}

extension LongTermDefinition {
  /// The definition as a study file has it.
  func written(usesPreset: Bool) -> String {
    switch self {
    case .supply(let days): "{supply: \(days)}"
    case .covered(let days): "{covered: \(days)}"
    case .continuous(let days, let gap): "{continuous: \(days), gap: \(gap)}"
    case .ddd(180, fills: 2) where usesPreset: "tahkapaa"
    case .ddd(let number, let fills): "{ddd: \(number), fills: \(fills)}"
    }
  }
}
