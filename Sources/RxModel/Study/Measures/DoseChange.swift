/// `dose_change`: the dose at the end of long eras against that at their start.
package struct DoseChangeSpec: Sendable {
  package var drugs: [Sourced]
  package var unit: DoseUnit
  package var gapDays: Int
  package var minDays: Int
  package var windowDays: Int
}

extension DoseChangeSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["benzodiazepine"], "the drugs, each with rows of its own")
    static let unit = Parameter<DoseUnit>.choice("unit", default: .diazepamMg, "what doses are counted in")
    static let gap = Parameter.days("gap", from: 0, default: 30, "days without supply that an era joins over")
    static let minDays = Parameter.days("min_days", default: 180, "days that an era must last, at least")
    static let window = Parameter.days(
      "window", default: 90,
      "days at each end of an era that are compared, and after it that must be without a fill")
  }

  package static let description = MeasureDescription(
    key: "dose_change", title: "Dose change", table: .doses,
    summary: "The dose at the end of long eras against that at their start, and eras that stop.",
    parameters: [Key.drugs, Key.unit, Key.gap, Key.minDays, Key.window],
    figures: [
      MeasureFigure(
        measure: "dose_change", title: "Long eras by change of dose",
        definitions: ["escalated", "reduced", "steady", "stopped"],
        counted:
          "long eras whose dose rose to 1.5 times or more, fell to 0.8 or less, did neither; that stopped",
        of: [.init("long_eras", "percent"), .init("long_eras_followed", "percent")], limits: "Wilson")
    ])

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    unit = try values[Key.unit]
    gapDays = try values[Key.gap]
    minDays = try values[Key.minDays]
    windowDays = try values[Key.window]
  }

  package var doses: [(drug: Sourced, unit: DoseUnit)] { drugs.map { ($0, unit) } }

  package var needsSupply: Bool { true }
  package var gapsDays: [Int] { [gapDays] }

  package var definitionLabels: [DefinitionLabel] {
    [
      DefinitionLabel("escalated", "the dose rose to 1.5 times or more"),
      DefinitionLabel("reduced", "the dose fell to 0.8 times or less"),
      DefinitionLabel("steady", "the dose did neither"),
      DefinitionLabel("stopped", "stopped: no fill in the \(windowDays) days after"),
    ]
  }

  package func methods(of study: Study) -> Prose {
    """
    Eras of \(drugs) (gap \(gapDays) days) of \(minDays) days or more whose fills all have a known dose, in the interval \
    of their last covered day: the amount of the last \(windowDays) days over that of the first, in \
    \(words: unit.words); 1.5 or more is escalated, 0.8 or less reduced. Stopped: no fill in the \(windowDays) days \
    after the era, of the eras after which all these days are observed.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
