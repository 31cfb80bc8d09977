import RxCounts
import RxDecode
import RxModel

/// The plan for the analysis of any shard.
struct AnalysisPlan: Sendable {
  let exposure: ExposurePlan
  let measures: MeasureSet
  /// The strata that persons are counted in.
  let strata: CellCounter.Stratification
  /// An open observation period starts here.
  let openStart: Day
  let lastDay: Day
  let requiresFullObservation: Bool
  /// The rules for which of the admitted rows are fills.
  let fills: FillRules
  /// The rules by which used rows are told apart.
  let usedRows: UsedRowRules
  /// The births of a flat file, by their numbers in the dictionary; empty without.
  let rowBirths: [Day?]
  /// The ages of a flat file in completed years, by their numbers in the dictionary; empty without.
  let rowAges: [Int?]
  /// True where a flat file has births.
  let rowsHaveBirth: Bool
  /// The attributes that keep persons out of a measure.
  let exclusions: [LevelMarks]
  /// The levels with which nobody is a person of any interval: `unknown`, where the study drops it.
  let droppedLevels: [LevelMarks]
  /// True where nobody of unknown age is a person of any interval.
  let dropsUnknownAge: Bool
}

/// Levels of one variable that mark whoever has them: the place among a person's levels, and by level number whether it
/// is one of them.
typealias LevelMarks = (field: Int, isMarked: [Bool])

extension [LevelMarks] {
  /// True if a person has one of the levels; the person's are some of `levels`, from `first` on.
  @inline(__always)
  func mark(_ levels: [UInt32], from first: Int) -> Bool {
    contains { $0.isMarked[Int(levels[first + $0.field])] }
  }
}

/// Makes plans of a decoded study and what is asked of it.
struct Planner: Sendable {
  let decoded: DecodedStudy
  let input: AggregationInput
  /// The drugs of the data, by the code list.
  let registry: DrugRegistry
  private let rowBirths: [Day?]
  private let rowAges: [Int?]
  /// The levels of each level field of a patient.
  let levels: [LevelOrder]

  /// A planner for what `input` asks of `decoded`.
  init(_ decoded: DecodedStudy, _ input: AggregationInput) {
    self.decoded = decoded
    self.input = input
    registry = DrugRegistry(
      decoded.dictionaries.drugs.texts, list: input.drugs, drugSets: input.drugSets, threads: decoded.threads)
    rowBirths = decoded.rowBirths
    rowAges = decoded.rowAges
    let names = input.study.levelFields.map(input.study.levelNames(of:))
    levels = zip(decoded.dictionaries.levels, names).map { LevelOrder($0, names: $1) }
  }

  private var columns: FillColumns { decoded.request.columns }

  /// The rules for which rows the study takes up.
  var admission: AdmissionRules {
    AdmissionRules(
      lastDay: input.study.period.days.end, registry: registry,
      rowDemographics: decoded.dictionaries.rowDemographics, keptCount: columns.count,
      filePlace: columns.filePlace, fileCount: decoded.rejects[.prescriptions]?.files.count ?? 0,
      // Where counts are kept back they are not told.
      countsPatientsOfFiles: !(input.study.disclosure?.isControlled ?? false))
  }

