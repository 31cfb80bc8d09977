/// How a series is told from others without its colour: the shape of its marks and the dashes of its line.
struct Marker {
  /// The half width of a mark, in units.
  static let radius = 3.2

  /// The place of the series.
  let series: Int

  private static let shapes = [
    "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0Z",
    "M0 -4L4 3.2L-4 3.2Z",
    "M-3.2 -3.2H3.2V3.2H-3.2Z",
    "M0 -4.4L4.4 0L0 4.4L-4.4 0Z",
    "M0 4L4 -3.2L-4 -3.2Z",
    "M-1.4 -4H1.4V-1.4H4V1.4H1.4V4H-1.4V1.4H-4V-1.4H-1.4Z",
  ]
  private static let dashes = ["", "9 4", "3 3", "10 3 2 3", "1.5 4", "14 3"]

  var ink: Ink { .series(series) }

  /// The attributes of its line.
  var line: [(String, String)] {
    let dash = Self.dashes[series % Self.dashes.count]
    return [("stroke-width", "2"), ("stroke-linejoin", "round")]
      + (dash.isEmpty ? [] : [("stroke-dasharray", dash)])
  }

  /// Draws the mark at `place`, with a halo in the colour of the ground; hollow where the period is cut short.
  func draw(
    _ drawing: inout Drawing, at place: (x: Double, y: Double), isHollow: Bool = false,
    _ more: [(String, String)] = []
  ) {
    let colours = drawing.colours
    drawing.element(
      "path",
      more + [
        ("d", Self.shapes[series % Self.shapes.count]),
        ("transform", "translate(\(Drawing.point(place)))"),
        ("fill", (isHollow ? .paper : ink).value(colours)),
        ("stroke", (isHollow ? ink : .paper).value(colours)),
        ("stroke-width", isHollow ? "1.6" : "1"),
      ])
  }
}

extension Drawing {
  /// Which way an arrowhead points.
  enum Direction: String {
    case up = "M-3.5 5L0 0L3.5 5Z"
    case down = "M-3.5 -5L0 0L3.5 -5Z"
    case left = "M5 -3.5L0 0L5 3.5Z"
    case right = "M-5 -3.5L0 0L-5 3.5Z"
  }

  /// An arrowhead at `place`, where an interval goes on beyond the axis.
  mutating func arrow(_ direction: Direction, at place: (x: Double, y: Double), _ ink: Ink) {
    path(
      direction.rawValue, fill: ink, [("class", "cut"), ("transform", "translate(\(Self.point(place)))")])
  }

  /// A hollow square of suppressed figures, `width` wide.
  mutating func hollow(at place: (x: Double, y: Double), width: Double = 8, _ more: [(String, String)] = []) {
    element(
      "rect",
      more + [
        ("x", Self.number(place.x - width / 2)), ("y", Self.number(place.y - 4)),
        ("width", Self.number(width)),
        ("height", "8"), ("fill", Ink.paper.value(colours)), ("stroke", Ink.soft.value(colours)),
        ("stroke-width", "1.3"),
      ])
  }
}
