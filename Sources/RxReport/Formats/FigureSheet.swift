import RxModel
import RxRelease
import Workbook

/// Tables of figures in tidy columns: a row a figure, as results.csv has them.
struct FigureSheet {
  private let facts: ReportFacts
  private let variables: [String]

  init(_ facts: ReportFacts) {
    self.facts = facts
    variables = facts.publication.variables
  }

  /// The table of a measure.
  func table(_ measure: String, _ figures: [Figure], _ notes: inout WorkbookNotes) -> WorkbookTable {
    let hasDefinitions = figures.contains { !$0.definition.isEmpty }
    let limits = Self.descriptions[measure]?.limits != "none"
    let hasRanges = figures.contains { $0.range != nil }
    var known = KnownCells(facts)
    return WorkbookTable(
      name: measure, title: "\(facts.title(measure)), \(facts.period)",
      notes: numbers(figures, measure, &notes),
      columns: columns(hasDefinitions ? ["Definition"] : [], hasRanges ? Self.rangeHeads : []),
      rows: figures.map { figure in
        let line = known.line(figure.line)
        return (hasDefinitions ? [line.definition] : [])
          + cells(figure, line, known.period(figure.period), hasLimits: limits)
          + (hasRanges ? ends(figure.range) : [])
      }, source: WorkbookTable.source(facts))
  }

  /// The table of the sensitivity grid.
  func sensitivity(_ notes: inout WorkbookNotes) -> WorkbookTable {
    let rows = facts.publication.sensitivity
    let number = notes.number(Self.notAdded)
    var known = KnownCells(facts)
    return WorkbookTable(
      name: "sensitivity", title: "The overall figures under other settings, \(facts.period)",
      notes: [number],
      columns: columns(
        ResultColumns.settings.map(DataPackageText.title) + ["Measure", "Definition"], ["Difference"]),
      rows: rows.map { row in
        let limits = Self.descriptions[row.figure.measure]?.limits != "none"
        let settings = row.settings.map { Workbook.Cell.text($0.isEmpty ? inapplicableMarker : $0, .text) }
        let line = known.line(row.figure.line)
        let measure: [Workbook.Cell] = [.text(facts.title(row.figure.measure), .text), line.definition]
        let missing = row.figure.status == .suppressed ? suppressedMarker : unavailableMarker
        return settings + measure
          + cells(row.figure, line, known.period(row.figure.period), hasLimits: limits)
          + [WorkbookTable.shown(row.difference, decimals: row.figure.decimals, else: missing)]
      }, source: WorkbookTable.source(facts))
  }

  // MARK: Notes

  private static let notAdded =
    "Figures of several periods, drugs, definitions or groups must not be added up: one person can be in all of them."

  /// The heads of the columns with the ranges of what is kept back, in the order of `ends`.
  private static let rangeHeads = ["numerator", "denominator", "estimate"].flatMap {
    ["Least \($0)", "Greatest \($0)"]
  }

  private static let rangesTold =
    "The least and the greatest of a figure that is kept back are what the published figures allow for it, as ranges.csv has them."

  /// The rows of results.csv by the name of their measure.
  private static let descriptions = Dictionary(
    Measures.all.flatMap { $0.description.figures.map { ($0.measure, $0) } },
    uniquingKeysWith: { first, _ in first })

  private func numbers(_ figures: [Figure], _ measure: String, _ notes: inout WorkbookNotes) -> [Int] {
    var own = [Self.notAdded]
    if let description = Self.descriptions[measure] {
      own.append(
        description.isQuantile
          ? "'\(facts.title(measure))' has no numerator, and counts \(description.counted)."
          : "Numerator of '\(facts.title(measure))': \(description.counted).")
      if description.limits != "none" {
        own.append("Limits are those of a 95% interval (\(description.limits)).")
      }
    }
    if figures.contains(where: { $0.range != nil }) { own.append(Self.rangesTold) }
    for label in figures.map({ facts.label($0.line) }).map(SourcedLabel.init).distinct() {
      if let source = label.source { own.append("\(label.words): \(source).") }
    }
    return own.map { notes.number($0) }.sorted()
  }

  private struct SourcedLabel: Hashable {
    var words: String
    var source: String?

    init(_ label: DefinitionLabel) { (words, source) = (label.words, label.source) }
  }

  // MARK: Columns and cells

  private func columns(_ before: [String], _ after: [String]) -> [Workbook.Table.Column] {
    let left = before + ["Drug", "Period start", "Period"]
    let right = [
      "Numerator", "Denominator", "Unit of denominator", "Estimate", "Unit of estimate", "Lower 95% limit",
      "Upper 95% limit", "Status",
    ]
    let texts: Set = ["Unit of denominator", "Unit of estimate", "Status"]
    let wide: Set = ["Definition", "Measure", "Unit of denominator", "Unit of estimate"]
    return left.map { .init($0, isNumber: false, width: wide.contains($0) ? 36 : 20) }
      + WorkbookHeads.names(variables, except: left + right + after).map {
        .init($0, isNumber: false, width: 20)
      }
      + right.map { .init($0, isNumber: !texts.contains($0), width: wide.contains($0) ? 32 : 16) }
      + after.map { .init($0, isNumber: true, width: 16) }
  }

