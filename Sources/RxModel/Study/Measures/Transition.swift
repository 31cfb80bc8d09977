/// `transition`: new users who become long-term users within so many days.
package struct TransitionSpec: Sendable {
  package var drugs: [Sourced]
  package var washoutDays: Int
  package var definitions: [LongTermDefinition]
  /// The days from the first new use on, all of them observed, in which a definition is looked for.
  package var withinDays: Int

  /// A definition as results.csv writes it.
  package func text(_ definition: LongTermDefinition) -> String { "\(definition.text)/within\(withinDays)" }
}

extension TransitionSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["opioid"], "the drugs, each with rows of its own")
    static let washout = Parameter.washout
    static let definitions = Parameter.definitions(default: [["continuous": 90, "gap": 30]])
    static let within = Parameter.days("within", default: 365, "days from new use on, all of them observed")
  }

  package static let description = MeasureDescription(
    key: "transition", title: "Transition to long-term use", table: .newUsers,
    summary: "New users who become long-term users.",
    parameters: [Key.drugs, Key.washout, Key.definitions, Key.within],
    figures: [
      MeasureFigure(
        measure: "transition", title: "New users who become long-term users",
        definitions: LongTermDefinition.patterns.map { "\($0)/withinDAYS" },
        counted: "new users who meet a definition of long-term use in the days from the first new use on",
        of: [.init("new_users_followed", "percent")], limits: "Wilson")
    ], sources: LongTermDefinition.sources)

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    washoutDays = try values[Key.washout]
    definitions = try values[Key.definitions]
    withinDays = try values[Key.within]
  }

  package var doses: [(drug: Sourced, unit: DoseUnit)] {
    definitions.contains(where: \.needsDose) ? drugs.map { ($0, .ddd) } : []
  }

  package var gapsDays: [Int] { definitions.compactMap(\.gapDays) }

  package var needsSupply: Bool { definitions.contains(where: \.needsSupply) }

  package var definitionLabels: [DefinitionLabel] {
    definitions.map { definition in
      let label = definition.label
      return DefinitionLabel(
        text(definition), "\(label.words), within \(withinDays) days", source: label.source)
    }
  }

  package var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    drugs.map { ($0, washoutDays, .fill) }
  }

  package func methods(of study: Study) -> Prose {
    """
    Of new users of \(drugs) (washout \(washoutDays) days without a fill) who are observed on all of the \(withinDays) \
    days from the first new use of the interval on, those who become long-term users in these days. \
    \(definitions.map { $0.words(in: .theseDays) }.joined("; ")).
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    facts.count > 0
      ? "met in the \(withinDays) days from the first new use on"
      : "followed for \(withinDays) days from the first new use on, without meeting it"
  }
}
