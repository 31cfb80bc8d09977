extension RandomWorldBuilder {
  /// Adds extended measures with random parameters to a world, and what they need: doses in the code list,
  /// a strength column, awkward quantities, missing pharmacies. The choices are made with dice of their own,
  /// so that the rest of the world is what it is without them.
  func addExtended(to world: inout NaiveWorld) {
    var dice = Dice(seed: seed &* 0x2000_0003 &+ 5)
    guard dice.percent(50) else { return }
    world.study.measures.extended = doses(&dice)
    people(&dice, &world)
    rates(&dice, &world)
    proportion(&world)
    newUsers(&world)
    if !world.study.measures.longTerm.isEmpty, dice.percent(50) {
      let definition = dice.percent(30) ? (180, 2) : (dice.pick([1, 20, 60]), dice.number(1...3))
      world.study.measures.definitions.append(.ddd(definition.0, fills: definition.1))
    }
    world.study.measures.overlapSameMonth = !world.study.measures.overlap.isEmpty && dice.percent(50)
    world.layout.mapsSecondaryColumns = true
    world.layout.mapsStrength = true
    addParts(&dice, &world)
  }

  private func drugs(_ dice: inout Dice) -> [String] {
    Array(dice.shuffled(Self.names).prefix(dice.number(1...2)))
  }

  private func doses(_ dice: inout Dice) -> NaiveExtended {
    var measures = NaiveExtended()
    if dice.percent(70) {
      measures.dose = DoseMeasure(
        drugs: drugs(&dice), unit: dice.pick(DoseUnit.allCases),
        methods: dice.some([.totalSupply, .onTherapy, .window(dice.pick([7, 90])), .maximum], percent: 70),
        thresholds: dice.some([1, 10, 20, 45, 90]))
    }
    if dice.percent(70) { measures.ddd = drugs(&dice) }
    if dice.percent(70) {
      measures.doseChange = DoseChangeMeasure(
        drugs: drugs(&dice), unit: dice.pick(DoseUnit.allCases), gap: dice.pick([0, 7, 30]),
        minDays: dice.pick([1, 14, 60]), window: dice.pick([1, 7, 30]))
    }
    return measures
  }

  private func people(_ dice: inout Dice, _ world: inout NaiveWorld) {
    var measures = world.study.measures.extended
    if dice.percent(70) {
      measures.cob = CobMeasure(opioids: "opioid", benzodiazepines: "benzodiazepine", exclude: [])
      if dice.percent(50), let name = world.attributes.first { measures.cob?.exclude = [name] }
    }
    if dice.percent(70) {
      measures.providers = ProvidersMeasure(
        drugs: drugs(&dice), prescribers: dice.number(1...3), pharmacies: dice.number(1...2),
        window: dice.pick([1, 7, 30, 180]))
    }
    if dice.percent(70) {
      measures.polypharmacy = PolypharmacyMeasure(
        classes: Array(dice.shuffled(Self.names).prefix(4)), atLeast: dice.number(1...3),
        days: dice.pick([1, 10, 30]), ageFrom: dice.pick([18, 40, 65]))
    }
    if dice.percent(70) {
      measures.persistence = PersistenceMeasure(
        drugs: drugs(&dice), washout: dice.pick([1, 30, 180]), gap: dice.pick([0, 7, 30]),
        at: dice.some([7, 30, 60, 90, 365]))
    }
    if dice.percent(70) {
      let washout = dice.pick([7, 30, 180])
      let names = dice.shuffled(Self.names)
      measures.alternatives = AlternativesMeasure(
        index: names[0], washout: washout, other: Array(names[1...dice.number(1...3)]),
        before: dice.pick([1, washout / 2, washout]), after: dice.pick([1, 30, 180]))
    }
    if dice.percent(70) {
      let names = dice.shuffled(Self.names)
      measures.samePrescriber =
        dice.percent(50)
        ? DrugPair(first: "benzodiazepine", second: "opioid") : DrugPair(first: names[0], second: names[1])
    }
    measures.cohort = dice.percent(50)
    world.study.measures.extended = measures
  }

  /// With dice of its own too: now and then as long and as clear as `incidence`, so that both are compared.
  private func proportion(_ world: inout NaiveWorld) {
    var dice = Dice(seed: seed &* 0x2000_0005 &+ 11)
    guard dice.percent(70) else { return }
    var measure = ProportionMeasure(
      drugs: drugs(&dice), washout: dice.pick([1, 2, 7, 30, 30, 90, 180, 365]),
      clear: dice.pick([.fill, .supply]))
    let core = world.study.measures
    if dice.percent(40) { (measure.washout, measure.clear) = (core.washout, core.clear) }
    world.study.measures.extended.proportion = measure
  }

  /// With dice of their own too: `transition`, `summary`, and limits of rates.
  private func newUsers(_ world: inout NaiveWorld) {
    var dice = Dice(seed: seed &* 0x2000_0007 &+ 17)
    world.study.measures.fillRateIsRobust = dice.percent(50)
    world.study.measures.incidenceIsRobust = dice.percent(50)
    if dice.percent(70) {
      let within = dice.pick([1, 14, 30, 90, 180])
      world.study.measures.extended.transition = TransitionMeasure(
        drugs: drugs(&dice), washout: dice.pick([0, 1, 30, 180]),
        definitions: dice.some(
          [
            .supply(dice.pick([1, 30, 60])), .covered(dice.pick([1, 14, 28])),
            .continuous(dice.pick([1, 14, 40]), gap: dice.pick([0, 7, 30])),
            .ddd(dice.pick([1, 20, 180]), fills: 2),
          ], percent: 60), within: within)
    }
    if dice.percent(70) {
      let quantities = dice.shuffled(["age", "fills", "days_covered", "days_supplied"])
      var measure = SummaryMeasure(
        of: dice.some(["persons", "users", "new_users"], percent: 60), drugs: drugs(&dice),
        washout: dice.pick([0, 1, 30, 180]), quantities: Array(quantities.prefix(dice.number(1...4))))
      if !measure.quantities.contains("age") { measure.of.removeAll { $0 == "persons" } }
      if measure.of.isEmpty { measure.of = ["users"] }
      world.study.measures.extended.summary = measure
    }
  }

  private func rates(_ dice: inout Dice, _ world: inout NaiveWorld) {
    let core = world.study.measures
    let measured =
      (core.prevalence.isEmpty ? [] : ["prevalence"]) + (core.fillRate.isEmpty ? [] : ["fill_rate"])
    if measured.isEmpty { return }
    if world.study.interval != .whole, dice.percent(70) {
      world.study.measures.extended.trend = dice.some(measured)
    }
    let alone = world.study.groups.filter { $0.count == 1 && $0 != ["age"] }
    if let variable = alone.first?.first, dice.percent(80) {
      let levels = variable == "sex" ? ["F", "M"] : Self.levels[variable]?.filter { !$0.isEmpty } ?? []
      let plain = levels.filter { level in level.utf8.allSatisfy { $0 >= 32 && $0 != 34 } }
      world.study.measures.extended.ratio = RatioMeasure(
        measures: dice.some(measured), variable: variable, level: dice.pick(plain))
    }
    // Only bands that are unions of the standards' bands, and no resident counts for other bands.
    if dice.percent(60), world.population == nil {
      world.study.ageBands = dice.pick([[0], [0, 15, 65], [20, 35, 50, 65, 80], [0, 40], [5, 50]])
      world.study.measures.extended.standardised = StandardisedMeasure(
        measures: dice.some(measured), weights: dice.pick(["us2000", "esp2013"]),
        interval: dice.pick(["fay_feuer", "dobson_byar"]))
    }
  }

  /// Doses in the code list, each now and then lacking, and fields that lack something.
  private func addParts(_ dice: inout Dice, _ world: inout NaiveWorld) {
    for place in world.codes.indices {
      func maybe(_ choices: [String]) -> String { dice.percent(15) ? "" : dice.pick(choices) }
      world.codes[place].strength = dice.percent(35) ? "" : dice.pick(["0.5", "5", "10", "37.5", "300"])
      world.codes[place].ddd = maybe(["1", "2.5", "10", "75", "100"])
      world.codes[place].mme = maybe(["0.15", "1", "1.5", "4"])
      world.codes[place].diazepam = maybe(["0.5", "1", "15", "10"])
    }
    let strengths = dice.shuffled(["", "5", "2.5", "10.0", "0", "-5", "strong", "20"])
    let awkward = dice.pick(["0", "0.0", "-3", "many", "15.5", "2.25", "0.5"])
    let noPharmacy = dice.percent(50)
    for place in world.prescriptions.indices {
      var row = world.prescriptions[place]
      // Rows that are duplicates stay so: each change depends on what makes them so alone.
      if NaiveAcceptance.number(row.quantity) == "15.5" { row.quantity = awkward }
      if row.pharmacy == "a;b|c", noPharmacy { row.pharmacy = "" }
      let sum = (row.drug.uppercased() + row.patient).utf8.reduce(0) { $0 + Int($1) }
      row.strength = strengths[sum % strengths.count]
      world.prescriptions[place] = row
    }
  }
}
