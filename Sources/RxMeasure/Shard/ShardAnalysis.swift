import RxCounts
import RxDecode
import RxModel

/// The numbers of rows and patients in each step of the attrition, of one shard.
struct ShardAttrition: Sendable {
  var notInRoster = Counted()
  var unlisted = Counted()
  var afterStudy = Counted()
  var reversed = Counted()
  var reversals = Counted()
  var orphans = Counted()
  var duplicates = Counted()
  var unobserved = Counted()
  var used = Counted()
  /// Patients with any row that was not rejected.
  var patientsSeen = 0
  /// By dose table, used fills whose dose is not known.
  var lackingDose: [Counted]
  /// By dose table, used fills whose dose was cut off.
  var cutDose: [Counted]
  /// Persons of the cohort who were analysed.
  var persons = 0
  /// Patients of a flat file whose rows disagree, by field of a flat file.
  var conflicts: [Int]
  var usedRows: UsedRows
  /// How far the patients come on the way to the study's counts.
  var flow: FlowCounts
  /// By prescription file, what became of its rows.
  var files: [AdmittedShard.FileRows] = []

  /// By file about patients, its rows that match nothing.
  var rowsWithoutMatch: [InputPlace: Int] = [:]

  /// Nothing, of shards that are measured by `plan`, with so many fields of a flat file's patients.
  init(_ plan: AnalysisPlan, rowDemographics: Int) {
    usedRows = UsedRows(plan.usedRows)
    flow = FlowCounts(classes: plan.flow.classes.count)
    lackingDose = Array(repeating: Counted(), count: plan.exposure.doseTables.count)
    cutDose = lackingDose
    conflicts = Array(repeating: 0, count: rowDemographics)
  }

  /// Rows, and the patients that have any.
  struct Counted: Sendable {
    var rows = 0
    var patients = 0

    mutating func add(_ count: Int) {
      rows += count
      if count > 0 { patients += 1 }
    }
  }
}

extension ShardAttrition.Counted: PatientSum {
  mutating func add(_ other: ShardAttrition.Counted, times: Int) {
    rows += other.rows * times
    patients += other.patients * times
  }
}

extension ShardAttrition: PatientSum {
  mutating func add(_ other: ShardAttrition, times: Int) {
    notInRoster.add(other.notInRoster, times: times)
    unlisted.add(other.unlisted, times: times)
    afterStudy.add(other.afterStudy, times: times)
    reversed.add(other.reversed, times: times)
    reversals.add(other.reversals, times: times)
    orphans.add(other.orphans, times: times)
    duplicates.add(other.duplicates, times: times)
    unobserved.add(other.unobserved, times: times)
    used.add(other.used, times: times)
    patientsSeen += other.patientsSeen * times
    persons += other.persons * times
    for (place, own) in zip(lackingDose.indices, other.lackingDose) {
      lackingDose[place].add(own, times: times)
    }
    for (place, own) in zip(cutDose.indices, other.cutDose) { cutDose[place].add(own, times: times) }
    conflicts.add(other.conflicts, times: times)
    usedRows.add(other.usedRows, times: times)
    flow.add(other.flow, times: times)
    if files.isEmpty { files = Array(repeating: .init(), count: other.files.count) }
    for (place, own) in zip(files.indices, other.files) { files[place].add(own, times: times) }
    rowsWithoutMatch.add(other.rowsWithoutMatch, times: times)
  }

  /// The same of prescription files that have other numbers, ascending as they were, of so many.
  func renumbered(_ numbers: [Int], count: Int) -> ShardAttrition {
    var result = self
    result.usedRows = usedRows.renumbered(numbers, count: count)
    guard !files.isEmpty else { return result }
    result.files = Array(repeating: .init(), count: count)
    for (place, number) in numbers.enumerated() { result.files[number] = files[place] }
    return result
  }
}

