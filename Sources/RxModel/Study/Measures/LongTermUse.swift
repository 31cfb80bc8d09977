/// `long_term_use`: persons who meet definitions of long-term use.
package struct LongTermUseSpec: Sendable {
  package var drugs: [Sourced]
  package var definitions: [LongTermDefinition]
}

extension LongTermUseSpec: MeasureSpec {
  private enum Key {
    static let drugs = Parameter.drugs(default: ["benzodiazepine"], "the drugs, each with rows of its own")
    static let definitions = Parameter.definitions(
      default: [["supply": 120], ["covered": 180], ["continuous": 90, "gap": 30]])
  }

  package static let description = MeasureDescription(
    key: "long_term_use", title: "Long-term use", isCore: true, table: .longTermUse,
    summary: "Persons who meet a definition of long-term use.", parameters: [Key.drugs, Key.definitions],
    figures: [
      MeasureFigure(
        measure: "long_term_use", title: "Long-term users",
        definitions: LongTermDefinition.patterns,
        counted: "persons who meet the definition; over users, users who meet it",
        of: [.init("persons", "per_1000_persons"), .init("users", "percent")], limits: "Wilson")
    ],
    sources: LongTermDefinition.sources)

  package init(_ values: MeasureParameters) throws(RxFault) {
    drugs = try values[Key.drugs]
    definitions = try values[Key.definitions]
  }

  package var doses: [(drug: Sourced, unit: DoseUnit)] {
    definitions.contains(where: \.needsDose) ? drugs.map { ($0, .ddd) } : []
  }

  package var gapsDays: [Int] { definitions.compactMap(\.gapDays) }

  package func varied(gapDays: Int) -> (any MeasureSpec)? {
    LongTermUseSpec(drugs: drugs, definitions: definitions.map { $0.with(gapDays: gapDays) })
  }

  package var needsSupply: Bool { definitions.contains(where: \.needsSupply) }

  package var definitionLabels: [DefinitionLabel] { definitions.map(\.label) }

  package func methods(of study: Study) -> Prose {
    """
    Long-term users of \(drugs), per 1,000 persons and in percent of the interval's users. \
    \(definitions.map { $0.words(in: .interval) }.joined("; ")).
    """
  }

  package func reason(_ facts: any PatientFacts) -> String {
    switch definitions.first(where: { $0.text == facts.definition }) {
    case .supply: "\(facts.suppliedDays) days supplied"
    case .covered: "\(facts.coveredDays) covered observed days"
    case .continuous(_, let gap): "day \(facts.longestRun(gapDays: gap)) of an era is the furthest"
    case .defined: "\(facts.fills) fills"
    case nil: ""
    }
  }
}
