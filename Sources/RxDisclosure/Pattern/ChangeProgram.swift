import LinearProgram

/// The linear program of changes from the true values of some unknowns of a linked system, in persons' worth: other tables
/// that agree with everything that holds between the unknowns. All others keep their values. A rise and a fall of an
/// unknown are a column each.
struct ChangeProgram {
  /// Limits and costs of the changes of each unknown.
  struct Bounds {
    fileprivate var lower: [Double]
    fileprivate var upper: [Double]
    fileprivate var cost: [Double]
    private let places: [Int: Int]

    fileprivate init(_ places: [Int: Int]) {
      self.places = places
      lower = Array(repeating: 0, count: 2 * places.count)
      upper = lower
      cost = lower
    }

    /// The column of an unknown's rise, or of its fall.
    private func column(_ unknown: Int, isRise: Bool) -> Int? {
      places[unknown].map { 2 * $0 + (isRise ? 0 : 1) }
    }

    /// Lets an unknown change by so much at most, at `cost` a person's worth either way.
    mutating func allow(_ unknown: Int, rise: Double, fall: Double, cost: Double) {
      for (isRise, most) in [(true, rise), (false, fall)] {
        guard let column = column(unknown, isRise: isRise) else { continue }
        upper[column] = most
        self.cost[column] = cost
      }
    }

    /// Rewards every rise of an unknown, and makes its fall dear.
    mutating func pull(up unknown: Int) {
      for isRise in [true, false] {
        if let column = column(unknown, isRise: isRise) { cost[column] = isRise ? -1 : 1 }
      }
    }

    /// Makes changes of an unknown so many times as dear.
    mutating func raiseCost(of unknown: Int, times factor: Double) {
      for isRise in [true, false] {
        if let column = column(unknown, isRise: isRise) { cost[column] *= factor }
      }
    }

    /// Makes an unknown change by exactly `change`; false where it may not change so far.
    mutating func fix(_ unknown: Int, at change: Double) -> Bool {
      guard let column = column(unknown, isRise: change > 0), abs(change) <= upper[column],
        let other = self.column(unknown, isRise: change <= 0)
      else { return false }
      upper[other] = 0
      lower[column] = abs(change)
      upper[column] = abs(change)
      return true
    }
  }

  /// A row with the coefficients of the program's unknowns.
  private struct ScaledRow {
    let terms: [(place: Int, coefficient: Double)]
    let isAtMost: Bool
    /// What the terms may rise by.
    let distance: Double
  }

  /// Changes below this are rounding.
  private static let tolerance = 1e-6
  /// A limit so many persons' worth away seldom limits anything.
  private static let farAway = 50.0

  /// The unknowns that may change.
  let unknowns: [Int]
  private let places: [Int: Int]
  private let rows: [ScaledRow]
  /// By row, true where it is in the program: most rows limit nothing, and are looked at afterwards.
  private var isAsked: [Bool]
  private var program: LinearProgram

  /// The program of a part of a system.
  init(_ system: LinkedSystem, _ part: LinkedSystem.Part) {
    let places = Dictionary(uniqueKeysWithValues: part.unknowns.enumerated().map { ($1, $0) })
    (unknowns, self.places) = (part.unknowns, places)
    rows = part.rows.map { number in
      let row = system.rows[number]
      let (terms, divisor) = row.scaled(system.unknowns)
      return ScaledRow(
        terms: terms.compactMap { term in places[term.unknown].map { ($0, term.coefficient) } },
        isAtMost: row.isAtMost, distance: row.isAtMost ? system.distance(row) / divisor : 0)
    }
    isAsked = rows.map { !$0.isAtMost || $0.distance < Self.farAway }
    program = Self.program(unknowns.count, rows, isAsked)
  }

  private static func program(_ unknowns: Int, _ rows: [ScaledRow], _ isAsked: [Bool]) -> LinearProgram {
    LinearProgram(
      columns: 2 * unknowns,
      rows: zip(rows, isAsked).filter(\.1).map { row, _ in
        let terms = row.terms.flatMap {
          [(2 * $0.place, $0.coefficient), (2 * $0.place + 1, -$0.coefficient)]
        }
        return row.isAtMost
          ? LinearProgram.Row(terms, from: -.infinity, to: row.distance) : LinearProgram.Row(terms)
      })
  }

  /// Bounds within which nothing may change.
  var noChange: Bounds { Bounds(places) }

  /// Solves the program within bounds. Rows that the solution breaks are asked from then on.
  /// - Parameters:
  ///   - bounds: limits and costs.
  ///   - isPrimal: whether costs are below 0, which tells which simplex method is the faster.
  /// - Returns: the changes of the least cost, those of 0 left out; nil where none are within the bounds.
  mutating func solve(_ bounds: Bounds, isPrimal: Bool) -> [Witnesses.Change]? {
    while true {
      (program.lower, program.upper, program.objective) = (bounds.lower, bounds.upper, bounds.cost)
      guard case .optimal = program.minimise(objectiveChanged: isPrimal, startsAnew: !isPrimal) else {
        return nil
      }
      let solution = program.solution
      let net = unknowns.indices.map { place in
        let change = solution[2 * place] - solution[2 * place + 1]
        return abs(change) > Self.tolerance ? change : 0
      }
      let broken = rows.indices.filter { !isAsked[$0] && breaks(net, rows[$0]) }
      if broken.isEmpty {
        return net.enumerated().compactMap { $1 == 0 ? nil : (unknowns[$0], $1) }
      }
      for row in broken { isAsked[row] = true }
      program = Self.program(unknowns.count, rows, isAsked)
    }
  }

  private func breaks(_ changes: [Double], _ row: ScaledRow) -> Bool {
    let change = row.terms.reduce(0) { $0 + $1.coefficient * changes[$1.place] }
    return change > row.distance + 1e-6 * max(1, row.distance)
  }
}
