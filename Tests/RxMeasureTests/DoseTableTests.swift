import RxModel
import Testing

@testable import RxMeasure

/// Doses of one fill from list, column or name, in the unit that the factor is per.
@Suite struct DoseTableTests {
  private static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? .one }

  private func entry(_ change: (inout DrugEntry) -> Void) -> DrugEntry {
    var entry = DrugEntry()
    entry.drugClass = "opioid"
    entry.ingredient = "x"
    change(&entry)
    return entry
  }

  private func table(
    _ entry: DrugEntry, _ unit: DoseUnit, named: Strength? = nil, facts: DrugEntry? = nil,
    quantity: String = "10",
    column: String? = nil
  ) -> DoseTable {
    let drug = DrugRegistry.Drug(
      name: "x", matches: [DrugMatch(entry: 0, strength: named, facts: facts)], memberships: [], daysFactor: 1
    )
    return DoseTable(
      DrugSet(names: ["opioid"], chainOfEntry: [0: 0], chainCount: 1), number: 0, unit: unit, drugs: [drug],
      list: DrugList(entries: [entry], origin: ["test"]) { _ in [] },
      quantities: DoseTable.Amounts([quantity]), strengths: DoseTable.Amounts(column.map { [$0] }))
  }

  private func dose(_ table: DoseTable, hasColumn: Bool = false) -> Double {
    table.dose(drug: 0, quantity: 1, strength: hasColumn ? 1 : 0)
  }

  @Test func aPatchCountsByItsMicrogramsAnHour() {
    let patch = entry { ($0.mmeFactor, $0.mmePer) = ("7.2", "mcg/h per patch") }
    #expect(dose(table(patch, .mme, named: .microgramsPerHour(Self.decimal("75")))) == 5400)
    #expect(
      dose(table(patch, .mme, named: .milligrams(Self.decimal("75")))) == 0, "mg of a patch are no rate")
    let byColumn = table(patch, .mme, named: .microgramsPerHour(Self.decimal("75")), column: "75")
    #expect(dose(byColumn, hasColumn: true) == 0, "a column of mg is no rate")
    #expect(byColumn.unusableFactors.map(\.factor.per) == ["mcg/h per patch"])
    #expect(table(patch, .mme).unusableFactors.isEmpty)
  }

  @Test func microgramsAndMilligramsAreOneMass() {
    let lozenge = entry { ($0.mmeFactor, $0.mmePer) = ("0.13", "mcg") }
    let named = table(lozenge, .mme, named: .milligrams(Self.decimal("0.2")), quantity: "60")
    #expect(dose(named) == 1560)
    #expect(named.exactDose(drug: 0, quantity: 1, strength: 0) >= Fraction(1560))
    #expect(dose(table(lozenge, .mme, column: "0.2"), hasColumn: true) == 260)
  }

  @Test func aFactorOfAnUnknownUnitIsNotUsed() {
    let odd = entry { ($0.mmeFactor, $0.mmePer) = ("7", "spray") }
    let table = table(odd, .mme, named: .milligrams(Self.decimal("1")))
    #expect(dose(table) == 0)
    #expect(table.unusableFactors.count == 1)
  }

  @Test(arguments: [("10/3", "3", 10), ("2/3", "15", 10), ("4/9", "22.5", 10), ("20/11", "5.5", 10)])
  func equivalentsAreExact(factor: String, strength: String, mg: Int) {
    let table = table(
      entry { $0.diazepamMg = factor }, .diazepamMg, named: .milligrams(Self.decimal(strength)), quantity: "1"
    )
    let exact = table.exactDose(drug: 0, quantity: 1, strength: 0)
    #expect(exact >= Fraction(mg) && Fraction(mg) >= exact)
  }

  @Test func theListsStrengthGoesBeforeTheNamesAndTheProductsFactsBeforeBoth() {
    let listed = entry { ($0.mmeFactor, $0.strengthMg) = ("1.5", "5") }
    #expect(dose(table(listed, .mme, named: .milligrams(Self.decimal("30")))) == 75)
    let product = entry { $0.mmeFactor = "1.5" }
    #expect(dose(table(listed, .mme, named: .milligrams(Self.decimal("30")), facts: product)) == 450)
    #expect(dose(table(listed, .mme, facts: product)) == 0)
    #expect(dose(table(product, .ddd, named: .milligrams(Self.decimal("30")))) == 0, "no DDD")
  }
}
