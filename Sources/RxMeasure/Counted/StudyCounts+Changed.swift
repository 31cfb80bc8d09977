import RxCounts
import RxDecode
import RxModel

extension StudyCounts {
  /// The counts of a study some of whose patients have got more rows: whoever has none counts as before.
  /// - Parameters:
  ///   - old: the counts without the new rows, in which files have other numbers.
  ///   - numbers: by number of a prescription file there, its number now, ascending.
  ///   - changed: the patients with new rows, without and with these.
  ///   - reading: what was read of all files.
  ///   - input: the study, its end resolved and the same as before.
  /// - Returns: the counts that measuring all patients would give; nil where it would look at more than the patients' rows.
  /// - Throws: `RxFault` (70) for a defect.
  package static func changed(
    _ old: StudyCounts, numbers: [Int], by changed: (before: DecodedStudy, after: DecodedStudy),
    _ reading: StudyReading, _ input: AggregationInput
  ) throws(RxFault) -> StudyCounts? {
    let fileCount = reading.rejects[.prescriptions]?.files.count ?? 0
    var counts = old
    counts.rows = old.rows.renumbered(numbers, count: fileCount)
    let after = try count(changed.after, input, isAll: false)
    counts.add(after.counts, times: 1)
    counts.add(try count(changed.before, input), times: -1)
    counts.nearMisses = NearMissCounts()
    let files = fileAccounts(reading, input.study, counts.rows)
    guard !changed.after.looksForNearMisses(input.drugs, after.registry, files) else { return nil }
    return counts
  }
}
