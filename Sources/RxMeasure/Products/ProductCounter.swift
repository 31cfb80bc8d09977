import RxCounts
import RxModel

/// One worker's counts of fills by product.
struct ProductCounter {
  private typealias Counted = ProductCounts.Counted
  /// A product of a drug in an interval, by numbers.
  private struct ValueKey: Hashable {
    let drug: Int32
    let interval: Int32
    let product: Int32
  }

  /// A fact of fills of an ingredient of a drug, by numbers.
  private struct DetailKey: Hashable {
    let drug: Int32
    let ingredient: Int32
    let quantity: ProductCounts.Quantity
    let amount: Int?
  }

  private let plan: ProductPlan
  private var values: [ValueKey: Counted] = [:]
  private var details: [DetailKey: Counted] = [:]
  // The fills of the person at hand.
  private var ownValues: [ValueKey: Int] = [:]
  private var ownDetails: [DetailKey: Int] = [:]

  /// Counts of nothing, by `plan`.
  init(_ plan: ProductPlan) { self.plan = plan }

  /// Counts a fill of the person at hand that is on an observed day, in `interval`, one of the person's.
  /// - Parameters:
  ///   - fill: the fill.
  ///   - interval: its interval.
  ///   - keptValues: the kept values of the shard's fills.
  mutating func add(_ fill: Fill, in interval: Int, _ keptValues: [UInt32]) {
    let product = Int(fill.drug)
    for (number, drug) in plan.drugs.enumerated() where !drug.parts[product].isEmpty {
      ownValues[
        ValueKey(drug: Int32(number), interval: Int32(interval), product: fill.drug), default: 0] += 1
      let kept = plan.kept(fill, keptValues)
      let facts = facts(of: fill, drug, kept)
      // A product counts once for each of its ingredients.
      for part in drug.parts[product] {
        for (quantity, fact) in facts + [(.strength, strength(part, kept.strength))] {
          let amount: Int?
          switch fact {
          case .noFact: continue
          case .lacking: amount = nil
          case .amount(let value):
            // An amount beyond all sense is cut off as a dose is, far below what a whole number holds.
            amount = Int((min(value, DosedFill.greatestDose) * ProductCounts.partsPerUnit).rounded())
          }
          let key = DetailKey(
            drug: Int32(number), ingredient: part.ingredient, quantity: quantity, amount: amount)
          ownDetails[key, default: 0] += 1
        }
      }
    }
  }

  /// The person at hand has no more fills.
  mutating func endPerson() {
    for (key, fills) in ownValues { values[key, default: Counted()].add(fills: fills) }
    for (key, fills) in ownDetails { details[key, default: Counted()].add(fills: fills) }
    ownValues.removeAll(keepingCapacity: true)
    ownDetails.removeAll(keepingCapacity: true)
  }

  /// The counts by the names of the data.
  var counts: ProductCounts {
    var counts = ProductCounts()
    for (key, counted) in values {
      counts.add(
        counted,
        to: .init(drug: Int(key.drug), interval: Int(key.interval), name: plan.names[Int(key.product)]))
    }
    for (key, counted) in details {
      counts.add(
        counted,
        to: .init(
          drug: Int(key.drug), ingredient: plan.ingredients[Int(key.ingredient)], key.quantity,
          amount: key.amount))
    }
    return counts
  }

  /// What a fill tells of a quantity.
  private enum Fact {
    case lacking
    case amount(Double)
    /// Nothing that is counted, though it may be told in another unit.
    case noFact

    init(_ value: Double?) { self = value.map { .amount($0) } ?? .lacking }
  }

  /// The facts of a fill that are the same for all its ingredients.
  private func facts(
    of fill: Fill, _ drug: ProductPlan.Drug, _ kept: ProductPlan.Kept
  ) -> [(ProductCounts.Quantity, Fact)] {
    let days = plan.hasSupply && !kept.isPutIn ? Double(fill.daysSupply) : nil
    func daily(_ table: DoseTable) -> Double? {
      let dose = table.dose(drug: Int(fill.drug), quantity: kept.quantity, strength: kept.strength)
      guard let days, dose > 0 else { return nil }
      return min(dose, DosedFill.greatestDose) / days
    }
    let isHigh = drug.ddds.flatMap(daily).map { $0 > ProductCounts.mostDDDs } ?? false
    return [
      (.fills, .lacking), (.daysSupply, Fact(days)), (.quantity, Fact(plan.quantity(kept.quantity))),
      (.dailyDose, drug.doses.map { Fact(daily($0)) } ?? .noFact), (.highDose, isHigh ? .lacking : .noFact),
    ]
  }

  private func strength(_ part: ProductPlan.Part, _ level: Int) -> Fact {
    switch part.strength {
    case .known(let strength): .amount(strength)
    case .byColumn: Fact(plan.strength(level))
    case .otherUnit: .noFact
    case .lacking: .lacking
    }
  }
}
