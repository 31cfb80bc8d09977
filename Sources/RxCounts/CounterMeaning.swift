/// Something that is counted of the persons of a group and interval: a measure declares its own, in the file in which it
/// counts them, together with what holds between them and those of other measures.
package protocol Quantity: Hashable, Sendable {
  /// Its name in messages, of drug classes with these keys.
  func text(of drugs: [Int]) -> String
  /// True where it is the same of its drug classes in any order.
  var isSymmetric: Bool { get }
  /// The evidence that persons or amounts of it give of the rows that were used, beside what those give that it implies;
  /// nil where they tell nothing.
  var fillEvidence: FillEvidence? { get }
  /// The persons of whom those are counted here who have reached an age in completed years, where that alone decides;
  /// else nil. Of age 0 they are all whose age is known.
  var byAge: (from: Int, of: CounterMeaning)? { get }
  /// True where persons counted here can be looked for among those of other quantities; see `isWithin`.
  var isCompared: Bool { get }
  /// The intervals in which whoever is counted here is counted by `other` too, of the same drug classes; nil where that
  /// is not known of any.
  func isWithin(_ other: any Quantity) -> CountingCondition?
  /// True if it asks for facts of each row of the code list that a product stands for: what a product lacks in a wider
  /// class it need not lack in a narrower one, unless each stands on one row.
  var asksForFacts: Bool { get }
  /// True if whoever is counted for a drug class is counted for a wider one.
  func growsWithDrugs(_ nesting: DrugNesting) -> Bool
  /// True if whoever is counted for a drug class is counted for a narrower one.
  func holdsForNarrowerDrugs(_ nesting: DrugNesting) -> Bool
  /// The other meanings that count them, of drug classes with these keys, beside those of wider or narrower
  /// classes.
  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)]
}

extension Quantity {
  package var isSymmetric: Bool { false }
  package var fillEvidence: FillEvidence? { .bySupply }
  package var byAge: (from: Int, of: CounterMeaning)? { nil }
  package var isCompared: Bool { false }
  package var asksForFacts: Bool { false }
  package func isWithin(_ other: any Quantity) -> CountingCondition? { nil }
  package func growsWithDrugs(_ nesting: DrugNesting) -> Bool { true }
  package func holdsForNarrowerDrugs(_ nesting: DrugNesting) -> Bool { false }
  package func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] { [] }

  /// True if `other` is the same quantity.
  fileprivate func isEqual(to other: any Quantity) -> Bool { (other as? Self) == self }
}

/// The evidence that persons or amounts of a quantity give of the rows that were used.
package enum FillEvidence: Sendable {
  /// Users of a drug class, or some of them by a definition: persons with a fill on an observed day.
  case users
  /// Other persons each of whom has a fill on an observed day.
  case byFill
  /// Persons each of whom has a fill whose supply is asked for, on an observed day or before.
  case bySupply
  /// Fills of a drug class on observed days.
  case fills
}

/// The intervals for which a statement about persons holds, and whether it is one of the data.
package struct CountingCondition: Sendable, Equatable {
  /// Every interval.
  package static let always = CountingCondition()
  /// Every interval, of most data.
  static let ofMostData = CountingCondition(isOfData: true)
  /// The greatest length of an interval, in days.
  package var mostDays: Int
  /// True where it holds in the last interval of the study alone.
  package var isOfLastInterval: Bool
  /// True where it depends on the drugs of the data, which no reader knows.
  package var isOfData: Bool

  /// Intervals of `mostDays` days at most; with `isOfLastInterval` the study's last alone; with `isOfData` of most data.
  package init(mostDays: Int = .max, isOfLastInterval: Bool = false, isOfData: Bool = false) {
    self.mostDays = mostDays
    self.isOfLastInterval = isOfLastInterval
    self.isOfData = isOfData
  }

  /// True where it holds in every interval.
  package var isOfEveryInterval: Bool { mostDays == .max && !isOfLastInterval }

  /// The intervals of both.
  func and(_ other: CountingCondition) -> CountingCondition {
    CountingCondition(
      mostDays: min(mostDays, other.mostDays), isOfLastInterval: isOfLastInterval || other.isOfLastInterval,
      isOfData: isOfData || other.isOfData)
  }
}

