/// `same_prescriber`: overlap days on which all fills are by one prescriber.
package struct SamePrescriberSpec: Sendable {
  package var pairs: [DrugPair]
}

extension SamePrescriberSpec: MeasureSpec {
  private enum Key {
    static let pairs = Parameter.pairs("the drugs whose supply overlaps")
  }

  package static let description = MeasureDescription(
    key: "same_prescriber", title: "Same prescriber", table: .safety,
    summary: "Overlap days on which all fills are by one prescriber.", parameters: [Key.pairs],
    figures: [
      MeasureFigure(
        measure: "same_prescriber", title: "Overlap days from one prescriber",
        counted: "overlap days on which all covering fills name one prescriber",
        of: [.init("overlap_days", "percent")], limits: "none")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) { pairs = try values[Key.pairs] }

  package var drugs: [Sourced] { pairs.flatMap { [$0.first, $0.second] } }
  package var needsPrescriber: Bool { true }

  package var needsSupply: Bool { true }

  package func methods(of study: Study) -> Prose {
    """
    Of the overlap days of \(pairs) on which every covering fill names a prescriber, those on which all name the same \
    one; supply as dispensed.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "\(facts.count) of \(facts.denominator) days" }
}
