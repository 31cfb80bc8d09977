import RxModel
import RxRelease

/// The summary: sentences and key figures, each from published rows.
func summarySection(_ facts: ReportFacts) -> Document.Section? {
  var blocks: [Document.Block] = []
  if !facts.isControlled { blocks.append(.warning(Prose(facts.record.disclosure.statement))) }
  let keys = keyFigures(facts)
  if !keys.isEmpty { blocks.append(.keyFigures(keys)) }
  let sentences =
    facts.focusDrugs.flatMap { useSentences($0, facts) } + longTermSentence(facts)
    + overlapSentence(facts)
  if !sentences.isEmpty { blocks.append(.list(sentences)) }
  return blocks.isEmpty ? nil : .init(id: "summary", title: "Summary", blocks: blocks)
}

private func keyFigures(_ facts: ReportFacts) -> [Document.KeyFigure] {
  guard let latest = facts.latest else { return [] }
  let everyone = facts.everyone
  let period = Words.period(latest)
  var keys: [Document.KeyFigure] = []
  for drug in facts.focusDrugs {
    guard let line = facts.lines("prevalence").first(where: { $0.drug == drug }),
      let figure = facts.figures.figure(line, latest, everyone), Finding.isShown(figure)
    else { continue }
    keys.append(
      .init(
        value: figure.estimateText,
        words:
          "\(Words.unit(line.estimateUnit, line.denominatorUnit)) had one or more \(Words.drug(drug)) fills in "
          + "\(period)\(intervalWords(figure))\(since(line, facts))",
        section: "time"))
  }
  if let range = longTermRange(facts) {
    keys.append(
      .init(
        value: "\(range.least)% to \(range.greatest)%",
        words:
          "of \(Words.drug(range.drug)) users in \(period) were long-term users, depending on the definition",
        section: "long-term"))
  }
  if let line = facts.overlapLine, let figure = facts.figures.figure(line, latest, everyone),
    Finding.isShown(figure), line.denominatorUnit.hasPrefix("exposed:")
  {
    keys.append(
      .init(
        value: "\(figure.estimateText)%",
        words: "\(Words.unit(line.estimateUnit, line.denominatorUnit).dropFirst(2)) in \(period) had "
          + "overlapping \(Words.drug(line.drug)) supply\(intervalWords(figure))",
        section: "overlap"))
  }
  return Array(keys.prefix(4))
}

/// ` (95% interval 36.1 to 55.5)`, or nothing where there are no limits.
private func intervalWords(_ figure: Figure) -> String {
  figure.limits.map { " (95% interval \(rangeText($0.lower, $0.upper, decimals: figure.decimals)))" } ?? ""
}

/// `; 44.8 in 2019`, where the first whole interval is another.
private func since(_ line: FigureLine, _ facts: ReportFacts) -> String {
  guard let first = facts.wholeIntervals.first, first != facts.latest,
    let figure = facts.figures.figure(line, first, facts.everyone), Finding.isShown(figure)
  else { return "" }
  return "; \(figure.estimateText) in \(Words.period(first))"
}

/// How many of how many, whether it rises or falls, and in whom.
private func useSentences(_ drug: String, _ facts: ReportFacts) -> [Prose] {
  guard let latest = facts.latest, let line = facts.lines("prevalence").first(where: { $0.drug == drug }),
    let figure = facts.figures.figure(line, latest, facts.everyone)
  else { return [] }
  let name = Words.drug(drug)
  var sentences: [Prose] = []
  guard Finding.isShown(figure) else {
    return [
      "How many persons had \(name: name) fills in \(words: Words.period(latest)) is kept back by disclosure control."
    ]
  }
  let unit = Words.unit(line.estimateUnit, line.denominatorUnit)
  var first: Prose =
    """
    \(words: figure.numeratorText) of \(words: figure.denominatorText) \
    \(words: Words.denominatorUnit(line.denominatorUnit)) had one or more \(name: name) fills in \
    \(words: Words.period(latest)): \(words: figure.estimateText) \(words: unit)
    """
  first = first + "\(words: intervalWords(figure))"
  sentences.append(first + change(line, figure, latest, facts) + ".")
  for (variable, groups) in facts.singleGroups {
    let named = groups.filter { !$0.contains(unknownLevel) }.map { group in
      (facts.place(group), facts.figures.figure(line, latest, group))
    }
    guard let extremes = Finding.extremes(named.map { (name: $0.0, figure: $0.1) }) else { continue }
    sentences.append(
      """
      By \(name: variable), \(name: name) use was \(words: Finding.times(extremes.times)) as high \
      \(name: extremes.highest) as \(name: extremes.lowest)\(words: Finding.omission(named.map(\.1))).
      """)
  }
  return sentences
}

private func change(
  _ line: FigureLine, _ figure: Figure, _ latest: DaySpan, _ facts: ReportFacts
) -> Prose {
  guard let first = facts.wholeIntervals.first, first != latest,
    let before = facts.figures.figure(line, first, facts.everyone), Finding.isShown(before)
  else { return "" }
  let then: Prose = "\(words: before.estimateText) in \(words: Words.period(first))"
  return switch Finding.change(from: before, to: figure) {
  case .fell: ", down from \(then)"
  case .rose: ", up from \(then)"
  case nil: ", with no clear change since \(words: Words.period(first)) (\(words: before.estimateText))"
  }
}

/// The least and the greatest share of long-term users of the first drug under all definitions, where all are shown, two
/// or more, and not the same.
private func longTermRange(_ facts: ReportFacts) -> (drug: String, least: String, greatest: String)? {
  guard let latest = facts.latest, let drug = facts.focusDrugs.first else { return nil }
  let all = facts.lines("long_term_use").filter { $0.denominatorUnit == "users" && $0.drug == drug }
  let shown = all.compactMap { facts.figures.figure($0, latest, facts.everyone) }.filter {
    Finding.isReliable($0)
  }
  guard let least = shown.min(by: { ($0.estimate ?? 0) < ($1.estimate ?? 0) }),
    let greatest = shown.max(by: { ($0.estimate ?? 0) < ($1.estimate ?? 0) }), shown.count == all.count,
    least.estimateText != greatest.estimateText
  else { return nil }
  return (drug, least.estimateText, greatest.estimateText)
}

private func longTermSentence(_ facts: ReportFacts) -> [Prose] {
  guard let range = longTermRange(facts), let latest = facts.latest else { return [] }
  return [
    """
    Of the users of \(name: Words.drug(range.drug)) in \(words: Words.period(latest)), \(words: range.least)% to \
    \(words: range.greatest)% were long-term users, depending on the definition.
    """
  ]
}

private func overlapSentence(_ facts: ReportFacts) -> [Prose] {
  guard let latest = facts.latest, let own = facts.overlapLine,
    let figure = facts.figures.figure(own, latest, facts.everyone)
  else { return [] }
  guard Finding.isShown(figure) else {
    return [
      """
      What share of the \(name: Words.denominatorUnit(own.denominatorUnit)) in \(words: Words.period(latest)) had overlapping \
      \(name: Words.drug(own.drug)) supply is kept back by disclosure control.
      """
    ]
  }
  return [
    """
    \(words: figure.numeratorText) of \(words: figure.denominatorText) \
    \(name: Words.denominatorUnit(own.denominatorUnit)) in \(words: Words.period(latest)) had \
    overlapping \(name: Words.drug(own.drug)) supply (\(words: facts.label(own).words)): \
    \(words: figure.estimateText)%\(words: intervalWords(figure)).
    """
  ]
}
