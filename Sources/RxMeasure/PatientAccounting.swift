import CSVStream
import RxCounts
import RxModel

/// What a run makes of one patient, after everything is read.
extension Reading {
  /// The account of the patient called `patient`; nil where no accepted row and no file about patients has it.
  /// - Throws: `RxFault` (74) where what went to the disk can't be read.
  package func account(of patient: String) throws(RxFault) -> PatientAccount? {
    var study = input.study
    study.groupings = []
    study.variables = []
    study.ageBands = nil
    study.measures.removeAll(where: \.isOfGroups)
    let key = Array(patient.utf8)
    let (home, seen) = try load(shard(ofHash: fixedHash(of: key)))
    let plan = try plan(study)
    var people = ShardPeople(cohort, home, flatCount: plan.flatCount)
    for worker in seen { people.add(worker, names: flatNames) }
    let index = plan.exposure.index
    let layout = cellLayout(study, counterCount: plan.measures.counterCount)
    var analysis = ShardAnalysis(plan, cells: CellCounter(layout))
    func counts() -> CountTable {
      CellTable(layout, orders: levelNames.map(LevelOrder.init), population: nil).merge(
        [analysis.takeCounts()], intervals: index.intervals, measures: plan.measures)
    }
    guard let person = people.person(called: key) else {
      let isStranger = seen.contains { $0.ids.find(key[...]) != nil }
      return isStranger ? PatientAccount(patient: patient, counts: counts()) : nil
    }
    let fills = ShardFills(
      people, workers: seen, columns: plan.exposure.columns, dropsDuplicates: plan.dropsDuplicates)
    let history = analysis.history(of: person, people, fills)
    var account = PatientAccount(patient: patient, counts: counts())
    account.isMember = people.isMember(person)
    let (birth, death) = (people.birth(person, plan), people.death(person))
    account.birth = birth == Cohort.noBirth ? nil : birth
    account.death = death == Cohort.noDeath ? nil : death
    account.levels = levels(of: person, people, plan)
    account.observed = history.observed
    account.duplicates = fills.duplicates(of: person)
    account.hasUnlisted = people.hasRows(person, .unlisted)
    account.hasLate = people.hasRows(person, .late)
    account.fills = fills.range(of: person).map { fill(fills.rows[$0], history) }
    account.exposures = input.groups.enumerated().filter { isNamed($1) }.map { group, named in
      PatientAccount.Exposure(
        group: named.name, coverage: Array(history.coverage[history.coverageRange(group)]),
        fills: index.intervals.indices.map { history.fillCount(group, in: $0) },
        suppliedDays: index.intervals.indices.map { history.suppliedDays(group, in: $0) },
        coveredDays: index.intervals.indices.map { history.coveredDays(group, in: $0) })
    }
    account.intervals = index.intervals.enumerated().map { place, span in
      let parts = history.observed.compactMap { $0.intersection(span) }
      let age = account.birth.flatMap { birth in
        parts.first.map { Day.completedYears(from: birth.civil, on: $0.start.civil) }
      }
      return PatientAccount.Interval(
        span: span,
        isPerson: account.counts.count(cell: 0, interval: place, counter: CountTable.persons) > 0,
        observedDays: parts.reduce(0) { $0 + $1.days }, age: age)
    }
    return account
  }

  private func fill(_ row: ShardFills.Row, _ history: PersonHistory) -> PatientAccount.Fill {
    let drug = registry.drugs[Int(row.drug)]
    let fill = Fill(
      day: Day(row.day), daysSupply: row.daysSupply, drug: row.drug, extra: row.extra)
    let columns = history.plan.columns
    func value(_ column: InputColumn) -> Int {
      columns.place(column).map { Int(history.value($0, of: fill)) } ?? 0
    }
    let doses = history.plan.books.filter { $0.holds(Int(row.drug)) }.map { book in
      let dose = book.dose(drug: Int(row.drug), quantity: value(.quantity), strength: value(.strength))
      return (
        book: "\(book.name) in \(book.unit.rawValue)", dose: dose > 0 ? dose / Double(row.daysSupply) : nil
      )
    }
    return PatientAccount.Fill(
      supply: fill.supply, drug: drug.name,
      groups: drug.memberships.map { input.groups[$0.group] }.filter(isNamed).map(\.name),
      isObserved: history.isObserved(fill.day), dosesPerDay: doses)
  }

  /// Whether the study names the group; the union of several classes it does not.
  private func isNamed(_ group: DrugGroup) -> Bool {
    input.study.measures.contains { $0.drugs.contains { [$0.name] == group.names } }
  }

  private func levels(
    of person: Int, _ people: ShardPeople, _ plan: AnalysisPlan
  ) -> [(name: String, value: String)] {
    let levels = people.levels(person, plan)
    let study = input.study
    let hasSex = study.patientInput.sex != nil
    let names = (hasSex ? ["sex"] : []) + study.attributes.map(\.name)
    return names.enumerated().map { field, name in
      let level = Int(levels.all[levels.first + field])
      return (name, level == 0 ? unknownLevel : levelLabel(levelNames[field].texts[level - 1]))
    }
  }
}
