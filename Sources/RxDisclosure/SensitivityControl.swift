import RxCounts
import RxModel
import RxRelease

/// Repetitions of the core measures under other settings, and what of them is kept back.
///
/// They are of everyone, and differ from the study's own figures by those people whom a setting takes in or leaves out.
/// A figure is kept back where it would be in the study itself, where the study's own is, and where it differs by 1 to
/// `minCell` - 1 from the study's or from that of a combination that is shown.
struct SensitivityControl {
  /// Figures that differ by people whom a setting, or another definition, takes in or leaves out.
  private struct Kind: Hashable {
    var measure: String
    var drug: String
    /// Of a denominator; nil for numerators.
    var unit: String?
    var interval: Int
  }

  private let own: ProtectedTable
  private let ownDefinitions: [FigureDefinition]
  private let policy: DisclosurePolicy
  /// Counts that are shown, each with how much of it one person has.
  private var shown: [Kind: [(count: Double, perPerson: Double)]] = [:]

  /// The repetitions with what is kept back of them, in their order.
  /// - Parameters:
  ///   - runs: the repetitions.
  ///   - own: the study's own counts, protected: what they keep back is kept back of the repetitions too.
  ///   - policy: the study's.
  /// - Returns: each repetition with its protected counts.
  static func protected(
    _ runs: [SensitivityRun], own: ProtectedTable, _ policy: DisclosurePolicy
  ) -> [(run: SensitivityRun, table: ProtectedTable)] {
    switch policy.preset {
    case .none: return runs.map { ($0, ProtectedTable($0.counts, nil)) }
    case .opensafely, .midpoint6:
      return runs.map { run in
        var summary = DisclosureSummary(policy)
        return (run, Rounding.protected(run.counts, policy, &summary))
      }
    case .cms11:
      var control = SensitivityControl(own, policy)
      var result: [(run: SensitivityRun, table: ProtectedTable)] = []
      // In their order: each is compared with those before it that are shown.
      for run in runs { result.append((run, control.protected(run.counts))) }
      return result
    }
  }

  private init(_ own: ProtectedTable, _ policy: DisclosurePolicy) {
    self.own = own
    self.policy = policy
    ownDefinitions = own.counts.coreFigures
    for definition in ownDefinitions {
      for interval in own.counts.intervals.indices {
        let everyone = own[0, interval]
        for (kind, counter) in Self.figures(definition, interval) where !everyone.isHidden(counter) {
          note(kind, counter, everyone)
        }
      }
    }
  }

  /// A figure's numerator and denominator, with their counters.
  private static func figures(_ definition: FigureDefinition, _ interval: Int) -> [(kind: Kind, counter: Int)]
  {
    let numerator = Kind(measure: definition.measure, drug: definition.drug, unit: nil, interval: interval)
    var denominator = numerator
    denominator.unit = definition.denominatorUnit
    return [(numerator, definition.numeratorCounter), (denominator, definition.denominatorCounter)]
  }

  private mutating func note(_ kind: Kind, _ counter: Int, _ everyone: StratumView) {
    shown[kind, default: []].append(
      (Double(everyone.count(counter)), Self.perPerson(counter, everyone)))
  }

  private static func perPerson(_ counter: Int, _ everyone: StratumView) -> Double {
    let persons = Double(everyone.persons(behind: counter))
    return persons > 0 ? max(1, Double(everyone.count(counter)) / persons) : 1
  }

  private mutating func protected(_ counts: CountTable) -> ProtectedTable {
    let table = ProtectedTable(counts, nil)
    var protection = Protection(
      policy, counts: counts.counts.count, residents: counts.residents.count, hasBands: false)
    // The figures of the core measures, each with its own of the study's.
    let definitions = Array(zip(counts.figures, ownDefinitions))
    for (definition, ownDefinition) in definitions {
      for interval in counts.intervals.indices {
        let everyone = table[0, interval]
        for counter in hidden(definition, ownDefinition, everyone) {
          protection.hidden[everyone.place(counter)] = true
        }
      }
    }
    // Figures that differ in their denominator alone show one numerator.
    for (definition, _) in definitions {
      let alike = counts.figures.filter {
        $0.measure == definition.measure && $0.definition == definition.definition
          && $0.drug == definition.drug
      }
      for interval in counts.intervals.indices {
        let everyone = table[0, interval]
        func place(_ definition: FigureDefinition) -> Int { everyone.place(definition.numeratorCounter) }
        if alike.contains(where: { protection.hidden[place($0)] }) {
          protection.hidden[place(definition)] = true
        }
      }
    }
    for (definition, _) in definitions {
      for interval in counts.intervals.indices {
        let everyone = table[0, interval]
        for (kind, counter) in Self.figures(definition, interval)
        where !protection.hidden[everyone.place(counter)] {
          note(kind, counter, everyone)
        }
      }
    }
    return ProtectedTable(counts, protection)
  }

  /// Counters of a figure that must be kept back.
  private func hidden(
    _ definition: FigureDefinition, _ ownDefinition: FigureDefinition, _ everyone: StratumView
  ) -> [Int] {
    func isSmall(_ persons: Double) -> Bool { persons > 0 && persons < Double(policy.minCell) }
    let interval = everyone.interval
    let figures = Self.figures(definition, interval)
    let result = zip(figures, Self.figures(ownDefinition, interval)).compactMap { figure, ownFigure -> Int? in
      let count = Double(everyone.count(figure.counter))
      let perPerson = Self.perPerson(figure.counter, everyone)
      let differs = shown[figure.kind, default: []].contains {
        isSmall(abs(count - $0.count) / max(perPerson, $0.perPerson))
      }
      let isFew = isSmall(Double(everyone.persons(behind: figure.counter)))
      return differs || isFew || own[0, interval].isHidden(ownFigure.counter) ? figure.counter : nil
    }
    let (numerator, denominator) = (definition.numeratorCounter, definition.denominatorCounter)
    let countsPersons = [numerator, denominator].allSatisfy {
      everyone.table.counts.persons(behind: $0) == $0
    }
    let others = Double(everyone.count(denominator)) - Double(everyone.count(numerator))
    return countsPersons && isSmall(others) ? result + [numerator] : result
  }
}
