import RxCounts
import RxModel
import RxText

/// One patient's account as text: who they are, their fills, supply and overlap on a time line, and for each interval
/// and measure whether they are in it or out of it, and why. It is patient-level, and says so.
/// - Parameters:
///   - account: what a run makes of the patient.
///   - study: the study that is explained.
/// - Returns: lines of text.
package func patientText(_ account: PatientAccount, study: Study) -> String {
  var text = "Patient-level output: it tells of one person; don't pass it on.\n\n"
  text += "Patient \(account.patient) in \"\(study.title)\"\n"
  guard account.isMember else {
    return text
      + (study.roster == nil
        ? "No row dated up to the end of the study: no person of any interval.\n"
        : "Not in the roster: the patient's prescriptions are counted in the attrition and used for nothing.\n")
  }
  return text + person(account) + fills(account) + supply(account, study)
    + account.intervals.indices.map { interval($0, account, study) }.joined() + definitions(study)
}

private func definitions(_ study: Study) -> String {
  let methods = Methods(study: study)
  return "What it means\n" + methods.paragraphs.map { "  \($0.heading): \($0.text.plain)\n" }.joined()
}

private func person(_ account: PatientAccount) -> String {
  var facts = [account.birth.map { "born \($0)" } ?? "birth unknown"]
  if let death = account.death { facts.append("died \(death)") }
  facts += account.levels.map { "\($0.name) \($0.value)" }
  var text = facts.joined(separator: ", ") + "\n"
  text +=
    "Observed: "
    + (account.observed.isEmpty ? "never" : account.observed.map(spanText).joined(separator: "; "))
  if !account.unbroken.isEmpty, account.unbroken != account.observed {
    text +=
      "\nOf an observation of \(account.unbroken.map(spanText).joined(separator: "; ")): the other days are looked back on alone"
  }
  if let day = account.includedFrom { text += "\nListed in 'persons.include' from \(day) on" }
  if let day = account.excludedFrom { text += "\nListed in 'persons.exclude' from \(day) on" }
  return text + "\n\n"
}

private func spanText(_ span: DaySpan) -> String { "\(span.start) to \(span.end)" }

private func days(_ count: Int) -> String { "\(count) \(count == 1 ? "day" : "days")" }

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

// MARK: Fills and supply

private func fills(_ account: PatientAccount) -> String {
  var notes: [String] = []
  if account.duplicates > 0 { notes.append("\(account.duplicates) duplicate rows are left out") }
  if account.hasUnlisted { notes.append("rows of drugs that are not in the code list are left out") }
  if account.hasLate { notes.append("rows dated after the study are left out") }
  let note = notes.isEmpty ? "" : "(\(notes.joined(separator: "; ")))\n"
  guard !account.fills.isEmpty else { return "Fills: none\n\(note)\n" }
  var rows = [["date", "days", "supply until", "drug", "is", "a fill of", "dose per day"]]
  for fill in account.fills {
    let doses = fill.dosesPerDay.map { "\($0.dose.map { fixed($0, decimals: 2) } ?? "unknown") \($0.book)" }
    rows.append([
      "\(fill.supply.start)", "\(fill.supply.days)", "\(fill.supply.end)", fill.drug,
      fill.isObserved ? "" : "unobserved", fill.drugSets.joined(separator: ", "),
      doses.joined(separator: "; "),
    ])
  }
  return "Fills\n" + table(rows) + note + "\n"
}

private func table(_ rows: [[String]]) -> String {
  let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    let line = zip(row, widths).map { padded($0, $1) }.joined(separator: "  ")
    return "  " + line.reversed().drop { $0 == " " }.reversed() + "\n"
  }.joined()
}

/// Months as columns of a time line: `#` all days covered, `+` some, `.` none.
private func supply(_ account: PatientAccount, _ study: Study) -> String {
  let used = account.exposures.filter { !$0.coverage.isEmpty }
  guard !used.isEmpty else { return "" }
  let pairs = study.measures.flatMap(\.overlapPairs)
  let months = StudyPeriod(days: study.period.days, kind: .month).intervals
  let names = used.map(\.drugSet) + pairs.map(\.text)
  let width = names.map(\.count).max() ?? 0
  var text = "Supply by month (# all days, + some, . none), carry_over \(study.carryOver.rawValue)\n"
  var year = 0
  var header = ""
  for month in months {
    let own = month.start.civil.year
    if own != year, header.count <= months.count - 4 {
      header = padded(header, months.prefix { $0.start < month.start }.count) + "\(own)"
    }
    year = own
  }
  text += "  \(padded("", width))  \(header)\n"
  func line(_ name: String, _ spans: [DaySpan]) {
    let marks = months.map { month in
      let covered = spans.compactMap { $0.intersection(month)?.days }.reduce(0, +)
      return covered == 0 ? "." : covered == month.days ? "#" : "+"
    }
    text += "  \(padded(name, width))  \(marks.joined())\n"
  }
  for exposure in used { line(exposure.drugSet, exposure.coverage) }
  for pair in pairs {
    let spans = [pair.first, pair.second].map { name in
      account.exposures.first { $0.drugSet == name.name }?.coverage ?? []
    }
    let both = spans[0].flatMap { one in spans[1].compactMap { one.intersection($0) } }
    if !both.isEmpty {
      line(pair.text, both)
      text += "  \(padded("", width))  overlap: \(both.map(spanText).joined(separator: "; "))\n"
    }
  }
  for exposure in used {
    text += "  \(exposure.drugSet) is covered \(exposure.coverage.map(spanText).joined(separator: "; "))\n"
  }
  return text + "\n"
}

