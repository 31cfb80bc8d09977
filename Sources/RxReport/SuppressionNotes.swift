import RxModel
import RxRelease

/// Notes on tables of which disclosure control keeps back so much that they are of little use.
/// - Parameters:
///   - figures: the figures of results.csv.
///   - tense: how it is put: "are" after a run, "would be" before one.
/// - Returns: a line for each kind of table with more than a fifth of its figures suppressed.
package func suppressionNotes(_ figures: [Figure], _ tense: String) -> [String] {
  TableKind.allCases.compactMap { kind in
    let measures = kind.measures
    let own = figures.filter { measures.contains($0.measure) }
    let suppressed = own.count { $0.status == .suppressed }
    guard suppressed * 5 > own.count else { return nil }
    return "\(suppressed) of \(own.count) figures of '\(kind.title)' \(tense) suppressed "
      + "(\(100 * suppressed / own.count)%): fewer or coarser groups, or longer intervals, keep more of them"
  }
}
