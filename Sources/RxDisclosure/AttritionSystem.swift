import RxCounts
import RxModel
import RxRelease

/// The attrition as a linked system: the numbers of rows and patients by step, and what somebody knows who sees them
/// beside the study's figures. Steps by which rows leave, and the used ones, are its kinds k; N is the persons of the
/// cohort.
///
///     rows read       = sum of rows k               each row is of one kind
///     patients k     <= patients read               <= sum of patients k
///     patients s     <= rows s                      of every step s
///     without dose   <= used                        rows and patients, and so for all steps of used rows
///     patients less those of a part <= rows less those of the part             for each of these parts, and each kind
///     supply put in  <= rows read
///
/// With a roster, whoever is seen and in it is one of its persons; its rows have each of these:
///
///     patients k + not in roster <= patients read   <= N + not in roster       k other than that step
///     N + rejected rows          <= rows read                                  of the roster
///
/// Without one the persons are among those seen: N <= patients read. And the figures tell of each interval:
///
///     persons of the interval                       <= N
///     fills of all drug classes                     <= rows used               each class by itself if the sum is more
///     rows used     <= fills of all drug classes,      where all are shown
///     patients used <= users of all classes and intervals, where all are shown
///     persons counted by their fills                <= patients used
///     persons counted by their supply               <= patients used + patients outside observation
///
/// Of the persons of the cohort come so many through each step of the flow, of everyone in some interval:
///
///     persons of a step <= those of the step before                            the first step has N
///     users             <= persons of some interval, <= patients used          and so for new users among users
///     count of each interval <= that of the step <= sum over the intervals     where these are shown, else it is kept back
///     any count of persons of an interval <= persons of a step                 of everyone, down to the persons of some
///     users of part of a class <= users of the class                           as for the figures of an interval
///
/// Where it is groups of these persons that are kept back, each of them has 1 or more, beside those that are shown. Where
/// the persons of an interval are kept back, those of the cohort and of each step must be possible in far greater number.
struct AttritionSystem {
  /// A sum of unknowns, each times a coefficient.
  typealias Terms = [(unknown: Int, coefficient: Double)]
  /// The unknowns of a step; nil where they are 0 or not known.
  typealias Places = (rows: Int?, patients: Int?)

  let counts: AttritionCounts
  private let steps: [Attrition.Count]
  /// The places of the kinds of rows among the steps; the first step is what was read.
  let kinds: Range<Int>
  var system: LinkedSystem
  /// The unknowns of each step.
  var places: [Places] = []
  var persons: Int?
  private var conflicts: [Int?] = []
  /// The unknowns of the flow's steps.
  var flow: [Int?] = []

  /// The system of `counts`, beside the figures of a protected table.
  init(_ counts: AttritionCounts, _ table: ProtectedTable, _ policy: DisclosurePolicy) {
    self.counts = counts
    steps = counts.attrition.steps
    kinds = 1..<(1 + counts.attrition.kinds.count)
    system = LinkedSystem(minCell: policy.minCell)
    let measured = MeasuredUse(table)
    addSteps(measured)
    linkKinds()
    persons = add("persons", counts.persons, behind: counts.persons)
    conflicts = counts.conflicts.map { add("conflicts", $0.patients, behind: $0.patients) }
    addFlow(table)
    linkFillsAndUsers(measured)
    linkPersons(measured)
    linkNotInRoster()
    linkRoster()
    linkIntervals(table)
    linkFlow(table)
  }

  /// The place of the rows that were used, the last of the kinds.
  var used: Int { kinds.upperBound - 1 }

  func places(of step: AttritionStep) -> Places? {
    steps.firstIndex { $0.step == step }.map { places[$0] }
  }

  // MARK: Unknowns

  /// The unknowns of each step. What was used, and what was read, limit what is kept back of the study's figures, and
  /// must then not be known, however many they are; unless the figures tell what was used.
  private mutating func addSteps(_ measured: MeasuredUse) {
    let tellsRows = measured.showsAllFills && measured.allFills == steps[used].rows
    let tellsPatients = !measured.hidesUsers && measured.allUsers == steps[used].patients
    for (place, step) in steps.enumerated() {
      // What is counted is nearly the sum of what the figures count.
      let isLimit = place == used || place == 0 || step.step == .counted
      places.append(
        add(
          step, hidesRows: isLimit && measured.hidesAny && !tellsRows,
          hidesPatients: isLimit && measured.hidesUsers && !tellsPatients))
    }
  }

  private mutating func add(_ step: Attrition.Count, hidesRows: Bool, hidesPatients: Bool) -> Places {
    let behind = step.patients ?? step.rows
    let rows = add(
      step.name, step.rows, behind: behind, isSecret: hidesRows,
      perPerson: behind > 0 ? Double(step.rows) / Double(behind) : 1)
    let patients = step.patients.flatMap { add(step.name, $0, behind: $0, isSecret: hidesPatients) }
    if let rows, let patients { system.addDifference([(patients, 1)], [(rows, 1)], countsPersons: false) }
    return (rows, patients)
  }

