import RxCounts
import RxDecode
import RxModel

/// Makes what a study asks for of the counts of all its patients, and of what was read of its files.
package struct Aggregator {
  /// The counts of all patients. Secret.
  package let counts: StudyCounts
  let reading: StudyReading
  let input: AggregationInput
  /// The drugs of the data, by the code list.
  let registry: DrugRegistry
  /// The names of the levels of each level field of a patient.
  private let names: [LevelNames]

  /// What `input` asks of the counts of all patients.
  /// - Parameters:
  ///   - counts: the counts of all patients.
  ///   - reading: what was read of all files.
  ///   - input: the study, its end resolved.
  ///   - threads: workers that look drugs up; the result does not depend on them.
  package init(_ counts: StudyCounts, _ reading: StudyReading, _ input: AggregationInput, threads: Int) {
    let registry = DrugRegistry(
      counts.drugs.names, list: input.drugs, drugSets: input.drugSets, threads: threads)
    self.init(counts, reading, input, registry: registry)
  }

  /// What `input` asks of `decoded`: each shard's rows are taken up, and its persons measured.
  /// - Throws: `RxFault` 74 where what went to the disk can't be read; (70) for a defect.
  package init(_ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) {
    let (counts, registry) = try count(decoded, input, nearMisses: .thatMatter)
    self.init(counts, decoded.reading, input, registry: registry)
  }

  /// The same, where the drugs are looked up already.
  init(_ counts: StudyCounts, _ reading: StudyReading, _ input: AggregationInput, registry: DrugRegistry) {
    self.counts = counts
    self.reading = reading
    self.input = input
    self.registry = registry
    names = input.study.levelFields.map(input.study.levelNames(of:))
  }

  /// Everything counted that the study asks for.
  /// - Throws: `RxFault` (70) where the rows don't add up: a defect.
  package func aggregation() throws(RxFault) -> Aggregation {
    let doses = doseTables
    let files = fileAccounts(reading, input.study, counts.rows)
    let variants = input.study.sensitivity.map { SensitivityVariant.all($0, of: input.study) } ?? []
    var runs: [SensitivityRun] = []
    for (variant, own) in zip(variants, counts.variants) {
      let (table, measures) = try table(own, variant.study)
      runs += variant.runs(measures, table)
    }
    let main = try table(counts.main, input.study)
    let result = Aggregation(
      counts: main.table, attrition: attrition(doses), persons: counts.rows.persons,
      flow: flow(main.measures),
      drugRows: counts.drugs.drugRows(registry, list: input.drugs, doses: doses),
      conflicts: zip(reading.rowDemographics, counts.rows.conflicts).map { ($0, $1) }, files: files,
      codeListFiles: codeListFiles(input.drugs, registry),
      equalByFile: counts.rows.usedRows.equalByFile.map { ($0.key.file, $0.key.other, $0.value) },
      impossible: counts.impossible,
      sensitivity: runs, nearMisses: counts.nearMisses.found(input.drugs, files),
      levelsUnlikePopulation: levelsUnlikePopulation, chosenLevelsOfNobody: chosenLevelsOfNobody,
      products: counts.products.map { CountedProducts(drugs: ProductPlan.drugs(input), counts: $0) })
    guard result.attrition.addsUp else {
      throw RxFault(
        .software,
        "the rows don't add up: \(result.attrition.read.rows) were read, and the kinds of rows give "
          + "\(result.attrition.kinds.reduce(0) { $0 + $1.rows })",
        remedy: "this is a defect in rxuse; please report it")
    }
    return result
  }

  /// Counts as a table of `study`, which differs from the run's in its settings alone, with its measures.
  func table(
    _ counts: GroupCounts, _ study: Study
  ) throws(RxFault) -> (table: CountTable, measures: MeasureSet) {
    let measures = try MeasureSet(
      study, drugSets: input.drugSets,
      columns: FillColumns(study, fileCount: reading.rejects[.prescriptions]?.files.count ?? 0),
      greatestDaysFactor: input.drugs.greatestDaysFactor,
      drugs: registry.drugs.map { $0.memberships.map(\.drugSet) })
    let layout = CellCounter.Stratification(
      study, of: input.study, counterCount: measures.counterCount, representatives: [])
    let table = CellTable(layout, names: names, population: reading.population)
      .table(counts, intervals: study.period.intervals, measures: measures)
    return (table, measures)
  }

  /// How many patients come how far on the way to the counts of `measures`.
  private func flow(_ measures: MeasureSet) -> Flow {
    let (study, own) = (input.study, counts.rows.flow)
    var flow = Flow()
    flow.add(study.roster == nil ? .patientsSeen : .roster, persons: counts.rows.persons)
    for condition in study.personConditions {
      flow.add(.meeting(condition), persons: own.count(meeting: condition))
    }
    flow.add(.persons, persons: own.persons, counter: CountTable.persons)
    let persons = flow.steps.count - 1
    for (place, drug) in FlowPlan(study, drugSets: input.drugSets).classes.enumerated() {
      let name = input.drugSets[drug.drugSet].name
      flow.add(
        .users(drug: name), persons: own.users[place], of: persons,
        counter: measures.counter(ofUsersOf: drug.drugSet))
      guard let rule = drug.newUse else { continue }
      flow.add(
        .newUsers(drug: name), persons: own.newUsers[place],
        counter: measures.counter(ofNewUsersOf: drug.drugSet, by: rule))
    }
    return flow
  }

  /// The tables of doses, of no fill: what the list says of them.
  private var doseTables: [DoseTable] {
    DoseTable.all(input, input.study, registry.drugs) { column in
      FillColumns(input.study, fileCount: 1).place(column) == nil ? nil : []
    }
  }

  /// By variable the levels that the study chooses persons by, and that nobody in the data has; to be unknown takes no
  /// value in the data.
  private var chosenLevelsOfNobody: [(variable: String, levels: [String])] {
    input.study.persons.levels.compactMap { variable, labels in
      guard let field = input.study.levelField(variable) else { return nil }
      let absent = labels.filter { $0 != unknownLevel && !counts.levels[field].contains(ExactText($0)) }
      return absent.isEmpty ? nil : (variable.name, absent)
    }
  }

  /// Of the study's grouping variables that the population file has: the levels that only it has and those that it
  /// lacks, in byte order. Age is not among them, whose levels are the study's.
  private var levelsUnlikePopulation: [(variable: String, ofResidents: [String], ofData: [String])] {
    guard let population = reading.population else { return [] }
    return input.study.variables.compactMap { variable in
      guard let field = input.study.levelField(variable), let residents = population.labels(of: variable.name)
      else { return nil }
      let data = Set(counts.levels[field].map(\.text))
      let alone = [residents.subtracting(data), data.subtracting(residents)].map { levels in
        levels.subtracting([unknownLevel]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      return alone.allSatisfy(\.isEmpty) ? nil : (variable.name, alone[0], alone[1])
    }
  }
}

extension Aggregator {
  /// The attrition: what became of all rows.
  private func attrition(_ doses: [DoseTable]) -> Attrition {
    let shards = counts.rows
    var attrition = Attrition()
    if let totals = reading.rejects[.prescriptions] {
      attrition.read = Attrition.Count(
        .read(.prescriptions), rows: totals.rows, patients: shards.patientsSeen)
      attrition.kinds = rejected(totals, of: .prescriptions)
    }
    var kinds: [(AttritionStep, ShardAttrition.Counted)] = [
      (.notInRoster, shards.notInRoster), (.notInCodeList, shards.unlisted),
      (.afterStudy, shards.afterStudy),
    ]
    if input.study.prescriptions.reversals != nil {
      kinds += [
        (.reversed, shards.reversed), (.reversal, shards.reversals), (.reversalOfNoFill, shards.orphans),
      ]
    }
    kinds += [
      (.duplicate, shards.duplicates), (.outsideObservation, shards.unobserved), (.used, shards.used),
    ]
    attrition.kinds += kinds.map { Attrition.Count($0.0, rows: $0.1.rows, patients: $0.1.patients) }
    attrition.leftOut = ofUsed
    for (place, table) in doses.enumerated() {
      let (lacking, cut) = (shards.lackingDose[place], shards.cutDose[place])
      let steps: [(AttritionStep, ShardAttrition.Counted)] = [
        (.withoutDose(drug: table.name, unit: table.unit), lacking),
        (.doseCutOff(drug: table.name, unit: table.unit), cut),
      ]
      attrition.leftOut += steps.filter { $0.1.rows > 0 }.map {
        Attrition.Count($0.0, rows: $0.1.rows, patients: $0.1.patients)
      }
    }
    for kind in InputKind.allCases where kind != .prescriptions {
      guard let totals = reading.rejects[kind] else { continue }
      attrition.otherInputs.append(Attrition.Count(.read(kind), rows: totals.rows))
      attrition.otherInputs += rejected(totals, of: kind)
    }
    return attrition
  }

  /// The steps of used rows that are told beside their number; those that have none are left out but for the first two.
  private var ofUsed: [Attrition.Count] {
    let used = counts.rows.usedRows
    var steps = [Attrition.Count(.counted, rows: used.counted.rows, patients: used.counted.patients)]
    if !input.study.prescriptions.dropsDuplicates {
      steps.append(Attrition.Count(.equalToAnother, rows: used.equal.rows, patients: used.equal.patients))
    }
    if input.study.prescriptions.missingSupplyDays != nil, let totals = reading.rejects[.prescriptions] {
      steps.append(Attrition.Count(.supplyPutIn, rows: totals.files.reduce(0) { $0 + $1.suppliesPutIn }))
    }
    for (amount, counted) in zip(UsedRowRules.amounts, used.unreadable) {
      guard let counted else { continue }
      steps.append(Attrition.Count(amount.step, rows: counted.rows, patients: counted.patients))
    }
    return steps
  }
}

/// The accounts of the files of each kind, with what became of their rows.
func fileAccounts(
  _ reading: StudyReading, _ study: Study, _ shards: ShardAttrition
) -> [InputKind: [FileAccount]] {
  var accounts = reading.rejects.mapValues(\.files)
  accounts[.prescriptions] = prescriptionAccounts(reading, study, shards)
  for kind in [InputKind.patients, .observation, .deaths, .include, .exclude] {
    let isAsked = kind.isList || study.roster != nil
    guard isAsked, var files = accounts[kind], kind != .patients || files.count > 1 else { continue }
    for place in files.indices {
      let rows = shards.rowsWithoutMatch[InputPlace(kind, place)] ?? 0
      if kind == .patients {
        files[place].withoutPrescription = rows
      } else {
        files[place].notInRoster = rows
      }
    }
    accounts[kind] = files
  }
  return accounts
}

private func prescriptionAccounts(
  _ reading: StudyReading, _ study: Study, _ shards: ShardAttrition
) -> [FileAccount] {
  var files = reading.rejects[.prescriptions]?.files ?? []
  if files.count == 1 {
    files[0].notInRoster = study.roster != nil ? shards.notInRoster.rows : nil
    files[0].notInCodeList = shards.unlisted.rows
    files[0].used = shards.used.rows
    files[0].patients = shards.patientsSeen
  } else {
    for place in files.indices {
      let own = shards.files.isEmpty ? AdmittedShard.FileRows() : shards.files[place]
      files[place].notInRoster = study.roster != nil ? own.notInRoster : nil
      files[place].notInCodeList = own.notInCodeList
      files[place].used = shards.usedRows.byFile.isEmpty ? 0 : shards.usedRows.byFile[place]
      files[place].patients = own.patients
    }
  }
  return files
}

private func codeListFiles(
  _ list: DrugList, _ registry: DrugRegistry
) -> [(name: String, rows: Int, found: Int)] {
  let found = Set(registry.drugs.flatMap { $0.matches.map(\.entry) })
  return list.files.map { ($0.name, $0.entries.count, $0.entries.count { found.contains($0) }) }
}

/// The rejected rows of an input, by reason.
private func rejected(_ totals: RejectTotals, of kind: InputKind) -> [Attrition.Count] {
  RejectReason.allCases.compactMap { reason in
    totals.counts[reason].map { Attrition.Count(.rejected(reason, of: kind), rows: $0) }
  }
}
