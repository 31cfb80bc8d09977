import CSVStream
import RxModel

/// What a run aggregates: the study, the meaning of its drugs, and its files.
package struct AggregationInput: Sendable {
  /// The study.
  package var study: Study
  /// The code list.
  package var drugs: DrugList
  /// The groups of drugs that the study names, in order of first use.
  package var groups: [DrugGroup]
  /// The files of each kind of input, in the order in which they are read.
  package var files: [InputKind: [InputFile]]

  /// All of them.
  package init(study: Study, drugs: DrugList, groups: [DrugGroup], files: [InputKind: [InputFile]]) {
    self.study = study
    self.drugs = drugs
    self.groups = groups
    self.files = files
  }
}

/// What a run has counted.
package struct Aggregation: Sendable {
  /// The counts.
  package var counts: CountTable
  /// What became of the rows.
  package var attrition: Attrition
  /// Persons of the cohort.
  package var persons: Int
  /// Patients of a flat file whose rows disagree about a field that has one value, by field.
  package var conflicts: [(field: String, patients: Int)]
}

/// The first stage of a run, done: everything is read and decoded, and nothing is measured yet.
package struct Reading: Sendable {
  private let input: AggregationInput
  private let options: ReadOptions
  private let cohort: Cohort
  private let decoded: [PrescriptionDecoding]
  private let registry: DrugRegistry
  private let levelNames: [SharedNames]
  private let flatNames: [SharedNames]
  private let population: Population?
  /// The rejects of each kind of input that the study has.
  package let rejects: [InputKind: RejectTotals]

  /// The date of the first row that was not rejected.
  package let firstFillDay: Day?
  /// The date of the last.
  package let lastFillDay: Day?

  /// Reads everything: first those who are observed, then the prescriptions.
  /// - Throws: `RxFault` where a file can't be read to its end or lacks a column.
  package init(_ input: AggregationInput, _ options: ReadOptions) throws(RxFault) {
    self.input = input
    self.options = options
    let study = input.study
    var rejects: [InputKind: RejectTotals] = [:]
    let layout = PrescriptionLayout(study.prescriptions)
    let flatNames = (0..<layout.flatCount).map { _ in SharedNames() }
    let rosterLevels = study.roster.map { PatientLayout($0).levels.count }
    let levelNames =
      rosterLevels.map { count in (0..<count).map { _ in SharedNames() } }
      ?? Array(flatNames.dropFirst(layout.birthIsMapped ? 1 : 0))
    var cohort = Cohort(
      levelCount: rosterLevels ?? 0,
      hasPeriods: study.observation != nil || study.roster?.observationStart != nil
        || study.roster?.observationEnd != nil,
      hasRoster: study.roster != nil)
    if let roster = study.roster {
      try Self.read(
        .patients, PatientLayout(roster), roster.files, input, options, levelNames, &cohort, &rejects)
    }
    if let observation = study.observation {
      try Self.read(
        .observation, PatientLayout(observation), observation.files, input, options, [], &cohort, &rejects)
    }
    if let deaths = study.deaths {
      try Self.read(.deaths, PatientLayout(deaths), deaths.files, input, options, [], &cohort, &rejects)
    }
    var population: Population?
    if let residents = study.population {
      population = try PopulationReader(study, residents, options).read(
        input.files[.population] ?? [], rejects: &rejects)
    }
    self.population = population
    self.flatNames = flatNames
    self.levelNames = levelNames
    self.cohort = cohort

    let registry = DrugRegistry(list: input.drugs, groups: input.groups)
    self.registry = registry
    let shared = PrescriptionDecoding.Shared(
      input: study.prescriptions, lastDay: study.period.days.end, known: cohort.shards.map(KnownPatients.init),
      hasRoster: cohort.hasRoster, registry: registry,
      flatNames: flatNames,
      details: SharedNames(), keepsRejectedValues: study.showsRejectedValues)
    let dialect = options.dialect(study.prescriptions.files.delimiter)
    let decoders = (0..<options.threads).map { _ in BlockDecoder(PrescriptionDecoding(shared), dialect) }
    let files = input.files[.prescriptions] ?? []
    let ingest = Ingest(
      kind: .prescriptions, files: files, dialect: dialect, options: options, requests: layout.requests)
    let progress = options.progress
    try ingest.run { (worker, block) throws(RxFault) in
      progress.rows.add(try decoders[worker].take(block), ordering: .relaxed)
    }
    let decoded = decoders.compactMap(\.result)
    self.decoded = decoded
    rejects[.prescriptions] = RejectLedger.merged(decoded.map(\.ledger), files: files.map(\.name))
    self.rejects = rejects
    let first = decoded.map(\.firstDay).min() ?? Day(.max)
    firstFillDay = first == Day(.max) ? nil : first
    lastFillDay = firstFillDay.flatMap { _ in decoded.map(\.lastDay).max() }
  }

  private static func read(
    _ kind: InputKind, _ layout: PatientLayout, _ files: FileSet, _ input: AggregationInput,
    _ options: ReadOptions,
    _ names: [SharedNames], _ cohort: inout Cohort, _ rejects: inout [InputKind: RejectTotals]
  ) throws(RxFault) {
    let dialect = options.dialect(files.delimiter)
    let decoders = (0..<options.threads).map { _ in
      BlockDecoder(
        PatientDecoding(layout, names: names, keepsRejectedValues: input.study.showsRejectedValues), dialect)
    }
    let paths = input.files[kind] ?? []
    let ingest = Ingest(
      kind: kind, files: paths, dialect: dialect, options: options, requests: layout.requests)
    let sink = OrderedSink<PatientRows, Cohort>(cohort, credits: options.threads * 4) { cohort, rows in
      cohort.take(rows, of: layout)
    }
    cohort.shards = []
    try ingest.runInOrder(credits: sink.credits) { (worker, block) throws(RxFault) in
      sink.put(try decoders[worker].take(block), sequence: block.sequence)
    }
    cohort = sink.state
    rejects[kind] = RejectLedger.merged(decoders.compactMap(\.result?.ledger), files: paths.map(\.name))
  }

  /// The kinds of input of which a greater share of rows was rejected than the study tolerates, with that share.
  package var beyondTolerance: [(kind: InputKind, share: Double)] {
    InputKind.allCases.compactMap { kind in
      guard let totals = rejects[kind], totals.rows > 0 else { return nil }
      let share = Double(totals.rejected) / Double(totals.rows)
      return share > input.study.toleratedRejects ? (kind, share) : nil
    }
  }

  /// Measures everyone.
  /// - Throws: `RxFault` (70) where the rows don't add up: a defect.
  package func analyse() throws(RxFault) -> Aggregation {
    let study = input.study
    let layout = PrescriptionLayout(study.prescriptions)
    let measures = MeasureSet(study, groups: input.groups)
    let index = IntervalIndex(study.period)
    let plan = AnalysisPlan(
      exposure: ExposurePlan(
        index: index, carryOver: study.carryOver, chainCounts: input.groups.map(\.chainCount),
        memberships: registry.memberships),
      measures: measures,
      openStart: min(study.period.days.start, firstFillDay ?? study.period.days.start),
      lastDay: study.period.days.end, requiresFullObservation: study.requiresFullObservation,
      dropsDuplicates: study.prescriptions.dropsDuplicates, flatBirths: flatBirths(layout),
      flatCount: layout.flatCount, flatHasBirth: layout.birthIsMapped, flatNames: flatNames)
    let cellLayout = CellCounter.Layout(
      variables: study.variables, groupings: study.groupings, ageBands: study.ageBands,
      intervalCount: index.count,
      counterCount: measures.counterCount, levelOfVariable: study.variables.map(levelField),
      unknownAlias: levelNames.map { names in names.find(unknownLevel).map { UInt32($0 + 1) } })

    let workers = parallelMap(options.threads, workers: options.threads) { worker, _ in
      var attrition = ShardAttrition(conflicts: Array(repeating: 0, count: layout.flatCount))
      var analysis = ShardAnalysis(plan, cells: CellCounter(cellLayout))
      for shard in stride(from: worker, to: shardCount, by: options.threads) {
        attrition =
          attrition + analysis.analyse(cohort, shard: shard, workers: decoded.map { $0.shards[shard] })
      }
      return (attrition, analysis.takeCounts())
    }
    let shards = workers.map(\.0).reduce(
      ShardAttrition(conflicts: Array(repeating: 0, count: layout.flatCount))
    ) { $0 + $1 }
    let table = CellTable(cellLayout, orders: levelNames.map(LevelOrder.init), population: population)
    let fields = layout.fields[PrescriptionLayout.firstFlat...].prefix(layout.flatCount)
    let result = Aggregation(
      counts: table.merge(
        workers.map(\.1), intervals: index.intervals, lines: measures.measures.flatMap(\.lines)),
      attrition: attrition(shards), persons: shards.persons,
      conflicts: zip(fields, shards.conflicts).map { ($0, $1) })
    guard result.attrition.addsUp else {
      throw RxFault(
        .software,
        "the rows don't add up: \(result.attrition.read.rows) were read, and the kinds of rows give "
          + "\(result.attrition.kinds.reduce(0) { $0 + $1.rows })",
        remedy: "this is a defect in rxuse; please report it")
    }
    return result
  }

  /// A variable's place among a patient's levels; nil for age.
  private func levelField(_ variable: GroupVariable) -> Int? {
    switch variable {
    case .age: nil
    case .sex: 0
    case .attribute(_, let index):
      index + ((input.study.roster.map { $0.sex != nil } ?? (input.study.prescriptions.sex != nil)) ? 1 : 0)
    }
  }

  private func flatBirths(_ layout: PrescriptionLayout) -> [Day?] {
    guard layout.birthIsMapped else { return [] }
    return flatNames[0].texts.map { text in
      let bytes = Array(text.utf8)
      return birthDay(
        input.study.prescriptions.birth, input.study.prescriptions.files.dates, bytes.span, 0..<bytes.count)
    }
  }

  private func attrition(_ shards: ShardAttrition) -> Attrition {
    var attrition = Attrition()
    let totals = rejects[.prescriptions] ?? RejectTotals()
    attrition.read = Attrition.Step("rows read", rows: totals.rows, patients: shards.patientsSeen)
    for reason in RejectReason.allCases {
      if let rows = totals.counts[reason] {
        attrition.kinds.append(Attrition.Step("rejected: \(reason.rawValue)", rows: rows))
      }
    }
    let kinds: [(String, ShardAttrition.Counted)] = [
      ("not in the roster", shards.notInRoster), ("drug not in the code list", shards.unlisted),
      ("after the study period", shards.late), ("duplicate", shards.duplicates),
      ("outside observation", shards.unobserved), ("used", shards.used),
    ]
    attrition.kinds += kinds.map { Attrition.Step($0.0, rows: $0.1.rows, patients: $0.1.patients) }
    for kind in InputKind.allCases where kind != .prescriptions {
      guard let totals = rejects[kind] else { continue }
      attrition.otherInputs.append(Attrition.Step("\(kind.rawValue): rows read", rows: totals.rows))
      for reason in RejectReason.allCases {
        guard let rows = totals.counts[reason] else { continue }
        attrition.otherInputs.append(
          Attrition.Step("\(kind.rawValue): rejected: \(reason.rawValue)", rows: rows))
      }
    }
    return attrition
  }
}
