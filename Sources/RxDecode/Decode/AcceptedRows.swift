import CSVStream

/// A block's rows that were not rejected, column by column.
struct AcceptedRows: Sendable {
  /// Each row's record in the block.
  var records: [Int32] = []
  /// Its patient's identifier.
  var keys: [Field] = []
  /// Its drug's name or code.
  var drugKeys: [Field] = []
  /// The rest; `patient` is the row's place here, and the drug is not known yet.
  var rows: [FillRow] = []
  /// The hash of its details, where it is kept.
  var details: [UInt32] = []

  /// The number of rows.
  var count: Int { rows.count }

  /// Makes all columns `count` long.
  mutating func resize(to count: Int) {
    records.resize(to: count, 0)
    keys.resize(to: count, Field())
    drugKeys.resize(to: count, Field())
    rows.resize(to: count, FillRow())
    details.resize(to: count, 0)
  }

  /// Gives the rows their drugs' level numbers.
  mutating func setDrugs(_ levels: [UInt32]) {
    for place in rows.indices { rows[place].drug = Int32(bitPattern: levels[place]) }
  }

  /// Keeps the rows of a part of the patients, whose identifiers are among `bytes`.
  mutating func keep(_ part: PatientPart, in bytes: FieldBytes) {
    let places = part.places(of: keys, in: bytes)
    records = places.map { records[$0] }
    keys = places.map { keys[$0] }
    drugKeys = places.map { drugKeys[$0] }
    rows = places.map { rows[$0] }
    details = places.map { details[$0] }
    for place in rows.indices { rows[place].patient = UInt32(truncatingIfNeeded: place) }
  }
}
