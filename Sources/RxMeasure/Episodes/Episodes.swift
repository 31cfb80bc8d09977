import CSVStream
import RxCounts
import RxDecode
import RxModel
import RxParallel

/// Hands the episodes of all persons to `take`, a shard at a time: several shards at once, each worker holding one.
/// - Parameters:
///   - decoded: what was read.
///   - input: the study, its end resolved.
///   - rule: what is an episode.
///   - take: takes the persons of a shard who have episodes, by their identifiers' bytes.
/// - Throws: `RxFault`: 74 where what went to the disk can't be read, 70 for a defect; what `take` throws.
package func forEachShardOfEpisodes(
  of decoded: DecodedStudy, _ input: AggregationInput, _ rule: EpisodeRule,
  _ take: @escaping @Sendable (_ shard: Int, _ people: [PersonEpisodes]) throws(RxFault) -> Void
) throws(RxFault) {
  // As for one patient; of the measures those alone stay whose doses are told.
  var study = input.study.withoutGroups
  study.sensitivity = nil
  study.measures.removeAll { $0.isOfGroups || $0.doses.isEmpty }
  let planner = Planner(decoded, input)
  let plan = try planner.plan(study)
  let admission = planner.admission
  let threads = decoded.memory.workers(
    bytesEach: decoded.spilledBytes / shardCount * 3, atMost: decoded.threads)
  let failure = Failure()
  onWorkers(threads) { worker in
    var finder = EpisodeFinder(rule, plan)
    var analysis = ShardAnalysis(plan, cells: CellCounter(plan.strata))
    for shard in stride(from: worker, to: shardCount, by: threads) where !failure.isSet {
      do throws(RxFault) {
        let admitted = AdmittedShard(try decoded.load(shard), of: decoded.roster, admission)
        try take(shard, people(of: admitted, plan, &analysis, &finder))
      } catch {
        failure.set(error, at: shard)
      }
    }
  }
  if let fault = failure.fault { throw fault }
}

private func people(
  of shard: AdmittedShard, _ plan: AnalysisPlan, _ analysis: inout ShardAnalysis,
  _ finder: inout EpisodeFinder
) -> [PersonEpisodes] {
  let fills = ShardFills(shard, plan.fills)
  var people: [PersonEpisodes] = []
  analysis.forEachPerson(of: shard, fills) { person, history, cells in
    let episodes = finder.episodes(of: &history, cells, death: shard.people.death(person))
    guard !episodes.isEmpty else { return }
    let patient = String(decoding: shard.people.identifier(of: person), as: UTF8.self)
    people.append(PersonEpisodes(patient: patient, episodes: episodes))
  }
  return people.sorted { $0.patient.utf8.lexicographicallyPrecedes($1.patient.utf8) }
}
