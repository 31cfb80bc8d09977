/// Text in a chart: how wide it is, and how it is made to fit. Widths are those of DejaVu Sans, the widest of the common
/// fonts, so that no other font needs more room.
enum ChartText {
  /// The height of letters and the distance of lines, in units.
  static let size = 13.0
  static let line = 18.0

  /// The advance widths of the characters from space to tilde, in thousandths of the size.
  private static let widths: [Double] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
    636,
    636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295,
    656,
    557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500,
    613,
    635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592,
    818,
    592, 592, 525, 636, 337, 636, 838,
  ]
  /// What bold letters need more, at most.
  private static let bold = 1.25

  /// The width of `text` in units, rather too much than too little.
  static func width(_ text: String, isBold: Bool = false) -> Double {
    units(thousandths(text), isBold)
  }

  private static func units(_ thousandths: Double, _ isBold: Bool) -> Double {
    thousandths * size / 1000 * (isBold ? bold : 1)
  }

  private static func thousandths(_ text: some StringProtocol) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Double {
    let value = scalar.value
    if (0x20...0x7E).contains(value) { return widths[Int(value - 0x20)] }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return value < 0x1100 ? 850 : value < 0x1_0000 ? 1050 : 1400
    }
  }

  /// The end of what fits in `width` of `text`.
  private static func end(of text: some StringProtocol, in width: Double, isBold: Bool) -> String.Index {
    var used = 0.0
    return text.indices.first { place in
      used += thousandths(String(text[place]))
      return units(used, isBold) > width
    } ?? text.endIndex
  }

  /// `text`, or as much of its beginning as fits in `width` with an ellipsis.
  static func shortened(_ text: String, to width: Double, isBold: Bool = false) -> String {
    guard end(of: text, in: width, isBold: isBold) < text.endIndex else { return text }
    let room = width - Self.width("…", isBold: isBold)
    var kept = text[..<end(of: text, in: room, isBold: isBold)]
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// `text` in at most `most` lines of `width`, broken at spaces where there are some; the last is shortened.
  static func lines(_ text: String, width: Double, most: Int = 2, isBold: Bool = false) -> [String] {
    let fit = end(of: text, in: width, isBold: isBold)
    guard most > 1, fit > text.startIndex, fit < text.endIndex else {
      return [shortened(text, to: width, isBold: isBold)]
    }
    let space = text[fit] == " " ? fit : text[..<fit].lastIndex(of: " ") ?? fit
    let rest = text[space...].drop { $0 == " " }
    guard !rest.isEmpty else { return [String(text[..<space])] }
    return [String(text[..<space])] + lines(String(rest), width: width, most: most - 1, isBold: isBold)
  }
}
