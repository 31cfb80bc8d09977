import RxModel
import RxText
import Testing

@testable import RxReport

/// What is drawn of figures.
@Suite("Drawings of charts")
struct ChartDrawingTests {
  private static let mark = ChartSamples.mark
  private static let suppressed = ChartSamples.suppressed

  @Test(
    "Marks, intervals and bounds, read back through the axis, are the figures", arguments: ChartWidth.allCases
  )
  func coordinates(width: ChartWidth) throws {
    let points = [Self.mark(12.3, 10.1, 15.8), Self.suppressed, Self.mark(40.7, 33.3, 48.9), Self.suppressed]
    let chart = ChartSamples.lines([points + [Self.mark(1, 0, 2), .suppressed(range: 3...9.5)]])
    let drawn = ReadBack(.lines(chart), width)
    let tolerance = 0.002 * 50.0
    for (at, estimate) in [(0, 12.3), (2, 40.7), (4, 1)] {
      let place = try #require(drawn.mark(0, at)).numbers("transform")
      #expect(abs(drawn.value(place[1], "y") - estimate) < tolerance)
      #expect(abs(drawn.value(place[0], "x") - Double(chart.periods[at].start.number)) < 0.002 * 456)
    }
    let ends = drawn.of("interval").map { $0.numbers("d") }.flatMap { [$0[1], $0[3]] }
    let limits = [10.1, 15.8, 33.3, 48.9, 0, 2]
    #expect(ends.count == limits.count)
    #expect(zip(ends, limits).allSatisfy { abs(drawn.value($0, "y") - $1) < tolerance })
    let bounds = try #require(drawn.of("bounds").first).numbers("d")
    #expect(
      abs(drawn.value(bounds[1], "y") - 3) < tolerance && abs(drawn.value(bounds[3], "y") - 9.5) < tolerance)
  }

  @Test(
    "Ratios, dots and ranges, read back through the axis, are the figures", arguments: ChartWidth.allCases)
  func rows(width: ChartWidth) throws {
    let forest = ReadBack(ChartSamples.forest, width)
    let ratio = try #require(forest.mark(0, 1)).numbers("transform")
    #expect(abs(forest.value(ratio[0], "x") / 0.66 - 1) < 0.002 * 2)
    #expect(forest.of("reference").count == 1)
    let dots = ReadBack(ChartSamples.dots, width)
    #expect(abs(dots.value(try #require(dots.mark(0, 0)).numbers("transform")[0], "x") - 34.1) < 0.002 * 50)
    let ranges = ReadBack(ChartSamples.ranges, width)
    let line = try #require(ranges.of("range").first).numbers("d")
    #expect(abs(ranges.value(line[0], "x") - 4) < 0.08 && abs(ranges.value(line[2], "x") - 31) < 0.08)
    let steps = ReadBack(ChartSamples.steps, width)
    let step = try #require(steps.mark(1, 1)).numbers("transform")
    #expect(abs(steps.value(step[1], "y") - 31) < 0.2 && abs(steps.value(step[0], "x") - 90) < 0.8)
  }

  @Test(
    "What is suppressed has no mark, breaks the line, and stands in the rug; what is absent only breaks it")
  func gaps() {
    let whole = (0..<8).map { (period: Int) -> Drawn in
      let value = Double(period)
      return Self.mark(value + 1, value, value + 2)
    }
    var points = whole
    points[3] = Self.suppressed
    let cases: [(Drawn, [String])] = [(Self.suppressed, ["3"]), (.absent, [])]
    for (point, rug) in cases {
      points[3] = point
      let drawn = ReadBack(.lines(ChartSamples.lines([points])))
      #expect(drawn.of("line").count == 2 && drawn.of("band").count == 2)
      #expect(drawn.of("line").map { $0.numbers("d").count } == [6, 8])
      #expect(drawn.mark(0, 3) == nil && drawn.mark(0, 2) != nil && drawn.mark(0, 4) != nil)
      #expect(drawn.of("rug").compactMap { $0.attributes["data-at"] } == rug)
      #expect(drawn.svg.contains(rugCaption) == !rug.isEmpty)
      let panels = ReadBack(.panels(ChartSamples.lines([points, whole])))
      #expect(panels.of("line").count == 3 && panels.of("rug").count == rug.count)
    }
    let drawn = ReadBack(.lines(ChartSamples.lines([whole])))
    #expect(drawn.of("line").count == 1 && !drawn.svg.contains(rugCaption))
  }

  @Test("Bounds are a hollow bar and no mark, break the line, and are not in the rug")
  func bounds() throws {
    let mark = Self.mark(5, 3, 8)
    let points = [mark, mark, .suppressed(range: 8...16), mark, mark, Self.suppressed]
    for chart in [Chart.lines(ChartSamples.lines([points])), .panels(ChartSamples.lines([points]))] {
      let drawn = ReadBack(chart)
      #expect(drawn.of("line").count == 2 && drawn.mark(0, 2) == nil)
      let bar = try #require(drawn.of("bounds").first)
      #expect(drawn.of("bounds").count == 1 && bar.attributes["data-at"] == "2")
      #expect(bar.attributes["stroke"] == "var(--c1)" && bar.attributes["fill"] == "none")
      #expect(drawn.of("rug").map { $0.attributes["data-at"] } == ["5"])
      // The axis holds it whole.
      #expect(drawn.of("axis y").first?.attributes["data-max"] == "20.0" && drawn.of("cut").isEmpty)
      #expect(drawn.svg.contains("\(boundsCaption).</desc>") && drawn.svg.contains(rugCaption))
    }
  }

  @Test("A line of bounds alone is drawn and named, and one of fewer than three is left out")
  func boundsAlone() {
    let mark = Self.mark(5, 3, 8)
    let bar = Drawn.suppressed(range: 2...4)
    let chart = ChartSamples.lines(
      [[mark, mark, mark], [bar, bar, bar], [bar, bar, Self.suppressed]], names: ["Shown", "Kept", "Two"])
    #expect(Chart.lines(chart).drawable.leftOut == ["Two"])
    let drawn = ReadBack(.lines(chart))
    #expect(drawn.of("bounds").count == 3 && drawn.of("line").count == 1 && drawn.of("rug").isEmpty)
    #expect(drawn.svg.contains(">Kept<") && !drawn.svg.contains(rugCaption))
  }

  @Test("Bounds that an axis can't hold are not drawn: a ratio of 0 on a logarithmic one")
  func boundsBeyond() {
    let chart = ForestChart(
      unit: "Ratio",
      blocks: [
        .init(
          "",
          [
            ("Zero", .drawn(.suppressed(range: 0...0, text: "0 [c]"))),
            ("Other", .drawn(Self.mark(0.8, 0.5, 1.1))),
          ])
      ])
    let drawn = ReadBack(.forest(chart))
    #expect(drawn.of("bounds").isEmpty && !drawn.svg.contains("Hollow bars") && drawn.svg.contains(">0 [c]<"))
  }

  @Test("A point that stands alone keeps its interval as a bar; two have a band")
  func alone() {
    let mark = Self.mark(5, 3, 8)
    for count in 1...2 {
      let points =
        [mark, mark, mark, Self.suppressed] + Array(repeating: mark, count: count) + [Self.suppressed]
      let drawn = ReadBack(.lines(ChartSamples.lines([points])))
      #expect(drawn.of("interval").count == (count == 1 ? 1 : 0) && drawn.of("band").count == count)
    }
  }

  @Test("An interval beyond the axis is cut with an arrowhead; the axis goes by estimates")
  func cut() {
    func chart(_ upper: Double) -> ReadBack {
      ReadBack(
        .lines(
          ChartSamples.lines([[Self.mark(65, 40, upper), Self.mark(60, 50, 70), Self.mark(60, 50, 70)]])))
    }
    #expect(chart(80).of("cut").isEmpty && chart(84).of("cut").isEmpty)
    #expect(chart(168).of("cut").count == 1)
    #expect(chart(168).of("axis y").first?.attributes["data-max"] == "100.0")
    // A corner where the band leaves the axis, and none beyond it.
    #expect(chart(168).of("band").first?.numbers("d").count == 14)
    #expect(ReadBack(ChartSamples.forest).of("cut").count == 3)
    #expect(ReadBack(ChartSamples.dots).of("cut").count == 1)
  }

  @Test("A ratio of 0 has no place on its axis: an arrowhead, and the figure in the column")
  func zeroRatio() {
    let chart = ForestChart(
      unit: "Ratio",
      blocks: [
        .init("", [("Zero", .drawn(Self.mark(0, 0, 1.5))), ("Other", .drawn(Self.mark(0.8, 0.5, 1.1)))])
      ])
    let drawn = ReadBack(.forest(chart))
    #expect(drawn.mark(0, 0) == nil && drawn.mark(0, 1) != nil && drawn.of("cut").count == 1)
    #expect(drawn.svg.contains(">0 (0.00 to 1.50)<"))
  }

  @Test("Lines of fewer than three published points are left out and named")
  func leftOut() {
    let mark = Self.mark(5, 3, 8)
    let chart = ChartSamples.lines(
      [[mark, mark, Self.suppressed], [mark, mark, mark]], names: ["Two", "Three"])
    #expect(Chart.lines(chart).drawable == Chart.Drawable(isAny: true, leftOut: ["Two"]))
    let drawn = ReadBack(.lines(chart))
    #expect(drawn.of("line").map { $0.attributes["data-series"] } == ["1"] && !drawn.svg.contains("Two"))
    // It keeps the colour of its place.
    #expect(drawn.of("line").first?.attributes["stroke"] == "var(--c2)")
    let none = Chart.panels(ChartSamples.lines([[mark, mark]], names: ["Two"]))
    #expect(none.drawable == Chart.Drawable(isAny: false, leftOut: ["Two"]))
    #expect(ReadBack(none).of("mark").isEmpty && ReadBack(none).svg.contains("Too few figures"))
  }

  @Test("Charts without a published figure have nothing to draw; bounds are something")
  func nothing() {
    func dots(_ value: Drawn) -> Bool {
      Chart.dots(DotChart(unit: "", series: [""], rows: [.init("Row", [value])])).drawable.isAny
    }
    func forest(_ value: ForestChart.Value) -> Bool {
      Chart.forest(ForestChart(unit: "", blocks: [.init("", [("Row", value)])])).drawable.isAny
    }
    func steps(_ value: Drawn) -> Bool {
      Chart.steps(StepChart(unit: "", series: [.init("Row", [(30, value)], beginners: 3)])).drawable.isAny
    }
    #expect(
      !dots(Self.suppressed) && !dots(.absent) && dots(.suppressed(range: 1...2)) && dots(.mark(Mark(0))))
    #expect(!forest(.reference) && !forest(.drawn(Self.suppressed)) && forest(.drawn(.mark(Mark(2)))))
    #expect(!steps(Self.suppressed) && steps(.mark(Mark(0))))
    #expect(!Chart.ranges(RangeChart(unit: "", rows: [.init("Row", own: nil, range: nil)])).drawable.isAny)
    #expect(!Chart.lines(ChartSamples.lines([])).drawable.isAny)
  }

  @Test("Five lines stand together; six are small multiples")
  func panels() {
    #expect(ReadBack(.lines(ChartSamples.whole(5, 8))).of("panel").isEmpty)
    let six = ReadBack(.lines(ChartSamples.whole(6, 8)))
    #expect(six.of("panel").compactMap { $0.attributes["data-series"] } == (0..<6).map(String.init))
    #expect(Set(six.of("line").map { $0.attributes["stroke"] }) == ["var(--c1)"])
    #expect(six.elements.count { $0.name == "use" } == 6)
  }

  @Test("A period that is cut short is hollow and named")
  func partial() throws {
    let mark = Self.mark(5, 3, 8)
    let drawn = ReadBack(.lines(ChartSamples.lines([[mark, mark, mark, mark]], partial: [3, 9])))
    #expect(try #require(drawn.mark(0, 3)).attributes["fill"] == "var(--paper)")
    #expect(try #require(drawn.mark(0, 2)).attributes["fill"] == nil)
    #expect(drawn.svg.contains(">Hollow: the study has only a part of Oct to Dec 2018<"))
  }

  @Test("Steps begin with all, which is no figure; the number of beginners stands at the end")
  func steps() {
    let drawn = ReadBack(ChartSamples.steps)
    #expect(drawn.elements.count(where: \.isMark) == 4)
    #expect(drawn.of("rug").map { $0.attributes["data-at"] } == ["1", "2"])
    #expect(drawn.svg.contains(">n = 12,345<") && drawn.svg.contains(">n = [c]<"))
    // Day 0 to day 30, down to 80; nothing from there to day 365.
    #expect(drawn.of("line").first?.numbers("d").count == 6)
  }
}
