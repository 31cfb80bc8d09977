/// A relation between counts of the same group and interval that holds whatever the data are: terms add up to
/// 0 or more.
package struct CountRelation: Sendable, Equatable {
  /// A counter times a factor.
  package struct Term: Sendable, Equatable {
    package var counter: Int
    package var factor: Factor

    /// `counter` times `factor`.
    package init(_ counter: Int, _ factor: Factor) {
      self.counter = counter
      self.factor = factor
    }
  }

  /// A factor that can depend on how many days the interval has.
  package struct Factor: Sendable, Equatable {
    /// The part that is the same in every interval.
    package var constant: Double
    /// The part for each day of the interval.
    package var perDay: Double
    /// The number of days in which something comes once at most: the factor adds how often it can be in the
    /// interval; 0 is not asked.
    package var daysApart: Int

    /// `constant` + `perDay` times the days + as often as `daysApart` days allow.
    package init(_ constant: Double, perDay: Double = 0, daysApart: Int = 0) {
      self.constant = constant
      self.perDay = perDay
      self.daysApart = daysApart
    }

    /// The factor in an interval of so many days.
    package func value(days: Int) -> Double {
      constant + perDay * Double(days) + (daysApart > 0 ? Double((days - 1) / daysApart + 1) : 0)
    }

    /// True where it is the same in every interval.
    package var isConstant: Bool { perDay == 0 && daysApart == 0 }
  }

  package var terms: [Term]
  /// True where they add up to 0 exactly.
  package var isEquality = false
  /// True where the terms are persons less some of them, where each counts once: what they add up to counts
  /// persons too.
  package var isSubset = false
  /// The greatest length, in days, of an interval in which it holds.
  package var mostDays = Int.max
  /// True where it holds in the last interval of the study alone.
  package var isOfLastInterval = false
  /// True where it holds in the first interval of the study alone.
  package var isOfFirstInterval = false
  /// True where it follows from what data there are, as which drugs they have, which no reader knows.
  package var isOfData = false

  /// `terms` add up to 0 or more.
  package init(_ terms: [Term]) { self.terms = terms }

  /// True where it holds of persons in every interval.
  package var isUnconditional: Bool {
    mostDays == .max && !isOfLastInterval && !isOfFirstInterval && terms.allSatisfy { $0.factor.isConstant }
  }

  /// The persons of `part` are among those of `whole`.
  package static func subset(_ part: Int, of whole: Int) -> CountRelation {
    var relation = CountRelation([Term(whole, Factor(1)), Term(part, Factor(-1))])
    relation.isSubset = true
    return relation
  }
}

extension [CountRelation] {
  /// These, and that what is part of a part is part of the whole.
  package var withNestedSubsets: [CountRelation] {
    let known = self + nestedSubsets { !$0.isOfData }
    return known
      + known.nestedSubsets { _ in true }.map { relation in
        var relation = relation
        relation.isOfData = true
        return relation
      }
  }

  /// What follows from those that are `considered`, and is not among these.
  private func nestedSubsets(_ isConsidered: (CountRelation) -> Bool) -> [CountRelation] {
    var wholes: [Int: Set<Int>] = [:]
    for relation in self where relation.isSubset && relation.terms.count == 2 && relation.isUnconditional {
      guard isConsidered(relation) else { continue }
      wholes[relation.terms[1].counter, default: []].insert(relation.terms[0].counter)
    }
    var result: [CountRelation] = []
    for part in wholes.keys.sorted() {
      let direct: Set<Int> = wholes[part] ?? []
      var found = direct
      var next: [Int] = direct.sorted()
      while let whole = next.popLast() {
        for wider in wholes[whole] ?? [] where wider != part && found.insert(wider).inserted {
          next.append(wider)
        }
      }
      for whole in found.subtracting(direct).sorted() { result.append(CountRelation.subset(part, of: whole)) }
    }
    return result
  }
}
