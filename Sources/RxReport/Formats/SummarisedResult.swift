import RxModel
import RxRelease
import RxText

extension ReportFormat {
  /// summarised_result.csv: the figures in the shape of the R package omopgenerics, for its tables and plots.
  static let summarisedResult = ReportFormat(
    key: .summarisedResult, owns: { $0 == "summarised_result.csv" },
    files: { report in
      [RenderedFile("summarised_result.csv", text: { SummarisedResult(report.publication).csv })]
    })
}

/// The figures of a publication as omopgenerics' summarised result: a row an estimate, in 13 columns.
///
/// Prevalence and incidence are named as IncidencePrevalence names them, every other measure is a result type
/// `rxuse_MEASURE`. The name of the database is the study's title: what is published knows no other name of the data, and
/// results of several studies stay apart when they are put together. What is kept back is `-`; an estimate that can't be
/// computed has no row. Names of variables are in snake case; a level can't hold the separator `&&&`, nor be `NA`, which R
/// reads as nothing.
struct SummarisedResult {
  /// The columns, in their order.
  static let columns = [
    "result_id", "cdm_name", "group_name", "group_level", "strata_name", "strata_level", "variable_name",
    "variable_level", "estimate_name", "estimate_type", "estimate_value", "additional_name",
    "additional_level",
  ]

  private let publication: Publication
  private let types: [SummarisedType]
  private let strataNames: [String]
  private let database: String

  init(_ publication: Publication) {
    self.publication = publication
    types = publication.figures.map(\.measure).distinct().enumerated().map { place, measure in
      SummarisedType(id: place + 1, measure, publication)
    }
    strataNames = SummarisedText.names(
      publication.variables,
      except: Set(Self.columns + types.flatMap { $0.groupNames + $0.additionalNames + $0.settings.map(\.0) }))
    database = SummarisedText.level(publication.record.title)
  }

  /// The file.
  var csv: String {
    var text = exactCSVLine(Self.columns)
    for type in types { add(type, to: &text) }
    addAttrition(to: &text)
    for type in types {
      addSettings(type.id, type.settings + [("strata", SummarisedText.joined(strata(of: type)))], to: &text)
    }
    guard !publication.attrition.isEmpty else { return text }
    let own = SummarisedType.settings(
      "rxuse_attrition", group: [], additional: ["reason_id"], publication.record)
    addSettings(types.count + 1, own + [("strata", "reason")], to: &text)
    return text
  }

  private func add(_ type: SummarisedType, to text: inout String) {
    let own = publication.figures.filter { $0.measure == type.measure }
    let facts = SummarisedLine.facts(own)
    var strata: [[String]: String] = [:]
    var additional: [AdditionalKey: String] = [:]
    var groups: [FigureLine: String] = [:]
    var names: [String: String] = [:]
    let head = fields(["\(type.id)", database, SummarisedText.joined(type.groupNames)])
    let additionalName = fields([SummarisedText.joined(type.additionalNames)])
    for figure in own {
      let line = facts[figure.line] ?? SummarisedLine()
      let group = cached(figure.line, &groups) { _ in
        fields([SummarisedText.joined(type.groupLevels(of: figure))])
      }
      let stratum = cached(figure.levels, &strata) { fields(self.strata($0)) }
      let more = cached(AdditionalKey(definition: figure.definition, period: figure.period), &additional) {
        _ in
        fields([SummarisedText.joined(type.additionalLevels(of: figure, publication.record))])
      }
      let prefix = "\(head),\(group),\(stratum),"
      let suffix = ",\(additionalName),\(more)\n"
      let name = cached(figure.estimateUnit, &names, type.estimateName)
      for estimate in type.estimates(of: figure, line, named: name) {
        for part in [prefix, estimate.variable, ",NA,", estimate.name, ",", estimate.type, ","] {
          text += part
        }
        text += estimate.value ?? "-"
        text += suffix
      }
    }
  }

  private struct AdditionalKey: Hashable {
    var definition: String
    var period: DaySpan
  }

  /// The name and the level of a group: `overall`, or its variables and their levels.
  private func strata(_ levels: [String]) -> [String] {
    let own = zip(strataNames, levels).filter { $0.1 != allLevel }
    guard !own.isEmpty else { return ["overall", "overall"] }
    return [SummarisedText.joined(own.map(\.0)), SummarisedText.joined(own.map(\.1))]
  }

  // MARK: Attrition and settings

  private func addAttrition(to text: inout String) {
    let head = fields(["\(types.count + 1)", database, "overall", "overall", "reason"])
    for (place, step) in publication.attrition.enumerated() {
      for (variable, count) in [("number_records", step.rows), ("number_subjects", step.patients)] {
        let value: String
        switch count {
        case .count(let count): value = "\(count)"
        case .suppressed: value = "-"
        case .unknown: continue
        }
        text += "\(head),\(fields([SummarisedText.level(step.name)])),\(variable),NA,count,integer,\(value),"
        text += "reason_id,\(place + 1)\n"
      }
    }
  }

  private func addSettings(_ id: Int, _ settings: [(name: String, value: String)], to text: inout String) {
    let head = fields(["\(id)", database, "overall", "overall", "overall", "overall", "settings", "NA"])
    for setting in settings {
      text += "\(head),\(setting.name),character,\(fields([setting.value])),overall,overall\n"
    }
  }

  /// The variables that rows of a type are split by.
  private func strata(of type: SummarisedType) -> [String] {
    let own = publication.figures.filter { $0.measure == type.measure }
    return strataNames.enumerated().filter { place, _ in own.contains { $0.levels[place] != allLevel } }
      .map(\.element)
  }

  /// Fields of a line without its end.
  private func fields(_ fields: [String]) -> String { String(exactCSVLine(fields).dropLast()) }

  private func cached<Key: Hashable>(_ key: Key, _ known: inout [Key: String], _ make: (Key) -> String)
    -> String
  {
    if let text = known[key] { return text }
    let text = make(key)
    known[key] = text
    return text
  }
}
