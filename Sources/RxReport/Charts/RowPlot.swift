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
  /// The lines above the column of figures.
  var column: [String]
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
    /// The room of headings, and of names with their indent taken off.
    var headings: Double
    var labels: Double
    var x: Scale
    var ticks: [Tick]
  }

  /// The room of names on the left of wide charts.
  private static let names = 260.0

  private func frame(_ width: ChartWidth) -> Frame {
    let isWide = width == .wide
    let room = isWide ? Self.names : width.units - 2 * Drawing.edge
    var (figures, labels, headings) = (column, [""], [""])
    for row in rows {
      switch row {
      case .heading(let heading): headings += ChartText.lines(heading, width: room, isBold: true)
      case .lines(let label, let detail, let lines):
        figures += lines.map(\.text)
        labels += [label, detail]
      }
    }
    let indent = headings.count > 1 && isWide ? 13.0 : Drawing.edge
    labels = labels.flatMap { ChartText.lines($0, width: room - indent) }
    let names = max(
      labels.map { ChartText.width($0) + indent }.max() ?? 0,
      headings.map { ChartText.width($0, isBold: true) }.max() ?? 0)
    let from = isWide ? names + 24 : 10
    let to = max(from + 80, width.units - (figures.map { ChartText.width($0) }.max() ?? 0) - 24)
    let ticks = ticks(to - from)
    return Frame(
      isWide: isWide, indent: indent, headings: room, labels: room - indent,
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
        drawing.lines(
          ChartText.lines(heading, width: frame.headings, isBold: true), x: Drawing.edge, y: top + 17,
          isBold: true,
          whole: heading)
      case .lines(let label, let detail, let lines):
        draw(&drawing, frame, top: top, label: label, detail: detail, lines, at: at)
        at += 1
      }
    }
    let words = ChartText.lines(unit, width: drawing.room)
    for (place, line) in words.enumerated() {
      drawing.centred(
        line, x: (frame.x.from + frame.x.to) / 2, y: bottom + 36 + Double(place) * ChartText.line,
        left: Drawing.edge, right: drawing.right, .soft)
    }
    return drawing.boundsNote(y: bottom + 38 + Double(words.count) * ChartText.line) - ChartText.line + 4
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
    case .heading(let heading):
      let lines = ChartText.lines(heading, width: frame.headings, isBold: true).count
      return 8 + Double(lines) * ChartText.line
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
      drawing.text(line.text, x: drawing.right, y: y + 4.5, .end, line.isSoft ? .soft : .text)
      RowMark(x: frame.x, y: y, series: series, at: at).draw(&drawing, line.kind)
    }
  }

  /// The key, and the words above the axis and the column; returns where the rows begin.
  private func drawHead(_ drawing: inout Drawing, _ frame: Frame) -> Double {
    let keyLines = keyLines(drawing, left: frame.isWide ? frame.x.from : Drawing.edge)
    for (line, names) in keyLines.enumerated() {
      let y = Double(line) * (ChartText.line + 2)
      for name in names {
        Marker(series: name.series).drawKey(&drawing, at: (name.x + 4, y + 8.5))
        drawing.text(name.text, x: name.x + 14, y: y + 13, whole: key[name.series])
      }
    }
    // A short key stands beside the head of the column.
    let isBeside = keyLines.count == 1 && (keyLines[0].last?.end ?? 0) < frame.x.to
    let below = Double(keyLines.count) * (ChartText.line + 2)
    let top = isBeside ? 0 : below
    let whole = column.joined(separator: " ")
    let column =
      ChartText.width(whole) < drawing.right - frame.x.to - 16 && !column.isEmpty ? [whole] : column
    for (place, line) in column.enumerated() {
      drawing.text(line, x: drawing.right, y: top + 13 + Double(place) * ChartText.line, .end, .soft)
    }
    let last = top + 13 + Double(max(column.count - 1, 0)) * ChartText.line
    if let ends {
      drawing.text(ends.left, x: frame.x.from - 9, y: last, .start, .soft)
      drawing.text(ends.right, x: frame.x.to + 9, y: last, .end, .soft)
    }
    return column.isEmpty && ends == nil ? below + 6 : max(below, last) + 8
  }

  /// Where the names of the key stand, in as many lines as they need.
  private func keyLines(_ drawing: Drawing, left: Double) -> [[(
    series: Int, text: String, x: Double, end: Double
  )]] {
    var lines: [[(series: Int, text: String, x: Double, end: Double)]] = []
    for (series, name) in key.enumerated() {
      let text = ChartText.shortened(name, to: drawing.right - left - 14)
      let width = 14 + ChartText.width(text)
      let x = lines.last?.last.map { $0.end + 24 } ?? left
      if x + width > drawing.right || lines.isEmpty {
        lines.append([(series, text, left, left + width)])
      } else {
        lines[lines.count - 1].append((series, text, x, x + width))
      }
    }
    return lines
  }
}
