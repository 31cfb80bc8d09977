import RxCounts
import RxModel
import RxRelease

/// A table of counts as its readers have it: what is kept back, and what stands in no figure, is not in it. Two tables of
/// which the same is published are equal here, so that nothing made from one tells more than what is published.
struct PublishedTable: Sendable {
  /// What a reader knows of a count.
  enum Knowledge: UInt8, Sendable {
    /// It stands in a figure.
    case shown
    /// It is kept back, and so not 0.
    case keptBack
    /// It stands in no figure.
    case notShown
  }

  /// The counts that are shown, with 1 in the place of any other, and no residents.
  let table: CountTable
  /// The number of groups that are published; the others are implied by them.
  let published: Int
  /// What is known of each count, by stratum, interval and counter, of the published groups.
  private let counts: [Knowledge]
  /// What is known of each sum over the age bands, likewise; empty where no rate is standardised.
  private let bandSums: [Knowledge]

  /// What is published of a table.
  init(_ protected: ProtectedTable) {
    let secret = protected.counts
    let shown = secret.shownMeanings
    var table = secret
    var (known, bands): ([Knowledge], [Knowledge]) = ([], [])
    let perStratum = secret.intervals.count * secret.counterCount
    for place in secret.counts.indices {
      let (stratum, counter) = (place / perStratum, place % secret.counterCount)
      let isShown =
        shown.contains(secret.counters[counter].meaning) && secret.shows(counter, stratum: stratum)
      let isHidden = protected.protection?.hidden[place] ?? false
      known.append(!isShown ? .notShown : isHidden ? .keptBack : .shown)
      // Parts of a unit are cut where they are no longer shown; those of what is not shown go with their whole units.
      if secret.counters[counter].unit == .parts {
        let decimals = AmountCounters.partsPerUnit / 10_000
        table.counts[place] =
          known[place - 1] == .shown
          ? Int64((Double(secret.counts[place]) / decimals).rounded() * decimals) : 0
      } else if known[place] != .shown {
        table.counts[place] = 1
      }
    }
    table.residents = Array(repeating: .zero, count: secret.residents.count)
    if secret.ageBands.bandCount > 0 {
      bands = Self.mask(protected, &table)
    }
    published = secret.strata.count
    self.table = table.withImpliedGroups
    (counts, bandSums) = (known, bands)
  }

  /// Puts the sums over the age bands into the first of them, and 1 for what is kept back or not shown.
  private static func mask(_ protected: ProtectedTable, _ table: inout CountTable) -> [Knowledge] {
    let secret = protected.counts
    let standardised = Set(
      secret.figures.flatMap { figure -> [Int] in
        if case .standardised = figure.derivation { figure.shownCounters } else { [] }
      })
    table.ageBands.counts = Array(repeating: 0, count: secret.ageBands.counts.count)
    table.ageBands.residents = Array(repeating: .zero, count: secret.ageBands.residents.count)
    var known = Array(repeating: Knowledge.notShown, count: secret.counts.count)
    for stratum in secret.strata.indices where !secret.strata[stratum].isSplitByAge {
      for interval in secret.intervals.indices {
        for counter in secret.counters.indices {
          let place = secret.place(stratum: stratum, interval: interval, counter: counter)
          let hasResidents = secret.ageBands.hasResidents[stratum]
          let isShown =
            standardised.contains(counter)
            && !(hasResidents && [CountTable.persons, CountTable.observedDays].contains(counter))
          let sum = secret.bandSum(stratum: stratum, interval: interval, counter: counter)
          let isHidden =
            protected.protection.map { $0.hiddenBandSums.isEmpty ? false : $0.hiddenBandSums[place] } ?? false
          known[place] = !isShown ? .notShown : isHidden ? .keptBack : .shown
          let first = secret.bandPlace(stratum: stratum, interval: interval, counter: counter, band: 0)
          table.ageBands.counts[first] = known[place] == .shown ? Int64(sum) : 1
        }
      }
    }
    return known
  }

  /// What is known of a count of a group, of everyone or of those of known age.
  func knowledge(_ people: SystemBuilder.People, _ stratum: Int, _ interval: Int, _ counter: Int) -> Knowledge
  {
    guard stratum < published else { return .notShown }
    let place = table.place(stratum: stratum, interval: interval, counter: counter)
    return people == .everyone ? counts[place] : bandSums[place]
  }
}

extension CountTable {
  /// The meanings that stand in a figure of their interval.
  fileprivate var shownMeanings: Set<CounterMeaning> {
    Set(
      figures.flatMap { figure -> [CounterMeaning] in
        switch figure.derivation {
        case .none, .cohort, .survival, .median: figure.shownCounters.map { counters[$0].meaning }
        case .standardised, .trend, .ratio: []
        }
      })
  }

  /// True if a quantity is shown for a group: persons and person-years are not where residents stand for them.
  fileprivate func shows(_ counter: Int, stratum: Int) -> Bool {
    guard strata[stratum].hasResidents else { return true }
    let meaning = counters[counter].meaning
    if meaning == counters[Self.persons].meaning { return false }
    return meaning != counters[Self.observedDays].meaning
      || figures.contains { $0.denominator == .personDays }
  }
}
