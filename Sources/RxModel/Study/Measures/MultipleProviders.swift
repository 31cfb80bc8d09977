/// `multiple_providers`: persons with fills by many prescribers and from many pharmacies in a short time.
package struct MultipleProvidersSpec: Sendable {
  package var drugs: [Sourced]
  package var prescribers: Int
  package var pharmacies: Int
  package var windowDays: Int
}

extension MultipleProvidersSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["opioid"], "the drugs, each with rows of its own")
    static let prescribers = Parameter.days("prescribers", default: 5, "different prescribers, at least")
    static let pharmacies = Parameter.days("pharmacies", default: 5, "different pharmacies, at least")
    static let window = Parameter.days("window", default: 180, "days in a row that must hold these fills")
  }

  package static let description = MeasureDescription(
    key: "multiple_providers", title: "Multiple providers", table: .safety,
    summary: "Persons with fills by many prescribers and from many pharmacies in a short time.",
    parameters: [Key.drugs, Key.prescribers, Key.pharmacies, Key.window],
    figures: [
      MeasureFigure(
        measure: "multiple_providers", title: "Persons with several prescribers and pharmacies",
        definitions: ["PRESCRIBERSxPHARMACIES/DAYSd"],
        counted: "persons with so many of both within so many days",
        of: [.init("persons", "per_100000_persons")], limits: "Wilson")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    prescribers = try values[Key.prescribers]
    pharmacies = try values[Key.pharmacies]
    windowDays = try values[Key.window]
  }

  package var needsPrescriber: Bool { true }
  package var needsPharmacy: Bool { true }

  package var definitionLabels: [DefinitionLabel] {
    [
      DefinitionLabel(
        "\(prescribers)x\(pharmacies)/\(windowDays)d",
        "\(prescribers) prescribers and \(pharmacies) pharmacies in \(windowDays) days")
    ]
  }

  package func methods(of study: Study) -> Prose {
    """
    Persons of whom some \(windowDays) days in a row hold fills of the interval of \(drugs) by \(prescribers) or more \
    prescribers and from \(pharmacies) or more pharmacies, per 100,000 persons. Empty identifiers don't count.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
