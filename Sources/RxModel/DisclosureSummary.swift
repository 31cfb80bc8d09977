/// What disclosure control did, in numbers.
package struct DisclosureSummary: Sendable, Equatable {
  package var policy: DisclosurePolicy
  /// Figures there are: each quantity of each group and interval once.
  package var figures = 0
  /// Those kept back because they are too small themselves.
  package var primary = 0
  /// Those kept back so that others can't be worked out.
  package var secondary = 0
  /// Figures and differences of which it was found what can be worked out.
  package var audited = 0
  /// The narrowest of these intervals, in the figure's own unit; nil where nothing was audited.
  package var narrowest: Double?

  /// Nothing done yet.
  package init(_ policy: DisclosurePolicy) { self.policy = policy }

  /// Kept back altogether.
  package var suppressed: Int { primary + secondary }
}
