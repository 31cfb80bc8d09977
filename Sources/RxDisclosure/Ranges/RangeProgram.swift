import LinearProgram
import RxRelease

/// The linear program of unknowns that rows link, with what a reader knows of them; its ends are the ranges of those that are
/// kept back.
struct RangeProgram {
  private let system: LinkedSystem
  private let knowns: Knowns
  private let unknowns: [Int]
  private let program: LinearProgram
  /// By column, between what and what values were found that fit.
  private var found: [(least: Double, greatest: Double)?]

  /// So close to another a number is the same, as far as the solver can tell.
  private static func slack(_ value: Double) -> Double { min(1e-3, 1e-6 * max(1, abs(value))) }

  /// A count's end, outward to a whole number.
  private static func whole(_ value: Double, _ rule: FloatingPointRoundingRule) -> Double {
    let nearest = value.rounded()
    return abs(value - nearest) <= slack(value) ? nearest : value.rounded(rule)
  }

  /// The program of a part of a system.
  init(_ system: LinkedSystem, _ knowns: Knowns, _ part: LinkedSystem.Part) {
    (self.system, self.knowns, unknowns) = (system, knowns, part.unknowns)
    let columns = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($1, $0) })
    var lower = unknowns.map { knowns.lower[$0] }
    var upper = unknowns.map { knowns.upper[$0] }
    var rows: [LinearProgram.Row] = []
    for number in part.rows {
      let row = system.rows[number]
      var constant = row.constant
      var terms: [(column: Int, coefficient: Double)] = []
      for term in row.terms {
        if let column = columns[term.unknown] {
          terms.append((column, term.coefficient))
        } else {
          constant -= term.coefficient * knowns.lower[term.unknown]
        }
      }
      // A limit of one unknown is a bound.
      if terms.count == 1 {
        let (column, limit) = (terms[0].column, constant / terms[0].coefficient)
        if terms[0].coefficient > 0 || !row.isAtMost { upper[column] = min(upper[column], limit) }
        if terms[0].coefficient < 0 || !row.isAtMost { lower[column] = max(lower[column], limit) }
      } else {
        let greatest = terms.map { abs($0.coefficient) }.max() ?? 1
        rows.append(
          LinearProgram.Row(
            terms.map { ($0.column, $0.coefficient / greatest) },
            from: row.isAtMost ? -.infinity : constant / greatest, to: constant / greatest))
      }
    }
    program = LinearProgram(columns: unknowns.count, rows: rows)
    program.lower = lower
    program.upper = upper
    found = unknowns.map { _ in nil }
  }

  /// The range of each unknown that is kept back: whole numbers outward, of amounts with decimals as they are. What the
  /// solver can't find is open.
  func ends() -> [(unknown: Int, ends: FigureRange.Ends)] {
    var program = self
    return unknowns.indices.filter { knowns.isAsked[unknowns[$0]] }.map { column in
      let least = program.end(of: column, sign: 1)
      let greatest = program.end(of: column, sign: -1)
      let isWhole = knowns.isWhole[unknowns[column]]
      return (
        unknowns[column],
        FigureRange.Ends(
          max(
            least.map { isWhole ? Self.whole($0, .down) : $0 } ?? 0,
            knowns.lower[unknowns[column]]),
          greatest.map { isWhole ? Self.whole($0, .up) : $0 })
      )
    }
  }

  /// The least (`sign` 1) or the greatest (-1) value of a column; nil where it has none, or the solver finds none.
  private mutating func end(of column: Int, sign: Double) -> Double? {
    let bound = sign > 0 ? program.lower[column] : program.upper[column]
    if bound.isFinite, let known = found[column] {
      let end = sign > 0 ? known.least : known.greatest
      if abs(end - bound) <= Self.slack(bound) { return bound }
    }
    for place in program.objective.indices { program.objective[place] = 0 }
    program.objective[column] = sign
    guard case .optimal = program.minimise(objectiveChanged: true) else { return nil }
    let solution = program.solution
    for (place, value) in solution.enumerated() {
      let before = found[place] ?? (value, value)
      found[place] = (min(before.least, value), max(before.greatest, value))
    }
    return solution[column]
  }
}
