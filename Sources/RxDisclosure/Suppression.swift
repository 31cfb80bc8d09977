import RxModel

/// Suppression: small counts are kept back, and others so that they can't be worked out (preset `cms11`).
enum Suppression {
  /// Marks what is kept back of a table.
  /// - Throws: `RxFault` (78) where a figure can't be protected, so that nothing may be published; (70) for a defect.
  static func protect(
    _ table: inout CountTable, _ policy: DisclosurePolicy, _ summary: inout DisclosureSummary
  ) throws(RxFault) {
    var protection = Protection(
      policy, counts: table.counts.count, residents: table.residents.count,
      hasBands: table.ageBands.bandCount > 0)
    for interval in table.intervals.indices {
      let builder = try SystemBuilder(table, interval: interval, minCell: policy.minCell)
      let system = builder.system
      let pattern = SuppressionPattern(system)
      let audit = try Audit(system, isSuppressed: pattern.isSuppressed)
      if let worst = audit.tooNarrow.first { throw refusal(worst, system, table, interval) }
      for (place, unknown) in system.unknowns.enumerated() where unknown.isShown {
        summary.figures += 1
        guard pattern.isSuppressed[place] else { continue }
        if unknown.isSensitive { summary.primary += 1 } else { summary.secondary += 1 }
      }
      summary.audited += audit.findings.count
      for finding in audit.findings { summary.narrowest = min(summary.narrowest ?? .infinity, finding.width) }
      builder.mark(pattern.isSuppressed, in: &protection)
    }
    table.protection = protection
  }

  private static func refusal(
    _ finding: Audit.Finding, _ system: LinkedSystem, _ table: CountTable, _ interval: Int
  ) -> RxFault {
    let unknown = system.unknowns[finding.unknown]
    let levels = table.cells[unknown.cell].levels.filter { $0 != allLevel }.joined(separator: ", ")
    return RxFault(
      .config,
      "disclosure control can't protect '\(unknown.quantity)' of \(levels.isEmpty ? "everyone" : levels) in "
        + "\(table.intervals[interval].start) to \(table.intervals[interval].end): too much could be worked out; "
        + "nothing is published",
      remedy: "publish fewer groupings or measures, or longer intervals")
  }
}

extension SystemBuilder {
  /// Marks the counters of the unknowns that are kept back.
  func mark(_ isSuppressed: [Bool], in protection: inout Protection) {
    for (counter, quantity) in table.quantities.enumerated() {
      guard let own = places[quantity.name] else { continue }
      for (cell, place) in own.enumerated() {
        guard let place, isSuppressed[place] else { continue }
        protection.hidden[table.place(cell: cell, interval: interval, counter: counter)] = true
      }
    }
    if !table.residents.isEmpty {
      for cell in table.cells.indices {
        guard let residents = table.residents(cell: cell, interval: interval) else { continue }
        protection.hiddenResidents[cell * table.intervals.count + interval] = system.isSmall(
          Double(residents.persons))
      }
    }
    for (counter, own) in sumPlaces {
      for (cell, place) in own.enumerated() {
        let index = table.place(cell: cell, interval: interval, counter: counter)
        if let place, isSuppressed[place] { protection.hiddenBandSums[index] = true }
        protection.hasHiddenBand[index] = hasHiddenBand(counter, cell, isSuppressed)
      }
    }
  }

  /// Whether a count of an age band is kept back, or would be if it were shown.
  private func hasHiddenBand(_ counter: Int, _ cell: Int, _ isSuppressed: [Bool]) -> Bool {
    let published = table.bandCells(of: cell)
    let name = table.quantities[counter].name
    if published.contains(where: { places[name]?[$0].map { isSuppressed[$0] } ?? false }) { return true }
    for band in 0..<table.ageBands.bandCount {
      func count(_ counter: Int) -> Double {
        Double(table.bandCount(cell: cell, interval: interval, counter: counter, band: band))
      }
      guard let behind = table.persons(behind: counter) else { continue }
      if system.isSmall(count(behind)) { return true }
      let isOfPersons = behind == counter && counter != CountTable.persons
      if isOfPersons, !table.cells[cell].hasResidents, system.isSmall(count(CountTable.persons) - count(counter)) {
        return true
      }
    }
    return false
  }
}
