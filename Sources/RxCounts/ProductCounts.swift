import RxModel

/// The fills of a study's drugs by their values in the data, and by what they tell of supply, quantity, strength and dose.
/// Adds up over parts of the patients. Secret.
package struct ProductCounts: Sendable, Equatable {
  /// Fills on observed days of persons of an interval, and the persons who have any.
  package struct Counted: Sendable, Equatable {
    package private(set) var fills = 0
    package private(set) var persons = 0

    /// None.
    package init() {}

    /// Adds the fills of one person, who has any.
    package mutating func add(fills: Int) {
      self.fills += fills
      persons += 1
    }

    /// Adds those of other persons so many times.
    fileprivate mutating func add(_ other: Counted, times: Int = 1) {
      fills += other.fills * times
      persons += other.persons * times
    }
  }

  /// A value of the drug column.
  package struct Value: Hashable, Comparable, Sendable {
    /// The place of the drug among those of the study's `products`.
    package var drug: Int
    package var interval: Int
    /// The value as the data write it, in lower case.
    package var name: ExactText

    /// The value `name` of `drug` in `interval`.
    package init(drug: Int, interval: Int, name: ExactText) {
      (self.drug, self.interval, self.name) = (drug, interval, name)
    }

    package static func < (a: Value, b: Value) -> Bool {
      (a.drug, a.interval, a.name) < (b.drug, b.interval, b.name)
    }
  }

  /// A fact of a fill.
  package enum Quantity: String, CaseIterable, Sendable {
    /// That it is one.
    case fills
    /// Days.
    case daysSupply = "days_supply"
    /// Units of the product.
    case quantity
    /// Milligrams of the ingredient in a unit of the product.
    case strength
    /// Its dose over its days' supply, in the drug's unit.
    case dailyDose = "daily_dose"
    /// That its dose is of more than `mostDDDs` defined daily doses a day.
    case highDose = "high_dose"
  }

  /// The defined daily doses a day beyond which a dose is not believed.
  package static let mostDDDs = 20.0

  /// What is known of a fact in fills of an ingredient.
  package struct Detail: Hashable, Comparable, Sendable {
    /// The place of the drug among those of the study's `products`.
    package var drug: Int
    /// The ingredient; the code where the list has none.
    package var ingredient: ExactText
    package var quantity: Quantity
    /// The amount in ten-thousandths; nil where it is lacking, or no amount.
    package var amount: Int?

    /// `amount` of a fact, in fills of an ingredient of `drug`.
    package init(drug: Int, ingredient: ExactText, _ quantity: Quantity, amount: Int?) {
      (self.drug, self.ingredient, self.quantity, self.amount) = (drug, ingredient, quantity, amount)
    }

    package static func < (a: Detail, b: Detail) -> Bool {
      let (one, other) = ((a.drug, a.ingredient), (b.drug, b.ingredient))
      if one != other { return one < other }
      return (a.quantity.rawValue, a.amount ?? .min) < (b.quantity.rawValue, b.amount ?? .min)
    }
  }

  /// The ten-thousandths in one.
  package static let partsPerUnit = 10_000.0

  package private(set) var values: [Value: Counted] = [:]
  package private(set) var details: [Detail: Counted] = [:]

  /// Nothing counted.
  package init() {}

  /// Adds fills with a value.
  package mutating func add(_ counted: Counted, to value: Value) {
    values[value, default: Counted()].add(counted)
  }

  /// Adds fills with a fact.
  package mutating func add(_ counted: Counted, to detail: Detail) {
    details[detail, default: Counted()].add(counted)
  }

}

extension ProductCounts: PatientSum {
  package mutating func add(_ other: ProductCounts, times: Int) {
    for (value, counted) in other.values { values[value, default: Counted()].add(counted, times: times) }
    for (detail, counted) in other.details { details[detail, default: Counted()].add(counted, times: times) }
    guard times < 0 else { return }
    values = values.filter { $0.value != Counted() }
    details = details.filter { $0.value != Counted() }
  }
}

/// Nil are those that nobody asks for.
extension ProductCounts?: PatientSum {
  package mutating func add(_ other: ProductCounts?, times: Int) {
    guard let other else { return }
    var sum = self ?? ProductCounts()
    sum.add(other, times: times)
    self = sum
  }
}

/// The products of a study with what is counted of them. Secret.
package struct CountedProducts: Sendable {
  /// A drug of `products`.
  package struct Drug: Sendable {
    /// Its name as the study has it.
    package var name: String
    /// The unit of its doses; nil where the list has no factor of it.
    package var unit: DoseUnit?

    /// The drug `name` with doses in `unit`.
    package init(name: String, unit: DoseUnit?) {
      self.name = name
      self.unit = unit
    }
  }

  /// In the order of the study.
  package var drugs: [Drug]
  package var counts: ProductCounts

  /// `drugs` with their counts.
  package init(drugs: [Drug], counts: ProductCounts) {
    self.drugs = drugs
    self.counts = counts
  }
}

extension ProductCounts.Counted: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(fills)
    bytes.add(persons)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    fills = try bytes.next()
    persons = try bytes.next()
  }
}

extension ProductCounts.Value: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(drug)
    bytes.add(interval)
    bytes.add(name)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    drug = try bytes.next()
    interval = try bytes.next()
    name = try bytes.next()
  }
}

extension ProductCounts.Quantity: Storable {}

extension ProductCounts.Detail: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(drug)
    bytes.add(ingredient)
    bytes.add(quantity)
    bytes.add(amount)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    drug = try bytes.next()
    ingredient = try bytes.next()
    quantity = try bytes.next()
    amount = try bytes.next()
  }
}

extension ProductCounts: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(values)
    bytes.add(details)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    values = try bytes.next()
    details = try bytes.next()
  }
}