extension ShardAttrition.Counted: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(rows)
    bytes.add(patients)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    rows = try bytes.next()
    patients = try bytes.next()
  }
}

extension ShardAttrition: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(notInRoster)
    bytes.add(unlisted)
    bytes.add(afterStudy)
    bytes.add(reversed)
    bytes.add(reversals)
    bytes.add(orphans)
    bytes.add(duplicates)
    bytes.add(unobserved)
    bytes.add(used)
    bytes.add(patientsSeen)
    bytes.add(lackingDose)
    bytes.add(cutDose)
    bytes.add(persons)
    bytes.add(conflicts)
    bytes.add(usedRows)
    bytes.add(flow)
    bytes.add(files)
    bytes.add(rowsWithoutMatch)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    notInRoster = try bytes.next()
    unlisted = try bytes.next()
    afterStudy = try bytes.next()
    reversed = try bytes.next()
    reversals = try bytes.next()
    orphans = try bytes.next()
    duplicates = try bytes.next()
    unobserved = try bytes.next()
    used = try bytes.next()
    patientsSeen = try bytes.next()
    lackingDose = try bytes.next()
    cutDose = try bytes.next()
    persons = try bytes.next()
    conflicts = try bytes.next()
    usedRows = try bytes.next()
    flow = try bytes.next()
    files = try bytes.next()
    rowsWithoutMatch = try bytes.next()
  }
}

/// Measures one shard's persons, one after the other.
struct ShardAnalysis {
  private let plan: AnalysisPlan
  private var history: PersonHistory
  private var cells: CellCounter
  private var runs = ObservedRuns()
  // Where a person has several runs: by interval, the first observed day, and how many; the latter is left zeroed.
  private var firstDays: [Day]
  private var observedDays: [Int]
  /// The persons whose dates can't all be right, of all shards.
  private(set) var impossible = ImpossiblePersons()
  /// The fills by product, of all shards; nil where nobody asks for them.
  private(set) var products: ProductCounter?

  /// Takes away the counts; call it when all shards are done.
  mutating func takeCounts() -> CellCounts { cells.takeCounts() }

  /// An analysis that counts into `cells`, and fills by product as `products` says.
  init(_ plan: AnalysisPlan, cells: CellCounter, products: ProductPlan? = nil) {
    self.plan = plan
    self.cells = cells
    self.products = products.map(ProductCounter.init)
    history = PersonHistory(plan.exposure)
    firstDays = Array(repeating: Day(0), count: plan.exposure.index.count)
    observedDays = Array(repeating: 0, count: plan.exposure.index.count)
  }

  /// Measures everyone of a shard.
  mutating func analyse(_ shard: AdmittedShard, _ fills: ShardFills) -> ShardAttrition {
    let people = shard.people
    history.begin(keptValues: fills.keptValues)
    var attrition = ShardAttrition(plan, rowDemographics: 0)
    attrition.conflicts = people.conflicts(ofAges: !plan.rowAges.isEmpty)
    attrition.notInRoster.rows = shard.rowsNotInRoster
    attrition.notInRoster.patients = people.countNotInRoster
    attrition.patientsSeen =
      people.count(with: [.inTime, .unlisted, .afterStudy]) + people.countNotInRoster
    attrition.unlisted.rows = shard.rowsNotInCodeList
    attrition.unlisted.patients = people.count(with: .unlisted)
    attrition.afterStudy.rows = shard.rowsAfterStudy
    attrition.files = shard.files
    attrition.rowsWithoutMatch = people.rowsWithoutMatch
    attrition.afterStudy.patients = people.count(with: .afterStudy)
    for person in 0..<people.count where people.isMember(person) {
      attrition.persons += 1
      measure(person, people, fills, &attrition)
    }
    addDates(of: people)
    return attrition
  }

