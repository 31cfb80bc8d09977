import RxCounts
import RxDecode
import RxModel

extension StudyCounts {
  /// The counts of a study some of whose patients have got more rows: whoever has none counts as before.
  /// - Parameters:
  ///   - old: the counts without the new rows, in which files have other numbers.
  ///   - numbers: by number of a prescription file there, its number now, ascending.
  ///   - decoded: all patients, with the new rows.
  ///   - input: the study, its end resolved and the same as before.
  /// - Returns: the counts that measuring all patients would give.
  /// - Throws: `RxFault` 74 where the disk fails, or what is cached is damaged; (70) for a defect.
  package static func changed(
    _ old: StudyCounts, numbers: [Int], in decoded: DecodedStudy, _ input: AggregationInput
  ) throws(RxFault) -> StudyCounts {
    let changed = try decoded.ofChangedPatients()
    let fileCount = decoded.reading.rejects[.prescriptions]?.files.count ?? 0
    var counts = old
    counts.rows = old.rows.renumbered(numbers, count: fileCount)
    let after = try count(changed.after, input, nearMisses: .none)
    counts.add(after.counts, times: 1)
    counts.add(try count(changed.before, input, nearMisses: .none).counts, times: -1)
    counts.nearMisses = try decoded.nearMisses(
      input.drugs, after.registry, of: fileAccounts(decoded.reading, input.study, counts.rows))
    return counts
  }
}
