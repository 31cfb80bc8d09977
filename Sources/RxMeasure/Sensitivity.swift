import RxCounts
import RxModel

/// Settings that change what a person's history is: all combinations of the other settings are measured with one
/// history, so that a grid costs a few runs and not one for each combination.
struct SensitivityVariant: Sendable {
  /// The study with these settings, without groups; its measures are those of every washout and gap.
  let study: Study
  private let gaps: [Int?]
  private let washouts: [Int?]
  /// For each core measure of the study, by gap and washout, the place of its variant among the measures of `study`.
  private let places: [[[Int]]]

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
    let core = study.measures.filter(\.isCore)
    gaps = grid.gapDays.isEmpty ? [core.onlyGapDays] : grid.gapDays
    washouts = grid.washoutDays.isEmpty ? [core.washoutDays] : grid.washoutDays
    places = core.map { Self.places(of: $0, grid, among: &variant.measures) }
    self.study = variant
  }

  /// Adds a measure's variants to `measures`, one for each setting that it depends on; their places by gap and washout.
  private static func places(
    of spec: any MeasureSpec, _ grid: SensitivityGrid, among measures: inout [any MeasureSpec]
  ) -> [[Int]] {
    /// The measure under each setting; under all of them it is one where it does not depend on them.
    func variants(
      _ spec: any MeasureSpec, _ settings: [Int], _ varied: (any MeasureSpec, Int) -> (any MeasureSpec)?
    ) -> [any MeasureSpec] {
      let variants = settings.compactMap { varied(spec, $0) }
      return variants.isEmpty ? [spec] : variants
    }
    func spread<Place>(_ places: [Place], over settings: [Int]) -> [Place] {
      places.count < settings.count ? settings.flatMap { _ in places } : places
    }
    let own = variants(spec, grid.gapDays) { $0.varied(gapDays: $1) }.map { spec in
      let first = measures.count
      measures += variants(spec, grid.washoutDays) { $0.varied(washoutDays: $1) }
      return spread(Array(first..<measures.count), over: grid.washoutDays)
    }
    return spread(own, over: grid.gapDays)
  }

  /// The counts under each gap and washout.
  func runs(_ measures: MeasureSet, _ counts: CountTable) -> [SensitivityRun] {
    gaps.indices.flatMap { gap in
      washouts.indices.map { washout in
        var own = counts
        own.figures = places.flatMap { places in
          measures.figures[measures.figuresOfMeasure[places[gap][washout]]]
        }
        return SensitivityRun(
          gapDays: gaps[gap], washoutDays: washouts[washout], carryOver: study.carryOver,
          dropsDuplicates: study.prescriptions.dropsDuplicates, counts: own)
      }
    }
  }
}

extension [any MeasureSpec] {
  /// The gap of all eras, in days, where it is one.
  fileprivate var onlyGapDays: Int? {
    let gaps = Set(flatMap(\.gapsDays))
    return gaps.count == 1 ? gaps.first : nil
  }

  /// The washout of the first measure that has one, in days.
  fileprivate var washoutDays: Int? { lazy.compactMap(\.ownWashoutDays).first }
}
