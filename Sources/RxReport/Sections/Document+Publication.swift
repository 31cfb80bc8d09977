import RxModel
import RxRelease

extension Document {
  /// The report of a publication, in the order of its sections; one that a study has no figures for is not there.
  init(_ facts: ReportFacts) {
    title = facts.record.title
    period = facts.period
    self.facts = facts.headFacts
    sections = [
      summarySection, knowSection, countedSection, timeSection, groupSection, longTermSection, overlapSection,
      otherSection, productsSection, sensitivitySection, qualitySection, methodsSection, disclosureSection,
      reproductionSection,
    ].compactMap { $0(facts) }
  }
}

/// A publication with what several sections look up in it.
struct ReportFacts: Sendable {
  let publication: Publication
  let figures: PublishedFigures
  /// The intervals that the study does not cut short.
  let wholeIntervals: [DaySpan]
  /// Those that it cuts short.
  let partialIntervals: [DaySpan]
  /// The groups that one variable alone makes, by variable in the order of the study.
  let singleGroups: [(variable: String, groups: [[String]])]
  private let titles: [String: String]
  private let labels: [String: [String: DefinitionLabel]]

  init(_ publication: Publication) {
    self.publication = publication
    figures = PublishedFigures(publication)
    let kind = IntervalKind(rawValue: publication.record.period.interval) ?? .whole
    func isWhole(_ span: DaySpan) -> Bool { StudyPeriod(days: span, kind: kind).coversWhole(span) }
    let groups = figures.groups
    singleGroups = publication.variables.enumerated().compactMap { place, name in
      let own = groups.filter { group in
        group.enumerated().allSatisfy { ($0.offset == place) == ($0.element != allLevel) }
      }
      return own.isEmpty ? nil : (name, own)
    }
    wholeIntervals = figures.intervals.filter(isWhole)
    partialIntervals = figures.intervals.filter { !isWhole($0) }
    titles = Dictionary(
      Measures.all.flatMap { $0.description.figures.map { ($0.measure, $0.title) } },
      uniquingKeysWith: { first, _ in first })
    var labels: [String: [String: DefinitionLabel]] = [:]
    for measure in publication.record.measures {
      for row in measure.rows {
        labels[row] = Dictionary(
          measure.definitions.map { ($0.definition, $0) }, uniquingKeysWith: { first, _ in first })
      }
    }
    self.labels = labels
  }

  var record: RunRecord { publication.record }
  /// The group of everyone.
  var everyone: [String] { publication.variables.map { _ in allLevel } }
  /// True where disclosure control was applied.
  var isControlled: Bool { record.disclosure.preset != DisclosurePolicy.Preset.none.rawValue }
  /// True where it was worked out what the published figures allow for those kept back.
  var hasRanges: Bool { publication.figures.contains { $0.range != nil } }
  /// The study's period in words.
  var period: String {
    guard let first = figures.intervals.first, let last = figures.intervals.last else {
      return "\(record.period.start) to \(record.period.end)"
    }
    return Words.period(DaySpan(first.start, last.end))
  }

  /// The lines of a measure's rows.
  func lines(_ measure: String) -> [FigureLine] { figures.lines.filter { $0.measure == measure } }

  /// The lines whose rows are in tables of a kind.
  func lines(_ kind: TableKind) -> [FigureLine] {
    let names = Set(kind.measures)
    return figures.lines.filter { names.contains($0.measure) }
  }

  /// The name of a measure's rows in words.
  func title(_ measure: String) -> String {
    titles[measure].flatMap { $0.isEmpty ? nil : $0 } ?? Words.variable(measure.replacing("_", with: " "))
  }

  /// A definition in words.
  func label(_ line: FigureLine) -> DefinitionLabel {
    labels[line.measure]?[line.definition] ?? DefinitionLabel(line.definition, line.definition)
  }

  /// The last interval that is whole; the last where none is.
  var latest: DaySpan? { wholeIntervals.last ?? figures.intervals.last }

  /// What stands under the title.
  var headFacts: [String] {
    var facts: [String] = []
    if let persons = record.persons {
      facts.append("\(grouped(persons)) \(record.hasRoster ? "persons in the roster" : "patients seen")")
    }
    let files = record.inputs.count { $0.kind == InputKind.prescriptions.rawValue }
    facts.append("\(files) prescription \(files == 1 ? "file" : "files")")
    facts.append("rxuse \(record.rxuseVersion)")
    facts.append(
      isControlled ? "disclosure control: \(record.disclosure.preset)" : "no disclosure control")
    return facts
  }
}