  private func cells(
    _ figure: Figure, _ line: KnownCells.Line, _ period: [Workbook.Cell], hasLimits: Bool
  ) -> [Workbook.Cell] {
    let isSuppressed = figure.status == .suppressed
    let (decimals, missing) = (figure.decimals, isSuppressed ? suppressedMarker : unavailableMarker)
    let noLimit = hasLimits ? missing : inapplicableMarker
    let status = figure.status.rawValue + (figure.isUnreliable ? " \(unreliableMarker)" : "")
    var cells = [line.drug] + period
    for (level, variable) in zip(figure.levels, variables) {
      cells.append(.text(level == allLevel ? "All persons" : Words.level(level, of: variable), .text))
    }
    cells += [
      figure.isQuantile
        ? .text(inapplicableMarker, .mark)
        : count(figure.numerator?.value, isCount: figure.numerator?.isCount ?? true),
      count(figure.denominator?.value, isCount: figure.denominator?.isCount ?? true),
      line.denominatorUnit, WorkbookTable.shown(figure.estimate, decimals: decimals, else: missing),
      line.unit,
      WorkbookTable.shown(figure.limits?.lower, decimals: decimals, else: noLimit),
      WorkbookTable.shown(figure.limits?.upper, decimals: decimals, else: noLimit), .text(status, .text),
    ]
    return cells
  }

  /// The ends of the ranges of a figure: an end that nothing bounds is not known, and a figure that is shown has none.
  private func ends(_ range: FigureRange?) -> [Workbook.Cell] {
    guard let range else {
      return Array(repeating: .text(inapplicableMarker, .mark), count: Self.rangeHeads.count)
    }
    return [range.numerator, range.denominator, range.estimate].flatMap { ends in
      [ends.least, ends.greatest].map { value in
        value.map { .number($0, ends.decimals == 0 ? .whole : .fourDecimals) }
          ?? .text(unavailableMarker, .mark)
      }
    }
  }

  private func count(_ value: Double?, isCount: Bool) -> Workbook.Cell {
    value.map { .number($0, isCount ? .whole : .oneDecimal) } ?? .text(suppressedMarker, .mark)
  }
}

/// Cells that many rows share.
private struct KnownCells {
  /// What a line of results.csv is about.
  struct Line {
    var definition: Workbook.Cell
    var drug: Workbook.Cell
    var denominatorUnit: Workbook.Cell
    var unit: Workbook.Cell
  }

  private let facts: ReportFacts
  private var lines: [FigureLine: Line] = [:]
  private var periods: [DaySpan: [Workbook.Cell]] = [:]

  init(_ facts: ReportFacts) { self.facts = facts }

  mutating func line(_ line: FigureLine) -> Line {
    if let known = lines[line] { return known }
    func text(_ text: String) -> Workbook.Cell { .text(text.isEmpty ? inapplicableMarker : text, .text) }
    let own = Line(
      definition: text(facts.label(line).words), drug: text(Words.drug(line.drug)),
      denominatorUnit: text(Words.denominatorUnit(line.denominatorUnit)),
      unit: text(Words.unit(line.estimateUnit, line.denominatorUnit)))
    lines[line] = own
    return own
  }

  /// The first day of a period, and the period in words.
  mutating func period(_ period: DaySpan) -> [Workbook.Cell] {
    if let known = periods[period] { return known }
    let own: [Workbook.Cell] = [.text("\(period.start)", .text), .text(Words.period(period), .text)]
    periods[period] = own
    return own
  }
}

extension Figure.Numerator {
  fileprivate var isCount: Bool { if case .count = self { true } else { false } }
}

extension Figure.Denominator {
  fileprivate var isCount: Bool { if case .count = self { true } else { false } }
}

/// Heads of columns for names of the user's.
enum WorkbookHeads {
  /// The names as heads of one line that Excel takes: not empty, of some length, each another whatever the case, and none
  /// of those that are taken.
  static func names(_ names: [String], except taken: [String]) -> [String] {
    var taken = Set(taken.map { $0.lowercased() })
    return names.map { name in
      let plain = String(
        String.UnicodeScalarView(Words.variable(name).unicodeScalars.map { $0.isControl ? " " : $0 }))
      var short = String(plain.trimmingPrefix { $0 == " " }.prefix(100))
      while short.utf16.count > 200 { short.removeLast() }
      let own = short.isEmpty ? "Group" : short
      let tries = [own, "\(own) (group)"] + (2...(names.count + 2)).map { "\(own) (group \($0))" }
      let head = tries.first { !taken.contains($0.lowercased()) } ?? own
      taken.insert(head.lowercased())
      return head
    }
  }
}
