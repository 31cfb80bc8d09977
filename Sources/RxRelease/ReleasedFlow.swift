import RxModel

/// How many persons are counted, step by step, as it may be shown: the rows of flow.csv.
package struct ReleasedFlow: Sendable, Equatable {
  /// A step: who is left at it.
  package struct Step: Sendable, Equatable {
    /// The name in flow.csv: `roster`, `age`, `persons`, `with a fill: opioid`.
    package var name: String
    package var persons: ReleasedCount
    /// Those of the step that this one is a part of who are not in it: of the step before, or of the persons; `unknown` of
    /// the first.
    package var leftOut: ReleasedCount

    /// A step with its persons and those it leaves out.
    package init(_ name: String, persons: ReleasedCount, leftOut: ReleasedCount) {
      self.name = name
      self.persons = persons
      self.leftOut = leftOut
    }
  }

  /// The last step of those that each leave some of the one before: who is counted. What comes behind it counts some of
  /// these, each step by itself.
  package static let counted = FlowStep.persons.name

  /// The steps in the order of flow.csv.
  package var steps: [Step]

  /// A flow of these steps.
  package init(steps: [Step]) { self.steps = steps }
}
