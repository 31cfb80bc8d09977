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
/// none), ratios with two, counts with a comma at every third digit.
extension Figure {
  /// The number of decimals of its estimate.
  var decimals: Int {
    switch estimateUnit {
    case "ratio": 2
    case "percent": (denominator?.value ?? 0) < 100 && !isAmountOfTime ? 0 : 1
    default: 1
    }
  }

  private var isAmountOfTime: Bool { if case .years = denominator { true } else { false } }

  /// The estimate: `12.3`, `[c]`, `[low]`, `[x]`.
  var estimateText: String {
    if status == .suppressed { return suppressedMarker }
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

  /// The numerator: `1,234`, `[c]`.
  var numeratorText: String {
    switch numerator {
    case .count(let count): grouped(count)
    case .amount(let amount): grouped(amount, decimals: 1)
    case nil: suppressedMarker
    }
  }

  /// The denominator: `12,345`, `1,685.9`, `[c]`.
  var denominatorText: String {
    switch denominator {
    case .count(let count): grouped(count)
    case .years(let years): grouped(years, decimals: 1)
    case nil: suppressedMarker
    }
  }

  /// Numerator over denominator: `79/1,763`, or `[c]` where both are kept back.
  var partsText: String {
    numerator == nil && denominator == nil ? suppressedMarker : "\(numeratorText)/\(denominatorText)"
  }

  /// The estimate with its limits and what it is made of: `44.8 (36.1 to 55.5), 79/1,763`.
  var wholeText: String {
    status == .suppressed ? suppressedMarker : "\(estimateWithLimits), \(partsText)"
  }

  /// An estimate with `decimals` decimals, or the mark of one that rounds to zero.
  static func text(_ estimate: Double, _ decimals: Int) -> String {
    if estimate == 0 { return "0" }
    let text = grouped(estimate, decimals: decimals)
    return text.allSatisfy { "-0.".contains($0) } ? lowMarker : text
  }

  /// What there is to draw of it.
  var drawn: Drawn {
    if status == .suppressed { return .suppressed(range: nil) }
    return estimate.map { .mark(Mark($0, limits: limits, text: estimateWithLimits)) } ?? .absent
  }
}

extension DataTable.Cell {
  /// The cell as it is read.
  var text: String {
    switch self {
    case .label(let text), .number(let text): text
    case .estimate(let figure): figure.estimateWithLimits
    case .parts(let figure): figure.partsText
    case .whole(let figure): figure.wholeText
    case .numerator(let figure): figure.numeratorText
    case .denominator(let figure): figure.denominatorText
    case .none: ""
    }
  }
}
