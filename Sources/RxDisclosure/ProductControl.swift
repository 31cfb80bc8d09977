import RxCounts
import RxModel
import RxRelease

/// What may be shown of the products in a study's figures: the one way from their counts to products.csv.
///
/// Numbers of single values must not give away, by subtraction from a drug's published fills and users, what the rest of them
/// have. A value of few persons is left out. Under suppression fills and users are to the nearest hundred, shares whole
/// percents, each only where as many rows more or fewer as a cell needs persons would read the same, and none where fills or users of everyone are kept back of some drug; a quartile is shown only
/// where so many persons have that very amount and so many fills more or fewer on either side would not change it; extremes,
/// which are somebody's, never. Under rounding fills and users are rounded as all counts are, the rest is as under
/// suppression.
struct ProductControl {
  private let products: CountedProducts
  private let period: StudyPeriod
  private let policy: DisclosurePolicy
  private let rounding: RoundingWithRoom

  /// By interval, true where fills or users of everyone are kept back of some drug.
  private let hidesUse: [Bool]

  /// The control of `products`, counted of a study of `period`, beside its protected figures.
  init(
    _ products: CountedProducts, _ period: StudyPeriod, _ policy: DisclosurePolicy,
    beside table: ProtectedTable
  ) {
    let shows = table.counts.showsCounters
    let use = shows.indices.filter { counter in
      shows[counter] && [.users, .fills].contains(table.counts.counters[counter].meaning.fillEvidence)
    }
    hidesUse = table.counts.intervals.indices.map { interval in
      use.contains { table[0, interval].isHidden($0) }
    }
    self.products = products
    self.period = period
    self.policy = policy
    rounding = RoundingWithRoom(room: policy.isControlled ? policy.leastPersons : 0)
  }

  /// The rows of products.csv, in order: by section, drug, interval, value or ingredient.
  var released: [ReleasedProduct] { values + ingredients }

  // MARK: Values

  private var values: [ReleasedProduct] {
    products.counts.values.sorted { $0.key < $1.key }.flatMap { value, counted -> [ReleasedProduct] in
      guard isTold(counted) else { return [] }
      func row(_ quantity: String, _ count: Int, _ unit: String) -> ReleasedProduct {
        let shown = hidesUse[value.interval] ? (nil, .suppressed) : shownCount(count)
        return ReleasedProduct(
          .values, drug: products.drugs[value.drug].name, period: period.intervals[value.interval],
          item: value.name.text, quantity: quantity, .count, value: shown.value, unit: unit,
          status: shown.status)
      }
      return [row("fills", counted.fills, "fills"), row("users", counted.persons, "persons")]
    }
  }

  /// True if so many persons are behind something that it may be told that it is there.
  private func isTold(_ counted: ProductCounts.Counted) -> Bool {
    !policy.isControlled || counted.persons >= policy.leastPersons
  }

  /// A number that may be shown, or why it is not.
  private typealias Shown = (value: Double?, status: ReleasedProduct.Status)

  private func shownCount(_ count: Int) -> Shown {
    guard policy.isControlled else { return (Double(count), .ok) }
    guard policy.roundTo == 1 else { return (policy.rounded(Double(count)), .rounded) }
    return shown(rounding.hundred(.init(rows: count, isPublished: false)).count, .rounded)
  }

  private func shown(_ value: Int?, _ status: ReleasedProduct.Status) -> Shown {
    value.map { (Double($0), status) } ?? (nil, .suppressed)
  }

  // MARK: Ingredients

  /// Amounts in ten-thousandths, ascending, with the fills of each; and the fills that lack one.
  private struct Amounts {
    var sorted: [(amount: Int, counted: ProductCounts.Counted)] = []
    var lacking = 0
    var known: Int { sorted.reduce(0) { $0 + $1.counted.fills } }
  }

  private var ingredients: [ReleasedProduct] {
    let details = products.counts.details.sorted { $0.key < $1.key }
    var rows: [ReleasedProduct] = []
    var start = 0
    while start < details.count {
      let first = details[start].key
      let end = details[start...].firstIndex {
        $0.key.drug != first.drug || $0.key.ingredient != first.ingredient
      }
      rows += ingredient(details[start..<(end ?? details.count)])
      start = end ?? details.count
    }
    return rows
  }

