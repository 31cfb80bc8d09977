import CSVStream
import RxModel

/// Hashes of the details in which rows of one patient, date, drug and days' supply agree where they are the same row
/// again: quantity, prescriber and pharmacy. Others agree once in 4 billion.
struct RowDetailHash: Sendable {
  /// The requests of the details, and true for one that is a number.
  let parts: [(request: Int, isAmount: Bool)]
  /// The byte between whole units and decimals.
  let decimal: UInt8

  /// The place of a detail among a batch's fields, and whether it is an amount that the reader has read where it is plain.
  struct Slot {
    fileprivate let slot: Int
    fileprivate let isAmount: Bool
    fileprivate let isNumber: Bool
  }

  /// The places of the details in a batch.
  func slots(_ columns: BatchColumns, _ requests: [ColumnRequest]) -> [Slot] {
    parts.map { request, isAmount in
      let isNumber = isAmount && requests[request].reading == .number && columns.hasParsedValue(request)
      return Slot(slot: columns.slot(request), isAmount: isAmount, isNumber: isNumber)
    }
  }

  /// The hash of the record whose fields begin at `base`.
  @inline(__always)
  func hash(
    _ slots: Span<Slot>, _ fields: Span<Field>, from base: Int, _ bytes: borrowing Span<UInt8>
  ) -> UInt32 {
    var hash: UInt64 = 0
    for place in slots.indices {
      let detail = slots[place]
      let field = fields[base &+ detail.slot]
      let isPlain = !detail.isAmount || (detail.isNumber && field.number >= 0)
      hash = Self.mix(hash, isPlain ? field.value : amount(field, bytes))
    }
    return UInt32(truncatingIfNeeded: hash)
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ next: UInt64) -> UInt64 {
    let product = (hash &+ 0xA076_1D64_78BD_642F ^ next).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
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
