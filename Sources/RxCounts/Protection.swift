import RxModel

/// What disclosure control did to a table of counts: which of them are kept back, and what was done to the others.
package struct Protection: Sendable {
  /// The policy that was followed.
  package var policy: DisclosurePolicy
  /// By cell, interval, counter: whether the count is kept back.
  package var hidden: [Bool]
  /// By cell and interval: whether the residents are kept back; empty without resident counts.
  package var hiddenResidents: [Bool]
  /// By cell, interval, counter: whether the sum over the age bands is kept back; empty where no rate is standardised.
  package var hiddenBandSums: [Bool] = []
  /// By cell, interval, counter: whether the age bands hold a count that would be kept back if it were shown.
  package var hasHiddenBand: [Bool] = []
  /// By cell, interval, counter: a count of days as rounded years; empty unless counts are rounded.
  package var years: [Double] = []

  /// Nothing is kept back of a table of this shape.
  package init(_ policy: DisclosurePolicy, counts: Int, residents: Int, hasBands: Bool) {
    self.policy = policy
    hidden = Array(repeating: false, count: counts)
    hiddenResidents = Array(repeating: false, count: residents)
    if hasBands {
      hiddenBandSums = hidden
      hasHiddenBand = hidden
    }
  }
}

extension CountTable {
  /// Where the count of `counter` stands in `counts`.
  package func place(cell: Int, interval: Int, counter: Int) -> Int {
    (cell * intervals.count + interval) * counterCount + counter
  }

  /// Whether the count of `counter` is kept back.
  package func isHidden(cell: Int, interval: Int, counter: Int) -> Bool {
    protection?.hidden[place(cell: cell, interval: interval, counter: counter)] ?? false
  }

  /// Whether the count that stands for persons is kept back: residents where the group has them.
  package func hidesResidents(cell: Int, interval: Int) -> Bool {
    protection?.hiddenResidents[cell * intervals.count + interval] ?? false
  }

  /// Whether counts are rounded.
  package var isRounded: Bool { protection.map { $0.policy.roundTo > 1 } ?? false }
}
