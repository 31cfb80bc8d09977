/// A chart of rows on one horizontal axis, with its figures in a column on the right: forests, dots and ranges. On phones
/// a row's name stands above it.
struct RowPlot {
  /// What a row draws of a series.
  struct Line {
    enum Kind {
      case drawn(Drawn)
      /// The reference of ratios.
      case reference
      case range(own: Double?, ClosedRange<Double>?)
    }
    var kind: Kind
    var text: String
    /// True for text that is no figure.
    var isSoft = false
  }
  /// A heading, or what is drawn in a row.
  enum Row {
    case heading(String)
    case lines(label: String, detail: String, [Line])
  }

  var rows: [Row]
  /// The title of the column of figures; empty for none.
  var column: String
  /// The names of series; empty for none.
  var key: [String] = []
  /// Words at both ends above the axis.
  var ends: (left: String, right: String)?
  var unit: String
  var kind = Scale.Kind.linear
  /// The ticks of an axis of so many units.
  var ticks: (Double) -> Ticks
  /// Where the base line stands; nil for one below the rows.
  var origin: Double?

  static let pitch = 18.0
  private static let gap = 9.0

  /// Where things stand.
  struct Frame {
    var isWide: Bool
    var indent: Double
    var labels: Double
    var x: Scale
    var ticks: [Tick]
  }

  private func frame(_ width: ChartWidth) -> Frame {
    var texts: [String] = []
    var names: [String] = []
    for case .lines(let label, let detail, let lines) in rows {
      texts += lines.map(\.text)
      names += [label, detail]
    }
    let figures = texts.map { ChartText.width($0) }.max() ?? 0
    let isWide = width == .wide
    let isIndented = rows.contains { if case .heading = $0 { true } else { false } }
    let indent = isIndented && isWide ? 12.0 : 0
    let room = isWide ? 240 - indent : width.units
    let labels = names.flatMap { ChartText.lines($0, width: room) }.map { ChartText.width($0) }.max() ?? 0
    let from = isWide ? indent + labels + 24 : 9
    let to = width.units - max(figures, 110) - 24
    let ticks = ticks(to - from)
    return Frame(
      isWide: isWide, indent: indent, labels: isWide ? labels + 1 : room,
      x: Scale(kind: kind, values: ticks.values, from: from, to: to), ticks: ticks.ticks)
  }

  /// Draws the chart; returns its height.
  func draw(_ drawing: inout Drawing, _ width: ChartWidth) -> Double {
    let frame = frame(width)
    let top = drawHead(&drawing, frame)
    let tops = rows.reduce(into: [top]) { $0.append(($0.last ?? 0) + height($1, frame)) }
    let bottom = tops.last ?? top
    drawing.across(
      frame.ticks, frame.x, over: stretches(frame, tops), bottom: bottom, origin: origin)
    if kind == .log { drawOne(&drawing, frame, tops) }
    var at = 0
    for (row, top) in zip(rows, tops) {
      switch row {
      case .heading(let heading):
        let text = ChartText.shortened(heading, to: drawing.width, isBold: true)
        drawing.text(text, x: 0, y: top + 17, isBold: true, whole: heading)
      case .lines(let label, let detail, let lines):
        draw(&drawing, frame, top: top, label: label, detail: detail, lines, at: at)
        at += 1
      }
    }
    let words = ChartText.lines(unit, width: drawing.width)
    for (place, line) in words.enumerated() {
      drawing.centred(
        line, x: (frame.x.from + frame.x.to) / 2, y: bottom + 36 + Double(place) * ChartText.line, left: 0,
        right: drawing.width, .soft)
    }
    return bottom + 36 + Double(words.count - 1) * ChartText.line + 6
  }

  private func labelLines(_ label: String, _ detail: String, _ frame: Frame) -> (
    name: [String], detail: [String]
  ) {
    (
      label.isEmpty ? [] : ChartText.lines(label, width: frame.labels),
      detail.isEmpty ? [] : ChartText.lines(detail, width: frame.labels)
    )
  }

