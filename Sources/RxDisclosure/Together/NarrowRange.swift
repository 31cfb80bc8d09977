import RxRelease

/// The bar below which a range gives people away: that of the audit of one release, as far as somebody can tell who does
/// not know the true counts.
struct NarrowRange {
  /// What a range is of.
  enum Subject: Sendable {
    /// A count that is kept back.
    case withheld
    /// A count that nobody publishes: of persons who are left of a count, or of a group that others imply.
    case unpublished
    /// What a count of the new release has more than that of the old one.
    case difference
  }

  /// The greatest count of persons that may not be shown.
  let most: Double
  /// The least width that a range must have.
  let width: Double

  /// Numbers that are so near to each other are one, as far as the solver can tell.
  private static let slack = 1e-3

  /// The bar where counts below `minCell` may not be shown.
  init(_ system: LinkedSystem) { (most, width) = (Double(system.minCell - 1), system.width) }

  /// True where a range is too narrow: a count that is one of few persons for sure, or that is known to less than `width`,
  /// where nobody publishes it only if it can be of few and surely is not 0; a difference of few, and of one at least.
  func isTooNarrow(_ ends: FigureRange.Ends, of subject: Subject) -> Bool {
    let (least, greatest) = (ends.least ?? -.infinity, ends.greatest ?? .infinity)
    let isKnown = greatest <= most + Self.slack || greatest - least < width - Self.slack
    return switch subject {
    case .withheld: isKnown
    case .unpublished: isKnown && least >= 1 - Self.slack && least <= most + Self.slack
    case .difference: isSmall(least, greatest) || isSmall(-greatest, -least)
    }
  }

  /// True where no range that holds all of `ends` is too narrow.
  func isWideEnough(_ ends: FigureRange.Ends, of subject: Subject) -> Bool {
    let (least, greatest) = (ends.least ?? -.infinity, ends.greatest ?? .infinity)
    return switch subject {
    case .withheld: !isTooNarrow(ends, of: subject)
    case .unpublished: least < 1 - Self.slack || !isTooNarrow(ends, of: .withheld)
    case .difference: !isSmall(least, greatest) && !isSmall(-greatest, -least)
    }
  }

  private func isSmall(_ least: Double, _ greatest: Double) -> Bool {
    least >= 1 - Self.slack && greatest <= most + Self.slack
  }
}
