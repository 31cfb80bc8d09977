import CSVStream
import RxModel
import Synchronization

/// The accepted rows of one block about patients, by shard.
struct PatientRows: Sendable {
  /// One row; an absent date is the marker of its kind in `Roster`. The period of a row of a list of patients begins on its
  /// date.
  struct Row: Sendable {
    /// Its place among the block's accepted rows.
    var place: Int32 = 0
    var birth = Roster.noBirth
    var death = Roster.noDeath
    var period = DaySpan(Roster.openStart, Roster.openEnd)
  }

  /// The approximate number of rows in the file, told by the first block of a plain file.
  var fileRows: Int?
  /// The file's place among those of its kind.
  var file = 0
  /// The bytes that hold the identifiers.
  let bytes: FieldBytes
  /// The patients' identifiers, row by row.
  var keys: [Field] = []
  var rows: [Row] = []
  /// The places in `rows` where each shard's rows begin; one more at the end.
  var order = ShardOrder()
  /// By level field, then by the rows' places: level numbers, 0 for none.
  var levels: [[UInt32]] = []
  /// The accepted records, where they are to be divided by patient and nothing else is asked of them.
  var division: (records: [Int32], columns: BatchColumns)?
}
