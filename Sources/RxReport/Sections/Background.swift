import RxModel
import RxRelease

/// The quality of the data, by file.
func qualitySection(_ facts: ReportFacts) -> Document.Section? {
  var blocks: [Document.Block] = []
  if !facts.record.warnings.isEmpty {
    blocks.append(.heading("What the run warned of"))
    blocks.append(.list(facts.record.warnings.map { "\(name: $0)" }))
  }
  if let first = facts.publication.inputs.first {
    let columns = inputColumns.filter { first.keys.contains($0.column) }
      .filter { column in facts.publication.inputs.contains { !($0[column.column] ?? "").isEmpty } }
    blocks.append(
      .table(
        DataTable(
          id: "inputs", caption: "The files that were read",
          columns: columns.map { .init($0.title, isNumber: $0.isNumber) },
          rows: facts.publication.inputs.map { row in
            columns.map { column in
              let text = row[column.column] ?? ""
              return column.isNumber
                ? .number(Int(text).map(grouped) ?? (text.isEmpty ? "" : text)) : .label(text)
            }
          })))
  }
  if facts.isControlled {
    blocks.append(
      .paragraph(
        """
        Under disclosure control rows are to the nearest hundred, the other numbers whole percents of the rows; \
        \(code: suppressedMarker) stands for one that would narrow what is kept back. Warnings tell no shares of rows or persons.
        """
      ))
  }
  return blocks.isEmpty ? nil : .init(id: "quality", title: "Data quality", blocks: blocks)
}

private let inputColumns: [(column: String, title: String, isNumber: Bool)] = [
  ("kind", "Kind", false), ("file", "File", false), ("rows", "Rows", true), ("rejected", "Rejected", true),
  ("not_in_roster", "Not in the roster", true), ("not_in_code_list", "Not in the code list", true),
  ("used", "Used", true), ("first_date", "First date", false), ("last_date", "Last date", false),
]

/// Methods, definitions and the code list.
func methodsSection(_ facts: ReportFacts) -> Document.Section? {
  var blocks: [Document.Block] = facts.record.methods.map { paragraph in
    .definition(paragraph.heading, paragraph.text)
  }
  let origin = facts.record.codeList
  blocks.append(.heading("Code list"))
  blocks.append(
    .paragraph(
      origin == ["built-in"]
        ? "The list built into rxuse, by ingredient."
        : "From \(origin.map { "\(name: $0)" as Prose }.joined(", "))."))
  blocks.append(
    .table(
      DataTable(
        id: "codes", caption: "The drugs of the study",
        columns: [.init("Name", isNumber: false), .init("Entries"), .init("Ingredients", isNumber: false)],
        rows: facts.record.drugs.map { drug in
          [
            .label(drug.name), .number(grouped(drug.entries)),
            .label(drug.ingredients.joined(separator: ", ")),
          ]
        })))
  blocks += facts.record.remarks.map { .paragraph("\(name: $0).") }
  return .init(id: "methods", title: "Methods, definitions and code list", blocks: blocks)
}

/// What disclosure control did, and what it does not promise.
func disclosureSection(_ facts: ReportFacts) -> Document.Section? {
  let disclosure = facts.record.disclosure
  var blocks: [Document.Block] = [.paragraph(Prose(disclosure.statement))]
  if facts.isControlled {
    blocks.append(
      .paragraph(
        "Of \(words: grouped(disclosure.figures)) figures \(words: grouped(disclosure.suppressed)) are suppressed."
      ))
  }
  if facts.hasRanges {
    blocks.append(
      .paragraph(
        """
        \(code: "ranges.csv") tells of each suppressed figure the least and the greatest that the published figures allow, which \
        everybody can work out; this report shows ranges whose greatest is at most twice the least, and those of which only \
        one end is known.
        """))
  }
  if let narrowest = disclosure.narrowestInterval {
    blocks.append(
      .paragraph(
        """
        An audit by linear programming worked out what the published figures of \(code: "results.csv") allow for each of \
        \(words: grouped(disclosure.audited)) suppressed figures, and for differences that must not be known: each range \
        is as wide as \(words: grouped(narrowest.rounded(.down), decimals: 0)) persons' worth at least. Suppressed figures of one \
        release can still be worked out with another of nearly the same people: compare releases with \
        \(code: "rxuse compare").
        """))
  }
  return .init(id: "disclosure", title: "Disclosure control", blocks: blocks)
}

/// How to get the same figures again.
func reproductionSection(_ facts: ReportFacts) -> Document.Section? {
  .init(
    id: "reproduce", title: "How to reproduce",
    blocks: [
      .list([
        "Made by rxuse \(words: facts.record.rxuseVersion) from the study file \(name: facts.record.study.name) with the SHA-256 \(code: facts.record.study.sha256).",
        "\(code: "run.json") names every file that was read with its size and SHA-256; \(code: "results.csv") holds every figure.",
        "The same study on the same files gives the same bytes: \(code: "rxuse run STUDY --out DIR"). \(code: "rxuse report DIR") makes this report again from the published files alone.",
      ])
    ])
}
