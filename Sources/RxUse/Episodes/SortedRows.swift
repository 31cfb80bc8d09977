import CSVStream
import RxInput
import RxModel
import Synchronization

/// Rows in parts that are each sorted by a key, on the disk, and merged into one order: what is held of them does not grow
/// with their number. No key is in two parts.
final class SortedRows: Sendable {
  /// The rows of one key, which stand together.
  fileprivate struct Entry: BitwiseCopyable {
    let keyLength: Int
    let textLength: Int
  }

  /// The rows of one part, by key.
  struct Part {
    fileprivate var entries: [Entry] = []
    fileprivate var bytes: [UInt8] = []

    /// Adds the rows of the next key in byte order.
    mutating func add(key: String, _ text: String) {
      entries.append(Entry(keyLength: key.utf8.count, textLength: text.utf8.count))
      bytes += key.utf8
      bytes += text.utf8
    }
  }

  /// Where a part is in the file.
  private struct Place {
    var count = 0
    var entries = 0
    var bytes = 0
  }

  private let file: TemporaryFile
  private let places: Mutex<[Place]>

  /// Room for so many parts, in a file without a name in `folder`.
  /// - Throws: `RxFault` (74) where there can be none.
  init(_ count: Int, in folder: String) throws(RxFault) {
    do throws(StreamFault) { file = try TemporaryFile(in: folder) } catch { throw RxFault(error) }
    places = Mutex(Array(repeating: Place(), count: count))
  }

  /// Puts a part at its place; several workers may do so at the same time.
  /// - Throws: `RxFault` (74) where the disk is full or fails.
  func put(_ part: Part, at number: Int) throws(RxFault) {
    do throws(StreamFault) {
      let place = Place(
        count: part.entries.count, entries: try file.append(part.entries), bytes: try file.append(part.bytes))
      places.withLock { $0[number] = place }
    } catch { throw RxFault(error) }
  }

  /// Hands the rows of all parts to `write`, by the bytes of their keys.
  /// - Throws: `RxFault` (74) where the disk fails; what `write` throws.
  func merge(_ write: ([UInt8]) throws(RxFault) -> Void) throws(RxFault) {
    var readers = places.withLock { $0 }.map { Reader(file, $0) }
    for place in readers.indices { try readers[place].advance() }
    // Those that have rows left, the one with the least key last.
    var queue = readers.indices.filter { readers[$0].key != nil }
    queue.sort { Self.precedes(readers[$1], readers[$0]) }
    var text: [UInt8] = []
    while let next = queue.popLast() {
      text += readers[next].text
      if text.count >= 1 << 20 {
        try write(text)
        text.removeAll(keepingCapacity: true)
      }
      try readers[next].advance()
      guard readers[next].key != nil else { continue }
      var (low, high) = (0, queue.count)
      while low < high {
        let middle = (low + high) / 2
        if Self.precedes(readers[next], readers[queue[middle]]) { low = middle + 1 } else { high = middle }
      }
      queue.insert(next, at: low)
    }
    try write(text)
  }

  private static func precedes(_ a: Reader, _ b: Reader) -> Bool {
    (a.key ?? []).lexicographicallyPrecedes(b.key ?? [])
  }

  /// A part as it is read again, a few keys at a time.
  private struct Reader {
    private static let entriesAtOnce = 256

    /// The key of the rows that come next; nil where there are none.
    private(set) var key: ArraySlice<UInt8>?
    /// These rows.
    private(set) var text: ArraySlice<UInt8> = []
    private let file: TemporaryFile
    private var place: Place
    private var entries: ArraySlice<Entry> = []
    private var bytes: ArraySlice<UInt8> = []

    init(_ file: TemporaryFile, _ place: Place) {
      self.file = file
      self.place = place
    }

    mutating func advance() throws(RxFault) {
      if entries.isEmpty, place.count > 0 { try load() }
      guard let entry = entries.popFirst() else {
        key = nil
        return
      }
      key = bytes.prefix(entry.keyLength)
      text = bytes.dropFirst(entry.keyLength).prefix(entry.textLength)
      bytes = bytes.dropFirst(entry.keyLength + entry.textLength)
    }

    private mutating func load() throws(RxFault) {
      let count = min(place.count, Self.entriesAtOnce)
      do throws(StreamFault) {
        let next: [Entry] = try file.read(count, at: place.entries)
        let size = next.reduce(0) { $0 + $1.keyLength + $1.textLength }
        entries = next[...]
        bytes = try file.read(size, at: place.bytes, as: UInt8.self)[...]
        place.count -= count
        place.entries += count * MemoryLayout<Entry>.stride
        place.bytes += size
      } catch { throw RxFault(error) }
    }
  }
}
