import CSVStream
import Glibc
import Logging
import RxDecode
import RxMeasure
import RxModel
import RxParallel
import RxReport

/// The cache of a run: what earlier runs have decoded and counted, and what this one leaves to the next. A pure saving: without
/// it every byte of a result is the same.
final class RunCache {
  private static let known = SealedFile<KnownContents>(
    format: "rxuse known files 1", maker: "'rxuse run --cache'")
  private static let counts = SealedFile<KeptCounts>(format: "rxuse counts 1", maker: "'rxuse run --cache'")

  private let options: CacheOptions
  private let log: Logger
  private let loaded: LoadedStudy
  private let threads: Int
  private var knownContents = KnownContents()
  /// By kind, then file, the marks that it had before it was read, and its content where that was known then.
  private let looks: [InputKind: [KnownContents.Look]]
  /// What is decoded there.
  let decodes: DecodeCache
  private let seenPaths: Set<String>
  private var told = 0

  /// Looks what is known of the files of a study.
  /// - Parameters:
  ///   - options: where the cache is.
  ///   - loaded: the study.
  ///   - output: the folder of the output, in which the cache can't be.
  ///   - threads: workers.
  ///   - log: gets a warning for each file of the cache that can't be used.
  /// - Throws: `RxFault` (73) where the folder can't be made or written, or is in the output.
  init(
    _ options: CacheOptions, _ loaded: LoadedStudy, output: String, threads: Int, _ log: Logger
  ) throws(RxFault) {
    (self.options, self.loaded, self.threads, self.log) = (options, loaded, threads, log)
    if let place = OutputPlace.place(of: options.folder), let output = OutputPlace.place(of: output),
      OutputPlace.holds(output, place)
    {
      throw RxFault(
        .cantCreate, "--cache names \(options.folder), which is in the output: that is replaced whole",
        remedy: "name a folder beside it")
    }
    try Self.makeFolder(options.folder)
    let path = "\(options.folder)/known-files\(SegmentFile.suffix)"
    if SegmentFile.isThere(path) {
      do throws(RxFault) {
        knownContents = try Self.known.value(at: path) { _ in true }
      } catch {
        Self.remove(path, "damaged, or of another version of rxuse", log)
      }
    }
    let files = loaded.input.files.flatMap { kind, files in files.indices.map { (kind, $0, files[$0].path) } }
    let found = parallelMap(files.count, workers: threads) { [knownContents] place, _ in
      knownContents.look(at: files[place].2, rehashes: options.rehashes)
    }
    var looks = loaded.input.files.mapValues { Array(repeating: KnownContents.Look(), count: $0.count) }
    for ((kind, place, _), look) in zip(files, found) { looks[kind]?[place] = look }
    self.looks = looks
    let counts = Self.countsPath(options, loaded)
    seenPaths =
      SegmentFile.isThere(counts)
      ? Set(zip(files, found).filter { $0.1.content != nil }.map(\.0.2)) : []
    decodes = DecodeCache(
      folder: options.folder, program: "\(rxuseVersion), \(RunMemory.Made.program)",
      contents: looks.mapValues { $0.map(\.content) })
  }

  private static func makeFolder(_ folder: String) throws(RxFault) {
    var status = stat()
    let isMade = mkdir(folder, 0o700) == 0 || errno == EEXIST
    guard isMade, stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      access(folder, W_OK | X_OK) == 0
    else {
      throw RxFault(
        .cantCreate, "--cache names \(folder), which is no folder that can be written: \(errorText(errno))",
        remedy: "name a folder of your own, whose folder above is there")
    }
  }

  private static func remove(_ path: String, _ why: String, _ log: Logger) {
    SegmentFile.remove(path)
    log.warning("cache: \(path) is \(why); it is removed, and made anew")
  }

  // MARK: What is there

  /// True if a run of this study has ended well of files among which one had the same bytes as this one has: its columns are
  /// those that are asked for.
  func hasSeen(_ file: InputFile) -> Bool { seenPaths.contains(file.path) }

  /// Tells of files that could not be used since this was asked last.
  /// - Returns: true if there were any.
  func tellRefused() -> Bool {
    let refused = decodes.refused
    defer { told = refused.count }
    for (path, why) in refused.dropFirst(told) {
      log.warning("cache: \(path) \(why); it is removed, and made anew")
    }
    return refused.count > told
  }

