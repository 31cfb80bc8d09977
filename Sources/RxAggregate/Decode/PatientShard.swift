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
  var values: [Value] = []
}
