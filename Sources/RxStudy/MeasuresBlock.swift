import RxModel

/// The `measures` block: which measures there are, and the parameters of the core ones.
enum MeasuresBlock {
  static let core = ["prevalence", "fill_rate", "incidence", "long_term_use", "overlap"]
  static let extended = [
    "standardised", "dose", "ddd", "cob", "multiple_providers", "cns_polypharmacy", "persistence",
    "dose_change",
    "alternatives", "same_prescriber", "trend", "ratio", "cohort",
  ]

  /// Reads the block into `study`, whose groups, attributes and columns have been read.
  static func read(_ value: YAMLValue, into study: inout Study) throws(RxFault) {
    let map = try value.map(core + extended + ["sensitivity"])
    for (name, parameters) in map.entries {
      if name.name == "sensitivity" {
        study.sensitivity = try SensitivityBlock.read(parameters)
      } else if core.contains(name.name) {
        study.measures.append(try measure(name.name, parameters))
      } else {
        study.measures.append(try ExtendedMeasures.read(name.name, parameters, study))
      }
    }
    guard !study.measures.isEmpty else { throw value.fault("'measures' names no measure") }
    for case .standardised in study.measures { study.ageBands = study.bandsOfAge }
    for (name, _) in map.entries { try checkNeeds(name, study) }
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
        drugs: try drugs(map, default: ["benzodiazepine"]), washoutDays: try washout(map),
        clear: try map["clear"]?.choice(WashoutRule.self) ?? .fill)
    case "long_term_use":
      let map = try value.map(["drugs", "definitions"])
      return .longTermUse(
        drugs: try drugs(map, default: ["benzodiazepine"]), definitions: try definitions(map["definitions"]))
    default:
      let map = try value.map(["drugs", "days"])
      return .overlap(pairs: try pairs(map), rules: try rules(map["days"]))
    }
  }

  /// What measures need of each other and of the columns, once all are known.
  private static func checkNeeds(_ name: Named, _ study: Study) throws(RxFault) {
    for spec in study.measures where spec.key == name.name {
      for rate in spec.rates where !study.measures.contains(where: { $0.key == rate.rawValue }) {
        throw RxFault(
          .config, "'\(name.name)' is of the measure '\(rate.rawValue)', which the study does not have",
          at: name.place,
          remedy: "add '\(rate.rawValue)' to the measures, or take it out of '\(name.name).measures'")
      }
      if spec.needsPrescriber, study.prescriptions.prescriber == nil {
        throw lacksColumn("prescriber", name)
      }
      if spec.needsPharmacy, study.prescriptions.pharmacy == nil { throw lacksColumn("pharmacy", name) }
      if !spec.doses.isEmpty, study.prescriptions.quantity == nil { throw lacksColumn("quantity", name) }
    }
  }

  private static func lacksColumn(_ column: String, _ name: Named) -> RxFault {
    RxFault(
      .config, "'\(name.name)' needs the \(column) of a fill, and no column is mapped", at: name.place,
      remedy: "map 'prescriptions.columns.\(column)'")
  }

  // MARK: Parameters

  /// The key `drugs`: names, each once.
  static func drugs(_ map: YAMLMap, _ key: String = "drugs", default names: [String]) throws(RxFault)
    -> [Named]
  {
    guard let value = map[key] else { return names.map { Named($0, at: map.value.place) } }
    var drugs: [Named] = []
    for item in try value.list() {
      let name = try item.named()
      if let other = drugs.first(where: { isSame($0, name) }) {
        throw item.fault(
          "'\(name.name)' is there twice",
          remedy: other.name == name.name ? "" : "case is ignored: it is '\(other.name)'")
      }
      drugs.append(name)
    }
    return drugs
  }

  /// Whether both stand for one class or ingredient, whose case is ignored.
  private static func isSame(_ a: Named, _ b: Named) -> Bool { a.name.lowercased() == b.name.lowercased() }

  /// The key `washout`, in days.
  static func washout(_ map: YAMLMap) throws(RxFault) -> Int {
    try map["washout"]?.int(in: 0...longestDays) ?? 365
  }

  /// The most days that a parameter can be.
  static let longestDays = 36_500

  private static func definitions(_ value: YAMLValue?) throws(RxFault) -> [LongTermDefinition] {
    guard let value else { return [.supply(days: 120), .covered(days: 180), .continuous(days: 90, gap: 30)] }
    var result: [LongTermDefinition] = []
    for item in try value.list() {
      let definition = try item.isScalar ? preset(item) : definition(item)
      guard !result.contains(definition) else {
        throw item.fault("the definition \(definition.text) is there twice")
      }
      result.append(definition)
    }
    return result
  }

  private static func definition(_ item: YAMLValue) throws(RxFault) -> LongTermDefinition {
    let map = try item.map(["supply", "covered", "continuous", "gap", "ddd", "fills"])
    let kinds = ["supply", "covered", "continuous", "ddd"].filter { map[$0] != nil }
    guard kinds.count == 1, let kind = kinds.first else {
      throw item.fault("a definition has one of 'supply', 'covered', 'continuous' and 'ddd'")
    }
    for (key, owner) in [("gap", "continuous"), ("fills", "ddd")] where kind != owner {
      if let stray = map[key] { throw stray.fault("'\(key)' goes with '\(owner)' alone") }
    }
    let amount = try map.required(kind).int(in: 1...longestDays)
    switch kind {
    case "continuous": return .continuous(days: amount, gap: try map.required("gap").int(in: 0...longestDays))
    case "covered": return .covered(days: amount)
    case "ddd": return .defined(ddd: amount, fills: try map["fills"]?.int(in: 1...longestDays) ?? 1)
    default: return .supply(days: amount)
    }
  }

  private static func preset(_ value: YAMLValue) throws(RxFault) -> LongTermDefinition {
    let name = try value.text()
    guard let found = LongTermDefinition.presets.first(where: { $0.name == name }) else {
      throw unknownPreset(name, LongTermDefinition.presets.map(\.name), value, instead: "{supply: 120}")
    }
    return found.definition
  }

  private static func unknownPreset(
    _ name: String, _ names: [String], _ value: YAMLValue, instead example: String
  ) -> RxFault {
    let near = suggestion(for: name, among: names)
    return value.fault(
      "there is no preset '\(name)'",
      remedy: near.isEmpty
        ? "there are \(names.joined(separator: ", ")); or write it out, like \(example)" : near)
  }

  /// The key `drugs` as one pair or a list of pairs.
  static func pairs(_ map: YAMLMap) throws(RxFault) -> [DrugPair] {
    guard let value = map["drugs"] else {
      return [DrugPair(Named("benzodiazepine", at: map.value.place), Named("opioid", at: map.value.place))]
    }
    let items = try value.list()
    let lists = items.contains { $0.isList } ? items : [value]
    var pairs: [DrugPair] = []
    for list in lists {
      let names = try list.list()
      guard names.count == 2 else {
        throw list.fault("a pair is of two drugs, like [benzodiazepine, opioid]")
      }
      let pair = DrugPair(try names[0].named(), try names[1].named())
      guard !isSame(pair.first, pair.second) else { throw list.fault("a pair is of two different drugs") }
      if let other = pairs.first(where: {
        $0.text == pair.text || (isSame($0.first, pair.first) && isSame($0.second, pair.second))
      }) {
        guard !isSame(other.first, pair.first) else { throw list.fault("this pair is there twice") }
        throw list.fault(
          "this pair and [\(other.first.name), \(other.second.name)] would both read '\(pair.text)' in results.csv",
          remedy: "give a class another name in the code list, without '+'")
      }
      pairs.append(pair)
    }
    return pairs
  }

  private static func rules(_ value: YAMLValue?) throws(RxFault) -> [OverlapRule] {
    guard let value else { return [.days(1), .days(30)] }
    var result: [OverlapRule] = []
    for item in try value.list() {
      let text = try item.text()
      let rule: OverlapRule
      if let preset = OverlapRule.presets.first(where: { $0.name == text }) {
        rule = preset.rule
      } else if text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }) {
        throw unknownPreset(text, OverlapRule.presets.map(\.name), item, instead: "days: [1, 30]")
      } else {
        rule = .days(try item.int(in: 1...longestDays))
      }
      guard !result.contains(rule) else { throw item.fault("\(rule.text) is there twice") }
      result.append(rule)
    }
    return result
  }
}
