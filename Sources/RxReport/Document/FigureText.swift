import RxModel
import RxRelease
import RxText

/// The mark of an estimate that rounds to zero but is none.
let lowMarker = "[low]"
/// The mark beside an estimate whose interval is wider than twice the estimate.
let unreliableMarker = "[u]"
/// The mark of a figure that can't be computed, or of which there is none.
let unavailableMarker = "[x]"

/// A figure's texts by the rounding rules: rates and percentages with one decimal (percentages of fewer than 100 with
/// none), ratios with two, ages, fills and days with none, counts with a comma at every third digit. What is kept back reads `[c]`, behind its range where
/// that tells something.
extension Figure {
  /// The number of decimals of its estimate.
  var decimals: Int {
    switch estimateUnit {
    case "ratio": 2
    case "years", "fills", "days": 0
    case "percent": (denominator?.value ?? range?.denominator.least ?? 0) < 100 && !isAmountOfTime ? 0 : 1
    default: 1
    }
  }

  private var isAmountOfTime: Bool { if case .years = denominator { true } else { false } }

  /// The estimate: `12.3`, `12.6 to 12.8 [c]`, `[c]`, `[low]`, `[x]`.
  var estimateText: String {
    if status == .suppressed { return Self.keptBack(estimateRange) }
    guard let estimate else { return unavailableMarker }
    return Self.text(estimate, decimals)
  }

  /// The estimate with its limits: `12.3 (11.8 to 12.9)`.
  var estimateWithLimits: String {
    guard status != .suppressed, estimate != nil, let limits else { return estimateText }
    return estimateText
      + " (\(rangeText(limits.lower, limits.upper, decimals: decimals)))"
      + (isUnreliable ? " \(unreliableMarker)" : "")
  }

  /// True of a quantile, which has no numerator.
  var isQuantile: Bool { Measures.quantiles.contains(measure) }

  /// The numerator: `1,234`, `1,241 to 1,250 [c]`, `[c]`; empty for a quantile.
  var numeratorText: String { isQuantile ? "" : numeratorShown ?? Self.keptBack(numeratorRange) }

  /// The denominator: `12,345`, `1,685.9`, `2,095 to 2,169 [c]`, `[c]`.
  var denominatorText: String { denominatorShown ?? Self.keptBack(denominatorRange) }

  /// Numerator over denominator: `79/1,763`, `1,241 to 1,250 of 98,000 [c]`, `[c]/1,763`, or `[c]` where both are kept back
  /// and too little is known of one. Of a quantile the denominator alone.
  var partsText: String {
    if isQuantile { return denominatorText }
    if let numeratorShown { return "\(numeratorShown)/\(denominatorText)" }
    if let partsRange { return Self.keptBack(partsRange) }
    return denominatorShown.map { "\(suppressedMarker)/\($0)" } ?? suppressedMarker
  }

  /// The estimate with its limits and what it is made of: `44.8 (36.1 to 55.5), 79/1,763`; of what is kept back what is
  /// known, `1,241 to 1,250 of 98,000: 12.6 to 12.8 [c]`.
  var wholeText: String {
    guard status == .suppressed else { return "\(estimateWithLimits), \(partsText)" }
    return [partsRange, Self.keptBack(estimateRange)].compactMap(\.self).joined(separator: ": ")
  }

  /// The numerator with the estimate: `1,013 (51.1)`; without it where there is none, or the numerator is kept back.
  var shareText: String {
    guard numeratorShown != nil, estimate != nil || status == .suppressed else { return numeratorText }
    return "\(numeratorText) (\(estimateText))"
  }

  /// The estimates of a lower quartile, a median and an upper quartile: `52 (38 to 67)`; the mark of what is kept back
  /// alone where all three are.
  static func quartilesText(_ figures: [Figure]) -> String {
    let texts = figures.map { $0.status == .suppressed ? suppressedMarker : $0.estimateText }
    guard texts.count == 3, texts != Array(repeating: suppressedMarker, count: 3) else {
      return suppressedMarker
    }
    return "\(texts[1]) (\(texts[0]) to \(texts[2]))"
  }

  private var numeratorShown: String? {
    switch numerator {
    case .count(let count): grouped(count)
    case .amount(let amount): grouped(amount, decimals: 1)
    case nil: nil
    }
  }

