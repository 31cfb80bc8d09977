import CSVStream
import RxModel

/// Hashes of the details in which rows of one patient, date, drug and days' supply agree where they are the same row
/// again: quantity, prescriber and pharmacy. Others agree once in 4 billion.
struct RowDetailHash: Sendable {
  /// The requests of the details, and true for one that is a number.
  let parts: [(request: Int, isAmount: Bool)]
  /// The byte between whole units and decimals.
  let decimal: UInt8

  /// The place of a detail among a batch's fields, and what its value there is.
  struct Slot {
    fileprivate enum Value { case hash, number, bytes }

    fileprivate let slot: Int
    fileprivate let value: Value
  }

  /// The places of the details in a batch.
  func slots(_ columns: BatchColumns, _ requests: [ColumnRequest]) -> [Slot] {
    parts.map { request, isAmount in
      let isNumber = requests[request].reading == .number && columns.hasParsedValue(request)
      return Slot(slot: columns.slot(request), value: isAmount ? isNumber ? .number : .bytes : .hash)
    }
  }

  /// The hash of the record whose fields begin at `base`.
  @inline(__always)
  func hash(
    _ slots: Span<Slot>, _ fields: Span<Field>, from base: Int, _ bytes: borrowing Span<UInt8>
  ) -> UInt32 {
    // Hashes of texts are well mixed already, and an odd factor takes no two numbers to one.
    var hash: UInt32 = 0
    for place in slots.indices {
      let detail = slots[place]
      let field = fields[base &+ detail.slot]
      let isRead = detail.value == .hash || (detail.value == .number && field.number >= 0)
      let value = isRead ? field.value : amount(field, bytes)
      hash = (hash &+ UInt32(truncatingIfNeeded: value)) &* 0x9E37_79B1
    }
    return hash
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
