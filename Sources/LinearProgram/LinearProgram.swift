import CClp

/// A linear program: columns with bounds, and rows that each are a sum of columns with bounds. Solved by
/// COIN-OR's Clp with the simplex method, which gives the same for the same program.
package final class LinearProgram {
  /// One row: columns with their coefficients, and from what to what they may add up.
  package struct Row {
    package var terms: [(column: Int, coefficient: Double)]
    package var lower: Double
    package var upper: Double

    /// The row of `terms` that add up to `value`.
    package init(_ terms: [(column: Int, coefficient: Double)], value: Double = 0) {
      self.init(terms, from: value, to: value)
    }

    /// The row of `terms` that add up to `lower` at least and `upper` at most.
    package init(_ terms: [(column: Int, coefficient: Double)], from lower: Double, to upper: Double) {
      self.terms = terms
      self.lower = lower
      self.upper = upper
    }
  }

  /// The outcome of a solution.
  package enum Outcome: Sendable {
    /// The least value of the objective.
    case optimal(Double)
    /// The objective has no least value.
    case unbounded
    /// No columns fit.
    case infeasible
    /// The solver gave up.
    case failed
  }

  /// Each column's least value.
  package var lower: [Double]
  /// Each column's greatest value.
  package var upper: [Double]
  /// The sum that is minimised, as the coefficient of each column.
  package var objective: [Double]

  private let model: OpaqueModel
  private let columnCount: Int

  /// A program of so many columns, from 0 to infinity, and these rows.
  package init(columns: Int, rows: [Row]) {
    columnCount = columns
    lower = Array(repeating: 0, count: columns)
    upper = Array(repeating: .infinity, count: columns)
    objective = Array(repeating: 0, count: columns)
    model = OpaqueModel(columns: columns, rows: rows)
  }

  /// Solves it as the bounds and the objective now are, beginning where the last solution ended.
  /// - Parameters:
  ///   - objectiveChanged: whether the objective is another than the last time, which tells which simplex method is the
  ///     faster.
  ///   - startsAnew: begins with every column at its lower bound instead: the faster where a solution that moves few of
  ///     them is looked for.
  /// - Returns: how it ended.
  package func minimise(objectiveChanged: Bool, startsAnew: Bool = false) -> Outcome {
    model.set(lower: lower, upper: upper, objective: objective)
    if startsAnew { model.forgetBasis() }
    return model.solve(primal: objectiveChanged)
  }

  /// The columns' values in the last optimal solution.
  package var solution: [Double] { model.solution(columnCount) }
}

/// The C library's model.
private final class OpaqueModel {
  private let pointer: UnsafeMutableRawPointer?
  /// Columns at their lower bounds, rows basic.
  private let firstBasis: [UInt8]

  private enum Status {
    static let basic: UInt8 = 1
    static let atLower: UInt8 = 3
  }

  init(columns: Int, rows: [LinearProgram.Row]) {
    firstBasis =
      Array(repeating: Status.atLower, count: columns) + Array(repeating: Status.basic, count: rows.count)
    pointer = Clp_newModel()
    Clp_setLogLevel(pointer, 0)
    // Clp wants the coefficients column by column.
    var byColumn: [[(row: Int32, coefficient: Double)]] = Array(repeating: [], count: columns)
    for (place, row) in rows.enumerated() {
      for term in row.terms { byColumn[term.column].append((Int32(place), term.coefficient)) }
    }
    var starts: [CoinBigIndex] = [0]
    for column in byColumn { starts.append((starts.last ?? 0) + CoinBigIndex(column.count)) }
    let indices = byColumn.flatMap { $0.map(\.row) }
    let coefficients = byColumn.flatMap { $0.map(\.coefficient) }
    Clp_loadProblem(
      pointer, Int32(columns), Int32(rows.count), starts, indices, coefficients, nil, nil, nil,
      rows.map(\.lower), rows.map(\.upper))
  }

  deinit { Clp_deleteModel(pointer) }

  func set(lower: [Double], upper: [Double], objective: [Double]) {
    Clp_chgColumnLower(pointer, lower)
    Clp_chgColumnUpper(pointer, upper)
    Clp_chgObjCoefficients(pointer, objective)
  }

  func forgetBasis() { Clp_copyinStatus(pointer, firstBasis) }

  func solve(primal: Bool) -> LinearProgram.Outcome {
    if primal { Clp_primal(pointer, 0) } else { Clp_dual(pointer, 0) }
    switch Clp_status(pointer) {
    case 0: return .optimal(Clp_objectiveValue(pointer))
    case 1: return .infeasible
    case 2: return .unbounded
    default: return .failed
    }
  }

  func solution(_ count: Int) -> [Double] {
    guard let values = Clp_primalColumnSolution(pointer) else { return [] }
    return Array(UnsafeBufferPointer(start: values, count: count))
  }
}
