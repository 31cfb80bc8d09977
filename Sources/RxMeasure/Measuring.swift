import RxCounts
import RxDecode
import RxModel
import RxParallel

/// Everything counted that `input` asks of `decoded`: each shard's rows are taken up, and its persons measured.
/// - Throws: `RxFault` (70) where the rows don't add up: a defect; 74 where what went to the disk can't be read.
package func measure(_ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) -> Aggregation {
  let planner = Planner(decoded, input)
  let main = try planner.plan(input.study)
  let variants = input.study.sensitivity.map { SensitivityVariant.all($0, of: input.study) } ?? []
  let variantPlans = try variants.map { variant throws(RxFault) in try planner.plan(variant.study) }
  let counted = try countShards(decoded, planner.admission, main, variantPlans)
  let nothing = ShardAttrition(
    doseTables: main.exposure.doseTables.count, rowDemographics: decoded.rowDemographics.count, main.usedRows)
  let shards = counted.reduce(nothing) { $0 + $1.attrition }
  let tally = counted.reduce(DrugTally(levels: planner.registry.numbers.count)) { $0 + $1.tally }
  let result = Aggregation(
    counts: planner.table(counted.map(\.main), main, population: decoded.population),
    attrition: attrition(decoded, input, shards, main), persons: shards.persons,
    drugRows: tally.drugRows(
      planner.registry, texts: decoded.dictionaries.drugs.texts, list: input.drugs,
      doses: main.exposure.doseTables),
    conflicts: decoded.rowDemographics.enumerated().map { field, name in
      (name, shards.conflicts[field])
    }, files: fileAccounts(decoded, shards),
    codeListFiles: codeListFiles(input.drugs, planner.registry),
    equalByFile: shards.usedRows.equalByFile.map { ($0.key.file, $0.key.other, $0.value) },
    impossible: counted.dropFirst().reduce(counted.first?.impossible ?? ImpossiblePersons()) {
      $0 + $1.impossible
    },
    sensitivity: variants.indices.flatMap { place in
      let own = planner.table(
        counted.map { $0.variants[place] }, variantPlans[place], population: decoded.population)
      return variants[place].runs(variantPlans[place].measures, own)
    })
  guard result.attrition.addsUp else {
    throw RxFault(
      .software,
      "the rows don't add up: \(result.attrition.read.rows) were read, and the kinds of rows give "
        + "\(result.attrition.kinds.reduce(0) { $0 + $1.rows })",
      remedy: "this is a defect in rxuse; please report it")
  }
  return result
}

/// The counts of one worker.
private struct PartialCounts: Sendable {
  var main: CellCounts
  /// By variant of the sensitivity grid.
  var variants: [CellCounts]
  var attrition: ShardAttrition
  var impossible: ImpossiblePersons
  var tally: DrugTally
}

/// All shards counted, by worker: each worker holds one shard at a time.
private func countShards(
  _ decoded: DecodedStudy, _ admission: AdmissionRules, _ main: AnalysisPlan, _ variants: [AnalysisPlan]
) throws(RxFault) -> [PartialCounts] {
  // A shard that comes back from the disk is there about three times over while it is measured.
  let threads = decoded.memory.workers(
    bytesEach: decoded.spilledBytes / shardCount * 3, atMost: decoded.threads)
  let failure = Failure()
  let partials = parallelMap(threads, workers: threads) { worker, _ in
    var counter = ShardCounter(main, variants, admission)
    for shard in stride(from: worker, to: shardCount, by: threads) where !failure.isSet {
      do throws(RxFault) {
        counter.count(AdmittedShard(try decoded.load(shard), of: decoded.roster, admission))
      } catch {
        failure.set(error)
      }
    }
    return counter.takeCounts()
  }
  if let fault = failure.fault { throw fault }
  return partials
}

/// One worker's counting of shards: as the study says, and as each variant of the sensitivity grid does.
private struct ShardCounter {
  private struct Variant {
    let plan: AnalysisPlan
    var analysis: ShardAnalysis

    init(_ plan: AnalysisPlan) {
      self.plan = plan
      analysis = ShardAnalysis(plan, cells: CellCounter(plan.strata))
    }
  }

  private var main: Variant
  private var variants: [Variant]
  private var attrition: ShardAttrition
  private var tally: DrugTally

