/// `ratio`: the rates of a variable's levels over that of one of them.
package struct RatioSpec: Sendable {
  package var rates: [RateMeasure]
  /// The variable, by its place in the study's.
  package var variable: Int
  /// Its name.
  package var variableName: String
  /// The level that the others are compared with.
  package var reference: String
}

extension RatioSpec: MeasureSpec {
  private enum Key {
    static let rates = Parameter.rates
    static let reference = Parameter<(variable: Sourced, level: StudyValue)>(
      name: "reference", form: .called("{VARIABLE: LEVEL}", .named("VARIABLE", .text("a level", "levels"))),
      standard: nil,
      summary: "the level that the others are compared with; the variable is a grouping by itself"
    ) { value throws(RxFault) in
      let map = try value.freeMap()
      guard map.entries.count == 1, let entry = map.entries.first else {
        throw value.fault("'reference' is one variable and its level, like {sex: M}")
      }
      return (entry.name, entry.value)
    }
  }

  package static let description = MeasureDescription(
    key: "ratio", title: "Ratios", table: .comparisons,
    summary: "Rates of a variable's levels over that of one of them.",
    parameters: [Key.rates, Key.reference],
    figures: RateMeasure.figures("ratio") { rate, figures in
      figures.map { figure in
        MeasureFigure(
          measure: figure.measure, title: "Ratio of the \(rate.words)", definitions: ["VARIABLE=LEVEL"],
          counted: "as \(rate.words); the estimate is the level's over the reference's",
          of: figure.of.map { .init($0.unit, "ratio") }, limits: "log")
      }
    })

  package init(_ values: MeasureParameters) throws(RxFault) {
    let (name, value) = try values[Key.reference]
    let study = values.study
    guard let variable = study.variables.firstIndex(where: { $0.name == name.name }),
      study.groupings.contains([variable])
    else {
      let alone = study.groupings.filter { $0.count == 1 }.map { study.variables[$0[0]].name }
      throw values.fault(
        "'\(name.name)' is no grouping by itself in 'groups.by', in which the ratio would stand", of: name,
        remedy: alone.isEmpty
          ? "add [\(name.name)] to 'groups.by'"
          : "add [\(name.name)], or use \(alone.joined(separator: ", "))", dependingOn: "groups.by")
    }
    self.variable = variable
    variableName = name.name
    reference = study.levelNames(of: name.name).label(of: try value.text())
    if study.dropsUnknown, reference == unknownLevel {
      throw value.fault(
        "nobody is '\(unknownLevel)' in a study with 'groups.unknown: drop'",
        remedy: "compare with another level")
    }
    rates = try values[Key.rates]
  }

  package var drugs: [Sourced] { [] }

  package func methods(of study: Study) -> Prose {
    """
    The \(words: rates.words) of each level of \(name: variableName) over that of \(name: reference), with limits on the \
    log scale.
    """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
