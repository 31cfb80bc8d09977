import RxModel
import Testing

@testable import RxStudy

/// Strengths as product names tell them: in mg, or micrograms an hour of a patch (`75/h`).
@Suite struct ProductStrengthTests {
  private static let list = Result { try CodeList.builtIn(match: .name) }

  /// Strengths by ingredient, as `codeine 30`.
  private func strengths(_ name: String) throws -> [String] {
    let list = try Self.list.get()
    return list.match(name).compactMap { match in
      switch match.strength {
      case .milligrams(let number): "\(list.entries[match.entry].ingredient) \(number.value)"
      case .microgramsPerHour(let number): "\(list.entries[match.entry].ingredient) \(number.value)/h"
      case nil: nil
      }
    }
  }

  @Test(arguments: [
    ("diazepam 5 mg tablet", "diazepam 5.0"), ("DIAZEPAM5MG", "diazepam 5.0"),
    ("alprazolam 0.25 mg", "alprazolam 0.25"), ("ALPRAZOLAM .5 MG TABLET", "alprazolam 0.5"),
    ("Alprazolam-ratiopharm 0,5 mg Tabletten", "alprazolam 0.5"), ("Triazolam 0,125 mg", "triazolam 0.125"),
    ("clonazepam 500microgram tablets", "clonazepam 0.5"), ("Lorazepam 1 MG [Ativan]", "lorazepam 1.0"),
    ("Triazolam 250 mcg", "triazolam 0.25"), ("gabapentin 0.3 g", "gabapentin 300.0"),
    ("morphine er 30 mg-extended", "morphine 30.0"),
    ("Morphine sulfate 10mg tablets 56 tablet pack", "morphine 10.0"),
    ("12 HR Oxycodone Hydrochloride 10 MG Extended Release Oral Tablet [Oxycontin]", "oxycodone 10.0"),
    ("DF118 FORTE 40mg tablets", "dihydrocodeine 40.0"), ("zopiclone 7.5 mg x 28", "zopiclone 7.5"),
    ("diazepam 5 mg 30 tablets", "diazepam 5.0"), ("oxyCODONE 5 MG/TABLET", "oxycodone 5.0"),
    ("APO-DIAZEPAM 5 MG", "diazepam 5.0"), ("SANDOZ-MORPHINE 15 MG", "morphine 15.0"),
    ("Tramadol 300 mg ER", "tramadol 300.0"), ("gabapentin 600 mg", "gabapentin 600.0"),
  ])
  func ofOneSubstance(name: String, expected: String) throws { #expect(try strengths(name) == [expected]) }

  @Test(arguments: [
    ("hydrocodone-acetaminophen 7.5-325 mg", "hydrocodone 7.5"),
    ("acetaminophen-hydrocodone 325-7.5 mg", "hydrocodone 7.5"),
    ("acetaminophen-hydrocodone 7.5-325 mg", "hydrocodone 7.5"),
    ("oxycodone/aspirin 5 mg/325 mg tab", "oxycodone 5.0"),
    ("oxycodone / aspirin 5 mg / 325 mg", "oxycodone 5.0"),
    ("HYDROCODONE-ACETAMINOPHEN 10-325", "hydrocodone 10.0"), ("LORTAB 7.5/500", "hydrocodone 7.5"),
    ("ACETAMINOPHEN 325 MG-HYDROCODONE 5 MG", "hydrocodone 5.0"),
    ("Acetaminophen 300 MG / Codeine Phosphate 30 MG Oral Tablet", "codeine 30.0"),
    ("Co-codamol 30mg/500mg tablets", "codeine 30.0"), ("Co-codamol 8/500 effervescent", "codeine 8.0"),
    ("TYLEX caps 500mg + 30mg", "codeine 30.0"), ("KAPAKE tabs 30mg + 500mg", "codeine 30.0"),
    ("Co-dydramol (dihydrocodeine & paracetamol) tabs 10mg+500mg", "dihydrocodeine 10.0"),
    ("Extended-release oxycodone 10 mg/325 mg", "oxycodone 10.0"),
    ("PMS-CODEINE 30 MG/300 MG", "codeine 30.0"),
    ("CODEINE 300-30 MG", "codeine 30.0"), ("CHLORDIAZEPOXIDE-CLIDINIUM 5-2.5 MG", "chlordiazepoxide 5.0"),
    ("Oxycodone 10mg/5mg / Naloxone modified-release tablets", "oxycodone 10.0"),
    ("BUTALB-ACETAMINOPH-CAFF-CODEIN 50-325-40-30 MG", "codeine 30.0"),
    ("Tab 30mg Codeine+500mg Paracetamol", "codeine 30.0"), ("codeine 30 mg with APAP", "codeine 30.0"),
    ("SUBOXONE 8 MG-2 MG SL FILM", "buprenorphine 8.0"),
  ])
  func ofSeveralSubstances(name: String, expected: String) throws {
    #expect(try strengths(name) == [expected])
  }

  @Test(arguments: [
    ("FENTANYL 75 MCG/HR PATCH", "fentanyl 75.0/h"),
    ("FENTANYL TRANSDERMAL SYSTEM 50MCG/HR", "fentanyl 50.0/h"),
    ("72 HR Fentanyl 0.025 MG/HR Transdermal System", "fentanyl 25.0/h"),
    ("FENTANYL 12micrograms/hr patches", "fentanyl 12.0/h"),
    ("Durogesic DTrans 25 microgram per hour", "fentanyl 25.0/h"),
    ("BUPRENORPHINE PATCH 20 MG (35 MCG/H)", "buprenorphine 35.0/h"),
    ("Buprenorphine_Patch 5mcg/hr (7day)", "buprenorphine 5.0/h"), ("Matrifen 12 µg/h", "fentanyl 12.0/h"),
  ])
  func ofPatches(name: String, expected: String) throws { #expect(try strengths(name) == [expected]) }

  @Test(
    "The partner's number, a liquid, a number that can be read in two ways: nothing",
    arguments: [
      "diazepam", "diazepam 5", "lorazepam 2 mg/ml", "midazolam 10 mg/2 ml", "diazepam 0 mg",
      "diazepam 5.5.5 mg",
      "codeine-codeine 5-10 mg", "ACETAMINOPHEN W/CODEINE 300 MG TABLET", "APAP 325 MG WITH HYDROCODONE",
      "Butalbital 50 mg with codeine", "OXYCODONE HCL 5 MG SOLUTION", "MORPHINE 20 MG PER TEASPOON",
      "MORPHINE CONC 20 MG-ML SOLUTION", "Oxycodone 5mg/5ml oral solution sugar free", "ALPRAZOLAM TAB.5MG",
      "gabapentin 1,000 mg", "diazepam 2-5 mg", "diazepam 1/2 mg", "Diazepam 10 mg rectal gel", "morphine 1%",
      "HYDROCODONE 325 MG/ACETAMINOPHEN", "fentanyl patch", "fentanyl 25 mcg/day patch", "codeine #3",
      "CAPITAL W/CODEINE 30 MG", "morphine 10 mg vial", "buprenorphine 100 mg inj", "co-codamol 30mg",
      "PERCOCET 5 MG", "CODEINE 300 MG TABLET", "tramadol 100-300 mg", "TRAMADOL 325 MG",
      "GUAIACOLUM-CODEINE 30 MG",
      "BUTALBITAL-CODEINE 50 MG (FIORINAL)", "Codein mit Irgendwas 30 mg",
      "hydrocodone-acetaminophen 7.5-30 mg", "fentanyl 12-25 mcg/hr and 50 mcg/hr", "",
    ])
  func notTold(name: String) throws { #expect(try strengths(name).isEmpty) }
}
