import RxCounts
import RxModel

/// The measures of a study.
struct MeasureSet: Sendable {
  /// The lines of results.csv, in the order of the study file.
  let lines: [ResultLine]
  /// By measure of the study, its lines.
  let linesOfMeasure: [Range<Int>]
  /// The measures that persons are counted for.
  let measures: [any Measure]
  /// Those for which a person without a fill counts.
  let measuresOfEveryone: [any Measure]
  /// What the counters that they share count.
  let counters: [Counter]
  /// What holds between these; empty where disclosure control does not ask.
  let relations: [CountRelation]
  /// How many counters they share.
  var counterCount: Int { counters.count }

  /// The measures of `study`; `groups` are the drug groups that its names stand for,
  /// `columns` what is kept of each fill, and by `greatestDaysFactor` its days' supply is multiplied at most. Of each drug
  /// of the data `drugs` has the groups.
  init(
    _ study: Study, groups: [DrugGroup], columns: FillColumns, greatestDaysFactor: Int = 1,
    drugs: [[Int]] = []
  ) {
    var builder = MeasureBuilder(study, groups: groups, columns: columns)
    builder.mostDaysPerFill = study.prescriptions.longestSupplyDays * greatestDaysFactor
    // Those that are made of others' lines come after these.
    var all: [(any MeasureLines)?] = study.measures.map { builder.counted($0) }
    for (place, spec) in study.measures.enumerated() where all[place] == nil {
      all[place] = builder.derived(spec, of: all.compactMap { $0 }.flatMap(\.lines))
    }
    let found = all.compactMap { $0 }
    lines = found.flatMap(\.lines)
    var ranges: [Range<Int>] = []
    for measure in found {
      let first = ranges.last?.upperBound ?? 0
      ranges.append(first..<(first + measure.lines.count))
    }
    linesOfMeasure = ranges
    measures = found.compactMap { $0 as? any Measure }
    measuresOfEveryone = measures.filter(\.countsEveryone)
    counters = builder.registry.counters
    // Only disclosure control asks for them, and with long code lists they take time.
    relations = study.disclosure?.isControlled ?? false ? builder.relations(drugs) : []
  }

  /// The doses that the measures of `study` ask for, in the order of their books: of which group, in which unit.
  static func doses(_ study: Study, groups: [DrugGroup]) -> [(group: Int, unit: DoseUnit)] {
    var doses: [(group: Int, unit: DoseUnit)] = []
    for (drug, unit) in study.measures.flatMap(\.doses) {
      guard let group = groups.firstIndex(where: { $0.names == [drug.name] }) else { continue }
      if !doses.contains(where: { $0 == (group, unit) }) { doses.append((group, unit)) }
    }
    return doses
  }
}

/// Makes measures of the study's specifications.
private struct MeasureBuilder {
  private let study: Study
  private let groups: [DrugGroup]
  private let numbers: [[String]: Int]
  private let doses: [(group: Int, unit: DoseUnit)]
  /// By group, the first group of the same entries.
  private let keys: [Int]
  private let columns: FillColumns
  private let persons: String
  /// Days' supply.
  var mostDaysPerFill = 1
  private(set) var registry: CounterRegistry

