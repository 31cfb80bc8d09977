/// What is said under a chart with suppressed figures that it shows nothing of.
let rugCaption = "Not shown, to protect small numbers [c]"

/// A chart of curves with labels at their ends: lines and steps.
struct CurvePlot {
  var unit: String
  var curves: [Curve]
  var values: Ticks
  /// The x at both ends.
  var span: ClosedRange<Double>
  var ticks: (Scale) -> [Tick]
  /// Words under the axis of time; empty for none.
  var caption = ""
  /// Sentences below the axis.
  var notes: [String] = []

  /// Where things stand.
  private struct Frame {
    var x: Scale
    var y: Scale
    var left: Double
    var right: Double
    /// The room of labels at the ends of lines.
    var labels: Double
    var unit: [String]
  }

  private static func room(_ width: ChartWidth) -> Double { width == .wide ? 190 : 112 }

  private func frame(_ width: ChartWidth) -> Frame {
    let room = Self.room(width)
    let texts = curves.flatMap {
      ChartText.lines($0.label, width: room) + ChartText.lines($0.note, width: room)
    }
    let labels = texts.map { ChartText.width($0) }.max() ?? 0
    let left = (values.ticks.map { ChartText.width($0.label) }.max() ?? 0) + 8 + Drawing.edge
    let right = width.units - 1 - (labels > 0 ? labels + 18 : 9)
    let unit = ChartText.lines(unit, width: width.units - 2 * Drawing.edge)
    let top = Double(unit.count) * ChartText.line + 14
    let needed = endLabels(room) { _ in 0 }.reduce(0) { $0 + $1.height }
    let height = max(width == .wide ? 270 : 250, needed)
    return Frame(
      x: Scale(values: span, from: left + 8, to: right - 8),
      y: Scale(values: values.values, from: top + height, to: top),
      left: left, right: right, labels: labels, unit: unit)
  }

  private func endLabels(_ room: Double, _ y: (Double) -> Double) -> [EndLabels.Label] {
    curves.compactMap { curve in
      guard !curve.label.isEmpty, let last = curve.last?.drawn.middle else { return nil }
      return EndLabels.Label(
        series: curve.series, whole: curve.label, lines: ChartText.lines(curve.label, width: room),
        note: curve.note.isEmpty ? [] : ChartText.lines(curve.note, width: room), y: y(last))
    }
  }

  /// Draws the chart; returns its height.
  func draw(_ drawing: inout Drawing, _ width: ChartWidth) -> Double {
    let frame = frame(width)
    drawing.lines(frame.unit, x: Drawing.edge, y: 13, .start, .soft)
    drawing.upright(values.ticks, frame.y, left: frame.left, right: frame.right)
    drawing.time(ticks(frame.x), frame.x, y: frame.y.from, left: frame.left, right: frame.right)
    let spacing = spacing(frame.x)
    let layers = curves.map {
      CurveLayer(
        curve: $0, x: frame.x, y: frame.y, marker: Marker(series: $0.series),
        markEvery: $0.isStepped && spacing < 9 ? nil : max(1, Int((9 / spacing).rounded(.up))))
    }
    for layer in layers { layer.drawBands(&drawing) }
    for layer in layers { layer.drawLines(&drawing) }
    for layer in layers { layer.drawMarks(&drawing) }
    EndLabels.draw(
      endLabels(Self.room(width), frame.y.place), x: frame.right + 4,
      within: frame.y.to - 8...frame.y.from + 8, &drawing)
    return drawBelow(&drawing, frame, spacing) - ChartText.line + 6
  }

  /// The least distance of two points.
  private func spacing(_ scale: Scale) -> Double {
    curves.map { curve in
      zip(curve.points, curve.points.dropFirst()).map { scale.place($1.x) - scale.place($0.x) }.min() ?? 100
    }.min().map { max($0, 0.5) } ?? 100
  }

  /// What stands below the axis; returns the base line after it.
  private func drawBelow(_ drawing: inout Drawing, _ frame: Frame, _ spacing: Double) -> Double {
    var y = frame.y.from + 38 + (caption.isEmpty ? 4 : 0)
    if !caption.isEmpty {
      drawing.centred(
        caption, x: (frame.left + frame.right) / 2, y: y, left: frame.left, right: frame.right, .soft)
      y += ChartText.line + 2
    }
    for note in notes {
      y =
        drawing.lines(
          ChartText.lines(note, width: drawing.room, most: 4), x: Drawing.edge, y: y, .start, .soft) + 2
    }
    y = drawing.boundsNote(y: y)
    let suppressed = curves.filter { $0.points.contains { $0.drawn.isHidden(within: values.values) } }
    guard !suppressed.isEmpty else { return y }
    y =
      drawing.lines(
        ChartText.lines(rugCaption, width: drawing.room), x: Drawing.edge, y: y + 2, .start, .soft) + 6
    for curve in suppressed {
      drawRug(&drawing, curve, frame, base: y, spacing)
      y += ChartText.line + 3
    }
    return y
  }

  private func drawRug(
    _ drawing: inout Drawing, _ curve: Curve, _ frame: Frame, base: Double, _ spacing: Double
  ) {
    drawing.line((frame.left, base - 4.5), (frame.right, base - 4.5), .grid)
    for (index, point) in curve.points.enumerated() where point.drawn.isHidden(within: values.values) {
      drawing.hollow(
        at: (frame.x.place(point.x), base - 4.5), width: min(8, max(1.5, spacing - 1.3)),
        [("class", "rug"), ("data-series", "\(curve.series)"), ("data-at", "\(point.at ?? index)")])
    }
    guard !curve.label.isEmpty else { return }
    let marker = Marker(series: curve.series)
    marker.drawKey(&drawing, at: (frame.right + 8, base - 4.5))
    drawing.lines(
      [ChartText.shortened(curve.label, to: frame.labels)], x: frame.right + 18, y: base,
      whole: curve.label)
  }
}
