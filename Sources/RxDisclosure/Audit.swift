import LinearProgram
import RxCounts
import RxModel
import RxRelease

/// The range of each figure that is kept back: the least and the greatest value that all published figures, and everything
/// that holds between figures, allow.
///
/// It is made anew from the system and the pattern alone, and knows nothing of how the pattern was found. The search for a
/// range ends once it is wide enough: the true one can be wider. A range that stays too narrow is the whole of it.
struct Audit {
  /// The range of one unknown, in its own unit.
  struct Finding: Sendable {
    var unknown: Int
    var least: Double
    var greatest: Double

    var width: Double { greatest - least }
  }

  private let system: LinkedSystem
  /// One for each unknown that is kept back or must not be known.
  private(set) var findings: [Finding] = []
  /// The findings whose ranges are too narrow.
  private(set) var tooNarrow: [Finding] = []

  /// Audits a pattern.
  /// - Throws: `RxFault` (70) where a program has no solution, which the true values are.
  init(_ system: LinkedSystem, isSuppressed: [Bool]) throws(RxFault) {
    self.system = system
    let isUnknown = system.unknowns.indices.map { !system.unknowns[$0].isShown || isSuppressed[$0] }
    for part in system.parts(isUnknown: isUnknown) {
      let asked = part.unknowns.indices.filter { column in
        let unknown = part.unknowns[column]
        return isSuppressed[unknown] || system.unknowns[unknown].isSensitive
      }
      if !asked.isEmpty { try audit(part, asked) }
    }
    findings.sort { $0.unknown < $1.unknown }
    tooNarrow = findings.filter(isTooNarrow)
  }

  /// Finds the ranges of the unknowns that are `asked`, as columns of the part's program.
  private mutating func audit(_ part: LinkedSystem.Part, _ asked: [Int]) throws(RxFault) {
    var program = PartProgram(system, part.unknowns, part.rows)
    // All together first: what these tables show of an unknown need not be asked again.
    var isMoving = true
    while isMoving {
      let open = asked.filter { isTooNarrow(program.finding($0)) }
      if open.isEmpty { break }
      for sign in [-1.0, 1] { try program.solve(open, sign: sign) }
      isMoving = open.contains { !isTooNarrow(program.finding($0)) }
    }
    for column in asked where isTooNarrow(program.finding(column)) {
      for sign in [-1.0, 1] { try program.solve([column], sign: sign) }
    }
    findings += asked.map { program.finding($0) }
  }

  private func isTooNarrow(_ finding: Finding) -> Bool {
    let slack = 1e-4 * max(1, system.unknowns[finding.unknown].value)
    return finding.greatest < system.leastUpperEnd(finding.unknown) - slack
      || finding.width < system.leastWidth(finding.unknown) - slack
  }
}

/// The linear program of unknowns that rows link, with all that is published put in as constants.
private struct PartProgram {
  private let system: LinkedSystem
  /// The unknown of each column.
  private let unknowns: [Int]
  private let program: LinearProgram
  /// By column, the least and the greatest value found, in persons' worth.
  private var ends: [(least: Double, greatest: Double)]

  /// So far beyond its true value nothing is looked for, in persons' worth: far enough to be unknown.
  private static let horizon = 10_000.0

  init(_ system: LinkedSystem, _ unknowns: [Int], _ rows: [Int]) {
    self.system = system
    self.unknowns = unknowns
    let column = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($1, $0) })
    var lower = unknowns.map { system.unknowns[$0].least / system.unknowns[$0].perPerson }
    var upper = unknowns.map { system.unknowns[$0].size + Self.horizon }
    program = LinearProgram(
      columns: unknowns.count,
      rows: rows.compactMap { number in
        let row = system.rows[number]
        let (scaled, divisor) = row.scaled(system.unknowns)
        var constant = row.constant / divisor
        var terms: [(column: Int, coefficient: Double)] = []
        for term in scaled {
          if let place = column[term.unknown] {
            terms.append((place, term.coefficient))
          } else {
            constant -= term.coefficient * system.unknowns[term.unknown].size
          }
        }
        // A limit of one unknown is a bound.
        if row.isAtMost, terms.count == 1 {
          let (place, limit) = (terms[0].column, constant / terms[0].coefficient)
          if terms[0].coefficient > 0 {
            upper[place] = min(upper[place], limit)
          } else {
            lower[place] = max(lower[place], limit)
          }
          return nil
        }
        return LinearProgram.Row(terms, from: row.isAtMost ? -.infinity : constant, to: constant)
      })
    program.lower = lower
    program.upper = upper
    ends = unknowns.map { (system.unknowns[$0].size, system.unknowns[$0].size) }
  }

  /// Makes the unknowns of some columns together as small (`sign` 1) or as great (-1) as they can be.
  mutating func solve(_ asked: [Int], sign: Double) throws(RxFault) {
    for place in program.objective.indices { program.objective[place] = 0 }
    for column in asked { program.objective[column] = sign }
    guard case .optimal = program.minimise(objectiveChanged: true) else {
      throw RxFault(
        .software,
        "the audit of the suppressed figures found no solution for \(system.unknowns[unknowns[asked[0]]].quantity)",
        remedy: "this is a defect in rxuse; please report it")
    }
    for (place, value) in program.solution.enumerated() {
      ends[place] = (min(ends[place].least, value), max(ends[place].greatest, value))
    }
  }

  /// The range of a column's unknown, as far as it is found.
  func finding(_ column: Int) -> Audit.Finding {
    let perPerson = system.unknowns[unknowns[column]].perPerson
    return Audit.Finding(
      unknown: unknowns[column], least: ends[column].least * perPerson,
      greatest: ends[column].greatest * perPerson)
  }
}
