import CSVStream
import RxModel

/// Hashes of the details in which rows of one patient, date, drug and days' supply agree where they are the same row
/// again: quantity, prescriber and pharmacy. Others agree once in 4 billion.
struct RowDetailHash: Sendable {
  /// The requests of the details, and true for one that is a number.
  let parts: [(request: Int, isAmount: Bool)]
  /// The byte between whole units and decimals.
  let decimal: UInt8

  /// Puts the hash of each of the records into `hashes`.
  func hash(
    _ records: [Int32], _ columns: BatchColumns, _ requests: [ColumnRequest], into hashes: inout [UInt32]
  ) {
    hashes.resize(to: records.count, 0)
    var target = hashes.mutableSpan
    let bytes = columns.batch.bytes
    let (fields, slotCount) = (columns.batch.fields.span, columns.batch.slotCount)
    let parts = parts.map { request, isAmount in
      (
        slot: columns.slot(request), isAmount: isAmount,
        isNumber: isAmount && requests[request].reading == .number
      )
    }
    let places = records.span
    for row in places.indices {
      let base = Int(places[row]) &* slotCount
      var hash: UInt64 = 0
      for part in parts {
        let field = fields[base &+ part.slot]
        hash = Self.mix(hash, part.isAmount ? amount(field, part.isNumber, bytes) : field.hash)
      }
      target[row] = UInt32(truncatingIfNeeded: hash)
    }
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ next: UInt64) -> UInt64 {
    let product = (hash &+ 0xA076_1D64_78BD_642F ^ next).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  /// The hash of a number, the same for 30 and 30.0.
  @inline(__always)
  private func amount(_ field: Field, _ isNumber: Bool, _ bytes: borrowing Span<UInt8>) -> UInt64 {
    isNumber && field.number >= 0 ? UInt64(UInt32(bitPattern: field.number)) : amountInFull(field, bytes)
  }

  private func amountInFull(_ field: Field, _ bytes: borrowing Span<UInt8>) -> UInt64 {
    var text: [UInt8] = []
    for place in field.range { text.append(bytes[place]) }
    let number = canonicalNumber(text[...], decimal: decimal)
    if let whole = Int32(String(decoding: number, as: UTF8.self)), whole >= 0 { return UInt64(whole) }
    return fixedHash(of: number)
  }
}
