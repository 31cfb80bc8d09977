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
  /// The last day of which the study or a fill is: a roster that goes on behind the study may have births up to it.
  let lastKnownDay: Day
  /// The rules for who is a person of an interval.
  let persons: PersonRules
  /// The classes whose users the flow counts.
  let flow: FlowPlan
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

extension Study {
  /// The study of everyone together.
  var withoutGroups: Study {
    var study = self
    study.groupings = []
    study.variables = []
    study.ageBands = nil
    return study
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
  let levels: [LevelLabels]

  /// A planner for what `input` asks of `decoded`.
  init(_ decoded: DecodedStudy, _ input: AggregationInput) {
    self.decoded = decoded
    self.input = input
    registry = DrugRegistry(
      decoded.dictionaries.drugs.texts, list: input.drugs, drugSets: input.drugSets, threads: decoded.threads)
    rowBirths = decoded.rowBirths
    rowAges = decoded.rowAges
    let names = input.study.levelFields.map(input.study.levelNames(of:))
    levels = zip(decoded.dictionaries.levels, names).map { LevelLabels($0, names: $1) }
  }

  private var columns: FillColumns { decoded.request.columns }

  /// The rules for which rows the study takes up.
  var admission: AdmissionRules {
    AdmissionRules(
      lastDay: input.study.period.days.end, registry: registry,
      rowDemographics: decoded.dictionaries.rowDemographics, keptCount: columns.count,
      filePlace: columns.filePlace, fileCount: decoded.reading.rejects[.prescriptions]?.files.count ?? 0,
      // Where counts are kept back they are not told.
      countsPatientsOfFiles: !(input.study.disclosure?.isControlled ?? false))
  }

  /// The plan by which a shard is measured for `study`, which differs from the run's in its settings alone; of a variant of
  /// it nobody asks for the flow.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  func plan(_ study: Study, isVariant: Bool = false) throws(RxFault) -> AnalysisPlan {
    let start = study.period.days.start
    let measures = try MeasureSet(
      study, drugSets: input.drugSets, columns: columns,
      greatestDaysFactor: input.drugs.greatestDaysFactor)
    return AnalysisPlan(
      exposure: ExposurePlan(
        index: IntervalIndex(study.period), carryOver: study.carryOver,
        chainCounts: input.drugSets.map(\.chainCount), memberships: registry.drugs.map(\.memberships),
        columns: columns, doseTables: doseTables(study)),
      measures: measures,
      strata: CellCounter.Stratification(
        study, of: input.study, counterCount: measures.counterCount,
        representatives: levels.map(\.representatives)),
      openStart: min(start, decoded.fillDays?.start ?? start), lastDay: study.period.days.end,
      lastKnownDay: max(study.period.days.end, decoded.fillDays?.end ?? start), persons: persons,
      flow: isVariant ? .none : FlowPlan(study, drugSets: input.drugSets),
      fills: fillRules(study),
      usedRows: usedRowRules(study), rowBirths: rowBirths, rowAges: rowAges,
      rowsHaveBirth: decoded.request.prescriptions.birth != nil,
      exclusions: exclusions(study))
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
    let unreadable = UsedRowRules.amounts.enumerated().compactMap {
      amount, item -> UsedRowRules.Unreadable? in
      guard let place = columns.place(item.column) else { return nil }
      let isSet = decoded.dictionaries.kept[place].texts.map { text in
        if case .noNumber = ExactDecimal.read(text, decimal: study.prescriptions.files.decimal) {
          true
        } else {
          false
        }
      }
      return isSet.contains(true) ? .init(amount: amount, place: place, isSet: [false] + isSet) : nil
    }
    return UsedRowRules(
      keptCount: columns.count, filePlace: columns.filePlace,
      fileCount: decoded.reading.rejects[.prescriptions]?.files.count ?? 0, sameness: sameness,
      isMeasured: isMeasured(study), unreadable: unreadable)
  }

  /// By registry number, true for a drug that a measure names; `products` names others too.
  private func isMeasured(_ study: Study) -> [Bool] {
    let names = Set(
      study.measures.flatMap { spec in spec.drugs.map { [$0.name] } + [spec.joinedDrugs.map(\.name)] })
    let isNamed = input.drugSets.map { names.contains($0.names) }
    return registry.drugs.map { $0.memberships.contains { isNamed[$0.drugSet] } }
  }

  /// The plan by which products are counted; nil where the study does not ask.
  var products: ProductPlan? {
    ProductPlan(input, registry, columns) { column in
      columns.place(column).map { decoded.dictionaries.kept[$0].texts }
    }
  }

  private func doseTables(_ study: Study) -> [DoseTable] {
    DoseTable.all(input, study, registry.drugs) { column in
      columns.place(column).map { decoded.dictionaries.kept[$0].texts }
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

  /// The run's rules for persons, also where the plan is of one patient, without groups.
  private var persons: PersonRules {
    let (study, rule) = (input.study, input.study.persons)
    return PersonRules(
      requiresFullObservation: rule.requiresFullObservation, priorDays: rule.priorObservationDays,
      hasInclude: rule.include != nil, hasExclude: rule.exclude != nil, ages: rule.ages,
      otherLevels: rule.levels.compactMap { variable, labels in
        let asked = Set(labels.map(ExactText.init))
        return study.levelField(variable).map { field in
          (field, levels[field].labels.map { !asked.contains(ExactText($0)) })
        }
      }, droppedLevels: droppedLevels,
      dropsUnknownAge: study.dropsUnknown && study.variables.contains(.age),
      conditions: study.personConditions)
  }

  /// The levels `unknown` of the run's grouping variables, where it drops them.
  private var droppedLevels: [LevelMarks] {
    guard input.study.dropsUnknown else { return [] }
    return input.study.variables.compactMap(input.study.levelField).map { ($0, levels[$0].isUnknown) }
  }
}
