import RxCounts
import RxDecode
import RxModel
import RxStudy
import Testing

@testable import RxMeasure

/// Is everything that measures say of counters said of what some measure counts?
@Suite struct StatementTests {
  private static let text = """
    title: Every measure
    period: {start: 2019-01-01, end: 2020-12-31, interval: year}
    prescriptions:
      files: rx.csv
      columns:
        {patient: p, date: d, days_supply: s, drug: n, quantity: q, strength: m, prescriber: w, pharmacy: a}
    patients:
      files: m.csv
      columns: {patient: p, birth_date: b, sex: x}
    groups: {age_bands: [20, 65], by: [[sex]]}
    disclosure: {preset: cms11}
    measures:
      prevalence: {drugs: [benzodiazepine, opioid]}
      fill_rate: {drugs: [benzodiazepine, opioid], limits: robust}
      incidence: {drugs: [benzodiazepine, opioid], washout: 180, limits: robust}
      long_term_use: {drugs: [benzodiazepine, opioid], definitions: [olfson, {covered: 90}, kurko, phe, tahkapaa]}
      overlap: {drugs: [[benzodiazepine, opioid]], days: [1, 30, same_month]}
      standardised: {weights: esp2013}
      dose: {methods: [total_supply, on_therapy, "window:90", "window:30", maximum]}
      ddd: {drugs: [benzodiazepine, opioid]}
      cob: {}
      multiple_providers: {drugs: [opioid]}
      cns_polypharmacy: {classes: [benzodiazepine, opioid]}
      persistence: {drugs: [benzodiazepine]}
      dose_change: {}
      alternatives: {index: benzodiazepine, other: [opioid, benzodiazepine]}
      same_prescriber: {}
      trend: {}
      ratio: {reference: {sex: M}}
      cohort: {}
      incidence_proportion: {drugs: [opioid], washout: 365}
      transition: {drugs: [benzodiazepine], definitions: [olfson, {covered: 90}, phe, tahkapaa]}
      summary: {drugs: [benzodiazepine]}
    """

