import CSVStream
import Crypto
import RxDecode
import RxModel
import RxReport
import RxText
import Synchronization

/// The size and SHA-256 of every input, of the bytes that were read.
final class InputDigests: Sendable {
  /// The kinds of the small files that define a study; all others are data.
  static let included = "study file", codeList = "code list", weights = "weights"
  /// These kinds.
  static let definitions: Set = [included, codeList, weights]

  private let tables: [RunRecord.Input]
  /// The files that were read to their end, each with its number within its kind.
  private let files = Mutex<[(kind: InputKind, index: Int, entry: RunRecord.Input)]>([])

  /// The digests, beginning with the small files that define a study, which are read before anything else.
  init(_ tables: [RunRecord.Input]) { self.tables = tables }

  /// The small files, then the files by kind of input, each kind's in their order.
  var entries: [RunRecord.Input] {
    let files = files.withLock { $0 }
    return tables
      + InputKind.allCases.flatMap { kind in
        files.filter { $0.kind == kind }.sorted { $0.index < $1.index }.map(\.entry)
      }
  }

  /// By file of a kind, the content; nil for a file that was not read to its end.
  func contents(_ kind: InputKind, count: Int) -> [FileContent?] {
    var contents = [FileContent?](repeating: nil, count: count)
    for file in files.withLock({ $0 }) where file.kind == kind {
      contents[file.index] = FileContent(bytes: file.entry.bytes, sha256: file.entry.sha256)
    }
    return contents
  }

  /// Takes note of a file that need not be read, since its content is known; of one that was read that is what counts.
  func add(_ kind: InputKind, _ index: Int, _ name: String, _ content: FileContent) {
    files.withLock { files in
      guard !files.contains(where: { $0.kind == kind && $0.index == index }) else { return }
      files.append(
        (
          kind, index,
          RunRecord.Input(kind: kind.rawValue, path: name, bytes: content.bytes, sha256: content.sha256)
        ))
    }
  }

  /// The observer that takes the bytes of the file that is number `index` of its kind.
  func observer(_ kind: InputKind, _ file: InputFile, _ index: Int) -> any InputObserver {
    Observer(self, kind, file, index)
  }

  // SAFETY: a file's bytes come from the one thread that reads it.
  private final class Observer: InputObserver, @unchecked Sendable {
    private let digests: InputDigests
    private let kind: InputKind
    private let file: InputFile
    private let index: Int
    private var hash = SHA256()

    init(_ digests: InputDigests, _ kind: InputKind, _ file: InputFile, _ index: Int) {
      self.index = index
      self.digests = digests
      self.kind = kind
      self.file = file
    }

    func take(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    func finish(byteCount: Int) {
      let entry = RunRecord.Input(
        kind: kind.rawValue, path: file.name, bytes: byteCount, sha256: hexadecimal(hash.finalize()))
      digests.files.withLock { $0.append((kind, index, entry)) }
    }
  }
}

/// The size and SHA-256 of a file, of its bytes as they are read: from a pipe they come only once.
class ReadDigest: ByteObserver {
  private var hash = SHA256()
  private var byteCount = 0

  func take(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
    byteCount += bytes.count
  }

  /// The size and SHA-256 of the bytes taken until now.
  var digest: FileDigest { FileDigest(bytes: byteCount, sha256: hexadecimal(hash.finalize())) }
}

/// The digest of one small table of a study.
final class TableDigest: ReadDigest {
  /// The file.
  let file: InputFile
  /// The bytes taken until now.
  private(set) var content: [UInt8] = []
  private let kind: String

  /// The digest of `file`, which is a table of the kind `kind`.
  init(_ file: InputFile, kind: String) {
    self.file = file
    self.kind = kind
  }

  override func take(_ bytes: UnsafeRawBufferPointer) {
    super.take(bytes)
    content += bytes
  }

  /// The table with its digest, for run.json.
  var entry: RunRecord.Input {
    let digest = digest
    return .init(kind: kind, path: file.name, bytes: digest.bytes, sha256: digest.sha256)
  }
}
