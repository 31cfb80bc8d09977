import RxStatistics

/// A series along an axis of time: what lines, panels and steps have in common.
struct Curve {
  struct Point {
    var x: Double
    var drawn: Drawn
    /// Its place in the chart; nil for the start of steps, which is no figure.
    var at: Int?
    /// True if its period is cut short.
    var isPartial = false
  }

  /// Its place in the chart, which gives its colour.
  var series: Int
  var label: String
  /// A line under its label; empty for none.
  var note = ""
  var points: [Point]
  /// True if a value holds until the next.
  var isStepped = false

  /// The number of its points that are marks or bars of bounds.
  var shown: Int { points.count { $0.drawn.middle != nil } }
  /// The last of these.
  var last: Point? { points.last { $0.drawn.middle != nil } }

  /// The places of its points in runs, each as long as all of it hold to `condition`: what is not shown ends a run.
  func runs(_ condition: (Drawn) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (place, point) in points.enumerated() where condition(point.drawn) {
      if let last = runs.last, last.upperBound == place {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    return runs
  }
}

/// The values between which an axis must reach: from the least to the greatest estimate or bound, and to limits as far as
/// they go less than a third beyond. Bounds are narrow, so that an axis that holds them is as readable as one that holds
/// what they are of.
struct Reach {
  var least = 0.0
  var greatest = 0.0

  init(_ drawn: [Drawn]) {
    let estimates = drawn.flatMap(\.values)
    let lower = drawn.compactMap(\.lower)
    let upper = drawn.compactMap(\.upper)
    let (low, high) = (lower.min() ?? 0, upper.max() ?? 0)
    least = estimates.min().map { min($0, max(low, $0 * 1.3)) } ?? low
    greatest = estimates.max().map { max($0, min(high, $0 * 1.3)) } ?? high
  }
}

extension Drawn {
  /// The least value that it draws.
  var lower: Double? {
    switch self {
    case .mark(let mark): mark.limits?.lower ?? mark.estimate
    case .suppressed(let range, _): range?.lowerBound
    case .absent, .unreliable: nil
    }
  }

  /// The greatest value that it draws.
  var upper: Double? {
    switch self {
    case .mark(let mark): mark.limits?.upper ?? mark.estimate
    case .suppressed(let range, _): range?.upperBound
    case .absent, .unreliable: nil
    }
  }

  /// The values that an axis must hold: the estimate, or the bounds.
  fileprivate var values: [Double] {
    switch self {
    case .mark(let mark): [mark.estimate]
    case .suppressed(let range?, _): [range.lowerBound, range.upperBound]
    case .suppressed, .absent, .unreliable: []
    }
  }

  /// Where it stands: at its estimate, or in the middle of its bounds; nil where it is not drawn.
  var middle: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

  /// The limits that it draws.
  var limits: ConfidenceLimits? { mark?.limits }

  /// The bounds of what is kept back, where an axis of `values` holds them whole: a bar that is cut would have no end.
  func bounds(within values: ClosedRange<Double>) -> ClosedRange<Double>? {
    guard case .suppressed(let range?, _) = self, values.contains(range.lowerBound),
      values.contains(range.upperBound)
    else { return nil }
    return range
  }

  /// True if it is kept back and an axis of `values` shows nothing of it.
  func isHidden(within values: ClosedRange<Double>) -> Bool { isSuppressed && bounds(within: values) == nil }
}

/// A curve as it is drawn between two axes.
struct CurveLayer {
  var curve: Curve
  var x: Scale
  var y: Scale
  var marker: Marker
  /// The number of points from one mark to the next; nil for marks only where a line shows nothing.
  var markEvery: Int?

  private func place(_ x: Double, _ value: Double) -> (x: Double, y: Double) {
    (self.x.place(x), y.place(value))
  }

  private func names(_ kind: String, _ point: Int? = nil) -> [(String, String)] {
    [("class", kind), ("data-series", "\(curve.series)")]
      + (point.flatMap { curve.points[$0].at }.map { [("data-at", "\($0)")] } ?? [])
  }

  /// Bands of intervals, where two or more follow each other.
  func drawBands(_ drawing: inout Drawing) {
    for run in curve.runs({ $0.limits != nil }) where run.count > 1 {
      let points = curve.points[run]
      let upper = outline(points.map { ($0.x, $0.drawn.upper ?? 0) })
      let lower = outline(points.map { ($0.x, $0.drawn.lower ?? 0) })
      let path = "M" + (upper + lower.reversed()).map { Drawing.point($0) }.joined(separator: " ") + "Z"
      drawing.path(path, fill: marker.ink, names("band") + [("fill-opacity", "0.16")])
      for point in points where (point.drawn.upper ?? 0) > y.values.upperBound {
        drawing.arrow(.up, at: place(point.x, y.values.upperBound), marker.ink)
      }
    }
  }

  /// The corners of a line through `values`, cut where it leaves the axis.
  private func outline(_ values: [(x: Double, value: Double)]) -> [(x: Double, y: Double)] {
    let top = y.values.upperBound
    var corners: [(x: Double, y: Double)] = []
    for (index, next) in values.enumerated() {
      if index > 0 {
        let before = values[index - 1]
        if curve.isStepped {
          corners.append(place(next.x, before.value))
        } else if (before.value > top) != (next.value > top) {
          let share = (top - before.value) / (next.value - before.value)
          corners.append(place(before.x + share * (next.x - before.x), top))
        }
      }
      corners.append(place(next.x, next.value))
    }
    return corners
  }

  /// The line, broken at each point that is not shown; intervals of points that stand alone, as bars; bounds of what is
  /// suppressed, as hollow bars.
  func drawLines(_ drawing: inout Drawing) {
    for run in curve.runs({ $0.limits != nil }) where run.count == 1 || curve.isStepped {
      // The last of steps holds for no time, and so has no band.
      drawBar(&drawing, run.upperBound - 1)
    }
    for (index, point) in curve.points.enumerated() {
      if let bounds = point.drawn.bounds(within: y.values) {
        let (low, high) = (place(point.x, bounds.lowerBound), place(point.x, bounds.upperBound))
        drawing.bounds(
          from: (low.x - Drawing.halfBar, low.y), to: (high.x + Drawing.halfBar, high.y), marker.ink,
          names("bounds", index))
      }
    }
    for run in curve.runs({ $0.mark != nil }) where run.count > 1 {
      let corners = outline(curve.points[run].map { ($0.x, $0.drawn.mark?.estimate ?? 0) })
      drawing.path(
        "M" + corners.map { Drawing.point($0) }.joined(separator: " "), stroke: marker.ink,
        names("line") + marker.line)
    }
  }

  private func drawBar(_ drawing: inout Drawing, _ index: Int) {
    let point = curve.points[index]
    guard let limits = point.drawn.limits else { return }
    drawing.line(
      place(point.x, limits.lower), place(point.x, limits.upper), marker.ink,
      names("interval", index) + [("stroke-width", "2")])
    if limits.upper > y.values.upperBound {
      drawing.arrow(.up, at: place(point.x, y.values.upperBound), marker.ink)
    }
  }

  /// The marks.
  func drawMarks(_ drawing: inout Drawing) {
    let alone = Set(curve.runs { $0.mark != nil }.filter { $0.count == 1 }.map(\.lowerBound))
    let colours = drawing.colours
    drawing.group([("class", "marks"), ("data-series", "\(curve.series)")] + marker.paint(colours)) {
      drawing in
      for (index, point) in curve.points.enumerated() {
        guard let mark = point.drawn.mark, let at = point.at else { continue }
        let isDue = markEvery.map { (curve.points.count - 1 - index) % $0 == 0 } ?? false
        guard isDue || alone.contains(index) || point.isPartial else { continue }
        marker.draw(
          &drawing, at: place(point.x, mark.estimate),
          [("class", "mark"), ("data-at", "\(at)")]
            + (point.isPartial ? marker.paint(colours, isHollow: true) : []))
      }
    }
  }
}
