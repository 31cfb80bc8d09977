/// What a reader can work out of the numbers of a figure that is kept back, as its row of ranges.csv says it.
package struct FigureRange: Sendable, Equatable {
  /// The least and the greatest that a number can be; nil where nothing bounds it.
  package struct Ends: Sendable, Equatable {
    package var least: Double?
    package var greatest: Double?
    /// The decimals that are shown, outward; 0 for whole numbers.
    package var decimals: Int

    /// From `least` to `greatest`.
    package init(_ least: Double?, _ greatest: Double?, decimals: Int = 0) {
      (self.least, self.greatest, self.decimals) = (least, greatest, decimals)
    }

    /// Nothing is known.
    package static let open = Ends(nil, nil)
  }

  package var numerator: Ends
  package var denominator: Ends
  /// In the figure's unit; open where it is no multiple of the quotient of the two.
  package var estimate: Ends

  /// The ranges of the numbers of one figure.
  package init(numerator: Ends, denominator: Ends, estimate: Ends) {
    self.numerator = numerator
    self.denominator = denominator
    self.estimate = estimate
  }
}
