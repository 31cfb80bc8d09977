import RxModel

extension ReportFormat {
  /// report.md: the document for a terminal, for pandoc and for Quarto.
  static let markdownReport = ReportFormat(
    key: .markdown, owns: { $0 == "report.md" || $0 == "methods.md" },
    files: { report in
      [
        RenderedFile("report.md", text: { markdown(report.document) }),
        RenderedFile("methods.md", text: { methodsMarkdown(report.publication) }),
      ]
    })
}

/// The document in Markdown.
private func markdown(_ document: Document) -> String {
  var text = "# \(markdownText(document.title))\n\n\(document.period). "
  text += document.facts.map(markdownText).joined(separator: " · ") + "\n\n"
  for (place, section) in document.sections.enumerated() {
    text += "## \(place + 1). \(markdownText(section.title))\n\n"
    text += section.blocks.map(markdown).joined()
  }
  return text
}

private func markdown(_ block: Document.Block) -> String {
  switch block {
  case .paragraph(let prose): "\(prose.markdown)\n\n"
  case .definition(let heading, let prose): "**\(markdownText(heading)).** \(prose.markdown)\n\n"
  case .list(let items): items.map { "- \($0.markdown)\n" }.joined() + "\n"
  case .warning(let prose): "**\(prose.markdown)**\n\n"
  case .heading(let title): "### \(markdownText(title))\n\n"
  case .keyFigures(let figures):
    figures.map { "- **\(markdownText($0.value))** \(markdownText($0.words))\n" }.joined() + "\n"
  case .table(let table): markdown(table)
  case .chart(let chart):
    "### \(markdownText(chart.title))\n\n\(markdown(chart.table))"
  case .detail, .detailTable: ""
  case .heat(let heat): markdown(heat)
  case .flow(let steps):
    steps.enumerated().map { place, step in
      "\(place + 1). \(markdownText(step.name)): \(markdownWords(step.count))"
        + (step.leftOut.isEmpty
          ? "" : "; left out: " + step.leftOut.map(markdownWords).joined(separator: "; "))
        + (step.among.isEmpty ? "" : "; among them: " + step.among.map(markdownWords).joined(separator: "; "))
        + "\n"
    }.joined() + "\n"
  }
}

private func markdown(_ table: DataTable) -> String {
  var text = "\(markdownText(table.caption)).\n\n\(table.markdownTable)\n"
  if table.isSuppressed { text += "\(suppressionNote(showsRange: table.showsRange))\n\n" }
  return text
}

extension DataTable {
  /// The table in Markdown, without its caption.
  var markdownTable: String {
    row(columns.map(\.title)) + row(columns.map { $0.isNumber ? "---:" : "---" }, isRule: true)
      + rows.map { cells in "| " + cells.map(\.markdown).joined(separator: " | ") + " |\n" }.joined()
  }
}

private func markdown(_ heat: HeatTable) -> String {
  var lines = [
    row([heat.rowName] + heat.columnLabels),
    row(["---"] + heat.columnLabels.map { _ in "---:" }, isRule: true),
  ]
  for (label, figures) in zip(heat.rowLabels, heat.figures) {
    lines.append(
      "| " + ([markdownText(label)] + figures.map { $0?.wholeText ?? "" }).joined(separator: " | ") + " |\n")
  }
  return "### \(markdownText(heat.title))\n\n\(markdownText(heat.subtitle))\n\n\(lines.joined())\n"
    + (heat.isSuppressed ? "\(suppressionNote(showsRange: heat.showsRange))\n\n" : "")
}

extension DataTable.Cell {
  /// The cell in Markdown: names can't mark anything, marks of figures stand as they are.
  fileprivate var markdown: String {
    switch self {
    case .label(let text): markdownText(text)
    default: markdownWords(text)
    }
  }
}

private func row(_ fields: [String], isRule: Bool = false) -> String {
  "| " + fields.map { isRule ? $0 : markdownText($0) }.joined(separator: " | ") + " |\n"
}

/// The methods text alone.
func methodsMarkdown(_ publication: Publication) -> String {
  "# Methods\n\n"
    + publication.record.methods.map { "## \(markdownText($0.heading))\n\n\($0.text.markdown)\n\n" }.joined()
}
