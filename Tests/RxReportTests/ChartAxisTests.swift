import RxModel
import RxText
import Testing

@testable import RxReport

/// The axes of charts, and how text is made to fit.
@Suite("Axes and text of charts")
struct ChartAxisTests {
  @Test(
    "Round steps, 0 among them, no more than asked for",
    arguments: [
      (0, 100, 5, ["0", "20", "40", "60", "80", "100"]),
      (0, 100.0001, 5, ["0", "25", "50", "75", "100", "125"]),
      (0, 114, 6, ["0", "20", "40", "60", "80", "100", "120"]),
      (0, 0, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0, 0.3, 5, ["0", "0.1", "0.2", "0.3"]), (0, 0.0012, 3, ["0", "0.0005", "0.0010", "0.0015"]),
      (0, 1_800_000, 4, ["0", "500,000", "1,000,000", "1,500,000", "2,000,000"]),
      (-3, 10, 4, ["-5", "0", "5", "10"]), (-2, 0, 4, ["-2.0", "-1.5", "-1.0", "-0.5", "0"]),
      (0, 7, 2, ["0", "5", "10"]),
    ] as [(Double, Double, Int, [String])])
  func linear(least: Double, greatest: Double, most: Int, labels: [String]) {
    let ticks = Ticks.linear(from: least, to: greatest, most: most)
    #expect(ticks.ticks.map(\.label) == labels)
    #expect(ticks.values.lowerBound <= min(0, least) && ticks.values.upperBound >= greatest)
  }

  @Test("An axis of what is no number or endless ends", arguments: [Double.infinity, 1e300])
  func endless(greatest: Double) {
    #expect(Ticks.linear(to: greatest, most: 5).values.upperBound.isFinite)
  }

  @Test(
    "Ratios: symmetric, each step doubles",
    arguments: [
      (0, ["0.5", "1", "2"]), (1, ["0.5", "1", "2"]), (1.01, ["0.25", "0.5", "1", "2", "4"]),
      (4.5, ["0.031", "0.0625", "0.125", "0.25", "0.5", "1", "2", "4", "8", "16", "32"]),
    ] as [(Double, [String])])
  func doubling(doublings: Double, labels: [String]) {
    #expect(Ticks.doubling(doublings, width: 700).ticks.map(\.label) == labels)
  }

  @Test("Ratios without room: 1 and both ends keep their labels")
  func narrowDoubling() {
    let labels = Ticks.doubling(7, width: 150).ticks.map(\.label)
    #expect(labels.filter { !$0.isEmpty } == ["0.0078", "1", "128"])
    #expect([labels.first, labels[7], labels.last] == ["0.0078", "1", "128"])
  }

  @Test("Years where two begin, every second or fifth without room; else the periods' months")
  func time() {
    func labels(_ periods: [DaySpan], width: Double) -> [String] {
      let places = periods.map(TimeTicks.x)
      let scale = Scale(values: (places.min() ?? 0)...(places.max() ?? 0), from: 0, to: width)
      return TimeTicks.periods(periods, scale).map(\.label)
    }
    let quarters = ChartSamples.quarters(20)
    #expect(labels(quarters, width: 600) == ["2018", "2019", "2020", "2021", "2022"])
    #expect(labels(quarters, width: 150) == ["2018", "", "2020", "", "2022"])
    #expect(labels(Array(quarters[1...4]), width: 600) == ["Apr 2018", "Jul 2018", "Oct 2018", "Jan 2019"])
    #expect(labels(Array(quarters[1...4]), width: 300) == ["Apr 2018", "", "Oct 2018", ""])
    let odd = DaySpan(ChartSamples.day(2019, 3, 5), ChartSamples.day(2019, 4, 4))
    #expect(labels([odd], width: 100) == ["5 Mar 2019"])
    #expect(labels([], width: 100).isEmpty)
  }

  @Test("Days at steps that people count in")
  func days() {
    let scale = Scale(values: 0...365, from: 0, to: 600)
    #expect(TimeTicks.days(to: 365, scale).map(\.label).prefix(3) == ["0", "30", "60"])
    #expect(
      TimeTicks.days(to: 365, Scale(values: 0...365, from: 0, to: 150)).map(\.label)
        == ["0", "180", "360"])
    #expect(TimeTicks.days(to: 0, scale).map(\.label) == ["0"])
  }

  @Test("Text fits its width, in lines broken at spaces", arguments: ChartSamples.hostile)
  func fit(text: String) {
    for width in [40.0, 100, 190, 2000] {
      for isBold in [false, true] {
        let lines = ChartText.lines(text, width: width, isBold: isBold)
        #expect(lines.count <= 2 && lines.allSatisfy { ChartText.width($0, isBold: isBold) <= width })
        if let last = lines.last, !last.hasSuffix("…") {
          #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
      }
    }
  }

  @Test("A text as wide as its room stays whole; a letter more shortens it")
  func shortened() {
    #expect(ChartText.shortened("80 and over", to: ChartText.width("80 and over")) == "80 and over")
    #expect(ChartText.shortened("80 and over.", to: ChartText.width("80 and over")) == "80 and o…")
    #expect(
      ChartText.lines("American Indian or Alaska Native", width: 130) == [
        "American Indian or", "Alaska Native",
      ])
    #expect(ChartText.lines("", width: 10) == [""])
  }

  @Test("Labels that would touch are pushed apart around their own places, within bounds, in their order")
  func pushed() {
    func pushed(_ wanted: [Double], _ heights: [Double]) -> [Double] {
      EndLabels.pushed(wanted, heights: heights, within: 0...200)
    }
    #expect(pushed([50, 66], [16, 16]) == [50, 66])
    #expect(pushed([50, 65], [16, 16]) == [49.5, 65.5])
    #expect(pushed([50, 50, 50], [16, 16, 16]) == [34, 50, 66])
    #expect(pushed([0, 200], [16, 32]) == [8, 184])
    #expect(pushed([190, 195, 199], [16, 16, 32]) == [144, 160, 184])
    #expect(
      pushed([10, 30, 31], [16, 32, 16]) == [8, 32, 56])
    #expect(pushed([], []).isEmpty)
  }
}