  private mutating func addDates(of people: ShardPeople) {
    let members = (0..<people.count).filter { people.isMember($0) }
    impossible.addDates(members.map { people.birth($0, plan) }, of: .birth)
    impossible.addDates(members.map { people.death($0) }, of: .death)
  }

  /// Measures one person alone, and returns the history that was measured.
  mutating func history(of person: Int, _ people: ShardPeople, _ fills: ShardFills) -> PersonHistory {
    history.begin(keptValues: fills.keptValues)
    var attrition = ShardAttrition(plan, rowDemographics: 0)
    measure(person, people, fills, &attrition)
    if fills.range(of: person).isEmpty {
      history.begin(
        runs, birth: people.birth(person, plan), death: people.death(person), isExcluded: false)
    }
    return history
  }

  /// Measures each person of a shard who has fills, and hands the person to `body` with the history that was measured
  /// and the cells that know of which intervals the person is one.
  mutating func forEachPerson(
    of shard: AdmittedShard, _ fills: ShardFills,
    _ body: (_ person: Int, _ history: inout PersonHistory, _ cells: CellCounter) -> Void
  ) {
    history.begin(keptValues: fills.keptValues)
    var attrition = ShardAttrition(plan, rowDemographics: 0)
    let people = shard.people
    for person in 0..<people.count where people.isMember(person) && !fills.range(of: person).isEmpty {
      measure(person, people, fills, &attrition)
      body(person, &history, cells)
    }
  }

  private mutating func measure(
    _ person: Int, _ people: ShardPeople, _ fills: ShardFills, _ attrition: inout ShardAttrition
  ) {
    let birth = people.birth(person, plan)
    let levels = people.levels(person, plan)
    cells.begin(levels: levels.all, from: levels.first, birth: birth == Roster.noBirth ? nil : birth)
    runs.find(person, people, birth: birth, plan)
    let facts = plan.persons.facts(person, people, birth: birth, levels)
    if plan.persons.cutsRuns { runs.apply(plan.persons.cut(facts)) }
    // Of other levels one is a person of no interval, as one who is not observed; the rows are accounted for all the same.
    if !facts.hasOtherLevel, !facts.isUnknown { enterIntervals(birth: birth) }
    if cells.enteredCount > 0 {
      attrition.flow.addPerson()
    } else {
      attrition.flow.add(unmet: lastUnmet(facts))
    }
    let own = fills.range(of: person)
    let days = own.first.map { DaySpan(fills.fills[$0].day, fills.fills[own.upperBound - 1].day) }
    let death = people.death(person)
    impossible.add(
      birth: birth, death: death, fillDays: days, lastDay: plan.lastDay, lastKnownDay: plan.lastKnownDay)
    attrition.duplicates.add(fills.duplicates(of: person))
    let reversals = fills.reversals(of: person)
    attrition.reversed.add(reversals.reversed)
    attrition.reversals.add(reversals.matched)
    attrition.orphans.add(reversals.orphans)
    guard !own.isEmpty || plan.measures.measuresOfEveryone != nil else { return }
    let isExcluded = plan.exclusions.mark(levels.all, from: levels.first)
    history.begin(runs, birth: birth, death: death, isExcluded: isExcluded)
    history.apply(fills.fills, own)
    attrition.used.add(history.fillCounts.observed)
    attrition.unobserved.add(history.fillCounts.unobserved)
    if history.fillCounts.observed > 0 {
      let counted = countedFills(fills.fills, own)
      attrition.usedRows.add(fills, own, counted: counted, observed: history.observed, plan.usedRows)
      if cells.enteredCount > 0 { countUse(&attrition.flow) }
      if products != nil { countProducts(fills, own) }
    }
    for table in history.lackingFills.indices {
      attrition.lackingDose[table].add(history.lackingFills[table])
      attrition.cutDose[table].add(history.cutFills[table])
    }
    let measures = own.isEmpty ? plan.measures.measuresOfEveryone : plan.measures.measures
    measures?.count(&history, into: &cells)
  }

