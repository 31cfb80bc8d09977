import CSVStream
import RxCounts
import RxModel
import Synchronization

/// Numbers for strings that hold in all workers. Each worker asks once for each string that is new to it.
final class SharedNames: Sendable {
  private let names = Mutex(KeyTable())

  /// The number of a string.
  func number(_ bytes: ArraySlice<UInt8>) -> Int { names.withLock { $0.intern(bytes) } }

  /// The number of `text`, or nil where it never came.
  func find(_ text: String) -> Int? { names.withLock { $0.find(Array(text.utf8)[...]) } }

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
  private var local = KeyTable()
  /// By local number the shared number + 1; 0 is the empty string, which is no name.
  private var levels: [UInt32] = []
  private var numbers: [Int32] = []

  /// A view of `shared`.
  init(_ shared: SharedNames) { self.shared = shared }

  /// Puts the level number of each of the fields into `result`: the shared number + 1, 0 where the field is
  /// empty.
  mutating func levels(of keys: [Field], in bytes: FieldBytes, into result: inout [UInt32]) {
    local.intern(keys.span, in: bytes, into: &numbers)
    for number in levels.count..<local.count {
      let key = local.bytes[local.range(number)]
      levels.append(key.isEmpty ? 0 : UInt32(truncatingIfNeeded: shared.number(key)) + 1)
    }
    result.removeAll(keepingCapacity: true)
    for number in numbers { result.append(levels[Int(number)]) }
  }

  /// The shared number of `key`.
  mutating func number(_ key: [UInt8]) -> UInt32 {
    let number = local.intern(key[...])
    if number == levels.count { levels.append(UInt32(truncatingIfNeeded: shared.number(key[...])) + 1) }
    return levels[number] - 1
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
    let labels = [unknownLevel] + names.texts.map(levelLabel)
    let order = labels.indices.dropFirst().sorted {
      labels[$0].utf8.lexicographicallyPrecedes(labels[$1].utf8)
    }
    var rank = [Int](repeating: labels.count, count: labels.count)
    for (place, level) in order.enumerated() { rank[level] = place }
    self.labels = labels
    self.rank = rank
  }
}
