import RxRelease

/// What a release publishes of its figures, as its files say it.
package struct PublishedRelease: Sendable {
  /// The rows of results.csv, in their order.
  package var figures: [Figure]
  /// The grouping variables, in the order of the figures' levels.
  package var variables: [String]
  /// The rows of ranges.csv; empty where there is none.
  package var ranges: [FigureRange]

  /// All of it.
  package init(figures: [Figure], variables: [String], ranges: [FigureRange]) {
    (self.figures, self.variables, self.ranges) = (figures, variables, ranges)
  }
}
