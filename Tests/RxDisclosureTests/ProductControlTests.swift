import RxCounts
import RxModel
import RxRelease
import Testing

@testable import RxDisclosure

/// What products.csv may tell, at every boundary of the rule.
@Suite struct ProductControlTests {
  private let period = StudyPeriod(
    days: DaySpan(Day(year: 2020, month: 1, day: 1) ?? Day(0), Day(year: 2020, month: 12, day: 31) ?? Day(0)),
    kind: .year)

  /// Fills of so many persons, `each` of every one.
  private func counted(_ persons: Int, each: Int = 1) -> ProductCounts.Counted {
    var counted = ProductCounts.Counted()
    for _ in 0..<persons { counted.add(fills: each) }
    return counted
  }

  /// The rows of one drug's ingredient whose quantities so many persons have, `each` fills of every one.
  private func rows(
    _ amounts: [(amount: Int, persons: Int)], each: Int = 1, lacking: Int = 0,
    _ policy: DisclosurePolicy.Preset = .cms11
  ) -> [ReleasedProduct] {
    var counts = ProductCounts()
    func detail(_ quantity: ProductCounts.Quantity, _ amount: Int?) -> ProductCounts.Detail {
      .init(drug: 0, ingredient: ExactText("i"), quantity, amount: amount)
    }
    let persons = amounts.reduce(lacking) { $0 + $1.persons }
    counts.add(counted(persons, each: each), to: detail(.fills, nil))
    for (amount, persons) in amounts {
      counts.add(counted(persons, each: each), to: detail(.quantity, amount * 10_000))
    }
    if lacking > 0 { counts.add(counted(lacking, each: each), to: detail(.quantity, nil)) }
    let table = TableMaker(rows: 1, columns: 1).table(persons: [[500]], users: [[100]])
    return ProductControl(
      CountedProducts(drugs: [.init(name: "d", unit: nil)], counts: counts), period, DisclosurePolicy(policy),
      beside: ProtectedTable(table, nil)
    ).released
  }

  private func value(_ rows: [ReleasedProduct], _ statistic: ReleasedProduct.Statistic) -> Double? {
    rows.first { $0.quantity == "quantity" && $0.statistic == statistic }?.value
  }

  @Test func anAmountOfFewPersonsIsNoQuartile() {
    // The median is 2 and would be with 11 fills more or fewer on either side.
    #expect(value(rows([(1, 30), (2, 60), (3, 30)]), .median) == 2)
    // Ten persons have 6 fills each of it: as many fills, and too few persons.
    #expect(value(rows([(1, 5), (2, 10), (3, 5)], each: 6), .median) == nil)
    #expect(value(rows([(1, 5), (2, 11), (3, 5)], each: 6), .median) == 2)
  }

  @Test func aQuartileHasRoomOnEitherSide() {
    // Of 100 the median is number 50: numbers 39 to 61 are the same.
    #expect(value(rows([(1, 38), (2, 23), (3, 39)]), .median) == 2)
    #expect(value(rows([(1, 39), (2, 22), (3, 39)]), .median) == nil)
    #expect(value(rows([(1, 38), (2, 22), (3, 40)]), .median) == nil)
    // Of 44 the lowest quartile is number 11, of 45 number 12.
    #expect(value(rows([(1, 44)]), .p25) == nil)
    #expect(value(rows([(1, 45)]), .p25) == 1)
  }

  @Test func extremesAreSomebodys() {
    let many: [(amount: Int, persons: Int)] = [(1, 100), (2, 100)]
    for preset in [DisclosurePolicy.Preset.cms11, .opensafely, .midpoint6] {
      #expect(value(rows(many, preset), .minimum) == nil && value(rows(many, preset), .maximum) == nil)
    }
    let all = rows([(1, 2), (7, 1)], .none)
    #expect(value(all, .minimum) == 1 && value(all, .maximum) == 7 && value(all, .p75) == 7)
  }

  @Test func sharesHaveRoom() {
    // 11 fills more or fewer of 10,000 leave 5 percent, and 0 percent, as they are.
    #expect(value(rows([(1, 9_500)], lacking: 500), .lacking) == 5)
    #expect(value(rows([(1, 9_960)], lacking: 40), .lacking) == nil)
    #expect(value(rows([(1, 10_000)]), .lacking) == 0)
    #expect(value(rows([(1, 9_997)], lacking: 3), .lacking) == 0)
    #expect(value(rows([(1, 100)]), .lacking) == nil)
    #expect(value(rows([(1, 3)], lacking: 1, .none), .lacking) == 25)
  }

  @Test func fewPersonsHaveNoRows() {
    #expect(rows([(1, 10)], each: 100).isEmpty)
    #expect(rows([(1, 11)], each: 100).first?.value == 1_100)
    #expect(rows([(1, 10)], .opensafely).isEmpty && rows([(1, 12)], .opensafely).first?.value == 10)
  }
}