  @Test func everyMeaningThatIsNamedIsCounted() throws {
    let study = try StudyFile.parse(Self.text, file: "study.yml")
    #expect(Set(study.measures.map(\.key)) == Set(Measures.keys), "the study has every measure")
    let drugSets = try DrugSets.resolve(study, in: try CodeList.builtIn(match: .auto))
    var builder = MeasureBuilder(study, drugSets: drugSets, columns: FillColumns(study), mostDaysPerFill: 365)
    _ = try builder.measures()
    let counted = Set(builder.registry.counters.map(\.meaning))
    let named = builder.registry.statements.flatMap(\.terms).map(\.meaning)
    #expect(named.count > 100)
    for meaning in named { #expect(counted.contains(meaning), "\(meaning.text)") }
  }

  /// Limits that are robust tell the squares of fills and events, which are of as many persons; what is made of the rates
  /// has limits of its own.
  @Test func robustLimitsRevealSquares() throws {
    let study = try StudyFile.parse(Self.text, file: "study.yml")
    let drugSets = try DrugSets.resolve(study, in: try CodeList.builtIn(match: .auto))
    let set = try MeasureSet(study, drugSets: drugSets, columns: FillColumns(study))
    for figure in set.figures where figure.measure == "fill_rate" || figure.measure == "incidence" {
      guard case .robust(let sums) = figure.limits else {
        Issue.record("\(figure.measure) has limits that are not robust")
        continue
      }
      #expect(figure.alsoReveals == [sums.squares])
      #expect(set.counters[sums.squares].unit == set.counters[figure.numeratorCounter].unit)
      let isAtLeast = set.relations.contains { relation in
        relation.terms.map(\.counter) == [sums.squares, figure.numeratorCounter]
      }
      #expect(isAtLeast)
    }
    for figure in set.figures where figure.measure.hasSuffix("_fill_rate") {
      #expect(figure.alsoReveals.isEmpty)
    }
  }

  /// New users without supply in as many days, or longer without a fill, have an event of new use; others need not.
  @Test(arguments: [
    (NewUseRule(washoutDays: 365, clear: .supply), true), (NewUseRule(washoutDays: 400, clear: .fill), true),
    (NewUseRule(washoutDays: 365, clear: .fill), true), (NewUseRule(washoutDays: 364, clear: .supply), false),
  ])
  func newUsersHaveEvents(rule: NewUseRule, isTold: Bool) throws {
    var registry = CounterRegistry(countsContributors: false, isFull: false)
    let eventRule = NewUseRule(washoutDays: 365, clear: .fill)
    let (events, newUsers) = (NewUseQuantity.events(eventRule).of(0), NewUseQuantity.newUsers(rule).of(0))
    registry.relateEvents(events, of: NewUseQuantity.newUsers(eventRule).of(0), daysApart: 366)
    let (people, amount) = (registry.persons(newUsers), registry.amount(events, of: nil))
    let relations = registry.relations(DrugNesting(wider: [:], coversAsMuch: true))
    var told = CountRelation([.init(amount, .init(1)), .init(people, .init(-1))])
    told.isSubset = true
    #expect(relations.contains(told) == isTold)
  }

  /// What asks for doses grows with the class as far as the data's products stand on one row each, and what follows from
  /// that is of the data too; what holds of all data stays so.
  @Test func growthOfDosesIsOfTheData() {
    let nesting = DrugNesting(wider: [0: [1]], coversAsMuch: true)
    let (dose, wider) = (DoseQuantity.users(.mme).of(0), DoseQuantity.users(.mme).of(1))
    #expect(dose.isWithin(wider, nesting)?.isOfData == true)
    #expect(dose.isWithin(ExposureQuantity.exposed.of(1), nesting) == .always)
    let long = LongTermQuantity.persons(.defined(ddd: 30, fills: 1))
    #expect(long.of(0).isWithin(long.of(1), nesting)?.isOfData == true)
    #expect(long.of(0).isWithin(ExposureQuantity.users.of(1), nesting) == .always)
    let supply = LongTermQuantity.persons(.supply(days: 30))
    #expect(supply.of(0).isWithin(supply.of(1), nesting) == .always)

    var ofData = CountRelation.subset(2, of: 3)
    ofData.isOfData = true
    let nested = [CountRelation.subset(1, of: 2), ofData, .subset(3, of: 4), .subset(4, of: 5)]
      .withNestedSubsets
    func isOfData(_ part: Int, _ whole: Int) -> Bool? {
      nested.first { $0.terms == CountRelation.subset(part, of: whole).terms }?.isOfData
    }
    #expect(isOfData(3, 5) == false)
    #expect([isOfData(1, 3), isOfData(1, 4), isOfData(1, 5), isOfData(2, 5)] == [true, true, true, true])
    #expect(nested.count == 10)
  }

  /// Classes of the same drugs of the data are part of each other, of the data; who is in a narrower one by the list is so
  /// whatever the data are.
  @Test func classesOfTheSameDrugs() {
    let nesting = DrugNesting(wider: [0: [2]], widerInData: [0: [1], 1: [0]], coversAsMuch: true)
    let users = ExposureQuantity.users
    for (part, whole) in [(0, 1), (1, 0), (1, 2)] {
      #expect(users.of(part).isWithin(users.of(whole), nesting)?.isOfData == true, "\(part) in \(whole)")
    }
    #expect(users.of(0).isWithin(users.of(2), nesting) == .always)
    #expect(users.of(2).isWithin(users.of(0), nesting) == nil)
    let atRisk = NewUseQuantity.personsAtRisk(NewUseRule(washoutDays: 30, clear: .fill))
    #expect(atRisk.of(2).isWithin(atRisk.of(0), nesting) == .always)
    #expect(atRisk.of(2).isWithin(atRisk.of(1), nesting)?.isOfData == true)
  }
}
