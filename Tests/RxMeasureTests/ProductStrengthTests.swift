import Testing

@testable import RxMeasure

/// Strengths as product names tell them.
@Suite struct ProductStrengthTests {
  @Test(arguments: [
    ("diazepam 5 mg tablet", ["diazepam"], 5.0), ("diazepam 5mg", ["diazepam"], 5),
    ("alprazolam 0.25 mg", ["alprazolam"], 0.25),
    ("hydrocodone-acetaminophen 7.5-325 mg", ["hydrocodone"], 7.5),
    ("acetaminophen-hydrocodone 325-7.5 mg", ["hydrocodone"], 7.5),
    ("acetaminophen-hydrocodone 325-7.5 mg", ["acetaminophen"], 325),
    ("oxycodone/aspirin 5 mg/325 mg tab", ["oxycodone"], 5),
    ("oxycodone / aspirin 5 mg / 325 mg", ["aspirin", "asa"], 325),
    ("morphine er 30 mg-extended", ["morphine"], 30),
  ])
  func told(name: String, ingredient: [String], strength: Double) {
    #expect(ProductStrength(name)?.strength(of: ingredient)?.value == strength)
  }

  @Test(arguments: [
    ("diazepam", ["diazepam"]), ("diazepam 5", ["diazepam"]), ("diazepam 5 mcg", ["diazepam"]),
    ("lorazepam 2 mg/ml", ["lorazepam"]),
    ("midazolam 10 mg/2 ml", ["midazolam"]), ("diazepam 0 mg", ["diazepam"]),
    ("diazepam 5.5.5 mg", ["diazepam"]),
    ("hydrocodone acetaminophen 7.5-325 mg", ["hydrocodone"]), ("codeine-codeine 5-10 mg", ["codeine"]),
    ("hydrocodone-acetaminophen 7.5-325 mg", ["codeine"]), ("diazepam 5 mg 30 tablets", ["diazepam"]),
    ("5", []),
    ("diazepam 5 mgs", ["diazepam"]), ("", []),
  ])
  func notTold(name: String, ingredient: [String]) {
    #expect(ProductStrength(name)?.strength(of: ingredient) == nil)
  }
}
