/// A chart as a picture.
extension Chart {
  /// What there is to draw of a chart.
  package struct Drawable: Sendable, Equatable {
    /// True if there is anything to draw; else a sentence and the table stand in its place.
    package var isAny: Bool
    /// The names of the series that are left out: lines of fewer than three estimates and bounds, and steps without any.
    package var leftOut: [String]
  }

  /// What there is to draw.
  package var drawable: Drawable {
    switch self {
    case .lines(let chart), .panels(let chart):
      Self.drawable(chart.series.map(\.label), chart.curves)
    case .steps(let chart): Self.drawable(chart.series.map(\.label), chart.curves)
    case .forest(let chart): Drawable(isAny: chart.drawn.contains { $0.upper != nil }, leftOut: [])
    case .dots(let chart):
      Drawable(isAny: chart.rows.contains { $0.values.contains { $0.upper != nil } }, leftOut: [])
    case .ranges(let chart):
      Drawable(isAny: chart.rows.contains { $0.own != nil || $0.range != nil }, leftOut: [])
    }
  }

  private static func drawable(_ names: [String], _ curves: [Curve]) -> Drawable {
    let drawn = Set(curves.map(\.series))
    return Drawable(
      isAny: !curves.isEmpty, leftOut: names.enumerated().filter { !drawn.contains($0.offset) }.map(\.element)
    )
  }

  /// The chart as an SVG element of the classes `chart` and `wide` or `narrow`, of which a page's CSS shows one. `id`
  /// is a name that no other chart of the page has; both widths can have the same. `title` and `description` are what
  /// is read to who can't see it. Lines of more than five series become small multiples.
  package func svg(
    _ width: ChartWidth, _ colours: ChartColours, id: String, title: String, description: String
  ) -> String {
    var drawing = Drawing(width: width.units, colours: colours)
    let id = "\(id)-\(width.rawValue)"
    let height = drawable.isAny ? draw(&drawing, width, id: id) : Self.drawNothing(&drawing)
    return drawing.svg(height: height, class: width.rawValue, id: id, title: title, description: description)
  }

  /// The most lines of one panel.
  private static let mostLines = 5

  private func draw(_ drawing: inout Drawing, _ width: ChartWidth, id: String) -> Double {
    switch self {
    case .lines(let chart) where chart.curves.count <= Self.mostLines:
      CurvePlot(chart).draw(&drawing, width)
    case .lines(let chart), .panels(let chart): PanelPlot(chart: chart, id: id).draw(&drawing, width)
    case .steps(let chart): CurvePlot(chart).draw(&drawing, width)
    case .forest(let chart): RowPlot(chart, width).draw(&drawing, width)
    case .dots(let chart): RowPlot(chart).draw(&drawing, width)
    case .ranges(let chart): RowPlot(chart).draw(&drawing, width)
    }
  }

  private static func drawNothing(_ drawing: inout Drawing) -> Double {
    let words = "Too few figures are published for a chart; the table has what there is."
    let next = drawing.lines(
      ChartText.lines(words, width: drawing.room, most: 4), x: Drawing.edge, y: 13, .start, .soft)
    return next - ChartText.line + 6
  }
}
