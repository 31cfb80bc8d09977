/// The axes of a chart, drawn.
///
/// For who reads a drawing back: each axis is a group `<g class="axis x">` or `axis y` with `data-scale` (`linear` or
/// `log`), `data-min` and `data-max` (the values at its ends; days since 1970-01-01 on axes of time, days since the
/// start in step charts) and `data-from` and `data-to` (their coordinates). Small multiples have axes of their own in each
/// `<g class="panel" data-series="...">`. What is drawn of a figure has `data-series`, the place of its series (on
/// itself or on the group around it), and `data-at`, the place of its period, day or row (headings do not count), and one
/// of these classes: `mark` (its centre is the translation), `interval` (a path from the lower to the upper limit),
/// `range` (the same of several settings), `bounds` (a hollow bar around what a suppressed figure can be: its path is `M`, a
/// corner, `H`, `V`, the opposite corner, `H`, `Z`), `rug` (a square for a suppressed period without bounds, on no axis). Lines (`line`) and bands (`band`) have a corner for each point in order, upper limits before lower ones
/// backwards; steps have a corner more between two points, and a band has one where it leaves the axis. `cut` is the
/// arrowhead of an interval that goes on beyond the axis; `key` repeats a mark beside a name.
extension Drawing {
  /// How far labels of ticks can stand out beyond the ends of a horizontal axis.
  private static let overhang = 9.0

  private static func names(_ direction: String, _ scale: Scale) -> [(String, String)] {
    [
      ("class", "axis \(direction)"), ("data-scale", scale.kind.rawValue),
      ("data-min", "\(scale.values.lowerBound)"), ("data-max", "\(scale.values.upperBound)"),
      ("data-from", number(scale.from)), ("data-to", number(scale.to)),
    ]
  }

  /// An upright axis with its grid across to `right`; labels end 8 units before `left`.
  mutating func upright(_ ticks: [Tick], _ scale: Scale, left: Double, right: Double, hasLabels: Bool = true)
  {
    group(Self.names("y", scale)) { drawing in
      for tick in ticks {
        let y = scale.place(tick.value)
        let isBase = tick.value == scale.values.lowerBound
        drawing.line((left, y), (right, y), isBase ? .soft : .grid, isBase ? [("stroke-width", "1.2")] : [])
        if hasLabels { drawing.text(tick.label, x: left - 8, y: y + 4.5, .end) }
      }
    }
  }

  /// A horizontal axis of time with ticks below `y`.
  mutating func time(_ ticks: [Tick], _ scale: Scale, y: Double, left: Double, right: Double) {
    group(Self.names("x", scale)) { drawing in
      for tick in ticks {
        let x = scale.place(tick.value)
        drawing.line((x, y), (x, y + 5), .soft, [("stroke-width", "1.2")])
        drawing.centred(tick.label, x: x, y: y + 20, left: left, right: right)
      }
    }
  }

  /// A horizontal axis of values with a grid over `stretches`, so that none of it lies under text; `origin` is the value
  /// at which its base line stands.
  mutating func across(
    _ ticks: [Tick], _ scale: Scale, over stretches: [ClosedRange<Double>], bottom: Double, origin: Double?
  ) {
    group(Self.names("x", scale)) { drawing in
      for tick in ticks {
        let x = scale.place(tick.value)
        let isBase = tick.value == origin
        for stretch in stretches {
          drawing.line(
            (x, stretch.lowerBound), (x, stretch.upperBound), isBase ? .soft : .grid,
            isBase ? [("stroke-width", "1.2")] : [])
        }
        drawing.centred(tick.label, x: x, y: bottom + 17, left: scale.from, right: scale.to)
      }
    }
  }

  /// A text with its middle at `x`, or as near to that as it does not stand out.
  mutating func centred(
    _ text: String, x: Double, y: Double, left: Double, right: Double, _ ink: Ink = .text
  ) {
    let half = ChartText.width(text) / 2
    let (first, last) = (
      max(Self.edge, left - Self.overhang) + half, min(self.right, right + Self.overhang) - half
    )
    self.text(text, x: first <= last ? min(max(x, first), last) : (first + last) / 2, y: y, .middle, ink)
  }
}
