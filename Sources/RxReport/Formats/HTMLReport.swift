import RxModel
import RxRelease

extension ReportFormat {
  /// report.html: one file without scripts and addresses, and its charts as SVG beside it.
  static let htmlReport = ReportFormat(
    key: .html,
    owns: { $0 == "report.html" || ($0.hasPrefix("charts/") && $0.hasSuffix(".svg")) },
    files: { report in
      [RenderedFile("report.html", text: { HTMLPage(report.document).text })]
        + report.document.charts.filter(\.chart.drawable.isAny).map { block in
          RenderedFile(
            "charts/\(block.id).svg",
            text: {
              block.chart.svg(
                .wide, .inlined, id: block.id, title: block.title, description: block.description)
            })
        }
    })
}

extension Prose {
  /// The paragraph as HTML: a name of the user's can neither mark anything nor turn the direction of what stands beside.
  fileprivate var html: String {
    inlines.map { inline in
      switch inline {
      case .text(let text): markupText(text)
      case .code(let text): "<code>\(markupText(text))</code>"
      case .name(let text): "<bdi>\(markupText(text))</bdi>"
      }
    }.joined()
  }
}

/// The document as a page.
private struct HTMLPage {
  let document: Document

  init(_ document: Document) { self.document = document }

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(markupText(document.title))</title>
    <style>
    \(Stylesheet.text)</style>
    </head>
    <body>
    <a class="skip" href="#content">Skip to the report</a>
    <header>
    <h1>\(markupText(document.title))</h1>
    <p class="facts">\(markupText(document.period)) · \(document.facts.map(markupText).joined(separator: " · "))</p>
    </header>
    <nav aria-label="Contents">
    <ol>
    \(document.sections.map { "<li><a href=\"#\($0.id)\">\(markupText($0.title))</a></li>\n" }.joined())</ol>
    </nav>
    <main id="content">
    \(sections)</main>
    </body>
    </html>

    """
  }

  private var sections: String {
    var figure = 0
    return document.sections.enumerated().map { place, section in
      """
      <section id="\(section.id)" aria-labelledby="\(section.id)-head">
      <h2 id="\(section.id)-head">\(place + 1). \(markupText(section.title))</h2>
      \(section.blocks.map { block($0, &figure) }.joined())</section>

      """
    }.joined()
  }

  private func block(_ block: Document.Block, _ figure: inout Int) -> String {
    switch block {
    case .paragraph(let prose): return "<p>\(prose.html)</p>\n"
    case .definition(let heading, let prose):
      return "<p><strong>\(markupText(heading)).</strong> \(prose.html)</p>\n"
    case .list(let items):
      return "<ul>\n" + items.map { "<li>\($0.html)</li>\n" }.joined() + "</ul>\n"
    case .warning(let prose): return "<p class=\"warning\"><strong>Note:</strong> \(prose.html)</p>\n"
    case .heading(let title): return "<h3>\(markupText(title))</h3>\n"
    case .keyFigures(let figures): return keyFigures(figures)
    case .table(let table): return self.table(table)
    case .detailTable(let table):
      return "<details>\n<summary>\(markupText(table.caption))</summary>\n\(self.table(table))</details>\n"
    case .chart(let block), .detail(let block):
      figure += 1
      return chart(block, number: figure)
    case .heat(let heat): return self.heat(heat)
    case .flow(let steps): return flow(steps)
    }
  }

  private func keyFigures(_ figures: [Document.KeyFigure]) -> String {
    let items = figures.map { figure in
      "<li><strong>\(markupText(figure.value))</strong> <span><bdi>\(markupText(figure.words))</bdi></span> "
        + "<a href=\"#\(figure.section)\">figures<span class=\"hidden\"> behind \(markupText(figure.value))</span></a></li>\n"
    }
    return "<ul class=\"keys\">\n\(items.joined())</ul>\n"
  }

  private func chart(_ block: Document.ChartBlock, number: Int) -> String {
    let drawable = block.chart.drawable
    let leftOut =
      drawable.leftOut.isEmpty
      ? ""
      : "<p class=\"soft\">Not drawn, since too few of their figures are shown and reliable: "
        + drawable.leftOut.map { "<bdi>\(markupText($0))</bdi>" }.joined(separator: ", ") + ".</p>\n"
    let drawing =
      !drawable.isAny
      ? "<p class=\"soft\">Nothing is drawn: too few of these figures are shown.</p>\n"
      : ChartWidth.allCases.map { width in
        block.chart.svg(width, .variables, id: block.id, title: block.title, description: block.description)
          + "\n"
      }.joined() + leftOut
    return """
      <figure id="\(block.id)">
      <figcaption>
      <p class="finding">Figure \(number). <bdi>\(markupText(block.title))</bdi></p>
      <p class="soft"><bdi>\(markupText(block.subtitle))</bdi></p>
      </figcaption>
      \(drawing)<details>
      <summary>Figures behind figure \(number)</summary>
      \(table(block.table))</details>
      </figure>

