extension OutputSpan<UInt8> {
  /// Appends one ASCII character.
  @inline(__always)
  mutating func append(ascii character: Unicode.Scalar) {
    append(UInt8(ascii: character))
  }

  /// Appends the bytes of a text.
  @inline(__always)
  mutating func append(_ text: [UInt8]) {
    for byte in text { append(byte) }
  }

  /// Appends `count` bytes of a table of texts, from `start` on.
  @inline(__always)
  mutating func append(_ table: [UInt8], at start: Int, count: Int) {
    for place in start..<start + count { append(table[place]) }
  }

  /// Appends `number`, 0 to 999, in decimal without leading zeros.
  @inline(__always)
  mutating func append(decimal number: Int) {
    if number >= 100 { append(digit: number / 100) }
    if number >= 10 { append(digit: number / 10 % 10) }
    append(digit: number % 10)
  }

  /// Appends the last two decimal digits of `number`, not negative.
  @inline(__always)
  mutating func append(twoDigits number: Int) {
    append(digit: number / 10 % 10)
    append(digit: number % 10)
  }

  /// Appends the last nine decimal digits of `number`, not negative.
  @inline(__always)
  mutating func append(nineDigits number: Int) {
    append(digit: number / 100_000_000 % 10)
    append(twoDigits: number / 1_000_000)
    append(twoDigits: number / 10_000)
    append(twoDigits: number / 100)
    append(twoDigits: number)
  }

  @inline(__always)
  private mutating func append(digit: Int) {
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
  }

  /// Appends the last `width` hexadecimal digits of `number`.
  @inline(__always)
  mutating func append(hexadecimal number: UInt64, width: Int) {
    for place in 1...width {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(truncatingIfNeeded: (width - place) * 4) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
