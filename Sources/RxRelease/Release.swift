import RxModel

/// Everything of a run that may be shown: reports, tables and files are made from this and from the study alone.
package struct Release: Sendable {
  /// The rows of results.csv, in order; those of ranges.csv are the suppressed ones among them.
  package var figures: [Figure]
  /// The levels of every group, in the order of results.csv.
  package var groups: [[String]]
  /// The study's intervals.
  package var intervals: [DaySpan]
  /// The rows of sensitivity.csv, in order.
  package var sensitivity: [SensitivityFigure]
  package var attrition: ReleasedAttrition
  /// Who is counted, step by step.
  package var flow: ReleasedFlow
  /// The accounts of the input files, kind by kind.
  package var inputs: [ReleasedInput]
  /// The rows of rejects.csv, in order.
  package var rejects: [RejectedRow]
  package var disclosure: DisclosureSummary
  /// The days from the first fill to the last; nil where there is no fill, or its day is kept back.
  package var fillDays: DaySpan?
  /// Sentences on what is worth knowing of the data but no mistake.
  package var notes: [String]
  /// By row of the code list, the rows of people that are of it; empty under disclosure control.
  package var useOfCodes: [Int: Int]
  /// Sentences on the code list that are worth no warning.
  package var remarks: [String]

  /// A release of these parts.
  package init(
    figures: [Figure], groups: [[String]], intervals: [DaySpan],
    sensitivity: [SensitivityFigure],
    attrition: ReleasedAttrition, flow: ReleasedFlow, inputs: [ReleasedInput],
    rejects: [RejectedRow],
    disclosure: DisclosureSummary, fillDays: DaySpan?,
    notes: [String], useOfCodes: [Int: Int] = [:], remarks: [String] = []
  ) {
    self.figures = figures
    self.groups = groups
    self.intervals = intervals
    self.sensitivity = sensitivity
    self.attrition = attrition
    self.flow = flow
    self.inputs = inputs
    self.rejects = rejects
    self.disclosure = disclosure
    self.fillDays = fillDays
    self.notes = notes
    self.useOfCodes = useOfCodes
    self.remarks = remarks
  }

  /// The number of rejects that rejects.csv does not list; nil where the number of some is kept back.
  package var rejectsNotListed: Int? {
    let counts = attrition.inputs.flatMap(attrition.rejected).map(\.step.rows)
    guard !counts.contains(.suppressed) else { return nil }
    return max(0, counts.compactMap(\.value).reduce(0, +) - rejects.count)
  }
}
