import Foundation
import RxModel
import Testing

@testable import RxStudy

/// The smallest study, and studies made from it by one change.
enum StudyText {
  /// Only what the contract marks as required.
  static let minimal = """
    title: T
    period: {start: 2019-01-01, end: 2019-12-31}
    prescriptions:
      files: rx.csv
      columns: {patient: p, date: d, days_supply: s, drug: n}
    measures:
      prevalence: {}

    """

  /// A study, else the smallest, with `old` replaced by `new`.
  static func replacing(_ old: String, _ new: String, in study: String = minimal) throws -> String {
    let range = try #require(study.firstRange(of: old), "'\(old)' is not in the study")
    var text = study
    text.replaceSubrange(range, with: new)
    return text
  }

  /// `marked` read as a study after its mark `§` is taken out, and the place where that stood.
  static func fault(_ marked: String) throws -> (fault: RxFault, place: RxFault.Place?) {
    var place: RxFault.Place?
    var text = marked
    if let mark = marked.firstRange(of: "§") {
      let before = marked[..<mark.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
      place = RxFault.Place(file: "study.yml", line: before.count, column: (before.last?.count ?? 0) + 1)
      text.removeSubrange(mark)
    }
    let plain = text
    return (try #require(throws: RxFault.self) { try StudyFile.parse(plain, file: "study.yml") }, place)
  }
}

/// One mistake: what is replaced in the smallest study by what (`§` before the place that the message must
/// name), and what the message and the remedy say.
struct StudyMistake: CustomTestStringConvertible, Sendable {
  /// What is replaced.
  let old: String
  /// By what.
  let new: String
  /// What the message must hold.
  let message: String
  /// What the remedy must hold.
  let remedy: String

  /// `old` replaced by `new` gives this message.
  init(_ old: String, _ new: String, _ message: String, _ remedy: String = "") {
    self.old = old
    self.new = new
    self.message = message
    self.remedy = remedy
  }

  var testDescription: String { new }

  /// Checks what the parser says.
  func check() throws {
    let (fault, place) = try StudyText.fault(StudyText.replacing(old, new))
    #expect(fault.code == .config)
    #expect(fault.place == place, "\(fault.text)")
    #expect(fault.message.contains(message), "\(fault.text)")
    #expect(fault.further.isEmpty, "\(fault.lines)")
    #expect(remedy.isEmpty ? fault.remedy.isEmpty : fault.remedy.contains(remedy), "\(fault.text)")
  }
}

@Suite struct StudyFileTests {
  private func study(_ old: String, _ new: String) throws -> Study {
    try StudyFile.parse(StudyText.replacing(old, new), file: "study.yml")
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() throws {
    let text = "title: T\nperiod: {start: 2019-01-01, end: 2019-12-31}\n"
    for line in ["title: T", "# a remark\ntitle: T"] {
      let fault = #expect(throws: RxFault.self) {
        try StudyFile.parse(
          "\u{FEFF}" + text.replacingOccurrences(of: "title: T", with: line), file: "study.yml")
      }
      // The first thing that is wrong is another one.
      #expect(fault?.text.contains("the study lacks the key 'prescriptions'") == true, "\(fault?.text ?? "")")
    }
  }

  @Test func defaultsOfTheSmallestStudy() throws {
    let study = try StudyFile.parse(StudyText.minimal, file: "study.yml")
    #expect(study.title == "T")
    #expect("\(study.period.days.start) \(study.period.days.end)" == "2019-01-01 2019-12-31")
    #expect(study.period.kind == .year)
    #expect(!study.persons.requiresFullObservation)
    let input = study.prescriptions
    #expect(input.files.patterns.map(\.name) == ["rx.csv"])
    #expect(input.files.patterns.first?.place == RxFault.Place(file: "study.yml", line: 4, column: 10))
    #expect(input.files.delimiter == UInt8(ascii: ","))
    #expect(input.files.dates == .auto)
    #expect(
      input.input.mapped.map { "\($0.field) \($0.source.name)" } == [
        "patient p", "date d", "days_supply s", "drug n",
      ])
    #expect(input.supply == .days)
    #expect(input.birth == nil && input.sex == nil && input.attributes.isEmpty)
    #expect(input.longestSupplyDays == 365)
    #expect(input.missingSupplyDays == nil)
    #expect(!input.dropsDuplicates)
    #expect(study.roster == nil && study.observation == nil && study.deaths == nil && study.population == nil)
    #expect(study.drugs.files.isEmpty && study.drugs.match == .auto)
    #expect(study.variables.isEmpty && study.groupings.isEmpty && study.ageBands == nil)
    #expect(study.carryOver == .none)
    #expect(study.toleratedRejects == 0.01)
    #expect(!study.showsRejectedValues)
    #expect(study.formats == [.csv, .markdown])
  }

  @Test func defaultsOfTheMeasures() throws {
    let study = try study(
      "  prevalence: {}",
      "  overlap: {}\n  long_term_use: {}\n  incidence: {}\n  fill_rate: {}\n  prevalence: {}")
    #expect(
      study.measures.map { $0.drugs.map(\.name) } == [
        ["benzodiazepine", "opioid"], ["benzodiazepine"], ["benzodiazepine"], ["benzodiazepine", "opioid"],
        ["benzodiazepine", "z-drug", "opioid"],
      ], "in the order of the study file")
    if let overlap = study.measures[0] as? OverlapSpec { #expect(overlap.rules == [.days(1), .days(30)]) }
    if let use = study.measures[1] as? LongTermUseSpec {
      #expect(use.definitions.map(\.text) == ["supply>=120", "covered>=180", "continuous>=90/gap30"])
    }
    if let incidence = study.measures[2] as? IncidenceSpec {
      #expect(incidence.washoutDays == 365)
      #expect(incidence.clear == .fill)
    }
  }

  @Test func everythingSpelledOut() throws {
    let text = """
      title: 'A: B'
      period: {start: 2019-01-01, end: 2020-06-30, interval: quarter}
      persons: full
      prescriptions:
        files: [rx/2019.csv, "rx/2020-*.csv.gz", "-"]
        delimiter: "\\t"
        dates: dd.MM.yyyy
        columns:
          {patient: p, date: d, end_date: e, drug: n, quantity: q, strength: m, prescriber: r, pharmacy: a}
        days_supply: {max: 100, missing: 30}
        duplicates: drop
      patients:
        files: [members.csv]
        delimiter: ;
        dates: MM/dd/yyyy
        columns: {patient: p, birth_year: b, sex: s}
        attributes: {race: race_eth, region: state}
      observation: {files: [o.csv], columns: {patient: p, start: f, end: t}}
      deaths: {files: [x.csv], columns: {patient: p, date: died}}
      drugs: {files: [a.csv, b.csv], match: name}
      groups:
        age_bands: [18, 65]
        by: [[sex], [race, age], [age]]
      supply: {carry_over: drug}
      measures:
        prevalence: {drugs: diazepam}
        incidence: {drugs: [opioid], washout: 0, clear: supply}
        long_term_use: {drugs: [opioid], definitions: [{covered: 10}, {continuous: 20, gap: 0}]}
        overlap: {drugs: [[a, b], [b, a]], days: 7}
      tolerance: {rejected_rows: 2.5%}
      rejects: {values: true}
      output: {formats: [markdown]}
      """
    let study = try StudyFile.parse(text, file: "study.yml")
    #expect(study.title == "A: B")
    #expect(study.period.kind == .quarter)
    #expect(study.persons.requiresFullObservation)
    #expect(study.prescriptions.files.patterns.map(\.name) == ["rx/2019.csv", "rx/2020-*.csv.gz", "-"])
    #expect(study.prescriptions.files.delimiter == 0x09)
    #expect(study.prescriptions.files.dates == DateFormat("dd.MM.yyyy"))
    #expect(study.prescriptions.supply == .endDate)
    #expect(
      study.prescriptions.input.mapped.map { "\($0.field) \($0.source.name)" } == [
        "patient p", "date d", "end_date e", "drug n", "quantity q", "prescriber r", "pharmacy a",
        "strength m",
      ], "in the order in which files are asked")
    #expect(study.prescriptions.longestSupplyDays == 100)
    #expect(study.prescriptions.missingSupplyDays == 30)
    #expect(study.prescriptions.dropsDuplicates)
    let roster = try #require(study.roster)
    #expect(roster.files.delimiter == UInt8(ascii: ";") && roster.files.dates == DateFormat("MM/dd/yyyy"))
    #expect(roster.birth == .year && roster[.birthYear]?.name == "b")
    #expect(roster.attributes.map(\.name) == ["race", "region"])
    #expect(roster.attributes.map(\.column.name) == ["race_eth", "state"])
    #expect(study.observation?[.observationEnd]?.name == "t")
    #expect(study.deaths?[.deathDate]?.name == "died")
    #expect(study.drugs.files.map(\.name) == ["a.csv", "b.csv"])
    #expect(study.drugs.match == .name)
    #expect(study.ageBands == AgeBands(lowerBounds: [18, 65]))
    #expect(study.variables.map(\.name) == ["sex", "race", "age"], "in the order of first use")
    #expect(study.groupings == [[0], [1, 2], [2]])
    #expect(study.carryOver == .drug)
    #expect(
      study.measures.map { $0.drugs.map(\.name) } == [
        ["diazepam"], ["opioid"], ["opioid"], ["a", "b", "b", "a"],
      ])
    if let incidence = study.measures[1] as? IncidenceSpec {
      #expect(incidence.washoutDays == 0)
      #expect(incidence.clear == .supply)
    }
    if let use = study.measures[2] as? LongTermUseSpec {
      #expect(use.definitions == [.covered(days: 10), .continuous(days: 20, gap: 0)])
    }
    if let overlap = study.measures[3] as? OverlapSpec {
      #expect(overlap.pairs.count == 2)
      #expect(overlap.rules == [.days(7)])
    }
    #expect(study.toleratedRejects == 0.025)
    #expect(study.showsRejectedValues)
    #expect(study.formats == [.markdown])
  }

  @Test func aFlatFileHasThePatientsColumns() throws {
    let study = try study(
      "  columns: {patient: p,", "  attributes: {race: r}\n  columns: {birth_date: b, sex: x, patient: p,")
    #expect(study.prescriptions[.birthDate]?.name == "b")
    #expect(study.prescriptions.sex?.name == "x")
    #expect(study.prescriptions.attributes.map(\.name) == ["race"])
  }

  @Test func ageHasTheContractsBands() throws {
    let text =
      try StudyText.replacing("{patient: p,", "{birth_date: b, patient: p,") + "groups: {by: [[age]]}\n"
    let study = try StudyFile.parse(text, file: "study.yml")
    #expect(study.ageBands?.lowerBounds == [0, 18, 36, 51, 65, 80])
  }

  @Test func populationIsForStudiesWithoutARoster() throws {
    let text =
      try StudyText.replacing("{patient: p,", "{sex: x, patient: p,")
      + "population: {file: census.csv, columns: {count: residents, year: y, sex: s}}\n"
    let population = try #require(try StudyFile.parse(text, file: "study.yml").population)
    #expect(population.files.patterns.map(\.name) == ["census.csv"])
    #expect(population[.count]?.name == "residents")
    #expect(population[.year]?.name == "y")
    #expect(population.attributes.map(\.name) == ["sex"])
  }

  @Test(arguments: [
    (",", 0x2C), (";", 0x3B), ("\"|\"", 0x7C), ("tab", 0x09), ("\"\\t\"", 0x09), ("'\\t'", 0x09),
  ])
  func delimiters(text: String, byte: UInt8) throws {
    let quoted = text == "," || text == ";" ? "\"\(text)\"" : text
    let study = try study("  files: rx.csv", "  files: rx.csv\n  delimiter: \(quoted)")
    #expect(study.prescriptions.files.delimiter == byte)
  }

  @Test(arguments: [("0%", 0.0), ("0", 0.0), ("1%", 0.01), ("0.5%", 0.005), ("100%", 1.0)])
  func tolerances(text: String, share: Double) throws {
    let text = StudyText.minimal + "tolerance: {rejected_rows: \(text)}\n"
    #expect(abs(try StudyFile.parse(text, file: "study.yml").toleratedRejects - share) < 1e-12)
  }
}
