import RxModel
import RxRelease
import RxStatistics

/// A chart as values: what is drawn, and nothing of how. All numbers are published ones.
package enum Chart: Sendable, Equatable {
  /// Lines over time, with bands.
  case lines(LineChart)
  /// One panel a series, each with the others in grey.
  case panels(LineChart)
  /// Ratios to a reference on a logarithmic axis.
  case forest(ForestChart)
  /// Dots with limits on an axis from 0, a row each.
  case dots(DotChart)
  /// The least and the greatest of several settings, a row each, with a dot for the study's own.
  case ranges(RangeChart)
  /// Step curves of a share from 0 to 100%, with the number of those who began.
  case steps(StepChart)
}

/// A published estimate with its limits.
package struct Mark: Sendable, Equatable {
  package var estimate: Double
  /// The 95% limits; nil where the measure has none.
  package var limits: ConfidenceLimits?
  /// The figure as its table has it; nil where the chart writes it with its own decimals.
  package var text: String?

  /// A mark at `estimate`.
  package init(_ estimate: Double, limits: ConfidenceLimits? = nil, text: String? = nil) {
    self.estimate = estimate
    self.limits = limits
    self.text = text
  }
}

/// What there is to draw at a place.
package enum Drawn: Sendable, Equatable {
  case mark(Mark)
  /// Kept back by disclosure control: never a mark, never bridged. Where what is published bounds it narrowly, from where to
  /// where; and how its table writes it.
  case suppressed(range: ClosedRange<Double>?, text: String = suppressedMarker)
  /// No row, or an estimate that can't be computed.
  case absent
  /// An estimate whose interval is so wide that only the table has it.
  case unreliable

  /// The mark, where there is one.
  package var mark: Mark? { if case .mark(let mark) = self { mark } else { nil } }
  /// True if it is kept back.
  package var isSuppressed: Bool { if case .suppressed = self { true } else { false } }
}

/// Lines over time.
package struct LineChart: Sendable, Equatable {
  /// One line.
  package struct Series: Sendable, Equatable {
    /// Its name, for the end of the line. Can hold any character.
    package var label: String
    /// What there is in each period.
    package var points: [Drawn]

    /// A line named `label`.
    package init(_ label: String, _ points: [Drawn]) {
      self.label = label
      self.points = points
    }
  }

  /// The unit above the axis: `Persons with a fill per 1,000`.
  package var unit: String
  /// The periods, in order, disjoint.
  package var periods: [DaySpan]
  /// The places in `periods` of those that the study cuts short: drawn hollow.
  package var partialPeriods: Set<Int>
  package var series: [Series]

  /// Lines over `periods`.
  package init(unit: String, periods: [DaySpan], partialPeriods: Set<Int> = [], series: [Series]) {
    self.unit = unit
    self.periods = periods
    self.partialPeriods = partialPeriods
    self.series = series
  }
}

/// Ratios to a reference.
package struct ForestChart: Sendable, Equatable {
  /// What a row shows.
  package enum Value: Sendable, Equatable {
    /// The reference itself: 1.
    case reference
    case drawn(Drawn)
  }
  /// Rows under one heading.
  package struct Block: Sendable, Equatable {
    package var heading: String
    package var rows: [(label: String, value: Value)]

    /// Rows under `heading`.
    package init(_ heading: String, _ rows: [(label: String, value: Value)]) {
      self.heading = heading
      self.rows = rows
    }

    package static func == (a: Block, b: Block) -> Bool {
      a.heading == b.heading && a.rows.elementsEqual(b.rows) { $0 == $1 }
    }
  }

  /// The words under the axis: `Ratio of rates`.
  package var unit: String
  package var blocks: [Block]

  /// Ratios in blocks.
  package init(unit: String, blocks: [Block]) {
    self.unit = unit
    self.blocks = blocks
  }
}

/// Dots with limits, a row each; a row has one dot a series.
package struct DotChart: Sendable, Equatable {
  /// A row.
  package struct Row: Sendable, Equatable {
    package var label: String
    /// A second line in small, as the source of a definition; empty for none.
    package var detail: String
    /// What there is of each series.
    package var values: [Drawn]

    /// A row named `label`.
    package init(_ label: String, detail: String = "", _ values: [Drawn]) {
      self.label = label
      self.detail = detail
      self.values = values
    }
  }

  /// The words under the axis: `Per cent of users`.
  package var unit: String
  /// The decimals of the figures in the column on the right.
  package var decimals: Int
  /// The names of the series; one without a name needs no key.
  package var series: [String]
  package var rows: [Row]

  /// Dots of `series` in `rows`.
  package init(unit: String, decimals: Int = 1, series: [String], rows: [Row]) {
    self.unit = unit
    self.decimals = decimals
    self.series = series
    self.rows = rows
  }
}

/// The estimates of one figure under several settings, a row each.
package struct RangeChart: Sendable, Equatable {
  /// A row.
  package struct Row: Sendable, Equatable {
    package var label: String
    package var detail: String
    /// The study's own estimate; nil where it is kept back, or can't be computed.
    package var own: Double?
    /// How the column on the right writes it.
    package var ownText: String
    /// From the lowest to the greatest published estimate; nil where none is.
    package var range: ClosedRange<Double>?

    /// A row named `label`.
    package init(
      _ label: String, detail: String = "", own: Double?, ownText: String? = nil, range: ClosedRange<Double>?
    ) {
      self.ownText = ownText ?? own.map { Figure.text($0, 1) } ?? suppressedMarker
      self.label = label
      self.detail = detail
      self.own = own
      self.range = range
    }
  }

  /// The words under the axis.
  package var unit: String
  /// The decimals of the figures in the column on the right.
  package var decimals: Int
  package var rows: [Row]

  /// Ranges in `rows`.
  package init(unit: String, decimals: Int = 1, rows: [Row]) {
    self.unit = unit
    self.decimals = decimals
    self.rows = rows
  }
}

/// Step curves: a share by how many days there have been since the start.
package struct StepChart: Sendable, Equatable {
  /// One curve.
  package struct Series: Sendable, Equatable {
    package var label: String
    /// Percents by day, ascending.
    package var points: [(day: Int, value: Drawn)]
    /// The number of those who began; nil where it is kept back.
    package var beginners: Int?

    /// A curve named `label`.
    package init(_ label: String, _ points: [(day: Int, value: Drawn)], beginners: Int?) {
      self.label = label
      self.points = points
      self.beginners = beginners
    }

    package static func == (a: Series, b: Series) -> Bool {
      a.label == b.label && a.beginners == b.beginners && a.points.elementsEqual(b.points) { $0 == $1 }
    }
  }

  /// The words above the axis: `Per cent still treated`.
  package var unit: String
  /// The percentage at day 0, which is no figure: 100 where all are there then, 0 where nobody has stopped.
  package var start: Double
  package var series: [Series]

  /// Curves of `series` that begin at `start` percent.
  package init(unit: String, start: Double = 100, series: [Series]) {
    self.unit = unit
    self.start = start
    self.series = series
  }
}
