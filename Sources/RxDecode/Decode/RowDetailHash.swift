import CSVStream
import RxModel

/// Hashes of the details in which rows of one patient, date, drug and days' supply agree where they are the same row
/// again: quantity, prescriber and pharmacy. Others agree once in 4 billion.
struct RowDetailHash: Sendable {
  /// The requests of the details, and true for one that is a number.
  let parts: [(request: Int, isAmount: Bool)]
  /// The byte between whole units and decimals.
  let decimal: UInt8

  /// Puts the hashes of records into `hashes`, which has room for them.
  func hash(
    _ records: [Int32], _ columns: BatchColumns, _ requests: [ColumnRequest], into hashes: inout [UInt32]
  ) {
    let (fields, slotCount, bytes) = (columns.batch.fields.span, columns.batch.slotCount, columns.batch.bytes)
    let texts = parts.filter { !$0.isAmount }.map { columns.slot($0.request) }
    // From `least` on a value is a number that was read.
    let amounts = parts.filter(\.isAmount).map { part in
      let isRead = requests[part.request].reading == .number && columns.hasParsedValue(part.request)
      return (slot: columns.slot(part.request), least: isRead ? 0 : Int32.max)
    }
    var hashes = hashes.mutableSpan
    for place in records.indices {
      let base = Int(records[place]) &* slotCount
      var hash: UInt32 = 0
      for slot in texts { hash = Self.mix(hash, fields[base &+ slot].value) }
      for amount in amounts {
        let field = fields[base &+ amount.slot]
        hash = Self.mix(hash, field.number >= amount.least ? field.value : self.amount(field, bytes))
      }
      hashes[place] = hash
    }
  }

  /// An odd factor and a shift map no two numbers to the same, and the order of the parts counts.
  @inline(__always)
  private static func mix(_ hash: UInt32, _ next: UInt64) -> UInt32 {
    let product = (hash &+ UInt32(truncatingIfNeeded: next)) &* 0x9E37_79B1
    return product ^ product &>> 15
  }

  /// The value of a number, the same for 30 and 30.0.
  private func amount(_ field: Field, _ bytes: borrowing Span<UInt8>) -> UInt64 {
    var text: [UInt8] = []
    for place in field.range { text.append(bytes[place]) }
    let number = canonicalNumber(text[...], decimal: decimal)
    if let whole = Int32(String(decoding: number, as: UTF8.self)), whole >= 0 { return UInt64(whole) }
    return fixedHash(of: number)
  }
}