  /// The files that were not read because they are known, which are told by what is known of them.
  /// - Parameters:
  ///   - decoded: what was read, and what was not.
  ///   - digests: gets them.
  func tell(_ decoded: DecodedStudy, _ digests: InputDigests) {
    let count = loaded.input.files[.prescriptions]?.count ?? 0
    log.info(
      "cache: \(count - (decoded.fresh?.files.count ?? count)) of \(count) files of prescriptions are known")
    for (kind, files) in loaded.input.files {
      for (place, file) in files.enumerated() {
        guard let content = looks[kind]?[place].content else { continue }
        digests.add(kind, place, file.name, content)
      }
    }
  }

  /// The counts of the study, of those that an earlier run has kept and what has come since.
  /// - Parameters:
  ///   - decoded: what was decoded.
  ///   - digests: what was read.
  ///   - input: the study, its end resolved.
  /// - Returns: nil where all patients have to be measured.
  /// - Throws: as `KeptCounts.changed`.
  func counts(
    _ decoded: DecodedStudy, _ digests: InputDigests, _ input: AggregationInput
  ) throws(RxFault) -> StudyCounts? {
    guard SegmentFile.isThere(countsPath), let (key, files) = contents(digests) else { return nil }
    let kept: KeptCounts
    do throws(RxFault) {
      kept = try Self.counts.value(at: countsPath) { _ in true }
    } catch {
      Self.remove(countsPath, "damaged, or of another version of rxuse", log)
      return nil
    }
    utimes(countsPath, nil)
    let counts = try kept.changed(key, files, decoded, input)
    if counts != nil { log.info("cache: the counts of an earlier run are brought up to date") }
    return counts
  }

  private var countsPath: String { Self.countsPath(options, loaded) }

  private static func countsPath(_ options: CacheOptions, _ loaded: LoadedStudy) -> String {
    "\(options.folder)/counts-\(loaded.sha256.prefix(16))\(SegmentFile.suffix)"
  }

  /// What counts depend on, and the contents of the files of prescriptions; nil where one can't be known again.
  private func contents(_ digests: InputDigests) -> (key: String, files: [FileContent])? {
    let contents = contents(of: digests)
    let files = (contents[.prescriptions] ?? []).compactMap { $0 }
    guard files.count == contents[.prescriptions]?.count, let key = KeptCounts.key(loaded, contents) else {
      return nil
    }
    return (key, files)
  }

  /// By kind, then file, the content that was read or known; nil where a file can't be known again.
  private func contents(of digests: InputDigests) -> [InputKind: [FileContent?]] {
    looks.reduce(into: [:]) { all, own in
      let read = digests.contents(own.key, count: own.value.count)
      all[own.key] = zip(own.value, read).map { look, read in look.marks == nil ? nil : read }
    }
  }

  // MARK: What is kept

  /// Keeps what was decoded and counted. What can't be kept is told: the next run takes longer for it.
  /// - Parameters:
  ///   - decoded: what was decoded.
  ///   - counts: its counts.
  ///   - digests: what was read.
  ///   - input: the study, its end resolved.
  func keep(
    _ decoded: DecodedStudy, _ counts: StudyCounts, _ digests: InputDigests, _ input: AggregationInput
  ) {
    do throws(RxFault) {
      let all = contents(of: digests)
      try decodes.keep(decoded, all)
      if let (key, files) = contents(digests) {
        let kept = KeptCounts(
          key: key, basis: .init(input.study.period, decoded.fillDays), files: files, counts: counts)
        try CheckedFile.replacePrivate(countsPath, with: try Self.counts.bytes(kept))
      }
      for (kind, looks) in looks {
        for (look, content) in zip(looks, all[kind] ?? []) {
          if let marks = look.marks, let content {
            knownContents.note(marks, isSettled: look.isSettled, content)
          }
        }
      }
      try CheckedFile.replacePrivate(
        "\(options.folder)/known-files\(SegmentFile.suffix)", with: try Self.known.bytes(knownContents))
    } catch {
      log.warning("cache: \(error.message); the next run will take longer")
    }
    CacheFolder(options.folder).clear(mostBytes: options.mostBytes, used: decodes.used.union([countsPath]))
  }
}
