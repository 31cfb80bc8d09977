import RxDisclosure
import RxModel
import RxReport
import RxText

/// Compares the outputs of two runs: what changed and why, and what somebody who has both can work out.
/// - Parameters:
///   - old: the folder of the old run.
///   - new: the folder of the new one.
///   - options: what is compared, and what is tolerated.
/// - Returns: the text, and whether anything was found that is not tolerated: volumes that are not as those of other files
///   and nights, figures that moved too far, counts that are given away, or, where the data are the same, a figure that only
///   one of them keeps back.
/// - Throws: `RxFault`: 66 where a folder is no output of a run or there is no history, 65 where its results can't be read,
///   or the new run does not hold what it is said to hold, 64 where neither has what alone is to be compared.
package func compare(
  _ old: String, _ new: String, _ options: CompareOptions
) throws(RxFault) -> (text: String, isAlarm: Bool) {
  let releases = ComparedReleases(old: try WrittenRelease(old), new: try WrittenRelease(new), options)
  let past = try releases.past()
  let comparison = try releases.comparison(past)
  if options.asCSV { return (comparisonCSV(comparison, columns: releases.columns), comparison.isAlarm) }
  let text = comparisonText(
    comparison, between: "\(old) and \(new)", reasons: releases.reasons, past: past.map(releases.told),
    disclosure: releases.whyNoDisclosure)
  return (text, comparison.isAlarm)
}

/// Two releases that are compared.
private struct ComparedReleases {
  let old: WrittenRelease
  let new: WrittenRelease
  private let options: CompareOptions
  private let inputs: InputChanges

  init(old: WrittenRelease, new: WrittenRelease, _ options: CompareOptions) {
    (self.old, self.new, self.options) = (old, new, options)
    inputs = InputChanges(from: old.manifest.inputs, to: new.manifest.inputs)
  }

  /// The columns of the one and the other.
  var columns: [String] {
    // Rows that only the old one has can be of groups by other variables.
    let others = old.variables.filter { !new.variables.contains($0) }
    return new.columns.flatMap { $0 == "numerator" ? others + [$0] : [$0] }
  }

  var reasons: [String] { old.manifest.differences(from: new.manifest, inputs) }

  /// The runs before; nil where no history is named.
  func past() throws(RxFault) -> PastRuns? {
    guard let history = options.history else { return nil }
    return try PastRuns(RunHistory(history), last: options.last, old: old.manifest, new: new.manifest)
  }

  /// What is told of the runs before.
  func told(_ past: PastRuns) -> String {
    past.isEnough
      ? "beside the last \(past.count) runs of \(options.history ?? "")"
      : "\(options.history ?? "") has too few runs of \(new.manifest.study.path) before this one (\(past.count)) to say what is ordinary"
  }

  /// Why it is not looked for what the releases give away; nil where it is, or nobody asks.
  var whyNoDisclosure: String? {
    guard options.kinds.contains(.disclosure), leastCell == nil else { return nil }
    return
      "neither release keeps anything back, so both together give no more away (to look all the same: --min-cell)"
  }

  /// The least difference of a count that is not small; nil where it is not looked for them.
  private var leastCell: Int? {
    guard options.kinds.contains(.disclosure) else { return nil }
    if let own = options.minCell { return own }
    let both = [old, new].map(\.manifest)
    return both.contains(where: \.isControlled) ? both.map(\.leastCell).max() : nil
  }

  func comparison(_ past: PastRuns?) throws(RxFault) -> Comparison {
    let rows = try options.selection.rows(old: old.rows, new: new.rows)
    let figures = FigureFindings(old: rows.old, new: rows.new, rule: options.rule, circumstances)
    let volumes = Comparison.volumes(
      old: old.volumes, new: new.volumes, inputs.files, past: past ?? PastRuns([]),
      quietDays: options.quietDays, least: options.rule.least)
    var comparison = Comparison(figures: figures, volumes: volumes, kinds: options.kinds)
    if let leastCell { comparison.add(try givenAway(leastCell)) }
    return comparison
  }

  private var circumstances: FigureFindings.Circumstances {
    var known = FigureFindings.Circumstances()
    known.hasSameData = inputs.keepData
    known.hasSameStudy = old.manifest.study.sha256 == new.manifest.study.sha256 && inputs.keepDefinitions
    known.isSame =
      inputs.keepData && known.hasSameStudy && old.manifest.rxuseVersion == new.manifest.rxuseVersion
      && old.manifest.disclosure == new.manifest.disclosure
    known.minCell = leastCell
    if !inputs.keepData, let before = old.volumes.lastFill, let after = new.volumes.lastFill,
      after.end >= before.start
    {
      known.fillingFrom = "\(before.start)"
    }
    return known
  }

  /// What both releases give away together.
  private func givenAway(_ minCell: Int) throws(RxFault) -> [Comparison.Item] {
    if old.manifest.isRounded || new.manifest.isRounded {
      return [
        Comparison.leftOpen(
          "counts are rounded, so that they don't add up: both releases were not solved together")
      ]
    }
    let (before, after): (PublishedRelease, PublishedRelease)
    do throws(RxFault) {
      (before, after) = (try old.published(), try new.published())
    } catch {
      return [Comparison.leftOpen("\(error.message): both releases were not solved together")]
    }
    let isSame = inputs.keepData && old.manifest.rxuseVersion == new.manifest.rxuseVersion
    let together = try KnownTogether(
      old: before, new: after,
      basis: isSame
        ? .sameData(sameDrugs: inputs.keepDefinitions) : options.isGrown ? .grown : .otherData,
      minCell: minCell)
    return together.findings.compactMap { finding in
      let (before, after) = (finding.oldRow.map { old.rows[$0] }, finding.newRow.map { new.rows[$0] })
      guard [before, after].compactMap({ $0 }).allSatisfy(options.selection.isAskedFor) else { return nil }
      return Comparison.given(
        away: finding.what, range: finding.from...max(finding.from, finding.to), old: before, new: after)
    } + together.notes.map(Comparison.leftOpen)
  }
}