  /// The plan by which a shard is measured for `study`, which differs from the run's in its settings alone.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  func plan(_ study: Study) throws(RxFault) -> AnalysisPlan {
    let start = study.period.days.start
    let measures = try MeasureSet(
      study, drugSets: input.drugSets, columns: columns,
      greatestDaysFactor: input.drugs.entries.map(\.daysFactor).max() ?? 1,
      drugs: registry.drugs.map { $0.memberships.map(\.drugSet) })
    return AnalysisPlan(
      exposure: ExposurePlan(
        index: IntervalIndex(study.period), carryOver: study.carryOver,
        chainCounts: input.drugSets.map(\.chainCount), memberships: registry.drugs.map(\.memberships),
        columns: columns, doseTables: doseTables(study)),
      measures: measures, strata: strata(study, counterCount: measures.counterCount),
      openStart: min(start, decoded.fillDays?.start ?? start), lastDay: study.period.days.end,
      requiresFullObservation: study.requiresFullObservation, fills: fillRules(study),
      usedRows: usedRowRules(study), rowBirths: rowBirths, rowAges: rowAges,
      rowsHaveBirth: decoded.request.prescriptions.birth != nil,
      exclusions: exclusions(study), droppedLevels: droppedLevels,
      dropsUnknownAge: input.study.dropsUnknown && input.study.variables.contains(.age))
  }

  private func fillRules(_ study: Study) -> FillRules {
    var reversals: FillRules.Reversals?
    if let own = columns.place(.claim), let original = columns.place(.original) {
      reversals = .claims(own: own, original: original)
    } else if study.prescriptions.reversals != nil {
      reversals = .alike(RowDetails(decoded, forReversals: true))
    }
    return FillRules(
      keptCount: columns.count, filePlace: columns.filePlace, reversals: reversals,
      duplicates: study.prescriptions.dropsDuplicates ? RowDetails(decoded, forReversals: false) : nil)
  }

  private func usedRowRules(_ study: Study) -> UsedRowRules {
    let sameness: UsedRowRules.Sameness? =
      if study.prescriptions.dropsDuplicates {
        nil
      } else if let place = columns.detailsPlace {
        .hash(place: place)
      } else {
        .details(RowDetails(decoded, forReversals: false))
      }
    let amounts: [(AttritionStep, InputColumn)] = [
      (.quantityUnreadable, .quantity), (.strengthUnreadable, .strength),
    ]
    let unreadable = amounts.compactMap { step, column -> (step: AttritionStep, place: Int, isSet: [Bool])? in
      guard let place = columns.place(column) else { return nil }
      let isSet = decoded.dictionaries.kept[place].texts.map { text in
        if case .noNumber = ExactDecimal.read(text, decimal: study.prescriptions.files.decimal) {
          true
        } else {
          false
        }
      }
      return isSet.contains(true) ? (step, place, [false] + isSet) : nil
    }
    return UsedRowRules(
      keptCount: columns.count, filePlace: columns.filePlace,
      fileCount: decoded.rejects[.prescriptions]?.files.count ?? 0, sameness: sameness,
      isMeasured: registry.drugs.map { !$0.memberships.isEmpty }, unreadable: unreadable)
  }

  private func doseTables(_ study: Study) -> [DoseTable] {
    func amounts(_ column: InputColumn) -> DoseTable.Amounts {
      DoseTable.Amounts(
        columns.place(column).map { decoded.dictionaries.kept[$0].texts },
        decimal: study.prescriptions.files.decimal)
    }
    let doses = MeasureSet.doses(study, drugSets: input.drugSets)
    guard !doses.isEmpty else { return [] }
    let (quantities, strengths) = (amounts(.quantity), amounts(.strength))
    return doses.map { drugSet, unit in
      DoseTable(
        input.drugSets[drugSet], number: drugSet, unit: unit, drugs: registry.drugs, list: input.drugs,
        quantities: quantities, strengths: strengths)
    }
  }

  /// The attributes that keep persons out of a measure where they are set: 1, y, yes or true, in any case. Where the
  /// study names the level so, or 0, n, no or false, the name says it and not what the data write.
  private func exclusions(_ study: Study) -> [LevelMarks] {
    let (yes, no): (Set, Set) = (["1", "y", "yes", "true"], ["0", "n", "no", "false"])
    var result: [LevelMarks] = []
    for index in study.measures.flatMap(\.exclusions) {
      let attribute = GroupVariable.attribute(name: study.attributes[index].name, index: index)
      guard let field = input.study.levelField(attribute) else { continue }
      let values = [""] + decoded.dictionaries.levels[field].texts
      result.append(
        (
          field,
          zip(values, levels[field].labels).map { value, label in
            let name = label.lowercased()
            return yes.contains(name) || (yes.contains(value.lowercased()) && !no.contains(name))
          }
        ))
    }
    return result
  }

  /// The levels `unknown` of the run's grouping variables, where it drops them; also where the plan is of one patient,
  /// without groups.
  private var droppedLevels: [LevelMarks] {
    guard input.study.dropsUnknown else { return [] }
    return input.study.variables.compactMap(input.study.levelField).map { ($0, levels[$0].isUnknown) }
  }

  private func strata(_ study: Study, counterCount: Int) -> CellCounter.Stratification {
    var variables = study.variables
    var groupings = study.groupings
    if study.measures.contains(where: \.needsAgeBands) {
      let age = variables.firstIndex(of: .age) ?? variables.count
      if age == variables.count { variables.append(.age) }
      groupings += ([[]] + study.groupings).filter { !$0.contains(age) }.map { $0 + [age] }
    }
    return CellCounter.Stratification(
      variables: variables, publishedVariables: study.variables.count, groupings: groupings,
      publishedGroupings: study.groupings.count, ageBands: study.ageBands,
      intervalCount: study.period.intervals.count, counterCount: counterCount,
      levelOfVariable: variables.map(input.study.levelField),
      representatives: levels.map(\.representatives), dropsUnknown: study.dropsUnknown)
  }

  /// The workers' counts as one table, by the names of the data.
  func table(_ counts: [CellCounts], _ plan: AnalysisPlan, population: Population?) -> CountTable {
    CellTable(plan.strata, orders: levels, population: population)
      .merge(counts, intervals: plan.exposure.index.intervals, measures: plan.measures)
  }
}
