import RxCounts
import RxModel
import RxRelease

/// Applies a study's disclosure policy to its counts: the one way from what was counted to what is written.
/// - Parameters:
///   - table: the counts; what is kept back and what is rounded is marked in it.
///   - policy: the study's.
///   - threads: workers; the result does not depend on them.
/// - Returns: what was done, in numbers.
/// - Throws: `RxFault` (78) where the policy can't be kept: nothing may be published; (70) for a defect.
package func protect(
  _ table: inout CountTable, _ policy: DisclosurePolicy, threads: Int
) throws(RxFault) -> DisclosureSummary {
  var summary = DisclosureSummary(policy)
  switch policy.preset {
  case .none: break
  case .cms11: try Suppression.protect(&table, policy, &summary, threads: threads)
  case .opensafely, .midpoint6: Rounding.protect(&table, policy, &summary)
  }
  return summary
}
