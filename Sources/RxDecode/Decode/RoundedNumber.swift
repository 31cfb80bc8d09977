extension Span<UInt8> {
  /// True if the field at `range` is a rounded number as spreadsheets write them: digits, a point or a comma, digits, E,
  /// a sign, digits. The digits of an identifier are then gone.
  func isRoundedNumber(_ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    func digits(_ at: inout Int) -> Bool {
      let start = at
      while at < range.upperBound, self[at] &- 0x30 <= 9 { at += 1 }
      return at > start
    }
    guard digits(&at), at < range.upperBound, self[at] == UInt8(ascii: ".") || self[at] == UInt8(ascii: ",")
    else {
      return false
    }
    at += 1
    guard digits(&at), at < range.upperBound, self[at] | 0x20 == UInt8(ascii: "e") else { return false }
    at += 1
    guard at < range.upperBound, isSign(self[at]) else { return false }
    at += 1
    return digits(&at) && at == range.upperBound
  }

  private func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
}
