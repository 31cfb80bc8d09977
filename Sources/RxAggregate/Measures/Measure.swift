import RxModel

/// One measure of a study: the lines that it writes, and how a person is counted for them.
///
/// A new measure is one type of this kind, in a file of its own, and one case in `MeasureSet`. What `count` goes
/// through should hold numbers alone: a name in it costs a reference count a person. Measures are classes, because to
/// hand one over is then one reference count and not one for each of its arrays.
protocol Measure: AnyObject, Sendable {
  /// The lines of results.csv that it gives, in order, without groups and periods.
  var lines: [ResultLine] { get }
  /// Whether persons without a fill count too, and not only for the denominators.
  var countsEveryone: Bool { get }
  /// Counts one person. It leaves the history's `totals` zeroed.
  func count(_ person: inout PersonHistory, into cells: inout CellCounter)
}

extension Measure {
  var countsEveryone: Bool { false }
}

/// Gives out counters: each a column of whole numbers in the table of counts.
struct CounterLayout {
  /// How many counters there are. The first two are persons and observed days.
  private(set) var count = 2

  /// A new counter.
  mutating func add() -> Int {
    count += 1
    return count - 1
  }
}

/// How persons are called as a denominator.
enum DenominatorUnit {
  /// The unit of persons: with a roster `persons`, without one `patients_seen`. Residents are put in by the reporter.
  static func persons(hasRoster: Bool) -> String { hasRoster ? "persons" : "patients_seen" }
}

/// The measures of a study.
struct MeasureSet: Sendable {
  /// In the order of the study file.
  let measures: [any Measure]
  /// Those for which a person without a fill counts.
  let measuresOfEveryone: [any Measure]
  /// How many counters they share.
  let counterCount: Int

  /// The measures of `study`; `groups` are the drug groups that its names stand for.
  init(_ study: Study, groups: [DrugGroup]) {
    let numbers = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1.name, $0) })
    var layout = CounterLayout()
    let persons = DenominatorUnit.persons(hasRoster: study.roster != nil)
    func drugs(_ names: [Named]) -> [MeasuredDrug] {
      names.map { MeasuredDrug(name: $0.name, group: numbers[$0.name] ?? 0) }
    }
    measures = study.measures.map { spec -> any Measure in
      switch spec {
      case .prevalence(let names): Prevalence(drugs(names), persons: persons, &layout)
      case .fillRate(let names): FillRate(drugs(names), &layout)
      case .incidence(let names, let washout, let clear):
        Incidence(drugs(names), washoutDays: washout, clear: clear, &layout)
      case .longTermUse(let names, let definitions):
        LongTermUse(drugs(names), definitions, persons: persons, &layout)
      case .overlap(let pairs, let days):
        Overlap(
          pairs.map { (drugs([$0.first])[0], drugs([$0.second])[0]) }, days: days, persons: persons, &layout)
      }
    }
    measuresOfEveryone = measures.filter(\.countsEveryone)
    counterCount = layout.count
  }
}

/// A drug group under the name that the study gives it.
struct MeasuredDrug: Sendable {
  let name: String
  /// Its number among the run's drug groups.
  let group: Int
}
