/// What a denominator counts, which decides its unit and how it is written.
enum NaiveDenominator: Hashable {
  /// Persons; residents where the world has resident counts.
  case persons
  /// Observed days, written as years; residents' days likewise.
  case personDays
  /// Days at risk, written as years.
  case riskDays
  /// A count with a unit of its own.
  case count(String)
}

/// How an estimate is made.
enum NaiveEstimate {
  case perThousandPersons, percent, perThousandYears, percentWithoutLimits, perHundredThousandPersons,
    perThousandYearsRobust
}

/// What one person adds to a row.
typealias NaiveShare = (numerator: Int, denominator: Int)

/// One line of the contract's tables for one drug and definition.
struct NaiveLine {
  /// The measure.
  var measure: String
  /// The definition.
  var definition = ""
  /// The drug or pair.
  var drug: String
  /// What the denominator counts.
  var denominator: NaiveDenominator
  /// How the estimate is made.
  var estimate: NaiveEstimate
  /// What a person of an interval adds.
  var share: (NaivePerson) -> NaiveShare
}

extension NaiveStudy {
  /// The lines of each measure, drug and definition: one block for each, with a line per denominator.
  func lines() -> [[NaiveLine]] {
    let measures = world.study.measures
    var blocks: [[NaiveLine]] = []
    blocks += measures.prevalence.map { [prevalence($0)] }
    blocks += measures.fillRate.map { [fillRate($0)] }
    blocks += measures.incidence.map { [incidence($0)] }
    for drug in measures.longTerm {
      blocks += measures.definitions.map { longTerm(drug, $0) }
    }
    for pair in measures.overlap {
      blocks += measures.overlapDays.map { overlap(pair, atLeast: $0) }
    }
    if measures.overlapSameMonth { blocks += measures.overlap.map { sameMonth($0) } }
    blocks += measures.overlap.map { overlapDays($0) }
    return blocks + extendedLines()
  }

  /// The line of `prevalence`.
  func prevalence(_ drug: String) -> NaiveLine {
    NaiveLine(measure: "prevalence", drug: drug, denominator: .persons, estimate: .perThousandPersons) {
      (isUser($0, drug) ? 1 : 0, 1)
    }
  }

  /// The line of `fill_rate`.
  func fillRate(_ drug: String) -> NaiveLine {
    NaiveLine(
      measure: "fill_rate", drug: drug, denominator: .personDays,
      estimate: world.study.measures.fillRateIsRobust ? .perThousandYearsRobust : .perThousandYears
    ) {
      (fills($0, drug), $0.days.count)
    }
  }

  private func incidence(_ drug: String) -> NaiveLine {
    NaiveLine(
      measure: "incidence", drug: drug, denominator: .riskDays,
      estimate: world.study.measures.incidenceIsRobust ? .perThousandYearsRobust : .perThousandYears
    ) {
      person in
      guard let use = uses[drug]?[person.patient], let risk = risks[drug]?[person.patient] else {
        return (0, 0)
      }
      let days = person.days.filter { risk[$0] }
      return (days.filter { use.fills[$0] > 0 }.count, days.count)
    }
  }

  private func longTerm(_ drug: String, _ definition: LongTermDefinition) -> [NaiveLine] {
    var perPersons = NaiveLine(
      measure: "long_term_use", definition: definition.label, drug: drug, denominator: .persons,
      estimate: .perThousandPersons
    ) { (meets($0, drug, definition) ? 1 : 0, 1) }
    let first = perPersons
    perPersons.denominator = .count("users")
    perPersons.estimate = .percent
    perPersons.share = { person in
      guard isUser(person, drug) else { return (0, 0) }
      return (meets(person, drug, definition) ? 1 : 0, 1)
    }
    return [first, perPersons]
  }

  private func overlap(_ pair: DrugPair, atLeast days: Int) -> [NaiveLine] {
    overlap(pair, "days>=\(days)") { person in
      coveredDays(person, pair.first).intersection(coveredDays(person, pair.second)).count >= days
    }
  }

  private func sameMonth(_ pair: DrugPair) -> [NaiveLine] {
    overlap(pair, "same_month") { person in
      let (first, second) = (fillMonths(person, pair.first), fillMonths(person, pair.second))
      return !first.isDisjoint(with: second)
    }
  }

  /// The calendar months with a fill on an observed day of the interval.
  private func fillMonths(_ person: NaivePerson, _ drug: String) -> Set<[Int]> {
    guard let use = uses[drug]?[person.patient] else { return [] }
    let dates = person.days.filter { use.fills[$0] > 0 }.map { NaiveCalendar.date($0 + span.first) }
    return Set(dates.map { [$0.year, $0.month] })
  }

  private func overlap(
    _ pair: DrugPair, _ definition: String, _ overlaps: @escaping (NaivePerson) -> Bool
  ) -> [NaiveLine] {
    func line(
      _ denominator: NaiveDenominator, _ estimate: NaiveEstimate, _ counts: @escaping (NaivePerson) -> Bool
    ) -> NaiveLine {
      NaiveLine(
        measure: "overlap", definition: definition, drug: pair.label, denominator: denominator,
        estimate: estimate
      ) { person in
        counts(person) ? (overlaps(person) ? 1 : 0, 1) : (0, 0)
      }
    }
    return [
      line(.persons, .perThousandPersons) { _ in true },
      line(.count("exposed:\(pair.first)"), .percent) { !coveredDays($0, pair.first).isEmpty },
      line(.count("exposed:\(pair.second)"), .percent) { !coveredDays($0, pair.second).isEmpty },
    ]
  }

  private func overlapDays(_ pair: DrugPair) -> [NaiveLine] {
    [pair.first, pair.second].map { drug in
      NaiveLine(
        measure: "overlap_days", drug: pair.label, denominator: .count("days:\(drug)"),
        estimate: .percentWithoutLimits
      ) { person in
        let both = coveredDays(person, pair.first).intersection(coveredDays(person, pair.second))
        return (both.count, coveredDays(person, drug).count)
      }
    }
  }

  /// The number of fills on observed days of the interval.
  private func fills(_ person: NaivePerson, _ drug: String) -> Int {
    guard let use = uses[drug]?[person.patient] else { return 0 }
    return person.days.reduce(0) { $0 + use.fills[$1] }
  }

  private func isUser(_ person: NaivePerson, _ drug: String) -> Bool { fills(person, drug) > 0 }

  /// The observed days of the interval that are covered.
  func coveredDays(_ person: NaivePerson, _ drug: String) -> Set<Int> {
    guard let use = uses[drug]?[person.patient] else { return [] }
    return Set(person.days.filter { use.covered[$0] })
  }

  /// Whether a person meets a definition of long-term use in the interval.
  private func meets(_ person: NaivePerson, _ drug: String, _ definition: LongTermDefinition) -> Bool {
    guard let use = uses[drug]?[person.patient] else { return false }
    switch definition {
    case .supply(let days):
      return person.days.reduce(0) { $0 + use.supplied[$1] } >= days
    case .covered(let days):
      return coveredDays(person, drug).count >= days
    case .continuous(let days, let gap):
      let starts = use.eraStarts(gap: gap)
      return person.days.contains { use.covered[$0] && $0 - starts[$0] + 1 >= days }
    case .ddd(let number, let least):
      let known = intervalFills(person, drug).compactMap { $0.dose(.ddd) }
      return known.count >= least && known.reduce(Fraction(0), +) >= Fraction(number)
    }
  }
}
