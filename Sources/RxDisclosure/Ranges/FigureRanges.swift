import RxCounts
import RxModel
import RxParallel
import RxRelease

/// What a reader can work out of the figures that are kept back. Nothing here is secret.
struct FigureRanges: Sendable {
  private let table: PublishedTable
  private let minCell: Int
  /// By interval; nil where nothing of it is kept back.
  private let intervals: [IntervalRanges?]

  /// Works the ranges of `figures` out.
  /// - Throws: `RxFault` (70) for a defect.
  init(_ table: PublishedTable, _ figures: [PlacedFigure], minCell: Int, threads: Int) throws(RxFault) {
    self.table = table
    self.minCell = minCell
    let asked = Set(figures.filter { $0.figure.status == .suppressed }.flatMap(\.intervals))
    let failure = Failure()
    let count = table.table.intervals.count
    intervals = parallelMap(count, workers: min(threads, count)) { interval, _ -> IntervalRanges? in
      guard asked.contains(interval), !failure.isSet else { return nil }
      do throws(RxFault) {
        return try IntervalRanges(table, interval: interval)
      } catch {
        failure.set(error, at: interval)
        return nil
      }
    }
    if let fault = failure.fault { throw fault }
  }

  /// The ranges of a figure that is kept back.
  func range(of placed: PlacedFigure) -> FigureRange {
    let (figure, definition) = (placed.figure, placed.definition)
    let numerator = numerator(placed)
    let denominator = figure.denominator.map { known(of: $0) } ?? denominator(placed)
    return FigureRange(
      numerator: numerator, denominator: denominator,
      estimate: estimate(
        definition, numerator, denominator, isOfResidents: figure.denominatorUnit.hasPrefix("resident")))
  }

  private func known(of denominator: Figure.Denominator) -> FigureRange.Ends {
    switch denominator {
    case .count(let count): FigureRange.Ends(Double(count), Double(count))
    case .years(let years): FigureRange.Ends(years, years, decimals: 4)
    }
  }

  /// Residents are kept back where they are few, and only there.
  private var fewResidents: FigureRange.Ends { FigureRange.Ends(1, Double(minCell - 1)) }

  private func numerator(_ placed: PlacedFigure) -> FigureRange.Ends {
    switch placed.definition.derivation {
    case .cohort:
      placed.figure.denominatorUnit == "residents"
        ? fewResidents : count(placed, .everyone, placed.stratum, CountTable.persons)
    case .standardised: count(placed, .ofKnownAge, placed.stratum, placed.definition.numeratorCounter)
    case .quantile: .open
    case .none, .trend, .ratio, .survival, .median, .incidence, .incidenceMedian:
      count(placed, .everyone, placed.stratum, placed.definition.numeratorCounter)
    }
  }

  private func denominator(_ placed: PlacedFigure) -> FigureRange.Ends {
    let definition = placed.definition
    switch (placed.figure.denominatorUnit, definition.derivation) {
    case ("residents", .none), ("residents", .ratio): return fewResidents
    case ("residents", _), ("resident_years", _): return .open
    default: break
    }
    let isCohort = if case .cohort = definition.derivation { true } else { false }
    let isStandardised = if case .standardised = definition.derivation { true } else { false }
    let days = count(
      placed, isStandardised ? .ofKnownAge : .everyone, isCohort ? 0 : placed.stratum,
      isCohort ? CountTable.persons : definition.denominatorCounter)
    switch definition.denominator {
    case .personYears, .years:
      return FigureRange.Ends(
        days.least.map { $0 / daysPerYear }, days.greatest.map { $0 / daysPerYear }, decimals: 4)
    case .persons, .personDays, .count: return days
    }
  }

  /// A count of a group over the intervals of a figure.
  private func count(
    _ placed: PlacedFigure, _ people: SystemBuilder.People, _ stratum: Int, _ counter: Int
  ) -> FigureRange.Ends {
    var sum = FigureRange.Ends(0, 0, decimals: table.table.isDecimal(counter) ? 4 : 0)
    // A trend leaves intervals without residents out, and does not tell which.
    if placed.intervals.count > 1, table.table.strata[placed.stratum].hasResidents { return .open }
    for interval in placed.intervals {
      let own = intervals[interval]?.ends(people, stratum, counter) ?? .open
      sum.least = sum.least.flatMap { sum in own.least.map { sum + $0 } }
      sum.greatest = sum.greatest.flatMap { sum in own.greatest.map { sum + $0 } }
    }
    return sum
  }

  /// From least over greatest to greatest over least; no share is above 100%, but of residents, who can be fewer.
  private func estimate(
    _ definition: FigureDefinition, _ numerator: FigureRange.Ends, _ denominator: FigureRange.Ends,
    isOfResidents: Bool
  ) -> FigureRange.Ends {
    switch definition.derivation {
    case .none, .cohort: break
    case .standardised, .trend, .ratio, .survival, .median, .incidence, .incidenceMedian, .quantile:
      return .open
    }
    let scale = definition.estimate.scale
    func quotient(_ numerator: Double?, _ denominator: Double?) -> Double? {
      guard let numerator, let denominator, denominator > 0 else { return nil }
      return scale * numerator / denominator
    }
    var ends = FigureRange.Ends(
      quotient(numerator.least, denominator.greatest), quotient(numerator.greatest, denominator.least),
      decimals: 4)
    let isShare =
      switch definition.limits {
      case .wilson: true
      case .poisson, .robust, .none: definition.estimate.unit == FigureDefinition.Estimate.percent.unit
      }
    if isShare, !isOfResidents { ends.greatest = min(ends.greatest ?? scale, scale) }
    return ends
  }
}
