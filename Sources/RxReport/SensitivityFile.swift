import RxModel

/// sensitivity.csv: for each combination of settings the overall rows of the core measures, and how far each estimate
/// is from the study's own.
/// - Parameters:
///   - tables: the combinations.
///   - own: the study's own counts.
///   - variables: the study's grouping variables.
/// - Returns: the file's text.
package func sensitivityCSV(_ tables: [SensitivityRun], own: CountTable, variables: [String]) -> String {
  let ownLines = own.coreLines
  var text = csvLine(
    ["gap", "washout", "carry_over", "duplicates"] + resultColumns(variables) + ["difference"])
  for table in tables {
    let settings = [
      table.gapDays.map { "\($0)" } ?? "", table.washoutDays.map { "\($0)" } ?? "", table.carryOver.rawValue,
      table.dropsDuplicates ? "drop" : "keep",
    ]
    for group in groupsOfLines(table.counts.lines) {
      for interval in table.counts.intervals.indices {
        for line in group {
          let found = countedRow(table.counts.lines[line], table.counts, cell: 0, interval: interval)
          guard var row = found?.published(isRounded: table.counts.isRounded) else { continue }
          row.levels = variables.map { _ in allLevel }
          let other = countedRow(ownLines[line], own, cell: 0, interval: interval)?
            .published(isRounded: own.isRounded)
          let difference = row.estimate.flatMap { estimate in other?.estimate.map { estimate - $0 } }
          text += csvLine(settings + resultFields(row) + [difference.map { fixed($0, decimals: 4) } ?? ""])
        }
      }
    }
  }
  return text
}
