import RxModel

/// The measures and groups of a first report.
struct MeasureGuess {
  /// The lines under `measures`.
  let measures: [String]
  /// The groupings, as the study writes them; empty where there are none.
  let groupings: String
  /// True where people have an age.
  let hasAge: Bool

  /// What can be measured of the study that was found.
  init(_ guess: StudyGuess) {
    let classes = guess.drugs.classes.map { StudyNode(.text($0)).written }
    let all = "[\(classes.joined(separator: ", "))]"
    var measures = ["prevalence: {drugs: \(all)}", "fill_rate: {drugs: \(all), limits: robust}"]
    if guess.prescriptions.columns.contains(where: { ["days_supply", "end_date"].contains($0.key) }) {
      measures.append(
        "long_term_use: {drugs: \(all), definitions: [{supply: 120}, {covered: 180}, {continuous: 90, gap: 30}]}"
      )
      let benzo = classes.first { $0.lowercased().contains("benzo") }
      let opioid = classes.first { $0.lowercased().contains("opio") || $0.lowercased().contains("opia") }
      if let benzo, let opioid { measures.append("overlap: {drugs: [\(benzo), \(opioid)], days: [1, 30]}") }
    }
    self.measures = measures
    let people = guess.people
    func isThere(_ keys: [String]) -> Bool { people.columns.contains { keys.contains($0.key) } }
    hasAge = isThere(["birth_date", "birth_year", "age"])
    let hasSex = isThere(["sex"])
    var groupings = (hasSex ? ["[sex]"] : []) + (hasAge ? ["[age]"] : [])
    if hasSex, hasAge { groupings.append("[age, sex]") }
    self.groupings = (groupings + people.attributes.map { "[\($0.name)]" }).joined(separator: ", ")
  }
}
