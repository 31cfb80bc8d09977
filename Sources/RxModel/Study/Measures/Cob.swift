/// `cob`: concurrent use of opioids and benzodiazepines by PQA's rules.
package struct CobSpec: Sendable {
  package var opioids: Sourced
  package var benzodiazepines: Sourced
  /// Attributes, by their place among the attributes, that keep a person out where they are set.
  package var exclude: [Int]
}

extension CobSpec: MeasureSpec {
  private enum Key {
    static let opioids = Parameter.drug("opioids", default: "opioid", "the opioids")
    static let benzodiazepines = Parameter.drug(
      "benzodiazepines", default: "benzodiazepine", "the benzodiazepines")
    static let exclude = Parameter<[Sourced]>(
      name: "exclude", form: .list(.text("an attribute", "the study's attributes")), standard: [],
      summary: "attributes that keep a person out where they are 1, y, yes or true"
    ) { value throws(RxFault) in
      var names: [Sourced] = []
      for item in value.isEmptyList ? [] : try value.list() { names.append(try item.sourced()) }
      return names
    }
  }

  package static let description = MeasureDescription(
    key: "cob", title: "Concurrent use, COB-style", table: .safety,
    summary: "Concurrent use of opioids and benzodiazepines by PQA's rules; COB-style, no certified rate.",
    parameters: [Key.opioids, Key.benzodiazepines, Key.exclude],
    figures: [
      MeasureFigure(
        measure: "cob", title: "Opioid users who also get benzodiazepines (COB)",
        counted:
          "of those eligible, persons with benzodiazepine fills on 2 dates and 30 days covered by both",
        of: [.init("cob_eligible", "percent")], limits: "Wilson")
    ],
    sources: ["Pharmacy Quality Alliance, concurrent use of opioids and benzodiazepines (COB)"])

  package init(_ values: MeasureParameters) throws(RxFault) {
    try values.needsBirth("'cob' is of people of 18 or more, and no birth is mapped")
    exclude = []
    let known = values.study.attributes.map(\.name)
    for name in try values[Key.exclude] {
      guard let index = known.firstIndex(of: name.name) else {
        let near = suggestion(for: name.name, among: known)
        throw values.fault(
          "'\(name.name)' is no attribute of the study", of: name,
          remedy: near.isEmpty ? "the attributes are \(known.joined(separator: ", "))" : near,
          dependingOn: "\(values.study.patientInput.kind.rawValue).attributes")
      }
      exclude.append(index)
    }
    opioids = try values[Key.opioids]
    benzodiazepines = try values[Key.benzodiazepines]
  }

  package var drugs: [Sourced] { [opioids, benzodiazepines] }
  package var exclusions: [Int] { exclude }

  package var needsSupply: Bool { true }

  package func methods(of study: Study) -> Prose {
    let attributes = exclude.map { "\(name: study.attributes[$0].name)" as Prose }
    let without: Prose = attributes.isEmpty ? "" : ", without the attribute \(attributes.joined(" or "))"
    return """
      By the rules of the Pharmacy Quality Alliance's measure of concurrent use of opioids and benzodiazepines; it is no \
      certified rate. Only the interval's fills count, their supply as dispensed and cut at the interval's end. Eligible \
      are persons of 18 or more with fills of \(opioids) on two or more dates, the first on or before the 30th day from \
      the interval's end, and 15 or more days covered by them\(without); counted are those who also have fills of \
      \(benzodiazepines) on two or more dates and 30 or more days covered by both.
      """
  }

  package func reason(_ facts: any PatientFacts) -> String { "" }
}
