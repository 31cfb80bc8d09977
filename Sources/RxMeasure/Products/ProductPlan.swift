import RxCounts
import RxDecode
import RxModel

/// The plan by which the fills of a study's `products` are counted, the same for every person of a run.
final class ProductPlan: Sendable {
  /// An ingredient of a drug that a product of the data has.
  struct Part: Sendable {
    /// Its place among the plan's `ingredients`.
    let ingredient: Int32
    /// The source of its strength, as for a dose.
    let strength: Strength
  }

  /// The source of an ingredient's strength.
  enum Strength: Sendable {
    /// The list or the product's name: mg a unit.
    case known(Double)
    /// The product's name, in no number of mg: a patch's.
    case otherUnit
    /// The data's own column.
    case byColumn
    case lacking
  }

  /// A drug of `products`.
  struct Drug: Sendable {
    /// Its dose in its unit; nil where the list has no factor.
    let doses: DoseTable?
    /// Its dose in defined daily doses; nil where the list has none.
    let ddds: DoseTable?
    /// By the registry's number of a product, its ingredients that are of this drug; empty where it is not.
    let parts: [[Part]]
  }

  /// In the order of the study.
  let drugs: [Drug]
  /// The names of the ingredients; the code where the list has none.
  let ingredients: [ExactText]
  /// By the registry's number of a product, its value in the data in lower case.
  let names: [ExactText]
  /// True where the data tell days' supply.
  let hasSupply: Bool
  private let keptCount: Int
  private let quantityPlace: Int?
  private let strengthPlace: Int?
  private let putInPlace: Int?
  private let quantities: DoseTable.Amounts
  private let strengths: DoseTable.Amounts

  /// The plan of `input`; nil where the study does not ask. `texts` gives those of a column, nil where the data have none.
  init?(
    _ input: AggregationInput, _ registry: DrugRegistry, _ columns: FillColumns,
    texts: (InputColumn) -> [String]?
  ) {
    guard let spec = input.study.products else { return nil }
    let decimal = input.study.prescriptions.files.decimal
    let (quantities, strengths) = (
      DoseTable.Amounts(texts(.quantity), decimal: decimal),
      DoseTable.Amounts(texts(.strength), decimal: decimal)
    )
    (self.quantities, self.strengths) = (quantities, strengths)
    // Case is ignored; the name is as the list has it first.
    var places: [String: Int32] = [:]
    var ingredients: [ExactText] = []
    for name in input.drugs.entries.map(Self.ingredient) where places[name.lowercased()] == nil {
      places[name.lowercased()] = Int32(ingredients.count)
      ingredients.append(ExactText(name))
    }
    self.ingredients = ingredients
    let placeOfIngredient = places
    drugs = spec.drugs.compactMap { drug in
      guard let number = input.drugSets.firstIndex(where: { $0.names == [drug.name] }) else { return nil }
      let drugSet = input.drugSets[number]
      func doses(_ unit: DoseUnit) -> DoseTable {
        DoseTable(
          drugSet, number: number, unit: unit, drugs: registry.drugs, list: input.drugs,
          quantities: quantities,
          strengths: strengths)
      }
      return Drug(
        doses: Self.unit(of: drugSet, input.drugs).map(doses),
        ddds: Self.hasFactor(.ddd, drugSet, input.drugs) ? doses(.ddd) : nil,
        parts: registry.drugs.map {
          Self.parts($0, drugSet, input.drugs, placeOfIngredient, hasColumn: strengths.isThere)
        })
    }
    names = registry.drugs.map { ExactText($0.name) }
    hasSupply = input.study.prescriptions.supply != .none
    keptCount = columns.count
    quantityPlace = columns.place(.quantity)
    strengthPlace = columns.place(.strength)
    putInPlace = columns.putInPlace
  }

  /// The drugs of `products` with the units of their doses.
  static func drugs(_ input: AggregationInput) -> [CountedProducts.Drug] {
    (input.study.products?.drugs ?? []).compactMap { drug in
      input.drugSets.first { $0.names == [drug.name] }.map {
        CountedProducts.Drug(name: drug.name, unit: unit(of: $0, input.drugs))
      }
    }
  }

  /// The unit of a drug's doses: the first of which the list has a factor for one of its rows.
  private static func unit(of drugSet: DrugSet, _ list: DrugList) -> DoseUnit? {
    DoseUnit.allCases.first { hasFactor($0, drugSet, list) }
  }

  private static func hasFactor(_ unit: DoseUnit, _ drugSet: DrugSet, _ list: DrugList) -> Bool {
    drugSet.chainOfEntry.keys.contains { entry in
      switch unit {
      case .mme: list.entries[entry].mmeFactor != nil
      case .diazepamMg: list.entries[entry].diazepamMg != nil
      case .ddd: list.entries[entry].dddMg != nil
      }
    }
  }

  private static func ingredient(_ entry: DrugEntry) -> String {
    entry.ingredient.isEmpty ? entry.code : entry.ingredient
  }

  /// The ingredients of a product that are of a drug, each once, by their places.
  private static func parts(
    _ drug: DrugRegistry.Drug, _ drugSet: DrugSet, _ list: DrugList, _ places: [String: Int32],
    hasColumn: Bool
  ) -> [Part] {
    let own = drug.matches.filter { drugSet.chain(of: $0) != nil }
    var parts: [Part] = []
    for match in own {
      let entry = match.facts ?? list.entries[match.entry]
      guard let ingredient = places[ingredient(list.entries[match.entry]).lowercased()],
        !parts.contains(where: { $0.ingredient == ingredient })
      else { continue }
      let strength = strength(entry, match.strength, hasColumn: hasColumn, isAlone: own.count == 1)
      parts.append(Part(ingredient: ingredient, strength: strength))
    }
    return parts
  }

  /// The source of a row's strength: the list; else the data's column, where there is one and the product has one row; else
  /// the product's name.
  private static func strength(
    _ entry: DrugEntry, _ named: RxModel.Strength?, hasColumn: Bool, isAlone: Bool
  ) -> Strength {
    if let listed = entry.strengthMg.flatMap({ ExactDecimal($0) }), listed.mantissa > 0 {
      return .known(listed.value)
    }
    if hasColumn { return isAlone ? .byColumn : .lacking }
    switch named {
    case .milligrams(let strength): return .known(strength.value)
    case .microgramsPerHour: return .otherUnit
    case nil: return .lacking
    }
  }

  /// What is kept of a fill: level numbers of quantity and strength, and whether its days' supply was put in.
  typealias Kept = (quantity: Int, strength: Int, isPutIn: Bool)

  /// What is kept of `fill` among the kept values of its shard.
  func kept(_ fill: Fill, _ values: [UInt32]) -> Kept {
    let first = Int(fill.keptRow) * keptCount
    func value(_ place: Int?) -> Int { place.map { Int(values[first + $0]) } ?? 0 }
    return (value(quantityPlace), value(strengthPlace), value(putInPlace) > 0)
  }

  /// The quantity with this level number; nil where it is lacking.
  func quantity(_ level: Int) -> Double? { quantities.value(level) }
  /// The strength that the data give with this level number, in mg; nil where it is lacking.
  func strength(_ level: Int) -> Double? { strengths.value(level) }
}
