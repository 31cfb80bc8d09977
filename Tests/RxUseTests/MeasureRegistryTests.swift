import RxCounts
import RxModel
import RxStudy
import Testing

@testable import RxMeasure

/// Is each measure described, and counted as it is described?
@Suite("The registry of measures")
struct MeasureRegistryTests {
  /// A study with every measure, and with every kind of definition.
  private static let text = """
    title: T
    period: {start: 2019-01-01, end: 2021-12-31}
    prescriptions:
      files: rx.csv
      columns: {patient: p, date: d, days_supply: s, drug: n, quantity: q, prescriber: r, pharmacy: f}
    patients: {files: m.csv, columns: {patient: p, birth_date: b, sex: s, death_date: e}, attributes: {hospice: h}}
    groups: {age_bands: [0, 15, 65], by: [[sex]]}
    measures:
      ratio: {reference: {sex: M}}
      cns_polypharmacy: {classes: [benzodiazepine, opioid]}
      alternatives: {other: [ssri, snri]}
      long_term_use: {definitions: [olfson, kurko, phe, tahkapaa]}
      overlap: {days: [1, 30, same_month]}

    """

  /// The study, with these parameters of persistence, by which its rows are others.
  private func study(persistence: String = "") throws -> Study {
    let written = ["ratio", "cns_polypharmacy", "alternatives", "long_term_use", "overlap"]
    let others = Measures.keys.filter { !written.contains($0) }
    return try StudyFile.parse(
      Self.text + others.map { "  \($0): {\($0 == "persistence" ? persistence : "")}\n" }.joined(),
      file: "study.yml")
  }

  @Test("The registry has each measure once, with its words, its rows and its counting")
  func descriptions() {
    #expect(Set(Measures.keys).count == Measures.all.count)
    let rows = Measures.all.flatMap { $0.description.figures.map(\.measure) }
    #expect(Set(rows).count == rows.count)
    for spec in Measures.all {
      let measure = spec.description
      #expect(spec is any MeasuredSpec.Type, "\(measure.key) is not counted")
      #expect(!measure.title.isEmpty && measure.summary.hasSuffix("."), "\(measure.key)")
      #expect(!measure.figures.isEmpty && measure.figures.allSatisfy { !$0.of.isEmpty }, "\(measure.key)")
      #expect(measure.figures.allSatisfy { !$0.counted.isEmpty && !$0.limits.isEmpty }, "\(measure.key)")
      #expect(measure.parameters.allSatisfy { !$0.kind.isEmpty && !$0.summary.isEmpty }, "\(measure.key)")
      #expect(measure.table.measures.contains(measure.figures[0].measure), "\(measure.key)")
    }
    #expect(TableKind.allCases.allSatisfy { !$0.measures.isEmpty })
  }

  @Test("The study's measures are as long as the registry, and each has methods that mark no text")
  func methods() throws {
    let study = try study()
    #expect(Set(study.measures.map(\.key)) == Set(Measures.keys))
    for spec in study.measures {
      let text = spec.methods(of: study).plain
      #expect(text.count > 20 && text.hasSuffix(".") && !text.contains("`"), "\(spec.key): \(text)")
    }
  }

  /// Whether `text` is as `pattern` says, whose words in capitals stand for anything.
  private func fits(_ text: String, _ pattern: String) throws -> Bool {
    let escaped = pattern.replacing(/[.+*\/()]/) { "\\" + $0.output }
    let wild = escaped.replacing(/[A-Z]+/) { _ in ".+" }
    return try Regex(wild).wholeMatch(in: text) != nil
  }

  @Test("The rows that the counting makes are those of the descriptions")
  func rows() throws {
    let list = try CodeList.builtIn(match: .auto)
    let lines = try ["", "death: competing"].flatMap { persistence in
      let study = try study(persistence: persistence)
      return try MeasureSummary.figures(study, drugSets: DrugSets.resolve(study, in: list))
    }
    let figures = Measures.all.flatMap { $0.description.figures }
    #expect(Set(lines.map(\.measure)) == Set(figures.map(\.measure)))
    for line in lines {
      let figure = try #require(figures.first { $0.measure == line.measure })
      #expect(
        try figure.definitions.contains { try fits(line.definition, $0) },
        "\(line.measure) \(line.definition)")
      #expect(
        try figure.of.contains {
          try fits(line.denominatorUnit, $0.unit) && fits(line.estimate.unit, $0.estimate)
        }, "\(line.measure) of \(line.denominatorUnit) in \(line.estimate.unit)")
    }
    for figure in figures {
      for of in figure.of {
        #expect(
          try lines.contains { try $0.measure == figure.measure && fits($0.denominatorUnit, of.unit) },
          "\(figure.measure) of \(of.unit)")
      }
    }
  }

  @Test("A measure that is described and not counted is a defect, and no row less")
  func notCounted() throws {
    var study = try study()
    study.measures = [Undone()]
    let fault = #expect(throws: RxFault.self) { try MeasureSummary.figures(study, drugSets: []) }
    #expect(fault?.code == .software)
  }

  /// A measure of which one half is missing.
  private struct Undone: MeasureSpec {
    static let description = CohortSpec.description
    init() {}
    init(_ values: MeasureParameters) throws(RxFault) {}
    var drugs: [Sourced] { [] }
    func methods(of study: Study) -> Prose { "" }
    func reason(_ facts: any PatientFacts) -> String { "" }
  }
}
