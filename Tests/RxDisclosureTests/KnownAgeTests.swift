import RxCounts
import RxModel
import RxRelease
import Testing

@testable import RxDisclosure

/// Crude figures of standardised rates are of people of known age: whoever is in none of the bands can be worked out.
@Suite struct KnownAgeTests {
  /// Everyone, in two age bands; persons and users, of whom some are in none.
  private func table(persons: [Int], users: [Int], inNoBand: (persons: Int, users: Int)) -> CountTable {
    let all = (persons.reduce(inNoBand.persons, +), users.reduce(inNoBand.users, +))
    var table = TableMaker(rows: 1, columns: 1).table(persons: [[all.0]], users: [[all.1]])
    table.strata = [table.strata[0]]
    table.counts = Array(table.counts.prefix(3))
    table.ageBands.bandCount = 2
    table.ageBands.counts = zip(persons, users).flatMap { [Int64($0), Int64($0 * 365), Int64($1)] }
    table.ageBands.hasResidents = [false]
    table.figures.append(
      FigureDefinition(
        measure: "standardised_prevalence", drug: "x", numerator: .count(2), denominator: .persons,
        denominatorUnit: "persons", estimate: .per1000Persons, limits: .poisson,
        derivation: .standardised(shares: [0.5, 0.5], limits: .fayFeuer)))
    return table
  }

  @Test func fewOfUnknownAgeAreASecretOfTheirOwn() throws {
    let table = table(persons: [50, 45], users: [20, 17], inNoBand: (persons: 5, users: 3))
    let system = try SystemBuilder(table, published: 1, interval: 0, minCell: 11).system
    #expect(
      system.unknowns.map { "\($0.quantity) \(Int($0.value))" } == [
        "persons 100", "users 40", "users of known age 37", "users less users of known age 3",
        "persons of known age 95", "persons less persons of known age 5",
      ])
    #expect(system.unknowns.map(\.isSensitive) == [false, false, false, true, false, true])
    let figures = try table.protected(.cms11).figures(StudyPeriod(days: table.intervals[0], kind: .whole))
    #expect(figures.contains { $0.status == .suppressed }, "\(figures)")
  }

  @Test func whatHoldsOfEveryoneHoldsOfPeopleOfKnownAge() throws {
    let table = table(persons: [50, 45], users: [20, 17], inNoBand: (persons: 50, users: 30))
    let system = try SystemBuilder(table, published: 1, interval: 0, minCell: 11).system
    // Users are persons, those of known age are among all, and users of known age are persons of known age.
    let limits = system.rows.filter(\.isAtMost).map { row in
      row.terms.map { "\($0.coefficient > 0 ? "" : "-")\(system.unknowns[$0.unknown].quantity)" }
    }
    #expect(
      limits == [
        ["users", "-persons"], ["users of known age", "-users"], ["persons of known age", "-persons"],
        ["users of known age", "-persons of known age"],
      ])
  }

  @Test func bandsOfFewGiveTheirRateAway() throws {
    let table = table(persons: [500, 450], users: [200, 4], inNoBand: (persons: 50, users: 30))
    let figures = try table.protected(.cms11).figures(StudyPeriod(days: table.intervals[0], kind: .whole))
    let standardised = try #require(figures.last)
    #expect(standardised.measure == "standardised_prevalence" && standardised.status == .suppressed)
    #expect(standardised.numerator == nil && standardised.denominator == .count(950))
    #expect(figures[0].status == .ok)
  }
}