  private var denominatorShown: String? {
    switch denominator {
    case .count(let count): grouped(count)
    case .years(let years): grouped(years, decimals: 1)
    case nil: nil
    }
  }

  /// The range of an estimate; that a share is no more than all tells nothing.
  private var estimateRange: String? {
    guard let ends = range?.estimate, ends.least != nil || ends.greatest != whole else { return nil }
    return ends.words(decimals: decimals)
  }

  /// The estimate of all.
  private var whole: Double { estimateUnit == "percent" ? 100 : 1000 }
  private var numeratorRange: String? { range?.numerator.words(decimals: 1) }
  private var denominatorRange: String? { range?.denominator.words(decimals: 1) }

  /// The range of a numerator that is kept back, and its denominator or the range of that; nil where one tells nothing.
  private var partsRange: String? {
    guard let numeratorRange, let denominator = denominatorShown ?? denominatorRange else { return nil }
    return "\(numeratorRange) of \(denominator)"
  }

  /// The mark of what is kept back, behind the words of what is known of it.
  static func keptBack(_ range: String?) -> String {
    range.map { "\($0) \(suppressedMarker)" } ?? suppressedMarker
  }

  /// An estimate with `decimals` decimals, or the mark of one that rounds to zero.
  static func text(_ estimate: Double, _ decimals: Int) -> String {
    if estimate == 0 { return "0" }
    let text = grouped(estimate, decimals: decimals)
    return text.allSatisfy { "-0.".contains($0) } ? lowMarker : text
  }

  /// What there is to draw of it.
  var drawn: Drawn {
    if status == .suppressed { return .suppressed(range: range?.estimate.bar, text: estimateText) }
    return estimate.map { .mark(Mark($0, limits: limits, text: estimateWithLimits)) } ?? .absent
  }
}

extension FigureRange.Ends {
  /// From end to end, where both are known and the greatest is at most twice the least: a wider range says too little of
  /// the size to stand in a table.
  var telling: ClosedRange<Double>? {
    guard let least, let greatest, least <= greatest, greatest <= 2 * least else { return nil }
    return least...greatest
  }

  /// The same where it can be drawn: a bar of nothing but 0 would show nothing.
  var bar: ClosedRange<Double>? { telling.flatMap { $0.upperBound > 0 ? $0 : nil } }

  /// The range with at most so many decimals, outward: `12.6 to 12.8`, `59` where the ends read the same; where one end
  /// is not known `at least 3`, `up to 40`. Nil for one that tells too little.
  func words(decimals: Int) -> String? {
    let ends = outward(decimals: min(decimals, self.decimals))
    func text(_ value: Double) -> String {
      grouped(value, decimals: value == 0 ? 0 : ends.decimals)
    }
    switch (ends.least.map(text), ends.greatest.map(text)) {
    case (let least?, let greatest?):
      guard telling != nil else { return nil }
      return least == greatest ? least : "\(least) to \(greatest)"
    case (let least?, nil): return (ends.least ?? 0) > 0 ? "at least \(least)" : nil
    case (nil, let greatest?): return "up to \(greatest)"
    case (nil, nil): return nil
    }
  }
}

/// What is said beside a table with figures that are kept back, and of ranges where it shows any.
func suppressionNote(showsRange: Bool) -> String {
  "Figures marked \(suppressedMarker) are kept back to protect small numbers, which does not mean zero"
    + (showsRange ? "; a number or range before the mark is what the published figures allow." : ".")
}

extension DataTable.Cell {
  /// True for a figure that is kept back and whose range is shown.
  var showsRange: Bool {
    switch self {
    case .label, .number, .none: false
    case .estimate, .parts, .whole, .numerator, .denominator, .share, .quartiles:
      text.hasSuffix(" \(suppressedMarker)")
    }
  }

  /// The cell as it is read.
  var text: String {
    switch self {
    case .label(let text), .number(let text): text
    case .estimate(let figure): figure.estimateWithLimits
    case .parts(let figure): figure.partsText
    case .whole(let figure): figure.wholeText
    case .numerator(let figure): figure.numeratorText
    case .denominator(let figure): figure.denominatorText
    case .share(let figure): figure.shareText
    case .quartiles(let figures): Figure.quartilesText(figures)
    case .none: ""
    }
  }
}
