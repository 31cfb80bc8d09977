/// `cns_polypharmacy`: older persons with many ingredients at once.
package struct CnsPolypharmacySpec: Sendable {
  package var classes: [Sourced]
  /// The least number of different ingredients at once.
  package var atLeast: Int
  package var days: Int
  /// The age from which on persons count, in completed years.
  package var ageFrom: Int

  /// The classes as one name, as results.csv writes it.
  package var text: String { classes.map(\.name).joined(separator: "+") }
}

extension CnsPolypharmacySpec: MeasureSpec {
  private enum Key {
    static let classes = Parameter.drugs("classes", default: nil, "the classes whose ingredients are counted")
    static let atLeast = Parameter.days("at_least", default: 3, "different ingredients at once, at least")
    static let days = Parameter.days("days", default: 30, "days of the interval with so many, at least")
    static let ageFrom = Parameter.whole(
      "age_from", in: 0...150, default: 65, "completed years of age from which on persons count")
  }

  package static let description = MeasureDescription(
    key: "cns_polypharmacy", title: "CNS polypharmacy", table: .safety,
    summary: "Persons from an age on with many ingredients at once.",
    parameters: [Key.classes, Key.atLeast, Key.days, Key.ageFrom],
    figures: [
      MeasureFigure(
        measure: "cns_polypharmacy",
        title: "Persons with several drugs that act on the central nervous system",
        definitions: ["INGREDIENTS/DAYSd"],
        counted: "persons with so many ingredients at once on so many days",
        of: [.init("persons_from_AGE", "percent")], limits: "Wilson")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    try values.needsBirth("'cns_polypharmacy' is of people from an age on, and no birth is mapped")
    classes = try values[Key.classes]
    atLeast = try values[Key.atLeast]
    days = try values[Key.days]
    ageFrom = try values[Key.ageFrom]
  }

  package var drugs: [Sourced] { classes }
  package var joinedDrugs: [Sourced] { classes }

  package var needsSupply: Bool { true }

  package var definitionLabels: [DefinitionLabel] {
    [DefinitionLabel("\(atLeast)/\(days)d", "\(atLeast) ingredients at once on \(days) days or more")]
  }

  package func methods(of study: Study) -> Prose {
    """
    Persons aged \(ageFrom) or more with \(days) or more observed days of the interval on each of which \(atLeast) or \
    more different ingredients of \(classes) are covered, supply as dispensed.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
