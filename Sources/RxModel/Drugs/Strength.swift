/// The amount in one unit of a product, as its name tells it.
package enum Strength: Hashable, Sendable {
  /// Milligrams in a tablet, capsule or another piece.
  case milligrams(ExactDecimal)
  /// Micrograms an hour that a patch gives off.
  case microgramsPerHour(ExactDecimal)
}

/// A positive fraction, exactly: a factor of doses that a list writes as `20/3` or `0.15`.
package struct ExactFactor: Hashable, Sendable {
  /// The dividend; above 0.
  package let numerator: ExactDecimal
  /// The divisor; above 0.
  package let denominator: ExactDecimal

  /// `numerator` over `denominator`; nil where one of them is 0.
  package init?(_ numerator: ExactDecimal, over denominator: ExactDecimal) {
    guard numerator.mantissa > 0, denominator.mantissa > 0 else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The factor that `text` writes, a number or two with a slash between; nil where it is none or 0.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let numerator = parts.first.flatMap({ ExactDecimal($0) }),
      let denominator = parts.count == 2 ? ExactDecimal(parts[1]) : .one
    else { return nil }
    self.init(numerator, over: denominator)
  }
}
