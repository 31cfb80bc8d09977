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
  let result = Aggregation(
    counts: planner.table(counted.map(\.main), main, population: decoded.population),
    attrition: attrition(decoded, input, counted.map(\.attrition), main),
    persons: counted.reduce(0) { $0 + $1.attrition.persons },
    conflicts: decoded.rowDemographics.enumerated().map { field, name in
      (name, counted.reduce(0) { $0 + $1.attrition.conflicts[field] })
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
    var counter = ShardCounter(main, variants, fieldCount: admission.rowDemographics.count)
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

  init(_ main: AnalysisPlan, _ variants: [AnalysisPlan], fieldCount: Int) {
    self.main = Variant(main)
    self.variants = variants.map(Variant.init)
    attrition = ShardAttrition(doseTables: main.exposure.doseTables.count, rowDemographics: fieldCount)
  }

  mutating func count(_ shard: AdmittedShard) {
    let fills = ShardFills(shard, main.plan.fills)
    attrition = attrition + main.analysis.analyse(shard, fills)
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
    return PartialCounts(main: main.analysis.takeCounts(), variants: counts, attrition: attrition)
  }
}

/// The attrition: what became of all rows.
private func attrition(
  _ decoded: DecodedStudy, _ input: AggregationInput, _ partials: [ShardAttrition], _ plan: AnalysisPlan
) -> Attrition {
  let nothing = ShardAttrition(
    doseTables: plan.exposure.doseTables.count, rowDemographics: decoded.rowDemographics.count)
  let shards = partials.reduce(nothing) { $0 + $1 }
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

/// The rejected rows of an input, by reason.
private func rejected(_ totals: RejectTotals, of kind: InputKind) -> [Attrition.Count] {
  RejectReason.allCases.compactMap { reason in
    totals.counts[reason].map { Attrition.Count(.rejected(reason, of: kind), rows: $0) }
  }
}
