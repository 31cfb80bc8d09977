import RxCounts
import RxModel
import RxRelease

/// Applies a study's disclosure policy to the repetitions of its core measures under other settings.
///
/// They are of everyone, and differ from the study's own figures by those people whom a setting takes in or leaves out.
/// A figure is kept back where it would be in the study itself, where the study's own is, and where it differs by 1 to
/// `minCell` - 1 from the study's or from that of a combination that is shown.
/// - Parameters:
///   - runs: the repetitions; what is kept back and what is rounded is marked in them.
///   - own: the study's own counts, already protected.
///   - policy: the study's.
package func protect(_ runs: inout [SensitivityRun], own: CountTable, _ policy: DisclosurePolicy) {
  switch policy.preset {
  case .none: return
  case .opensafely, .midpoint6:
    for place in runs.indices {
      var summary = DisclosureSummary(policy)
      Rounding.protect(&runs[place].counts, policy, &summary)
    }
  case .cms11:
    var control = SensitivityControl(own, minCell: Double(policy.minCell))
    for place in runs.indices {
      var protection = Protection(
        policy, counts: runs[place].counts.counts.count, residents: runs[place].counts.residents.count,
        hasBands: false)
      control.protect(runs[place].counts, &protection)
      runs[place].counts.protection = protection
    }
  }
}

/// Keeps back what differs by few persons from what is shown.
private struct SensitivityControl {
  /// Figures that differ by people whom a setting, or another definition, takes in or leaves out.
  private struct Kind: Hashable {
    var measure: String
    var drug: String
    /// Of a denominator; nil for numerators.
    var unit: String?
    var interval: Int
  }

  private let own: CountTable
  private let ownLines: [ResultLine]
  private let minCell: Double
  /// Counts that are shown, each with how much of it one person has.
  private var shown: [Kind: [(count: Double, perPerson: Double)]] = [:]

  init(_ own: CountTable, minCell: Double) {
    self.own = own
    self.minCell = minCell
    ownLines = own.coreLines
    for line in ownLines {
      for interval in own.intervals.indices {
        for (kind, counter) in Self.figures(line, interval) where !isHidden(counter, interval) {
          note(kind, counter, own)
        }
      }
    }
  }

  /// A line's numerator and denominator, with their counters.
  private static func figures(_ line: ResultLine, _ interval: Int) -> [(kind: Kind, counter: Int)] {
    let numerator = Kind(measure: line.measure, drug: line.drug, unit: nil, interval: interval)
    var denominator = numerator
    denominator.unit = line.denominatorUnit
    return [(numerator, line.numeratorCounter), (denominator, line.denominatorCounter)]
  }

  private func isHidden(_ counter: Int, _ interval: Int) -> Bool {
    own.isHidden(cell: 0, interval: interval, counter: counter)
  }

  private mutating func note(_ kind: Kind, _ counter: Int, _ table: CountTable) {
    let count = Double(table.count(cell: 0, interval: kind.interval, counter: counter))
    shown[kind, default: []].append((count, Self.perPerson(counter, table, kind.interval)))
  }

  private static func perPerson(_ counter: Int, _ table: CountTable, _ interval: Int) -> Double {
    let persons = Double(table.persons(behind: counter, 0, interval))
    return persons > 0
      ? max(1, Double(table.count(cell: 0, interval: interval, counter: counter)) / persons) : 1
  }

  mutating func protect(_ table: CountTable, _ protection: inout Protection) {
    for number in table.lines.indices where number < ownLines.count {
      for interval in table.intervals.indices {
        for counter in hidden(table, number, interval) {
          protection.hidden[table.place(cell: 0, interval: interval, counter: counter)] = true
        }
      }
    }
    // Lines that differ in their denominator alone show one numerator.
    for number in table.lines.indices where number < ownLines.count {
      let line = table.lines[number]
      let alike = table.lines.filter {
        $0.measure == line.measure && $0.definition == line.definition && $0.drug == line.drug
      }
      for interval in table.intervals.indices {
        func place(_ line: ResultLine) -> Int {
          table.place(cell: 0, interval: interval, counter: line.numeratorCounter)
        }
        if alike.contains(where: { protection.hidden[place($0)] }) { protection.hidden[place(line)] = true }
      }
    }
    for number in table.lines.indices where number < ownLines.count {
      for interval in table.intervals.indices {
        for (kind, counter) in Self.figures(table.lines[number], interval)
        where !protection.hidden[table.place(cell: 0, interval: interval, counter: counter)] {
          note(kind, counter, table)
        }
      }
    }
  }

  /// Counters of a line that must be kept back.
  private func hidden(_ table: CountTable, _ number: Int, _ interval: Int) -> [Int] {
    let (line, ownLine) = (table.lines[number], ownLines[number])
    func value(_ counter: Int) -> Double {
      Double(table.count(cell: 0, interval: interval, counter: counter))
    }
    func isSmall(_ persons: Double) -> Bool { persons > 0 && persons < minCell }
    let own = Self.figures(ownLine, interval)
    let figures = Self.figures(line, interval)
    let result = zip(figures, own).compactMap { figure, own -> Int? in
      let behind = Double(table.persons(behind: figure.counter, 0, interval))
      let perPerson = Self.perPerson(figure.counter, table, interval)
      let differs = shown[figure.kind, default: []].contains {
        isSmall(abs(value(figure.counter) - $0.count) / max(perPerson, $0.perPerson))
      }
      return differs || isSmall(behind) || isHidden(own.counter, interval) ? figure.counter : nil
    }
    let (numerator, denominator) = (figures[0].counter, figures[1].counter)
    let countsPersons =
      table.persons(behind: numerator) == numerator && table.persons(behind: denominator) == denominator
    return countsPersons && isSmall(value(denominator) - value(numerator)) ? result + [numerator] : result
  }
}
