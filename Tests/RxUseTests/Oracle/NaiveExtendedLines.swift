extension NaiveStudy {
  /// The lines of the extended measures that add up over persons.
  func extendedLines() -> [[NaiveLine]] {
    let measures = world.study.measures.extended
    var blocks: [[NaiveLine]] = []
    if let dose = measures.dose { blocks += doseLines(dose) }
    if let cob = measures.cob { blocks.append([cobLine(cob)]) }
    if let providers = measures.providers {
      blocks += providers.drugs.map { [providersLine($0, providers)] }
    }
    if let polypharmacy = measures.polypharmacy { blocks.append([polypharmacyLine(polypharmacy)]) }
    if let change = measures.doseChange { blocks += doseChangeLines(change) }
    if let alternatives = measures.alternatives { blocks += alternativesLines(alternatives) }
    if let transition = measures.transition { blocks += transitionLines(transition) }
    if let pair = measures.samePrescriber { blocks.append([samePrescriberLine(pair)]) }
    if let proportion = measures.proportion {
      blocks += proportion.drugs.map { [proportionLine($0, proportion)] }
    }
    return blocks
  }

  /// PQA's concurrent use: only the interval's fills, supply cut at the interval's end.
  private func cobLine(_ measure: CobMeasure) -> NaiveLine {
    NaiveLine(
      measure: "cob", drug: "\(measure.opioids)+\(measure.benzodiazepines)",
      denominator: .count("cob_eligible"), estimate: .percent
    ) { person in
      let opioids = intervalFills(person, measure.opioids)
      let others = intervalFills(person, measure.benzodiazepines)
      let opioidDays = person.days.filter { day in opioids.contains { $0.covers(day) } }
      let both = opioidDays.filter { day in others.contains { $0.covers(day) } }
      let values = patients[person.patient].values
      let isExcluded = measure.exclude.contains {
        ["1", "y", "yes", "true"].contains((values[$0] ?? "").lowercased())
      }
      guard let age = person.age, age >= 18, !isExcluded else { return (0, 0) }
      guard let first = opioids.map(\.first).min(), first <= person.lastDay - 29 else { return (0, 0) }
      guard Set(opioids.map(\.first)).count >= 2, opioidDays.count >= 15 else { return (0, 0) }
      return (Set(others.map(\.first)).count >= 2 && both.count >= 30 ? 1 : 0, 1)
    }
  }

  private func providersLine(_ drug: String, _ measure: ProvidersMeasure) -> NaiveLine {
    NaiveLine(
      measure: "multiple_providers",
      definition: "\(measure.prescribers)x\(measure.pharmacies)/\(measure.window)d", drug: drug,
      denominator: .persons, estimate: .perHundredThousandPersons
    ) { person in
      let fills = intervalFills(person, drug)
      // A run with enough of both can be moved until it begins with a fill.
      let holds = fills.map(\.first).contains { start in
        let inside = fills.filter { $0.first >= start && $0.first < start + measure.window }
        func different(_ names: [String]) -> Int {
          Set(names.filter { !$0.isEmpty }.map { Array($0.utf8) }).count
        }
        return different(inside.map(\.row.raw.prescriber)) >= measure.prescribers
          && different(inside.map(\.row.raw.pharmacy)) >= measure.pharmacies
      }
      return (holds ? 1 : 0, 1)
    }
  }

  private func polypharmacyLine(_ measure: PolypharmacyMeasure) -> NaiveLine {
    NaiveLine(
      measure: "cns_polypharmacy", definition: "\(measure.atLeast)/\(measure.days)d",
      drug: measure.classes.joined(separator: "+"),
      denominator: .count("persons_from_\(measure.ageFrom)"), estimate: .percent
    ) { person in
      guard let age = person.age, age >= measure.ageFrom else { return (0, 0) }
      let fills = measure.classes.flatMap { allFills(person, $0) }
      let days = person.days.filter { day in
        var covered: Set<String> = []
        for fill in fills where fill.covers(day) { covered.formUnion(fill.ingredients) }
        return covered.count >= measure.atLeast
      }
      return (days.count >= measure.days ? 1 : 0, 1)
    }
  }

  private func alternativesLines(_ measure: AlternativesMeasure) -> [[NaiveLine]] {
    let names = measure.other.map { ($0, [$0]) } + [("any", measure.other)]
    return names.flatMap { name, drugs in
      func line(_ definition: String, _ unit: String, _ share: @escaping (NaivePerson, Int) -> NaiveShare)
        -> [NaiveLine]
      {
        let line = NaiveLine(
          measure: "alternatives", definition: definition, drug: measure.index, denominator: .count(unit),
          estimate: .percent
        ) { person in
          guard let start = newUse(person, measure.index, washout: measure.washout) else { return (0, 0) }
          return share(person, start)
        }
        return [line]
      }
      func isFilled(_ person: NaivePerson, _ days: Range<Int>) -> Bool {
        drugs.contains { drug in
          allFills(person, drug).contains { days.contains($0.first) && isLookedBackOn(person, $0.first) }
        }
      }
      return [
        line("\(name)/before\(measure.before)", "new_users") { person, start in
          (isFilled(person, start - measure.before..<start) ? 1 : 0, 1)
        },
        line("\(name)/after\(measure.after)", "new_users_followed") { person, start in
          let days = start..<start + measure.after
          guard days.allSatisfy({ isObserved(person, $0) }) else { return (0, 0) }
          return (isFilled(person, days) ? 1 : 0, 1)
        },
      ]
    }
  }

  private func samePrescriberLine(_ pair: DrugPair) -> NaiveLine {
    NaiveLine(
      measure: "same_prescriber", drug: pair.label, denominator: .count("overlap_days"),
      estimate: .percentWithoutLimits
    ) { person in
      let (first, second) = (allFills(person, pair.first), allFills(person, pair.second))
      var share = (numerator: 0, denominator: 0)
      for day in person.days {
        let (one, other) = (first.filter { $0.covers(day) }, second.filter { $0.covers(day) })
        if one.isEmpty || other.isEmpty { continue }
        let names = Set((one + other).map { Array($0.row.raw.prescriber.utf8) })
        if names.contains([]) { continue }
        share.denominator += 1
        if names.count == 1 { share.numerator += 1 }
      }
      return share
    }
  }
}
