import Glibc
import RxRelease

/// Forests, dots and ranges as rows.
extension RowPlot {
  private static let intervalTitle = "95% interval"

  private static func text(_ drawn: Drawn, _ decimals: Int) -> Line {
    switch drawn {
    case .suppressed(_, let text): Line(kind: .drawn(drawn), text: text, isSoft: true)
    case .absent: Line(kind: .drawn(drawn), text: unavailableMarker, isSoft: true)
    case .unreliable: Line(kind: .drawn(drawn), text: unreliableMarker, isSoft: true)
    case .mark(let mark): Line(kind: .drawn(drawn), text: mark.text ?? text(mark, decimals))
    }
  }

  private static func text(_ mark: Mark, _ decimals: Int) -> String {
    let estimate = Figure.text(mark.estimate, decimals)
    return mark.limits.map { "\(estimate) (\(rangeText($0.lower, $0.upper, decimals: decimals)))" }
      ?? estimate
  }

  /// A forest of ratios.
  init(_ chart: ForestChart, _ width: ChartWidth) {
    var rows: [Row] = []
    for block in chart.blocks {
      if !block.heading.isEmpty { rows.append(.heading(block.heading)) }
      rows += block.rows.map { row in
        switch row.value {
        case .reference:
          .lines(label: row.label, detail: "", [Line(kind: .reference, text: "1 (reference)", isSoft: true)])
        case .drawn(let drawn): .lines(label: row.label, detail: "", [Self.text(drawn, 2)])
        }
      }
    }
    let doublings = Self.doublings(chart.drawn)
    self.init(
      rows: rows, column: ["Ratio", "(\(Self.intervalTitle))"],
      ends: width == .wide ? ("lower than reference", "higher") : ("lower", "higher"),
      unit: "\(chart.unit) (each step doubles)", kind: .log,
      ticks: { Ticks.doubling(doublings, width: $0) })
  }

  /// How many doublings or halvings from 1 the axis reaches: to the estimate that is farthest from 1 with a little room,
  /// and one more if all limits are within that.
  private static func doublings(_ drawn: [Drawn]) -> Double {
    func farthest(_ values: [Double]) -> Double? {
      values.filter { $0 > 0 && $0.isFinite }.map { abs(log2($0)) }.max()
    }
    let ends = farthest(drawn.flatMap { [$0.lower, $0.upper].compactMap(\.self) }) ?? 1
    guard let estimate = farthest(drawn.compactMap { $0.mark?.estimate }) else { return ends }
    let most = (estimate + 0.1).rounded(.up)
    return ends <= most + 1 ? max(ends, estimate + 0.1) : most
  }

  /// Dots with limits.
  init(_ chart: DotChart) {
    let drawn = chart.rows.flatMap(\.values)
    let reach = Reach(drawn)
    let hasLimits = drawn.contains { $0.limits != nil }
    self.init(
      rows: chart.rows.map { row in
        .lines(
          label: row.label, detail: row.detail, row.values.map { Self.text($0, chart.decimals) })
      },
      column: hasLimits ? ["Estimate", "(\(Self.intervalTitle))"] : [],
      key: chart.series.allSatisfy(\.isEmpty) ? [] : chart.series,
      unit: chart.unit,
      ticks: { Ticks.linear(from: reach.least, to: reach.greatest, most: Self.steps($0)) }, origin: 0)
  }

  /// Ranges over several settings.
  init(_ chart: RangeChart) {
    let values = chart.rows.flatMap {
      [$0.own, $0.range?.lowerBound, $0.range?.upperBound].compactMap(\.self)
    }
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    self.init(
      rows: chart.rows.map { row in
        let range =
          row.range.map { " (\(rangeText($0.lowerBound, $0.upperBound, decimals: chart.decimals)))" } ?? ""
        let line = Line(
          kind: .range(own: row.own, row.range), text: row.ownText + range, isSoft: row.own == nil)
        return .lines(label: row.label, detail: row.detail, [line])
      },
      column: ["Own setting", "(lowest to highest)"], unit: chart.unit,
      ticks: { Ticks.linear(from: least, to: greatest, most: Self.steps($0)) }, origin: 0)
  }

  private static func steps(_ width: Double) -> Int { max(3, Int(width / 55)) }
}

extension ForestChart {
  /// What it draws but references.
  var drawn: [Drawn] {
    blocks.flatMap(\.rows).compactMap { if case .drawn(let drawn) = $0.value { drawn } else { nil } }
  }
}