/// The nesting of a study's drug classes: which are part of which.
package struct DrugNesting: Sendable {
  /// By key, the keys of classes that hold all its entries and more.
  package var wider: [Int: [Int]]
  /// By key, the keys of other classes that hold all drugs of the data that it holds: more of them, or the same.
  package var widerInData: [Int: [Int]]
  /// True where a class covers what a drug of it covers. Fills of a class that are put end to end can cover
  /// fewer days.
  package var coversAsMuch: Bool

  /// The keys of classes that the class with this key is wider than, ascending, of `classes` with their wider ones.
  fileprivate func narrower(than key: Int, _ classes: [Int: [Int]]) -> [Int] {
    classes.filter { $0.value.contains(key) }.map(\.key).sorted()
  }

  /// Classes with their wider ones.
  package init(wider: [Int: [Int]], widerInData: [Int: [Int]] = [:], coversAsMuch: Bool) {
    self.wider = wider
    self.widerInData = widerInData
    self.coversAsMuch = coversAsMuch
  }
}

/// The meaning of a counter: a quantity, of drug classes. Counters of one meaning count the same thing, whichever measure
/// made them.
package struct CounterMeaning: Hashable, Sendable {
  /// The quantity.
  package let quantity: any Quantity
  /// The keys of the drug classes that it is of, in an order that the quantity knows.
  package let drugs: [Int]

  /// `quantity` of `drugs`.
  package init(_ quantity: any Quantity, of drugs: [Int] = []) {
    self.quantity = quantity
    self.drugs = quantity.isSymmetric ? drugs.sorted() : drugs
  }

  /// Its name in messages.
  package var text: String { quantity.text(of: drugs) }

  /// The evidence that it gives of the rows that were used; nil where it tells nothing. Whoever is counted among persons
  /// with a fill on an observed day has one.
  package var fillEvidence: FillEvidence? {
    guard quantity.fillEvidence == .bySupply else { return quantity.fillEvidence }
    let isByFill = quantity.implied(of: drugs).contains { other in
      guard other.condition == .always else { return false }
      return switch other.meaning.fillEvidence {
      case .users, .byFill: true
      case .fills, .bySupply, nil: false
      }
    }
    return isByFill ? .byFill : .bySupply
  }

  package static func == (a: CounterMeaning, b: CounterMeaning) -> Bool {
    a.drugs == b.drugs && a.quantity.isEqual(to: b.quantity)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(drugs)
    quantity.hash(into: &hasher)
  }

  /// The intervals in which all persons counted here are counted by `other` too; nil where that is not known of any.
  package func isWithin(_ other: CounterMeaning, _ nesting: DrugNesting) -> CountingCondition? {
    var isSeen: Set<CounterMeaning> = []
    // What holds of all data is better known.
    if let condition = isWithin(other, nesting, ofData: false, &isSeen) { return condition }
    isSeen = []
    return isWithin(other, nesting, ofData: true, &isSeen)
  }

  /// The same, with `ofData` by what holds of most data too; classes of the same drugs are part of each other.
  private func isWithin(
    _ other: CounterMeaning, _ nesting: DrugNesting, ofData: Bool, _ isSeen: inout Set<CounterMeaning>
  ) -> CountingCondition? {
    if self == other { return .always }
    if drugs == other.drugs, let condition = quantity.isWithin(other.quantity) { return condition }
    guard isSeen.insert(self).inserted else { return nil }
    for (greater, condition) in implied(nesting) where ofData || !condition.isOfData {
      if let further = greater.isWithin(other, nesting, ofData: ofData, &isSeen) {
        return condition.and(further)
      }
    }
    return nil
  }

  /// The other meanings that count them: those of a wider or narrower drug class, and those that the quantity
  /// is part of.
  private func implied(
    _ nesting: DrugNesting
  ) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    var found: [(meaning: CounterMeaning, condition: CountingCondition)] = []
    func add(_ condition: CountingCondition, _ others: (Int) -> [Int]) {
      for (place, drug) in drugs.enumerated() {
        for other in others(drug) {
          var drugs = drugs
          drugs[place] = other
          found.append((CounterMeaning(quantity, of: drugs), condition))
        }
      }
    }
    let ofList: CountingCondition = quantity.asksForFacts ? .ofMostData : .always
    if quantity.growsWithDrugs(nesting) {
      add(ofList) { nesting.wider[$0] ?? [] }
      add(.ofMostData) { nesting.widerInData[$0] ?? [] }
    }
    if quantity.holdsForNarrowerDrugs(nesting) {
      add(ofList) { nesting.narrower(than: $0, nesting.wider) }
      add(.ofMostData) { nesting.narrower(than: $0, nesting.widerInData) }
    }
    return found + quantity.implied(of: drugs)
  }
}
