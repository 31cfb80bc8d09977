import RxModel
import RxRelease

/// Every definition of a measure in one interval for everyone, a row a definition and a dot a drug.
struct DefinitionChart {
  /// Lines of one measure and one unit.
  let lines: [FigureLine]
  let period: DaySpan

  /// The drugs, in the order of the lines.
  var drugs: [String] { lines.map(\.drug).distinct() }
  /// The definitions, in the order of the lines.
  let labels: [DefinitionLabel]

  /// The chart of `lines` in `period`.
  init(lines: [FigureLine], period: DaySpan, _ facts: ReportFacts) {
    self.lines = lines
    self.period = period
    labels = lines.map(facts.label).reduce(into: []) { labels, label in
      if !labels.contains(where: { $0.definition == label.definition }) { labels.append(label) }
    }
  }

  /// The figure of a definition and a drug; nil where there is none.
  func figure(_ label: DefinitionLabel, _ drug: String, _ facts: ReportFacts) -> Figure? {
    lines.first { $0.definition == label.definition && $0.drug == drug }
      .flatMap { facts.figures.figure($0, period, facts.everyone) }
  }

  /// The chart with its table.
  func block(id: String, title: String, _ facts: ReportFacts) -> Document.ChartBlock {
    let quantity = lines.first.map(facts.quantity) ?? ""
    let unit = lines.first.map { Words.unit($0.estimateUnit, $0.denominatorUnit) } ?? ""
    return Document.ChartBlock(
      id: id, title: title,
      subtitle: "\(quantity), all persons, \(Words.period(period)), with 95% intervals",
      description: labels.map { label in
        "\(label.words): "
          + drugs.map { "\(Words.drug($0)) \(figure(label, $0, facts)?.estimateText ?? "no figure")" }
          .joined(separator: ", ") + "."
      }.joined(separator: " "),
      chart: .dots(
        DotChart(
          unit: unit, series: drugs.map(Words.drug),
          rows: labels.map { label in
            DotChart.Row(
              label.words, detail: label.shortSource, drugs.map { facts.drawn(figure(label, $0, facts)) })
          })),
      table: table(id: "\(id)-table", quantity, facts))
  }

  private func table(id: String, _ quantity: String, _ facts: ReportFacts) -> DataTable {
    DataTable(
      id: id, caption: "\(quantity), \(Words.period(period))",
      columns: [.init("Definition", isNumber: false)]
        + drugs.flatMap { DataTable.Column.partsAndEstimate(Words.drug($0)) },
      rows: labels.map { label in
        [DataTable.Cell.label(label.words)]
          + drugs.flatMap { DataTable.Cell.partsAndEstimate(figure(label, $0, facts)) }
      })
  }
}

extension DefinitionLabel {
  /// The first names of its source, for a chart: `Olfson 2015`; empty where it has none.
  fileprivate var shortSource: String {
    guard let source else { return "" }
    let year = source.split { !$0.isNumber }.first {
      $0.count == 4 && ($0.hasPrefix("19") || $0.hasPrefix("20"))
    }
    let name = source.replacing("the most common definition in ", with: "").split(separator: ",").first ?? ""
    return year.map { "\(name) \($0)" } ?? String(name)
  }
}