      """
  }

  private func table(_ table: DataTable) -> String {
    var text = """
      <div class="scroll" role="region" tabindex="0" aria-labelledby="\(table.id)-name">
      \(table.htmlTable)</div>

      """
    if table.isSuppressed { text += Self.note(showsRange: table.showsRange) }
    return text
  }

  private static func note(showsRange: Bool) -> String {
    "<p class=\"soft\">\(suppressionNote(showsRange: showsRange))</p>\n"
  }

  private func heat(_ heat: HeatTable) -> String {
    let head = heat.columnLabels.map { "<th scope=\"col\" class=\"n\"><bdi>\(markupText($0))</bdi></th>" }
      .joined()
    let rows = zip(heat.rowLabels, heat.figures).map { label, figures in
      "<tr><th scope=\"row\"><bdi>\(markupText(label))</bdi></th>"
        + figures.map { figure in
          guard let figure else { return "<td class=\"n\"></td>" }
          return "<td class=\"n\(shade(figure, heat))\">\(markupText(figure.wholeText))</td>"
        }.joined() + "</tr>\n"
    }.joined()
    let note = heat.isSuppressed ? Self.note(showsRange: heat.showsRange) : ""
    return """
      <div class="scroll" role="region" tabindex="0" aria-labelledby="\(heat.id)-name">
      <table id="\(heat.id)" class="heat">
      <caption id="\(heat.id)-name"><strong><bdi>\(markupText(heat.title))</bdi></strong><br><bdi>\(markupText(heat.subtitle)); darker is more; estimate (95% interval), n/N</bdi></caption>
      <thead><tr><th scope="col"><bdi>\(markupText(heat.rowName))</bdi></th>\(head)</tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </div>
      \(note)
      """
  }

  /// The class of a cell's shade, of five; none for one that is kept back or unreliable.
  private func shade(_ figure: Figure, _ heat: HeatTable) -> String {
    guard let estimate = figure.estimate, let greatest = heat.greatest, greatest > 0, !figure.isUnreliable
    else {
      return ""
    }
    return " h\(Int(min(5, max(1, (5 * estimate / greatest).rounded(.up)))))"
  }

  private func flow(_ steps: [Document.FlowStep]) -> String {
    func list(_ items: [String], under words: String, as name: String) -> String {
      let texts = items.map { "<bdi>\(markupText($0))</bdi>" }
      switch texts.count {
      case 0: return ""
      case 1: return "<div class=\"\(name)\"><p>\(words) \(texts[0])</p></div>\n"
      default:
        let list = texts.map { "<li>\($0)</li>\n" }.joined()
        return "<div class=\"\(name)\"><p>\(words)</p>\n<ul>\n\(list)</ul></div>\n"
      }
    }
    let items = steps.map { step in
      """
      <li>
      <div class="step"><p><strong>\(markupText(step.name))</strong><br>\(markupText(step.count))</p>
      \(list(step.among, under: "Among them:", as: "among"))</div>
      \(list(step.leftOut, under: "Left out:", as: "out"))</li>

      """
    }
    return "<ol class=\"flow\">\n\(items.joined())</ol>\n"
  }
}

extension DataTable {
  /// The table in HTML.
  var htmlTable: String {
    let head = columns.map { column in
      "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>\(markupText(column.title))</th>"
    }.joined()
    let body = rows.map { cells in
      "<tr>"
        + zip(cells, columns).enumerated().map { place, pair in
          Self.html(pair.0, isHead: place == 0, isNumber: pair.1.isNumber)
        }.joined() + "</tr>\n"
    }.joined()
    return """
      <table id="\(id)">
      <caption id="\(id)-name"><bdi>\(markupText(caption))</bdi></caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table>

      """
  }

  private static func html(_ cell: Cell, isHead: Bool, isNumber: Bool) -> String {
    let text =
      switch cell {
      case .label(let text): "<bdi>\(markupText(text))</bdi>"
      default: markupText(cell.text)
      }
    if isHead { return "<th scope=\"row\">\(text)</th>" }
    let isWhole =
      switch cell {
      case .share, .quartiles: true
      default: false
      }
    return isNumber ? "<td class=\"n\(isWhole ? " k" : "")\">\(text)</td>" : "<td>\(text)</td>"
  }
}

extension Document {
  /// Its charts, in their order.
  var charts: [ChartBlock] {
    sections.flatMap(\.blocks).compactMap { block in
      switch block {
      case .chart(let chart), .detail(let chart): chart
      default: nil
      }
    }
  }
}
