/// SplitMix64: a random stream that starts anywhere for the price of one mixing step, so that every patient
/// has their own.
struct RandomStream {
  private var state: UInt64

  /// The purpose of a stream. Streams of one patient are independent of each other, so that the same people
  /// have the same fills with a roster and in a flat file.
  enum Purpose: UInt64 {
    /// Birth, sex, race, enrolment, death.
    case member = 1
    /// Treatments and fills.
    case fills = 2
    /// Faults of the rows.
    case dirt = 3
  }

  /// The stream of patient number `patient` for one purpose.
  init(seed: UInt64, patient: Int, purpose: Purpose) {
    let start = Self.mix(seed &+ Self.step &* purpose.rawValue)
    state = Self.mix(start ^ (UInt64(truncatingIfNeeded: patient) &* 0xD134_2543_DE82_EF95))
  }

  /// The next 64 random bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// A number in 0 ..< 1.
  @inline(__always)
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True with probability `probability`.
  @inline(__always)
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A number in 0 ..< `count`; `count` at least 1.
  @inline(__always)
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: (next() >> 32 &* UInt64(truncatingIfNeeded: count)) >> 32)
  }

  /// A number in `low` ... `high`, and `low` where the range is empty.
  @inline(__always)
  mutating func between(_ low: Int, _ high: Int) -> Int {
    high <= low ? low : low + below(high - low + 1)
  }

  /// The index of one of `cumulative`, running totals of percentages that end on 100.
  @inline(__always)
  mutating func pick(_ cumulative: [UInt8]) -> Int {
    let draw = below(100)
    var index = 0
    while index < cumulative.count - 1, draw >= Int(cumulative[index]) { index += 1 }
    return index
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
