import RxCounts
import RxDecode
import RxModel

/// The measures of a study.
struct MeasureSet: Sendable {
  /// The figures of results.csv, in the order of the study file.
  let figures: [FigureDefinition]
  /// By measure of the study, its figures.
  let figuresOfMeasure: [Range<Int>]
  /// The measures that persons are counted for; nil where there are none.
  let measures: MeasureChain?
  /// The measures for which a person without a fill counts.
  let measuresOfEveryone: MeasureChain?
  /// The counters that they share.
  let counters: [Counter]
  /// The relations between these; empty where disclosure control does not ask.
  let relations: [CountRelation]
  /// By drug set, the first drug set of the same entries.
  private let keys: [Int]
  /// The number of counters that they share.
  var counterCount: Int { counters.count }

  /// The measures of `study`; `drugSets` are the drug sets that its names stand for,
  /// `columns` what is kept of each fill, and by `greatestDaysFactor` its days' supply is multiplied at most. Of each drug
  /// of the data `drugs` has the drug sets.
  /// - Throws: `RxFault` (70) where one asks for what is not there.
  init(
    _ study: Study, drugSets: [DrugSet], columns: FillColumns, greatestDaysFactor: Int = 1,
    drugs: [[Int]] = []
  ) throws(RxFault) {
    var builder = MeasureBuilder(
      study, drugSets: drugSets, columns: columns,
      mostDaysPerFill: study.prescriptions.longestSupplyDays * greatestDaysFactor)
    let found = try builder.measures()
    figures = found.flatMap(\.figures)
    var ranges: [Range<Int>] = []
    for measure in found {
      let first = ranges.last?.upperBound ?? 0
      ranges.append(first..<(first + measure.figures.count))
    }
    figuresOfMeasure = ranges
    let counting = found.compactMap { $0 as? any Measure }
    measures = MeasureChain(counting[...])
    measuresOfEveryone = MeasureChain(counting.filter(\.countsEveryone)[...])
    counters = builder.registry.counters
    keys = builder.keys
    // Only disclosure control asks for them, and with long code lists they take time.
    relations = study.disclosure?.isControlled ?? false ? builder.relations(drugs) : []
  }

  /// The counter of users of a drug set; nil where they are not counted.
  func counter(ofUsersOf drugSet: Int) -> Int? { counter(ExposureQuantity.users.of(keys[drugSet])) }

  /// The counter of those of them whose use is new by a rule; nil where they are not counted.
  func counter(ofNewUsersOf drugSet: Int, by rule: NewUseRule) -> Int? {
    counter(NewUseQuantity.newUsers(rule).of(keys[drugSet]))
  }

  private func counter(_ meaning: CounterMeaning) -> Int? { counters.firstIndex { $0.meaning == meaning } }

  /// The doses that the measures of `study` ask for, in the order of their books: of which drug set, in which unit.
  static func doses(_ study: Study, drugSets: [DrugSet]) -> [(drugSet: Int, unit: DoseUnit)] {
    var doses: [(drugSet: Int, unit: DoseUnit)] = []
    for (drug, unit) in study.measures.flatMap(\.doses) {
      guard let drugSet = drugSets.firstIndex(where: { $0.names == [drug.name] }) else { continue }
      if !doses.contains(where: { $0 == (drugSet, unit) }) { doses.append((drugSet, unit)) }
    }
    return doses
  }
}