  /// The number of the person's fills on observed days that are in an interval of the person and of a drug that a
  /// measure names. Of most persons these are all. Mutating, since all of this would be copied for it otherwise.
  private mutating func countedFills(_ fills: [Fill], _ range: Range<Int>) -> Int {
    let study = plan.exposure.index.study
    if plan.usedRows.areAllMeasured, cells.enteredCount == observedDays.count,
      study.start <= fills[range.lowerBound].day, fills[range.upperBound - 1].day <= study.end
    {
      return history.fillCounts.observed
    }
    let (index, isMeasured) = (plan.exposure.index, plan.usedRows.isMeasured)
    return range.count { place in
      let fill = fills[place]
      guard isMeasured[Int(fill.drug)], history.isObserved(fill.day),
        let interval = index.interval(of: fill.day)
      else { return false }
      return cells.isPerson(of: interval)
    }
  }

  /// Counts by product the person's fills on observed days that are in an interval of the person.
  private mutating func countProducts(_ fills: ShardFills, _ range: Range<Int>) {
    let index = plan.exposure.index
    for place in range {
      let fill = fills.fills[place]
      guard history.isObserved(fill.day), let interval = index.interval(of: fill.day),
        cells.isPerson(of: interval)
      else { continue }
      products?.add(fill, in: interval, fills.keptValues)
    }
    products?.endPerson()
  }

  /// Of the conditions that somebody who is a person of no interval doesn't meet first in one, the last.
  private func lastUnmet(_ facts: PersonRules.Facts) -> PersonCondition {
    var last = PersonCondition.observed
    for interval in plan.exposure.index.intervals {
      guard let unmet = plan.persons.unmet(in: interval, runs, facts) else { continue }
      if unmet.rawValue > last.rawValue { last = unmet }
    }
    return last
  }

  /// Counts the person at hand among the users and new users of the flow's classes. Mutating, since all of this would be
  /// copied for it otherwise.
  private mutating func countUse(_ flow: inout FlowCounts) {
    for (place, own) in plan.flow.classes.enumerated() {
      let isUser = history.intervals.contains { interval in
        history.fillCount(own.drugSet, in: interval) > 0 && cells.isPerson(of: interval)
      }
      guard isUser else { continue }
      var isNew = false
      if let rule = own.newUse {
        history.findDaysAtRisk(of: own.drugSet, washoutDays: rule.washoutDays, clear: rule.clear)
        history.forEachNewUse(of: own.drugSet) { interval, _ in isNew = isNew || cells.isPerson(of: interval)
        }
      }
      flow.addUser(of: place, isNew: isNew)
    }
  }

  /// Enters the intervals that the person is one of.
  @inline(__always)
  private mutating func enterIntervals(birth: Day) {
    guard runs.counted.count == 1 else { return enterRuns(birth: birth) }
    plan.exposure.index.forEachPart(of: runs.counted[0]) { interval, part in
      enter(interval, part.start, part.days, birth: birth)
    }
  }

  /// Enters the intervals of all runs.
  private mutating func enterRuns(birth: Day) {
    for run in runs.counted {
      plan.exposure.index.forEachPart(of: run) { interval, part in
        if observedDays[interval] == 0 { firstDays[interval] = part.start }
        observedDays[interval] += part.days
      }
    }
    for interval in observedDays.indices where observedDays[interval] > 0 {
      enter(interval, firstDays[interval], observedDays[interval], birth: birth)
      observedDays[interval] = 0
    }
  }

  @inline(__always)
  private mutating func enter(_ interval: Int, _ firstDay: Day, _ observedDays: Int, birth: Day) {
    let days = plan.exposure.index.intervals[interval].days
    guard plan.persons.admit(birth, firstDay: firstDay, observedDays: observedDays, of: days) else { return }
    cells.enter(interval, firstDay: firstDay, observedDays: observedDays)
  }
}
