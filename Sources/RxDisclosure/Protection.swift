import RxModel

/// The marks of disclosure control on a table of counts: which of them are kept back, and what was done to the others.
struct Protection: Sendable, Equatable {
  /// The policy that was followed.
  var policy: DisclosurePolicy
  /// By stratum, interval, counter: true where the count is kept back.
  var hidden: [Bool]
  /// By stratum and interval: true where the residents are kept back; empty without resident counts.
  var hiddenResidents: [Bool]
  /// By stratum, interval, counter: true where the sum over the age bands is kept back; empty where no rate
  /// is standardised.
  var hiddenBandSums: [Bool] = []
  /// By stratum, interval, counter: true where the age bands hold a count that would be kept back if it were
  /// shown.
  var hasHiddenBand: [Bool] = []
  /// By stratum, interval, counter: a count of days as rounded years; empty unless counts are rounded.
  var years: [Double] = []

  /// Nothing is kept back of a table of this shape.
  init(_ policy: DisclosurePolicy, counts: Int, residents: Int, hasBands: Bool) {
    self.policy = policy
    hidden = Array(repeating: false, count: counts)
    hiddenResidents = Array(repeating: false, count: residents)
    if hasBands {
      hiddenBandSums = hidden
      hasHiddenBand = hidden
    }
  }
}
