import CSVStream
import RxCounts
import RxModel

/// A study's files decoded: first those about patients, then residents and the prescriptions.
/// - Throws: `RxFault` where a file can't be read to its end or lacks a column, and where the disk fails.
package func decode(_ request: DecodeRequest, _ options: ReadOptions) throws(RxFault) -> DecodedStudy {
  var decoder = StudyDecoder(request, options)
  options.progress.begin(request.files)
  try decoder.decodePatients()
  try decoder.decodePopulation()
  let decoded = try decoder.decodePrescriptions()
  options.progress.finish()
  return decoded
}

/// The files of a study on their way to a decoded study, one kind after the other.
private struct StudyDecoder {
  private let request: DecodeRequest
  private let options: ReadOptions
  private let layout: PrescriptionLayout
  private let dictionaries: Dictionaries
  private let spill: Spill
  private var intake: PatientIntake
  private var population: Population?
  private var rejects: [InputKind: RejectTotals] = [:]
  /// True where the files about patients were read, and not taken from a cache.
  private var patientsAreFresh = true

  init(_ request: DecodeRequest, _ options: ReadOptions) {
    self.request = request
    self.options = options
    layout = PrescriptionLayout(request.prescriptions, keeping: request.columns)
    let rosterLevelCount = request.roster.map { PatientLayout($0).levels.count }
    dictionaries = Dictionaries(layout, keeping: request.columns, rosterLevelCount: rosterLevelCount)
    spill = Spill(in: options.temporaryFolder)
    let nobody = Roster(
      levelCount: rosterLevelCount ?? 0,
      hasPeriods: request.observation != nil || request.roster?.hasPeriods == true,
      hasRoster: request.roster != nil, keepsMemberRows: (request.files[.patients]?.count ?? 0) > 1)
    intake = PatientIntake(nobody, options.memory, spill)
  }

  mutating func decodePatients() throws(RxFault) {
    if let cached = options.cache?.patients(
      request, into: intake.roster, dictionaries.levels, threads: options.threads)
    {
      intake = PatientIntake(cached.roster, options.memory, spill)
      rejects = cached.rejects
      patientsAreFresh = false
      for source in request.patientSources { options.progress.passOver(request.files[source.kind] ?? []) }
      return
    }
    for source in request.patientSources { rejects[source.kind] = try decode(source) }
  }

  private mutating func decode(_ source: PatientSource) throws(RxFault) -> RejectTotals {
    let (kind, layout, options, spill) = (source.kind, source.layout, options, spill)
    let dialect = options.dialect(source.files)
    let levels = kind == .patients ? dictionaries.levels : []
    let decoders = (0..<options.threads).map { _ in
      BlockDecoder(
        PatientDecoding(layout, levels, options, keepsRejectedValues: request.keepsRejectedValues), dialect)
    }
    let files = request.files[kind] ?? []
    let ingest = Ingest(
      kind: kind, files: files, syntax: source.files, options: options, requests: layout.requests)
    if let partition = options.partition {
      intake.partition = PartLines(partition, kind, source.files, layout.requests)
    }
    let sink = OrderedSink<PatientRows, PatientIntake>(intake, credits: options.threads * 4) { intake, rows in
      intake.append(rows, kind, of: layout)
    }
    // So that the sink's is the only one, which it changes where it is.
    intake = PatientIntake(Roster(levelCount: 0, hasPeriods: false, hasRoster: false), options.memory, spill)
    try ingest.runInOrder(credits: sink.credits) { (worker, block) throws(RxFault) in
      if let fault = spill.fault { throw fault }
      sink.put(try decoders[worker].decode(block), sequence: block.sequence)
    }
    guard let result = sink.takeState() else {
      throw RxFault(.software, "what was read of \(kind.rawValue) is gone")
    }
    intake = result
    intake.finish(kind)
    if let fault = options.partition?.fault ?? spill.fault { throw fault }
    let totals = RejectLedger.merged(
      decoders.compactMap { $0.takeResult()?.ledger }, files: files.map(\.name))
    try options.refuseCopies(kind, files, totals.files, source.files)
    return totals
  }

