import RxCounts
import RxModel
import RxRelease

/// Makes the linked system of one interval of a table of counts.
struct SystemBuilder: Sendable {
  /// The counts, and the groups behind `published` that its groupings imply.
  let table: CountTable
  /// How many groups are published.
  let published: Int
  let interval: Int
  /// The quantities that are shown, each with its counters.
  private let counters: [CounterMeaning: [Int]]
  private let meanings: [CounterMeaning]
  /// By name, how many lines show it.
  private let uses: [CounterMeaning: Int]
  private(set) var system: LinkedSystem
  /// By name, by cell: the unknown; nil where it is 0.
  private(set) var places: [CounterMeaning: [Int?]] = [:]
  /// The same of sums over age bands, by counter.
  private(set) var sumPlaces: [Int: [Int?]] = [:]

  /// The system of `interval`. Of the groups of `table` the first `published` are; the others are implied by these.
  /// - Throws: `RxFault` (70) where two counters of one quantity differ.
  init(_ table: CountTable, published: Int, interval: Int, minCell: Int) throws(RxFault) {
    self.table = table
    self.published = published
    self.interval = interval
    system = LinkedSystem(minCell: minCell)
    var counters: [CounterMeaning: [Int]] = [:]
    for (counter, counted) in table.counters.enumerated() where counted.unit != .parts {
      counters[counted.meaning, default: []].append(counter)
    }
    self.counters = counters
    var uses: [CounterMeaning: Int] = [:]
    for line in table.lines {
      for counter in line.shownCounters { uses[table.counters[counter].meaning, default: 0] += 1 }
    }
    self.uses = uses
    var isKnown: Set<CounterMeaning> = []
    meanings = table.counters.map(\.meaning).filter { uses[$0] != nil && isKnown.insert($0).inserted }
    try addUnknowns()
    addSums()
    addRelations()
    addShares()
    addPersonsOfAge()
    addResidents()
    addBandSums()
    addRelationsOfBandSums()
  }

  private var personsMeaning: CounterMeaning { table.counters[CountTable.persons].meaning }

  private func count(_ counter: Int, _ cell: Int) -> Double {
    Double(table.count(cell: cell, interval: interval, counter: counter))
  }

  private func value(_ counter: Int, _ cell: Int) -> Double {
    guard table.isDecimal(counter) else { return count(counter, cell) }
    return table.amount(AmountCounters(whole: counter, parts: counter + 1), cell: cell, interval: interval)
  }

  /// Whether a quantity is shown for a group: persons and person-years are not where residents stand for them.
  private func isShown(_ meaning: CounterMeaning, _ cell: Int) -> Bool {
    guard cell < published else { return false }
    guard table.cells[cell].hasResidents else { return true }
    let own = counters[meaning] ?? []
    if own.contains(CountTable.persons) { return false }
    return !own.contains(CountTable.observedDays)
      || table.lines.contains { $0.denominator == .personDays }
  }

  private mutating func addUnknowns() throws(RxFault) {
    for meaning in meanings {
      guard let own = counters[meaning], let counter = own.first else { continue }
      let contributors = table.persons(behind: counter)
      let everyone = contributors.map { count($0, 0) } ?? 0
      let perPerson = contributors == counter || everyone == 0 ? 1 : value(counter, 0) / everyone
      var found: [Int?] = []
      for cell in table.cells.indices {
        let value = value(counter, cell)
        for other in own where self.value(other, cell) != value {
          throw RxFault(
            .software, "two counts of \(meaning.text) differ: \(value) and \(self.value(other, cell))",
            remedy: "this is a defect in rxuse; please report it")
        }
        guard value > 0 else {
          found.append(nil)
          continue
        }
        let behind = contributors.map { count($0, cell) } ?? 0
        found.append(
          system.add(
            LinkedSystem.Unknown(
              quantity: meaning.text, cell: cell, value: value, least: min(1, value),
              perPerson: max(perPerson, 1e-9),
              isShown: isShown(meaning, cell), isSensitive: system.isSmall(behind),
              uses: uses[meaning] ?? 1)))
      }
      places[meaning] = found
    }
  }

  private mutating func addSums() {
    let partitions = table.partitions
    for meaning in meanings {
      guard let own = places[meaning] else { continue }
      for (whole, parts) in partitions {
        guard let total = own[whole] else { continue }
        system.add(parts.compactMap { own[$0] }.map { ($0, 1) } + [(total, -1)])
      }
    }
  }

  private mutating func addRelations() {
    for relation in table.relations where holds(relation) {
      let terms = relation.terms.map { (meaning: table.counters[$0.counter].meaning, factor: $0.factor) }
      for cell in table.cells.indices {
        add(relation, terms.map { meaning, factor in (place(meaning, cell), factor) })
      }
    }
  }

  private func holds(_ relation: CountRelation) -> Bool {
    table.intervals[interval].days <= relation.mostDays
      && (!relation.isOfLastInterval || interval == table.intervals.count - 1)
  }

  /// What is known of an unknown's place.
  private enum Place {
    case unknown(Int)
    /// Known to be 0.
    case zero
    /// Nowhere shown, and so nothing is known of it.
    case hidden
  }

  private func place(_ meaning: CounterMeaning, _ cell: Int) -> Place {
    guard let own = places[meaning] else { return .hidden }
    return own[cell].map(Place.unknown) ?? .zero
  }

