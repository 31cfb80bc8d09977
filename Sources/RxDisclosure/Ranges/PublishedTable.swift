import RxCounts
import RxModel
import RxRelease
import RxText

/// A table of counts as its readers have it: what stands in no figure, or is kept back there, is not in it. Two tables of
/// which the same is published are equal here, so that nothing made from one tells more than what is published.
struct PublishedTable: Sendable {
  /// What a reader knows of a count, the least first.
  enum Knowledge: Int, Comparable, Sendable {
    /// It stands in no figure.
    case notShown
    /// It is kept back.
    case withheld
    /// It is kept back, and not 0.
    case withheldAboveZero
    /// It stands in a figure, or is 0 because there is none.
    case shown

    static func < (a: Knowledge, b: Knowledge) -> Bool { a.rawValue < b.rawValue }
  }

  /// The counts that are shown, with 1 in the place of any other, and no residents.
  let table: CountTable
  /// The number of groups that are published; the others are implied by them.
  let published: Int
  /// What is known of each count of the published groups, by stratum, interval and counter.
  private let counts: [Knowledge]
  /// What is known of each sum over the age bands, likewise.
  private let bandSums: [Knowledge]

  /// What is published of a table by these figures, which are all that there are.
  init(_ protected: ProtectedTable, _ figures: [PlacedFigure]) {
    let secret = protected.counts
    let known = ShownCounts(secret, figures)
    var table = secret
    for place in secret.counts.indices where known.counts[place] != .shown { table.counts[place] = 1 }
    (table.survival, table.values) = ([:], [:])
    // Of an amount four decimals are shown, as they are written.
    let unit = Int64(AmountCounters.partsPerUnit / 10_000)
    for counter in secret.counters.indices where secret.counters[counter].unit == .parts {
      for stratum in secret.strata.indices {
        for interval in secret.intervals.indices {
          let place = secret.place(stratum: stratum, interval: interval, counter: counter)
          guard known.counts[place - 1] == .shown else {
            table.counts[place] = 0
            continue
          }
          let amount = secret.amount(
            AmountCounters(whole: counter - 1, parts: counter), stratum: stratum, interval: interval)
          let shown = Int64(((Double(fixed(amount, decimals: 4)) ?? amount) * 10_000).rounded())
          table.counts[place - 1] = shown / 10_000
          table.counts[place] = shown % 10_000 * unit
        }
      }
    }
    table.residents = Array(repeating: .zero, count: secret.residents.count)
    table.ageBands.counts = Array(repeating: 0, count: secret.ageBands.counts.count)
    table.ageBands.residents = Array(repeating: .zero, count: secret.ageBands.residents.count)
    if secret.ageBands.bandCount > 0 {
      for stratum in secret.strata.indices where !secret.strata[stratum].isSplitByAge {
        for interval in secret.intervals.indices {
          for counter in secret.counters.indices {
            let place = secret.place(stratum: stratum, interval: interval, counter: counter)
            let sum = secret.bandSum(stratum: stratum, interval: interval, counter: counter)
            let first = secret.bandPlace(stratum: stratum, interval: interval, counter: counter, band: 0)
            table.ageBands.counts[first] = known.bandSums[place] == .shown ? Int64(sum) : 1
          }
        }
      }
    }
    published = secret.strata.count
    self.table = table.withImpliedGroups
    (counts, bandSums) = (known.counts, known.bandSums)
  }

  /// What is known of a count of a group, of everyone or of those of known age.
  func knowledge(_ people: SystemBuilder.People, _ stratum: Int, _ interval: Int, _ counter: Int) -> Knowledge
  {
    guard stratum < published else { return .notShown }
    let place = table.place(stratum: stratum, interval: interval, counter: counter)
    return people == .everyone ? counts[place] : bandSums[place]
  }
}

/// What the figures show of each count.
private struct ShownCounts {
  private let table: CountTable
  private(set) var counts: [PublishedTable.Knowledge]
  private(set) var bandSums: [PublishedTable.Knowledge]
  /// By counter, all counters of its quantity.
  private let same: [[Int]]

  private struct Row: Hashable {
    var definition: Int
    var stratum: Int
    var interval: Int
  }

  init(_ table: CountTable, _ figures: [PlacedFigure]) {
    self.table = table
    counts = Array(repeating: .notShown, count: table.counts.count)
    bandSums = counts
    let places = Dictionary(grouping: table.counters.indices) { table.counters[$0].meaning }
    same = table.counters.map { places[$0.meaning] ?? [] }
    var rows: [Row: Figure] = [:]
    for placed in figures where placed.intervals.count == 1 {
      rows[Row(definition: placed.place, stratum: placed.stratum, interval: placed.intervals[0])] =
        placed.figure
    }
    for (place, definition) in table.figures.enumerated() {
      for stratum in table.strata.indices {
        for interval in table.intervals.indices {
          note(
            definition, stratum, interval, rows[Row(definition: place, stratum: stratum, interval: interval)])
        }
      }
    }
  }

  /// Takes note of a row, or of there being none: then nobody is in the numerator, nor in the denominator.
  private mutating func note(_ definition: FigureDefinition, _ stratum: Int, _ interval: Int, _ row: Figure?)
  {
    let hasResidents = table.strata[stratum].hasResidents
    let isOfResidents = hasResidents && [.persons, .personYears].contains(definition.denominator)
    let numerator: PublishedTable.Knowledge =
      switch row {
      case nil: .shown
      case let row? where row.numerator != nil: .shown
      case let row? where row.denominator != nil && definition.alsoReveals.isEmpty: .withheldAboveZero
      default: .withheld
      }
    let denominator: PublishedTable.Knowledge =
      row.map { $0.denominator == nil ? .withheldAboveZero : .shown } ?? .shown
    // Of residents a row also lacks where there are none, and then nothing is known of those who are counted.
    let saysNothing = row == nil && isOfResidents
    switch definition.derivation {
    case .none, .survival, .median:
      if !saysNothing { raise(\.counts, stratum, interval, definition.numeratorCounter, to: numerator) }
      if !isOfResidents { raise(\.counts, stratum, interval, definition.denominatorCounter, to: denominator) }
    case .cohort:
      guard stratum > 0, !hasResidents, row != nil || !table.strata[0].hasResidents else { return }
      raise(\.counts, stratum, interval, CountTable.persons, to: numerator)
      if row != nil { raise(\.counts, 0, interval, CountTable.persons, to: denominator) }
    case .standardised:
      guard !table.strata[stratum].isSplitByAge, row != nil || !table.ageBands.hasResidents[stratum] else {
        return
      }
      // A band that is kept back takes the sum with it, which can be 0.
      let sum = numerator == .withheldAboveZero ? .withheld : numerator
      raise(\.bandSums, stratum, interval, definition.numeratorCounter, to: sum)
      guard !table.ageBands.hasResidents[stratum] else { return }
      let counter = definition.denominator == .persons ? CountTable.persons : CountTable.observedDays
      raise(\.bandSums, stratum, interval, counter, to: denominator)
    case .quantile: raise(\.counts, stratum, interval, definition.denominatorCounter, to: denominator)
    case .trend, .ratio: break
    }
  }

  private mutating func raise(
    _ known: WritableKeyPath<ShownCounts, [PublishedTable.Knowledge]>, _ stratum: Int, _ interval: Int,
    _ counter: Int,
    to knowledge: PublishedTable.Knowledge
  ) {
    for counter in same[counter] {
      let place = table.place(stratum: stratum, interval: interval, counter: counter)
      self[keyPath: known][place] = max(self[keyPath: known][place], knowledge)
    }
  }
}
