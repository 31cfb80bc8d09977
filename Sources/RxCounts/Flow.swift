import RxModel

/// How many persons come how far on the way to the study's counts. Secret.
package struct Flow: Sendable {
  /// A step with its persons.
  package struct Count: Sendable {
    package var step: FlowStep
    package var persons: Int
    /// The place of the step whose persons these are some of; nil for the first.
    package var parent: Int?
    /// The counter of the persons of each interval whom it counts once; nil where they are not counted.
    package var counter: Int?

    /// `persons` at `step`, some of those of the step at `parent`.
    package init(_ step: FlowStep, persons: Int, of parent: Int?, counter: Int? = nil) {
      (self.step, self.persons, self.parent, self.counter) = (step, persons, parent, counter)
    }
  }

  /// The steps in the order of flow.csv: the first is everyone.
  package var steps: [Count] = []

  /// No steps.
  package init() {}

  /// Adds a step, by default of persons of the step before.
  package mutating func add(_ step: FlowStep, persons: Int, of parent: Int? = nil, counter: Int? = nil) {
    let before = steps.isEmpty ? nil : steps.count - 1
    steps.append(Count(step, persons: persons, of: parent ?? before, counter: counter))
  }
}
