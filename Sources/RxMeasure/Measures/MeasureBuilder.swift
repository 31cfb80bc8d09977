import RxCounts
import RxDecode
import RxModel

/// A measure whose rows can be counted: the half of its description that needs the fills of a person.
protocol MeasuredSpec: MeasureSpec {
  /// The measure as it is counted, its counters taken from the builder's registry.
  /// - Throws: `RxFault` (70) where it asks for what the study's input does not keep.
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures
}

/// The means by which the measures of a study are made.
struct MeasureBuilder {
  let study: Study
  private let drugSets: [DrugSet]
  private let numbers: [[String]: Int]
  private let doses: [(drugSet: Int, unit: DoseUnit)]
  /// By drug set, the first drug set of the same entries.
  let keys: [Int]
  private let columns: FillColumns
  /// The unit of persons as a denominator.
  let persons: String
  /// The most days' supply of a fill, in days.
  let mostDaysPerFill: Int
  var registry: CounterRegistry
  /// The figures of the measures that others can be made of.
  private var figures: [FigureDefinition] = []

  init(_ study: Study, drugSets: [DrugSet], columns: FillColumns, mostDaysPerFill: Int) {
    self.study = study
    self.drugSets = drugSets
    registry = CounterRegistry(
      countsContributors: study.disclosure?.isControlled ?? false,
      isFull: study.persons.requiresFullObservation)
    numbers = Dictionary(uniqueKeysWithValues: drugSets.enumerated().map { ($1.names, $0) })
    keys = drugSets.indices.map { drugSet in
      drugSets.firstIndex { $0.isPart(of: drugSets[drugSet]) && drugSets[drugSet].isPart(of: $0) } ?? drugSet
    }
    doses = MeasureSet.doses(study, drugSets: drugSets)
    self.columns = columns
    self.mostDaysPerFill = mostDaysPerFill
    persons = DenominatorUnit.persons(hasRoster: study.roster != nil)
  }

  /// The study's measures in its order; those that are made of others' figures are made after these.
  mutating func measures() throws(RxFault) -> [any MeasureFigures] {
    var made: [Int: any MeasureFigures] = [:]
    for isOfRates in [false, true] {
      for (place, spec) in study.measures.enumerated() where spec.rates.isEmpty != isOfRates {
        guard let spec = spec as? any MeasuredSpec else {
          throw RxFault(.software, "the measure '\(spec.key)' is described and not counted")
        }
        let measure = try spec.measure(&self)
        made[place] = measure
        if !isOfRates { figures += measure.figures }
      }
    }
    return study.measures.indices.compactMap { made[$0] }
  }

  /// The relations between the counters; of each drug of the data `drugs` has the drug sets.
  func relations(_ drugs: [[Int]]) -> [CountRelation] {
    var drugsOfKey: [Int: Set<Int>] = [:]
    for (drug, drugSets) in drugs.enumerated() {
      for drugSet in drugSets { drugsOfKey[keys[drugSet], default: []].insert(drug) }
    }
    let nesting = nesting(drugsOfKey)
    let ofClasses = RelationsOfClasses(
      nesting: nesting, drugsOfClass: drugsOfKey, counters: registry.counters)
    return (registry.relations(nesting) + ofClasses.all).withNestedSubsets
  }

  /// The nesting of the drug sets: which are part of which, by the code list and by the drugs of the data in each.
  private func nesting(_ drugsOfKey: [Int: Set<Int>]) -> DrugNesting {
    let keys = Set(keys).sorted()
    var (wider, widerInData): ([Int: [Int]], [Int: [Int]]) = ([:], [:])
    for inner in keys {
      let others = keys.filter { $0 != inner }
      wider[inner] = others.filter { drugSets[inner].isPart(of: drugSets[$0]) }
      guard let drugs = drugsOfKey[inner], !drugs.isEmpty else { continue }
      widerInData[inner] = others.filter { outer in
        !drugSets[inner].isPart(of: drugSets[outer]) && drugs.isSubset(of: drugsOfKey[outer] ?? [])
      }
    }
    return DrugNesting(wider: wider, widerInData: widerInData, coversAsMuch: study.carryOver != .class)
  }

  // MARK: What measures ask for

  /// The figures that the study's measures make for these rates, without their limits.
  func figures(of rates: [RateMeasure]) -> [FigureDefinition] {
    rates.flatMap { rate in figures.filter { $0.measure == rate.key } }.map(\.withoutLimits)
  }

  /// The drug set of a name of the study.
  func drug(_ name: Sourced) throws(RxFault) -> MeasuredDrug { try drug([name.name], text: name.name) }

  /// The drug set of several names together, which results.csv calls `text`.
  func drug(_ names: [String], text: String) throws(RxFault) -> MeasuredDrug {
    guard let drugSet = numbers[names] else {
      throw RxFault(.software, "no drug set stands for '\(text)'")
    }
    return MeasuredDrug(name: text, drugSet: drugSet, key: keys[drugSet])
  }

  /// The drug sets of names of the study.
  func drugs(_ names: [Sourced]) throws(RxFault) -> [MeasuredDrug] {
    try names.map { name throws(RxFault) in try drug(name) }
  }

  /// The drug sets of pairs.
  func pairs(_ pairs: [DrugPair]) throws(RxFault) -> [(first: MeasuredDrug, second: MeasuredDrug)] {
    try pairs.map { pair throws(RxFault) in (try drug(pair.first), try drug(pair.second)) }
  }

  /// The book of the doses of a drug in a unit; nil where no measure asks for them.
  func book(_ drug: MeasuredDrug, _ unit: DoseUnit) -> Int? {
    doses.firstIndex { $0 == (drug.drugSet, unit) }
  }

  /// The drug sets of names, each with the book of its doses.
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
