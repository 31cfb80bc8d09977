extension NaiveStudy {
  /// The daily dose of a person of an interval; nil for someone who is no dose user.
  func dailyDose(_ person: NaivePerson, _ drug: String, _ unit: DoseUnit, _ method: DoseMethod) -> Fraction? {
    var amounts = Fraction(0)
    var supplied = 0
    var daily: [Int: Fraction] = [:]
    let inside = Set(person.days)
    for fill in allFills(person, drug) {
      guard let dose = fill.dailyDose(unit) else { continue }
      let days = (fill.first...fill.last).filter { inside.contains($0) }
      amounts = amounts + dose * Fraction(days.count)
      supplied += days.count
      for day in days { daily[day] = (daily[day] ?? Fraction(0)) + dose }
    }
    guard supplied > 0 else { return nil }
    switch method {
    case .totalSupply: return amounts / Fraction(supplied)
    case .onTherapy: return amounts / Fraction(daily.count)
    case .window(let days): return amounts / Fraction(days)
    case .maximum: return daily.values.max()
    }
  }

  /// The lines of `dose`: persons at or above each threshold.
  func doseLines(_ measure: DoseMeasure) -> [[NaiveLine]] {
    var blocks: [[NaiveLine]] = []
    for drug in measure.drugs {
      for method in measure.methods {
        for threshold in measure.thresholds {
          let definition = "\(measure.unit.rawValue)>=\(threshold)/\(method.label)"
          let line = NaiveLine(
            measure: "dose", definition: definition, drug: drug, denominator: .count("dose_users"),
            estimate: .percent
          ) { person in
            guard let dose = dailyDose(person, drug, measure.unit, method) else { return (0, 0) }
            return (dose >= Fraction(threshold) ? 1 : 0, 1)
          }
          blocks.append([line])
        }
      }
    }
    return blocks
  }

  /// The eras of a person's class that are long enough and of known dose, and end on an observed day of the
  /// interval, each with what became of the dose and whether it was followed and stopped.
  func changes(_ person: NaivePerson, _ drug: String, _ measure: DoseChangeMeasure) -> [NaiveDoseChange] {
    let fills = allFills(person, drug)
    var changes: [NaiveDoseChange] = []
    for era in wholeEras(person, drug, gap: measure.gap) where person.days.contains(era.last) {
      let own = fills.filter { $0.first >= era.first && $0.first <= era.last }
      let doses = own.compactMap { fill in fill.dailyDose(measure.unit).map { (fill, $0) } }
      if era.last - era.first + 1 < measure.minDays || doses.count < own.count { continue }
      func amount(_ from: Int, _ to: Int) -> Fraction {
        doses.reduce(Fraction(0)) { sum, dose in
          sum + dose.1 * Fraction((from...to).filter { dose.0.covers($0) }.count)
        }
      }
      let before = amount(era.first, era.first + measure.window - 1)
      let after = amount(era.last - measure.window + 1, era.last)
      if before == Fraction(0) { continue }
      let ratio = after / before
      let next = era.last + 1...era.last + measure.window
      let kind =
        ratio >= Fraction(3, over: 2) ? "escalated" : ratio <= Fraction(4, over: 5) ? "reduced" : "steady"
      let followed = next.allSatisfy { isObserved(person, $0) }
      let filled = fills.contains { next.contains($0.first) }
      changes.append(NaiveDoseChange(kind: kind, followed: followed, stopped: followed && !filled))
    }
    return changes
  }

  /// The lines of `dose_change`.
  func doseChangeLines(_ measure: DoseChangeMeasure) -> [[NaiveLine]] {
    measure.drugs.flatMap { drug in
      ["escalated", "reduced", "steady", "stopped"].map { kind in
        let unit = kind == "stopped" ? "long_eras_followed" : "long_eras"
        let line = NaiveLine(
          measure: "dose_change", definition: kind, drug: drug, denominator: .count(unit),
          estimate: .percent
        ) { person in
          let eras = changes(person, drug, measure)
          if kind != "stopped" { return (eras.filter { $0.kind == kind }.count, eras.count) }
          return (eras.filter(\.stopped).count, eras.filter(\.followed).count)
        }
        return [line]
      }
    }
  }

  /// The eras of a person's class, first and last day; their ends may be after the span.
  private func wholeEras(_ person: NaivePerson, _ drug: String, gap: Int) -> [(first: Int, last: Int)] {
    let patient = patients[person.patient]
    let supply = fills[drug]?[person.patient].reduce(0) { $0 + $1.row.days } ?? 0
    // So long a span that no supply reaches its end, even put end to end.
    let longer = DaySpan(first: span.first, last: span.last + supply + 1)
    let target = NaiveTarget(name: drug, codes: world.codes)
    let use = NaiveUse(patient, target, world.study.carryOver, longer)
    var eras: [(first: Int, last: Int)] = []
    for (day, start) in use.eraStarts(gap: gap).enumerated() where start >= 0 {
      if eras.last?.first == start { eras[eras.count - 1].last = day } else { eras.append((start, day)) }
    }
    return eras
  }
}

/// What became of the dose in an era.
struct NaiveDoseChange {
  /// `escalated`, `reduced` or `steady`.
  var kind: String
  /// Whether the days after it are observed.
  var followed: Bool
  /// Whether no fill is in them.
  var stopped: Bool
}
