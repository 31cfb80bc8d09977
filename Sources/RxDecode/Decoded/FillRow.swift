/// A decoded row of a prescription: 16 bytes, as it goes to the disk and comes back.
package struct FillRow: Sendable, BitwiseCopyable {
  /// The patient's number in its shard, as one worker counts; on the way there the row's place in its block.
  package var patient: UInt32 = 0
  /// The fill's date, in days since 1970-01-01.
  package var day: Int32 = 0
  /// Days' supply as recorded; below 0 in a reversal.
  package var daysSupply: Int32 = 0
  /// The drug's level number in the data's dictionary of drugs; 0 is an empty field.
  package var drug: Int32 = 0
}
