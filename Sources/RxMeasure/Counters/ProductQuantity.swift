import RxCounts

/// The product of two quantities that each person has, or of one with itself, summed over persons.
struct ProductQuantity: Quantity {
  let first: CounterMeaning
  let second: CounterMeaning

  /// `first` times `second`.
  init(_ first: CounterMeaning, _ second: CounterMeaning) { (self.first, self.second) = (first, second) }

  /// This quantity, of the drug classes of both.
  var meaning: CounterMeaning { CounterMeaning(self, of: first.drugs) }

  func text(of drugs: [Int]) -> String { "\(first.text) times \(second.text)" }

  var fillEvidence: FillEvidence? { nil }
}

extension CounterRegistry {
  /// New counters of the sums that robust limits of a rate ask for: of a person's `count`, of the persons whom `people`
  /// counts, over `days`, of those whom `observed` counts. The squares of that time may have a counter, `timeSquares`.
  mutating func squares(
    of count: CounterMeaning, _ people: Int?, over days: CounterMeaning, _ observed: Int?,
    timeSquares: Int? = nil
  ) -> SquareCounters {
    let squares = ProductQuantity(count, count).meaning
    relate(squares, atLeast: [(count, .init(1))])
    return SquareCounters(
      squares: amount(squares, of: people),
      products: amount(ProductQuantity(count, days).meaning, of: people),
      timeSquares: timeSquares ?? amount(ProductQuantity(days, days).meaning, of: observed))
  }
}

extension FigureDefinition {
  /// The rate with robust limits by these sums; as it is where there are none. Where times are alike the limits tell the
  /// sum of the squares of the counts, which add up over groups.
  func robust(by sums: SquareCounters?) -> FigureDefinition {
    guard let sums else { return self }
    var figure = self
    figure.limits = .robust(sums)
    figure.alsoReveals.append(sums.squares)
    return figure
  }
}
