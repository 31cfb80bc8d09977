import CSVStream
import RxModel

/// The number of shards. A patient's shard is the top bits of the identifier's fixed hash: the unit of
/// threads, of spilling, and of measuring.
package let shardCount = 64

/// The shard of an identifier with this hash.
@inline(__always)
package func shard(ofHash hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 58) }

/// The rows that one worker has decoded of one shard's patients: all that were not rejected, whatever a study
/// makes of them.
///
/// A patient's number is the roster files' where they have the patient; the numbers of others go on from there, worker
/// by worker.
package struct DecodedShard: Sendable {
  /// The identifiers that no file about patients has.
  package private(set) var ids = KeyTable()
  /// The rows, in the order read.
  package private(set) var rows = PackedRows()
  /// Level numbers of each row: first the patient's own values where the file is flat, then the kept columns.
  package private(set) var values: [NarrowColumn]

  /// No rows yet, of so many columns of values.
  init(valueCount: Int) { values = Array(repeating: NarrowColumn(), count: valueCount) }

  /// Adds rows of this shard's patients.
  /// - Parameters:
  ///   - keys: the identifiers, row by row.
  ///   - rows: the rows; `patient` is a row's place in `values`.
  ///   - bytes: where the keys lie.
  ///   - values: by column, the block's level numbers.
  ///   - index: the patients whom the roster files tell of.
  ///   - numbers: room for the patients' numbers.
  mutating func append(
    _ keys: Span<Field>, _ rows: Span<FillRow>, in bytes: FieldBytes, values: [[UInt32]], index: PatientIndex,
    numbers: inout [Int32]
  ) {
    findNumbers(keys, in: bytes, index, &numbers)
    self.rows.append(rows, patients: numbers.span)
    for column in values.indices { self.values[column].append(values[column], at: rows) }
  }

  /// Adds rows whose patients have their numbers already.
  /// - Parameters:
  ///   - rows: the rows; `patient` is a row's place in `numbers` and `values`.
  ///   - numbers: the patients' numbers.
  ///   - values: by column, level numbers.
  mutating func append(_ rows: [FillRow], patients numbers: [Int32], values: [[UInt32]]) {
    self.rows.append(rows.span, patients: numbers.span)
    for column in values.indices { self.values[column].append(values[column], at: rows.span) }
  }

  /// The number, from 0, of a patient that no file about patients has; a new one where it is new.
  mutating func number(ofOther id: ArraySlice<UInt8>) -> Int { ids.intern(id) }

  /// Adds rows of this shard that come back from the disk.
  mutating func append(_ spilled: inout Spill.Rows<FillRow>, index: PatientIndex) {
    for place in spilled.rows.indices { spilled.rows[place].patient = UInt32(truncatingIfNeeded: place) }
    let columns = values.indices.map { column in
      stride(from: column, to: spilled.extras.count, by: values.count).map { spilled.extras[$0] }
    }
    var numbers: [Int32] = []
    append(
      spilled.keys.span, spilled.rows.span, in: spilled.bytes, values: columns, index: index,
      numbers: &numbers)
  }

  private mutating func findNumbers(
    _ keys: Span<Field>, in bytes: FieldBytes, _ index: PatientIndex, _ numbers: inout [Int32]
  ) {
    guard index.ids.count > 0 else { return ids.intern(keys, in: bytes, into: &numbers) }
    index.ids.find(keys, in: bytes, into: &numbers)
    var places: [Int] = []
    var others: [Field] = []
    for place in keys.indices where numbers[place] < 0 {
      places.append(place)
      others.append(keys[place])
    }
    guard !places.isEmpty else { return }
    var own: [Int32] = []
    ids.intern(others.span, in: bytes, into: &own)
    for (place, number) in zip(places, own) {
      numbers[place] = Int32(truncatingIfNeeded: index.ids.count) + number
    }
  }
}
