import RxCounts
import RxModel
import RxRelease

/// Makes the linked system of one interval of a table of counts.
///
/// Figures are of two universes of people: everyone of a group, and those of a known age band, of whom the crude figures
/// of standardised rates are. In each the same holds between counts; and whoever is in the second is in the first.
struct SystemBuilder: Sendable {
  /// A quantity that some figure shows.
  struct Subject: Sendable {
    let meaning: CounterMeaning
    /// The counters that count it, whichever measure made them; there is one at least.
    var counters: [Int]
    /// The counter of the persons behind it.
    let persons: Int
  }

  /// The people of whom a figure is.
  enum People: Sendable {
    case everyone, ofKnownAge
  }

  /// By meaning, by group: the unknown; nil where the count is 0.
  typealias Universe = [CounterMeaning: [Int?]]

  /// The counts, and the groups behind `published` that its groupings imply.
  let table: CountTable
  /// The number of groups that are published.
  let published: Int
  let interval: Int
  let subjects: [Subject]
  /// What holds within the interval.
  var system: LinkedSystem
  private(set) var everyone: Universe = [:]
  private(set) var ofKnownAge: Universe = [:]

  /// The system of `interval`. Of the groups of `table` the first `published` are; the others are implied by these.
  /// `isOfReader` where the table has no more than what is published.
  /// - Throws: `RxFault` (70) where two counters of one quantity differ.
  init(
    _ table: CountTable, published: Int, interval: Int, minCell: Int, isOfReader: Bool = false
  ) throws(RxFault) {
    self.table = table
    self.published = published
    self.interval = interval
    system = LinkedSystem(minCell: minCell, isOfReader: isOfReader)
    subjects = try Self.subjects(of: table)
    try checkAgreement()
    let partitions = table.partitions
    for subject in subjects {
      addUnknowns(of: subject, .everyone)
      addSums(everyone[subject.meaning], everyone[subject.meaning], partitions)
    }
    addRelations(of: .everyone)
    addShares()
    addPersonsOfAge()
    if !isOfReader { addResidents() }
    addKnownAge()
    if !isOfReader { for figure in linkedFigures { system.add(figure) } }
  }

  private static func subjects(of table: CountTable) throws(RxFault) -> [Subject] {
    let shown = Set(table.figures.flatMap(\.shownCounters).map { table.counters[$0].meaning })
    var places: [CounterMeaning: Int] = [:]
    var subjects: [Subject] = []
    for (counter, counted) in table.counters.enumerated() where counted.unit != .parts {
      if let place = places[counted.meaning] {
        subjects[place].counters.append(counter)
      } else if shown.contains(counted.meaning) {
        guard let persons = table.persons(behind: counter) else {
          throw RxFault(
            .software, "nobody has counted the persons behind \(counted.meaning.text)",
            remedy: "this is a defect in rxuse; please report it")
        }
        places[counted.meaning] = subjects.count
        subjects.append(Subject(meaning: counted.meaning, counters: [counter], persons: persons))
      }
    }
    return subjects
  }

  /// The counters of the rates that are standardised, in the order of their figures; none without age bands.
  var standardisedCounters: [Int] {
    guard table.ageBands.bandCount > 0 else { return [] }
    let definitions = table.figures.filter { if case .standardised = $0.derivation { true } else { false } }
    var isKnown: Set<Int> = []
    return definitions.flatMap(\.shownCounters).filter { isKnown.insert($0).inserted }
  }

  private var personsMeaning: CounterMeaning { table.counters[CountTable.persons].meaning }

  // MARK: Counts

  func count(_ counter: Int, _ stratum: Int, _ people: People = .everyone) -> Int {
    switch people {
    case .everyone: table.count(stratum: stratum, interval: interval, counter: counter)
    case .ofKnownAge: table.bandSum(stratum: stratum, interval: interval, counter: counter)
    }
  }

  private func value(_ counter: Int, _ stratum: Int, _ people: People = .everyone) -> Double {
    guard people == .everyone, table.isDecimal(counter) else {
      return Double(count(counter, stratum, people))
    }
    return table.amount(
      AmountCounters(whole: counter, parts: counter + 1), stratum: stratum, interval: interval)
  }

  /// The amount of a quantity that one person has, in the whole interval: of everyone, in all groups.
  private func perPerson(_ subject: Subject) -> Double {
    let (counter, persons) = (subject.counters[0], count(subject.persons, 0))
    return system.isOfReader || subject.persons == counter || persons == 0
      ? 1 : max(value(counter, 0) / Double(persons), 1e-9)
  }

