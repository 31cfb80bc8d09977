import RxCounts
import RxModel
import RxRelease

extension AttritionCounts {
  /// The attrition and the flow as they may be shown: people who were left out are people too.
  /// - Parameters:
  ///   - table: the counts of the study, already protected: the persons of an interval and those of the cohort differ by
  ///     those who are in the one and not in the other.
  ///   - policy: the study's.
  /// - Returns: the steps, persons and conflicts, and the steps of the flow, each shown or kept back.
  /// - Throws: `RxFault` (78) where it can't be protected; (70) for a defect.
  func released(
    with table: ProtectedTable, _ policy: DisclosurePolicy
  ) throws(RxFault) -> (ReleasedAttrition, ReleasedFlow) {
    switch policy.preset {
    case .none: return shown { .count($0) }
    case .opensafely, .midpoint6:
      let (attrition, rounded) = shown { value in
        policy.minCell > 0 && value < policy.minCell
          ? .suppressed : .count(Int(policy.rounded(Double(value))))
      }
      // One number is not rounded in two ways: what the figures of one interval count is there already.
      guard table.counts.intervals.count == 1 else { return (attrition, rounded) }
      let persons = zip(flow.steps, rounded.steps).map { step, own in
        step.counter.map { table[0, 0].isHidden($0) ? .suppressed : .count(table[0, 0].count($0)) }
          ?? own.persons
      }
      return (attrition, flow.released(persons))
    case .cms11: return try AttritionSystem(self, table, policy).released()
    }
  }

  /// Every count by itself.
  private func shown(_ count: (Int) -> ReleasedCount) -> (ReleasedAttrition, ReleasedFlow) {
    let released = ReleasedAttrition(
      steps: attrition.steps.map { step in
        // Nobody can tell how many patients rows of unknown patients have: as many as rows at most.
        let patients = step.patients.map(count) ?? .unknown
        return .init(
          step.step, rows: patients == .suppressed ? .suppressed : count(step.rows), patients: patients)
      }, persons: count(persons), conflicts: conflicts.map { ($0.field, count($0.patients)) })
    return (released, flow.released(flow.steps.map { count($0.persons) }))
  }
}

extension Flow {
  /// The flow with the persons of its steps as they may be shown: who fell out is what these tell.
  func released(_ persons: [ReleasedCount]) -> ReleasedFlow {
    ReleasedFlow(
      steps: zip(steps, persons).map { step, own in
        let leftOut: ReleasedCount =
          switch (step.parent.map { persons[$0] }, own) {
          case (nil, _): .unknown
          case (.count(let all)?, .count(let left)): .count(max(0, all - left))
          default: .suppressed
          }
        return ReleasedFlow.Step(step.step.name, persons: own, leftOut: leftOut)
      })
  }
}
