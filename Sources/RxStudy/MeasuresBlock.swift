import RxModel

/// The `measures` block.
enum MeasuresBlock {
  private static let core = ["prevalence", "fill_rate", "incidence", "long_term_use", "overlap"]
  private static let notBuilt = [
    "standardised", "dose", "ddd", "cob", "multiple_providers", "cns_polypharmacy", "persistence",
    "dose_change",
    "alternatives", "same_prescriber", "trend", "ratio", "cohort", "sensitivity",
  ]
  private static let presets = ["olfson", "kurko", "phe", "tahkapaa", "sun", "pqa", "same_month", "nhsbsa"]

  static func read(_ value: YAMLValue) throws(RxFault) -> [MeasureSpec] {
    let map = try value.map(core + notBuilt)
    var measures: [MeasureSpec] = []
    for (name, parameters) in map.entries {
      if notBuilt.contains(name.name) {
        throw RxFault(
          .config,
          "the measure '\(name.name)' is not built yet in this version, and is refused rather than ignored",
          at: name.place, remedy: "take it out; there are \(core.joined(separator: ", "))")
      }
      measures.append(try measure(name.name, parameters))
    }
    guard !measures.isEmpty else { throw value.fault("'measures' names no measure") }
    return measures
  }

  private static func measure(_ name: String, _ value: YAMLValue) throws(RxFault) -> MeasureSpec {
    switch name {
    case "prevalence":
      let map = try value.map(["drugs"])
      return .prevalence(drugs: try drugs(map, default: ["benzodiazepine", "z-drug", "opioid"]))
    case "fill_rate":
      let map = try value.map(["drugs"])
      return .fillRate(drugs: try drugs(map, default: ["benzodiazepine", "opioid"]))
    case "incidence":
      let map = try value.map(["drugs", "washout", "clear"])
      return .incidence(
        drugs: try drugs(map, default: ["benzodiazepine"]),
        washoutDays: try map["washout"]?.int(in: 0...36_500) ?? 365,
        clear: try map["clear"]?.choice(WashoutRule.self) ?? .fill)
    case "long_term_use":
      let map = try value.map(["drugs", "definitions"])
      return .longTermUse(
        drugs: try drugs(map, default: ["benzodiazepine"]), definitions: try definitions(map["definitions"]))
    default:
      let map = try value.map(["drugs", "days"])
      return .overlap(pairs: try pairs(map), days: try days(map["days"]))
    }
  }

  private static func drugs(_ map: YAMLMap, default names: [String]) throws(RxFault) -> [Named] {
    guard let value = map["drugs"] else { return names.map { Named($0, at: map.value.place) } }
    var drugs: [Named] = []
    for item in try value.list() {
      let name = try item.named()
      guard !drugs.contains(where: { $0.name == name.name }) else {
        throw item.fault("'\(name.name)' is there twice")
      }
      drugs.append(name)
    }
    return drugs
  }

  private static func definitions(_ value: YAMLValue?) throws(RxFault) -> [LongTermDefinition] {
    guard let value else { return [.supply(days: 120), .covered(days: 180), .continuous(days: 90, gap: 30)] }
    var result: [LongTermDefinition] = []
    for item in try value.list() {
      if item.isScalar { try refusePreset(item, instead: "{supply: 120}") }
      let map = try item.map(["supply", "covered", "continuous", "gap"])
      let kinds = ["supply", "covered", "continuous"].filter { map[$0] != nil }
      guard kinds.count == 1, let kind = kinds.first else {
        throw item.fault("a definition has one of 'supply', 'covered' and 'continuous'")
      }
      let days = try map.required(kind).int(in: 1...36_500)
      let definition: LongTermDefinition
      switch kind {
      case "continuous":
        definition = .continuous(days: days, gap: try map.required("gap").int(in: 0...36_500))
      case "covered": definition = .covered(days: days)
      default: definition = .supply(days: days)
      }
      if kind != "continuous", let gap = map["gap"] { throw gap.fault("'gap' goes with 'continuous' alone") }
      guard !result.contains(definition) else {
        throw item.fault("the definition \(definition.text) is there twice")
      }
      result.append(definition)
    }
    return result
  }

  private static func refusePreset(_ value: YAMLValue, instead example: String) throws(RxFault) {
    let name = try value.text()
    guard presets.contains(name) else { return }
    throw value.fault(
      "the preset '\(name)' is not built yet in this version, and is refused rather than ignored",
      remedy: "write the definition out, like \(example)")
  }

  private static func pairs(_ map: YAMLMap) throws(RxFault) -> [(first: Named, second: Named)] {
    guard let value = map["drugs"] else {
      return [(Named("benzodiazepine", at: map.value.place), Named("opioid", at: map.value.place))]
    }
    let items = try value.list()
    let lists = items.contains { $0.isList } ? items : [value]
    var pairs: [(first: Named, second: Named)] = []
    for list in lists {
      let names = try list.list()
      guard names.count == 2 else {
        throw list.fault("an overlap is of two drugs, like [benzodiazepine, opioid]")
      }
      let pair = (first: try names[0].named(), second: try names[1].named())
      guard pair.first.name != pair.second.name else {
        throw list.fault("an overlap is of two different drugs")
      }
      guard !pairs.contains(where: { $0.first.name == pair.first.name && $0.second.name == pair.second.name })
      else {
        throw list.fault("this pair is there twice")
      }
      pairs.append(pair)
    }
    return pairs
  }

  private static func days(_ value: YAMLValue?) throws(RxFault) -> [Int] {
    guard let value else { return [1, 30] }
    var result: [Int] = []
    for item in try value.list() {
      if item.isScalar { try refusePreset(item, instead: "days: [1, 30]") }
      let days = try item.int(in: 1...36_500)
      guard !result.contains(days) else { throw item.fault("\(days) is there twice") }
      result.append(days)
    }
    return result
  }
}
