import RxModel
import Testing

@testable import RxStudy

/// The parameters of the extended measures: their defaults, their spellings, and the mistakes.
@Suite struct ExtendedMeasureStudyTests {
  /// A study with a roster, all columns and every group that a measure can ask for.
  private static let full = """
    title: T
    period: {start: 2019-01-01, end: 2019-12-31}
    prescriptions:
      files: rx.csv
      columns: {patient: p, date: d, days_supply: s, drug: n, quantity: q, prescriber: r, pharmacy: f}
    patients:
      files: m.csv
      columns: {patient: p, birth_date: b, sex: s}
      attributes: {hospice: h}
    groups: {age_bands: [0, 15, 65], by: [[sex]]}
    measures:
      prevalence: {}
      fill_rate: {}

    """

  private func study(_ measure: String) throws -> Study {
    try StudyFile.parse(Self.full + "  \(measure)\n", file: "study.yml")
  }

  /// The last measure of the study with `text`, which is of the kind that is asked for.
  private func measure<Spec: MeasureSpec>(_ text: String) throws -> Spec {
    try #require(try study(text).measures.last as? Spec)
  }

  @Test func defaultsOfDoses() throws {
    let dose: DoseSpec = try measure("dose: {}")
    #expect(dose.drugs.map(\.name) == ["opioid"] && dose.unit == .mme)
    #expect(dose.methods == [.totalSupply, .onTherapy, .window(days: 90), .maximum])
    #expect(dose.thresholds.map(\.text) == ["50", "90"])
    let change: DoseChangeSpec = try measure("dose_change: {}")
    #expect(change.drugs.map(\.name) == ["benzodiazepine"] && change.unit == .diazepamMg)
    #expect((change.gapDays, change.minDays, change.windowDays) == (30, 180, 90))
  }

