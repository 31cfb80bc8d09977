import RxModel

/// How many shards there are. A person's shard is the top bits of the identifier's fixed hash: the unit of threads,
/// and later of spilling and of machines.
let shardCount = 64

/// The shard of an identifier with this hash.
@inline(__always)
func shard(ofHash hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 58) }

/// A fill as it is kept: 16 bytes.
struct FillRow: Sendable {
  /// The patient's number in the shard, of one worker before the merge.
  var patient: UInt32
  /// The fill's date.
  var day: Int32
  /// Days' supply.
  var daysSupply: Int32
  /// The drug's number in the registry.
  var drug: Int32
}

/// What one worker has seen of one shard's patients.
struct PatientShard: Sendable {
  /// Rows of a patient that are counted and not kept.
  struct Tally: Sendable {
    /// Rows of drugs that are not in the list.
    var unlisted: UInt32 = 0
    /// Rows of listed drugs dated after the study.
    var late: UInt32 = 0
    /// Whether any accepted row is dated up to the study's end.
    var seenInTime = false
  }

  /// The patients' identifiers.
  var ids = ByteInterner()
  /// By patient.
  var tallies: [Tally] = []
  /// The fills that are kept, in the order read.
  var rows: [FillRow] = []
  /// What tells duplicates apart beyond the row itself, row by row; empty where duplicates are kept.
  var details: [UInt32] = []
  /// In a flat file, the patients' own values.
  var demographics = FlatDemographics()

  /// The number of the patient whose identifier is at `range` of `source`.
  @inline(__always)
  mutating func patient(_ source: borrowing Span<UInt8>, _ range: Range<Int>, hash: UInt64) -> Int {
    let id = ids.intern(source, range, hash: hash)
    if id == tallies.count { tallies.append(Tally()) }
    return id
  }

  /// Brings into the cache what `patient` and `add` will need; see `ByteInterner.touch`.
  @inline(__always)
  func touch(hash: UInt64) -> Int {
    guard let (id, seen) = ids.touch(hash: hash) else { return 0 }
    return seen &+ Int(tallies[id].unlisted)
  }

  /// Takes a row that was not rejected: keeps it, or counts it.
  @inline(__always)
  mutating func add(_ row: FillRow, inTime: Bool, detail: UInt32?) {
    let id = Int(row.patient)
    if inTime, !tallies[id].seenInTime { tallies[id].seenInTime = true }
    if row.drug < 0 {
      tallies[id].unlisted &+= 1
    } else if !inTime {
      tallies[id].late &+= 1
    } else {
      rows.append(row)
      if let detail { details.append(detail) }
    }
  }
}

/// What flat rows say of the patients themselves: for each field the value of the earliest fill date, of several on
/// that date the smallest in byte order.
struct FlatDemographics: Sendable {
  /// A patient's value of one field so far.
  struct Value: Sendable {
    /// The date of the row it is from; the greatest number where there is none.
    var day = Int32.max
    /// The value's shared number.
    var number: UInt32 = 0
    /// Whether other values came too.
    var conflicts = false

    /// Keeps the better of this and another value.
    @inline(__always)
    mutating func merge(_ other: Value, precedes: (_ a: UInt32, _ b: UInt32) -> Bool) {
      guard other.day != .max else { return }
      guard day != .max else {
        self = other
        return
      }
      let differ = number != other.number
      if other.day < day || (other.day == day && differ && precedes(other.number, number)) {
        day = other.day
        number = other.number
      }
      conflicts = conflicts || other.conflicts || differ
    }
  }

  /// By patient, then field.
  private(set) var values: [Value] = []

  /// Takes a value of one of `count` fields.
  mutating func take(
    _ value: Value, patient: Int, field: Int, of count: Int, precedes: (_ a: UInt32, _ b: UInt32) -> Bool
  ) {
    let missing = (patient + 1) * count - values.count
    if missing > 0 { values += Array(repeating: Value(), count: missing) }
    values[patient * count + field].merge(value, precedes: precedes)
  }
}
