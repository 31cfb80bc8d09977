import Testing

/// One figure worked out by hand.
struct HandWorkedFigure: Sendable {
  /// The key of the row, and the numbers that are known.
  var row: ResultRow
  /// Whether there must be no such row.
  var isAbsent = false
}

/// A tiny world and the figures that the contract gives for it, worked out by hand.
struct HandWorkedCase: Sendable, CustomTestStringConvertible {
  /// What is shown.
  var name: String
  /// The world.
  var world: NaiveWorld
  /// Some of its figures.
  var figures: [HandWorkedFigure]

  /// The name, for the test report.
  var testDescription: String { name }

  /// What is wrong with the rows that something made of the world, one readable line each; nothing if all
  /// figures are there. A number that the figure leaves empty is not looked at.
  func differences(actual rows: [ResultRow]) -> [String] {
    figures.compactMap { figure in
      let wanted = figure.row
      guard let row = rows.first(where: { $0.key == wanted.key }) else {
        return figure.isAbsent ? nil : "\(name): missing \(wanted.key)"
      }
      if figure.isAbsent { return "\(name): should not be there: \(wanted.key)" }
      if wanted.status == "undefined", row.status != "undefined" || !row.estimate.isEmpty {
        return "\(name): undefined by hand, is \(row.estimate): \(wanted.key)"
      }
      let fields: [KeyPath<ResultRow, String>] = [\.numerator, \.denominator, \.estimate, \.lower, \.upper]
      let differing = fields.filter { path in
        !wanted[keyPath: path].isEmpty && !sameNumber(wanted[keyPath: path], row[keyPath: path])
      }
      if differing.isEmpty { return nil }
      let texts = differing.map { "\(wanted[keyPath: $0]) by hand, is \(row[keyPath: $0])" }
      return "\(name): \(texts.joined(separator: "; ")): \(wanted.key)"
    }
  }

  /// What is wrong with a results.csv, as above.
  func differences(actualCSV: String) -> [String] {
    let parsed = ResultRow.parse(actualCSV)
    return parsed.faults + differences(actual: parsed.rows)
  }

  /// All cases.
  static let cases: [HandWorkedCase] =
    supplyCases + eraCases + overlapCases + incidenceCases + ageCases + observationCases + intervalCases
    + acceptanceCases + residentCases + doseCases + extendedCases + gapCases + newUseCases + reversalCases
    + productCases + persistenceCases + proportionCases + levelCases + personCases + transitionCases
    + summaryCases + robustCases
}

extension HandWorkedFigure {
  /// A figure of `measure [definition]` (written `long_term_use supply>=120`), for a drug, per a unit:
  /// numerator, denominator, and estimate and limits where they are known.
  init(
    _ measure: String, _ drug: String, per unit: String, _ numerator: Int, _ denominator: String,
    in period: String = "2024-01-01..2024-12-31", levels: [String: String] = [:], estimate: String = "",
    limits: (String, String) = ("", "")
  ) {
    let words = measure.split(separator: " ").map { String($0) }
    let days = period.split(separator: ".").map { String($0) }
    row = ResultRow(measure: words.first ?? "", drug: drug, levels: levels, unit: unit)
    row.definition = words.dropFirst().first ?? ""
    row.periodStart = days.first ?? ""
    row.periodEnd = days.last ?? ""
    row.numerator = String(numerator)
    row.denominator = denominator
    row.estimate = estimate
    (row.lower, row.upper) = limits
  }

  /// The figure, of which there can be no estimate.
  var undefined: HandWorkedFigure {
    var figure = self
    figure.row.status = "undefined"
    return figure
  }

  /// A row that must not be there.
  static func absent(
    _ measure: String, _ drug: String, per unit: String, in period: String = "2024-01-01..2024-12-31",
    levels: [String: String] = [:]
  ) -> HandWorkedFigure {
    var figure = HandWorkedFigure(measure, drug, per: unit, 0, "", in: period, levels: levels)
    figure.isAbsent = true
    return figure
  }

  /// Whether the one person of a world meets a definition of long-term use of benzodiazepines.
  static func longTerm(
    _ definition: String, _ meets: Bool, in period: String = "2024-01-01..2024-12-31"
  ) -> HandWorkedFigure {
    HandWorkedFigure(
      "long_term_use \(definition)", "benzodiazepine", per: "persons", meets ? 1 : 0, "1", in: period)
  }
}

/// Makes tiny worlds: the year 2024, one patient P1 with a birth date, observed from 2020 on.
enum Tiny {
  /// The code list of all cases.
  static let codes = [
    CodeRow(code: "BZ1", drugClass: "benzodiazepine", ingredient: "diazepam"),
    CodeRow(code: "BZ2", drugClass: "benzodiazepine", ingredient: "alprazolam"),
    CodeRow(code: "XX1", drugClass: "benzodiazepine"),
    CodeRow(code: "XX2", drugClass: "benzodiazepine"),
    CodeRow(code: "OP1", drugClass: "opioid", ingredient: "oxycodone"),
    CodeRow(code: "CMB", drugClass: "opioid", ingredient: "codeine"),
    CodeRow(code: "CMB", drugClass: "gabapentinoid", ingredient: "gabapentin"),
    CodeRow(code: "CMB2", drugClass: "opioid", ingredient: "oxycodone"),
    CodeRow(code: "CMB2", drugClass: "opioid", ingredient: "morphine"),
  ]

  /// The usual roster: one woman.
  static let roster = [
    RosterRow(patient: "P1", birth: "1960-05-05", sex: "F", start: "2020-01-01", end: "", death: "")
  ]

  /// A world of fills written as `2024-01-01 30 BZ1` (date, days, code; a fourth word is the patient), with
  /// settings changed as told.
  static func world(
    _ fills: [String], from: NaiveDate = NaiveDate(2024, 1, 1), to: NaiveDate = NaiveDate(2024, 12, 31),
    roster: [RosterRow]? = Tiny.roster, _ change: (inout NaiveSettings) -> Void
  ) -> NaiveWorld {
    var study = NaiveSettings(start: from, end: to)
    change(&study)
    let rows = fills.map { fill in
      let words = fill.split(separator: " ").map { String($0) }
      return PrescriptionRow(
        patient: words.count > 3 ? words[3] : "P1", date: words[0], days: words[1], drug: words[2])
    }
    var world = NaiveWorld(study: study, codes: codes, prescriptions: rows, roster: roster)
    world.rosterHasPeriods = roster != nil
    return world
  }

  /// A case of one patient's benzodiazepine fills and definitions of long-term use.
  static func longTerm(
    _ name: String, _ fills: [String], _ definitions: [LongTermDefinition: Bool],
    carryOver: CarryOver = .none, roster: [RosterRow] = Tiny.roster
  ) -> HandWorkedCase {
    let world = world(fills, roster: roster) { study in
      study.carryOver = carryOver
      study.measures.longTerm = ["benzodiazepine"]
      study.measures.definitions = definitions.keys.sorted { $0.label < $1.label }
    }
    let figures = definitions.map { HandWorkedFigure.longTerm($0.key.label, $0.value) }
    return HandWorkedCase(name: name, world: world, figures: figures)
  }
}
