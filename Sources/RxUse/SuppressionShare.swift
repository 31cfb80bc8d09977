import RxCounts
import RxModel
import RxRelease
import RxReport
import RxText

/// Warnings of tables of which disclosure control keeps back so much that they are of little use.
/// - Parameters:
///   - rows: the rows of results.csv.
///   - tense: how it is put: "are" after a run, "would be" before one.
/// - Returns: a line for each kind of table with more than a fifth of its figures suppressed.
func suppressionWarnings(_ rows: [ResultRow], _ tense: String) -> [String] {
  TableKind.allCases.compactMap { kind in
    let measures = kind.measures
    let own = rows.filter { measures.contains($0.measure) }
    let suppressed = own.count { $0.status == .suppressed }
    guard suppressed * 5 > own.count else { return nil }
    return "\(suppressed) of \(own.count) figures of '\(kind.title)' \(tense) suppressed "
      + "(\(100 * suppressed / own.count)%): fewer or coarser groups, or longer intervals, keep more of them"
  }
}