  /// True if a quantity is shown for a group: persons and person-years are not where residents stand for them.
  private func isShown(_ subject: Subject, _ stratum: Int) -> Bool {
    guard stratum < published else { return false }
    guard table.strata[stratum].hasResidents else { return true }
    // A group without residents has its share among the persons of everyone.
    if subject.counters.contains(CountTable.persons) { return stratum == 0 && !groupsWithShares.isEmpty }
    return !subject.counters.contains(CountTable.observedDays)
      || table.figures.contains { $0.denominator == .personDays }
  }

  private func checkAgreement() throws(RxFault) {
    for subject in subjects where subject.counters.count > 1 {
      for stratum in table.strata.indices {
        let values = subject.counters.map { value($0, stratum) }
        for other in values where other != values[0] {
          throw RxFault(
            .software, "two counts of \(subject.meaning.text) differ: \(values[0]) and \(other)",
            remedy: "this is a defect in rxuse; please report it")
        }
      }
    }
  }

  // MARK: Unknowns and sums

  /// Adds the unknowns of a quantity, one a group. Those of people of known age are among those of everyone.
  private mutating func addUnknowns(of subject: Subject, _ people: People) {
    let perPerson = perPerson(subject)
    var found: [Int?] = []
    for stratum in table.strata.indices {
      let value = value(subject.counters[0], stratum, people)
      // A group that is split by age has no age bands.
      guard value > 0, people == .everyone || !table.strata[stratum].isSplitByAge else {
        found.append(nil)
        continue
      }
      let behind = count(subject.persons, stratum, people)
      let unknown = system.add(
        LinkedSystem.Unknown(
          quantity: people == .everyone ? subject.meaning.text : "\(subject.meaning.text) of known age",
          stratum: stratum, value: value, least: min(1, value), perPerson: perPerson,
          isShown: isShown(subject, stratum), isSensitive: system.isSmall(Double(behind))))
      found.append(unknown)
      if people == .ofKnownAge, let all = everyone[subject.meaning]?[stratum] {
        let others = count(subject.persons, stratum) - behind
        system.addDifference([(unknown, 1)], [(all, 1)], countsPersons: system.isSmall(Double(others)))
      }
    }
    switch people {
    case .everyone: everyone[subject.meaning] = found
    case .ofKnownAge: ofKnownAge[subject.meaning] = found
    }
  }

  /// Adds that each whole is the sum of its parts.
  private mutating func addSums(
    _ wholes: [Int?]?, _ parts: [Int?]?, _ partitions: [(whole: Int, parts: [Int])]
  ) {
    guard let wholes, let parts else { return }
    for partition in partitions {
      guard let total = wholes[partition.whole] else { continue }
      let own = partition.parts.compactMap { parts[$0] }.map { (unknown: $0, coefficient: 1.0) }
      // A group of which there are no residents has no row, so that no reader knows whether it is there.
      if system.isOfReader, table.strata[partition.whole].hasResidents {
        system.addDifference(own, [(total, 1)], countsPersons: false)
      } else {
        system.add(own + [(total, -1)])
      }
    }
  }

  /// Adds the sums over the age bands, which are crude figures of standardised rates: less those below the first band and
  /// of unknown age.
  private mutating func addKnownAge() {
    let meanings = standardisedCounters.map { table.counters[$0].meaning }
    guard !meanings.isEmpty else { return }
    let partitions = table.partitionsBesideAge
    let bands = table.strata.indices.map { (whole: $0, parts: table.bandStrata(of: $0)) }
      .filter { !$0.parts.isEmpty }
    for meaning in meanings where ofKnownAge[meaning] == nil {
      guard let subject = subjects.first(where: { $0.meaning == meaning }) else { continue }
      addUnknowns(of: subject, .ofKnownAge)
      addSums(ofKnownAge[meaning], ofKnownAge[meaning], partitions)
      addSums(ofKnownAge[meaning], everyone[meaning], bands)
    }
    addRelations(of: .ofKnownAge)
  }

  // MARK: Relations

  /// Adds what holds between counts whatever the data are. Of people of known age what asks for days does not hold, which
  /// are those of everyone.
  private mutating func addRelations(of people: People) {
    let universe = people == .everyone ? everyone : ofKnownAge
    let days = table.intervals[interval].days
    for relation in table.relations where holds(relation) {
      guard people == .everyone || relation.terms.allSatisfy(\.factor.isConstant) else { continue }
      let terms = relation.terms.map { term in
        let counted = table.counters[term.counter]
        return (universe[counted.meaning], term.factor.value(days: days), counted.unit == .persons)
      }
      for stratum in table.strata.indices where people == .everyone || !table.strata[stratum].isSplitByAge {
        add(
          relation, terms.map { Term(place: Place($0, stratum), factor: $1, countsPersons: $2) })
      }
    }
  }

