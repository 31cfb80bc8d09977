import RxRelease

/// What a release publishes of its figures, as its files say it.
package struct PublishedRelease: Sendable {
  /// The rows of results.csv, in their order, with their ranges where there are any.
  package var figures: [Figure]
  /// The grouping variables, in the order of the figures' levels.
  package var variables: [String]

  /// All of it.
  package init(figures: [Figure], variables: [String]) {
    (self.figures, self.variables) = (figures, variables)
  }
}
