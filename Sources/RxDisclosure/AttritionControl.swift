import RxCounts
import RxModel
import RxRelease

extension AttritionCounts {
  /// The attrition as it may be shown: people who were left out are people too.
  /// - Parameters:
  ///   - table: the counts of the study, already protected: the persons of an interval and those of the cohort differ by
  ///     those who are in the one and not in the other.
  ///   - policy: the study's.
  /// - Returns: the steps, persons and conflicts, each shown or kept back.
  /// - Throws: `RxFault` (78) where it can't be protected; (70) for a defect.
  func released(with table: ProtectedTable, _ policy: DisclosurePolicy) throws(RxFault) -> ReleasedAttrition {
    switch policy.preset {
    case .none: return shown { .count($0) }
    case .opensafely, .midpoint6:
      return shown { value in
        policy.minCell > 0 && value < policy.minCell
          ? .suppressed : .count(Int(policy.rounded(Double(value))))
      }
    case .cms11: return try AttritionSystem(self, table, policy).released()
    }
  }

  /// Every count by itself.
  private func shown(_ count: (Int) -> ReleasedCount) -> ReleasedAttrition {
    ReleasedAttrition(
      steps: attrition.steps.map { step in
        // Nobody can tell how many patients rows of unknown patients have: as many as rows at most.
        let patients = step.patients.map(count) ?? .unknown
        return .init(
          step.step, rows: patients == .suppressed ? .suppressed : count(step.rows), patients: patients)
      }, persons: count(persons), conflicts: conflicts.map { ($0.field, count($0.patients)) })
  }
}
