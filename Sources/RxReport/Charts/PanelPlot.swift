/// Small multiples: a panel a series, in the first colour before the others in grey, all on the same scale.
struct PanelPlot {
  var chart: LineChart
  /// A name that nothing else in the page has.
  var id: String

  /// Where the panels stand.
  private struct Frame {
    var columns: Int
    var left: Double
    var panel: Double
    var titles: Double
    var top: Double
    static let gap = 26.0

    var pitch: Double { titles + 8 + PanelPlot.height + 40 }
  }

  private static let height = 110.0

  private func frame(_ width: ChartWidth, _ curves: [Curve], _ values: Ticks, _ unit: [String]) -> Frame {
    let columns = min(width == .wide ? 3 : 2, curves.count)
    let left = (values.ticks.map { ChartText.width($0.label) }.max() ?? 0) + 8 + Drawing.edge
    let places = Double(max(columns, width == .wide ? 2 : 1))
    let panel = (width.units - 9 - left - (places - 1) * Frame.gap) / places
    var frame = Frame(columns: columns, left: left, panel: panel, titles: 0, top: 0)
    let titles = curves.map { ChartText.lines($0.label, width: panel, isBold: true).count }
    frame.titles = Double(titles.max() ?? 1) * ChartText.line
    frame.top = Double(unit.count) * ChartText.line + 8
    return frame
  }

  /// Draws the chart; returns its height.
  func draw(_ drawing: inout Drawing, _ width: ChartWidth) -> Double {
    let curves = chart.curves
    let values = chart.values(of: curves, most: 4)
    let unit = ChartText.lines(chart.unit, width: width.units - 2 * Drawing.edge)
    let frame = frame(width, curves, values, unit)
    drawing.lines(unit, x: Drawing.edge, y: 13, .start, .soft)
    // The grey lines are drawn once, and used in each panel.
    let others = "\(id)-others"
    drawing.define(others) { drawing in
      for curve in curves { grey(&drawing, layer(curve, frame, values, left: 0, top: 0)) }
    }
    for (place, curve) in curves.enumerated() {
      let left = frame.left + Double(place % frame.columns) * (frame.panel + Frame.gap)
      let top = frame.top + Double(place / frame.columns) * frame.pitch
      let layer = layer(curve, frame, values, left: left, top: top + frame.titles + 8)
      drawing.group([("class", "panel"), ("data-series", "\(curve.series)")]) { drawing in
        let title = ChartText.lines(curve.label, width: frame.panel, isBold: true)
        let base = top + frame.titles - Double(title.count) * ChartText.line + 12.5
        drawing.lines(title, x: left, y: base, isBold: true, whole: curve.label)
        drawPanel(
          &drawing, layer, values, left: left, right: left + frame.panel, others, place % frame.columns == 0)
      }
    }
    let rows = (curves.count + frame.columns - 1) / frame.columns
    return drawBelow(&drawing, curves, values, y: frame.top + Double(rows) * frame.pitch)
  }

  private func layer(_ curve: Curve, _ frame: Frame, _ values: Ticks, left: Double, top: Double) -> CurveLayer
  {
    CurveLayer(
      curve: curve, x: Scale(values: chart.span, from: left + 6, to: left + frame.panel - 6),
      y: Scale(values: values.values, from: top + Self.height, to: top), marker: Marker(series: 0),
      markEvery: nil)
  }

  private func drawPanel(
    _ drawing: inout Drawing, _ layer: CurveLayer, _ values: Ticks, left: Double, right: Double,
    _ others: String,
    _ isFirst: Bool
  ) {
    drawing.upright(values.ticks, layer.y, left: left, right: right, hasLabels: isFirst)
    drawing.time(
      TimeTicks.periods(chart.periods, layer.x), layer.x, y: layer.y.from, left: left, right: right)
    drawing.element(
      "use", [("href", "#\(others)"), ("x", Drawing.number(left)), ("y", Drawing.number(layer.y.to))])
    layer.drawBands(&drawing)
    layer.drawLines(&drawing)
    layer.drawMarks(&drawing)
    for (index, point) in layer.curve.points.enumerated() where point.drawn.isHidden(within: values.values) {
      drawing.hollow(
        at: (layer.x.place(point.x), layer.y.from), width: 6,
        [("class", "rug"), ("data-series", "\(layer.curve.series)"), ("data-at", "\(index)")])
    }
  }

  private func grey(_ drawing: inout Drawing, _ layer: CurveLayer) {
    for run in layer.curve.runs({ $0.mark != nil }) where run.count > 1 {
      let corners = layer.curve.points[run].map {
        (x: layer.x.place($0.x), y: layer.y.place($0.drawn.mark?.estimate ?? 0))
      }
      drawing.path(
        "M" + corners.map { Drawing.point($0) }.joined(separator: " "), stroke: .soft,
        [("stroke-opacity", "0.4"), ("stroke-width", "1.2"), ("stroke-linejoin", "round")])
    }
  }

  /// What hollow marks and squares are; returns the height of the chart.
  private func drawBelow(_ drawing: inout Drawing, _ curves: [Curve], _ values: Ticks, y: Double) -> Double {
    var y = y + 10
    for note in chart.notes {
      y =
        drawing.lines(
          ChartText.lines(note, width: drawing.room, most: 4), x: Drawing.edge, y: y, .start, .soft) + 2
    }
    y = drawing.boundsNote(y: y)
    guard curves.contains(where: { $0.points.contains { $0.drawn.isHidden(within: values.values) } }) else {
      return y - (chart.notes.isEmpty && !drawing.hasBounds ? 8 : ChartText.line - 4)
    }
    drawing.hollow(at: (5, y - 4.5), [("class", "key")])
    drawing.text(rugCaption, x: 16, y: y, .start, .soft)
    return y + 6
  }
}
