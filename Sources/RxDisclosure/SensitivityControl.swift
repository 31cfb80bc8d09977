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
  private let ownLines: [FigureDefinition]
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
    ownLines = own.counts.coreLines
    for line in ownLines {
      for interval in own.counts.intervals.indices {
        let everyone = own[0, interval]
        for (kind, counter) in Self.figures(line, interval) where !everyone.isHidden(counter) {
          note(kind, counter, everyone)
        }
      }
    }
  }

  /// A line's numerator and denominator, with their counters.
  private static func figures(_ line: FigureDefinition, _ interval: Int) -> [(kind: Kind, counter: Int)] {
    let numerator = Kind(measure: line.measure, drug: line.drug, unit: nil, interval: interval)
    var denominator = numerator
    denominator.unit = line.denominatorUnit
    return [(numerator, line.numeratorCounter), (denominator, line.denominatorCounter)]
  }

  private mutating func note(_ kind: Kind, _ counter: Int, _ everyone: Stratum) {
    shown[kind, default: []].append(
      (Double(everyone.count(counter)), Self.perPerson(counter, everyone)))
  }

  private static func perPerson(_ counter: Int, _ everyone: Stratum) -> Double {
    let persons = Double(everyone.persons(behind: counter))
    return persons > 0 ? max(1, Double(everyone.count(counter)) / persons) : 1
  }

  private mutating func protected(_ counts: CountTable) -> ProtectedTable {
    let table = ProtectedTable(counts, nil)
    var protection = Protection(
      policy, counts: counts.counts.count, residents: counts.residents.count, hasBands: false)
    // The lines of the core measures, each with its own of the study's.
    let lines = Array(zip(counts.lines, ownLines))
    for (line, ownLine) in lines {
      for interval in counts.intervals.indices {
        let everyone = table[0, interval]
        for counter in hidden(line, ownLine, everyone) {
          protection.hidden[everyone.place(counter)] = true
        }
      }
    }
    // Lines that differ in their denominator alone show one numerator.
    for (line, _) in lines {
      let alike = counts.lines.filter {
        $0.measure == line.measure && $0.definition == line.definition && $0.drug == line.drug
      }
      for interval in counts.intervals.indices {
        let everyone = table[0, interval]
        func place(_ line: FigureDefinition) -> Int { everyone.place(line.numeratorCounter) }
        if alike.contains(where: { protection.hidden[place($0)] }) { protection.hidden[place(line)] = true }
      }
    }
    for (line, _) in lines {
      for interval in counts.intervals.indices {
        let everyone = table[0, interval]
        for (kind, counter) in Self.figures(line, interval)
        where !protection.hidden[everyone.place(counter)] {
          note(kind, counter, everyone)
        }
      }
    }
    return ProtectedTable(counts, protection)
  }

  /// Counters of a line that must be kept back.
  private func hidden(_ line: FigureDefinition, _ ownLine: FigureDefinition, _ everyone: Stratum) -> [Int] {
    func isSmall(_ persons: Double) -> Bool { persons > 0 && persons < Double(policy.minCell) }
    let interval = everyone.interval
    let figures = Self.figures(line, interval)
    let result = zip(figures, Self.figures(ownLine, interval)).compactMap { figure, ownFigure -> Int? in
      let count = Double(everyone.count(figure.counter))
      let perPerson = Self.perPerson(figure.counter, everyone)
      let differs = shown[figure.kind, default: []].contains {
        isSmall(abs(count - $0.count) / max(perPerson, $0.perPerson))
      }
      let isFew = isSmall(Double(everyone.persons(behind: figure.counter)))
      return differs || isFew || own[0, interval].isHidden(ownFigure.counter) ? figure.counter : nil
    }
    let (numerator, denominator) = (line.numeratorCounter, line.denominatorCounter)
    let countsPersons = [numerator, denominator].allSatisfy {
      everyone.table.counts.persons(behind: $0) == $0
    }
    let others = Double(everyone.count(denominator)) - Double(everyone.count(numerator))
    return countsPersons && isSmall(others) ? result + [numerator] : result
  }
}
