/// The contract's grammar of whole numbers: digits, or digits, a point and zeros (`30`, `30.0`). No sign, no space,
/// no exponent. Values above `limit` read as `limit + 1`, so that nothing overflows.
@inline(__always)
func wholeNumber(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, limit: Int) -> Int? {
  var value = 0
  var at = range.lowerBound
  while at < range.upperBound {
    let digit = bytes[at] &- UInt8(ascii: "0")
    guard digit <= 9 else { break }
    value = value &* 10 &+ Int(digit)
    if value > limit { value = limit &+ 1 }
    at += 1
  }
  guard at > range.lowerBound else { return nil }
  if at == range.upperBound { return value }
  guard bytes[at] == UInt8(ascii: "."), at + 1 < range.upperBound else { return nil }
  at += 1
  while at < range.upperBound {
    guard bytes[at] == UInt8(ascii: "0") else { return nil }
    at += 1
  }
  return value
}

/// A decimal number's one spelling, so that equal numbers are equal bytes: no leading zeros, no zeros at the end of
/// the fraction, no sign of a 0. Text that is no decimal number stays as it is.
package func canonicalNumber(_ bytes: ArraySlice<UInt8>, decimal: UInt8) -> [UInt8] {
  var digits = bytes
  var sign: [UInt8] = []
  if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
    if first == UInt8(ascii: "-") { sign = [first] }
    digits = digits.dropFirst()
  }
  let parts = digits.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
  let areDigits = parts.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
  guard areDigits, parts.contains(where: { !$0.isEmpty }) else { return Array(bytes) }
  let whole = parts[0].drop { $0 == 0x30 }
  var fraction = parts.count == 2 ? Array(parts[1]) : []
  while fraction.last == 0x30 { fraction.removeLast() }
  let number = (whole.isEmpty ? [0x30] : Array(whole)) + (fraction.isEmpty ? [] : [decimal] + fraction)
  return (number == [0x30] ? [] : sign) + number
}
