import RxCounts
import RxModel
import RxRelease

/// What is to be shown of the rows of a run.
package struct AttritionCounts: Sendable {
  package var attrition: Attrition
  /// Persons of the cohort.
  package var persons: Int
  /// Patients whose rows disagree about a field, by field.
  package var conflicts: [(field: String, patients: Int)]

  /// All three.
  package init(_ attrition: Attrition, persons: Int, conflicts: [(field: String, patients: Int)]) {
    self.attrition = attrition
    self.persons = persons
    self.conflicts = conflicts
  }
}

/// Applies a study's disclosure policy to what became of the rows: people who were left out are people too.
/// - Parameters:
///   - counts: what became of them.
///   - table: the counts of the study, already protected: the persons of an interval and those of the cohort differ by
///     those who are in the one and not in the other.
///   - policy: the study's.
/// - Returns: what may be shown.
/// - Throws: `RxFault` (78) where it can't be protected; (70) for a defect.
package func protect(
  _ counts: AttritionCounts, with table: CountTable, _ policy: DisclosurePolicy
) throws(RxFault) -> PublishedAttrition {
  switch policy.preset {
  case .none: return counts.shown { .count($0) }
  case .opensafely, .midpoint6:
    return counts.shown { value in
      policy.minCell > 0 && value < policy.minCell ? .suppressed : .count(Int(policy.rounded(Double(value))))
    }
  case .cms11: return try AttritionSystem(counts, table, policy).published()
  }
}

extension AttritionCounts {
  /// Every count by itself.
  fileprivate func shown(_ count: (Int) -> PublishedCount) -> PublishedAttrition {
    PublishedAttrition(
      steps: attrition.steps.map { step in
        // Nobody can tell how many patients rows of unknown patients have: as many as rows at most.
        let patients = step.patients.map(count) ?? .unknown
        return .init(
          step.step, rows: patients == .suppressed ? .suppressed : count(step.rows), patients: patients)
      }, persons: count(persons), conflicts: conflicts.map { ($0.field, count($0.patients)) })
  }
}

/// The attrition as a linked system.
private struct AttritionSystem {
  private let counts: AttritionCounts
  private var system: LinkedSystem
  /// By step, the unknowns of its rows and of its patients; nil where they are 0 or not known.
  private var places: [(rows: Int?, patients: Int?)] = []
  private var persons: Int?
  private var conflicts: [Int?] = []

  init(_ counts: AttritionCounts, _ table: CountTable, _ policy: DisclosurePolicy) {
    self.counts = counts
    system = LinkedSystem(minCell: policy.minCell)
    let kinds = 1..<(1 + counts.attrition.kinds.count)
    let used = kinds.upperBound - 1
    let measured = MeasuredUse(table)
    let steps = counts.attrition.steps
    // What was used, and what was read, limit what is kept back of the study's figures; unless these tell what was used.
    let tellsRows = measured.showsAllFills && measured.allFills == steps[used].rows
    let tellsPatients = !measured.hidesUsers && measured.allUsers == steps[used].patients
    for (place, step) in steps.enumerated() {
      let isLimit = place == used || place == 0
      places.append(
        add(
          step, hidesRows: isLimit && measured.hidesAny && !tellsRows,
          hidesPatients: isLimit && measured.hidesUsers && !tellsPatients))
    }
    link(kinds: kinds)
    persons = add("persons", counts.persons, behind: counts.persons)
    conflicts = counts.conflicts.map { add("conflicts", $0.patients, behind: $0.patients) }
    link(places[used], with: measured)
    linkPersons(measured, used: used)
    linkStrangers(kinds)
    linkRoster()
    linkIntervals(table)
  }

