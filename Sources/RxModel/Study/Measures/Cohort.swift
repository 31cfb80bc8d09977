/// `cohort`: the persons of each group among those of the interval.
package struct CohortSpec: Sendable {}

extension CohortSpec: MeasureSpec {
  package static let description = MeasureDescription(
    key: "cohort", title: "Cohort", table: .cohort,
    summary: "The persons of each group among those of the interval.",
    figures: [
      MeasureFigure(
        measure: "cohort", title: "Persons of the group", counted: "the persons of each level",
        of: [.init("persons", "percent")],
        limits: "none")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {}

  package var drugs: [Sourced] { [] }
  package var isOfGroups: Bool { true }

  package func methods(of study: Study) -> Prose {
    "The persons of each group in percent of those of the interval."
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
