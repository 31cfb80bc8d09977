/// What disclosure control did, in numbers.
package struct DisclosureSummary: Sendable, Equatable {
  package var policy: DisclosurePolicy
  /// Figures there are: each quantity of each group and interval once.
  package var figures = 0
  /// Those kept back. Which of them are small themselves would tell of each what the others need it for.
  package var suppressed = 0
  /// Figures and differences of which it was found what can be worked out.
  package var audited = 0
  /// The narrowest of these intervals, in the figure's own unit; nil where nothing was audited.
  package var narrowest: Double?

  /// Nothing done yet.
  package init(_ policy: DisclosurePolicy) { self.policy = policy }
}
