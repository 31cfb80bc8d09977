import Foundation
import Testing

@testable import RxStudy

/// Brands, short forms and other spellings of the built-in drugs, and names that only look like them.
@Suite struct VocabularyTests {
  private static let list = Result { try CodeList.builtIn(match: .name) }

  /// The ingredients and classes that the built-in list finds in a name, as `codeine/opioid`.
  private func found(_ name: String) throws -> [String] {
    let list = try Self.list.get()
    return list.match(name).map { "\(list.entries[$0.entry].ingredient)/\(list.entries[$0.entry].drugClass)" }
  }

  @Test(arguments: [
    ("PERCOCET 10-325 MG TABLET", "oxycodone/opioid"), ("Longtec 10mg m/r tablets", "oxycodone/opioid"),
    ("VICODIN ES", "hydrocodone/opioid"), ("T-GESIC FORTE", "hydrocodone/opioid"),
    ("M-GESIC", "codeine/opioid"),
    ("GESIC 5", "hydrocodone/opioid"), ("MARGESIC-H", "hydrocodone/opioid"),
    ("MARGESIC #3", "codeine/opioid"),
    ("PANLOR DC", "dihydrocodeine/opioid"), ("PANLOR", "hydrocodone/opioid"), ("G-3", "codeine/opioid"),
    ("TUSSIONEX PENNKINETIC ER", "hydrocodone/opioid-antitussive"),
    ("CHERATUSSIN AC", "codeine/opioid-antitussive"),
    ("SUBOXONE 8 MG-2 MG SL FILM", "buprenorphine/opioid-use-disorder"),
    ("SUBLOCADE", "buprenorphine/opioid-use-disorder"),
    ("BUTRANS", "buprenorphine/opioid"), ("Temgesic 200microgram", "buprenorphine/opioid"),
    ("Xanor 0,5 mg", "alprazolam/benzodiazepine"), ("Tavor 1mg", "lorazepam/benzodiazepine"),
    ("Imovane 7.5 mg comprimé", "zopiclone/z-drug"), ("NEURONTIN 300 MG", "gabapentin/gabapentinoid"),
  ])
  func brands(name: String, expected: String) throws { #expect(try found(name) == [expected]) }

  @Test(arguments: [
    ("ACETAMINOPHEN-COD #3 TABLET", "codeine/opioid"), ("BUT/APAP/CAFF/COD", "codeine/opioid"),
    ("PROMETH/COD SYRUP", "codeine/opioid-antitussive"), ("HYDROCO/ACETAMIN", "hydrocodone/opioid"),
    ("OXYCOD/APAP 10-325MG", "oxycodone/opioid"),
    ("BUPRENORP-NALOX 8-2 MG", "buprenorphine/opioid-use-disorder"),
    ("CDP/CLIDIN CAP 5-2.5MG", "chlordiazepoxide/benzodiazepine"),
    ("Morph Sulf_Oral Soln", "morphine/opioid"),
    ("MEPERIDIN", "meperidine/opioid"), ("BUPRENORPHN-NALOXONE 8-2", "buprenorphine/opioid-use-disorder"),
    ("HYDROCODN-ACETAMINOPHN", "hydrocodone/opioid"), ("Morphinhydrochlorid 10 mg", "morphine/opioid"),
    ("Codeine Phos_Linct 15mg/5ml", "codeine/opioid-antitussive"),
    ("Diazepamtabletten", "diazepam/benzodiazepine"), ("HYDROMORPHO 2 MG", "hydromorphone/opioid"),
    ("TRAMAD 50", "tramadol/opioid"),
    ("CLONAZEP 1 MG", "clonazepam/benzodiazepine"), ("FLURZEPAM", "flurazepam/benzodiazepine"),
    ("Codeína 30 mg", "codeine/opioid"), ("Ossicodone 5 mg", "oxycodone/opioid"),
    ("Diatsepaami 5 mg", "diazepam/benzodiazepine"),
    ("METHADONE HCL 40 MG DISPR TAB", "methadone/opioid-use-disorder"),
    ("METHADONE HCL 40 MG TAB SOL", "methadone/opioid-use-disorder"),
    ("METHADONE DISP", "methadone/opioid-use-disorder"), ("METHADONE 10 MG DISPR TAB", "methadone/opioid"),
    ("METHADONE 40 MG/ML SOL", "methadone/opioid"),
    ("METHADOSE 10 MG/ML ORAL CONC", "methadone/opioid-use-disorder"),
  ])
  func shortFormsAndSpellings(name: String, expected: String) throws {
    #expect(try found(name) == [expected])
  }

  @Test(arguments: [
    "NALTREXONE 50 MG TABLET", "METHYLNALTREXONE", "APOMORPHINE 10 MG/ML", "HYDROCORTISONE 1% CREAM",
    "HYDROCO 1% CREAM",
    "PIPERACILLIN-TAZOBACTAM", "TAZOCIN", "PERINDOPRIL", "CODERGOCRINE MESILATE", "COD LIVER OIL",
    "DIPHENOXYLATE-ATROPINE",
    "BUTALBITAL-ACETAMINOPHEN-CAFFE 50-325-40 MG", "FENTANYL TEST STRIPS", "PENTAZINE", "METHADONE TEST",
    "TEST STRIP MORPHINE/OPIATES URINE",
    "DRUG SCREEN OPIATES MORPHINE", "NITRAZINE PAPER", "PHENAZOPYRIDINE", "PHENAZO", "CHLORPRO 250 MG",
    "MARGESIC",
    "FOO G 3 PACK", "ACETAMINOPHEN", "LOPERAMIDE", "TYLENOL", "DEXTROMETHORPHAN-GUAIFENESIN", "SPAZMOL",
    "CAPITAL",
  ])
  func lookAlikes(name: String) throws { #expect(try found(name).isEmpty) }

  @Test func brandsNameIngredientsAndFormsOfTheList() throws {
    let entries = try Self.list.get().entries
    #expect(BrandNames.lines.count > 150)
    for line in BrandNames.lines {
      #expect(["cdc2017", "memory"].contains(line.source), "\(line)")
      for ingredient in line.ingredients {
        let rows = entries.filter { $0.ingredient == ingredient }
        #expect(!rows.isEmpty, "\(ingredient)")
        #expect(line.drugClass.isEmpty || rows.contains { $0.drugClass == line.drugClass }, "\(line)")
        #expect(line.form.isEmpty || rows.contains { $0.form == line.form }, "\(line)")
      }
    }
  }

  @Test func everyBrandIsFound() throws {
    let list = try Self.list.get()
    for line in BrandNames.lines {
      for brand in line.brands {
        let name = brand.filter { $0 != "^" }.uppercased()
        let found = Set(list.match(name).map { list.entries[$0.entry].ingredient })
        let other = Set(line.partners).intersection(list.entries.map(\.ingredient))
        #expect(found == Set(line.ingredients).union(other), "\(name)")
      }
    }
  }

  @Test func noNameStandsForTwo() {
    var owners: [String: Set<[String]>] = [:]
    for line in BrandNames.lines {
      for brand in line.brands { owners[brand, default: []].insert(line.ingredients) }
    }
    #expect(owners.filter { $0.value.count > 1 }.isEmpty)
    #expect(BuiltInDrugList.csv.allSatisfy { $0 != "\"" }, "names are read without regard to quotes")
  }

  /// CDC's lists of 2017 beside the project: every product but two, whose names say another drug than their code.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: cdcLists), "no CDC lists beside the project"))
  func allProductsOfTheCDCListsAreFound() throws {
    let list = try Self.list.get()
    var (rows, right) = (0, 0)
    for file in ["opioids.csv", "benzos.csv", "misc_zolpidem.csv"] {
      let text = try String(contentsOfFile: "\(Self.cdcLists)/\(file)", encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).map { fields(String($0)) }
      let header = try #require(lines.first)
      let (name, drug) = (
        try #require(header.firstIndex(of: "Product_Name")), try #require(header.firstIndex(of: "Drug"))
      )
      for line in lines.dropFirst() where !["CEFACLOR", "ACETAMINOPHEN"].contains(line[name]) {
        rows += 1
        let wanted = line[drug].split(separator: " ").first.map { $0.lowercased() } ?? ""
        let found = Set(list.match(line[name]).map { list.entries[$0.entry].ingredient }).subtracting([
          "carisoprodol"
        ])
        if found == [wanted] { right += 1 } else { Issue.record("\(line[name]): \(found)") }
      }
    }
    #expect((right, rows) == (22_002, 22_002))
  }

  private static let cdcLists = URL(fileURLWithPath: #filePath).appending(
    path: "../../../../shared/data/codes"
  ).standardized.path

  private func fields(_ line: String) -> [String] {
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