  mutating func add(
    _ name: String, _ value: Int, behind: Int, isSecret: Bool = false, perPerson: Double = 1
  ) -> Int? {
    guard value > 0 else { return nil }
    let unknown = LinkedSystem.Unknown(
      quantity: name, stratum: 0, value: Double(value), least: 1, perPerson: perPerson,
      isShown: true, isSensitive: isSecret || system.isSmall(Double(behind)))
    let place = system.add(unknown)
    system.add(LinkedSystem.LinkedFigure(unknowns: [place], worth: unknown.size + 1))
    return place
  }

  /// A count of the study's figures that is kept back there, and does not stand in the attrition.
  private mutating func addHidden(_ name: String, _ value: Int, least: Int, isSensitive: Bool = false) -> Int
  {
    system.add(
      LinkedSystem.Unknown(
        quantity: name, stratum: 0, value: Double(value), least: Double(least), isShown: false,
        isSensitive: isSensitive))
  }

  // MARK: Rows of the attrition

  /// Rows read are those of each kind; patients of a kind are among those seen, and each of these has a row of some kind.
  private mutating func linkKinds() {
    if let read = places[0].rows {
      system.add(kinds.compactMap { places[$0].rows }.map { ($0, 1) } + [(read, -1)])
    }
    let parts = kinds.compactMap { places[$0].patients }
    if let seen = places[0].patients {
      for part in parts { system.addDifference([(part, 1)], [(seen, 1)], countsPersons: true) }
      system.addDifference([(seen, 1)], parts.map { ($0, 1) }, countsPersons: false)
      for kind in kinds { linkRest(of: places[kind], in: places[0]) }
    }
    // All but rows with a supply put in are used ones.
    for number in kinds.upperBound..<(kinds.upperBound + counts.attrition.leftOut.count) {
      let place = places[number]
      let all = steps[number].step == .supplyPutIn ? places[0] : places[used]
      if let part = place.rows, let whole = all.rows {
        system.addDifference([(part, 1)], [(whole, 1)], countsPersons: false)
      }
      if let part = place.patients, let whole = all.patients {
        system.addDifference([(part, 1)], [(whole, 1)], countsPersons: true)
      }
      linkRest(of: place, in: all)
    }
  }

  /// Patients with none of the rows of a part have one or more of the others.
  private mutating func linkRest(of part: Places, in whole: Places) {
    guard let rows = whole.rows, let patients = whole.patients, let partRows = part.rows,
      let partPatients = part.patients
    else { return }
    system.addDifference(
      [(patients, 1), (partRows, 1)], [(rows, 1), (partPatients, 1)], countsPersons: false)
  }

  /// Patients with a used row are persons of the cohort. Patients seen who are not said to be missing from the roster are patients of the roster: no more than those of it,
  /// and no fewer than have rows of any kind. Without a roster the persons are those seen.
  private mutating func linkNotInRoster() {
    if let persons, let used = places[used].patients {
      system.addDifference([(used, 1)], [(persons, 1)], countsPersons: true)
    }
    guard let seen = places[0].patients else { return }
    guard places(of: .read(.patients)) != nil,
      let step = kinds.first(where: { steps[$0].step == .notInRoster })
    else {
      if let persons { system.addDifference([(persons, 1)], [(seen, 1)], countsPersons: true) }
      return
    }
    let missing: Terms = places[step].patients.map { [($0, 1)] } ?? []
    for kind in kinds where kind != step {
      guard let own = places[kind].patients else { continue }
      system.addDifference(missing + [(own, 1)], [(seen, 1)], countsPersons: true)
    }
    if let persons { system.addDifference([(seen, 1)], missing + [(persons, 1)], countsPersons: true) }
  }

  /// Everyone in the cohort has a row in the roster that was not rejected.
  private mutating func linkRoster() {
    guard let persons, let rows = places(of: .read(.patients))?.rows else { return }
    let rejected = RejectReason.allCases.compactMap { places(of: .rejected($0, of: .patients))?.rows }
    system.addDifference(
      [(persons, 1)] + rejected.map { ($0, 1) }, [(rows, 1)], countsPersons: true)
  }

  // MARK: The study's figures

  /// The figures of the study tell of the rows that were used: there are as many as fills of all classes at least where
  /// these have no drug in common, and at most where they are the whole code list, both of which is assumed; and as many
  /// patients at most as users, who are counted in each class and interval again.
  private mutating func linkFillsAndUsers(_ measured: MeasuredUse) {
    if let rows = places[used].rows {
      let sums =
        system.unknowns[rows].value >= Double(measured.allFills) ? [measured.allFills] : measured.fills
      for figure in Set(sums).sorted() where figure > 0 {
        system.addDifference([], [(rows, 1)], constant: -Double(figure), countsPersons: true)
      }
      if measured.showsAllFills { limit(rows, to: measured.allFills) }
    }
    if let patients = places[used].patients, !measured.hidesUsers { limit(patients, to: measured.allUsers) }
  }

