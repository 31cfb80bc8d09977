/// What a reader knows of each unknown of a system by itself.
struct Knowns: Sendable {
  /// What it can be at least and at most.
  private(set) var lower: [Double]
  private(set) var upper: [Double]
  /// True where it is kept back, so that its range is asked for.
  private(set) var isAsked: [Bool]
  /// True where it is a whole number.
  private(set) var isWhole: [Bool]
  private let values: [Double]

  /// Half of the last decimal that is shown.
  private static let half = 0.000_05

  /// Of every unknown that it is not below 0.
  init(_ system: LinkedSystem) {
    values = system.unknowns.map(\.value)
    lower = values.map { _ in 0 }
    upper = values.map { _ in .infinity }
    isAsked = values.map { _ in false }
    isWhole = values.map { _ in true }
  }

  /// True where it has one value.
  func isFixed(_ unknown: Int) -> Bool { lower[unknown] == upper[unknown] }

  /// Takes note of what is known of an unknown.
  mutating func know(_ unknown: Int, _ knowledge: PublishedTable.Knowledge, isDecimal: Bool) {
    isWhole[unknown] = !isDecimal
    switch knowledge {
    case .notShown: break
    case .withheld: isAsked[unknown] = true
    case .withheldAboveZero:
      isAsked[unknown] = true
      lower[unknown] = max(lower[unknown], isDecimal ? 0 : 1)
    case .shown:
      lower[unknown] = values[unknown] - (isDecimal ? Self.half : 0)
      upper[unknown] = values[unknown] + (isDecimal ? Self.half : 0)
    }
  }

  /// Takes note that an unknown is between two numbers.
  mutating func limit(_ unknown: Int, from least: Double, to most: Double, isWhole: Bool) {
    (lower[unknown], upper[unknown]) = (least, most)
    self.isWhole[unknown] = isWhole
  }

  /// Takes note that the range of an unknown is asked for.
  mutating func ask(_ unknown: Int) { isAsked[unknown] = true }
}
