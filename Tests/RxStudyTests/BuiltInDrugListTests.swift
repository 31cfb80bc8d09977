import RxModel
import Testing

@testable import RxStudy

/// The built-in list read by a splitter of its own, so that these tests depend on nothing else.
enum BuiltInRows {
  /// One dictionary per row, by column.
  static let all: [[String: String]] = {
    let lines = BuiltInDrugList.csv.split(separator: "\n").map { fields(String($0)) }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }()

  /// The fields of each line, header included.
  static let lines = BuiltInDrugList.csv.split(separator: "\n").map { fields(String($0)) }

  /// The rows of an ingredient in a class.
  static func rows(_ ingredient: String, _ drugClass: String) -> [[String: String]] {
    all.filter { $0["ingredient"] == ingredient && $0["class"] == drugClass }
  }

  private static func fields(_ line: String) -> [String] {
    var fields = [""]
    var quoted = false
    for character in line {
      if character == "\"" {
        quoted.toggle()
      } else if character == ",", !quoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}

@Suite struct BuiltInDrugListTests {
  private let numbers = [
    "ddd_mg", "mme_factor", "diazepam_mg", "diazepam_mg_ashton", "diazepam_mg_vadod", "diazepam_mg_sacarny",
  ]

  @Test func everyLineHasAllColumns() {
    #expect(BuiltInRows.lines.allSatisfy { $0.count == 19 })
    #expect(BuiltInDrugList.csv.hasSuffix("\n"))
  }

  @Test func everyColumnHoldsSomething() {
    for column in BuiltInRows.lines.first ?? [] {
      #expect(BuiltInRows.all.contains { $0[column]?.isEmpty == false }, "\(column)")
    }
  }

  @Test func classesAreTheListedOnes() {
    let expected: Set = [
      "benzodiazepine", "z-drug", "opioid", "opioid-use-disorder", "opioid-antitussive", "opioid-anaesthetic",
      "gabapentinoid", "ssri", "snri", "buspirone", "muscle-relaxant", "antipsychotic", "tricyclic",
    ]
    #expect(Set(BuiltInRows.all.compactMap { $0["class"] }) == expected)
  }

  @Test func noRowTwice() {
    let keys = BuiltInRows.all.map { [$0["ingredient"] ?? "", $0["class"] ?? "", $0["form"] ?? ""] }
    #expect(Set(keys).count == keys.count)
  }

  @Test func namesBelongToOneIngredient() {
    var owners: [String: Set<String>] = [:]
    for row in BuiltInRows.all {
      let ingredient = row["ingredient"] ?? ""
      for name in [ingredient] + ProductNameMatcher.Entry.items(of: row["synonyms"] ?? "") {
        owners[name, default: []].insert(ingredient)
      }
    }
    #expect(owners.filter { $0.value.count > 1 }.isEmpty)
  }

  @Test func everyRowHasIngredientFormAndSource() {
    for row in BuiltInRows.all {
      for column in ["ingredient", "form", "source"] { #expect(row[column]?.isEmpty == false, "\(row)") }
    }
  }

  @Test func everyNumberIsAboveZero() {
    for row in BuiltInRows.all {
      for column in numbers {
        guard let text = row[column], !text.isEmpty else { continue }
        #expect(ExactFactor(text) != nil, "\(column) in \(row)")
      }
    }
  }

  @Test func atcCodesAreWellFormed() {
    for row in BuiltInRows.all {
      let codes = ProductNameMatcher.Entry.items(of: "\(row["atc"] ?? "");\(row["atc_other"] ?? "")")
      for code in codes {
        #expect(code.wholeMatch(of: /[A-Z]\d\d[A-Z][A-Z]\d\d/) != nil, "\(code)")
      }
    }
  }

  @Test func morphineEquivalentsSayYearAndUnit() {
    for row in BuiltInRows.all {
      let given = ["mme_factor", "mme_year", "mme_per"].map { row[$0]?.isEmpty == false }
      #expect(Set(given).count == 1, "\(row)")
      #expect(["", "2022", "2016"].contains(row["mme_year"]))
    }
  }

  @Test func noMorphineEquivalentsForInjections() {
    let rows = BuiltInRows.all.filter { $0["form"]?.contains("injection") == true }
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0["mme_factor"] == "" && $0["diazepam_mg"] == "" })
  }

  @Test func noMorphineEquivalentsAgainstUseDisorder() {
    let rows = BuiltInRows.all.filter { $0["class"] == "opioid-use-disorder" }
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0["mme_factor"] == "" })
  }

  @Test(arguments: [
    ("hydromorphone", "5", "2022"), ("tramadol", "0.2", "2022"), ("methadone", "4.7", "2022"),
    ("oxycodone", "1.5", "2022"), ("morphine", "1", "2022"), ("codeine", "0.15", "2022"),
    ("levorphanol", "11", "2016"), ("meperidine", "0.1", "2016"), ("dihydrocodeine", "0.25", "2016"),
  ])
  func morphineEquivalents(ingredient: String, factor: String, year: String) {
    let row = BuiltInRows.rows(ingredient, "opioid").first
    #expect(row?["mme_factor"] == factor)
    #expect(row?["mme_year"] == year)
    #expect(row?["mme_per"] == "mg")
  }

  @Test func fentanylPatchCountsPerHour() {
    let patch = BuiltInRows.rows("fentanyl", "opioid").first { $0["form"] == "patch" }
    #expect(patch?["mme_factor"] == "7.2", "2.4 a day, worn for three days")
    #expect(patch?["mme_per"] == "mcg/h per patch")
  }

  @Test func clonazepamIsABenzodiazepineOutsideN05() {
    #expect(BuiltInRows.rows("clonazepam", "benzodiazepine").first?["atc"] == "N03AE01")
    #expect(BuiltInRows.rows("tetrazepam", "benzodiazepine").first?["atc"] == "M03BX07")
  }

  @Test func methadoneIsInTwoClasses() {
    #expect(BuiltInRows.rows("methadone", "opioid").first?["atc"] == "N07BC02")
    #expect(BuiltInRows.rows("methadone", "opioid-use-disorder").first?["atc"] == "N07BC02")
  }

  @Test(arguments: [
    ("alprazolam", "20"), ("lorazepam", "10"), ("diazepam", "1"), ("estazolam", "20/3"),
    ("temazepam", "0.5"),
  ])
  func diazepamEquivalents(ingredient: String, mg: String) {
    let row = BuiltInRows.rows(ingredient, "benzodiazepine").first
    #expect(row?["diazepam_mg"] == mg)
    #expect(row?["diazepam_set"] == "ashton")
  }

  @Test func defaultEquivalentsAreOneSet() {
    for row in BuiltInRows.all {
      #expect(row["diazepam_mg"] == row["diazepam_mg_ashton"])
      #expect(row["diazepam_set"] == (row["diazepam_mg"] == "" ? "" : "ashton"))
    }
  }
}
