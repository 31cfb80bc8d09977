import RxModel
import RxRelease

/// What a reader must know before the figures.
func knowSection(_ facts: ReportFacts) -> Document.Section? {
  let unit = facts.record.hasRoster ? "those on the roster" : "patients seen in the prescriptions"
  let hasResidents = facts.publication.figures.contains { $0.denominatorUnit.hasPrefix("resident") }
  let residents = hasResidents ? "; denominators are residents where a figure says so" : ""
  var items: [Prose] = [
    "Persons are \(words: unit)\(words: residents); how they are counted in a period is described under Methods.",
    "A user in a given period is someone with at least one fill in it.",
    "Counts of several periods, drugs or definitions must not be added up: one person can be in all of them.",
    "Ranges in brackets are 95% confidence intervals; some measures have none.",
  ]
  if facts.isControlled {
    items.append(
      "\(code: suppressedMarker) stands for a figure that is kept back to protect small numbers. It does not mean zero."
    )
  }
  if facts.hasRanges {
    items.append(
      """
      A number or range before \(code: suppressedMarker) is what the published figures allow for it, whoever works it out; a \
      hollow bar without a point in a chart is the same. Where the greatest is more than twice the least, \
      \(code: "ranges.csv") alone has it. A range is no confidence interval.
      """)
  }
  if facts.publication.figures.contains(where: \.isUnreliable) {
    items.append(
      "\(code: unreliableMarker) marks an estimate whose interval is wider than twice the estimate: charts leave it out."
    )
  }
  if !facts.partialIntervals.isEmpty {
    let names = Words.list(facts.partialIntervals.map(Words.period))
    items.append("The study holds only a part of its unit of time in \(words: names): compare with care.")
  }
  items += facts.record.limitations.map { Prose($0) }
  return .init(id: "know", title: "Things to know", blocks: [.list(items)])
}

/// Who was counted: what became of persons and of rows, and Table 1.
func countedSection(_ facts: ReportFacts) -> Document.Section? {
  var blocks: [Document.Block] = []
  blocks.append(.paragraph(Prose(account(facts))))
  if let flow = personFlow(facts) {
    blocks.append(.heading("Persons"))
    blocks.append(
      .paragraph("A person passes a step who meets it in some interval, together with the steps before it."))
    blocks.append(.flow(flow))
    blocks.append(.heading("Prescription rows"))
  }
  if let flow = rowFlow(facts.publication.attrition) { blocks.append(.flow(flow)) }
  for (field, patients) in facts.record.conflicts.sorted(by: { $0.key < $1.key }) {
    let number = patients.map(grouped) ?? suppressedMarker
    blocks.append(
      .paragraph(
        "Patients whose rows disagree about \(name: field): \(words: number); the value of the earliest fill counts."
      ))
  }
  blocks += characteristicsBlocks(facts)
  return blocks.isEmpty ? nil : .init(id: "counted", title: "Who was counted", blocks: blocks)
}

/// The persons, the rows read and used, and when the fills were made.
private func account(_ facts: ReportFacts) -> String {
  func rows(_ step: AttritionStep) -> String? {
    facts.publication.attrition.first { $0.name == step.name }?.rows.grouped
  }
  var text = "\(facts.record.persons.map(grouped) ?? suppressedMarker) persons"
  if let read = rows(.read(.prescriptions)) { text += ", \(read) prescription rows read" }
  if let used = rows(.used) { text += ", \(used) of them used" }
  if let days = facts.record.fillDays, let first = days.first, let last = days.last {
    text += "; fills from \(first) to \(last)"
  }
  return text + "."
}