  mutating func decodePopulation() throws(RxFault) {
    guard let residents = request.population else { return }
    population = try PopulationReader(residents, options).read(
      request.files[.population] ?? [], keepsRejectedValues: request.keepsRejectedValues, rejects: &rejects)
  }

  /// By day from the first fill's to the last's, the rows of all workers and of `cached`.
  private func rowsOfDay(_ decoded: [PrescriptionDecoding], _ cached: [CachedRows]) -> [Int] {
    var all = decoded.dropFirst().reduce(decoded.first?.rowsOfDay ?? []) { sum, next in
      zip(sum, next.rowsOfDay).map { $0 &+ $1 }
    }
    for (file, number) in cached.flatMap({ zip($0.index.files, $0.numbers) }) where number != nil {
      let first = Int((file.account.firstDay?.number ?? 0) - DateFormat.believedDays.lowerBound)
      for (place, rows) in file.rowsOfDay.enumerated() {
        all[first + place] += Int32(truncatingIfNeeded: rows)
      }
    }
    guard let first = all.firstIndex(where: { $0 > 0 }), let last = all.lastIndex(where: { $0 > 0 }) else {
      return []
    }
    return all[first...last].map { Int($0) }
  }

  mutating func decodePrescriptions() throws(RxFault) -> DecodedStudy {
    let cached = options.cache?.rows(request, dictionaries) ?? []
    let shared = try SharedDecoding(
      request, layout, intake, dictionaries, options, spill: spill)
    let (options, spill) = (options, spill)
    let syntax = request.prescriptions.files
    let dialect = options.dialect(syntax)
    let decoders = (0..<options.threads).map { _ in BlockDecoder(PrescriptionDecoding(shared), dialect) }
    let files = request.files[.prescriptions] ?? []
    let known = Set(cached.flatMap(\.files))
    options.progress.passOver(known.map { files[$0] })
    let ingest = Ingest(
      kind: .prescriptions, files: files, passedOver: known, syntax: syntax, options: options,
      requests: layout.requests)
    try ingest.run { (worker, block) throws(RxFault) in
      options.progress.rows.add(try decoders[worker].decode(block), ordering: .relaxed)
      if let fault = options.partition?.fault ?? spill.fault { throw fault }
    }
    var decoded = decoders.compactMap { $0.takeResult() }
    for worker in decoded.indices { decoded[worker].finish() }
    if let fault = options.partition?.fault ?? spill.fault { throw fault }
    let ledgers = decoded.map(\.ledger)
    let own = RejectLedger.merged(ledgers, files: files.map(\.name))
    let shapes = ledgers.map(\.shapes).reduce(RejectShapes()) { $0.joined(with: $1) }
    let totals = own.joined(with: cached, shapes)
    try options.refuseCopies(.prescriptions, files, totals.files, syntax)
    let fresh = FreshRows(
      files: files.indices.filter { !known.contains($0) }, totals: own, shapes: shapes)
    let freshPatients = patientsAreFresh && !intake.isSpilling ? rejects : nil
    rejects[.prescriptions] = totals
    let reading = StudyReading(
      rejects: rejects, rowsOfDay: rowsOfDay(decoded, cached), population: population,
      rowDemographics: request.rowDemographics)
    return DecodedStudy(
      request: request, roster: intake.roster, dictionaries: dictionaries, reading: reading,
      fillDays: reading.fillDays, threads: options.threads,
      memory: options.memory, partials: decoded.map(\.shards),
      spill: spill, cached: cached, cache: options.cache, fresh: fresh, freshPatients: freshPatients)
  }
}

/// A kind of files about patients.
struct PatientSource {
  let kind: InputKind
  let layout: PatientLayout
  let files: FileSet
}

extension DecodeRequest {
  /// The inputs about patients that there are, in the order in which they are read.
  var patientInputs: [StudyInput] { [roster, observation, deaths].compactMap { $0 } + lists }

  /// The kinds of files about patients that there are, in the order in which they are read.
  var patientSources: [PatientSource] {
    patientInputs.map { input in
      PatientSource(kind: input.kind, layout: PatientLayout(input), files: input.files)
    }
  }
}
