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
  /// The version of rxuse that decodes.
  private let version: String
  /// By kind, then file, the content where it is known before the file is read.
  private let contents: [InputKind: [FileContent?]]
  private let state = Mutex<(refused: [(path: String, why: String)], used: [String])>(([], []))

  /// The cache in `folder`, for a run by `version` of rxuse whose files have these contents, by kind; nil where it isn't known.
  package init(folder: String, version: String, contents: [InputKind: [FileContent?]]) {
    self.folder = folder
    self.version = version
    self.contents = contents
  }

  /// The files that could not be used, which are removed, and why.
  package var refused: [(path: String, why: String)] { state.withLock { $0.refused } }

  /// The files that were used, and those that were written.
  package var used: [String] { state.withLock { $0.used } }

  private func use(_ path: String) { state.withLock { $0.used.append(path) } }

  /// Removes a file that can't be used, and takes note of it.
  func refuse(_ fault: StreamFault) {
    guard fault.kind != .unreadable else { return }
    SegmentFile.remove(fault.path)
    state.withLock { $0.refused.append((fault.path, fault.message)) }
  }

  func layout(_ request: DecodeRequest) -> DecodeLayout { DecodeLayout(request, version: version) }

  // MARK: Patients

  /// What the files about patients come to, where all are known and it is there.
  /// - Parameters:
  ///   - request: names the files.
  ///   - nobody: the roster that they come into.
  ///   - dictionaries: get the strings of their levels.
  func patients(
    _ request: DecodeRequest, into nobody: Roster, _ dictionaries: [SharedDictionary]
  ) -> CachedPatients? {
    guard let contents = patientContents(request, of: contents) else { return nil }
    let layout = layout(request)
    let path = "\(folder)/\(layout.patientsName(contents))"
    do throws(StreamFault) {
      let patients = try CachedPatients(
        path, layout: layout.patients + DecodeLayout.text(contents), into: nobody, dictionaries,
        files: request.files)
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
  func rows(_ request: DecodeRequest, _ dictionaries: Dictionaries) -> [CachedRows] {
    let layout = layout(request)
    var wanted: [FileContent: Int] = [:]
    for (place, content) in (contents[.prescriptions] ?? []).enumerated() {
      if let content, wanted[content] == nil { wanted[content] = place }
    }
    guard !wanted.isEmpty else { return [] }
    var found: [(file: SegmentFile, index: RowFileIndex)] = []
    for path in SegmentFile.paths(in: folder, prefix: layout.rowsName) {
      do throws(StreamFault) {
        let file = try SegmentFile(path: path, format: Self.format)
        found.append((file, try Self.index(of: file, layout: layout.rows)))
      } catch {
        refuse(error)
      }
    }
    // Those that hold most of what is asked for first; of equals always the same.
    func asked(_ index: RowFileIndex) -> Int {
      index.files.reduce(0) { $0 + (wanted[$1.content] == nil ? 0 : $1.account.accepted + 1) }
    }
    found.sort { (asked($1.index), $0.file.path) < (asked($0.index), $1.file.path) }
    if found.count(where: { asked($0.index) > 0 }) > Self.mostRowFiles {
      let all = found.reduce(0) { $0 + asked($1.index) }
      found.removeAll { asked($0.index) < all / 16 }
    }
    var result: [CachedRows] = []
    for (file, index) in found {
      let numbers = index.files.map { wanted[$0.content] }
      let rows = zip(index.files, numbers).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0.account.accepted) }
      let isPart = numbers.contains { $0 == nil }
      guard numbers.contains(where: { $0 != nil }), !isPart || !index.isWholeOnly, rows >= index.rows / 8 else {
        continue
      }
      do throws(StreamFault) {
        result.append(try CachedRows(file, index, numbers: numbers, dictionaries, request.columns))
        use(file.path)
        for file in index.files { wanted[file.content] = nil }
      } catch {
        refuse(error)
      }
    }
    return result
  }

  private static func index(of file: SegmentFile, layout: String) throws(StreamFault) -> RowFileIndex {
    var bytes = StoredReader(file.index)
    let index: RowFileIndex
    do throws(StoredFault) {
      index = try bytes.next()
      try bytes.end()
    } catch {
      throw CachedRows.damage(file)
    }
    guard index.layout == layout else { throw StreamFault(.changed, path: file.path, "is of another layout") }
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
    let path = "\(folder)/\(layout.rowsName)\(DecodeLayout.name(DecodeLayout.text([files])))\(SegmentFile.suffix)"
    try RowFileWriter(decoded, fresh, files).write(path, layout: layout.rows)
    use(path)
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