  /// Persons of an interval are persons of the cohort, and so are those of its groups, of which some may be kept back and
  /// their sum with them.
  private mutating func linkIntervals(_ table: CountTable) {
    guard let persons else { return }
    let groupings = table.groupings
    for interval in table.intervals.indices {
      func count(_ cell: Int) -> Int {
        table.count(cell: cell, interval: interval, counter: CountTable.persons)
      }
      func isHidden(_ cell: Int) -> Bool {
        table.isHidden(cell: cell, interval: interval, counter: CountTable.persons)
      }
      // What is kept back is known more or less all the same.
      system.addDifference([], [(persons, 1)], constant: -Double(count(0)), countsPersons: true)
      guard isHidden(0) || table.cells[0].hasResidents else { continue }
      for (_, cells) in groupings {
        let hidden = cells.filter { isHidden($0) && count($0) > 0 }
        guard let smallest = hidden.map(count).min() else { continue }
        let others = cells.filter { !hidden.contains($0) }.reduce(hidden.count - 1) { $0 + count($1) }
        let group = addHidden("persons of a group", smallest, least: 1, isSensitive: true)
        system.addDifference(
          [(group, 1)], [(persons, 1)], constant: -Double(others), countsPersons: false)
      }
    }
  }

  /// The unknowns of a step; those that are to be hidden must not be known, however many they are.
  private mutating func add(
    _ step: Attrition.Count, hidesRows: Bool, hidesPatients: Bool
  ) -> (rows: Int?, patients: Int?) {
    let behind = step.patients ?? step.rows
    let rows = add(
      step.name, step.rows, behind: behind, isSecret: hidesRows,
      perPerson: behind > 0 ? Double(step.rows) / Double(behind) : 1)
    let patients = step.patients.flatMap { add(step.name, $0, behind: $0, isSecret: hidesPatients) }
    if let rows, let patients { system.addDifference([(patients, 1)], [(rows, 1)], countsPersons: false) }
    return (rows, patients)
  }

  private mutating func add(
    _ name: String, _ value: Int, behind: Int, isSecret: Bool = false, perPerson: Double = 1
  ) -> Int? {
    guard value > 0 else { return nil }
    return system.add(
      LinkedSystem.Unknown(
        quantity: name, cell: 0, value: Double(value), least: 1, perPerson: perPerson,
        isShown: true, isSensitive: isSecret || system.isSmall(Double(behind)), uses: 1))
  }

  /// The figures of the study tell of the rows that were used: there are as many as fills of all classes at least where
  /// these have no drug in common, and at most where they are the whole code list, both of which is assumed; and as many
  /// patients at most as users, who are counted in each class and interval again.
  private mutating func link(_ used: (rows: Int?, patients: Int?), with measured: MeasuredUse) {
    if let rows = used.rows {
      let sums =
        system.unknowns[rows].value >= Double(measured.allFills) ? [measured.allFills] : measured.fills
      for figure in Set(sums).sorted() where figure > 0 {
        system.addDifference([], [(rows, 1)], constant: -Double(figure), countsPersons: true)
      }
      if measured.showsAllFills { limit(rows, to: measured.allFills) }
    }
    if let patients = used.patients, !measured.hidesUsers { limit(patients, to: measured.allUsers) }
  }

  private mutating func limit(_ used: Int, to most: Int) {
    let value = Int(system.unknowns[used].value)
    guard most > 0, value <= most else { return }
    if value == most {
      system.add([(used, 1)], equals: Double(value))
    } else {
      system.addDifference([(used, 1)], [], constant: Double(most), countsPersons: true)
    }
  }

  /// Persons whom the study's figures count are among the patients whose rows were used, or where only their supply is
  /// asked for, were outside observation. Some may be kept back; then each group of them that is kept back has a person,
  /// and one could have 10 still.
  private mutating func linkPersons(_ measured: MeasuredUse, used: Int) {
    guard let patients = places[used].patients else { return }
    let steps = counts.attrition.steps
    let outside = steps.firstIndex { $0.step == .outsideObservation }.flatMap { places[$0].patients }
    func whole(_ isByFill: Bool) -> [(unknown: Int, coefficient: Double)] {
      [(patients, 1)] + (isByFill ? [] : outside.map { [($0, 1)] } ?? [])
    }
    for persons in Set(measured.persons).sorted() {
      let whole = whole(persons.isByFill)
      let rest = whole.reduce(-Double(persons.count)) { $0 + system.unknowns[$1.unknown].value }
      if persons.hiddenGroups == 0 {
        system.addDifference([], whole, constant: -Double(persons.count), countsPersons: whole.count == 1)
      } else if system.isSmall(rest) {
        let hidden = addHidden("counted persons", persons.count, least: persons.hiddenGroups)
        system.addDifference([(hidden, 1)], whole, countsPersons: whole.count == 1)
      }
    }
    for groups in measured.mostHidden {
      let hidden = addHidden("counted persons of a group", groups.smallest, least: 1, isSensitive: true)
      system.addDifference(
        [(hidden, 1)], whole(groups.isByFill), constant: -Double(groups.number - 1), countsPersons: false)
    }
  }

