import RxCounts
import RxModel

/// The figures that a measure writes.
protocol MeasureFigures: AnyObject, Sendable {
  /// The figures of results.csv that it gives, in order, without groups and periods.
  var figures: [FigureDefinition] { get }
}

/// One measure of a study for which persons are counted: the figures that it writes, and how a person is counted for
/// them. One that is made of other measures' counts is a `MeasureFigures` alone.
///
/// A new measure is one type of this kind, in a file of its own with the `MeasuredSpec` that makes it. What `count`
/// goes through should hold numbers alone: a name in it costs a reference count a person. Measures are classes,
/// because to hand one over is then one reference count and not one for each of its arrays.
protocol Measure: MeasureFigures {
  /// True where persons without a fill count too, and not only for the denominators.
  var countsEveryone: Bool { get }
  /// Counts one person. It leaves the history's `totals` zeroed.
  func count(_ person: inout PersonHistory, into cells: inout CellCounter)
}

extension Measure {
  var countsEveryone: Bool { false }
}

/// Measures, each of which holds the next: to go through an array of them for each person would count a reference up and
/// down for each.
final class MeasureChain: Sendable {
  private let measure: any Measure
  private let next: MeasureChain?

  /// `measures` in their order; nil where there are none.
  init?(_ measures: ArraySlice<any Measure>) {
    guard let first = measures.first else { return nil }
    measure = first
    next = MeasureChain(measures.dropFirst())
  }

  /// Counts one person for each of them.
  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    measure.count(&person, into: &cells)
    next?.count(&person, into: &cells)
  }
}

/// The names of persons as a denominator.
enum DenominatorUnit {
  /// The unit of persons: with a roster `persons`, without one `patients_seen`. Residents are put in by the reporter.
  static func persons(hasRoster: Bool) -> String { hasRoster ? "persons" : "patients_seen" }
}

/// A drug set under the name that the study gives it.
struct MeasuredDrug: Sendable {
  let name: String
  /// Its number among the run's drug sets.
  let drugSet: Int
  /// The first drug set of the same entries: what is counted of either is the same.
  let key: Int
}
