import RxModel
import RxRelease

/// A report as a value: what it says, and nothing of how it looks. Formats render it.
package struct Document: Sendable {
  /// A part with a heading of its own.
  package struct Section: Sendable {
    /// Its name in links.
    package var id: String
    package var title: String
    package var blocks: [Block]
  }

  /// A piece of a section.
  package enum Block: Sendable {
    case paragraph(Prose)
    case list([Prose])
    /// A paragraph with a heading of its own in the line.
    case definition(String, Prose)
    /// A paragraph that stands out: what a reader must not miss.
    case warning(Prose)
    case heading(String)
    case keyFigures([KeyFigure])
    case table(DataTable)
    /// A table that a short format leaves out.
    case detailTable(DataTable)
    case chart(ChartBlock)
    /// A chart that a short format leaves out.
    case detail(ChartBlock)
    case heat(HeatTable)
    /// What became of rows or persons: a step below the other.
    case flow([FlowStep])
  }

  /// A figure that stands large, with what it is.
  package struct KeyFigure: Sendable, Equatable {
    package var value: String
    package var words: String
    /// The section that has it.
    package var section: String
  }

  /// A chart with its title, and the table of what it shows.
  package struct ChartBlock: Sendable {
    /// Its name in links and of its file.
    package var id: String
    /// The finding, where a rule finds one, else a plain name.
    package var title: String
    /// What, per what, of whom, when.
    package var subtitle: String
    /// What it shows, for who can't see it.
    package var description: String
    package var chart: Chart
    package var table: DataTable
  }

  /// A step of a flow.
  package struct FlowStep: Sendable {
    package var name: String
    /// How many there are: `300 rows, 40 patients`.
    package var count: String
    /// What is left out on the way to the next step.
    package var leftOut: [String]
    /// What is counted among those of the step.
    package var among: [String] = []
  }

  package var title: String
  /// The period in words.
  package var period: String
  /// The population and the disclosure control in words.
  package var facts: [String]
  package var sections: [Section]
}

extension Document {
  /// The document with a name for links of its own for every chart and table: names of the user's can come to the same.
  func withUniqueIDs() -> Document {
    var seen: Set<String> = []
    func unique(_ id: String) -> String {
      let names = sequence(first: 1) { $0 + 1 }.lazy.map { $0 == 1 ? id : "\(id)-\($0)" }
      return names.first { seen.insert($0).inserted } ?? id
    }
    var document = self
    for section in sections { seen.insert(section.id) }
    for place in sections.indices {
      document.sections[place].blocks = sections[place].blocks.map { block in
        switch block {
        case .chart(let chart): .chart(Self.named(chart, unique))
        case .detail(let chart): .detail(Self.named(chart, unique))
        case .table(let table): .table(Self.named(table, unique))
        case .detailTable(let table): .detailTable(Self.named(table, unique))
        default: block
        }
      }
    }
    return document
  }

  private static func named(_ chart: ChartBlock, _ unique: (String) -> String) -> ChartBlock {
    var chart = chart
    chart.id = unique(chart.id)
    chart.table = named(chart.table, unique)
    return chart
  }

  private static func named(_ table: DataTable, _ unique: (String) -> String) -> DataTable {
    var table = table
    table.id = unique(table.id)
    return table
  }
}

/// A table of cells.
package struct DataTable: Sendable {
  /// A column.
  package struct Column: Sendable {
    package var title: String
    package var isNumber: Bool

    /// A column headed `title`.
    package init(_ title: String, isNumber: Bool = true) {
      self.title = title
      self.isNumber = isNumber
    }

    /// The two columns of a figure's cells `partsAndEstimate`.
    static func partsAndEstimate(_ name: String) -> [Column] {
      [Column("\(name), n/N"), Column("\(name), estimate (95% interval)")]
    }
  }

  /// A cell.
  package enum Cell: Sendable, Equatable {
    /// The head of a row or another name; can hold any character.
    case label(String)
    /// A number as it is written.
    case number(String)
    /// A figure's estimate with its limits.
    case estimate(Figure)
    /// A figure's numerator over its denominator.
    case parts(Figure)
    /// A figure's estimate with its limits, then its numerator over its denominator.
    case whole(Figure)
    /// A figure's numerator alone.
    case numerator(Figure)
    /// A figure's denominator alone.
    case denominator(Figure)
    /// A figure's numerator, with its estimate in brackets.
    case share(Figure)
    /// The estimates of a lower quartile, a median and an upper quartile, the median first.
    case quartiles([Figure])
    /// There is no such row.
    case none

    /// A figure's numerator over its denominator, and its estimate with its limits, in a cell each.
    static func partsAndEstimate(_ figure: Figure?) -> [Cell] {
      figure.map { [.parts($0), .estimate($0)] } ?? [.none, .none]
    }
  }

  /// Its name in links.
  package var id: String
  package var caption: String
  package var columns: [Column]
  /// The first cell of a row is its head.
  package var rows: [[Cell]]

  /// A table of `rows` under `columns`.
  package init(id: String, caption: String, columns: [Column], rows: [[Cell]]) {
    self.id = id
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The published figures of its cells.
  var figures: [Figure] {
    rows.joined().flatMap { cell -> [Figure] in
      switch cell {
      case .estimate(let figure), .whole(let figure), .parts(let figure), .numerator(let figure),
        .denominator(let figure), .share(let figure):
        [figure]
      case .quartiles(let figures): figures
      case .label, .number, .none: []
      }
    }
  }

  /// True if some figure of it is kept back.
  var isSuppressed: Bool { figures.contains { $0.status == .suppressed } }

  /// True if it shows the range of one of them.
  var showsRange: Bool { rows.joined().contains(where: \.showsRange) }
}

/// A table of one figure by two variables, shaded by the estimate.
package struct HeatTable: Sendable {
  package var id: String
  package var title: String
  package var subtitle: String
  /// The names of the variables of the rows and of the columns.
  package var rowName: String
  package var columnName: String
  package var rowLabels: [String]
  package var columnLabels: [String]
  /// By row and column; nil where there is no such group.
  package var figures: [[Figure?]]

  /// True if some figure of it is kept back.
  var isSuppressed: Bool { figures.joined().contains { $0?.status == .suppressed } }

  /// True if it shows the range of one of them.
  var showsRange: Bool {
    figures.joined().contains { $0.map { DataTable.Cell.whole($0).showsRange } ?? false }
  }

  /// The greatest estimate that can be relied on; nil where none can.
  var greatest: Double? {
    figures.joined().compactMap { figure in figure.flatMap { $0.isUnreliable ? nil : $0.estimate } }.max()
  }
}
