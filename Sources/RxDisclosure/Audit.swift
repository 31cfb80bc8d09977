import LinearProgram
import RxModel

/// What an outsider can work out of each figure that is kept back: the least and the greatest value that all published
/// figures, and everything that holds between figures, allow.
///
/// It is made anew from the system and the pattern alone, and knows nothing of how the pattern was found.
struct Audit {
  /// What can be worked out of one unknown.
  struct Finding: Sendable {
    var unknown: Int
    var least: Double
    /// Infinite where nothing limits it.
    var greatest: Double

    var width: Double { greatest - least }
  }

  private let system: LinkedSystem
  /// One for each unknown that is kept back or must not be known.
  private(set) var findings: [Finding] = []
  /// Those of which too much can be worked out.
  private(set) var tooNarrow: [Finding] = []

  /// Audits a pattern.
  /// - Throws: `RxFault` (70) where a program has no solution, which the true values are.
  init(_ system: LinkedSystem, isSuppressed: [Bool]) throws(RxFault) {
    self.system = system
    let isUnknown = system.unknowns.indices.map { !system.unknowns[$0].isShown || isSuppressed[$0] }
    for part in Self.parts(system, isUnknown) {
      let asked = part.unknowns.filter { isSuppressed[$0] || system.unknowns[$0].isSensitive }
      if !asked.isEmpty { try audit(part, asked) }
    }
    findings.sort { $0.unknown < $1.unknown }
    tooNarrow = findings.filter { finding in
      let slack = 1e-4 * max(1, system.unknowns[finding.unknown].value)
      return finding.greatest < system.leastUpperEnd(finding.unknown) - slack
        || finding.width < system.leastWidth(finding.unknown) - slack
    }
  }

  /// Unknowns that rows link, and these rows.
  private struct Part {
    var unknowns: [Int]
    var rows: [Int]
  }

  private static func parts(_ system: LinkedSystem, _ isUnknown: [Bool]) -> [Part] {
    var parent = Array(system.unknowns.indices)
    func root(_ place: Int) -> Int {
      var place = place
      while parent[place] != place {
        parent[place] = parent[parent[place]]
        place = parent[place]
      }
      return place
    }
    var linked: [(row: Int, unknown: Int)] = []
    for (number, row) in system.rows.enumerated() {
      let own = row.terms.map(\.unknown).filter { isUnknown[$0] }
      guard let first = own.first else { continue }
      for other in own.dropFirst() { parent[root(other)] = root(first) }
      linked.append((number, first))
    }
    var places: [Int: Int] = [:]
    var result: [Part] = []
    for place in system.unknowns.indices where isUnknown[place] {
      let own = root(place)
      if places[own] == nil {
        places[own] = result.count
        result.append(Part(unknowns: [], rows: []))
      }
      result[places[own] ?? 0].unknowns.append(place)
    }
    for (row, unknown) in linked { result[places[root(unknown)] ?? 0].rows.append(row) }
    return result
  }

  /// The one unknown of a row that has no other but a difference nobody asks for.
  private func bound(
    _ terms: [(column: Int, coefficient: Double)], _ unknowns: [Int]
  ) -> (column: Int, coefficient: Double)? {
    guard terms.count == 2 else { return nil }
    for (one, other) in [(terms[0], terms[1]), (terms[1], terms[0])] {
      let difference = system.unknowns[unknowns[other.column]]
      if !difference.isShown, !difference.isSensitive, other.coefficient > 0,
        system.unknowns[unknowns[one.column]].isShown
      {
        return one
      }
    }
    return nil
  }

  private mutating func audit(_ part: Part, _ asked: [Int]) throws(RxFault) {
    let column = Dictionary(uniqueKeysWithValues: part.unknowns.enumerated().map { ($1, $0) })
    var lower = part.unknowns.map { system.unknowns[$0].least / system.unknowns[$0].perPerson }
    var upper = lower.map { _ in Double.infinity }
    let program = LinearProgram(
      columns: part.unknowns.count,
      rows: part.rows.compactMap { number in
        let row = system.rows[number]
        var value = row.constant
        var terms: [(column: Int, coefficient: Double)] = []
        for term in row.terms {
          let unknown = system.unknowns[term.unknown]
          if let place = column[term.unknown] {
            terms.append((place, term.coefficient * unknown.perPerson))
          } else {
            value -= term.coefficient * unknown.value
          }
        }
        // With one unknown beside its difference, which is 0 or more, a row is a bound.
        if let one = bound(terms, part.unknowns) {
          let limit = value / one.coefficient
          if one.coefficient > 0 {
            upper[one.column] = min(upper[one.column], limit)
          } else {
            lower[one.column] = max(lower[one.column], limit)
          }
          return nil
        }
        let greatest = terms.map { abs($0.coefficient) }.max() ?? 1
        return LinearProgram.Row(
          terms.map { ($0.column, $0.coefficient / greatest) }, value: value / greatest)
      })
    program.lower = lower
    program.upper = upper
    for unknown in asked {
      let place = column[unknown] ?? 0
      let perPerson = system.unknowns[unknown].perPerson
      var ends: [Double] = []
      for sign in [1.0, -1] {
        program.objective[place] = sign
        switch program.minimise(objectiveChanged: true) {
        case .optimal(let value): ends.append(sign * value * perPerson)
        case .unbounded: ends.append(sign > 0 ? 0 : .infinity)
        case .infeasible, .failed:
          throw RxFault(
            .software,
            "the audit of the suppressed figures found no solution for \(system.unknowns[unknown].quantity)",
            remedy: "this is a defect in rxuse; please report it")
        }
      }
      program.objective[place] = 0
      findings.append(Finding(unknown: unknown, least: ends[0], greatest: ends[1]))
    }
  }
}
