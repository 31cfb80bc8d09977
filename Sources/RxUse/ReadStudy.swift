import Logging
import RxDecode
import RxDisclosure
import RxMeasure
import RxModel

/// A study whose files were read, and its patients measured.
struct ReadStudy {
  /// The study, its end resolved.
  let loaded: LoadedStudy
  /// The digests of its files.
  let digests: InputDigests
  let decoded: DecodedStudy
  let measured: MeasuredStudy

  /// Reads and measures a study; where something in the cache turns out to be damaged, again without it.
  /// - Parameters:
  ///   - unresolved: the study.
  ///   - output: takes the rejects of data that a release is refused for.
  ///   - options: threads and blocks.
  ///   - cache: what earlier runs have left.
  ///   - log: warnings, and with `info` what is being done.
  ///   - clock: gets the stages.
  /// - Returns: the study.
  /// - Throws: `RxFault` with the exit code of the contract.
  static func read(
    _ unresolved: LoadedStudy, _ output: OutputDirectory, _ options: RunOptions, _ cache: RunCache?,
    _ log: Logger, _ clock: inout StageClock
  ) throws(RxFault) -> ReadStudy {
    while true {
      do throws(RxFault) {
        let study = try ReadStudy(unresolved, output, options, cache, log, &clock)
        _ = cache?.tellRefused()
        return study
      } catch {
        guard let cache, cache.tellRefused() else { throw error }
      }
    }
  }

  private init(
    _ unresolved: LoadedStudy, _ output: OutputDirectory, _ options: RunOptions, _ cache: RunCache?,
    _ log: Logger, _ clock: inout StageClock
  ) throws(RxFault) {
    digests = InputDigests(unresolved.tables)
    log.info("reading \(unresolved.input.files.values.joined().count) files with \(options.threads) threads")
    var readOptions = options.readOptions
    readOptions.observer = digests.observer
    readOptions.cache = cache?.decodes
    decoded = try decode(unresolved.input.decodeRequest, readOptions)
    cache?.tell(decoded, digests)
    clock.begin(.measure)
    if decoded.spilledBytes > 0 {
      log.info("\(decoded.spilledBytes / 1_000_000) MB went to \(options.temporaryFolder) for want of memory")
    }
    if let refusal = DisclosureControl.refusal(
      of: unresolved.input.study, decoded.reading.facts(unresolved.input))
    {
      throw try output.refuse(refusal)
    }
    loaded = try unresolved.resolved(by: decoded.fillDays, decoded.reading.population)

    log.info("measuring")
    if let counts = try cache?.counts(decoded, digests, loaded.input) {
      measured = try MeasuredStudy(counts, decoded, loaded.input)
    } else {
      measured = try MeasuredStudy(decoded, loaded.input)
    }
    clock.begin(.protect)
  }
}
