/// A decimal number that is 0 or more, exactly as it was written: `mantissa` / 10^`decimals`, without zeros at the end
/// of the fraction. Quantities, strengths, factors and thresholds are compared as these and not as rounded doubles.
package struct ExactDecimal: Hashable, Sendable {
  /// The digits, without the point.
  package let mantissa: Int
  /// The number of digits behind the point.
  package let decimals: Int

  /// The most significant digits that a number may have.
  package static let mostDigits = 18

  /// A text read as a number.
  package enum Reading: Sendable {
    case number(ExactDecimal)
    /// A number of more than 18 significant digits, or more than 18 behind the point.
    case tooLong
    case noNumber
  }

  /// The number that `text` writes; nil where it is none or too long.
  package init?(_ text: some StringProtocol) {
    guard case .number(let number) = Self.read(text) else { return nil }
    self = number
  }

  private init(mantissa: Int, decimals: Int) {
    self.mantissa = mantissa
    self.decimals = decimals
  }

  /// The number that `text` writes: digits with `decimal` among them, before or behind them, or without one; a `+` may
  /// stand first. Anything else (another sign, an exponent) is no number.
  package static func read(_ text: some StringProtocol, decimal: UInt8 = UInt8(ascii: ".")) -> Reading {
    var digits: [UInt8] = []
    var point: Int?
    for (place, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "+") where place == 0: continue
      case decimal where point == nil: point = digits.count
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
      default: return .noNumber
      }
    }
    guard !digits.isEmpty else { return .noNumber }
    var decimals = point.map { digits.count - $0 } ?? 0
    while decimals > 0, digits.last == 0 {
      digits.removeLast()
      decimals -= 1
    }
    let significant = digits.drop { $0 == 0 }
    guard significant.count <= mostDigits, decimals <= mostDigits else { return .tooLong }
    let mantissa = significant.reduce(0) { $0 * 10 + Int($1) }
    return .number(ExactDecimal(mantissa: mantissa, decimals: decimals))
  }

  /// 1.
  package static let one = ExactDecimal(mantissa: 1, decimals: 0)

  /// This number times 10^`power`; nil where it would be too long.
  package func scaled(byTenTo power: Int) -> ExactDecimal? {
    var (mantissa, decimals) = (mantissa, decimals - power)
    while decimals > 0, mantissa > 0, mantissa % 10 == 0 {
      (mantissa, decimals) = (mantissa / 10, decimals - 1)
    }
    while decimals < 0 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      (mantissa, decimals) = (product, decimals + 1)
    }
    return decimals <= Self.mostDigits ? ExactDecimal(mantissa: mantissa, decimals: decimals) : nil
  }

  /// The nearest double.
  package var value: Double {
    // Both are exact doubles up to 10^15 and 10^22, so that the quotient is rounded once.
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return Double(mantissa) / scale
  }
}
