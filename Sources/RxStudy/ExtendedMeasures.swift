import RxModel

/// The parameters of the extended measures.
enum ExtendedMeasures {
  private typealias Core = MeasuresBlock

  static func read(_ name: String, _ value: YAMLValue, _ study: Study) throws(RxFault) -> MeasureSpec {
    switch name {
    case "standardised": .standardised(try standardised(value, study))
    case "dose": .dose(try dose(value))
    case "ddd": .ddd(drugs: try Core.drugs(try value.map(["drugs"]), default: ["benzodiazepine"]))
    case "cob": .cob(try cob(value, study))
    case "multiple_providers": .multipleProviders(try multipleProviders(value))
    case "cns_polypharmacy": .cnsPolypharmacy(try cnsPolypharmacy(value, study))
    case "persistence": .persistence(try persistence(value))
    case "dose_change": .doseChange(try doseChange(value))
    case "alternatives": .alternatives(try alternatives(value))
    case "same_prescriber": .samePrescriber(pairs: try Core.pairs(try value.map(["drugs"])))
    case "trend": .trend(rates: try trend(value, study))
    case "ratio": .ratio(try ratio(value, study))
    default: try cohort(value)
    }
  }

  // MARK: Made of other measures

  private static func rates(_ map: YAMLMap) throws(RxFault) -> [RateMeasure] {
    guard let value = map["measures"] else { return [.prevalence, .fillRate] }
    var rates: [RateMeasure] = []
    for item in try value.list() {
      let rate = try item.choice(RateMeasure.self)
      guard !rates.contains(rate) else { throw item.fault("'\(rate.rawValue)' is there twice") }
      rates.append(rate)
    }
    return rates
  }

  private static func standardised(_ value: YAMLValue, _ study: Study) throws(RxFault) -> StandardisedSpec {
    let map = try value.map(["measures", "weights", "interval"])
    guard study.birthColumn != nil else {
      throw value.fault(
        "rates can't be standardised by age: no column is mapped",
        remedy:
          "map 'birth_date' or 'birth_year' in the columns of the \(study.roster == nil ? "prescriptions" : "patients")"
      )
    }
    let weights = try map["weights"]?.named() ?? Named("us2000", at: value.place)
    let bands = study.bandsOfAge
    var shares: [Double] = []
    if let standard = StandardPopulation.named.first(where: { $0.name == weights.name })?.population {
      guard let found = standard.shares(of: bands) else {
        let wrong = bands.lowerBounds.filter { !standard.lowerBounds.contains($0) }
        throw RxFault(
          .config,
          "the age bands of the study begin at \(list(wrong)), within bands of \(weights.name)",
          at: weights.place,
          remedy: "let 'groups.age_bands' begin at some of \(list(standard.lowerBounds))")
      }
      shares = found
    } else if !weights.name.contains(".") && !weights.name.contains("/") {
      let names = StandardPopulation.named.map(\.name)
      let near = suggestion(for: weights.name, among: names)
      throw RxFault(
        .config, "there is no standard population '\(weights.name)'", at: weights.place,
        remedy: near.isEmpty
          ? "there are \(names.joined(separator: ", ")); or name a .csv with age and weight" : near)
    }
    return StandardisedSpec(
      rates: try rates(map), weights: weights, shares: shares,
      limits: try map["interval"]?.choice(StandardisedSpec.Limits.self) ?? .fayFeuer)
  }

