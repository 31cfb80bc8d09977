import Testing

@testable import RxModel

@Suite struct ExactFactorTests {
  @Test(arguments: [("20/3", 20.0, 3.0), ("0.15", 0.15, 1), ("1", 1, 1), ("2.5/0.5", 2.5, 0.5)])
  func read(text: String, numerator: Double, denominator: Double) {
    let factor = ExactFactor(text)
    #expect(factor?.numerator.value == numerator)
    #expect(factor?.denominator.value == denominator)
  }

  @Test(arguments: ["", "0", "0/3", "3/0", "/3", "3/", "1/2/3", "a", "-1", "1e3", "1 / 2"])
  func none(text: String) { #expect(ExactFactor(text) == nil) }

  @Test(arguments: [
    ("500", -3, 0.5), ("12", -3, 0.012), ("0.025", 3, 25.0), ("0.3", 3, 300), ("5", 0, 5), ("0.5", 1, 5),
    ("100", -2, 1),
  ])
  func scaled(text: String, power: Int, value: Double) {
    let number = ExactDecimal(text)?.scaled(byTenTo: power)
    #expect(number?.value == value)
    #expect(number == ExactDecimal("\(value)"), "in its shortest form")
  }

  @Test func whatGrowsTooLongIsNone() {
    #expect(ExactDecimal("999999999999999999")?.scaled(byTenTo: 3) == nil)
    #expect(ExactDecimal("0.000000000000000001")?.scaled(byTenTo: -1) == nil)
  }
}
