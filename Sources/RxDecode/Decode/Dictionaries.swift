import CSVStream
import RxModel
import Synchronization

/// Numbers for the strings of one column that hold in all workers. A string's level number is its number + 1; level 0 is
/// the empty string, which has none.
package final class SharedDictionary: Sendable {
  private let strings = Mutex(KeyTable())

  /// No strings yet.
  package init() {}

  /// The number of a string.
  func number(_ bytes: ArraySlice<UInt8>) -> Int { strings.withLock { $0.intern(bytes) } }

  /// The number of `text`, or nil where it never came.
  package func find(_ text: String) -> Int? { strings.withLock { $0.find(Array(text.utf8)[...]) } }

  /// True if string `a` comes before string `b` in byte order.
  package func precedes(_ a: Int, _ b: Int) -> Bool {
    strings.withLock { $0.bytes[$0.range(a)].lexicographicallyPrecedes($0.bytes[$0.range(b)]) }
  }

  /// All strings, end to end by number, and where each begins; one more place at the end.
  var content: (bytes: [UInt8], starts: [UInt32]) {
    strings.withLock { strings in
      (
        strings.bytes,
        [0] + (0..<strings.count).map { UInt32(truncatingIfNeeded: strings.range($0).upperBound) }
      )
    }
  }

  /// All strings, by number.
  package var texts: [String] { strings.withLock { strings in (0..<strings.count).map { strings.text($0) } } }

  /// Puts the level numbers of the fields into `levels`, under one lock for all: for columns in which nearly every row
  /// has a string of its own.
  fileprivate func lookUp(
    _ fields: [Field], in bytes: FieldBytes, _ numbers: inout [Int32], into levels: inout [UInt32]
  ) {
    strings.withLock { strings in
      // An empty field is a string like any other here; its number is no level.
      strings.intern(fields.span, in: bytes, into: &numbers)
    }
    levels.removeAll(keepingCapacity: true)
    for place in fields.indices {
      levels.append(fields[place].count == 0 ? 0 : UInt32(bitPattern: numbers[place]) + 1)
    }
  }
}

/// One worker's view of a dictionary: its own table in front of the lock, so that it asks once for each string that is
/// new to it.
struct LocalDictionary {
  private let shared: SharedDictionary
  /// True where the shared table is asked at once: a table of its own would only double it.
  private let asksAtOnce: Bool
  private var local = KeyTable()
  /// By local number the level number.
  private var levels: [UInt32] = []
  private var numbers: [Int32] = []

  /// A view of `shared`, whose strings come once each where `asksAtOnce`.
  init(_ shared: SharedDictionary, asksAtOnce: Bool = false) {
    self.shared = shared
    self.asksAtOnce = asksAtOnce
  }

  /// Puts the level number of each of the fields, which were hashed, into `result`.
  mutating func lookUp(_ fields: [Field], in bytes: FieldBytes, into result: inout [UInt32]) {
    if asksAtOnce { return shared.lookUp(fields, in: bytes, &numbers, into: &result) }
    local.intern(fields.span, in: bytes, into: &numbers)
    for number in levels.count..<local.count {
      let key = local.bytes[local.range(number)]
      levels.append(key.isEmpty ? 0 : UInt32(truncatingIfNeeded: shared.number(key)) + 1)
    }
    result.resize(to: numbers.count, 0)
    var target = result.mutableSpan
    for place in numbers.indices { target[place] = levels[Int(numbers[place])] }
  }
}

/// The dictionaries of a decoded study: what its level numbers stand for.
package struct Dictionaries: Sendable {
  /// Names or codes of drugs.
  package let drugs = SharedDictionary()
  /// The strings of each level field of a patient (sex if mapped, attributes).
  package let levels: [SharedDictionary]
  /// The strings of each field of a patient that a flat file has: birth (if mapped), sex, attributes.
  package let rowDemographics: [SharedDictionary]
  /// The strings of each kept column.
  package let kept: [SharedDictionary]

  /// Those of the prescriptions' rows, in the order of their columns.
  var ofRows: [SharedDictionary] { [drugs] + rowDemographics + kept }

  /// Empty dictionaries for the columns of `layout`; the roster, where there is one, has `rosterLevelCount` level fields.
  init(_ layout: PrescriptionLayout, keeping columns: FillColumns, rosterLevelCount: Int?) {
    let ofRows = (0..<layout.flatCount).map { _ in SharedDictionary() }
    rowDemographics = ofRows
    levels =
      rosterLevelCount.map { count in (0..<count).map { _ in SharedDictionary() } }
      ?? Array(ofRows.dropFirst(layout.birthIsMapped ? 1 : 0))
    kept = columns.dictionaries()
  }
}