  private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }

  private static func trend(_ value: YAMLValue, _ study: Study) throws(RxFault) -> [RateMeasure] {
    let map = try value.map(["measures"])
    guard study.period.kind != .whole else {
      throw value.fault(
        "a trend needs several intervals, and the study is one",
        remedy: "let 'period.interval' be year, quarter or month")
    }
    return try rates(map)
  }

  private static func ratio(_ value: YAMLValue, _ study: Study) throws(RxFault) -> RatioSpec {
    let map = try value.map(["measures", "reference"])
    let reference = try map.required("reference").freeMap()
    guard reference.entries.count == 1,
      let (name, level) = reference.entries.first.map({ ($0.name, $0.value) })
    else {
      throw reference.value.fault("'reference' is one variable and its level, like {sex: M}")
    }
    guard let variable = study.variables.firstIndex(where: { $0.name == name.name }),
      study.groupings.contains([variable])
    else {
      let alone = study.groupings.filter { $0.count == 1 }.map { study.variables[$0[0]].name }
      throw RxFault(
        .config, "'\(name.name)' is no grouping by itself in 'groups.by', in which the ratio would stand",
        at: name.place,
        remedy: alone.isEmpty
          ? "add [\(name.name)] to 'groups.by'"
          : "add [\(name.name)], or use \(alone.joined(separator: ", "))")
    }
    return RatioSpec(
      rates: try rates(map), variable: variable, variableName: name.name,
      reference: levelLabel(try level.text()))
  }

  private static func cohort(_ value: YAMLValue) throws(RxFault) -> MeasureSpec {
    _ = try value.map([])
    return .cohort
  }

  // MARK: Doses

  private static func dose(_ value: YAMLValue) throws(RxFault) -> DoseSpec {
    let map = try value.map(["drugs", "unit", "methods", "thresholds"])
    return DoseSpec(
      drugs: try Core.drugs(map, default: ["opioid"]), unit: try map["unit"]?.choice(DoseUnit.self) ?? .mme,
      methods: try methods(map["methods"]), thresholds: try thresholds(map["thresholds"]))
  }

  private static func methods(_ value: YAMLValue?) throws(RxFault) -> [DoseMethod] {
    guard let value else { return [.totalSupply, .onTherapy, .window(days: 90), .maximum] }
    let plain: [DoseMethod] = [.totalSupply, .onTherapy, .maximum]
    var result: [DoseMethod] = []
    for item in try value.list() {
      let text = try item.text()
      let days = text.hasPrefix("window:") ? Int(text.dropFirst("window:".count)) : nil
      let method: DoseMethod
      if let days, (1...Core.longestDays).contains(days), "window:\(days)" == text {
        method = .window(days: days)
      } else if let found = plain.first(where: { $0.text == text }) {
        method = found
      } else {
        let names = plain.map(\.text) + ["window:90"]
        throw item.fault(
          "there is no method '\(text)': it is one of total_supply, on_therapy, window:DAYS and maximum",
          remedy: suggestion(for: text, among: names))
      }
      guard !result.contains(method) else { throw item.fault("\(text) is there twice") }
      result.append(method)
    }
    return result
  }

  private static func thresholds(_ value: YAMLValue?) throws(RxFault) -> [DoseThreshold] {
    let values = try value?.list()
    guard let values else {
      return ["50", "90"].compactMap { text in ExactDecimal(text).map { DoseThreshold(text: text, value: $0) }
      }
    }
    var result: [DoseThreshold] = []
    for item in values {
      let text = try item.text()
      guard let number = ExactDecimal(text), number.mantissa > 0 else {
        throw item.fault("a threshold is a number above 0, not '\(text)'")
      }
      guard !result.contains(where: { $0.value == number }) else {
        throw item.fault("\(text) is there twice")
      }
      result.append(DoseThreshold(text: text, value: number))
    }
    return result
  }

  private static func doseChange(_ value: YAMLValue) throws(RxFault) -> DoseChangeSpec {
    let map = try value.map(["drugs", "unit", "gap", "min_days", "window"])
    return DoseChangeSpec(
      drugs: try Core.drugs(map, default: ["benzodiazepine"]),
      unit: try map["unit"]?.choice(DoseUnit.self) ?? .diazepamMg, gapDays: try days(map["gap"], 30, from: 0),
      minDays: try days(map["min_days"], 180), windowDays: try days(map["window"], 90))
  }

  // MARK: Persons

  private static func days(_ value: YAMLValue?, _ standard: Int, from least: Int = 1) throws(RxFault) -> Int {
    try value?.int(in: least...Core.longestDays) ?? standard
  }

  private static func name(_ value: YAMLValue?, _ standard: String, _ map: YAMLMap) throws(RxFault) -> Named {
    try value?.named() ?? Named(standard, at: map.value.place)
  }

  private static func cob(_ value: YAMLValue, _ study: Study) throws(RxFault) -> CobSpec {
    let map = try value.map(["opioids", "benzodiazepines", "exclude"])
    guard study.birthColumn != nil else {
      throw value.fault(
        "'cob' is of people of 18 or more, and no birth is mapped",
        remedy:
          "map 'birth_date' or 'birth_year' in the columns of the \(study.roster == nil ? "prescriptions" : "patients")"
      )
    }
    var exclude: [Int] = []
    if let names = map["exclude"], !names.isEmptyList {
      for item in try names.list() {
        let name = try item.text()
        guard let index = study.attributes.firstIndex(where: { $0.name == name }) else {
          let known = study.attributes.map(\.name)
          let near = suggestion(for: name, among: known)
          throw item.fault(
            "'\(name)' is no attribute of the study",
            remedy: near.isEmpty ? "the attributes are \(known.joined(separator: ", "))" : near)
        }
        exclude.append(index)
      }
    }
    return CobSpec(
      opioids: try name(map["opioids"], "opioid", map),
      benzodiazepines: try name(map["benzodiazepines"], "benzodiazepine", map), exclude: exclude)
  }

  private static func multipleProviders(_ value: YAMLValue) throws(RxFault) -> MultipleProvidersSpec {
    let map = try value.map(["drugs", "prescribers", "pharmacies", "window"])
    return MultipleProvidersSpec(
      drugs: try Core.drugs(map, default: ["opioid"]), prescribers: try days(map["prescribers"], 5),
      pharmacies: try days(map["pharmacies"], 5), windowDays: try days(map["window"], 180))
  }

  private static func cnsPolypharmacy(_ value: YAMLValue, _ study: Study) throws(RxFault)
    -> CnsPolypharmacySpec
  {
    let map = try value.map(["classes", "at_least", "days", "age_from"])
    guard study.birthColumn != nil else {
      throw value.fault(
        "'cns_polypharmacy' is of people from an age on, and no birth is mapped",
        remedy:
          "map 'birth_date' or 'birth_year' in the columns of the \(study.roster == nil ? "prescriptions" : "patients")"
      )
    }
    _ = try map.required("classes")
    return CnsPolypharmacySpec(
      classes: try Core.drugs(map, "classes", default: []), atLeast: try days(map["at_least"], 3),
      days: try days(map["days"], 30), ageFrom: try map["age_from"]?.int(in: 0...150) ?? 65)
  }

  private static func persistence(_ value: YAMLValue) throws(RxFault) -> PersistenceSpec {
    let map = try value.map(["drugs", "washout", "gap", "at"])
    var at: [Int] = []
    for item in try map["at"]?.list() ?? [] {
      let day = try item.int(in: 1...Core.longestDays)
      guard !at.contains(day) else { throw item.fault("\(day) is there twice") }
      at.append(day)
    }
    return PersistenceSpec(
      drugs: try Core.drugs(map, default: ["benzodiazepine"]), washoutDays: try Core.washout(map),
      gapDays: try days(map["gap"], 30, from: 0), at: map["at"] == nil ? [30, 90, 180, 365] : at)
  }

  private static func alternatives(_ value: YAMLValue) throws(RxFault) -> AlternativesSpec {
    let map = try value.map(["index", "washout", "other", "before", "after"])
    _ = try map.required("other")
    let washout = try Core.washout(map)
    let before = try days(map["before"], 180)
    guard before <= washout else {
      throw (map["before"] ?? value).fault(
        "'before' (\(before) days) is longer than 'washout' (\(washout)), so that not all of it need be observed",
        remedy: "let 'before' be at most \(washout)")
    }
    let other = try Core.drugs(map, "other", default: [])
    for drug in other where drug.name == AlternativesSpec.anyOther {
      throw RxFault(
        .config, "'\(drug.name)' among 'other' would read like the row of any of them", at: drug.place,
        remedy: "give the class another name in the code list")
    }
    return AlternativesSpec(
      index: try name(map["index"], "benzodiazepine", map), washoutDays: washout, other: other,
      beforeDays: before,
      afterDays: try days(map["after"], 180))
  }
}
