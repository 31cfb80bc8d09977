import RxCounts
import RxModel
import RxText

/// Sentences on amounts in a drug's figures that are hard to believe.
struct ProductNotes {
  /// The fewest fills of which nearly all can have one days' supply by more than chance.
  private static let fewestFills = 100
  /// Nearly all, in percent.
  private static let nearlyAll = 95

  private let products: CountedProducts
  private let policy: DisclosurePolicy

  /// The notes on `products`.
  init(_ products: CountedProducts, _ policy: DisclosurePolicy) {
    self.products = products
    self.policy = policy
  }

  /// The sentences, in order. Under disclosure control one is of as many persons as a cell needs, and tells no share.
  var all: [String] {
    let fills = products.counts.details.filter { $0.key.quantity == .fills }.sorted { $0.key < $1.key }
    return fills.flatMap { own, all in [highDoses(own, all), sameSupply(own, all)].compactMap { $0 } }
  }

  private func highDoses(_ own: ProductCounts.Detail, _ all: ProductCounts.Counted) -> String? {
    let high = products.counts.details[
      .init(drug: own.drug, ingredient: own.ingredient, .highDose, amount: nil)]
    guard let high, policy.isControlled ? isTold(high) && 200 * high.fills >= all.fills : true else {
      return nil
    }
    return
      "prescriptions: \(share(high.fills, of: all.fills)) of the fills of \(name(own)) have a dose of more than "
      + "\(Int(ProductCounts.mostDDDs)) defined daily doses a day: quantity, strength and days' supply, told in "
      + "products.csv, may be in other units than the code list's (drugs.files), or days' supply may be too short"
  }

  private func sameSupply(_ own: ProductCounts.Detail, _ all: ProductCounts.Counted) -> String? {
    guard all.fills >= Self.fewestFills else { return nil }
    let most = products.counts.details.first { detail, counted in
      detail.drug == own.drug && detail.ingredient == own.ingredient && detail.quantity == .daysSupply
        && detail.amount != nil && 100 * counted.fills >= Self.nearlyAll * all.fills
    }
    guard let most, let amount = most.key.amount else { return nil }
    if policy.isControlled {
      // It would be told, or not, with so many fills more or fewer of the others.
      let others = all.fills - most.value.fills
      guard isTold(most.value),
        100 * (others + policy.leastPersons) <= (100 - Self.nearlyAll) * (all.fills + policy.leastPersons)
      else { return nil }
    }
    let share =
      policy.isControlled ? "\(Self.nearlyAll)% or more" : share(most.value.fills, of: all.fills)
    return
      "prescriptions: \(share) of the fills of \(name(own)) have a days' supply of "
      + "\(amount / Int(ProductCounts.partsPerUnit)), which may have been put in and not dispensed: figures of covered days "
      + "are then what was assumed; compare the quantities in products.csv, or take 'days_supply' from another column"
  }

  private func isTold(_ counted: ProductCounts.Counted) -> Bool { counted.persons >= policy.leastPersons }

  private func name(_ own: ProductCounts.Detail) -> String {
    "'\(messageLine(own.ingredient.text, longest: 60))'"
  }

  /// A share in whole percents, or `some` under disclosure control.
  private func share(_ part: Int, of whole: Int) -> String {
    guard !policy.isControlled else { return "some" }
    let percent = (200 * part + whole) / (2 * whole)
    return percent == 0 ? "less than 1%" : percent == 100 && part < whole ? "more than 99%" : "\(percent)%"
  }
}
