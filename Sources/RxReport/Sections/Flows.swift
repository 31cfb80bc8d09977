import RxModel
import RxRelease

/// The steps of flow.csv as a flow of persons: who is left at each, and who was left out on the way to the next; nil where
/// there are none.
func personFlow(_ facts: ReportFacts) -> [Document.FlowStep]? {
  let steps = facts.publication.flow.steps
  guard let last = steps.firstIndex(where: { $0.name == ReleasedFlow.counted }) else { return nil }
  let chain = steps[...last]
  let leftOut = chain.dropFirst().map { step -> [String] in
    switch step.leftOut {
    case .count(0), .unknown: []
    case .count, .suppressed: ["\(step.leftOut.grouped) \(missed(step.name))"]
    }
  }
  // What is counted among the persons says of what after a colon: `with a fill: opioid`.
  let among = steps[(last + 1)...].map {
    "\($0.name.split(separator: ": ", maxSplits: 1).joined(separator: " of ")): \($0.persons.grouped)"
  }
  return zip(chain, leftOut + [[]]).map { step, leftOut in
    Document.FlowStep(
      name: passed(step.name), count: "\(step.persons.grouped) persons", leftOut: leftOut,
      among: step.name == ReleasedFlow.counted ? among : [])
  }
}

/// A step of flow.csv in words, and in words who does not pass it; others read as they are.
private let stepWords: [String: (passed: String, missed: String)] = [
  FlowStep.roster.name: ("In the roster", ""),
  FlowStep.patientsSeen.name: ("Seen in the prescriptions", ""),
  FlowStep.meeting(.observed).name: ("Observed in the study", "not observed, or not long enough"),
  FlowStep.meeting(.listed).name: ("On a list of who is included", "on no such list"),
  FlowStep.meeting(.notExcluded).name: ("Not excluded", "excluded by a list"),
  FlowStep.meeting(.levels).name: ("Of the study's levels", "of other levels"),
  FlowStep.meeting(.age).name: ("Of the study's ages", "of other or unknown age"),
  FlowStep.meeting(.groupsKnown).name: ("Of known groups", "of an unknown group"),
  FlowStep.persons.name: ("Persons of the study", "for all other reasons"),
]

private func passed(_ step: String) -> String { stepWords[step]?.passed ?? Words.variable(step) }

private func missed(_ step: String) -> String { stepWords[step]?.missed ?? "at the step '\(step)'" }

/// The steps of the attrition as a flow: rows read, what was left out, rows used.
func rowFlow(_ steps: [Publication.Step]) -> [Document.FlowStep]? {
  guard let read = steps.first(where: { $0.name == AttritionStep.read(.prescriptions).name }),
    let usedPlace = steps.firstIndex(where: { $0.name == AttritionStep.used.name })
  else { return nil }
  let used = steps[usedPlace]
  let left = steps[..<usedPlace].filter { step in
    step.name != read.name && step.rows != .count(0) && !step.name.contains("rows read")
  }
  func count(_ step: Publication.Step) -> String {
    let patients = step.patients.grouped
    return "\(step.rows.grouped) rows" + (patients.isEmpty ? "" : ", \(patients) patients")
  }
  return [
    Document.FlowStep(
      name: "Prescription rows read", count: count(read),
      leftOut: left.map { "\($0.name.replacing("_", with: " ")): \($0.rows.grouped)" }),
    Document.FlowStep(name: "Used", count: count(used), leftOut: []),
  ]
}

extension ReleasedCount {
  /// The count with a comma at every third digit, or its mark; nothing where it is not known.
  var grouped: String { if case .count(let count) = self { RxReport.grouped(count) } else { text } }
}