  init(_ study: Study, groups: [DrugGroup], columns: FillColumns) {
    self.study = study
    self.groups = groups
    registry = CounterRegistry(
      countsContributors: study.disclosure?.isControlled ?? false, isFull: study.requiresFullObservation)
    numbers = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1.names, $0) })
    let entries = groups.map { Set($0.chainOfEntry.keys) }
    keys = entries.indices.map { group in entries.firstIndex(of: entries[group]) ?? group }
    doses = MeasureSet.doses(study, groups: groups)
    self.columns = columns
    persons = DenominatorUnit.persons(hasRoster: study.roster != nil)
  }

  private func drug(_ name: String) -> MeasuredDrug { drug([name], text: name) }

  private func drug(_ names: [String], text: String) -> MeasuredDrug {
    let group = numbers[names] ?? 0
    return MeasuredDrug(name: text, group: group, key: groups.isEmpty ? group : keys[group])
  }

  /// What holds between the counters; of each drug of the data `drugs` has the groups.
  func relations(_ drugs: [[Int]]) -> [CountRelation] {
    var drugsOfKey: [Int: Set<Int>] = [:]
    for (drug, groups) in drugs.enumerated() {
      for group in groups { drugsOfKey[keys[group], default: []].insert(drug) }
    }
    let nesting = nesting
    let ofClasses = RelationsOfClasses(
      nesting: nesting, drugsOfClass: drugsOfKey, counters: registry.counters)
    return (registry.relations(nesting) + ofClasses.all).withNestedSubsets
  }

  /// Which drug groups are part of which.
  private var nesting: DrugNesting {
    let keys = Set(keys).sorted()
    let entries = Dictionary(uniqueKeysWithValues: keys.map { ($0, Set(groups[$0].chainOfEntry.keys)) })
    let wider = keys.map { inner in
      (inner, keys.filter { entries[inner]?.isStrictSubset(of: entries[$0] ?? []) ?? false })
    }
    return DrugNesting(
      wider: Dictionary(uniqueKeysWithValues: wider), coversAsMuch: study.carryOver != .class)
  }

  private func drugs(_ names: [Named]) -> [MeasuredDrug] { names.map { drug($0.name) } }

  private func pairs(_ pairs: [DrugPair]) -> [(first: MeasuredDrug, second: MeasuredDrug)] {
    pairs.map { (drug($0.first.name), drug($0.second.name)) }
  }

  private func book(_ drug: MeasuredDrug, _ unit: DoseUnit) -> Int? {
    doses.firstIndex { $0 == (drug.group, unit) }
  }

  private func dosed(_ names: [Named], _ unit: DoseUnit) -> [(drug: MeasuredDrug, book: Int)] {
    drugs(names).compactMap { drug in book(drug, unit).map { (drug, $0) } }
  }

  /// A measure that persons are counted for; nil for those that are made of others.
  mutating func counted(_ spec: MeasureSpec) -> (any MeasureLines)? {
    switch spec {
    case .prevalence(let names): Prevalence(drugs(names), persons: persons, &registry)
    case .fillRate(let names): FillRate(drugs(names), &registry)
    case .incidence(let names, let washout, let clear):
      Incidence(drugs(names), washoutDays: washout, clear: clear, &registry)
    case .longTermUse(let names, let definitions):
      LongTermUse(
        drugs(names).map { ($0, book($0, .ddd)) }, definitions, persons: persons,
        mostDaysPerFill: mostDaysPerFill, &registry)
    case .overlap(let pairs, let rules): Overlap(self.pairs(pairs), rules: rules, persons: persons, &registry)
    case .dose(let spec): DailyDose(spec, dosed(spec.drugs, spec.unit), &registry)
    case .ddd(let names): DefinedDailyDoses(dosed(names, .ddd), &registry)
    case .cob(let spec):
      ConcurrentUse(
        opioids: drug(spec.opioids.name), benzodiazepines: drug(spec.benzodiazepines.name), &registry)
    case .multipleProviders(let spec):
      MultipleProviders(
        spec, drugs(spec.drugs), prescriber: columns.place(.prescriber) ?? 0,
        pharmacy: columns.place(.pharmacy) ?? 0,
        persons: persons, &registry)
    case .cnsPolypharmacy(let spec):
      CnsPolypharmacy(spec, classes: drug(spec.names, text: spec.text), &registry)
    case .persistence(let spec): Persistence(spec, drugs(spec.drugs), &registry)
    case .doseChange(let spec): DoseChange(spec, dosed(spec.drugs, spec.unit), &registry)
    case .alternatives(let spec):
      Alternatives(spec, index: drug(spec.index.name), other: drugs(spec.other), &registry)
    case .samePrescriber(let pairs):
      SamePrescriber(self.pairs(pairs), prescriber: columns.place(.prescriber) ?? 0, &registry)
    case .cohort: CohortShares(persons: persons)
    case .standardised, .trend, .ratio: nil
    }
  }

  /// A measure that is made of the lines of others.
  func derived(_ spec: MeasureSpec, of lines: [ResultLine]) -> (any MeasureLines)? {
    let rates = spec.rates.flatMap { rate in lines.filter { $0.measure == rate.rawValue } }
    switch spec {
    case .standardised(let spec): return Standardised(spec, rates)
    case .trend: return Trend(study.period.kind, rates)
    case .ratio(let spec): return Ratio(spec, rates)
    default: return nil
    }
  }
}
