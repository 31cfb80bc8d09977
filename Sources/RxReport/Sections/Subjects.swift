import RxModel
import RxRelease

/// How lines of results.csv are called in titles, and what is drawn of them.
extension ReportFacts {
  /// The drugs that the report looks at group by group: those of the first pair of an overlap, or of long-term use, or
  /// the first; two at most.
  var focusDrugs: [String] {
    let pairs = lines("overlap").map(\.drug).first.map { $0.split(separator: "+").map(String.init) }
    let others = (lines("long_term_use") + lines("prevalence") + figures.lines).map(\.drug).distinct()
    let all = (pairs ?? []) + (pairs == nil ? others : [])
    return Array(all.filter { drug in figures.lines.contains { $0.drug == drug } }.prefix(2))
  }

  /// The line of overlap that the report looks at first: of those exposed to the second drug of the first pair.
  var overlapLine: FigureLine? {
    let all = lines("overlap")
    guard let pair = all.first?.drug, let second = pair.split(separator: "+").last else { return nil }
    return all.first { $0.drug == pair && $0.denominatorUnit == "exposed:\(second)" } ?? all.first
  }

  /// What a line measures, as the subject of a sentence: `Benzodiazepine use`.
  func subject(_ line: FigureLine) -> String {
    let drug = Words.drug(line.drug)
    return switch line.measure {
    case "prevalence": Words.variable("\(drug) use")
    case "fill_rate": Words.variable("\(drug) fills")
    case "incidence", "incidence_proportion": "New \(drug) use"
    case "long_term_use": "Long-term \(drug) use"
    case "overlap": "Overlap of \(drug)"
    default: drug.isEmpty ? title(line.measure) : "\(title(line.measure)) (\(drug))"
    }
  }

  /// A line's estimate in words: `Persons with a fill per 1,000 persons`.
  func quantity(_ line: FigureLine) -> String {
    let unit = Words.unit(line.estimateUnit, line.denominatorUnit)
    return line.estimateUnit == "percent"
      ? "\(title(line.measure)), \(unit)" : "\(title(line.measure)) \(unit)"
  }

  /// A group of one variable as a place in a sentence.
  func place(_ group: [String]) -> String {
    zip(group, publication.variables).first { $0.0 != allLevel }.map { Words.place($0.0, of: $0.1) } ?? ""
  }

  /// How the study's periods are cut, in words: `by year`.
  var byInterval: String {
    record.period.interval == "whole" ? period : "by \(record.period.interval), \(period)"
  }

  /// What a chart draws of a figure: nothing of an estimate of low reliability, which stands in the table.
  func drawn(_ figure: Figure?) -> Drawn {
    guard let figure else { return .absent }
    return figure.isUnreliable ? .unreliable : figure.drawn
  }

  /// The figures of a line in each interval, for a group.
  func overTime(_ line: FigureLine, _ group: [String]) -> [Figure?] {
    figures.intervals.map { figures.figure(line, $0, group) }
  }

  /// The change of a line for a group over the whole intervals: by its trend where the study has one and the last estimate
  /// lies where the trend says, else where no interval goes back.
  func change(_ line: FigureLine, _ group: [String]) -> Finding.Direction? {
    let trend = figures.lines.first { $0.measure == "trend_\(line.measure)" && $0.drug == line.drug }
    if let trend,
      let figure = figures.periods(trend).lazy.compactMap({ figures.figure(trend, $0, group) }).first
    {
      let ends = [wholeIntervals.first, wholeIntervals.last].map { period in
        period.flatMap { figures.figure(line, $0, group)?.estimate }
      }
      guard let first = ends[0], let last = ends[1] else { return nil }
      let direction = Finding.direction(ofTrend: figure)
      return direction == (last < first ? .fell : .rose) && first != last ? direction : nil
    }
    return Finding.change(along: wholeIntervals.map { figures.figure(line, $0, group) })
  }

  /// How a chart over time shows the intervals.
  var bandWords: String {
    figures.intervals.count > 2 ? "bands are 95% intervals" : "with 95% intervals"
  }

  /// What a chart over time leaves out, in words for its subtitle; empty where it leaves out nothing.
  func gapWords(_ series: [LineChart.Series]) -> String {
    let points = series.flatMap(\.points)
    let kept = points.contains(where: \.isSuppressed) ? ["kept back \(suppressedMarker)"] : []
    let wide = points.contains(.unreliable) ? ["of low reliability \(unreliableMarker)"] : []
    return kept.isEmpty && wide.isEmpty ? "" : "; gaps are figures \(Words.list(kept + wide))"
  }

  /// A chart of lines over time, or of panels where there are more than five; of fewer than three periods dots.
  func lineChart(_ unit: String, _ series: [LineChart.Series]) -> Chart {
    guard figures.intervals.count > 2 else {
      return .dots(
        DotChart(
          unit: unit, series: figures.intervals.map(Words.period),
          rows: series.map { DotChart.Row($0.label, $0.points) }))
    }
    let chart = LineChart(
      unit: unit, periods: figures.intervals,
      partialPeriods: Set(
        figures.intervals.indices.filter { partialIntervals.contains(figures.intervals[$0]) }),
      series: series)
    return series.count > 5 ? .panels(chart) : .lines(chart)
  }

  /// A name for links and files of these parts.
  func id(_ parts: String...) -> String {
    let text = parts.joined(separator: "-").lowercased().unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? String(scalar) : "-"
    }.joined().split(separator: "-").joined(separator: "-")
    // A name of a file has 255 bytes at most.
    return String(text.prefix(80))
  }
}

extension Figure {
  /// True if its interval is wider than twice the estimate: tables mark it, charts leave it out.
  var isUnreliable: Bool {
    guard let estimate, let limits, status != .suppressed, estimateUnit != "ratio" else { return false }
    guard !estimateUnit.hasPrefix("percent_per") else { return false }
    return limits.upper - limits.lower > 2 * abs(estimate)
  }
}
