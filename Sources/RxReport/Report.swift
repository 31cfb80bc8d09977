import RxModel
import RxRelease
import RxText

/// Everything that a report is written from: the study and the release.
package struct ReportInput: Sendable {
  package var study: Study
  package var drugs: DrugList
  package var drugSets: [DrugSet]
  package var release: Release
  package var tables: [SummaryTable]
  /// Everything that the run has warned of: notes on the study, then on its data.
  package var notes: [String]

  /// A report of `release`.
  package init(
    study: Study, drugs: DrugList, drugSets: [DrugSet], release: Release, tables: [SummaryTable],
    notes: [String]
  ) {
    self.study = study
    self.drugs = drugs
    self.drugSets = drugSets
    self.release = release
    self.tables = tables
    self.notes = notes
  }
}

/// The text of report.md: the tables with title, methods, code list, attrition and limitations.
package func reportMarkdown(_ input: ReportInput) -> String {
  var text = "# \(markdownText(input.study.title))\n\n"
  text += "**\(input.release.disclosure.policy.statement)**\n\n"
  text += summary(input)
  for table in input.tables {
    text += "## \(table.kind.title)\n\nEstimate (95% limits) by period."
    text +=
      input.release.disclosure.policy.isControlled
      ? " \(suppressedMarker): kept back by disclosure control." : ""
    text += "\n\n\(table.markdown)\n"
  }
  text += "## Methods\n\n"
  for paragraph in Methods(study: input.study).paragraphs {
    text += "**\(paragraph.heading).** \(paragraph.text.markdown)\n\n"
  }
  text += codeList(input)
  text += attrition(input)
  text += disclosure(input.release.disclosure)
  text += limitations(input)
  return text
}

private func summary(_ input: ReportInput) -> String {
  var text =
    "\(input.release.attrition.persons.text) persons, \(input.release.attrition.steps[0].rows.text) prescription rows read"
  if let used = input.release.attrition.steps.first(where: { $0.step == .used }) {
    text += ", \(used.rows.text) of them used"
  }
  if let days = input.release.fillDays {
    text += "; fills from \(days.start) to \(days.end)"
  }
  text += ".\n\n"
  for note in input.notes { text += "- Note: \(markdownText(note))\n" }
  return text + (input.notes.isEmpty ? "" : "\n")
}

private func codeList(_ input: ReportInput) -> String {
  var text = "## Code list\n\n"
  text +=
    input.drugs.origin == ["built-in"]
    ? "The list built into rxuse, by ingredient.\n\n"
    : "From \(input.drugs.origin.map(markdownText).joined(separator: ", ")).\n\n"
  text += "| name in the study | entries | ingredients |\n| --- | --- | --- |\n"
  for drugSet in input.drugSets {
    let names = Set(
      drugSet.chainOfEntry.keys.map { input.drugs.entries[$0].ingredient }.filter { !$0.isEmpty })
    text +=
      "| \(markdownText(drugSet.name)) | \(drugSet.chainOfEntry.count) | "
      + markdownText(names.sorted().joined(separator: ", ")) + " |\n"
  }
  for remark in input.release.remarks { text += "\n\(markdownText(remark)).\n" }
  return text + "\n"
}

private func attrition(_ input: ReportInput) -> String {
  var text = "## Attrition\n\n| step | rows | patients |\n| --- | --- | --- |\n"
  for step in input.release.attrition.steps {
    text += "| \(markdownText(step.name)) | \(step.rows.text) | \(step.patients.text) |\n"
  }
  text += "\n"
  for conflict in input.release.attrition.conflicts where conflict.patients != .count(0) {
    text +=
      "Patients whose rows disagree about \(markdownText(conflict.field)): \(conflict.patients.text); the value of "
      + "the earliest fill counts.\n\n"
  }
  return text
}

private func disclosure(_ summary: DisclosureSummary) -> String {
  var text = "## Disclosure control\n\n\(summary.policy.statement)"
  if summary.policy.isControlled {
    text += " Of \(summary.figures) figures \(summary.suppressed) are suppressed."
  }
  if let narrowest = summary.narrowest {
    text +=
      " An audit by linear programming worked out what the published figures of results.csv allow for each of "
      + "\(summary.audited) suppressed figures, and for differences that must not be known: each range is as wide as "
      + "\(fixed(narrowest, decimals: 0)) persons' worth at least."
    text +=
      " Suppressed figures of one release can still be worked out with another of nearly the same people: "
    text += "compare releases with `rxuse compare`."
  }
  return text + "\n\n"
}

private func limitations(_ input: ReportInput) -> String {
  var items = [
    "A fill is what was dispensed; whether it was taken is not known.",
    "Days' supply is what the data say; where it is wrong, covered days, eras and overlap are wrong with it.",
    "Supply of fills before the first row of the data is not known: early intervals miss it.",
  ]
  if input.study.roster == nil, input.study.population == nil {
    items.append(
      "Without a roster or resident counts the denominators are patients seen, so rates are not per resident."
    )
  }
  if input.drugs.origin == ["built-in"] {
    items.append(
      "Drugs were found by the built-in list; check what stayed unmatched with `rxuse codes match`.")
  }
  return "## Limitations\n\n" + items.map { "- \($0)\n" }.joined()
}
