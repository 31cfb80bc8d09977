import BigInt
import RxCounts
import RxModel

/// An exact fraction that is 0 or more: decides whether a dose is at a threshold where doubles are too near to tell.
struct Fraction {
  private var numerator: BigInt
  private var denominator: BigInt

  /// A whole number.
  init(_ whole: Int) {
    numerator = BigInt(whole)
    denominator = 1
  }

  /// A decimal number.
  init(_ decimal: ExactDecimal) {
    numerator = BigInt(decimal.mantissa)
    denominator = BigInt(10).power(decimal.decimals)
  }

  static func + (a: Fraction, b: Fraction) -> Fraction {
    var sum = a
    sum.numerator = a.numerator * b.denominator + b.numerator * a.denominator
    sum.denominator = a.denominator * b.denominator
    return sum
  }

  static func * (a: Fraction, b: Fraction) -> Fraction {
    var product = a
    product.numerator *= b.numerator
    product.denominator *= b.denominator
    return product
  }

  /// The quotient; `b` is above 0.
  static func / (a: Fraction, b: Fraction) -> Fraction {
    var quotient = a
    quotient.numerator *= b.denominator
    quotient.denominator *= b.numerator
    return quotient
  }

  static func >= (a: Fraction, b: Fraction) -> Bool {
    a.numerator * b.denominator >= b.numerator * a.denominator
  }
}
