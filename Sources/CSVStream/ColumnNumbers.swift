import CByteScan

extension RecordBatch {
  /// Puts the day number (0 is 1970-01-01) of each record's field `slot` into `days`, which is made as long as there are
  /// records, if need be; `RX_NO_DAY` where the field is not written yyyy-MM-dd, or is no date.
  package func days(_ slot: Int, into days: inout [Int32]) {
    fill(&days, slot, rx_plain_days)
  }

  /// What `days` gives for other fields.
  package static let noDay = Int32(truncatingIfNeeded: RX_NO_DAY)

  /// Puts the number of each record's field `slot` into `numbers`, which is made as long as there are records, if need
  /// be; -1 where the field is not 1 to 8 digits and nothing else.
  package func numbers(_ slot: Int, into numbers: inout [Int32]) {
    fill(&numbers, slot, rx_plain_numbers)
  }

  private func fill(
    _ values: inout [Int32], _ slot: Int,
    _ read: (
      UnsafeRawPointer?, UnsafePointer<rx_field>?, Int, Int, UnsafeMutablePointer<Int32>?
    ) -> Void
  ) {
    let missing = recordCount - values.count
    if missing > 0 { values += repeatElement(0, count: missing) }
    guard recordCount > 0 else { return }
    fields.withUnsafeBufferPointer { fields in
      values.withUnsafeMutableBufferPointer { values in
        // SAFETY: Field is laid out as its C counterpart; there are `slotCount` fields and room for one value a record,
        // and 64 bytes behind the last can be read.
        fields.withMemoryRebound(to: rx_field.self) { fields in
          read(memory.baseAddress, fields.baseAddress.map { $0 + slot }, slotCount, recordCount, values.baseAddress)
        }
      }
    }
  }
}
