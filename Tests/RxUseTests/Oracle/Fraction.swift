/// An exact fraction that is not negative or is; always in lowest terms, the denominator above 0.
struct Fraction: Comparable, Hashable, Sendable {
  /// Above the line.
  let numerator: Int128
  /// Below the line.
  let denominator: Int128

  /// A quotient of two whole numbers, the second not 0.
  init(_ numerator: Int128, over denominator: Int128) {
    let divisor = Self.gcd(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  /// A whole number.
  init(_ whole: Int) { self.init(Int128(whole), over: 1) }

  /// The number above 0 that digits, or digits, a point and digits write; nil for anything else.
  init?(positiveDecimal text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, !text.isEmpty, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    guard parts.joined().utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    var (numerator, denominator): (Int128, Int128) = (0, 1)
    for digit in parts.joined().utf8 { numerator = numerator * 10 + Int128(digit) - 48 }
    if parts.count == 2 { for _ in parts[1] { denominator *= 10 } }
    guard numerator > 0 else { return nil }
    self.init(numerator, over: denominator)
  }

  /// The nearest double, or one beside it.
  var double: Double { Double(numerator) / Double(denominator) }

  /// The sum.
  static func + (left: Fraction, right: Fraction) -> Fraction {
    let shared = Int128(gcd(left.denominator.magnitude, right.denominator.magnitude))
    let sum =
      left.numerator * (right.denominator / shared) + right.numerator * (left.denominator / shared)
    return Fraction(sum, over: left.denominator / shared * right.denominator)
  }

  /// The product; divided crosswise first, so that numbers stay small.
  static func * (left: Fraction, right: Fraction) -> Fraction {
    let one = Fraction(left.numerator, over: right.denominator)
    let other = Fraction(right.numerator, over: left.denominator)
    return Fraction(one.numerator * other.numerator, over: one.denominator * other.denominator)
  }

  /// The quotient; the second must not be 0.
  static func / (left: Fraction, right: Fraction) -> Fraction {
    left * Fraction(right.denominator, over: right.numerator)
  }

  static func < (left: Fraction, right: Fraction) -> Bool {
    (left + Fraction(-right.numerator, over: right.denominator)).numerator < 0
  }

  private static func gcd(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (left, right) = (left, right)
    while right > 0 { (left, right) = (right, left % right) }
    return max(left, 1)
  }
}

/// A product of small whole numbers, kept as its decimal digits, so that no product is too great.
struct NaiveProduct: Comparable {
  /// The digits, the last one first, no zeros in front.
  private var digits = [1]

  /// The product of the factors.
  init(of factors: [Int]) {
    for factor in factors {
      var carry = 0
      for place in digits.indices {
        carry += digits[place] * factor
        digits[place] = carry % 10
        carry /= 10
      }
      while carry > 0 {
        digits.append(carry % 10)
        carry /= 10
      }
      while digits.last == 0 { digits.removeLast() }
    }
  }

  static func < (left: NaiveProduct, right: NaiveProduct) -> Bool {
    if left.digits.count != right.digits.count { return left.digits.count < right.digits.count }
    return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
  }
}
