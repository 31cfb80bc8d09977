/// The limits of a rate over person-time.
package enum RateLimits: String, CaseIterable, Sendable {
  /// Those of a Poisson count: as if what one person has were as independent as what several have.
  case exact
  /// Those of persons who are independent of each other, whatever each of them has.
  case robust
}

extension Parameter where Value == RateLimits {
  /// The key `limits`.
  static var limits: Parameter {
    choice(
      "limits", default: .exact,
      "exact: of a Poisson count; robust: of persons, whose own fills need not be independent")
  }
}

extension RateLimits {
  /// The limits in words, after the rate's own. `isOfResidents` where some groups' time comes from resident counts.
  func words(isOfResidents: Bool) -> Prose {
    switch self {
    case .exact: return ""
    case .robust:
      let residents: Prose =
        isOfResidents
        ? " Over resident-years, of which no person's share is known, limits stay those of a Poisson count."
        : ""
      return """
         Limits are robust: they take persons to be independent of each other, and nothing of how one person's own come \
        about. Of the rate r = C / T, with a person's count c and time t, the standard error of ln r is the root of the sum \
        of (c - r t)^2, over C: the linearised variance of a ratio (Cochran, Sampling Techniques, 3rd edition, Wiley \
        1977), which is also the sandwich estimator of a Poisson regression with persons as clusters. A count of 0 has \
        exact limits.\(residents)
        """
    }
  }
}
