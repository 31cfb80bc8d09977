import Logging
import RxCounts
import RxDecode
import RxDisclosure
import RxExplain
import RxMeasure
import RxModel
import RxRelease

/// The settings of episodes; what is nil is as the study has it.
package struct EpisodeOptions: Sendable {
  /// The kind of episodes.
  package var kind: EpisodeKind
  /// The days without supply that an era joins over, at most.
  package var gapDays: Int?
  /// The observed days free of the drug before new use.
  package var washoutDays: Int?

  /// Episodes of a kind, as the study has them.
  package init(_ kind: EpisodeKind) { self.kind = kind }
}

/// Writes the episodes of every person of the study: patient-level data, for their owner alone.
/// - Parameters:
///   - file: the study file.
///   - options: what is an episode.
///   - out: the file, which is written whole or not at all.
///   - resources: threads and memory; the bytes do not depend on them.
///   - log: warnings, and what the file is.
/// - Throws: `RxFault` with the exit code that a run would end with; 73 or 74 where the file can't be written.
package func episodes(
  study file: String, _ options: EpisodeOptions, out: String, resources: RunOptions, log: Logger
) throws(RxFault) {
  let unresolved = try LoadedStudy(file: file)
  let rule = try EpisodeRule(
    options.kind, of: unresolved.input, gapDays: options.gapDays, washoutDays: options.washoutDays)
  let target = try SingleFile(out, "a file of episodes", isPrivate: true) { beginning in
    beginning.starts(with: episodeBeginning.utf8)
  }
  for warning in unresolved.warnings { log.warning("\(warning)") }
  try unresolved.input.decodeRequest.checkHeaders(isRegularFile)
  let decoded = try decode(unresolved.input.decodeRequest, resources.readOptions)
  if let refusal = DisclosureControl.refusal(
    of: unresolved.input.study, decoded.reading.facts(unresolved.input))
  {
    throw refusal.fault(rejectsFile: nil)
  }
  let input = try unresolved.input.resolved(by: decoded.fillDays, decoded.reading.population)

  let rows = try SortedRows(shardCount, in: resources.temporaryFolder)
  let names = rule.names
  try forEachShardOfEpisodes(of: decoded, input, rule) { shard, people throws(RxFault) in
    var part = SortedRows.Part()
    for person in people { part.add(key: person.patient, episodeLines(person, names: names)) }
    try rows.put(part, at: shard)
  }
  try target.append(Array(episodeHeader(rule.units).utf8))
  try rows.merge { bytes throws(RxFault) in try target.append(bytes) }
  try target.finish()
  log.warning("\(out) is patient-level, for its owner alone: \(rule.words)")
}

extension EpisodeRule {
  /// What an episode is, in words.
  fileprivate var words: String {
    let eras = "pauses of up to \(gapDays) days joined"
    return switch kind {
    case .era: "eras, \(eras)"
    case .overlap: "runs of days that both classes cover"
    case .newUse:
      "new use after \(washoutDays) observed days without a \(clear == .fill ? "fill" : "covered day"), \(eras)"
    }
  }
}
