import CSVStream
import Crypto
import Glibc
import RxAggregate
import RxModel
import Synchronization

/// The size and SHA-256 of every input, of the bytes that were read.
final class InputDigests: Sendable {
  /// One input file.
  struct Entry: Codable, Sendable {
    let kind: String
    let path: String
    let bytes: Int
    let sha256: String
  }

  private let state = Mutex<[(order: Int, entry: Entry)]>([])

  /// In the order of the kinds of input, and of each kind's files.
  var entries: [Entry] { state.withLock { $0.sorted { $0.order < $1.order }.map(\.entry) } }

  /// What takes the bytes of the file that is number `index` of its kind.
  func tap(_ kind: InputKind, _ file: InputFile, _ index: Int) -> any InputTap {
    Tap(self, kind, file, index)
  }

  /// Adds a file that was read in another way, by reading it again.
  /// - Throws: `RxFault` (66 or 74) where it can't be read.
  func add(kind: String, _ file: InputFile) throws(RxFault) {
    guard let stream = fopen(file.path, "re") else {
      throw RxFault(.noInput, "\(file.name) can't be opened: \(errorText(errno))")
    }
    defer { fclose(stream) }
    var hash = SHA256()
    var total = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = buffer.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, stream) }
      guard got > 0 else { break }
      hash.update(data: buffer[..<got])
      total += got
    }
    guard ferror(stream) == 0 else {
      throw RxFault(.inputOutput, "\(file.name) can't be read: \(errorText(errno))")
    }
    let entry = Entry(kind: kind, path: file.name, bytes: total, sha256: hex(hash.finalize()))
    state.withLock { $0.append((-1, entry)) }
  }

  // SAFETY: a file's bytes come from the one thread that reads it.
  private final class Tap: InputTap, @unchecked Sendable {
    private let digests: InputDigests
    private let kind: InputKind
    private let file: InputFile
    private let order: Int
    private var hash = SHA256()

    init(_ digests: InputDigests, _ kind: InputKind, _ file: InputFile, _ index: Int) {
      order = (InputKind.allCases.firstIndex(of: kind) ?? 0) << 32 + index
      self.digests = digests
      self.kind = kind
      self.file = file
    }

    func take(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    func finish(byteCount: Int) {
      let entry = Entry(
        kind: kind.rawValue, path: file.name, bytes: byteCount, sha256: hex(hash.finalize()))
      digests.state.withLock { $0.append((order, entry)) }
    }
  }
}

/// A digest in hexadecimal.
func hex(_ digest: SHA256.Digest) -> String {
  digest.map { byte in
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }.joined()
}
