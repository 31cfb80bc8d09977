/// The figures that a pattern of what is kept back loses.
struct FigureLoss {
  private let worths: [Double]
  /// By figure, the number of its unknowns that are kept back.
  private var hidden: [Int]
  /// By unknown, the figures that are lost with it.
  private let figuresOf: [[Int]]
  /// What keeping back costs in any case, so that nothing is kept back for no reason.
  private static let least = 0.01

  /// The loss of `system`'s figures, nothing of which is kept back.
  init(_ system: LinkedSystem) {
    worths = system.figures.map(\.worth)
    hidden = worths.map { _ in 0 }
    var figuresOf: [[Int]] = Array(repeating: [], count: system.unknowns.count)
    for (number, figure) in system.figures.enumerated() {
      for unknown in Set(figure.unknowns) { figuresOf[unknown].append(number) }
    }
    self.figuresOf = figuresOf
  }

  /// Takes note that an unknown is kept back, or shown again.
  mutating func note(_ unknown: Int, isHidden: Bool) {
    for figure in figuresOf[unknown] { hidden[figure] += isHidden ? 1 : -1 }
  }

  /// What is lost with an unknown that is shown: figures which nothing else loses.
  func ofHiding(_ unknown: Int) -> Double { worth(unknown, hidden: 0) }

  /// What is won with an unknown that is kept back.
  func ofShowing(_ unknown: Int) -> Double { worth(unknown, hidden: 1) }

  private func worth(_ unknown: Int, hidden own: Int) -> Double {
    figuresOf[unknown].reduce(Self.least) { hidden[$1] == own ? $0 + worths[$1] : $0 }
  }
}
