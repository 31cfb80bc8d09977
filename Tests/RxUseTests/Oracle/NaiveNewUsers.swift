import Foundation

/// The parameters of `transition`.
struct TransitionMeasure: Sendable {
  /// Classes and ingredients.
  var drugs: [String]
  /// Days without a fill before a new use.
  var washout: Int
  /// What those who become long-term users meet.
  var definitions: [LongTermDefinition]
  /// The days from the new use on, all observed, in which they meet it.
  var within: Int
}

/// The parameters of `summary`, in the study file's words.
struct SummaryMeasure: Sendable {
  /// `persons`, `users`, `new_users`.
  var of: [String]
  /// Classes and ingredients of the latter two.
  var drugs: [String]
  /// Days without a fill before a new use.
  var washout: Int
  /// `age`, `fills`, `days_covered`, `days_supplied`.
  var quantities: [String]
}

extension NaiveStudy {
  /// The lines of `transition`.
  func transitionLines(_ measure: TransitionMeasure) -> [[NaiveLine]] {
    measure.drugs.flatMap { drug in
      measure.definitions.map { definition in
        let line = NaiveLine(
          measure: "transition", definition: "\(definition.label)/within\(measure.within)", drug: drug,
          denominator: .count("new_users_followed"), estimate: .percent
        ) { person in
          guard let start = newUse(person, drug, washout: measure.washout) else { return (0, 0) }
          let days = start..<start + measure.within
          guard days.allSatisfy({ isObserved(person, $0) }) else { return (0, 0) }
          return (meets(person, drug, definition, in: days) ? 1 : 0, 1)
        }
        return [line]
      }
    }
  }

  /// Whether a person meets a definition of long-term use in some days, all of them observed.
  private func meets(
    _ person: NaivePerson, _ drug: String, _ definition: LongTermDefinition, in days: Range<Int>
  ) -> Bool {
    guard let use = uses[drug]?[person.patient] else { return false }
    switch definition {
    case .supply(let least): return days.reduce(0) { $0 + use.supplied[$1] } >= least
    case .covered(let least): return days.filter { use.covered[$0] }.count >= least
    case .continuous(let least, let gap):
      let starts = use.eraStarts(gap: gap)
      return days.contains { use.covered[$0] && $0 - starts[$0] + 1 >= least }
    case .ddd(let number, let least):
      let known = allFills(person, drug).filter { days.contains($0.first) }.compactMap { $0.dose(.ddd) }
      return known.count >= least && known.reduce(Fraction(0), +) >= Fraction(number)
    }
  }

  /// The rows of `summary` for the members of a cell.
  func summaryRows(_ measure: SummaryMeasure, _ members: [NaivePerson], _ blank: ResultRow) -> [ResultRow] {
    var rows: [ResultRow] = []
    for people in measure.of {
      for drug in people == "persons" ? [""] : measure.drugs {
        let own = members.filter { person in
          switch people {
          case "users": !intervalFills(person, drug).isEmpty
          case "new_users": newUse(person, drug, washout: measure.washout) != nil
          default: true
          }
        }
        for quantity in measure.quantities where people != "persons" || quantity == "age" {
          let values = own.compactMap { value(quantity, $0, drug) }.sorted()
          if values.isEmpty { continue }
          var row = blank
          (row.measure, row.drug, row.denominator) = ("summary", drug, "\(values.count)")
          row.unit = people == "persons" ? unit(.persons, residents: false) : people
          row.estimateUnit = ["age": "years", "fills": "fills"][quantity] ?? "days"
          for (name, quarters) in [("p25", 1), ("median", 2), ("p75", 3)] {
            row.definition = "\(quantity)/\(name)"
            let found = values.first { value in
              4 * values.filter { $0 <= value }.count >= quarters * values.count
            }
            row.estimate = NaiveStatistics.fourDecimals(Double(found ?? 0))
            rows.append(row)
          }
        }
      }
    }
    return rows
  }

  /// A quantity of a person in an interval; nil for an age that is not known.
  private func value(_ quantity: String, _ person: NaivePerson, _ drug: String) -> Int? {
    switch quantity {
    case "age": person.age
    case "fills": intervalFills(person, drug).count
    case "days_covered": coveredDays(person, drug).count
    default: intervalFills(person, drug).reduce(0) { $0 + $1.row.days }
    }
  }
}

extension NaiveStatistics {
  /// Limits of C / T that take persons to be independent: a count and a time of each, one count above 0 at least.
  static func robust(_ shares: [(count: Double, time: Double)]) -> (lower: Double, upper: Double) {
    let count = shares.reduce(0) { $0 + $1.count }
    let rate = count / shares.reduce(0) { $0 + $1.time }
    let sum = shares.reduce(0) { $0 + ($1.count - rate * $1.time) * ($1.count - rate * $1.time) }
    let factor = exp(z * sum.squareRoot() / count)
    return (rate / factor, rate * factor)
  }
}
