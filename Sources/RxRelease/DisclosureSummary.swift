import RxModel

/// What disclosure control did, in numbers.
package struct DisclosureSummary: Sendable, Equatable {
  package var policy: DisclosurePolicy
  /// Figures there are: each quantity of each group and interval once.
  package var figures = 0
  /// Those kept back. Which of them are small themselves would tell of each what the others need it for.
  package var suppressed = 0
  /// Those of which it was found what can be worked out. How many differences, which do not appear, were audited too would
  /// tell where there are small ones.
  package var audited = 0
  /// So wide, in persons' worth, each of these intervals was found to be at least, and the narrowest of them may be; nil where
  /// nothing was audited. How wide one was found to be would tell the true value, from which the search sets out.
  package var narrowest: Double?

  /// Nothing done yet.
  package init(_ policy: DisclosurePolicy) { self.policy = policy }
}