  mutating func limit(_ unknown: Int, to most: Int) {
    let value = Int(system.unknowns[unknown].value)
    guard most > 0, value <= most else { return }
    if value == most {
      system.add([(unknown, 1)], equals: Double(value))
    } else {
      system.addDifference([(unknown, 1)], [], constant: Double(most), countsPersons: true)
    }
  }

  /// Persons whom the study's figures count are among the patients whose rows were used, or where only their supply is
  /// asked for, were outside observation. Some may be kept back; then they are those of their groups that are shown, and
  /// one or more of each other, and one of these could have 10 still.
  private mutating func linkPersons(_ measured: MeasuredUse) {
    guard let patients = places[used].patients else { return }
    let outside = places(of: .outsideObservation)?.patients
    func whole(_ isByFill: Bool) -> Terms {
      [(patients, 1)] + (isByFill ? [] : outside.map { [($0, 1)] } ?? [])
    }
    for persons in Set(measured.persons).sorted() {
      let whole = whole(persons.isByFill)
      let rest = whole.reduce(-Double(persons.count)) { $0 + system.unknowns[$1.unknown].value }
      guard let least = persons.least else {
        system.addDifference([], whole, constant: -Double(persons.count), countsPersons: whole.count == 1)
        continue
      }
      if system.isSmall(rest) {
        let hidden = addHidden("counted persons", persons.count, least: least)
        system.addDifference([(hidden, 1)], whole, countsPersons: whole.count == 1)
      }
    }
    for groups in measured.mostHidden {
      let hidden = addHidden("counted persons of a group", groups.smallest, least: 1, isSensitive: true)
      system.addDifference(
        [(hidden, 1)], whole(groups.isByFill), constant: -Double(groups.leastOthers), countsPersons: false)
    }
  }

  /// Persons of an interval are persons of the cohort, and so are those of its groups, of which some may be kept back and
  /// their sum with them.
  private mutating func linkIntervals(_ table: ProtectedTable) {
    guard let persons = counted ?? persons else { return }
    let groupings = table.counts.groupings
    for interval in table.counts.intervals.indices {
      let everyone = table[0, interval]
      // What is kept back is known more or less all the same.
      let chain = flow.isEmpty ? [persons] : flow[..<usersStart].compactMap { $0 }
      for step in chain {
        system.addDifference([], [(step, 1)], constant: -Double(everyone.persons), countsPersons: true)
      }
      guard everyone.isHidden(CountTable.persons) || everyone.residents != nil else { continue }
      // Where residents stand for them they limit whatever else counts persons.
      let hidesAny = table.counts.counters.indices.contains {
        table.counts.counters[$0].unit == .persons && everyone.isHidden($0)
      }
      if hidesAny {
        for step in chain { keepApart(step, from: everyone.persons) }
      }
      for (_, strata) in groupings {
        let groups = strata.map { table[$0, interval] }
        let hidden = groups.filter { $0.isHidden(CountTable.persons) && $0.persons > 0 }
        guard let smallest = hidden.map(\.persons).min() else { continue }
        let shown = groups.filter { !($0.isHidden(CountTable.persons) && $0.persons > 0) }
        let others = shown.reduce(hidden.count - 1) { $0 + $1.persons }
        let group = addHidden("persons of a group", smallest, least: 1, isSensitive: true)
        system.addDifference(
          [(group, 1)], [(persons, 1)], constant: -Double(others), countsPersons: false)
      }
    }
  }

  /// The persons of the cohort limit those of an interval, and with them what is kept back of its groups: what somebody
  /// can know of the former must leave room for several secrets among the latter.
  private mutating func keepApart(_ persons: Int, from counted: Int) {
    let least = counted + 3 * (system.minCell - 1)
    guard system.unknowns[persons].value < Double(least) else { return }
    system.keepBack(persons, upTo: least)
  }

  // MARK: Release

  /// The attrition and the flow as they may be shown.
  /// - Throws: `RxFault` (78) where it can't be protected; (70) for a defect.
  func released() throws(RxFault) -> (ReleasedAttrition, ReleasedFlow) {
    let pattern = SuppressionPattern(system)
    let audit = try Audit(system, isSuppressed: pattern.isSuppressed)
    if let worst = audit.tooNarrow.first {
      throw RxFault(
        .config,
        "disclosure control can't protect the number of '\(system.unknowns[worst.unknown].quantity)' in the attrition: "
          + "too much could be worked out; nothing is published", remedy: "publish fewer measures")
    }
    func shown(_ value: Int, _ unknown: Int?) -> ReleasedCount {
      unknown.map { pattern.isSuppressed[$0] } ?? false ? .suppressed : .count(value)
    }
    let released = ReleasedAttrition(
      steps: zip(steps, places).map { step, places in
        .init(
          step.step, rows: shown(step.rows, places.rows),
          patients: step.patients.map { shown($0, places.patients) } ?? .unknown)
      },
      persons: shown(counts.persons, persons),
      conflicts: zip(counts.conflicts, conflicts).map { ($0.field, shown($0.patients, $1)) })
    return (released, counts.flow.released(zip(counts.flow.steps, flow).map { shown($0.persons, $1) }))
  }
}