  private func holds(_ relation: CountRelation) -> Bool {
    !(system.isOfReader && relation.isOfData) && table.intervals[interval].days <= relation.mostDays
      && (!relation.isOfLastInterval || interval == table.intervals.count - 1)
      && (!relation.isOfFirstInterval || interval == 0)
  }

  /// The unknown of a term of a relation, or what else is known of it.
  private enum Place {
    case unknown(Int)
    /// Known to be 0.
    case zero
    /// Nowhere shown, and so nothing is known of it.
    case hidden

    var isZero: Bool { if case .zero = self { true } else { false } }

    /// The place of a group's term among the unknowns of its quantity.
    init(_ unknowns: [Int?]?, _ stratum: Int) {
      self = unknowns.map { $0[stratum].map(Place.unknown) ?? .zero } ?? .hidden
    }
  }

  /// A term of a relation, of one group.
  private struct Term {
    let place: Place
    let factor: Double
    let countsPersons: Bool
  }

  /// Adds a relation for terms of one group.
  private mutating func add(_ relation: CountRelation, _ terms: [Term]) {
    var greater: [(unknown: Int, coefficient: Double)] = []
    var lesser: [(unknown: Int, coefficient: Double)] = []
    for term in terms {
      let factor = term.factor
      switch term.place {
      case .zero: continue
      // What is 0 or more and not shown can be left out on the lesser side alone.
      case .hidden: if factor > 0 || relation.isEquality { return }
      case .unknown(let unknown):
        if factor > 0 {
          greater.append((unknown, factor))
        } else if factor < 0 {
          lesser.append((unknown, -factor))
        }
      }
    }
    let all = greater + lesser.map { (unknown: $0.unknown, coefficient: -$0.coefficient) }
    // What the data contradict nobody can conclude from.
    if relation.isEquality, system.isOfReader || system.addUpToZero(all) {
      system.add(all)
    } else if !lesser.isEmpty {
      let isOfPersons = relation.isSubset && (lesser + greater).allSatisfy { $0.coefficient == 1 }
      guard system.addDifference(lesser, greater, countsPersons: isOfPersons) else { return }
      // What is at most so much times persons, and times nothing else, each of them has so much of at most.
      let limiting = terms.filter { $0.factor > 0 && !$0.place.isZero }
      if limiting.count == 1, limiting[0].countsPersons {
        for (unknown, coefficient) in lesser {
          system.limitPerPerson(unknown, to: limiting[0].factor / coefficient)
        }
      }
    }
  }

  /// The share of a group among everyone shows how many are not in it.
  private mutating func addShares() {
    guard let persons = everyone[personsMeaning], let whole = persons[0] else { return }
    for stratum in groupsWithShares {
      guard let own = persons[stratum] else { continue }
      system.addDifference([(own, 1)], [(whole, 1)], countsPersons: true)
    }
  }

  /// The groups whose share among the persons of everyone is shown.
  private var groupsWithShares: [Int] {
    let hasShares = table.figures.contains { if case .cohort = $0.derivation { true } else { false } }
    return hasShares ? (1..<max(1, published)).filter { !table.strata[$0].hasResidents } : []
  }

  /// Everyone of a band that begins at the age from which persons are counted is counted; of those whose age is known also
  /// everyone below the first band.
  private mutating func addPersonsOfAge() {
    for counted in table.counters {
      guard let byAge = counted.meaning.quantity.byAge, let own = everyone[counted.meaning],
        let persons = everyone[byAge.of]
      else { continue }
      for (stratum, group) in table.strata.enumerated() {
        guard let age = group.ageVariable, group.levels[age] != unknownLevel,
          group.ageFrom ?? 0 >= byAge.from, let part = own[stratum], let whole = persons[stratum]
        else { continue }
        system.add([(part, 1), (whole, -1)])
      }
    }
  }

  /// Residents are no secret; how many of them are not counted is. The data can have more persons: no reader relies on it.
  /// That of few residents no more are counted than these few is known of old, and nothing that a release could hide; of
  /// `minCell` either all are counted, or fewer than may be shown.
  private mutating func addResidents() {
    var isDone: Set<CounterMeaning> = []
    for definition in table.figures {
      guard case .persons = definition.denominator, case .count(let counter) = definition.numerator else {
        continue
      }
      let meaning = table.counters[counter].meaning
      guard isDone.insert(meaning).inserted, let own = everyone[meaning] else { continue }
      for (stratum, unknown) in own.enumerated() {
        guard let unknown, let residents = table.residents(stratum: stratum, interval: interval) else {
          continue
        }
        guard residents.persons > system.minCell else { continue }
        system.addDifference([(unknown, 1)], [], constant: Double(residents.persons), countsPersons: true)
      }
    }
  }
}
