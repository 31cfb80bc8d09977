import CSVStream
import RxCounts
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
  /// The core measures of everyone under each combination of the sensitivity grid's settings.
  package var sensitivity: [SensitivityRun]
}

/// The first stage of a run, done: everything is read and decoded, and nothing is measured yet.
package struct Reading: Sendable {
  package let input: AggregationInput
  let options: ReadOptions
  let cohort: Cohort
  let decoded: [PrescriptionDecoding]
  let registry: DrugRegistry
  let levelNames: [SharedNames]
  let flatNames: [SharedNames]
  let population: Population?
  let shared: SharedDecoding
  let spill: Spill
  /// The rejects of each kind of input that the study has.
  package let rejects: [InputKind: RejectTotals]

  /// The date of the first row that was not rejected.
  package let firstFillDay: Day?
  /// The date of the last.
  package let lastFillDay: Day?
  /// From the one to the other.
  package var fillDays: DaySpan? {
    firstFillDay.flatMap { first in lastFillDay.map { DaySpan(first, $0) } }
  }

  /// Reads everything: first those who are observed, then the prescriptions.
  /// - Throws: `RxFault` where a file can't be read to its end or lacks a column.
  package init(_ input: AggregationInput, _ options: ReadOptions) throws(RxFault) {
    self.input = input
    self.options = options
    let study = input.study
    var rejects: [InputKind: RejectTotals] = [:]
    let columns = FillColumns(study)
    let layout = PrescriptionLayout(study.prescriptions, keeping: columns)
    let flatNames = (0..<layout.flatCount).map { _ in SharedNames() }
    let rosterLevels = study.roster.map { PatientLayout($0).levels.count }
    let levelNames =
      rosterLevels.map { count in (0..<count).map { _ in SharedNames() } }
      ?? Array(flatNames.dropFirst(layout.birthIsMapped ? 1 : 0))
    let nobody = Cohort(
      levelCount: rosterLevels ?? 0,
      hasPeriods: study.observation != nil || study.roster?.hasPeriods == true,
      hasRoster: study.roster != nil)
    let spill = Spill(in: options.temporaryFolder)
    self.spill = spill
    var intake = PatientIntake(nobody, options.memory, spill)
    for source in Self.patientSources(study) {
      let names = source.kind == .patients ? levelNames : []
      rejects[source.kind] = try Self.read(source, input, options, names, spill, &intake)
    }
    let cohort = intake.cohort
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
    let shared = SharedDecoding(
      input: study.prescriptions, lastDay: study.period.days.end,
      known: cohort.shards.map(KnownPatients.init),
      hasRoster: cohort.hasRoster, registry: registry,
      flatNames: flatNames,
      columns: columns, columnNames: columns.names(),
      keepsRejectedValues: study.showsRejectedValues, memory: options.memory,
      spill: spill, spillsAll: intake.isSpilling)
    self.shared = shared
    let dialect = options.dialect(study.prescriptions.files.delimiter)
    let decoders = (0..<options.threads).map { _ in BlockDecoder(PrescriptionDecoding(shared), dialect) }
    let files = input.files[.prescriptions] ?? []
    let ingest = Ingest(
      kind: .prescriptions, files: files, dialect: dialect, options: options, requests: layout.requests)
    let progress = options.progress
    try ingest.run { (worker, block) throws(RxFault) in
      progress.rows.add(try decoders[worker].take(block), ordering: .relaxed)
      if let fault = spill.fault { throw fault }
    }
    var decoded = decoders.compactMap { $0.takeResult() }
    for worker in decoded.indices { decoded[worker].finish() }
    if let fault = spill.fault { throw fault }
    self.decoded = decoded
    rejects[.prescriptions] = RejectLedger.merged(decoded.map(\.ledger), files: files.map(\.name))
    self.rejects = rejects
    let first = decoded.map(\.firstDay).min() ?? Day(.max)
    firstFillDay = first == Day(.max) ? nil : first
    lastFillDay = firstFillDay.flatMap { _ in decoded.map(\.lastDay).max() }
  }

  /// Bytes that went to the disk for want of memory.
  package var spilledBytes: Int { spill.byteCount }

  /// A kind of files about patients.
  private struct PatientSource {
    let kind: InputKind
    let layout: PatientLayout
    let files: FileSet
  }

  /// Those of a study, in the order in which they are read.
  private static func patientSources(_ study: Study) -> [PatientSource] {
    var sources: [PatientSource] = []
    if let roster = study.roster {
      sources.append(PatientSource(kind: .patients, layout: PatientLayout(roster), files: roster.files))
    }
    if let observation = study.observation {
      sources.append(
        PatientSource(kind: .observation, layout: PatientLayout(observation), files: observation.files))
    }
    if let deaths = study.deaths {
      sources.append(PatientSource(kind: .deaths, layout: PatientLayout(deaths), files: deaths.files))
    }
    return sources
  }

  private static func read(
    _ source: PatientSource, _ input: AggregationInput, _ options: ReadOptions, _ names: [SharedNames],
    _ spill: Spill, _ intake: inout PatientIntake
  ) throws(RxFault) -> RejectTotals {
    let (kind, layout) = (source.kind, source.layout)
    let dialect = options.dialect(source.files.delimiter)
    let decoders = (0..<options.threads).map { _ in
      BlockDecoder(
        PatientDecoding(layout, names: names, keepsRejectedValues: input.study.showsRejectedValues), dialect)
    }
    let paths = input.files[kind] ?? []
    let ingest = Ingest(
      kind: kind, files: paths, dialect: dialect, options: options, requests: layout.requests)
    let sink = OrderedSink<PatientRows, PatientIntake>(intake, credits: options.threads * 4) { intake, rows in
      intake.take(rows, kind, of: layout)
    }
    // So that the sink's is the only one, which it changes where it is.
    intake = PatientIntake(Cohort(levelCount: 0, hasPeriods: false, hasRoster: false), options.memory, spill)
    try ingest.runInOrder(credits: sink.credits) { (worker, block) throws(RxFault) in
      if let fault = spill.fault { throw fault }
      sink.put(try decoders[worker].take(block), sequence: block.sequence)
    }
    guard let result = sink.takeState() else {
      throw RxFault(.software, "what was read of \(kind.rawValue) is gone")
    }
    intake = result
    intake.finish(kind)
    if let fault = spill.fault { throw fault }
    return RejectLedger.merged(decoders.compactMap { $0.takeResult()?.ledger }, files: paths.map(\.name))
  }

  /// What was read of a shard: its patients, and what each worker has seen of them. What went to the disk comes back.
  func load(_ shard: Int) throws(RxFault) -> (home: Cohort.Shard, seen: [PatientShard]) {
    var home = cohort.shards[shard]
    for source in Self.patientSources(input.study) {
      try spill.forEach(source.kind, shard: shard) { (rows: inout Spill.Rows<PatientRows.Row>) in
        home.take(rows, of: source.layout, levelCount: cohort.levelCount)
      }
    }
    var seen = decoded.map { $0.shards[shard] }
    if spill.hasPrescriptions(shard: shard) {
      let known = KnownPatients(home)
      var late = PatientShard()
      try spill.forEach(.prescriptions, shard: shard) { (rows: inout Spill.Rows<FillRow>) in
        late.take(&rows, known: known, shared)
      }
      seen.append(late)
    }
    return (home, seen)
  }
}
