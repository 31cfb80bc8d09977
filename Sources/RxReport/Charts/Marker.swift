/// How a series is told from others without its colour: the shape of its marks and the dashes of its line.
struct Marker {
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

  /// What paints its marks: a halo in the colour of the ground; or hollow, where the period is cut short.
  func paint(_ colours: ChartColours, isHollow: Bool = false) -> [(String, String)] {
    [
      ("fill", (isHollow ? .paper : ink).value(colours)),
      ("stroke", (isHollow ? ink : .paper).value(colours)),
      ("stroke-width", isHollow ? "1.6" : "1"),
    ]
  }

  /// Draws the mark at `place` with `attributes`.
  func draw(_ drawing: inout Drawing, at place: (x: Double, y: Double), _ attributes: [(String, String)]) {
    drawing.element(
      "path",
      attributes + [
        ("transform", "translate(\(Drawing.point(place)))"), ("d", Self.shapes[series % Self.shapes.count]),
      ])
  }

  /// Draws the mark beside a name.
  func drawKey(_ drawing: inout Drawing, at place: (x: Double, y: Double)) {
    draw(&drawing, at: place, [("class", "key")] + paint(drawing.colours))
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

  /// Half of how wide a hollow bar is.
  static let halfBar = 2.5

  /// A hollow bar between two corners: around what a suppressed figure can be.
  mutating func bounds(
    from: (x: Double, y: Double), to: (x: Double, y: Double), _ ink: Ink, _ names: [(String, String)]
  ) {
    path(
      "M\(Self.point(from))H\(Self.number(to.x))V\(Self.number(to.y))H\(Self.number(from.x))Z", stroke: ink,
      names + [("stroke-width", "1.3"), ("stroke-linejoin", "round")])
    hasBounds = true
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
