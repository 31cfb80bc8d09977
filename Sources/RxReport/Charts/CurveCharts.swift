/// Lines and steps as curves.
extension CurvePlot {
  /// Lines over time.
  init(_ chart: LineChart) {
    let curves = chart.curves
    self.init(
      unit: chart.unit, curves: curves, values: chart.values(of: curves, most: 6), span: chart.span,
      ticks: { TimeTicks.periods(chart.periods, $0) }, notes: chart.notes)
  }

  /// Steps of a share from 0 to 100%.
  init(_ chart: StepChart) {
    let last = chart.series.flatMap { $0.points.map(\.day) }.max() ?? 0
    let percents = stride(from: 0, through: 100, by: 25).map { Tick(value: Double($0), label: "\($0)%") }
    self.init(
      unit: chart.unit, curves: chart.curves, values: Ticks(values: 0...100, ticks: percents),
      span: 0...Double(max(last, 1)), ticks: { TimeTicks.days(to: last, $0) }, caption: "Days since the start"
    )
  }
}

extension LineChart {
  /// The least number of estimates and bounds of a line that is drawn.
  static let leastPoints = 3

  /// The lines that are drawn.
  var curves: [Curve] {
    series.enumerated().map { place, series in
      Curve(
        series: place, label: series.label,
        points: zip(periods, series.points).enumerated().map { index, point in
          Curve.Point(
            x: TimeTicks.x(point.0), drawn: point.1, at: index, isPartial: partialPeriods.contains(index))
        })
    }.filter { $0.shown >= Self.leastPoints }
  }

  /// The axis of `curves`.
  func values(of curves: [Curve], most: Int) -> Ticks {
    let reach = Reach(curves.flatMap { $0.points.map(\.drawn) })
    return Ticks.linear(from: reach.least, to: reach.greatest, most: most)
  }

  /// The first days of the first and of the last period.
  var span: ClosedRange<Double> {
    let places = periods.map(TimeTicks.x)
    return (places.min() ?? 0)...(places.max() ?? 0)
  }

  /// What hollow marks are.
  var notes: [String] {
    let names = partialPeriods.sorted().filter(periods.indices.contains).map { Words.period(periods[$0]) }
    return names.isEmpty ? [] : ["Hollow: the study has only a part of \(Words.list(names))"]
  }
}

extension StepChart {
  /// The curves that are drawn; all begin at day 0.
  var curves: [Curve] {
    series.enumerated().map { place, series in
      let points = series.points.enumerated().map { at, point in
        Curve.Point(x: Double(point.day), drawn: point.value, at: at)
      }
      let start = points.first?.x == 0 ? [] : [Curve.Point(x: 0, drawn: .mark(Mark(self.start)))]
      return Curve(
        series: place, label: series.label,
        note: "n = \(series.beginners.map { grouped($0) } ?? suppressedMarker)",
        points: points.contains { $0.drawn.middle != nil } ? start + points : points, isStepped: true)
    }.filter { $0.shown > 0 }
  }
}
