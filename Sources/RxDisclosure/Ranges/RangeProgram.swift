import LinearProgram
import RxRelease

/// The linear program of unknowns that rows link, with what a reader knows of them; its ends are the ranges of those that are
/// kept back.
struct RangeProgram {
  /// What is found of a part.
  struct Found {
    /// The range of each unknown that is asked for.
    var ends: [(unknown: Int, ends: FigureRange.Ends)] = []
    /// False where the solver gave up, or was not asked any more: some ranges can be narrower.
    var isComplete = true
    /// True where no values fit what is known.
    var isContradiction = false
  }

  private let system: LinkedSystem
  private let knowns: Knowns
  private let unknowns: [Int]
  private let program: LinearProgram
  /// False where each unknown stands by itself.
  private let hasRows: Bool
  /// By column, between what and what values were found that fit.
  private var found: [(least: Double, greatest: Double)?]
  /// The sizes of the programs solved, in unknowns.
  private var effort = 0
  /// How the search went so far.
  private var outcome = Found()
  /// Beyond this effort no program is solved: a number, and not a time, so that the same is found on any machine.
  private static let mostEffort = 1_000_000

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
    outcome.isContradiction = zip(lower, upper).contains { $0 > $1 + Self.slack($1) }
    hasRows = !rows.isEmpty
    program = LinearProgram(columns: unknowns.count, rows: rows)
    let limits = RowLimits(
      low: lower, high: upper,
      rows: rows.map { RowLimits.Row(terms: $0.terms, from: $0.lower, to: $0.upper) })
    program.lower = limits.low
    program.upper = limits.high
    found = unknowns.map { _ in nil }
  }

  /// The range of each unknown that is kept back: whole numbers outward, of amounts with decimals as they are. What the
  /// solver can't find, or is not asked any more, is as wide as single rows allow, or open.
  ///
  /// A search ends where `isEnough` says so of an unknown and of what it is found to reach, which then stands for its range.
  func found(isEnough: (Int, FigureRange.Ends) -> Bool = { _, _ in false }) -> Found {
    var program = self
    func isOpen(_ program: Self, _ column: Int) -> Bool {
      program.found[column].map {
        !isEnough(unknowns[column], FigureRange.Ends($0.least, $0.greatest))
      } ?? true
    }
    let asked = unknowns.indices.filter { knowns.isAsked[unknowns[$0]] }
    program.reachTogether(asked, isOpen)
    for column in asked {
      let least = isOpen(program, column) ? program.end(of: column, sign: 1) : program.found[column]?.least
      let greatest =
        isOpen(program, column) ? program.end(of: column, sign: -1) : program.found[column]?.greatest
      let (isWhole, known) = (knowns.isWhole[unknowns[column]], knowns.lower[unknowns[column]])
      let outward = least.map { isWhole ? Self.whole($0, .down) : $0 }
      program.outcome.ends.append(
        (
          unknowns[column],
          FigureRange.Ends(
            outward.map { max($0, known) } ?? (known.isFinite ? known : nil),
            greatest.map { isWhole ? Self.whole($0, .up) : $0 })
        ))
    }
    return program.outcome
  }

  /// True where a value was found at the limit of a column, beyond which there is none.
  private func isReached(_ column: Int, sign: Double) -> Bool {
    let bound = sign > 0 ? program.lower[column] : program.upper[column]
    guard bound.isFinite, let known = found[column] else { return false }
    return abs((sign > 0 ? known.least : known.greatest) - bound) <= Self.slack(bound)
  }

  /// Looks for values of many columns at once at their limits, as long as that finds any.
  private mutating func reachTogether(_ asked: [Int], _ isOpen: (Self, Int) -> Bool) {
    for sign in [1.0, -1] {
      func open() -> [Int] {
        asked.filter {
          (sign > 0 ? program.lower[$0] : program.upper[$0]).isFinite && !isReached($0, sign: sign)
            && isOpen(self, $0)
        }
      }
      var columns = open()
      while hasRows, columns.count > 1, effort < Self.mostEffort {
        guard solve(columns, sign: sign) else { break }
        let left = open()
        if left.count == columns.count { break }
        columns = left
      }
    }
  }

  /// Looks for the values that make some columns together as small (`sign` 1) or as great (-1) as they can be; whether the
  /// solver finds them.
  private mutating func solve(_ columns: [Int], sign: Double) -> Bool {
    for place in program.objective.indices { program.objective[place] = 0 }
    for column in columns { program.objective[column] = sign }
    effort += unknowns.count
    switch program.minimise(objectiveChanged: true) {
    case .optimal: break
    case .unbounded: return false
    case .infeasible:
      outcome.isContradiction = true
      return false
    case .failed:
      outcome.isComplete = false
      return false
    }
    for (place, value) in program.solution.enumerated() {
      let before = found[place] ?? (value, value)
      found[place] = (min(before.least, value), max(before.greatest, value))
    }
    return true
  }

  /// The least (`sign` 1) or the greatest (-1) value of a column, or its limit where no more may be asked; nil where it
  /// has none.
  private mutating func end(of column: Int, sign: Double) -> Double? {
    let bound = sign > 0 ? program.lower[column] : program.upper[column]
    let limit = bound.isFinite ? bound : nil
    if !hasRows || isReached(column, sign: sign) { return limit }
    guard effort < Self.mostEffort else {
      outcome.isComplete = false
      return limit
    }
    guard solve([column], sign: sign), let known = found[column] else { return limit }
    return sign > 0 ? known.least : known.greatest
  }
}