  /// Adds a relation for terms of one group.
  private mutating func add(
    _ relation: CountRelation, _ terms: [(place: Place, factor: CountRelation.Factor)]
  ) {
    let days = table.intervals[interval].days
    var (greater, lesser): ([(unknown: Int, coefficient: Double)], [(unknown: Int, coefficient: Double)]) = (
      [], []
    )
    for (place, factor) in terms {
      let value = factor.value(days: days)
      switch place {
      case .zero: continue
      // What is 0 or more and not shown can be left out on the lesser side alone.
      case .hidden: if value > 0 || relation.isEquality { return }
      case .unknown(let unknown):
        if value > 0 {
          greater.append((unknown, value))
        } else if value < 0 {
          lesser.append((unknown, -value))
        }
      }
    }
    if relation.isEquality {
      system.add(greater + lesser.map { ($0.unknown, -$0.coefficient) })
    } else if !lesser.isEmpty {
      let isOfPersons = relation.isSubset && (lesser + greater).allSatisfy { $0.coefficient == 1 }
      system.addDifference(lesser, greater, countsPersons: isOfPersons)
    }
  }

  /// The share of a group among everyone shows how many are not in it.
  private mutating func addShares() {
    let hasShares = table.lines.contains { if case .cohort = $0.derivation { true } else { false } }
    guard hasShares, isShown(personsMeaning, 0), let persons = places[personsMeaning],
      let everyone = persons[0]
    else {
      return
    }
    for cell in 1..<max(1, published) {
      guard let own = persons[cell] else { continue }
      system.addDifference([(own, 1)], [(everyone, 1)], countsPersons: true)
    }
  }

  /// Everyone of a band that begins at the age from which persons are counted is counted.
  private mutating func addPersonsOfAge() {
    for counted in table.counters {
      guard let age = counted.meaning.quantity.ageFrom, let own = places[counted.meaning],
        let persons = places[personsMeaning]
      else {
        continue
      }
      for cell in table.cells.indices where table.cells[cell].ageFrom.map({ $0 >= age }) ?? false {
        if let part = own[cell], let whole = persons[cell] { system.add([(part, 1), (whole, -1)]) }
      }
    }
  }

  /// Residents are no secret; how many of them are not counted is.
  private mutating func addResidents() {
    var done: Set<CounterMeaning> = []
    for line in table.lines {
      guard case .persons = line.denominator, case .count(let counter) = line.numerator else { continue }
      let meaning = table.counters[counter].meaning
      guard done.insert(meaning).inserted, let own = places[meaning] else { continue }
      for cell in table.cells.indices {
        guard let place = own[cell], let residents = table.residents(cell: cell, interval: interval) else {
          continue
        }
        system.addDifference([(place, 1)], [], constant: Double(residents.persons), countsPersons: true)
      }
    }
  }

  /// Sums over the age bands are crude figures of standardised rates: less those below the first band and of unknown
  /// age.
  private mutating func addBandSums() {
    let standardised = table.lines.filter { if case .standardised = $0.derivation { true } else { false } }
    let bands = table.ageBands
    guard !standardised.isEmpty, bands.bandCount > 0 else { return }
    var used: [Int] = []
    for counter in standardised.flatMap(\.shownCounters) where !used.contains(counter) {
      used.append(counter)
    }
    let partitions = table.partitionsBesideAge
    let bandPartitions = bandPartitions
    for counter in used {
      let meaning = table.counters[counter].meaning
      var found: [Int?] = []
      for cell in table.cells.indices {
        let value = table.bandSum(cell: cell, interval: interval, counter: counter)
        let isSplit = table.cells[cell].isSplitByAge
        guard !isSplit, value > 0, let all = places[meaning]?[cell] else {
          found.append(nil)
          continue
        }
        let contributors =
          table.persons(behind: counter).map { table.bandSum(cell: cell, interval: interval, counter: $0) }
          ?? 0
        let whole = table.persons(behind: counter).map { count($0, cell) } ?? 0
        let place = system.add(
          LinkedSystem.Unknown(
            quantity: "\(meaning.text) of known age", cell: cell, value: Double(value),
            least: min(1, Double(value)),
            perPerson: system.unknowns[all].perPerson,
            isShown: isShown(meaning, cell),
            isSensitive: system.isSmall(Double(contributors)), uses: 1))
        found.append(place)
        system.addDifference(
          [(place, 1)], [(all, 1)], countsPersons: system.isSmall(whole - Double(contributors)))
      }
      sumPlaces[counter] = found
      for (whole, parts) in partitions {
        guard let total = found[whole] else { continue }
        system.add(parts.compactMap { found[$0] }.map { ($0, 1) } + [(total, -1)])
      }
      for (whole, parts) in bandPartitions {
        guard let total = found[whole], let own = places[meaning] else { continue }
        system.add(parts.compactMap { own[$0] }.map { ($0, 1) } + [(total, -1)])
      }
    }
  }

  /// What holds between counts holds between those of people of known age, where it does not ask for days.
  private mutating func addRelationsOfBandSums() {
    guard !sumPlaces.isEmpty else { return }
    let sumsByMeaning = sumsByMeaning
    for relation in table.relations
    where holds(relation) && relation.terms.allSatisfy({ $0.factor.isConstant }) {
      for cell in table.cells.indices where !table.cells[cell].isSplitByAge {
        add(
          relation,
          relation.terms.map { term in
            guard let own = sumsByMeaning[table.counters[term.counter].meaning] else {
              return (.hidden, term.factor)
            }
            return (own[cell].map(Place.unknown) ?? .zero, term.factor)
          })
      }
    }
  }

  private var sumsByMeaning: [CounterMeaning: [Int?]] {
    Dictionary(
      sumPlaces.map { (table.counters[$0.key].meaning, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// Each group that has its age bands published, and these.
  private var bandPartitions: [(whole: Int, parts: [Int])] {
    table.cells.indices.compactMap { cell in
      let parts = table.bandCells(of: cell)
      return parts.isEmpty ? nil : (cell, parts)
    }
  }
}
