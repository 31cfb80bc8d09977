import CSVStream
import RxModel

/// One shard's decoded rows as they are kept in a file of rows: whose they are is told by identifiers of their own, so that
/// they hold whatever the files about patients say.
struct RowSegment {
  /// The patients' identifiers, end to end.
  private(set) var ids: [UInt8] = []
  /// The place where each begins; one more at the end.
  private(set) var starts: [UInt32] = [0]
  /// The rows; patients have their places among the identifiers, of whom one can be there several times.
  private(set) var rows = PackedRows()
  /// The kept values of each row, as in a `DecodedShard`.
  private(set) var values: [NarrowColumn]

  /// No rows, of so many columns of values.
  init(valueCount: Int) { values = Array(repeating: NarrowColumn(), count: valueCount) }

  /// Adds the rows of a shard that one worker has decoded.
  /// - Parameters:
  ///   - partial: the rows.
  ///   - roster: the patients whom the files about patients tell of.
  ///   - change: gets each chunk's rows, and their values to be changed.
  mutating func add(
    _ partial: DecodedShard, _ roster: Roster.Shard, _ change: ([FillRow], inout [[UInt32]]) -> Void
  ) {
    var places = [Int32](repeating: -1, count: roster.ids.count + partial.ids.count)
    var rows: [FillRow] = []
    var numbers: [Int32] = []
    var values = [[UInt32]](repeating: [], count: self.values.count)
    for chunk in 0..<partial.rows.chunkCount {
      partial.rows.unpack(chunk, into: &rows)
      for column in values.indices { partial.values[column].unpack(chunk, into: &values[column]) }
      change(rows, &values)
      numbers.removeAll(keepingCapacity: true)
      for row in rows {
        let patient = Int(row.patient)
        if places[patient] < 0 {
          places[patient] = Int32(truncatingIfNeeded: starts.count - 1)
          addID(
            patient < roster.ids.count
              ? roster.ids.bytes[roster.ids.range(patient)]
              : partial.ids.bytes[partial.ids.range(patient - roster.ids.count)])
        }
        numbers.append(places[patient])
      }
      for place in rows.indices { rows[place].patient = UInt32(truncatingIfNeeded: place) }
      self.rows.append(rows.span, patients: numbers.span)
      for column in values.indices { self.values[column].append(values[column], at: rows.span) }
    }
  }

  private mutating func addID(_ id: ArraySlice<UInt8>) {
    ids += id
    starts.append(UInt32(truncatingIfNeeded: ids.count))
  }

  /// The bytes of a segment.
  var bytes: [UInt8] {
    var numbers = RawNumbers()
    numbers.add(ids)
    numbers.add(starts)
    rows.store(in: &numbers)
    for column in values { column.store(in: &numbers) }
    return numbers.bytes
  }

  /// The rows that `bytes` has put there.
  /// - Throws: `RawNumbersReader.Fault` where there are none.
  init(from numbers: inout RawNumbersReader, valueCount: Int) throws(RawNumbersReader.Fault) {
    ids = try numbers.next()
    starts = try numbers.next()
    rows = try PackedRows(from: &numbers)
    values = []
    for _ in 0..<valueCount { values.append(try NarrowColumn(from: &numbers)) }
    guard starts.first == 0, Int(starts.last ?? 1) == ids.count,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw RawNumbersReader.Fault() }
  }
}
