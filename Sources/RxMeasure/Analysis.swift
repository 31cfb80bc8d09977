import RxCounts
import RxModel
import RxParallel

/// The second stage of a run: measures everyone whom the first has read.
extension Reading {
  /// Measures everyone.
  /// - Throws: `RxFault` (70) where the rows don't add up: a defect; 74 where what went to the disk can't be read.
  package func analyse() throws(RxFault) -> Aggregation {
    let study = input.study
    let main = try plan(study)
    let variants = study.sensitivity.map { SensitivityVariant.all($0, of: study) } ?? []
    let plans = try [main] + variants.map { variant throws(RxFault) in try plan(variant.study) }
    let layouts =
      [cellLayout(study, counterCount: main.measures.counterCount)]
      + zip(variants, plans.dropFirst()).map { cellLayout($0.study, counterCount: $1.measures.counterCount) }

    // A shard that comes back from the disk is there about three times over while it is measured.
    let threads = options.memory.workers(
      bytesEach: spill.byteCount / shardCount * 3, atMost: options.threads)
    let failure = Failure()
    let nothing = ShardAttrition(books: main.exposure.books.count, flatFields: main.flatCount)
    let workers = parallelMap(threads, workers: threads) { worker, _ in
      var attrition = nothing
      var analyses = zip(plans, layouts).map { ShardAnalysis($0, cells: CellCounter($1)) }
      for shard in stride(from: worker, to: shardCount, by: threads) where !failure.isSet {
        do throws(RxFault) {
          let (home, seen) = try load(shard)
          var people = ShardPeople(cohort, home, flatCount: main.flatCount)
          for worker in seen { people.add(worker, names: flatNames) }
          var fills: [Bool: ShardFills] = [:]
          for place in analyses.indices {
            let drops = plans[place].dropsDuplicates
            let own =
              fills[drops]
              ?? ShardFills(
                people, workers: seen, columns: main.exposure.columns, dropsDuplicates: drops)
            fills[drops] = own
            let counted = analyses[place].analyse(people, own, workers: seen)
            if place == 0 { attrition = attrition + counted }
          }
        } catch {
          failure.set(error)
        }
      }
      var counts: [CellCounts] = []
      for place in analyses.indices { counts.append(analyses[place].takeCounts()) }
      return (attrition, counts)
    }
    if let fault = failure.fault { throw fault }
    let shards = workers.map(\.0).reduce(nothing) { $0 + $1 }
    let tables = zip(plans, layouts).enumerated().map { place, item in
      CellTable(item.1, orders: levelNames.map(LevelOrder.init), population: population).merge(
        workers.map { $0.1[place] }, intervals: item.0.exposure.index.intervals, measures: item.0.measures)
    }
    let layout = PrescriptionLayout(study.prescriptions, keeping: main.exposure.columns)
    let fields = layout.fields[PrescriptionLayout.firstFlat...].prefix(layout.flatCount)
    let result = Aggregation(
      counts: tables[0], attrition: attrition(shards, main.exposure.books), persons: shards.persons,
      conflicts: zip(fields, shards.conflicts).map { ($0, $1) },
      sensitivity: zip(variants, zip(plans, tables).dropFirst()).flatMap { variant, own in
        variant.runs(own.0.measures, own.1)
      })
    guard result.attrition.addsUp else {
      throw RxFault(
        .software,
        "the rows don't add up: \(result.attrition.read.rows) were read, and the kinds of rows give "
          + "\(result.attrition.kinds.reduce(0) { $0 + $1.rows })",
        remedy: "this is a defect in rxuse; please report it")
    }
    return result
  }

  /// How a shard is measured for `study`, which differs from the run's in its settings alone.
  /// - Throws: `RxFault` (70) where a measure is not counted.
  func plan(_ study: Study) throws(RxFault) -> AnalysisPlan {
    let layout = PrescriptionLayout(study.prescriptions, keeping: shared.columns)
    let drugs = registry.drugs
    return AnalysisPlan(
      exposure: ExposurePlan(
        index: IntervalIndex(study.period), carryOver: study.carryOver,
        chainCounts: input.groups.map(\.chainCount), memberships: drugs.map(\.memberships),
        columns: shared.columns, books: books(study, drugs)),
      measures: try MeasureSet(
        study, groups: input.groups, columns: shared.columns,
        greatestDaysFactor: input.drugs.entries.map(\.daysFactor).max() ?? 1,
        drugs: drugs.map { $0.memberships.map(\.group) }),
      openStart: min(study.period.days.start, firstFillDay ?? study.period.days.start),
      lastDay: study.period.days.end, requiresFullObservation: study.requiresFullObservation,
      dropsDuplicates: study.prescriptions.dropsDuplicates, flatBirths: flatBirths(layout),
      flatCount: layout.flatCount, flatHasBirth: layout.birthIsMapped, flatNames: flatNames,
      exclusions: exclusions(study))
  }

