import RxCounts
import RxModel
import RxReport
import RxText

/// Why a patient is in or out of a measure's rows in an interval.
struct MeasureReasons {
  let account: PatientAccount
  let study: Study
  let interval: Int

  /// One line of text for lines of results.csv that differ in their denominators alone; nil where the patient is in no
  /// denominator, or has nothing to do with the drug in the interval.
  func line(_ lines: ArraySlice<ResultLine>) -> String? {
    guard let first = lines.first else { return nil }
    let units = lines.filter(isInDenominator).map(\.denominatorUnit)
    let isCounted = numerator(first) > 0
    guard !units.isEmpty, isCounted || hasExposure(first.drug) else { return nil }
    let name = [first.measure, first.definition, first.drug.isEmpty ? "" : "of \(first.drug)"].filter {
      !$0.isEmpty
    }
    let reasons = [reason(first), "of \(units.joined(separator: ", "))"].filter { !$0.isEmpty }
    return
      "  \(isCounted ? "in " : "out") \(name.joined(separator: " ")): \(reasons.joined(separator: "; "))\n"
  }

  /// Whether the patient is in the line's denominator.
  func isInDenominator(_ line: ResultLine) -> Bool { denominator(line) > 0 }

  /// Whether the patient has fills or covered days, in the interval, of the drug, or of any of several.
  private func hasExposure(_ drug: String) -> Bool {
    let own = account.exposures.filter { $0.group == drug }
    let exposures =
      own.isEmpty
      ? account.exposures.filter { drug.split(separator: "+").map(String.init).contains($0.group) } : own
    return exposures.contains { $0.fills[interval] > 0 || $0.coveredDays[interval] > 0 }
  }

  private func count(_ counter: Int) -> Int {
    account.counts.count(cell: 0, interval: interval, counter: counter)
  }

  private func numerator(_ line: ResultLine) -> Double {
    switch line.numerator {
    case .count(let counter): Double(count(counter))
    case .amount(let counters): account.counts.amount(counters, cell: 0, interval: interval)
    }
  }

  private func denominator(_ line: ResultLine) -> Int {
    switch line.denominator {
    case .persons: count(CountTable.persons)
    case .personYears, .personDays: count(CountTable.observedDays)
    case .count(let counter), .years(let counter): count(counter)
    }
  }

  private func reason(_ line: ResultLine) -> String {
    let number = numerator(line)
    let whole = Int(number)
    switch line.measure {
    case "prevalence", "fill_rate":
      return
        "\(whole > 0 || line.measure == "fill_rate" ? "\(fills(line.drug))" : "no fill") on observed days"
    case "incidence":
      return "\(whole) \(whole == 1 ? "event" : "events") of new use, \(denominator(line)) days at risk"
    case "long_term_use": return longTerm(line)
    case "overlap": return "\(overlapDays(line.drug)) overlap days"
    case "overlap_days", "same_prescriber": return "\(whole) of \(denominator(line)) days"
    case "dose": return daily(line)
    case "dose_mean": return "\(fixed(number, decimals: 2)) a day"
    case "ddd": return "\(fixed(number, decimals: 2)) DDD"
    case "persistence", "persistence_median": return time(line)
    default: return ""
    }
  }

  private func exposure(_ drug: String) -> PatientAccount.Exposure? {
    account.exposures.first { $0.group == drug }
  }

  private func fills(_ drug: String) -> String {
    let count = exposure(drug)?.fills[interval] ?? 0
    return "\(count) \(count == 1 ? "fill" : "fills")"
  }

  private func longTerm(_ line: ResultLine) -> String {
    guard let exposure = exposure(line.drug) else { return "" }
    for case .longTermUse(_, let definitions) in study.measures {
      for definition in definitions where definition.text == line.definition {
        switch definition {
        case .supply: return "\(exposure.suppliedDays[interval]) days supplied"
        case .covered: return "\(exposure.coveredDays[interval]) covered observed days"
        case .continuous(_, let gap): return "day \(longestRun(exposure, gap)) of an era is the furthest"
        case .defined: return "\(exposure.fills[interval]) fills"
        }
      }
    }
    return ""
  }

  /// The greatest number of days that an era has lasted on an observed covered day of the interval; 0 without one.
  private func longestRun(_ exposure: PatientAccount.Exposure, _ gap: Int) -> Int {
    var (start, end, longest) = (Day(.min), Day(.min), 0)
    for span in exposure.coverage {
      if end == Day(.min) || span.start - end - 1 > gap { start = span.start }
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

  private func overlapDays(_ drug: String) -> Int {
    let line = account.counts.lines.first { $0.measure == "overlap_days" && $0.drug == drug }
    return line.map { Int(numerator($0)) } ?? 0
  }

  /// The daily dose by the line's method.
  private func daily(_ line: ResultLine) -> String {
    let method = line.definition.drop { $0 != "/" }
    let mean = account.counts.lines.first {
      $0.measure == "dose_mean" && $0.drug == line.drug && $0.definition.hasSuffix(method)
    }
    return mean.map { "\(fixed(numerator($0), decimals: 2)) a day" } ?? ""
  }

  private func time(_ line: ResultLine) -> String {
    let series: Int
    switch line.derivation {
    case .survival(let own, _), .median(let own): series = own
    default: return ""
    }
    let times = account.counts.survival[SurvivalKey(series: series, cell: 0, interval: interval)] ?? []
    return times.map { time in
      "\(time.days) days, then \(time.events > 0 ? "discontinued" : "not observed further")"
    }.joined(separator: "; ")
  }
}
