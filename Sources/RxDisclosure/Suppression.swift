import RxCounts
import RxModel
import RxParallel
import RxRelease

/// Suppression: small counts are kept back, and others so that they can't be worked out (preset `cms11`).
enum Suppression {
  /// A table with what is kept back of it.
  /// - Parameters:
  ///   - table: the counts.
  ///   - policy: the study's, of preset `cms11`.
  ///   - summary: takes up what was done.
  ///   - outsideObservation: the patients with fills outside their observation of an attrition that is released beside it.
  ///   - intervals: those that are looked at; nil for all. Nothing is kept back of the others.
  ///   - threads: workers; the result does not depend on them.
  /// - Returns: the counts, marked.
  /// - Throws: `RxFault` (78) where a figure can't be protected, so that nothing may be published; (70) for a defect.
  static func protected(
    _ table: CountTable, _ policy: DisclosurePolicy, _ summary: inout DisclosureSummary,
    outsideObservation: Int? = nil, intervals: [Int]? = nil, threads: Int
  ) throws(RxFault) -> ProtectedTable {
    var protection = Protection(
      policy, counts: table.counts.count, residents: table.residents.count,
      hasBands: table.ageBands.bandCount > 0)
    // What holds between figures holds within an interval. Figures of several intervals are linked by the attrition
    // alone, which is kept back where it would tell more; but nobody outside observation is told of, and so many are.
    let (intervals, whole, published) = (
      intervals ?? Array(table.intervals.indices), table.withImpliedGroups, table.strata.count
    )
    let failure = Failure()
    let found = parallelMap(intervals.count, workers: min(threads, intervals.count)) {
      place, _ -> IntervalPattern? in
      guard !failure.isSet else { return nil }
      do throws(RxFault) {
        return try IntervalPattern(
          whole, published: published, interval: intervals[place], minCell: policy.minCell,
          outsideObservation: outsideObservation)
      } catch {
        failure.set(error, at: place)
        return nil
      }
    }
    if let fault = failure.fault { throw fault }
    for pattern in found.compactMap({ $0 }) { pattern.add(to: &summary, &protection) }
    return ProtectedTable(table, protection)
  }
}

/// The pattern of what is kept back of one interval.
private struct IntervalPattern: Sendable {
  private let builder: SystemBuilder
  private let isSuppressed: [Bool]
  private let findings: [Audit.Finding]

  /// Finds the pattern, and audits it.
  /// - Throws: `RxFault` (78) where too much could be worked out; (70) for a defect.
  init(
    _ table: CountTable, published: Int, interval: Int, minCell: Int, outsideObservation: Int?
  ) throws(RxFault) {
    var builder = try SystemBuilder(table, published: published, interval: interval, minCell: minCell)
    if let outsideObservation { builder.limitSupplied(outsideObservation) }
    self.builder = builder
    isSuppressed = SuppressionPattern(builder.system).isSuppressed
    let audit = try Audit(builder.system, isSuppressed: isSuppressed)
    if let worst = audit.tooNarrow.first { throw Self.refusal(worst, builder.system, table, interval) }
    findings = audit.findings
  }

  func add(to summary: inout DisclosureSummary, _ protection: inout Protection) {
    for (place, unknown) in builder.system.unknowns.enumerated() where unknown.isShown {
      summary.figures += 1
      if isSuppressed[place] { summary.suppressed += 1 }
    }
    summary.audited += findings.count { isSuppressed[$0.unknown] }
    if !findings.isEmpty { summary.narrowest = builder.system.width }
    builder.mark(isSuppressed, in: &protection)
  }

  private static func refusal(
    _ finding: Audit.Finding, _ system: LinkedSystem, _ table: CountTable, _ interval: Int
  ) -> RxFault {
    let unknown = system.unknowns[finding.unknown]
    let levels = table.strata[unknown.stratum].levels.filter { $0 != allLevel }.joined(separator: ", ")
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
    func place(_ counter: Int, _ stratum: Int) -> Int {
      table.place(stratum: stratum, interval: interval, counter: counter)
    }
    func forEachSuppressed(_ unknowns: [Int?], _ mark: (_ stratum: Int) -> Void) {
      for (stratum, unknown) in unknowns.prefix(published).enumerated() {
        if let unknown, isSuppressed[unknown] { mark(stratum) }
      }
    }
    for (counter, counted) in table.counters.enumerated() {
      guard let unknowns = everyone[counted.meaning] else { continue }
      forEachSuppressed(unknowns) { protection.hidden[place(counter, $0)] = true }
    }
    for stratum in 0..<published {
      guard let residents = table.residents(stratum: stratum, interval: interval) else { continue }
      protection.hiddenResidents[stratum * table.intervals.count + interval] = system.isSmall(
        Double(residents.persons))
    }
    let partitions = ofKnownAge.isEmpty ? [] : table.partitionsBesideAge
    for counter in standardisedCounters {
      guard let unknowns = ofKnownAge[table.counters[counter].meaning] else { continue }
      forEachSuppressed(unknowns) { protection.hiddenBandSums[place(counter, $0)] = true }
      let hidesBand = groupsWithHiddenBands(counter, partitions, isSuppressed)
      for stratum in 0..<published { protection.hasHiddenBand[place(counter, stratum)] = hidesBand[stratum] }
    }
  }

  /// By group, true where its standardised figures are kept back: for a band of its own, or because a group
  /// with such a band would otherwise be the only one of its kind whose figures are, and the whole less the
  /// others it.
  private func groupsWithHiddenBands(
    _ counter: Int, _ partitions: [(whole: Int, parts: [Int])], _ isSuppressed: [Bool]
  ) -> [Bool] {
    var hides = table.strata.indices.map { hasHiddenBand(counter, $0, isSuppressed) }
    var isChanging = true
    while isChanging {
      isChanging = false
      for (whole, parts) in partitions where ([whole] + parts).count(where: { hides[$0] }) == 1 {
        func persons(_ stratum: Int) -> Int {
          table.count(stratum: stratum, interval: interval, counter: CountTable.persons)
        }
        let others = parts.filter { !hides[$0] && persons($0) > 0 }
        let other = others.min { (persons($0), $0) < (persons($1), $1) } ?? whole
        guard !hides[other] else { continue }
        hides[other] = true
        isChanging = true
      }
    }
    return hides
  }

  /// True if a count of an age band is kept back, or would be if it were shown.
  private func hasHiddenBand(_ counter: Int, _ stratum: Int, _ isSuppressed: [Bool]) -> Bool {
    if let unknowns = everyone[table.counters[counter].meaning] {
      let bands = table.bandStrata(of: stratum).compactMap { unknowns[$0] }
      if bands.contains(where: { isSuppressed[$0] }) { return true }
    }
    guard let behind = table.persons(behind: counter) else { return false }
    let isOfPersons = behind == counter && counter != CountTable.persons
    return (0..<table.ageBands.bandCount).contains { band in
      func count(_ counter: Int) -> Double {
        Double(table.bandCount(stratum: stratum, interval: interval, counter: counter, band: band))
      }
      if system.isSmall(count(behind)) { return true }
      return isOfPersons && !table.strata[stratum].hasResidents
        && system.isSmall(count(CountTable.persons) - count(counter))
    }
  }
}
