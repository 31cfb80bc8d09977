import RxModel

/// What is said under a chart with hollow bars, and in its description.
let boundsCaption =
  "Hollow bars without a point: kept back [c], from the least to the greatest that they can be"

/// An SVG drawing as it grows: elements in the order in which they are painted. Coordinates are rounded to 0.1.
struct Drawing {
  /// How a text stands to its place.
  enum Anchor: String { case start, middle, end }

  /// Where texts begin at the left: letters can stand out of their place by a part of a unit.
  static let edge = 1.0

  let width: Double
  let colours: ChartColours
  private var body = ""
  /// True once a hollow bar around a suppressed figure is drawn: then words say what that is.
  var hasBounds = false

  init(width: Double, colours: ChartColours) {
    self.width = width
    self.colours = colours
  }

  /// Where texts end at the right.
  var right: Double { width - Self.edge }

  /// The room of texts.
  var room: Double { width - 2 * Self.edge }

  /// A coordinate as it is written: `12.3`, `-4`.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let tenths = Int((value * 10).rounded())
    let digit = tenths.magnitude % 10
    return (tenths < 0 ? "-" : "") + "\(tenths.magnitude / 10)" + (digit == 0 ? "" : ".\(digit)")
  }

  /// An element without content.
  mutating func element(_ name: String, _ attributes: [(String, String)]) {
    body += "<\(name)\(Self.written(attributes))/>\n"
  }

  /// A group, drawn by `content`.
  mutating func group(_ attributes: [(String, String)], _ content: (inout Drawing) -> Void) {
    body += "<g\(Self.written(attributes))>\n"
    content(&self)
    body += "</g>\n"
  }

  private static func written(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0)=\"\(markupText($1))\"" }.joined()
  }

  /// A straight line.
  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ ink: Ink,
    _ more: [(String, String)] = []
  ) {
    path("M\(Self.point(from)) \(Self.point(to))", stroke: ink, more)
  }

  /// An unfilled path.
  mutating func path(_ path: String, stroke: Ink, _ more: [(String, String)] = []) {
    element("path", [("d", path), ("fill", "none"), ("stroke", stroke.value(colours))] + more)
  }

  /// A filled path.
  mutating func path(_ path: String, fill: Ink, _ more: [(String, String)] = []) {
    element("path", [("d", path), ("fill", fill.value(colours))] + more)
  }

  /// A place as it is written.
  static func point(_ place: (x: Double, y: Double)) -> String { "\(number(place.x)) \(number(place.y))" }

  /// A text whose base line is at `y`; `whole` is what it is short for.
  mutating func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, _ ink: Ink = .text,
    isBold: Bool = false, whole: String? = nil
  ) {
    guard !text.isEmpty else { return }
    var attributes = [("x", Self.number(x)), ("y", Self.number(y))]
    if ink != .text { attributes.append(("fill", ink.value(colours))) }
    if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
    if isBold { attributes.append(("font-weight", "bold")) }
    let title = whole.map { $0 == text ? "" : "<title>\(markupText($0))</title>" } ?? ""
    body += "<text\(Self.written(attributes))>\(markupText(text))\(title)</text>\n"
  }

  /// The lines of a text from the base line `y` on; returns the base line after them.
  @discardableResult mutating func lines(
    _ lines: [String], x: Double, y: Double, _ anchor: Anchor = .start, _ ink: Ink = .text,
    isBold: Bool = false, whole: String? = nil
  ) -> Double {
    let isShortened = lines.last?.hasSuffix("…") ?? false
    for (place, line) in lines.enumerated() {
      text(
        line, x: x, y: y + Double(place) * ChartText.line, anchor, ink, isBold: isBold,
        whole: isShortened && place == lines.count - 1 ? whole : nil)
    }
    return y + Double(lines.count) * ChartText.line
  }

  /// What is drawn so far under `id`, shown nowhere until it is used.
  mutating func define(_ id: String, _ content: (inout Drawing) -> Void) {
    body += "<defs>\n"
    group([("id", id)], content)
    body += "</defs>\n"
  }

  /// What hollow bars are, on lines from the base line `y` on, where any are drawn; returns the base line after them.
  mutating func boundsNote(y: Double) -> Double {
    guard hasBounds else { return y }
    return lines(
      ChartText.lines(boundsCaption, width: room, most: 4), x: Self.edge, y: y, .start, .soft) + 2
  }

  /// The drawing of `height` as an SVG element. Where colours are inlined it has a ground, a font and a namespace, which
  /// within a page come from there.
  func svg(height: Double, class name: String, id: String, title: String, description: String) -> String {
    let size = [Self.number(width), Self.number(height)]
    var attributes = [
      ("class", "chart \(name)"), ("role", "img"), ("aria-labelledby", "\(id)-title \(id)-desc"),
      ("viewBox", "0 0 \(size[0]) \(size[1])"), ("width", size[0]), ("height", size[1]),
      ("font-size", Self.number(ChartText.size)), ("fill", Ink.text.value(colours)),
    ]
    var ground = ""
    if colours == .inlined {
      attributes.insert(("xmlns", "http://www.w3.org/2000/svg"), at: 0)
      attributes.append(("font-family", "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif"))
      ground = "<rect width=\"100%\" height=\"100%\" fill=\"\(Ink.paper.value(colours))\"/>\n"
    }
    return """
      <svg\(Self.written(attributes))>
      <title id="\(markupText(id))-title">\(markupText(title))</title>
      <desc id="\(markupText(id))-desc">\(markupText(description + (hasBounds ? " \(boundsCaption)." : "")))</desc>
      \(ground)\(body)</svg>

      """
  }
}
