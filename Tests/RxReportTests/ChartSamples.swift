import RxModel
import RxStatistics
import RxText

@testable import RxReport

/// Charts for tests, and what is read back from their drawings.
enum ChartSamples {
  static let hostile = [
    "<b>&'\"]]> of them", "جميع الأشخاص الذين تلقوا وصفة طبية واحدة على الأقل خلال الفترة",
    "Other or unknown background, including Native Hawaiian (60)", String(repeating: "W", count: 60),
    "a\u{1B}[31m\u{202E}b\u{FFFF}",
  ]

  static func mark(_ estimate: Double, _ lower: Double, _ upper: Double) -> Drawn {
    .mark(Mark(estimate, limits: ConfidenceLimits(lower: lower, upper: upper)))
  }

  static func day(_ year: Int, _ month: Int = 1, _ day: Int = 1) -> Day {
    Day(year: year, month: month, day: day) ?? Day(0)
  }

  static func quarters(_ count: Int) -> [DaySpan] {
    (0..<count).map { index in
      let (year, month) = (2018 + index / 4, index % 4 * 3 + 1)
      return DaySpan(
        day(year, month), day(year, month + 2, Day.length(ofMonth: month + 2, year: year)))
    }
  }

  static let suppressed = Drawn.suppressed(range: nil)

  /// Lines with these points in quarters.
  static func lines(_ points: [[Drawn]], names: [String] = [], partial: Set<Int> = []) -> LineChart {
    LineChart(
      unit: "Persons per 1,000", periods: quarters(points.map(\.count).max() ?? 0), partialPeriods: partial,
      series: points.enumerated().map { place, points in
        LineChart.Series(names.isEmpty ? "Group \(place)" : names[place % names.count], points)
      })
  }

  /// `count` lines over `periods` quarters without gaps.
  static func whole(_ count: Int, _ periods: Int, names: [String] = []) -> LineChart {
    lines(
      (0..<count).map { series in
        (0..<periods).map { period in
          let value = Double(10 * (series + 1) + period % 7)
          return mark(value, value * 0.9, value * 1.2)
        }
      }, names: names)
  }

  static let forest = Chart.forest(
    ForestChart(
      unit: "Ratio of rates",
      blocks: [
        .init("Sex", [("Female", .reference), ("Male", .drawn(mark(0.66, 0.62, 0.71)))]),
        .init(
          hostile[2],
          hostile.map { ($0, .drawn(mark(1.52, 1.24, 1.87))) } + [
            ("None", .drawn(suppressed)), ("Zero", .drawn(mark(0, 0, 1.5))),
            ("Wide", .drawn(mark(0.9, 0.1, 90))),
            ("Bounded", .drawn(.suppressed(range: 0.5...1.5))),
          ]),
      ]))

  static let dots = Chart.dots(
    DotChart(
      unit: "Per cent of users", series: ["Opioids", hostile[2]],
      rows: hostile.map { .init($0, detail: $0, [mark(34.1, 32.1, 36.1), suppressed]) } + [
        .init("Wide", [mark(9, 1, 168), .suppressed(range: 2...12)]),
        .init("Absent", [.absent, mark(0, 0, 1.2)]),
      ]))

  static let ranges = Chart.ranges(
    RangeChart(
      unit: "Persons per 1,000",
      rows: hostile.map { .init($0, detail: $0, own: 12, range: 4...31) } + [
        .init("Kept back", own: nil, range: 3...9), .init("All kept back", own: nil, range: nil),
      ]))

  static let steps = Chart.steps(
    StepChart(
      unit: "Per cent still treated",
      series: [
        .init(
          hostile[2], [(30, mark(80, 76, 84)), (90, suppressed), (365, mark(20, 15, 25))], beginners: 12_345),
        .init(
          hostile[1], [(30, mark(60, 55, 64)), (90, mark(31, 28, 36)), (365, suppressed)], beginners: nil),
      ]))

  /// Every kind of chart, many of them with names and numbers of groups that are hard to draw.
  static let all: [Chart] = [
    .lines(whole(5, 20)), .lines(whole(5, 60, names: hostile)), .lines(whole(1, 3)), .panels(whole(3, 20)),
    .panels(whole(12, 60, names: hostile)), .lines(whole(12, 20, names: hostile)), .panels(whole(1, 3)),
    .lines(
      lines(
        [
          [mark(90, 80, 400), suppressed, mark(30, 25, 36), suppressed, mark(31, 28, 33), mark(30, 28, 33)],
          [.suppressed(range: 1...9), .absent, mark(3, 1, 4), mark(3, 1, 4), mark(2, 1, 4), suppressed],
        ], names: hostile, partial: [0, 5])),
    .lines(lines([[suppressed, suppressed, suppressed]])), .lines(whole(5, 1)), forest, dots, ranges, steps,
  ]
}

/// An element of a drawing.
struct Element {
  var name: String
  var attributes: [String: String]
  /// What stands before the next element.
  var text: String

  var isMark: Bool { attributes["class"] == "mark" }

  /// The numbers in an attribute.
  func numbers(_ attribute: String) -> [Double] {
    (attributes[attribute] ?? "").matches(of: /-?[0-9]+(\.[0-9]+)?/).compactMap { Double($0.output.0) }
  }

  /// The elements of `svg`, with the series of a group given to all in it.
  static func all(_ svg: String) -> [Element] {
    var series: [String?] = []
    return svg.matches(of: /<(\/?)([a-z]+)([^>]*?)(\/?)>([^<]*)/).compactMap { match in
      let name = String(match.output.2)
      if match.output.1 == "/" {
        if name == "g" { series.removeLast() }
        return nil
      }
      var attributes: [String: String] = [:]
      for pair in match.output.3.matches(of: /([A-Za-z-]+)="([^"]*)"/) {
        attributes[String(pair.output.1)] = String(pair.output.2)
      }
      let outer = series.last ?? nil
      if name == "g" { series.append(attributes["data-series"] ?? outer) }
      attributes["data-series"] = attributes["data-series"] ?? outer
      return Element(name: name, attributes: attributes, text: String(match.output.5))
    }
  }
}

/// A drawing that is read back.
struct ReadBack {
  let svg: String
  let elements: [Element]

  init(_ chart: Chart, _ width: ChartWidth = .wide, _ colours: ChartColours = .variables) {
    svg = chart.svg(width, colours, id: "figure", title: "A title", description: "What it shows")
    elements = Element.all(svg)
  }

  func of(_ kind: String) -> [Element] { elements.filter { $0.attributes["class"] == kind } }

  /// The value at a coordinate of the first axis of `direction`.
  func value(_ coordinate: Double, _ direction: String) -> Double {
    guard let axis = of("axis \(direction)").first,
      let min = axis.numbers("data-min").first, let max = axis.numbers("data-max").first,
      let from = axis.numbers("data-from").first, let to = axis.numbers("data-to").first
    else { return .nan }
    let share = (coordinate - from) / (to - from)
    return axis.attributes["data-scale"] == "log"
      ? min * power(max / min, share) : min + share * (max - min)
  }

  /// `base` to the power of `exponent`, by squaring of roots: tests need no library for it.
  private func power(_ base: Double, _ exponent: Double) -> Double {
    var (result, root, rest) = (1.0, base, exponent)
    for _ in 0..<50 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return result
  }

  /// The mark of a series at a place.
  func mark(_ series: Int, _ at: Int) -> Element? {
    elements.first {
      $0.isMark && $0.attributes["data-series"] == "\(series)" && $0.attributes["data-at"] == "\(at)"
    }
  }
}
