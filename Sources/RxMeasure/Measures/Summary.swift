import RxCounts
import RxModel

extension SummarySpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    let longTerm = builder.study.measures.compactMap { ($0 as? LongTermUseSpec)?.definitions }
    return Summary(
      self, try builder.drugs(drugs), persons: builder.persons, longTerm: longTerm.flatMap { $0 },
      &builder.registry)
  }
}

/// Quartiles of what persons, users and new users have in an interval.
final class Summary: Measure {
  let figures: [FigureDefinition]
  let countsEveryone: Bool
  /// Some people of a drug, or everyone: their counters, and the series of their quantities.
  private struct People: Sendable {
    /// Counts all of them; nil for everyone, who are counted anyway.
    var all: Int?
    var ofKnownAge: Int?
    var age: Int?
    var fills: Int?
    var daysCovered: Int?
    var daysSupplied: Int?
  }

  private let everyone: People?
  private let drugs: [(drugSet: Int, users: People?, newUsers: People?)]
  private let washoutDays: Int

  /// `persons` is the unit of everyone; by the `longTerm` definitions long-term users are counted.
  init(
    _ spec: SummarySpec, _ measured: [MeasuredDrug], persons: String, longTerm: [LongTermDefinition],
    _ registry: inout CounterRegistry
  ) {
    washoutDays = spec.washoutDays
    countsEveryone = spec.people.contains(.persons)
    var figures: [FigureDefinition] = []
    if countsEveryone {
      let lines = Lines(spec, .persons, unit: persons)
      let people = lines.people(&registry)
      figures += lines.figures(people)
      everyone = people
    } else {
      everyone = nil
    }
    drugs = measured.map { drug in
      let lines = spec.people.filter { $0 != .persons }.map {
        Lines(spec, $0, of: drug, unit: $0.rawValue, longTerm: longTerm)
      }
      let people = lines.map { $0.people(&registry) }
      // Rows that differ in the denominator alone stand together.
      let all = zip(lines, people).map { $0.figures($1) }
      figures += (all.first ?? []).indices.flatMap { place in all.map { $0[place] } }
      func found(_ wanted: SummaryPeople) -> People? {
        zip(lines, people).first { $0.0.people == wanted }?.1
      }
      return (drug.drugSet, found(.users), found(.newUsers))
    }
    self.figures = figures
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    if let everyone {
      for interval in cells.entered where cells.isPerson(of: interval) {
        count(ageOf: everyone, in: interval, &cells)
      }
    }
    for drug in drugs where !person.fillRange(drug.drugSet).isEmpty {
      if let users = drug.users {
        for interval in person.intervals
        where cells.isPerson(of: interval) && person.fillCount(drug.drugSet, in: interval) > 0 {
          count(person, drug.drugSet, of: users, in: interval, &cells)
        }
      }
      guard let newUsers = drug.newUsers else { continue }
      person.forEachNewUser(of: drug.drugSet, washoutDays: washoutDays) { person, interval, _ in
        if cells.isPerson(of: interval) { count(person, drug.drugSet, of: newUsers, in: interval, &cells) }
      }
    }
  }

  @inline(__always)
  private func count(ageOf people: People, in interval: Int, _ cells: inout CellCounter) {
    guard let series = people.age, let ofKnownAge = people.ofKnownAge, let age = cells.age(of: interval)
    else { return }
    cells.add(1, to: ofKnownAge, in: interval)
    cells.add(value: age, to: series, in: interval)
  }

  private func count(
    _ person: borrowing PersonHistory, _ drugSet: Int, of people: People, in interval: Int,
    _ cells: inout CellCounter
  ) {
    if let all = people.all { cells.add(1, to: all, in: interval) }
    count(ageOf: people, in: interval, &cells)
    if let fills = people.fills {
      cells.add(value: person.fillCount(drugSet, in: interval), to: fills, in: interval)
    }
    if let covered = people.daysCovered {
      cells.add(value: person.coveredDays(drugSet, in: interval), to: covered, in: interval)
    }
    if let supplied = people.daysSupplied {
      cells.add(value: person.suppliedDays(drugSet, in: interval), to: supplied, in: interval)
    }
  }
}

