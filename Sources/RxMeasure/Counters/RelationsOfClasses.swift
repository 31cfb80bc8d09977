import RxCounts
import RxModel

/// The relations between what is counted of a drug class and of classes that are part of it.
struct RelationsOfClasses {
  private let nesting: DrugNesting
  /// By key, the drugs of the data that are in the class.
  private let drugsOfClass: [Int: Set<Int>]
  private let counters: [Counter]
  private let places: [CounterMeaning: Int]

  /// The relations of `counters`, of classes with these drugs of the data.
  init(nesting: DrugNesting, drugsOfClass: [Int: Set<Int>], counters: [Counter]) {
    self.nesting = nesting
    self.drugsOfClass = drugsOfClass
    self.counters = counters
    places = Dictionary(
      counters.enumerated().map { ($1.meaning, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A quantity of a class by its key.
  private typealias QuantityOfClass = (Int) -> CounterMeaning

  /// All of them: parts first, then sums.
  var all: [CountRelation] {
    // Fills of a class that are put end to end can cover fewer days.
    let covered: [QuantityOfClass] =
      nesting.coversAsMuch ? [ExposureQuantity.exposed.of, ExposureQuantity.coveredDays.of] : []
    let (users, fills): (QuantityOfClass, QuantityOfClass) = (
      ExposureQuantity.users.of, ExposureQuantity.fills.of
    )
    return ([users, fills] + covered).flatMap(parts) + overlapping(users) + additive(fills)
      + additive(DefinedDoseQuantity.amount.of) + covered.flatMap(overlapping)
  }

  /// The relations by which what is counted of a class is part of what is counted of one that holds all its
  /// entries.
  private func parts(_ quantity: QuantityOfClass) -> [CountRelation] {
    nesting.wider.keys.sorted().flatMap { inner -> [CountRelation] in
      let wider = (nesting.wider[inner] ?? []).map { ($0, false) }
      let widerInData = (nesting.widerInData[inner] ?? []).map { ($0, true) }
      return (wider + widerInData).compactMap { outer, isOfData in
        guard let part = places[quantity(inner)], let whole = places[quantity(outer)] else { return nil }
        var relation = CountRelation.subset(part, of: whole)
        relation.isSubset = countsPersons(quantity(inner))
        relation.isOfData = isOfData
        return relation
      }
    }
  }

  /// A class and the widest classes that are part of it and have no drug in common.
  private struct Partition {
    let key: Int
    let whole: Int
    let parts: [Int]
    /// True where the parts have every drug of the class: the code list is in the report.
    let isComplete: Bool
  }

  private func partitions(_ quantity: QuantityOfClass) -> [Partition] {
    let counted = nesting.wider.keys.sorted().filter { places[quantity($0)] != nil }
    return counted.compactMap { outer in
      let inner = counted.filter { isPart($0, of: outer) && !drugs(of: $0).isEmpty }
      // A class that is part of another one of them is counted in it; of classes of the same drugs the first counts.
      let widest = inner.filter { one in
        !inner.contains { isPart(one, of: $0) && ($0 < one || drugs(of: $0) != drugs(of: one)) }
      }
      let together = widest.map(drugs)
      let union = together.reduce(into: Set()) { $0.formUnion($1) }
      guard !widest.isEmpty, together.reduce(0, { $0 + $1.count }) == union.count,
        let whole = places[quantity(outer)]
      else { return nil }
      return Partition(
        key: outer, whole: whole, parts: widest.compactMap { places[quantity($0)] },
        isComplete: union == drugs(of: outer)
      )
    }
  }

  /// Amounts of a class are at least the sum of its parts' amounts, and that sum where the parts are all of it.
  private func additive(_ quantity: QuantityOfClass) -> [CountRelation] {
    partitions(quantity).map { partition in
      var relation = CountRelation(
        partition.parts.map { .init($0, .init(-1)) } + [.init(partition.whole, .init(1))])
      relation.isEquality = partition.isComplete
      relation.isSubset = countsPersons(quantity(partition.key))
      relation.isOfData = true
      return relation
    }
  }

  /// Persons of a class whose parts are all of it are persons of one part or several.
  private func overlapping(_ quantity: QuantityOfClass) -> [CountRelation] {
    partitions(quantity).filter(\.isComplete).map { partition in
      var relation = CountRelation(
        partition.parts.map { .init($0, .init(1)) } + [.init(partition.whole, .init(-1))])
      // What users of each are more than users of any are of those who use several.
      relation.isSubset = counters[partition.whole].unit == .persons
      relation.isOfData = true
      return relation
    }
  }

  /// True where a small difference between classes is of few persons: of persons themselves, and of their fills.
  private func countsPersons(_ meaning: CounterMeaning) -> Bool {
    meaning.fillEvidence == .fills || places[meaning].map { counters[$0].unit == .persons } ?? false
  }

  private func isPart(_ inner: Int, of outer: Int) -> Bool {
    [nesting.wider, nesting.widerInData].contains { $0[inner]?.contains(outer) ?? false }
  }

  private func drugs(of key: Int) -> Set<Int> { drugsOfClass[key] ?? [] }
}