  private func books(_ study: Study, _ drugs: [DrugRegistry.Drug]) -> [DoseBook] {
    func amounts(_ column: InputColumn) -> DoseBook.Amounts {
      DoseBook.Amounts(shared.columns.place(column).map { shared.columnNames[$0].texts })
    }
    let doses = MeasureSet.doses(study, groups: input.groups)
    guard !doses.isEmpty else { return [] }
    let (quantities, strengths) = (amounts(.quantity), amounts(.strength))
    return doses.map { group, unit in
      DoseBook(
        input.groups[group], number: group, unit: unit, drugs: drugs, list: input.drugs,
        quantities: quantities,
        strengths: strengths)
    }
  }

  /// The attributes that keep persons out of a measure where they are set: 1, y, yes or true, in any case.
  private func exclusions(_ study: Study) -> [(field: Int, isSet: [Bool])] {
    var result: [(field: Int, isSet: [Bool])] = []
    for index in study.measures.flatMap(\.exclusions) {
      guard let field = levelField(.attribute(name: study.attributes[index].name, index: index)) else {
        continue
      }
      let isSet = levelNames[field].texts.map { ["1", "y", "yes", "true"].contains($0.lowercased()) }
      result.append((field, [false] + isSet))
    }
    return result
  }

  func cellLayout(_ study: Study, counterCount: Int) -> CellCounter.Layout {
    var variables = study.variables
    var groupings = study.groupings
    if study.measures.contains(where: \.needsAgeBands) {
      if !variables.contains(.age) { variables.append(.age) }
      let age = variables.firstIndex(of: .age) ?? 0
      groupings += ([[]] + study.groupings).filter { !$0.contains(age) }.map { $0 + [age] }
    }
    return CellCounter.Layout(
      variables: variables, publishedVariables: study.variables.count, groupings: groupings,
      publishedGroupings: study.groupings.count, ageBands: study.ageBands,
      intervalCount: study.period.intervals.count, counterCount: counterCount,
      levelOfVariable: variables.map(levelField),
      unknownAlias: levelNames.map { names in names.find(unknownLevel).map { UInt32($0 + 1) } })
  }

  /// A variable's place among a patient's levels; nil for age.
  func levelField(_ variable: GroupVariable) -> Int? {
    switch variable {
    case .age: nil
    case .sex: 0
    case .attribute(_, let index):
      index + (input.study.patientInput.sex != nil ? 1 : 0)
    }
  }

  private func flatBirths(_ layout: PrescriptionLayout) -> [Day?] {
    guard layout.birthIsMapped else { return [] }
    return flatNames[0].texts.map { text in
      let bytes = Array(text.utf8)
      return birthDay(
        input.study.prescriptions.birth, input.study.prescriptions.files.dates, bytes.span, 0..<bytes.count)
    }
  }

  private func attrition(_ shards: ShardAttrition, _ books: [DoseBook]) -> Attrition {
    var attrition = Attrition()
    let totals = rejects[.prescriptions] ?? RejectTotals()
    attrition.read = Attrition.Count(
      .read(.prescriptions), rows: totals.rows, patients: shards.patientsSeen)
    for reason in RejectReason.allCases {
      if let rows = totals.counts[reason] {
        attrition.kinds.append(Attrition.Count(.rejected(reason, of: .prescriptions), rows: rows))
      }
    }
    var kinds: [(AttritionStep, ShardAttrition.Counted)] = [
      (.notInRoster, shards.notInRoster), (.notInCodeList, shards.unlisted), (.afterStudy, shards.late),
    ]
    if input.study.prescriptions.reversals != nil {
      kinds += [
        (.reversed, shards.reversed), (.reversal, shards.reversals), (.reversalOfNoFill, shards.orphans),
      ]
    }
    kinds += [
      (.duplicate, shards.duplicates), (.outsideObservation, shards.unobserved), (.used, shards.used),
    ]
    attrition.kinds += kinds.map { Attrition.Count($0.0, rows: $0.1.rows, patients: $0.1.patients) }
    for (book, lacking) in zip(books, shards.lackingDose) where lacking.rows > 0 {
      attrition.leftOut.append(
        Attrition.Count(
          .withoutDose(drug: book.name, unit: book.unit), rows: lacking.rows,
          patients: lacking.patients))
    }
    for kind in InputKind.allCases where kind != .prescriptions {
      guard let totals = rejects[kind] else { continue }
      attrition.otherInputs.append(Attrition.Count(.read(kind), rows: totals.rows))
      for reason in RejectReason.allCases {
        guard let rows = totals.counts[reason] else { continue }
        attrition.otherInputs.append(
          Attrition.Count(.rejected(reason, of: kind), rows: rows))
      }
    }
    return attrition
  }
}