// MARK: Intervals

private func whyNoPerson(
  _ interval: PatientAccount.Interval, _ account: PatientAccount, _ study: Study
) -> String {
  let rule = study.persons
  let why =
    switch interval.unmet {
    case nil: "out for no reason that is known"
    case .observed where rule.requiresFullObservation:
      "not observed on all of its \(days(interval.span.days)), which 'persons: full' asks for"
    case .observed:
      "no observed day"
        + (rule.priorObservationDays > 0
          ? " behind the \(days(rule.priorObservationDays)) of 'persons.prior_observation'" : "")
    case .listed:
      account.includedFrom.map { "listed in 'persons.include' from \($0) on, too late for it" }
        ?? "not listed in 'persons.include'"
    case .notExcluded:
      account.excludedFrom.map { "listed in 'persons.exclude' from \($0) on, too early for it" }
        ?? "listed in 'persons.exclude'"
    case .levels: otherLevels(account, rule)
    case .age:
      interval.age.map { "\($0) years old on the first observed day, which 'persons.age' leaves out" }
        ?? "of unknown age, which 'persons.age' leaves out"
    case .groupsKnown:
      "'groups.unknown: drop', and \(account.unknownVariables.joined(separator: ", ")) "
        + (account.unknownVariables.count == 1 ? "is unknown" : "are unknown")
    }
  let observed =
    interval.observedDays > 0
    ? "observed on \(interval.observedDays) of \(days(interval.span.days)), and " : ""
  return ": \(observed)no person of it: \(why)"
}

/// The variables whose level is none of those that the study asks for.
private func otherLevels(_ account: PatientAccount, _ rule: PersonRule) -> String {
  let others = rule.levels.compactMap { variable, labels -> String? in
    guard let own = account.levels.first(where: { $0.name == variable.name })?.value, !labels.contains(own)
    else { return nil }
    return "\(variable.name) is \(own), and 'persons.levels' asks for \(labels.joined(separator: " or "))"
  }
  return others.joined(separator: "; ")
}

private func interval(_ place: Int, _ account: PatientAccount, _ study: Study) -> String {
  let interval = account.intervals[place]
  var text = "\(periodName(interval.span))"
  guard interval.isPerson else { return text + whyNoPerson(interval, account, study) + "\n\n" }
  text += ": a person of it, observed on \(interval.observedDays) of \(days(interval.span.days))"
  text += interval.age.map { ", \($0) years old on the first\n" } ?? ", age unknown\n"
  for exposure in account.exposures where exposure.fills[place] > 0 || exposure.coveredDays[place] > 0 {
    text +=
      "  \(exposure.drugSet): \(exposure.fills[place]) \(exposure.fills[place] == 1 ? "fill" : "fills"), "
      + "\(days(exposure.suppliedDays[place])) supplied, \(exposure.coveredDays[place]) observed days covered\n"
  }
  let reasons = MeasureReasons(account: account, study: study, interval: place)
  var absent: [String] = []
  for run in runsOfFigures(account.counts.figures) {
    let figures = account.counts.figures[run]
    if let line = reasons.line(figures) {
      text += line
    } else {
      absent += figures.filter { !reasons.isInDenominator($0) }.map(\.denominatorUnit)
    }
  }
  let idle = account.exposures.filter { $0.fills[place] == 0 && $0.coveredDays[place] == 0 }.map(\.drugSet)
  if !idle.isEmpty {
    text +=
      "  out of every numerator of \(idle.joined(separator: ", ")): no fill on an observed day, no day covered\n"
  }
  let units = absent.distinct()
  if !units.isEmpty { text += "  not in the denominators \(units.joined(separator: ", "))\n" }
  return text + "\n"
}
