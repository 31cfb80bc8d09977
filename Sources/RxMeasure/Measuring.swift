import RxCounts
import RxDecode
import RxModel
import RxParallel

/// Everything counted that `input` asks of `decoded`: each shard's rows are taken up, and its persons measured.
/// - Throws: `RxFault` (70) where the rows don't add up: a defect; 74 where what went to the disk can't be read.
package func measure(_ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) -> Aggregation {
  try Aggregator(decoded, input).aggregation()
}

/// The counts of the patients of `decoded`, which add up to those of a study.
/// - Throws: as `measure` does.
package func count(_ decoded: DecodedStudy, _ input: AggregationInput) throws(RxFault) -> StudyCounts {
  try count(decoded, input, nearMisses: .all).counts
}

/// The keys that match nothing and would if they were written otherwise: which of them are looked for.
enum NearMissSearch {
  /// All, since only all patients together show which matter.
  case all
  /// Those that matter, of all patients.
  case thatMatter
  case none
}

/// The counts with the drugs of the data.
func count(
  _ decoded: DecodedStudy, _ input: AggregationInput, nearMisses: NearMissSearch
) throws(RxFault) -> (counts: StudyCounts, registry: DrugRegistry) {
  let planner = Planner(decoded, input)
  let main = try planner.plan(input.study)
  let variants = input.study.sensitivity.map { SensitivityVariant.all($0, of: input.study) } ?? []
  let variantPlans = try variants.map { variant throws(RxFault) in
    try planner.plan(variant.study, isVariant: true)
  }
  let counted = try countShards(decoded, planner.admission, main, variantPlans, planner.products)
  let nothing = ShardAttrition(main, rowDemographics: decoded.request.rowDemographics.count)
  let rows = counted.reduce(nothing) { $0 + $1.attrition }
  var tally = DrugTally(levels: planner.registry.numbers.count)
  var products: ProductCounts?
  for partial in counted {
    tally.add(partial.tally)
    products.add(partial.products, times: 1)
  }
  let counts = StudyCounts(
    main: GroupCounts(counted.map(\.main), main.strata, planner.levels),
    variants: variantPlans.enumerated().map { place, plan in
      GroupCounts(counted.map { $0.variants[place] }, plan.strata, planner.levels)
    }, rows: rows,
    impossible: counted.dropFirst().reduce(counted.first?.impossible ?? ImpossiblePersons()) {
      $0 + $1.impossible
    }, drugs: DrugUse(tally, planner.registry),
    levels: planner.levels.map { Set($0.labels.dropFirst().map(ExactText.init)) },
    nearMisses: try decoded.nearMisses(
      input.drugs, planner.registry,
      of: nearMisses == .all
        ? nil : nearMisses == .none ? [:] : fileAccounts(decoded.reading, input.study, rows)),
    products: products)
  return (counts, planner.registry)
}

/// The counts of one worker.
private struct WorkerCounts: Sendable {
  var main: CellCounts
  /// By variant of the sensitivity grid.
  var variants: [CellCounts]
  var attrition: ShardAttrition
  var impossible: ImpossiblePersons
  var tally: DrugTally
  var products: ProductCounts?
}

/// All shards counted, by worker: each worker holds one shard at a time.
private func countShards(
  _ decoded: DecodedStudy, _ admission: AdmissionRules, _ main: AnalysisPlan, _ variants: [AnalysisPlan],
  _ products: ProductPlan?
) throws(RxFault) -> [WorkerCounts] {
  // A shard that comes back from the disk is there about three times over while it is measured.
  let threads = decoded.memory.workers(
    bytesEach: decoded.spilledBytes / shardCount * 3, atMost: decoded.threads)
  let failure = Failure()
  let partials = parallelMap(threads, workers: threads) { worker, _ in
    var counter = ShardCounter(main, variants, admission, products)
    for shard in stride(from: worker, to: shardCount, by: threads) where !failure.isSet {
      do throws(RxFault) {
        counter.count(AdmittedShard(try decoded.load(shard), of: decoded.roster, admission))
      } catch {
        failure.set(error, at: shard)
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

    init(_ plan: AnalysisPlan, _ products: ProductPlan? = nil) {
      self.plan = plan
      analysis = ShardAnalysis(plan, cells: CellCounter(plan.strata), products: products)
    }
  }

  private var main: Variant
  private var variants: [Variant]
  private var attrition: ShardAttrition
  private var tally: DrugTally

  init(
    _ main: AnalysisPlan, _ variants: [AnalysisPlan], _ rules: AdmissionRules, _ products: ProductPlan?
  ) {
    self.main = Variant(main, products)
    self.variants = variants.map { Variant($0) }
    attrition = ShardAttrition(main, rowDemographics: rules.rowDemographics.count)
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

  mutating func takeCounts() -> WorkerCounts {
    var counts: [CellCounts] = []
    for place in variants.indices { counts.append(variants[place].analysis.takeCounts()) }
    return WorkerCounts(
      main: main.analysis.takeCounts(), variants: counts, attrition: attrition,
      impossible: main.analysis.impossible, tally: tally, products: main.analysis.products?.counts)
  }
}
