import RxModel

/// A fill of a person: a row that was admitted.
struct Fill: Sendable {
  /// Its date.
  var day = Day(0)
  /// Days' supply; below 0 in a reversal.
  var daysSupply: Int32 = 0
  /// The drug's number in the registry.
  var drug: Int32 = 0
  /// The place of its kept values, in rows of the shard's.
  var keptRow: UInt32 = 0

  /// Its supply as dispensed.
  @inline(__always)
  var supply: DaySpan { DaySpan(day, Day(day.number + (daysSupply - 1))) }
}
