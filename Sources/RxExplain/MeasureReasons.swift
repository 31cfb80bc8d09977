import RxCounts
import RxModel
import RxText

/// The reasons why a patient is in or out of a measure's rows in an interval. The measures give them; this
/// knows the facts.
struct MeasureReasons {
  let account: PatientAccount
  let study: Study
  let interval: Int

  /// One line of text for lines of results.csv that differ in their denominators alone; nil where the patient is in no
  /// denominator, or has nothing to do with the drug in the interval.
  func line(_ figures: ArraySlice<FigureDefinition>) -> String? {
    guard let first = figures.first else { return nil }
    let units = figures.filter(isInDenominator).map(\.denominatorUnit)
    let facts = RowFacts(account: account, interval: interval, figure: first)
    let isCounted = facts.numerator > 0
    guard !units.isEmpty, isCounted || hasExposure(first.drug) else { return nil }
    let name = [first.measure, first.definition, first.drug.isEmpty ? "" : "of \(first.drug)"].filter {
      !$0.isEmpty
    }
    let reason = Measures.making(first.measure, of: study)?.reason(facts) ?? ""
    let reasons = [reason, "of \(units.joined(separator: ", "))"].filter { !$0.isEmpty }
    return
      "  \(isCounted ? "in " : "out") \(name.joined(separator: " ")): \(reasons.joined(separator: "; "))\n"
  }

  /// True if the patient is in the line's denominator.
  func isInDenominator(_ figure: FigureDefinition) -> Bool {
    RowFacts(account: account, interval: interval, figure: figure).denominator > 0
  }

  /// True if the patient has fills or covered days, in the interval, of the drug, or of any of several.
  private func hasExposure(_ drug: String) -> Bool {
    let own = account.exposures.filter { $0.drugSet == drug }
    let exposures =
      own.isEmpty
      ? account.exposures.filter { drug.split(separator: "+").map(String.init).contains($0.drugSet) } : own
    return exposures.contains { $0.fills[interval] > 0 || $0.coveredDays[interval] > 0 }
  }
}

/// One patient in one interval at one line of results.csv.
private struct RowFacts: PatientFacts {
  let account: PatientAccount
  let interval: Int
  let figure: FigureDefinition

  var measure: String { figure.measure }
  var definition: String { figure.definition }
  var drug: String { figure.drug }
  var numerator: Double { numerator(figure) }

  private func numerator(_ figure: FigureDefinition) -> Double {
    switch figure.numerator {
    case .count(let counter): Double(count(counter))
    case .amount(let counters): account.counts.amount(counters, stratum: 0, interval: interval)
    case .none: Double(denominator)
    }
  }

  var denominator: Int { count(figure.denominatorCounter) }

  private func count(_ counter: Int) -> Int {
    account.counts.count(stratum: 0, interval: interval, counter: counter)
  }

  func numerator(of measure: String, definition: String) -> Double? {
    account.counts.figures.first {
      $0.measure == measure && $0.definition == definition && $0.drug == drug
    }.map(numerator)
  }

  // MARK: The drug's fills and supply

  /// A row of several drugs has none of its own.
  private var exposure: PatientAccount.Exposure? { account.exposures.first { $0.drugSet == drug } }

  var fills: Int { exposure.map { $0.fills[interval] } ?? 0 }
  var suppliedDays: Int { exposure.map { $0.suppliedDays[interval] } ?? 0 }
  var coveredDays: Int { exposure.map { $0.coveredDays[interval] } ?? 0 }

  func longestRun(gapDays: Int) -> Int {
    var (start, end, longest) = (Day(.min), Day(.min), 0)
    for span in exposure?.coverage ?? [] {
      if end == Day(.min) || span.start - end - 1 > gapDays { start = span.start }
      end = span.end
      for run in account.observed {
        guard let day = span.intersection(run)?.intersection(account.intervals[interval].span)?.end else {
          continue
        }
        longest = max(longest, day - start + 1)
      }
    }
    return longest
  }

  var times: [(days: Int, isEvent: Bool)] {
    switch figure.derivation {
    case .survival(let series, _), .median(let series):
      let times = account.counts.survival[SurvivalKey(series: series, stratum: 0, interval: interval)] ?? []
      return times.map { ($0.days, $0.events > 0) }
    default: return []
    }
  }

  var value: Int? {
    guard case .quantile(let series, _) = figure.derivation else { return nil }
    return account.counts.values[SurvivalKey(series: series, stratum: 0, interval: interval)]?.first?.value
  }

  func amount(_ value: Double) -> String { fixed(value, decimals: 2) }
}
