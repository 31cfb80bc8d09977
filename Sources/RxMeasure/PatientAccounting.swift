import CSVStream
import RxCounts
import RxDecode
import RxModel

/// The account of one patient: nil where no accepted row and no file about patients has the identifier
/// `patient`.
/// - Throws: `RxFault` (74) where what went to the disk can't be read.
package func account(
  of patient: String, in decoded: DecodedStudy, _ input: AggregationInput
) throws(RxFault) -> PatientAccount? {
  try PatientAccounting(decoded, input).account(of: patient)
}

/// The study as it is run for one patient: without groups, and without what is made of others' counts.
private struct PatientAccounting {
  private let planner: Planner
  private let plan: AnalysisPlan
  private var input: AggregationInput { planner.input }

  init(_ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) {
    var study = input.study
    study.groupings = []
    study.variables = []
    study.ageBands = nil
    study.measures.removeAll(where: \.isOfGroups)
    planner = Planner(decoded, input)
    plan = try planner.plan(study)
  }

  func account(of patient: String) throws(RxFault) -> PatientAccount? {
    let key = Array(patient.utf8)
    let loaded = try planner.decoded.load(shard(ofHash: fixedHash(of: key)))
    let shard = AdmittedShard(loaded, of: planner.decoded.roster, planner.admission)
    let people = shard.people
    var analysis = ShardAnalysis(plan, cells: CellCounter(plan.strata))
    func counts() -> CountTable {
      CellTable(plan.strata, names: [], population: nil).table(
        GroupCounts([analysis.takeCounts()], plan.strata, planner.levels),
        intervals: plan.exposure.index.intervals, measures: plan.measures)
    }
    guard let person = people.person(called: key) else {
      return people.isNotInRoster(key) ? PatientAccount(patient: patient, counts: counts()) : nil
    }
    let fills = ShardFills(shard, plan.fills)
    let history = analysis.history(of: person, people, fills)
    var account = PatientAccount(patient: patient, counts: counts())
    account.isMember = people.isMember(person)
    let (birth, death) = (people.birth(person, plan), people.death(person))
    account.birth = birth == Roster.noBirth ? nil : birth
    account.death = death == Roster.noDeath ? nil : death
    account.levels = levels(of: person, people)
    account.unknownVariables = unknownVariables(account)
    account.observed = history.observed
    account.duplicates = fills.duplicates(of: person)
    account.hasUnlisted = people.hasRows(person, .unlisted)
    account.hasLate = people.hasRows(person, .afterStudy)
    account.fills = fills.range(of: person).map { self.fill(fills.fills[$0], history) }
    account.exposures = exposures(history)
    let facts = plan.persons.facts(person, people, birth: birth, people.levels(person, plan))
    var runs = ObservedRuns()
    runs.find(person, people, birth: birth, plan)
    if plan.persons.cutsRuns {
      runs.apply(plan.persons.cut(facts))
      account.unbroken = runs.unbroken
      account.includedFrom = date(facts.includedFrom)
      account.excludedFrom = date(facts.excludedFrom)
    }
    account.intervals = intervals(account, history) { plan.persons.unmet(in: $0, runs, facts) }
    return account
  }

  private func exposures(_ history: PersonHistory) -> [PatientAccount.Exposure] {
    let intervals = plan.exposure.index.intervals.indices
    return input.drugSets.enumerated().filter { input.study.names($1) }.map { drugSet, named in
      PatientAccount.Exposure(
        drugSet: named.name, coverage: Array(history.coverage[history.coverageRange(drugSet)]),
        fills: intervals.map { history.fillCount(drugSet, in: $0) },
        suppliedDays: intervals.map { history.suppliedDays(drugSet, in: $0) },
        coveredDays: intervals.map { history.coveredDays(drugSet, in: $0) })
    }
  }

  /// The date of a list that is one, and not a mark for none.
  private func date(_ day: Day) -> Day? { [Roster.always, Roster.never].contains(day) ? nil : day }

  private func intervals(
    _ account: PatientAccount, _ history: PersonHistory, unmet: (DaySpan) -> PersonCondition?
  ) -> [PatientAccount.Interval] {
    plan.exposure.index.intervals.enumerated().map { place, span in
      let parts = history.observed.compactMap { $0.intersection(span) }
      let age = account.birth.flatMap { birth in
        parts.first.map { Day.completedYears(from: birth.civil, on: $0.start.civil) }
      }
      return PatientAccount.Interval(
        span: span,
        isPerson: account.counts.count(stratum: 0, interval: place, counter: CountTable.persons) > 0,
        observedDays: parts.reduce(0) { $0 + $1.days }, age: age, unmet: unmet(span))
    }
  }

  private func fill(_ fill: Fill, _ history: PersonHistory) -> PatientAccount.Fill {
    let drug = planner.registry.drugs[Int(fill.drug)]
    let columns = plan.exposure.columns
    func value(_ column: InputColumn) -> Int {
      columns.place(column).map { Int(history.value($0, of: fill)) } ?? 0
    }
    let doses = plan.exposure.doseTables.filter { $0.holds(Int(fill.drug)) }.map { table in
      let dose = table.dose(drug: Int(fill.drug), quantity: value(.quantity), strength: value(.strength))
      return (
        book: "\(table.name) in \(table.unit.rawValue)",
        dose: dose > 0 ? dose / Double(fill.daysSupply) : nil
      )
    }
    return PatientAccount.Fill(
      supply: fill.supply, drug: drug.name,
      drugSets: drug.memberships.map { input.drugSets[$0.drugSet] }.filter(input.study.names).map(\.name),
      isObserved: history.isObserved(fill.day), dosesPerDay: doses)
  }

  private func levels(of person: Int, _ people: ShardPeople) -> [(name: String, value: String)] {
    let levels = people.levels(person, plan)
    return input.study.levelFields.enumerated().map { field, name in
      (name, planner.levels[field].labels[Int(levels.all[levels.first + field])])
    }
  }

  /// The grouping variables for which the study drops the patient, who is `unknown` in them.
  private func unknownVariables(_ account: PatientAccount) -> [String] {
    guard input.study.dropsUnknown else { return [] }
    return input.study.variables.map(\.name).filter { name in
      name == GroupVariable.age.name
        ? account.birth == nil : account.levels.contains { $0 == (name, unknownLevel) }
    }
  }
}