  private func height(_ row: Row, _ frame: Frame) -> Double {
    switch row {
    case .heading: return 25
    case .lines(let label, let detail, let lines):
      let (name, small) = labelLines(label, detail, frame)
      let (labels, drawn) = (
        Double(name.count + small.count) * ChartText.line, Double(lines.count) * Self.pitch
      )
      return (frame.isWide ? max(labels, drawn) : labels + drawn) + Self.gap
    }
  }

  /// Where the grid is drawn: on phones only where rows draw something, so that no name is crossed.
  private func stretches(_ frame: Frame, _ tops: [Double]) -> [ClosedRange<Double>] {
    guard !frame.isWide, let last = tops.last else {
      return [(tops.first ?? 0)...max(tops.first ?? 0, tops.last ?? 0)]
    }
    return zip(rows, tops).compactMap { row, top in
      guard case .lines(_, _, let lines) = row else { return nil }
      let end = top + height(row, frame)
      return end - Self.gap - Double(lines.count) * Self.pitch + 2...min(end, last) - Self.gap / 2
    }
  }

  /// The line of no difference, and the base line.
  private func drawOne(_ drawing: inout Drawing, _ frame: Frame, _ tops: [Double]) {
    for stretch in stretches(frame, tops) {
      let x = frame.x.place(1)
      drawing.line(
        (x, stretch.lowerBound), (x, stretch.upperBound), .soft,
        [("stroke-width", "1.2"), ("stroke-dasharray", "4 3")])
    }
    let bottom = tops.last ?? 0
    drawing.line((frame.x.from, bottom), (frame.x.to, bottom), .soft, [("stroke-width", "1.2")])
  }

  private func draw(
    _ drawing: inout Drawing, _ frame: Frame, top: Double, label: String, detail: String, _ lines: [Line],
    at: Int
  ) {
    let (name, small) = labelLines(label, detail, frame)
    let labels = Double(name.count + small.count) * ChartText.line
    let drawn = Double(lines.count) * Self.pitch
    let content = max(labels, drawn)
    let base = top + (frame.isWide ? (Self.gap + content - labels) / 2 : 2) + 12.5
    let next = drawing.lines(name, x: frame.indent, y: base, whole: label)
    drawing.lines(small, x: frame.indent, y: next, .start, .soft, whole: detail)
    let first = top + (frame.isWide ? (Self.gap + content - drawn) / 2 : labels + 2) + Self.pitch / 2
    for (series, line) in lines.enumerated() {
      let y = first + Double(series) * Self.pitch
      drawing.text(line.text, x: drawing.width, y: y + 4.5, .end, line.isSoft ? .soft : .text)
      RowMark(x: frame.x, y: y, series: series, at: at).draw(&drawing, line.kind)
    }
  }

  /// The key, and the words above the axis and the column; returns where the rows begin.
  private func drawHead(_ drawing: inout Drawing, _ frame: Frame) -> Double {
    var y = drawKey(&drawing, left: frame.isWide ? frame.x.from : 0)
    let column = column.isEmpty ? [] : ChartText.lines(column, width: drawing.width - frame.x.to - 20)
    let last = y + 13 + Double(max(column.count - 1, 0)) * ChartText.line
    for (place, line) in column.enumerated() {
      drawing.text(line, x: drawing.width, y: y + 13 + Double(place) * ChartText.line, .end, .soft)
    }
    if let ends {
      drawing.text(ends.left, x: frame.x.from - 9, y: last, .start, .soft)
      drawing.text(ends.right, x: frame.x.to + 9, y: last, .end, .soft)
    }
    if !column.isEmpty || ends != nil { y = last + 8 }
    return y
  }

  private func drawKey(_ drawing: inout Drawing, left: Double) -> Double {
    guard !key.isEmpty else { return 2 }
    var (x, y) = (left, 0.0)
    for (series, name) in key.enumerated() {
      let text = ChartText.shortened(name, to: drawing.width - left - 14)
      if x > left, x + 14 + ChartText.width(text) > drawing.width { (x, y) = (left, y + ChartText.line + 2) }
      Marker(series: series).draw(&drawing, at: (x + 4, y + 8.5), [("class", "key")])
      drawing.text(text, x: x + 14, y: y + 13, whole: name)
      x += 14 + ChartText.width(text) + 24
    }
    return y + 24
  }
}
