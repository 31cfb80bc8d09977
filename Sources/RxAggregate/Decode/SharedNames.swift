import CSVStream
import RxModel
import Synchronization

/// Numbers for strings that hold in all workers. Each worker asks once for each string that is new to it.
final class SharedNames: Sendable {
  private let names = Mutex(ByteInterner())

  /// The number of a string.
  func number(_ bytes: [UInt8]) -> Int {
    names.withLock { $0.intern(bytes.span, 0..<bytes.count, hash: fixedHash(of: bytes)) }
  }

  /// The number of `text`, or nil where it never came.
  func find(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return names.withLock { $0.find(bytes.span, 0..<bytes.count, hash: fixedHash(of: bytes)) }
  }

  /// Whether string `a` comes before string `b` in byte order.
  func precedes(_ a: Int, _ b: Int) -> Bool {
    names.withLock { $0.bytes[$0.range(a)].lexicographicallyPrecedes($0.bytes[$0.range(b)]) }
  }

  /// All strings, by number.
  var texts: [String] { names.withLock { names in (0..<names.count).map { names.text($0) } } }
}

/// One worker's view of shared names: its own table in front of the lock.
struct LocalNames {
  private let shared: SharedNames
  private var local = ByteInterner()
  private var numbers: [UInt32] = []

  /// A view of `shared`.
  init(_ shared: SharedNames) { self.shared = shared }

  /// The shared number of the string at `range` of `source`.
  mutating func number(_ source: borrowing Span<UInt8>, _ range: Range<Int>, hash: UInt64) -> UInt32 {
    let id = local.intern(source, range, hash: hash)
    if id == numbers.count {
      numbers.append(UInt32(truncatingIfNeeded: shared.number(Array(local.bytes[local.range(id)]))))
    }
    return numbers[id]
  }
}

/// Text values of one grouping variable, in the order of results.csv.
struct LevelOrder {
  /// The labels by level number; 0 is `unknown`.
  let labels: [String]
  /// The place of each level among all.
  let rank: [Int]

  /// Levels of `names`, whose number i is level i + 1; byte order, `unknown` last.
  init(_ names: SharedNames) {
    let labels = [unknownLevel] + names.texts
    let order = labels.indices.dropFirst().sorted {
      labels[$0].utf8.lexicographicallyPrecedes(labels[$1].utf8)
    }
    var rank = [Int](repeating: labels.count, count: labels.count)
    for (place, level) in order.enumerated() { rank[level] = place }
    self.labels = labels
    self.rank = rank
  }
}