  init(_ main: AnalysisPlan, _ variants: [AnalysisPlan], _ rules: AdmissionRules) {
    self.main = Variant(main)
    self.variants = variants.map(Variant.init)
    attrition = ShardAttrition(
      doseTables: main.exposure.doseTables.count, rowDemographics: rules.rowDemographics.count,
      main.usedRows)
    tally = DrugTally(levels: rules.registry.numbers.count)
  }

  mutating func count(_ shard: AdmittedShard) {
    let fills = ShardFills(shard, main.plan.fills)
    attrition = attrition + main.analysis.analyse(shard, fills)
    tally.add(shard.tally)
    guard !variants.isEmpty else { return }
    // Variants differ in whether duplicates are dropped, and in nothing else that makes fills.
    let dropsDuplicates = main.plan.fills.duplicates != nil
    var others: ShardFills?
    for place in variants.indices {
      var own = fills
      if (variants[place].plan.fills.duplicates != nil) != dropsDuplicates {
        own = others ?? ShardFills(shard, variants[place].plan.fills)
        others = own
      }
      _ = variants[place].analysis.analyse(shard, own)
    }
  }

  mutating func takeCounts() -> PartialCounts {
    var counts: [CellCounts] = []
    for place in variants.indices { counts.append(variants[place].analysis.takeCounts()) }
    return PartialCounts(
      main: main.analysis.takeCounts(), variants: counts, attrition: attrition,
      impossible: main.analysis.impossible, tally: tally)
  }
}

/// The attrition: what became of all rows.
private func attrition(
  _ decoded: DecodedStudy, _ input: AggregationInput, _ shards: ShardAttrition, _ plan: AnalysisPlan
) -> Attrition {
  var attrition = Attrition()
  if let totals = decoded.rejects[.prescriptions] {
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
  attrition.leftOut = ofUsed(decoded, input, shards, plan)
  for (place, table) in plan.exposure.doseTables.enumerated() {
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
    guard let totals = decoded.rejects[kind] else { continue }
    attrition.otherInputs.append(Attrition.Count(.read(kind), rows: totals.rows))
    attrition.otherInputs += rejected(totals, of: kind)
  }
  return attrition
}

/// The steps of used rows that are told beside their number; those that have none are left out but for the first two.
private func ofUsed(
  _ decoded: DecodedStudy, _ input: AggregationInput, _ shards: ShardAttrition, _ plan: AnalysisPlan
) -> [Attrition.Count] {
  let used = shards.usedRows
  var steps = [Attrition.Count(.counted, rows: used.counted.rows, patients: used.counted.patients)]
  if !input.study.prescriptions.dropsDuplicates {
    steps.append(Attrition.Count(.equalToAnother, rows: used.equal.rows, patients: used.equal.patients))
  }
  if input.study.prescriptions.missingSupplyDays != nil, let totals = decoded.rejects[.prescriptions] {
    steps.append(Attrition.Count(.supplyPutIn, rows: totals.files.reduce(0) { $0 + $1.suppliesPutIn }))
  }
  for (rule, counted) in zip(plan.usedRows.unreadable, used.unreadable) {
    steps.append(Attrition.Count(rule.step, rows: counted.rows, patients: counted.patients))
  }
  return steps
}

/// The accounts of the files of each kind, with what became of their rows.
private func fileAccounts(_ decoded: DecodedStudy, _ shards: ShardAttrition) -> [InputKind: [FileAccount]] {
  var accounts = decoded.rejects.mapValues(\.files)
  accounts[.prescriptions] = prescriptionAccounts(decoded, shards)
  guard decoded.roster.hasRoster else { return accounts }
  for kind in [InputKind.patients, .observation, .deaths] {
    guard var files = accounts[kind], kind != .patients || files.count > 1 else { continue }
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

private func prescriptionAccounts(_ decoded: DecodedStudy, _ shards: ShardAttrition) -> [FileAccount] {
  var files = decoded.rejects[.prescriptions]?.files ?? []
  if files.count == 1 {
    files[0].notInRoster = decoded.roster.hasRoster ? shards.notInRoster.rows : nil
    files[0].notInCodeList = shards.unlisted.rows
    files[0].used = shards.used.rows
    files[0].patients = shards.patientsSeen
  } else {
    for place in files.indices {
      let own = shards.files.isEmpty ? AdmittedShard.FileRows() : shards.files[place]
      files[place].notInRoster = decoded.roster.hasRoster ? own.notInRoster : nil
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
