import LinearProgram

/// The linear program of changes from the true values of a linked system, in persons' worth: other tables that agree with
/// everything that holds between the unknowns. A rise and a fall of an unknown are a column each.
struct ChangeProgram {
  /// Limits and costs of the changes of each unknown.
  struct Bounds {
    /// The column of an unknown's rise, or of its fall.
    private static func column(_ unknown: Int, isRise: Bool) -> Int { 2 * unknown + (isRise ? 0 : 1) }

    fileprivate(set) var lower: [Double]
    fileprivate(set) var upper: [Double]
    fileprivate(set) var cost: [Double]

    /// Nothing may change, of so many unknowns.
    init(count: Int) {
      lower = Array(repeating: 0, count: 2 * count)
      upper = lower
      cost = lower
    }

    /// Lets an unknown change by so much at most, at `cost` a person's worth either way.
    mutating func allow(_ unknown: Int, rise: Double, fall: Double, cost: Double) {
      for (isRise, most) in [(true, rise), (false, fall)] {
        let column = Self.column(unknown, isRise: isRise)
        upper[column] = most
        self.cost[column] = cost
      }
    }

    /// Rewards every rise of an unknown, and makes its fall dear.
    mutating func pull(up unknown: Int) {
      cost[Self.column(unknown, isRise: true)] = -1
      cost[Self.column(unknown, isRise: false)] = 1
    }

    /// Makes an unknown change by exactly `change`; false where it may not change so far.
    mutating func fix(_ unknown: Int, at change: Double) -> Bool {
      let column = Self.column(unknown, isRise: change > 0)
      guard abs(change) <= upper[column] else { return false }
      upper[Self.column(unknown, isRise: change <= 0)] = 0
      lower[column] = abs(change)
      upper[column] = abs(change)
      return true
    }
  }

  /// Changes below this are rounding.
  private static let tolerance = 1e-6
  /// A limit so many persons' worth away seldom limits anything.
  private static let farAway = 50.0

  private let system: LinkedSystem
  /// By row, true where it is in the program: most rows limit nothing, and are looked at afterwards.
  private var isAsked: [Bool]
  private var program: LinearProgram
  /// Programs solved.
  private(set) var solved = 0

  /// The program of a system's changes.
  init(_ system: LinkedSystem) {
    self.system = system
    isAsked = system.rows.map { row in
      !row.isAtMost || system.distance(row) / row.scaled(system.unknowns).divisor < Self.farAway
    }
    program = Self.program(system, isAsked)
  }

  private static func program(_ system: LinkedSystem, _ isAsked: [Bool]) -> LinearProgram {
    LinearProgram(
      columns: 2 * system.unknowns.count,
      rows: zip(system.rows, isAsked).filter(\.1).map { row, _ in
        let scaled = row.scaled(system.unknowns)
        let terms = scaled.terms.flatMap {
          [(2 * $0.unknown, $0.coefficient), (2 * $0.unknown + 1, -$0.coefficient)]
        }
        return row.isAtMost
          ? LinearProgram.Row(terms, from: -.infinity, to: system.distance(row) / scaled.divisor)
          : LinearProgram.Row(terms)
      })
  }

  /// Solves the program within bounds. Rows that the solution breaks are asked from then on.
  /// - Parameters:
  ///   - bounds: limits and costs.
  ///   - isPrimal: whether the costs are others than the last time, which tells which simplex method is the faster.
  /// - Returns: the changes of the least cost, by unknown, those of 0 left out; nil where none are within the bounds.
  mutating func solve(_ bounds: Bounds, isPrimal: Bool) -> [Int: Double]? {
    while true {
      solved += 1
      (program.lower, program.upper, program.objective) = (bounds.lower, bounds.upper, bounds.cost)
      guard case .optimal = program.minimise(objectiveChanged: isPrimal) else { return nil }
      let changes = changes
      let broken = system.rows.indices.filter { !isAsked[$0] && breaks(changes, system.rows[$0]) }
      if broken.isEmpty { return changes }
      for row in broken { isAsked[row] = true }
      program = Self.program(system, isAsked)
    }
  }

  private var changes: [Int: Double] {
    let solution = program.solution
    var changes: [Int: Double] = [:]
    for unknown in system.unknowns.indices {
      let net = solution[2 * unknown] - solution[2 * unknown + 1]
      if abs(net) > Self.tolerance { changes[unknown] = net }
    }
    return changes
  }

  private func breaks(_ changes: [Int: Double], _ row: LinkedSystem.Row) -> Bool {
    let change = row.terms.reduce(0) { sum, term in
      // What is not in the table does not change.
      guard let own = changes[term.unknown] else { return sum }
      return sum + term.coefficient * system.unknowns[term.unknown].perPerson * own
    }
    let distance = system.distance(row)
    return change > distance + 1e-6 * max(1, distance)
  }
}
