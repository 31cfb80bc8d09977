import RxModel

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
    var shown: [ShownFigure: [Double]] = [:]
    let ownLines = own.coreLines
    for place in runs.indices {
      var table = runs[place].counts
      var protection = Protection(
        policy, counts: table.counts.count, residents: table.residents.count, hasBands: false)
      for (number, line) in table.lines.enumerated() where number < ownLines.count {
        for interval in table.intervals.indices {
          protect(line, as: ownLines[number], number, table, own, interval, policy, &shown, &protection)
        }
      }
      table.protection = protection
      runs[place].counts = table
    }
  }
}

/// A figure of a line.
private struct ShownFigure: Hashable {
  var line: Int
  var interval: Int
  var isNumerator: Bool
}

private func protect(
  _ line: ResultLine, as ownLine: ResultLine, _ number: Int, _ table: CountTable, _ own: CountTable,
  _ interval: Int, _ policy: DisclosurePolicy, _ shown: inout [ShownFigure: [Double]],
  _ protection: inout Protection
) {
  let minCell = Double(policy.minCell)
  func isSmall(_ value: Double) -> Bool { value > 0 && value < minCell }
  func value(_ table: CountTable, _ counter: Int) -> Double {
    Double(table.count(cell: 0, interval: interval, counter: counter))
  }
  let counters = [line.numeratorCounter, line.denominatorCounter]
  let ownCounters = [ownLine.numeratorCounter, ownLine.denominatorCounter]
  for (role, (counter, ownCounter)) in zip(counters, ownCounters).enumerated() {
    let figure = ShownFigure(line: number, interval: interval, isNumerator: role == 0)
    let (count, ownCount) = (value(table, counter), value(own, ownCounter))
    let behind = Double(table.persons(behind: counter, 0, interval))
    var isHidden = own.isHidden(cell: 0, interval: interval, counter: ownCounter) || isSmall(behind)
    for other in [ownCount] + shown[figure, default: []] where isSmall(abs(count - other)) { isHidden = true }
    if role == 0, table.persons(behind: counter) == counter,
      table.persons(behind: counters[1]) == counters[1], isSmall(value(table, counters[1]) - count)
    {
      isHidden = true
    }
    if isHidden {
      protection.hidden[table.place(cell: 0, interval: interval, counter: counter)] = true
    } else {
      shown[figure, default: []].append(count)
    }
  }
}
