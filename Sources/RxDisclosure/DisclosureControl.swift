import RxModel

/// Applies a study's disclosure policy to its counts: the one way from what was counted to what is written.
/// - Parameters:
///   - table: the counts; what is kept back and what is rounded is marked in it.
///   - policy: the study's.
/// - Returns: what was done, in numbers.
/// - Throws: `RxFault` (78) where the policy can't be kept: nothing may be published; (70) for a defect.
package func protect(_ table: inout CountTable, _ policy: DisclosurePolicy) throws(RxFault) -> DisclosureSummary {
  var summary = DisclosureSummary(policy)
  switch policy.preset {
  case .none: break
  case .cms11: try Suppression.protect(&table, policy, &summary)
  case .opensafely, .midpoint6: try Rounding.protect(&table, policy, &summary)
  }
  return summary
}