extension Summary {
  /// The counters and the lines of some people.
  private struct Lines {
    let spec: SummarySpec
    let people: SummaryPeople
    /// Their drug; nil for everyone.
    let drug: MeasuredDrug?
    /// What a denominator of them is called.
    let unit: String
    let longTerm: [LongTermDefinition]

    init(
      _ spec: SummarySpec, _ people: SummaryPeople, of drug: MeasuredDrug? = nil, unit: String,
      longTerm: [LongTermDefinition] = []
    ) {
      (self.spec, self.people, self.drug) = (spec, people, drug)
      (self.unit, self.longTerm) = (unit, longTerm)
    }

    /// They, then whom they are among, the nearest first.
    private var meanings: [CounterMeaning] {
      let persons = CohortQuantity.persons.meaning
      guard let drug else { return [persons] }
      let users = ExposureQuantity.users.of(drug.key)
      let newUsers = NewUseQuantity.newUsers(washoutDays: spec.washoutDays).of(drug.key)
      return people == .users ? [users, persons] : [newUsers, users, persons]
    }

    /// Those of some people whose age is known.
    private func ofKnownAge(_ meaning: CounterMeaning) -> CounterMeaning {
      meaning == CohortQuantity.persons.meaning
        ? CohortQuantity.personsFrom(age: 0).meaning : KnownAgeQuantity(whole: meaning).meaning
    }

    /// New counters and series.
    func people(_ registry: inout CounterRegistry) -> People {
      var made = People()
      if drug != nil { made.all = registry.persons(meanings[0], within: Array(meanings.dropFirst())) }
      for quantity in spec.quantities(of: people) {
        let series = registry.addSeries()
        switch quantity {
        case .age:
          made.age = series
          made.ofKnownAge = registry.persons(
            ofKnownAge(meanings[0]), within: [meanings[0]] + meanings.dropFirst().map(ofKnownAge))
        case .fills: made.fills = series
        case .daysCovered: made.daysCovered = series
        case .daysSupplied: made.daysSupplied = series
        }
      }
      // Those of them of unknown age are among the others of unknown age.
      for (own, wider) in zip(meanings, meanings.dropFirst()) {
        registry.relatePersons([
          (wider, .init(1)), (ofKnownAge(own), .init(1)), (ofKnownAge(wider), .init(-1)), (own, .init(-1)),
        ])
      }
      return made
    }

    /// A line for each quantity and quartile.
    func figures(_ made: People) -> [FigureDefinition] {
      spec.quantities(of: people).flatMap { quantity -> [FigureDefinition] in
        let (counter, series) =
          switch quantity {
          case .age: (made.ofKnownAge, made.age)
          case .fills: (made.all, made.fills)
          case .daysCovered: (made.all, made.daysCovered)
          case .daysSupplied: (made.all, made.daysSupplied)
          }
        guard let counter, let series else { return [] }
        return Quartile.allCases.map { quartile in
          var figure = FigureDefinition(
            measure: "summary", definition: "\(quantity.rawValue)/\(quartile.rawValue)",
            drug: drug?.name ?? "", numerator: .none, denominator: .count(counter), denominatorUnit: unit,
            estimate: .init(quantity.unit), limits: .none,
            derivation: .quantile(series: series, quarters: quartile.quarters))
          figure.bounds = [meanings[0]] + bounds(quantity)
          if quantity == .age { figure.boundsOfBands = meanings }
          return figure
        }
      }
    }

    /// The counts of the drug that a quartile of a quantity bounds.
    private func bounds(_ quantity: SummaryQuantity) -> [CounterMeaning] {
      guard let key = drug?.key else { return [] }
      func longTerm(_ isAsked: (LongTermDefinition) -> Bool) -> [CounterMeaning] {
        self.longTerm.filter(isAsked).flatMap {
          [LongTermQuantity.persons($0).of(key), LongTermQuantity.ofUsers($0).of(key)]
        }
      }
      switch quantity {
      case .age: return []
      case .fills: return [ExposureQuantity.fills.of(key)]
      case .daysCovered:
        return [ExposureQuantity.coveredDays.of(key)]
          + longTerm { if case .covered = $0 { true } else { false } }
      case .daysSupplied: return longTerm { if case .supply = $0 { true } else { false } }
      }
    }
  }
}
