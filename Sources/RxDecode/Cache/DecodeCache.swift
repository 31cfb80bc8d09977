import CSVStream
import RxCounts
import RxInput
import RxModel
import RxParallel
import Synchronization

/// A folder of what earlier runs have decoded, for the files whose content is known: a pure saving, without which every
/// byte of a result is the same.
package final class DecodeCache: Sendable {
  /// The number of what the bytes of its files mean.
  static let format = 1
  /// Above so many files of rows their small ones are decoded anew, and become one.
  private static let mostRowFiles = 24

  /// The folder.
  package let folder: String
  /// The program that decodes, by which what another has decoded is known.
  private let program: String
  /// By kind, then file, the content where it is known before the file is read.
  private let contents: [InputKind: [FileContent?]]
  private let state = Mutex(State())

  private struct State {
    var refused: [StreamFault] = []
    var used: [String] = []
    /// Small files of rows whose input files are decoded anew, to be one.
    var replaced: [String] = []
  }

  /// The cache in `folder`, for a run whose files have these contents.
  /// - Parameters:
  ///   - folder: the folder, which is there.
  ///   - program: what decodes: the same decodes the same bytes to the same.
  ///   - contents: by kind, then file, the content; nil where it isn't known before the file is read.
  package init(folder: String, program: String, contents: [InputKind: [FileContent?]]) {
    self.folder = folder
    self.program = program
    self.contents = contents
  }

  /// The files that could not be used, and why.
  package var refused: [(path: String, why: String)] {
    state.withLock { $0.refused.map { ($0.path, $0.message) } }
  }

  /// The files that were used, and those that were written.
  package var used: Set<String> { state.withLock { Set($0.used) } }

  private func use(_ path: String) { state.withLock { $0.used.append(path) } }

  /// Removes a file that can't be used, and takes note of it: this run doesn't look at it again.
  func refuse(_ fault: StreamFault) {
    if fault.kind != .unreadable { SegmentFile.remove(fault.path) }
    state.withLock { $0.refused.append(fault) }
  }

  private func isRefused(_ path: String) -> Bool {
    state.withLock { $0.refused.contains { $0.path == path } }
  }

  func layout(_ request: DecodeRequest) -> DecodeLayout { DecodeLayout(request, program: program) }

  // MARK: Patients

  /// What the files about patients come to, where all are known and it is there.
  /// - Parameters:
  ///   - request: names the files.
  ///   - nobody: the roster that they come into.
  ///   - dictionaries: get the strings of their levels.
  ///   - threads: workers.
  /// - Returns: nil where they have to be read.
  func patients(
    _ request: DecodeRequest, into nobody: Roster, _ dictionaries: [SharedDictionary], threads: Int
  ) -> CachedPatients? {
    guard let contents = patientContents(request, of: contents) else { return nil }
    let layout = layout(request)
    let path = "\(folder)/\(layout.patientsName(contents))"
    guard SegmentFile.isThere(path), !isRefused(path) else { return nil }
    do throws(StreamFault) {
      let patients = try CachedPatients(
        path, layout: layout.patients + DecodeLayout.text(contents), into: nobody, dictionaries,
        files: request.files, threads: threads)
      use(path)
      return patients
    } catch {
      refuse(error)
      return nil
    }
  }

  /// The contents of the files about patients, in the order in which they are read; nil where one is not known, or there are
  /// no such files.
  private func patientContents(
    _ request: DecodeRequest, of contents: [InputKind: [FileContent?]]
  ) -> [[FileContent]]? {
    let kinds = request.patientInputs.map(\.kind)
    guard !kinds.isEmpty else { return nil }
    var result: [[FileContent]] = []
    for kind in kinds {
      let own = (contents[kind] ?? []).compactMap { $0 }
      guard own.count == request.files[kind]?.count else { return nil }
      result.append(own)
    }
    return result
  }

  // MARK: Rows

  /// Rows of prescriptions that are there, of files whose content is known: each of one file at most once.
  /// - Parameters:
  ///   - request: names the files.
  ///   - dictionaries: get the strings of the rows.
  /// - Returns: the rows by file of the cache.
  func rows(_ request: DecodeRequest, _ dictionaries: Dictionaries) -> [CachedRows] {
    let layout = layout(request)
    var wanted: [FileContent: Int] = [:]
    for (place, content) in (contents[.prescriptions] ?? []).enumerated() {
      if let content, wanted[content] == nil { wanted[content] = place }
    }
    guard !wanted.isEmpty else { return [] }
    var found: [(file: SegmentFile, index: RowFileIndex)] = []
    for path in SegmentFile.paths(in: folder, prefix: layout.rowsName) where !isRefused(path) {
      do throws(StreamFault) {
        let file = try SegmentFile(path: path, format: Self.format)
        found.append((file, try Self.index(of: file, layout: layout.rows)))
      } catch {
        refuse(error)
      }
    }
    var result: [CachedRows] = []
    for (file, index, numbers) in chosen(of: found, wanted) {
      do throws(StreamFault) {
        result.append(try CachedRows(file, index, numbers: numbers, dictionaries, request.columns))
        use(file.path)
      } catch {
        refuse(error)
      }
    }
    return result
  }

  private typealias Choice = (file: SegmentFile, index: RowFileIndex, numbers: [Int?])

  /// The files of rows to take, with the numbers of their input files; each input file is in one of them at most.
  private func chosen(
    of found: [(file: SegmentFile, index: RowFileIndex)], _ files: [FileContent: Int]
  ) -> [Choice] {
    var wanted = files
    func rows(_ index: RowFileIndex) -> Int {
      index.files.reduce(0) { $0 + (files[$1.content] == nil ? 0 : $1.account.accepted + 1) }
    }
    // Those that hold most of what is asked for first; of equals always the same.
    let sorted = found.map { (rows: rows($0.index), file: $0.file, index: $0.index) }.sorted {
      ($1.rows, $0.file.path) < ($0.rows, $1.file.path)
    }
    var choices: [(rows: Int, choice: Choice)] = []
    for (_, file, index) in sorted {
      let numbers = index.files.map { wanted[$0.content] }
      let rows = zip(index.files, numbers).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0.account.accepted) }
      let isPart = numbers.contains { $0 == nil }
      guard numbers.contains(where: { $0 != nil }), !isPart || !index.isWholeOnly, rows >= index.rows / 8
      else {
        continue
      }
      choices.append((rows, (file, index, numbers)))
      for file in index.files { wanted[file.content] = nil }
    }
    guard choices.count > Self.mostRowFiles else { return choices.map(\.choice) }
    let all = choices.reduce(0) { $0 + $1.rows }
    let small = choices.filter { $0.rows < all / 16 }
    state.withLock { $0.replaced = small.map(\.choice.file.path) }
    return choices.filter { $0.rows >= all / 16 }.map(\.choice)
  }

  private static func index(of file: SegmentFile, layout: String) throws(StreamFault) -> RowFileIndex {
    var bytes = StoredReader(file.index)
    let index: RowFileIndex
    do throws(StoredFault) {
      index = try bytes.next()
      try bytes.end()
    } catch {
      throw file.damage
    }
    guard index.layout == layout else {
      throw StreamFault(.changed, path: file.path, "is of another version of rxuse")
    }
    return index
  }

  // MARK: Keeping

  /// Keeps what was decoded and not taken from here.
  /// - Parameters:
  ///   - decoded: what was decoded.
  ///   - contents: by kind, then file, the content; nil where a file can't be read again, and isn't kept.
  /// - Throws: `RxFault` (74) where it can't be written, or what went to the disk can't be read.
  package func keep(_ decoded: DecodedStudy, _ contents: [InputKind: [FileContent?]]) throws(RxFault) {
    do throws(StreamFault) {
      try keepPatients(decoded, contents)
    } catch {
      throw RxFault(error)
    }
    guard let fresh = decoded.fresh, !fresh.files.isEmpty else { return }
    let own = fresh.files.map { contents[.prescriptions]?[$0] }
    // A file that was read through a pipe is no file that could be known again.
    guard !own.contains(where: { $0 == nil }) else { return }
    let layout = layout(decoded.request)
    let files = own.compactMap { $0 ?? nil }
    let path =
      "\(folder)/\(layout.rowsName)\(DecodeLayout.name(DecodeLayout.text([files])))\(SegmentFile.suffix)"
    try RowFileWriter(decoded, fresh, files).write(path, layout: layout.rows)
    use(path)
    let replaced = state.withLock { $0.replaced }
    for old in replaced where old != path { SegmentFile.remove(old) }
  }

  private func keepPatients(
    _ decoded: DecodedStudy, _ contents: [InputKind: [FileContent?]]
  ) throws(StreamFault) {
    guard let rejects = decoded.freshPatients, let own = patientContents(decoded.request, of: contents) else {
      return
    }
    let layout = layout(decoded.request)
    let path = "\(folder)/\(layout.patientsName(own))"
    try CachedPatients.write(
      path, layout: layout.patients + DecodeLayout.text(own), decoded.roster, decoded.dictionaries.levels,
      rejects)
    use(path)
  }
}
