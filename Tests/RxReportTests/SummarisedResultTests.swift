import RxModel
import Testing

@testable import RxReport

/// The rules of omopgenerics' summarised result, and the names of IncidencePrevalence.
@Suite("summarised_result.csv")
struct SummarisedResultTests {
  private typealias Row = [String: String]

  private func rows(_ publication: Publication) -> [Row] {
    let lines = csvRows(SummarisedResult(publication).csv)
    #expect(lines.first == SummarisedResult.columns)
    return lines.dropFirst().map { fields in
      #expect(fields.count == 13, "\(fields)")
      return Dictionary(zip(SummarisedResult.columns, fields), uniquingKeysWith: { first, _ in first })
    }
  }

  private func values(_ rows: [Row], id: String, stratum: String, names: Bool = true) -> [String] {
    rows.filter {
      $0["result_id"] == id && $0["strata_level"] == stratum && $0["variable_name"] != "settings"
    }
    .map { "\($0["estimate_name"] ?? "") \($0["estimate_type"] ?? "") \($0["estimate_value"] ?? "")" }
  }

  /// What the package refuses or warns of.
  private func checkRules(_ rows: [Row]) {
    var seen: Set<[String]> = []
    let settings = Set(rows.filter { $0["variable_name"] == "settings" }.map { $0["result_id"] })
    for row in rows {
      for column in SummarisedResult.columns where !["variable_level", "estimate_value"].contains(column) {
        #expect(!["", "NA"].contains(row[column]), "\(column) of \(row)")
      }
      #expect(settings.contains(row["result_id"]))
      let key = SummarisedResult.columns.filter { $0 != "estimate_value" }.map { row[$0] ?? "" }
      #expect(seen.insert(key).inserted, "\(row)")
      for part in ["group", "strata", "additional"] {
        let names = (row["\(part)_name"] ?? "").components(" &&& ")
        #expect(names.count == (row["\(part)_level"] ?? "").components(" &&& ").count, "\(row)")
        for name in names {
          #expect(name == name.lowercased() && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" })
        }
      }
      let type = row["estimate_type"] ?? ""
      let types = ["numeric", "integer", "date", "character", "proportion", "percentage", "logical"]
      #expect(types.contains(type))
      if let value = row["estimate_value"], value != "-", type != "character" {
        #expect(type == "integer" ? Int(value) != nil : Double(value) != nil, "\(row)")
      }
    }
  }

  @Test("Prevalence has IncidencePrevalence's names, as a share of one")
  func prevalence() throws {
    let rows = rows(try ExportFixture.publication())
    checkRules(rows)
    #expect(
      values(rows, id: "1", stratum: "overall") == [
        "denominator_count integer 1763", "outcome_count integer 79", "prevalence numeric 0.0448100",
        "prevalence_95CI_lower numeric 0.0361023", "prevalence_95CI_upper numeric 0.0554971",
      ])
    let first = try #require(rows.first)
    #expect(first["cdm_name"] == "A study" && first["variable_name"] == "Denominator")
    #expect(first["group_name"] == "denominator_cohort_name &&& outcome_cohort_name")
    #expect(first["group_level"] == "persons &&& opioid")
    #expect(first["additional_name"] == "prevalence_start_date &&& prevalence_end_date &&& analysis_interval")
    #expect(first["additional_level"] == "2019-01-01 &&& 2019-12-31 &&& years")
    #expect(first["variable_level"] == "NA")
  }

  @Test("Incidence is per 100,000 person-years")
  func incidence() throws {
    let rows = rows(try ExportFixture.publication())
    #expect(
      values(rows, id: "2", stratum: "overall") == [
        "person_years numeric 1515.6003", "outcome_count integer 67", "incidence_100000_pys numeric 4420.69",
        "incidence_100000_pys_95CI_lower numeric 3425.97", "incidence_100000_pys_95CI_upper numeric 5614.12",
      ])
  }

  @Test("What is kept back is a dash, limits where the measure has any; what is undefined has no row; 0 is 0")
  func suppressed() throws {
    let rows = rows(try ExportFixture.publication())
    #expect(
      values(rows, id: "1", stratum: "F") == [
        "denominator_count integer -", "outcome_count integer -", "prevalence numeric -",
        "prevalence_95CI_lower numeric -", "prevalence_95CI_upper numeric -",
      ])
    #expect(
      values(rows, id: "2", stratum: "F").prefix(2) == ["person_years numeric -", "outcome_count integer -"])
    #expect(
      values(rows, id: "3", stratum: "F") == [
        "denominator_count integer -", "outcome_count integer -", "percent percentage -",
      ])
    #expect(
      values(rows, id: "3", stratum: "M") == ["denominator_count integer 4", "outcome_count integer 3"])
    #expect(
      values(rows, id: "1", stratum: "M")[1...2] == [
        "outcome_count integer 0", "prevalence numeric 0.0000000",
      ])
  }

  @Test(
    "Settings say the result type, the package, the names and the smallest count",
    arguments: ["cms11", "none"])
  func settings(preset: String) throws {
    let rows = rows(try ExportFixture.publication(preset: preset)).filter {
      $0["variable_name"] == "settings"
    }
    func setting(_ id: String, _ name: String) -> String? {
      rows.first { $0["result_id"] == id && $0["estimate_name"] == name }?["estimate_value"]
    }
    #expect(setting("1", "result_type") == "prevalence" && setting("2", "result_type") == "incidence")
    #expect(
      setting("3", "result_type") == "rxuse_overlap_days" && setting("4", "result_type") == "rxuse_attrition")
    #expect(setting("1", "package_name") == "rxuse" && setting("1", "package_version") == "1.2.3")
    #expect(setting("1", "strata") == "sex")
    #expect(setting("1", "min_cell_count") == (preset == "none" ? "0" : "11"))
    #expect(setting("1", "denominator_sex") != nil && setting("3", "denominator_sex") == nil)
  }

  @Test("Definitions are told, so that no estimate is there twice")
  func definitions() throws {
    let rows = rows(
      try ExportFixture.publication(
        ["supply>=120", "covered>=180"].map { ExportFixture.row("long_term_use", definition: $0) }))
    checkRules(rows)
    #expect(
      Set(rows.filter { $0["result_id"] == "1" }.map { $0["additional_level"]?.components(" &&& ").first })
        == ["supply>=120", "covered>=180", "overall"])
  }

  @Test("No name breaks a rule", arguments: ExportFixture.hostile)
  func hostile(name: String) throws {
    for variable in ["sex", "Region of birth", "estimate_name", "analysis interval", name]
    where variable != "all" {
      let publication = try ExportFixture.publication(
        [
          ExportFixture.row("prevalence", drug: name, variable: variable),
          ExportFixture.row("prevalence", drug: name, level: name, variable: variable),
        ], variable: variable, title: name)
      checkRules(rows(publication))
    }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
