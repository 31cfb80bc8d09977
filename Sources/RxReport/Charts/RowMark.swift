/// What a row draws of a series.
struct RowMark {
  var x: Scale
  var y: Double
  var series: Int
  /// The place of the row.
  var at: Int

  private var marker: Marker { Marker(series: series) }

  private func names(_ kind: String) -> [(String, String)] {
    [("class", kind), ("data-series", "\(series)"), ("data-at", "\(at)")]
  }

  /// Draws it; nothing for what is absent, or suppressed without bounds on the axis.
  func draw(_ drawing: inout Drawing, _ kind: RowPlot.Line.Kind) {
    switch kind {
    case .reference:
      drawing.element(
        "circle",
        names("reference") + [
          ("cx", Drawing.number(x.place(1))), ("cy", Drawing.number(y)), ("r", "4"),
          ("fill", Ink.paper.value(drawing.colours)), ("stroke", Ink.soft.value(drawing.colours)),
          ("stroke-width", "1.6"),
        ])
    case .drawn(.mark(let mark)):
      if let limits = mark.limits { interval(&drawing, limits.lower, limits.upper, "interval") }
      drawMark(&drawing, mark.estimate)
    case .drawn(let drawn):
      guard let bounds = drawn.bounds(within: x.values) else { break }
      drawing.bounds(
        from: (x.place(bounds.lowerBound), y - Drawing.halfBar),
        to: (x.place(bounds.upperBound), y + Drawing.halfBar), marker.ink, names("bounds"))
    case .range(let own, let range):
      if let range { interval(&drawing, range.lowerBound, range.upperBound, "range") }
      if let own { drawMark(&drawing, own) }
    }
  }

  private func drawMark(_ drawing: inout Drawing, _ value: Double) {
    // A ratio of 0 has no place on its axis.
    guard x.holds(value) else { return }
    marker.draw(&drawing, at: (x.place(value), y), names("mark") + marker.paint(drawing.colours))
  }

  /// A line from `low` to `high` with short ends, or arrowheads where it goes on beyond the axis.
  private func interval(_ drawing: inout Drawing, _ low: Double, _ high: Double, _ kind: String) {
    drawing.line((x.place(low), y), (x.place(high), y), marker.ink, names(kind) + [("stroke-width", "2")])
    let ends = [low, high].filter { x.holds($0) }.map { x.place($0) }
    if x.kind == .log || kind == "range", !ends.isEmpty {
      let path = ends.map { "M\(Drawing.point(($0, y - 4)))V\(Drawing.number(y + 4))" }.joined()
      drawing.path(path, stroke: marker.ink, [("stroke-width", "1.6")])
    }
    arrows(&drawing, low, high)
  }

  private func arrows(_ drawing: inout Drawing, _ low: Double, _ high: Double) {
    if low < x.values.lowerBound { drawing.arrow(.left, at: (x.from, y), marker.ink) }
    if high > x.values.upperBound { drawing.arrow(.right, at: (x.to, y), marker.ink) }
  }
}