  /// A count of the study's figures that is kept back there, and does not stand in the attrition.
  private mutating func addHidden(_ name: String, _ value: Int, least: Int, isSensitive: Bool = false) -> Int
  {
    system.add(
      LinkedSystem.Unknown(
        quantity: name, cell: 0, value: Double(value), least: Double(least), isShown: false,
        isSensitive: isSensitive))
  }

  /// Patients seen who are no strangers are patients of the roster: no more than those of it, and no fewer than have
  /// rows of any kind. Without a roster the persons are those seen.
  private mutating func linkStrangers(_ kinds: Range<Int>) {
    guard let seen = places[0].patients else { return }
    let steps = counts.attrition.steps
    guard steps.contains(where: { $0.step == .read(.patients) }),
      let step = kinds.first(where: { steps[$0].step == .notInRoster })
    else {
      if let persons { system.addDifference([(persons, 1)], [(seen, 1)], countsPersons: true) }
      return
    }
    let strangers = places[step].patients.map { [(unknown: $0, coefficient: 1.0)] } ?? []
    for part in kinds where part != step {
      guard let own = places[part].patients else { continue }
      system.addDifference(strangers + [(own, 1)], [(seen, 1)], countsPersons: true)
    }
    if let persons {
      system.addDifference([(seen, 1)], strangers + [(persons, 1)], countsPersons: true)
    }
  }

  /// Everyone in the cohort has a row in the roster that was not rejected.
  private mutating func linkRoster() {
    let steps = counts.attrition.steps
    guard let persons, let read = steps.firstIndex(where: { $0.step == .read(.patients) }),
      let rows = places[read].rows
    else { return }
    let rejected = RejectReason.allCases.compactMap { reason in
      steps.firstIndex { $0.step == .rejected(reason, of: .patients) }.flatMap { places[$0].rows }
    }
    system.addDifference(
      [(persons, 1)] + rejected.map { ($0, 1) }, [(rows, 1)], countsPersons: true)
  }

  /// Rows read are those of each kind; patients of a kind are among those seen, and each of these has a row of some kind.
  private mutating func link(kinds: Range<Int>) {
    if let read = places[0].rows {
      system.add(kinds.compactMap { places[$0].rows }.map { ($0, 1) } + [(read, -1)])
    }
    let parts = kinds.compactMap { places[$0].patients }
    if let seen = places[0].patients {
      for part in parts { system.addDifference([(part, 1)], [(seen, 1)], countsPersons: true) }
      system.addDifference([(seen, 1)], parts.map { ($0, 1) }, countsPersons: false)
    }
    // Rows without a known dose are used ones.
    let used = places[kinds.upperBound - 1]
    for place in places[kinds.upperBound...].prefix(counts.attrition.leftOut.count) {
      if let rows = place.rows, let all = used.rows {
        system.addDifference([(rows, 1)], [(all, 1)], countsPersons: false)
      }
      if let patients = place.patients, let all = used.patients {
        system.addDifference([(patients, 1)], [(all, 1)], countsPersons: true)
      }
    }
  }

  func published() throws(RxFault) -> PublishedAttrition {
    let pattern = SuppressionPattern(system)
    let audit = try Audit(system, isSuppressed: pattern.isSuppressed)
    if let worst = audit.tooNarrow.first {
      throw RxFault(
        .config,
        "disclosure control can't protect the number of '\(system.unknowns[worst.unknown].quantity)' in the attrition: "
          + "too much could be worked out; nothing is published", remedy: "publish fewer measures")
    }
    func shown(_ value: Int, _ place: Int?) -> PublishedCount {
      place.map { pattern.isSuppressed[$0] } ?? false ? .suppressed : .count(value)
    }
    return PublishedAttrition(
      steps: zip(counts.attrition.steps, places).map { step, place in
        .init(
          step.step, rows: shown(step.rows, place.rows),
          patients: step.patients.map { shown($0, place.patients) } ?? .unknown)
      },
      persons: shown(counts.persons, persons),
      conflicts: zip(counts.conflicts, conflicts).map { ($0.field, shown($0.patients, $1)) })
  }
}

