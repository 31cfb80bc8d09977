import RxCounts
import RxModel
import RxRelease

/// The figures of a study by what becomes of them under disclosure control: what advice is made from. Secret.
package struct FigureAccount: Sendable {
  /// A figure, as it can be found again in a study with other groups.
  package struct Key: Hashable, Sendable {
    /// The measure, definition, drug and denominator.
    package var row: [String]
    /// The levels of the variables that it is split by.
    package var group: [String: String]
    /// Its interval.
    package var period: DaySpan

    /// A figure of a row of the study, of a group in an interval.
    package init(row: [String], group: [String: String], period: DaySpan) {
      (self.row, self.group, self.period) = (row, group, period)
    }
  }

  /// By figure of `minCell` persons and more in the numerator: whether it is shown.
  package private(set) var isShown: [Key: Bool] = [:]
  /// The figures of 1 to `minCell` - 1 persons in the numerator.
  package private(set) var small: [Key] = []

  /// The number of those that are shown.
  package var shown: Int { isShown.values.count { $0 } }
  /// The figures of `minCell` persons and more that are kept back.
  package var keptBack: [Key] { isShown.filter { !$0.value }.map(\.key) }

  /// An account of these figures.
  package init(isShown: [Key: Bool], small: [Key] = []) {
    self.isShown = isShown
    self.small = small
  }

  /// The account of a released study.
  /// - Parameters:
  ///   - counted: its counts.
  ///   - figures: the released figures.
  package init(_ counted: CountedStudy, released figures: [Figure]) {
    let placed = ProtectedTable(counted.counts, nil).placedFigures(counted.study.period)
    self.init(
      counted, zip(placed, figures).map { ($0, $1.status != .suppressed) },
      in: Array(counted.counts.intervals.indices))
  }

  /// The account of a study in some of its intervals, which are protected for it as a run does.
  /// - Parameters:
  ///   - counted: its counts.
  ///   - intervals: the places of the intervals.
  ///   - threads: workers; the result does not depend on them.
  /// - Throws: `RxFault` (78) where a figure can't be protected, so that nothing may be published; (70) for a defect.
  package init(_ counted: CountedStudy, in intervals: [Int], threads: Int) throws(RxFault) {
    var summary = DisclosureSummary(counted.study.disclosurePolicy)
    let table = try Suppression.protected(
      counted.counts, counted.study.disclosurePolicy, &summary,
      outsideObservation: counted.patientsOutsideIntervals, intervals: intervals, threads: threads)
    self.init(
      counted,
      table.placedFigures(counted.study.period).map { ($0, $0.figure.status != .suppressed) }, in: intervals)
  }

  private init(
    _ counted: CountedStudy, _ figures: [(place: PlacedFigure, isShown: Bool)], in intervals: [Int]
  ) {
    let (table, names) = (counted.counts, counted.study.variables.map(\.name))
    for (place, isShown) in figures where place.intervals.allSatisfy(intervals.contains) {
      let (definition, figure) = (place.definition, place.figure)
      let key = Key(
        row: [figure.measure, figure.definition, figure.drug, definition.denominatorUnit],
        group: Dictionary(
          uniqueKeysWithValues: zip(names, figure.levels).filter { $0.1 != allLevel }.map { ($0.0, $0.1) }),
        period: figure.period)
      let persons = place.intervals.reduce(0) {
        $0 + table.persons(behind: definition.numeratorCounter, place.stratum, $1)
      }
      if persons >= counted.study.disclosurePolicy.minCell {
        self.isShown[key] = isShown
      } else if persons > 0 {
        small.append(key)
      }
    }
  }

  /// The figures of an interval.
  package func of(_ period: DaySpan) -> FigureAccount {
    FigureAccount(
      isShown: isShown.filter { $0.key.period == period }, small: small.filter { $0.period == period })
  }
}
