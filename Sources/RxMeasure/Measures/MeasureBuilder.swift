import RxCounts
import RxDecode
import RxModel

/// A measure whose rows can be counted: the half of its description that needs the fills of a person.
protocol MeasuredSpec: MeasureSpec {
  /// The measure as it is counted, its counters taken from the builder's registry.
  /// - Throws: `RxFault` (70) where it asks for what the study's input does not keep.
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureLines
}

/// What the measures of a study are made with.
struct MeasureBuilder {
  let study: Study
  private let groups: [DrugGroup]
  private let numbers: [[String]: Int]
  private let doses: [(group: Int, unit: DoseUnit)]
  /// By group, the first group of the same entries.
  private let keys: [Int]
  private let columns: FillColumns
  /// The unit of persons as a denominator.
  let persons: String
  /// The most days' supply of a fill, in days.
  let mostDaysPerFill: Int
  var registry: CounterRegistry
  /// The lines of the measures that others can be made of.
  private var lines: [FigureDefinition] = []

  init(_ study: Study, groups: [DrugGroup], columns: FillColumns, mostDaysPerFill: Int) {
    self.study = study
    self.groups = groups
    registry = CounterRegistry(
      countsContributors: study.disclosure?.isControlled ?? false, isFull: study.requiresFullObservation)
    numbers = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1.names, $0) })
    let entries = groups.map { Set($0.chainOfEntry.keys) }
    keys = entries.indices.map { group in entries.firstIndex(of: entries[group]) ?? group }
    doses = MeasureSet.doses(study, groups: groups)
    self.columns = columns
    self.mostDaysPerFill = mostDaysPerFill
    persons = DenominatorUnit.persons(hasRoster: study.roster != nil)
  }

  /// The study's measures in its order; those that are made of others' lines are made after these.
  mutating func measures() throws(RxFault) -> [any MeasureLines] {
    var made: [Int: any MeasureLines] = [:]
    for isOfRates in [false, true] {
      for (place, spec) in study.measures.enumerated() where spec.rates.isEmpty != isOfRates {
        guard let spec = spec as? any MeasuredSpec else {
          throw RxFault(.software, "the measure '\(spec.key)' is described and not counted")
        }
        let measure = try spec.measure(&self)
        made[place] = measure
        if !isOfRates { lines += measure.lines }
      }
    }
    return study.measures.indices.compactMap { made[$0] }
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

  // MARK: What measures ask for

  /// The lines that the study's measures make for these rates.
  func lines(of rates: [RateMeasure]) -> [FigureDefinition] {
    rates.flatMap { rate in lines.filter { $0.measure == rate.key } }
  }

  /// The drug group of a name of the study.
  func drug(_ name: Sourced) throws(RxFault) -> MeasuredDrug { try drug([name.name], text: name.name) }

  /// The group of several names together, which results.csv calls `text`.
  func drug(_ names: [String], text: String) throws(RxFault) -> MeasuredDrug {
    guard let group = numbers[names] else {
      throw RxFault(.software, "no drug group stands for '\(text)'")
    }
    return MeasuredDrug(name: text, group: group, key: keys[group])
  }

  /// The drug groups of names of the study.
  func drugs(_ names: [Sourced]) throws(RxFault) -> [MeasuredDrug] {
    try names.map { name throws(RxFault) in try drug(name) }
  }

  /// The drug groups of pairs.
  func pairs(_ pairs: [DrugPair]) throws(RxFault) -> [(first: MeasuredDrug, second: MeasuredDrug)] {
    try pairs.map { pair throws(RxFault) in (try drug(pair.first), try drug(pair.second)) }
  }

  /// The book of the doses of a drug in a unit; nil where no measure asks for them.
  func book(_ drug: MeasuredDrug, _ unit: DoseUnit) -> Int? {
    doses.firstIndex { $0 == (drug.group, unit) }
  }

  /// The drug groups of names, each with the book of its doses.
  func dosed(_ names: [Sourced], _ unit: DoseUnit) throws(RxFault) -> [(drug: MeasuredDrug, book: Int)] {
    try drugs(names).map { drug throws(RxFault) in
      guard let book = book(drug, unit) else {
        throw RxFault(.software, "no book has the doses of '\(drug.name)' in \(unit.rawValue)")
      }
      return (drug, book)
    }
  }

  /// The place of a value among those that are kept of a fill.
  func column(_ column: InputColumn) throws(RxFault) -> Int {
    guard let place = columns.place(column) else {
      throw RxFault(.software, "the \(column) of a fill is not kept, and a measure asks for it")
    }
    return place
  }
}