/// What the study's figures tell of fills and of the patients who have them.
private struct MeasuredUse {
  /// Persons among everyone whom a figure counts in an interval.
  struct Persons: Hashable, Comparable {
    var count: Int
    /// Of how many groups that have nobody in common they consist at least; 0 where the figure is shown.
    var hiddenGroups: Int
    /// Whether each has a fill on an observed day, and not only supply.
    var isByFill: Bool

    static func < (one: Persons, other: Persons) -> Bool {
      (one.count, one.hiddenGroups, one.isByFill ? 1 : 0)
        < (other.count, other.hiddenGroups, other.isByFill ? 1 : 0)
    }
  }

  /// Groups that have nobody in common, each with a count of the same persons that is kept back.
  struct HiddenGroups {
    var number = 0
    /// The persons of the smallest of them.
    var smallest = Int.max
    var isByFill: Bool
  }

  /// By class, the fills of everyone in the intervals in which they are shown.
  private(set) var fills: [Int] = []
  /// The users among everyone of each class and interval in which they are shown.
  private(set) var users: [Int] = []
  private(set) var persons: [Persons] = []
  /// The most groups of persons by fill, and of others.
  private(set) var mostHidden: [HiddenGroups] = []
  /// Whether fills, users of everyone are kept back of any class and interval.
  private(set) var hidesFills = false
  private(set) var hidesUsers = false

  var allFills: Int { fills.reduce(0, +) }
  var allUsers: Int { users.reduce(0, +) }
  var hidesAny: Bool { hidesFills || hidesUsers }
  var showsAllFills: Bool { !fills.isEmpty && !hidesFills }

  init(_ table: CountTable) {
    let shown = Set(table.lines.flatMap(\.shownCounters).map { table.counters[$0].meaning })
    var done: Set<CounterMeaning> = []
    for (counter, counted) in table.counters.enumerated()
    where shown.contains(counted.meaning) && done.insert(counted.meaning).inserted {
      let quantity = counted.meaning.quantity
      let isOfUsers = quantity.fillEvidence == .users
      // Others than the persons of the interval, and those of some age, have a supply.
      if counted.unit == .persons, counter != CountTable.persons, quantity.ageFrom == nil {
        let isByFill = isOfUsers || quantity.fillEvidence == .byFill
        for interval in table.intervals.indices { notePersons(table, counter, interval, isByFill) }
      }
      guard isOfUsers || quantity.fillEvidence == .fills else { continue }
      let own = table.intervals.indices.filter { !table.isHidden(cell: 0, interval: $0, counter: counter) }
      let counts = own.map { table.count(cell: 0, interval: $0, counter: counter) }
      let hidesAny = own.count < table.intervals.count
      if isOfUsers {
        users += counts
        hidesUsers = hidesUsers || hidesAny
      } else {
        fills.append(counts.reduce(0, +))
        hidesFills = hidesFills || hidesAny
      }
    }
  }

  private mutating func notePersons(_ table: CountTable, _ counter: Int, _ interval: Int, _ isByFill: Bool) {
    var hidden: [[Int]: HiddenGroups] = [:]
    for cell in table.cells.indices where table.isHidden(cell: cell, interval: interval, counter: counter) {
      let count = table.count(cell: cell, interval: interval, counter: counter)
      guard count > 0 else { continue }
      var groups = hidden[table.cells[cell].variables] ?? HiddenGroups(isByFill: isByFill)
      groups.number += 1
      groups.smallest = min(groups.smallest, count)
      hidden[table.cells[cell].variables] = groups
    }
    let everyone = table.count(cell: 0, interval: interval, counter: counter)
    if everyone > 0 {
      let isHidden = table.isHidden(cell: 0, interval: interval, counter: counter)
      let groups = hidden.values.map(\.number).max() ?? 0
      persons.append(Persons(count: everyone, hiddenGroups: isHidden ? groups : 0, isByFill: isByFill))
    }
    for groups in hidden.values {
      guard let place = mostHidden.firstIndex(where: { $0.isByFill == isByFill }) else {
        mostHidden.append(groups)
        continue
      }
      let old = mostHidden[place]
      if (groups.number, old.smallest) > (old.number, groups.smallest) { mostHidden[place] = groups }
    }
  }
}
