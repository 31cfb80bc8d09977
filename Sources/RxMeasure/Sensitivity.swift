import RxCounts
import RxModel

/// Settings that change what a person's history is: all combinations of the other settings are measured with one
/// history, so that a grid costs a few runs and not one for each combination.
struct SensitivityVariant: Sendable {
  /// The study with these settings, without groups; its measures are those of every washout and gap.
  let study: Study
  private let gaps: [Int?]
  private let washouts: [Int?]
  /// For each core measure of the study the places of its variants among the measures of `study`, by washout or gap;
  /// one where it depends on neither.
  private let places: [[Int]]
  private let specs: [MeasureSpec]

  /// The variants of a study's grid, in the order of the grid.
  static func all(_ grid: SensitivityGrid, of study: Study) -> [SensitivityVariant] {
    let carryOvers = grid.carryOver.isEmpty ? [study.carryOver] : grid.carryOver
    let drops = grid.dropsDuplicates.isEmpty ? [study.prescriptions.dropsDuplicates] : grid.dropsDuplicates
    return carryOvers.flatMap { carryOver in
      drops.map { SensitivityVariant(grid, of: study, carryOver: carryOver, dropsDuplicates: $0) }
    }
  }

  private init(_ grid: SensitivityGrid, of study: Study, carryOver: CarryOver, dropsDuplicates: Bool) {
    var variant = study
    variant.carryOver = carryOver
    variant.prescriptions.dropsDuplicates = dropsDuplicates
    variant.groupings = []
    variant.variables = []
    variant.ageBands = nil
    variant.sensitivity = nil
    variant.measures = []
    var places: [[Int]] = []
    specs = study.measures.filter(\.isCore)
    for spec in specs {
      var own: [MeasureSpec] = [spec]
      switch spec {
      case .incidence(let drugs, _, let clear) where !grid.washoutDays.isEmpty:
        own = grid.washoutDays.map { .incidence(drugs: drugs, washoutDays: $0, clear: clear) }
      case .longTermUse(let drugs, let definitions) where !grid.gapDays.isEmpty:
        own = grid.gapDays.map { gap in
          .longTermUse(drugs: drugs, definitions: definitions.map { $0.withGap(gap) })
        }
      default: break
      }
      places.append(own.indices.map { variant.measures.count + $0 })
      variant.measures += own
    }
    self.places = places
    self.study = variant
    gaps = grid.gapDays.isEmpty ? [study.onlyGapDays] : grid.gapDays
    washouts = grid.washoutDays.isEmpty ? [study.washoutDays] : grid.washoutDays
  }

  /// The counts under each gap and washout.
  func runs(_ measures: MeasureSet, _ counts: CountTable) -> [SensitivityRun] {
    gaps.indices.flatMap { gap in
      washouts.indices.map { washout in
        var own = counts
        own.lines = zip(specs, places).flatMap { spec, places -> ArraySlice<ResultLine> in
          let place: Int =
            switch spec {
            case .incidence: min(washout, places.count - 1)
            case .longTermUse: min(gap, places.count - 1)
            default: 0
            }
          return measures.lines[measures.linesOfMeasure[places[place]]]
        }
        return SensitivityRun(
          gapDays: gaps[gap], washoutDays: washouts[washout], carryOver: study.carryOver,
          dropsDuplicates: study.prescriptions.dropsDuplicates, counts: own)
      }
    }
  }
}

extension LongTermDefinition {
  /// The definition with another gap, where it has one.
  fileprivate func withGap(_ gapDays: Int) -> LongTermDefinition {
    if case .continuous(let days, _) = self { return .continuous(days: days, gap: gapDays) }
    return self
  }
}

extension Study {
  /// The gap of all continuous definitions, where it is one.
  fileprivate var onlyGapDays: Int? {
    var gaps: Set<Int> = []
    for case .longTermUse(_, let definitions) in measures {
      for case .continuous(_, let gap) in definitions { gaps.insert(gap) }
    }
    return gaps.count == 1 ? gaps.first : nil
  }

  /// The washout of incidence.
  fileprivate var washoutDays: Int? {
    for case .incidence(_, let washout, _) in measures { return washout }
    return nil
  }
}