  /// The rows of one ingredient of a drug.
  private func ingredient(
    _ details: ArraySlice<(key: ProductCounts.Detail, value: ProductCounts.Counted)>
  ) -> [ReleasedProduct] {
    var amounts: [ProductCounts.Quantity: Amounts] = [:]
    for (detail, counted) in details {
      if let amount = detail.amount {
        amounts[detail.quantity, default: Amounts()].sorted.append((amount, counted))
      } else {
        amounts[detail.quantity, default: Amounts()].lacking += counted.fills
      }
    }
    guard let own = details.first?.key, let all = details.first(where: { $0.key.quantity == .fills })?.value,
      isTold(all)
    else { return [] }
    let drug = products.drugs[own.drug]
    func row(
      _ quantity: ProductCounts.Quantity, _ statistic: ReleasedProduct.Statistic, _ shown: Shown,
      _ unit: String
    ) -> ReleasedProduct {
      ReleasedProduct(
        .ingredients, drug: drug.name, period: period.days, item: own.ingredient.text,
        quantity: quantity.rawValue, statistic, value: shown.value, unit: unit, status: shown.status)
    }
    var rows = [row(.fills, .count, shownCount(all.fills), "fills")]
    let units: [(ProductCounts.Quantity, String?)] = [
      (.daysSupply, "days"), (.quantity, "units"), (.strength, "mg"),
      (.dailyDose, drug.unit.map { "\($0.rawValue)_per_day" }),
    ]
    for (quantity, unit) in units {
      guard let unit, let own = amounts[quantity] else { continue }
      rows.append(row(quantity, .lacking, lacking(own.lacking, of: all.fills), "percent"))
      rows += statistics(own).map { row(quantity, $0.statistic, $0.shown, unit) }
    }
    return rows
  }

  private func lacking(_ fills: Int, of all: Int) -> Shown {
    guard policy.isControlled else { return (100 * Double(fills) / Double(all), .ok) }
    return shown(rounding.wholePercent(fills, of: all), .rounded)
  }

  private func statistics(_ amounts: Amounts) -> [(statistic: ReleasedProduct.Statistic, shown: Shown)] {
    guard let least = amounts.sorted.first, let most = amounts.sorted.last else { return [] }
    let quartiles: [(ReleasedProduct.Statistic, Shown)] = [.p25, .median, .p75].enumerated().map {
      ($1, quartile($0 + 1, amounts))
    }
    func extreme(_ amount: Int) -> Shown {
      policy.isControlled ? (nil, .suppressed) : (Double(amount) / ProductCounts.partsPerUnit, .ok)
    }
    return [(.minimum, extreme(least.amount))] + quartiles + [(.maximum, extreme(most.amount))]
  }

  /// The smallest amount that so many quarters of the fills have or less.
  private func quartile(_ quarters: Int, _ amounts: Amounts) -> Shown {
    let (known, room) = (amounts.known, rounding.room)
    let rank = (quarters * known + 3) / 4
    guard rank > room, rank + room <= known else { return (nil, .suppressed) }
    let (low, high) = (holder(of: rank - room, amounts), holder(of: rank + room, amounts))
    guard let low, low.amount == high?.amount, low.counted.persons >= room else { return (nil, .suppressed) }
    return (Double(low.amount) / ProductCounts.partsPerUnit, .ok)
  }

  /// The amount of the fill that is number `rank` by its amount, from 1.
  private func holder(of rank: Int, _ amounts: Amounts) -> (amount: Int, counted: ProductCounts.Counted)? {
    var before = 0
    return amounts.sorted.first { own in
      before += own.counted.fills
      return before >= rank
    }
  }
}

extension DisclosurePolicy {
  /// The fewest persons behind something that is told beside the figures.
  var leastPersons: Int { max(minCell, DisclosurePolicy(.cms11).minCell) }
}
