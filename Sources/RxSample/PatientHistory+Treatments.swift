extension PatientHistory {
  /// Appends all fills of the patient: opioids and benzodiazepines together, since they are often prescribed
  /// together, then the other classes.
  mutating func dispenseAll(into fills: inout [Fill]) {
    let benzodiazepines = plan(.benzodiazepine)
    let opioids = opioidPlan(given: benzodiazepines)
    let courses = dispenseOpioids(opioids, beside: benzodiazepines, into: &fills)
    dispenseBenzodiazepines(benzodiazepines, beside: courses, into: &fills)
    dispense(.zDrug, Formulary.zDrugs, .controlled, into: &fills)
    dispense(.gabapentinoid, Formulary.gabapentinoids, .controlled, into: &fills)
    dispense(.ssri, Formulary.ssris, .maintenance, into: &fills)
    dispense(.buspirone, Formulary.buspirone, .maintenance, into: &fills)
    for _ in 0..<Epidemiology.chronicMedicines {
      dispense(.chronic, Formulary.chronic, .maintenance, into: &fills)
    }
    dispenseAcute(into: &fills)
  }

  /// The first opioid of a year, for the benzodiazepine that comes with it.
  private typealias Course = (day: Int, days: Int, prescriber: Int)

  private mutating func plan(_ rates: Epidemiology.Rates) -> TreatmentPlan {
    let member = member
    return TreatmentPlan(rates, member: member, years: years, random: &random) { _, band in
      rates.any(band, member)
    }
  }

  /// Opioid use, likelier for the year's users of benzodiazepines and as much less likely for all others.
  private mutating func opioidPlan(given benzodiazepines: TreatmentPlan) -> TreatmentPlan {
    let member = member
    return TreatmentPlan(.opioid, member: member, years: years, random: &random) { year, band in
      let overall = Epidemiology.Rates.opioid.any(band, member)
      let users = Epidemiology.Rates.benzodiazepine.any(band, member)
      let among = min(0.7, overall * Epidemiology.opioidGivenBenzodiazepine)
      return benzodiazepines.uses[year] == .none ? (overall - users * among) / (1 - users) : among
    }
  }

  private mutating func dispenseOpioids(
    _ plan: TreatmentPlan, beside benzodiazepines: TreatmentPlan, into fills: inout [Fill]
  ) -> [Course?] {
    for spell in plan.spells { refill(Formulary.opioids, over: spell, supplies: .controlled, into: &fills) }
    var firsts: [Course?] = Array(repeating: nil, count: SampleCalendar.years)
    for year in 0..<SampleCalendar.years {
      guard let enrolled = years[year], plan.uses[year] != .none else { continue }
      if plan.uses[year] == .long {
        let spell =
          plan.spells.last { $0.start <= enrolled.last } ?? Spell(start: enrolled.first, end: enrolled.last)
        let day = random.between(max(spell.start, enrolled.first), min(spell.end, enrolled.last))
        firsts[year] = (day, 30, prescriber())
        continue
      }
      var day = random.between(enrolled.first, enrolled.last)
      if benzodiazepines.uses[year] == .long, random.chance(0.75),
        let spell = benzodiazepines.spells.last(where: { $0.start <= enrolled.last })
      {
        day = random.between(max(spell.start, enrolled.first), min(spell.end, enrolled.last))
      }
      firsts[year] = course(.course, Formulary.opioids, from: day, to: enrolled.last, into: &fills)
    }
    return firsts
  }

  private mutating func dispenseBenzodiazepines(
    _ plan: TreatmentPlan, beside opioids: [Course?], into fills: inout [Fill]
  ) {
    for spell in plan.spells {
      refill(Formulary.benzodiazepines, over: spell, supplies: .controlled, into: &fills)
    }
    for year in 0..<SampleCalendar.years {
      guard let enrolled = years[year], plan.uses[year] == .short else { continue }
      var day = random.between(enrolled.first, enrolled.last)
      var prescriber: Int?
      if let opioid = opioids[year], random.chance(Epidemiology.coprescribed) {
        day = opioid.day
        prescriber = opioid.prescriber
        if random.chance(0.4) {
          day = random.between(max(enrolled.first, day - 4), min(enrolled.last, day + opioid.days - 1))
          prescriber = nil
        }
      }
      _ = course(
        .brief, Formulary.benzodiazepines, from: day, to: enrolled.last, by: prescriber, into: &fills)
    }
  }

  /// One to four short supplies, less than 120 days in all, the first on `day`, none after `last`.
  private mutating func course(
    _ supplies: Supplies, _ choice: Formulary.Choice, from day: Int, to last: Int, by who: Int? = nil,
    into fills: inout [Fill]
  ) -> Course {
    let product = choice.first + random.pick(choice.cumulative)
    let days = supplies.days[random.pick(supplies.cumulative)]
    let perDay = supplies.perDay[random.below(supplies.perDay.count)]
    let prescriber = who ?? prescriber()
    let count = min(1 + random.pick([60, 83, 94, 100]), 119 / days)
    var next = day
    for _ in 0..<count where next <= last {
      dispense(product, on: next, days: days, perDay: perDay, by: prescriber, into: &fills)
      // Half of the later supplies follow at once, a few of them early; the others come weeks after.
      next += random.chance(0.5) ? days + random.between(-2, 6) : days + random.between(14, 120)
    }
    return (day, days, prescriber)
  }

  private mutating func dispense(
    _ rates: Epidemiology.Rates, _ choice: Formulary.Choice, _ supplies: Supplies, into fills: inout [Fill]
  ) {
    let plan = plan(rates)
    for spell in plan.spells { refill(choice, over: spell, supplies: supplies, into: &fills) }
    for year in 0..<SampleCalendar.years {
      guard let enrolled = years[year], plan.uses[year] == .short else { continue }
      let day = random.between(enrolled.first, enrolled.last)
      refill(
        choice, over: Spell(start: day, end: min(day + 45, enrolled.last)), supplies: supplies, into: &fills)
    }
  }

  private mutating func dispenseAcute(into fills: inout [Fill]) {
    for year in 0..<SampleCalendar.years {
      guard let enrolled = years[year] else { continue }
      let band = member.ageBand(on: enrolled.first)
      var probability = Epidemiology.acute[band]
      while random.chance(probability) {
        let day = random.between(enrolled.first, enrolled.last)
        let supplies = Supplies.acute
        dispense(
          Formulary.acute.first + random.pick(Formulary.acute.cumulative), on: day,
          days: supplies.days[random.pick(supplies.cumulative)],
          perDay: supplies.perDay[random.below(supplies.perDay.count)], by: prescriber(), into: &fills)
        probability *= 0.6
      }
    }
  }
}
