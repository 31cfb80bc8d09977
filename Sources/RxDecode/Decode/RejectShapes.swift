import CSVStream
import RxCounts
import RxModel

/// The shapes of the first unreadable dates of a worker: which bytes are digits and which letters, and no value.
///
/// A worker keeps as many as all workers together tell, so that what they come to depends neither on their number nor on
/// the blocks.
struct RejectShapes: Sendable {
  /// The number of rejects of each reason that are looked at, the first of the files.
  private static let mostKept = 1000
  /// The most bytes of a shape.
  private static let longest = 40

  fileprivate struct Entry {
    let file: Int
    let block: Int
    let record: Int
    let shape: String

    static func < (a: Entry, b: Entry) -> Bool { (a.file, a.block, a.record) < (b.file, b.block, b.record) }
  }

  private var kept: [RejectReason: [Entry]] = [:]

  /// Takes a rejected record's value.
  mutating func take(_ record: Int, _ reason: RejectReason, _ value: Range<Int>, in batch: RecordBatch) {
    guard reason.isOfDate else { return }
    var place = Entry(file: batch.file, block: batch.ordinal, record: record, shape: "")
    let isFull = kept[reason, default: []].count >= Self.mostKept
    if isFull, let last = kept[reason]?.last, last < place { return }
    place = Entry(
      file: place.file, block: place.block, record: record, shape: Self.shape(batch.text(value.prefix(200))))
    var entries = kept.removeValue(forKey: reason) ?? []
    // They nearly always come in order.
    entries.insert(place, at: (entries.lastIndex { $0 < place }).map { $0 + 1 } ?? 0)
    kept[reason] = Array(entries.prefix(Self.mostKept))
  }

  /// True where as many are kept of a reason as can be: there may be more.
  var isCut: Bool { kept.values.contains { $0.count >= Self.mostKept } }

  /// The same of files that have other numbers; those without one are left out.
  func renumbered(_ number: (Int) -> Int?) -> RejectShapes {
    var result = self
    result.kept = kept.mapValues { entries in
      entries.compactMap { entry in
        number(entry.file).map {
          Entry(file: $0, block: entry.block, record: entry.record, shape: entry.shape)
        }
      }.sorted(by: <)
    }
    return result
  }

  /// These and others, of which as many are kept as all together tell.
  func joined(with other: RejectShapes) -> RejectShapes {
    var result = self
    result.kept = kept.merging(other.kept) { Array(($0 + $1).sorted(by: <).prefix(Self.mostKept)) }
    return result
  }

  /// All workers' shapes as one: for each reason the most frequent one of its first rejects.
  static func merged(_ shapes: [RejectShapes]) -> [RejectReason: RejectShape] {
    var all: [RejectReason: [Entry]] = [:]
    for shape in shapes { all.merge(shape.kept) { $0 + $1 } }
    return all.compactMapValues { entries in
      var counts: [String: Int] = [:]
      for entry in entries.sorted(by: <).prefix(mostKept) { counts[entry.shape, default: 0] += 1 }
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map {
        RejectShape(text: $0.key, rows: $0.value)
      }
    }
  }

  /// 9 for a digit and A for a letter, other bytes as they are.
  static func shape(_ value: String) -> String {
    let bytes = value.utf8.prefix(longest).map { byte -> UInt8 in
      switch byte {
      case 0x30...0x39: UInt8(ascii: "9")
      case 0x41...0x5A, 0x61...0x7A, 0x80...: UInt8(ascii: "A")
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self) + (value.utf8.count > longest ? "..." : "")
  }
}

extension RejectShapes: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(kept.count)
    for (reason, entries) in kept.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      bytes.add(reason)
      bytes.add(entries)
    }
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    for _ in 0..<(try Int(from: &bytes)) {
      let reason: RejectReason = try bytes.next()
      let entries: [Entry] = try bytes.next()
      kept[reason] = entries
    }
  }
}

extension RejectShapes.Entry: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(file)
    bytes.add(block)
    bytes.add(record)
    bytes.add(shape)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    file = try bytes.next()
    block = try bytes.next()
    record = try bytes.next()
    shape = try bytes.next()
  }
}
