import RxModel

/// The work of disclosure control in numbers. They are published, so each is one from which nothing of the figures that
/// are kept back can be told.
package struct DisclosureSummary: Sendable, Equatable {
  package var policy: DisclosurePolicy
  /// The number of figures: rows of results.csv.
  package var figures = 0
  /// The number of figures kept back. Small ones and those kept back for their sake are not told apart: how
  /// many there are of each would say something of every one of them.
  package var suppressed = 0
  /// The number of figures kept back that were audited: all of them, where any were. Differences that don't appear in the
  /// output are audited too and not counted: their number would say that small ones exist.
  package var audited = 0
  /// The width, in persons' worth, that every audited interval has at least; nil where nothing was audited. It is what the
  /// policy asks for. The narrowest width found is not told: the search sets out from the true values, which it would
  /// give away.
  package var narrowest: Double?

  /// A summary of nothing, under `policy`.
  package init(_ policy: DisclosurePolicy) { self.policy = policy }

  /// Counts the figures as they are published, so that the numbers say nothing that these don't: how many are kept back of
  /// those that are not 0 would tell how many are.
  package mutating func count(_ published: [Figure]) {
    figures = published.count
    suppressed = published.count { $0.status == .suppressed }
    audited = narrowest == nil ? 0 : suppressed
  }
}