  @Test func defaultsOfPersons() throws {
    let providers: MultipleProvidersSpec = try measure("multiple_providers: {}")
    #expect((providers.prescribers, providers.pharmacies, providers.windowDays) == (5, 5, 180))
    let cns: CnsPolypharmacySpec = try measure("cns_polypharmacy: {classes: [a, b]}")
    #expect((cns.atLeast, cns.days, cns.ageFrom, cns.text) == (3, 30, 65, "a+b"))
    let persistence: PersistenceSpec = try measure("persistence: {}")
    #expect(
      (persistence.washoutDays, persistence.gapDays) == (365, 30) && persistence.at == [30, 90, 180, 365])
    let other: AlternativesSpec = try measure("alternatives: {other: [ssri]}")
    #expect(
      (other.index.name, other.washoutDays, other.beforeDays, other.afterDays) == (
        "benzodiazepine", 365, 180, 180
      ))
    let transition: TransitionSpec = try measure("transition: {}")
    #expect(
      (transition.drugs.map(\.name), transition.washoutDays, transition.withinDays) == (["opioid"], 365, 365))
    #expect(transition.definitions == [.continuous(days: 90, gap: 30)])
    let summary: SummarySpec = try measure("summary: {}")
    #expect(summary.people == SummaryPeople.allCases && summary.quantities == SummaryQuantity.allCases)
    #expect((summary.drugs.map(\.name), summary.washoutDays) == (["opioid"], 365))
    let ages: SummarySpec = try measure("summary: {of: [persons], drugs: [no such drug]}")
    #expect(ages.drugs.isEmpty && ages.quantities(of: .persons) == [.age])
    let cob: CobSpec = try measure("cob: {exclude: [hospice]}")
    #expect((cob.opioids.name, cob.benzodiazepines.name, cob.exclude) == ("opioid", "benzodiazepine", [0]))
  }

  @Test func defaultsOfRates() throws {
    let standard: StandardisedSpec = try measure("standardised: {}")
    #expect(standard.text == "us2000/fay_feuer" && standard.rates.map(\.key) == ["prevalence", "fill_rate"])
    #expect(abs(standard.shares.reduce(0, +) - 1) < 1e-12 && standard.shares.count == 3)
    // 15 and 65 begin bands of both standards; 0-14 of the 2000 U.S. standard million.
    #expect(abs(standard.shares[0] - 0.2147) < 1e-12)
    let ratio: RatioSpec = try measure("ratio: {reference: {sex: M}}")
    #expect((ratio.variable, ratio.variableName, ratio.reference) == (0, "sex", "M"))
    let trend: TrendSpec = try measure("trend: {measures: [fill_rate]}")
    #expect(trend.rates.map(\.key) == ["fill_rate"])
  }

  @Test(arguments: [
    ("olfson", "supply>=120"), ("kurko", "covered>=180"), ("phe", "continuous>=365/gap30"),
    ("tahkapaa", "ddd>=180/fills2"), ("{ddd: 90, fills: 3}", "ddd>=90/fills3"),
    ("{ddd: 90}", "ddd>=90/fills1"),
  ])
  func definitionsOfLongTermUse(written: String, meant: String) throws {
    let use: LongTermUseSpec = try measure("long_term_use: {definitions: [\(written)]}")
    #expect(use.definitions.map(\.text) == [meant])
  }

  @Test(arguments: [
    ("sun", "days>=1"), ("pqa", "days>=30"), ("same_month", "same_month"), ("nhsbsa", "same_month"),
  ])
  func rulesOfOverlap(written: String, meant: String) throws {
    let overlap: OverlapSpec = try measure("overlap: {days: [\(written), 7]}")
    #expect(overlap.rules.map(\.text) == [meant, "days>=7"])
  }

  @Test("Two pairs that would read alike are told apart from one that is there twice")
  func pairsThatReadAlike() throws {
    let alike = #expect(throws: RxFault.self) { try study("overlap: {drugs: [[a, b+c], [a+b, c]]}") }
    #expect(alike?.code == .config)
    #expect(
      alike?.text.contains("this pair and [a, b+c] would both read 'a+b+c'") == true, "\(alike?.text ?? "")")
    let twice = #expect(throws: RxFault.self) { try study("overlap: {drugs: [[a, b+c], [a, b+c]]}") }
    #expect(twice?.text.contains("this pair is there twice") == true)
  }

  @Test func sensitivityIsNoMeasure() throws {
    let study = try study(
      "sensitivity: {gap: [0, 7], washout: [180], carry_over: [none, drug], duplicates: [keep, drop]}")
    #expect(study.measures.count == 2)
    let grid = try #require(study.sensitivity)
    #expect(grid.gapDays == [0, 7] && grid.washoutDays == [180])
    #expect(grid.carryOver == [.none, .drug] && grid.dropsDuplicates == [false, true])
  }

  @Test(arguments: [
    ("dose: {unit: mmo}", "can't be 'mmo': it is one of mme, diazepam_mg, ddd", "did you mean 'mme'?"),
    ("dose: {methods: [windw:90]}", "there is no method 'windw:90'", "did you mean 'window:90'?"),
    ("dose: {methods: [\"window:0\"]}", "there is no method 'window:0'", ""),
    ("dose: {thresholds: [0]}", "a threshold is a number above 0, not '0'", ""),
    ("dose: {thresholds: [50, 50.0]}", "50.0 is there twice", ""),
    ("cob: {exclude: [hospce]}", "'hospce' is no attribute of the study", "did you mean 'hospice'?"),
    ("cns_polypharmacy: {}", "'measures.cns_polypharmacy' lacks the key 'classes'", ""),
    ("alternatives: {}", "'measures.alternatives' lacks the key 'other'", ""),
    (
      "alternatives: {other: [ssri], washout: 90, before: 91}",
      "'before' (91 days) is longer than 'washout' (90)", "at most 90"
    ),
    ("alternatives: {other: [ssri, any]}", "'any' among 'other' would read like the row", "another name"),
    ("ddd: {drugs: [bz, op, BZ]}", "'BZ' is there twice", "case is ignored: it is 'bz'"),
    ("same_prescriber: {drugs: [bz, BZ]}", "a pair is of two different drugs", ""),
    ("same_prescriber: {drugs: [[a, b], [A, b]]}", "this pair is there twice", ""),
    ("persistence: {at: [30, 30]}", "30 is there twice", ""),
    ("standardised: {weights: us200}", "there is no standard population 'us200'", "did you mean 'us2000'?"),
    ("standardised: {interval: fay}", "can't be 'fay'", ""),
    (
      "ratio: {reference: {race: White}}", "'race' is no grouping by itself in 'groups.by'",
      "add [race], or use sex"
    ),
    ("ratio: {reference: {sex: M, age: 0-14}}", "'reference' is one variable and its level", ""),
    ("cohort: {by: sex}", "unknown key 'by' in 'measures.cohort'", ""),
    ("sensitivity: {gap: [7, 7]}", "this setting is there twice", ""),
    ("sensitivity: {}", "'sensitivity' has none of gap, washout, carry_over and duplicates", ""),
    ("long_term_use: {definitions: [olfsen]}", "there is no preset 'olfsen'", "did you mean 'olfson'?"),
    ("long_term_use: {definitions: [{supply: 120, fills: 2}]}", "'fills' goes with 'ddd' alone", ""),
    (
      "long_term_use: {definitions: [olfson, {supply: 120}]}", "the definition supply>=120 is there twice", ""
    ),
    ("transition: {definitions: [olfsen]}", "there is no preset 'olfsen'", "did you mean 'olfson'?"),
    ("transition: {within: 0}", "'measures.transition.within' must be from 1", ""),
    ("summary: {of: [user]}", "can't be 'user'", "did you mean 'users'?"),
    (
      "summary: {of: [persons], quantities: [fills]}", "'persons' have the quantity 'age' alone",
      "leave 'persons' out"
    ),
    ("incidence: {limits: robst}", "can't be 'robst'", "did you mean 'robust'?"),
    ("overlap: {days: [sun, 1]}", "days>=1 is there twice", ""),
    ("overlap: {days: [sunn]}", "there is no preset 'sunn'", "did you mean 'sun'?"),
  ])
  func mistakes(measure: String, message: String, remedy: String) throws {
    let fault = try #require(throws: RxFault.self) { try study(measure) }
    #expect(fault.code == .config)
    #expect(fault.place?.file == "study.yml" && (fault.place?.line ?? 0) >= 14)
    #expect(fault.message.contains(message), "\(fault.text)")
    #expect(remedy.isEmpty || fault.remedy.contains(remedy), "\(fault.text)")
  }

  /// What a measure needs beyond itself.
  @Test(arguments: [
    (", quantity: q", "ddd: {}", "'ddd' needs the quantity of a fill"),
    (
      ", quantity: q", "long_term_use: {definitions: [tahkapaa]}",
      "'long_term_use' needs the quantity of a fill"
    ),
    (", prescriber: r", "same_prescriber: {}", "'same_prescriber' needs the prescriber of a fill"),
    (", pharmacy: f", "multiple_providers: {}", "'multiple_providers' needs the pharmacy of a fill"),
    (
      "  fill_rate: {}\n", "trend: {}", "'trend' is of the measure 'fill_rate', which the study does not have"
    ),
    (", birth_date: b", "standardised: {}", "rates can't be standardised by age: no column is mapped"),
    (", birth_date: b", "summary: {}", "'summary' asks for ages, and the data tell no birth"),
    (
      ", quantity: q", "transition: {definitions: [tahkapaa]}", "'transition' needs the quantity of a fill"
    ),
    (", birth_date: b", "cob: {}", "'cob' is of people of 18 or more, and no birth is mapped"),
    ("2019-12-31}", "trend: {}", "a trend needs several intervals, and the study is one"),
    ("[0, 15, 65]", "standardised: {}", "the age bands of the study begin at 18, 36, within bands of us2000"),
  ])
  func needs(without: String, measure: String, message: String) throws {
    let changes = ["2019-12-31}": "2019-12-31, interval: whole}", "[0, 15, 65]": "[0, 18, 36]"]
    let text = try StudyText.replacing(without, changes[without] ?? "", in: Self.full) + "  \(measure)\n"
    let fault = try #require(throws: RxFault.self) { try StudyFile.parse(text, file: "study.yml") }
    #expect(fault.message.contains(message), "\(fault.text)")
    #expect(!fault.remedy.isEmpty)
  }
}
