import Foundation
import RxModel
import RxRelease
import RxReport

extension RunRecord {
  /// The record of a run of `loaded`.
  /// - Parameters:
  ///   - loaded: the study, its end resolved.
  ///   - inputs: every file that was read.
  ///   - release: what is published.
  ///   - warnings: everything that the run has warned of.
  init(_ loaded: LoadedStudy, inputs: [RunRecord.Input], _ release: Release, warnings: [String]) {
    let (study, attrition) = (loaded.input.study, release.attrition)
    let shown = Set(release.figures.map(\.levels))
    let groups = release.groups.filter(shown.contains)
    self.init(
      rxuseVersion: RxUse.rxuseVersion, title: study.title,
      study: .init(path: loaded.file, sha256: loaded.sha256),
      period: .init(
        start: "\(study.period.days.start)", end: "\(study.period.days.end)",
        interval: study.period.kind.rawValue),
      variables: study.variables.enumerated().map { place, variable in
        .init(name: variable.name, levels: Self.levels(place, groups))
      },
      groupings: study.groupings.map { $0.map { study.variables[$0].name } },
      fillDays: release.fillDays.map { ["\($0.start)", "\($0.end)"] },
      formats: study.formats.map(\.rawValue), inputs: inputs,
      rows: Dictionary(
        uniqueKeysWithValues: attrition.inputs.map { ($0.rawValue, Self.rows(of: $0, attrition)) }),
      persons: attrition.persons.value, hasRoster: study.roster != nil,
      attrition: attrition.steps.map {
        .init(step: $0.name, rows: $0.rows.value, patients: $0.patients.value)
      },
      conflicts: Dictionary(
        uniqueKeysWithValues: attrition.conflicts.filter { $0.patients != .count(0) }.map {
          ($0.field, $0.patients.value)
        }),
      rejectsListed: release.rejects.count, rejectsNotListed: release.rejectsNotListed,
      disclosure: Self.disclosure(release.disclosure),
      measures: study.measures.map { Self.measure($0, study.sensitivity) },
      drugs: loaded.input.drugSets.map { set in
        .init(
          name: set.name, entries: set.chainOfEntry.count,
          ingredients: Set(
            set.chainOfEntry.keys.map { loaded.input.drugs.entries[$0].ingredient }.filter { !$0.isEmpty }
          ).sorted())
      },
      codeList: loaded.input.drugs.origin,
      methods: Methods(study: study).paragraphs.map { .init(heading: $0.heading, text: $0.text) },
      limitations: studyLimitations(study, loaded.input.drugs), warnings: warnings, remarks: release.remarks)
  }

  /// The levels of the variable at `place` in the groups, in their order.
  private static func levels(_ place: Int, _ groups: [[String]]) -> [String] {
    // Of a group by this variable alone first: these are in order.
    let own = groups.filter { group in group.count { $0 != allLevel } == 1 } + groups
    return own.map { $0[place] }.filter { $0 != allLevel }.distinct().map { $0 }
  }

  private static func rows(of input: InputKind, _ attrition: ReleasedAttrition) -> Rows {
    Rows(
      read: attrition.rows(.read(input)),
      rejected: Dictionary(
        uniqueKeysWithValues: attrition.rejected(of: input).map { reason, step in
          (reason.rawValue, step.rows.value)
        }))
  }

  private static func disclosure(_ summary: DisclosureSummary) -> Disclosure {
    Disclosure(
      preset: summary.policy.preset.rawValue, minCell: summary.policy.minCell,
      roundTo: summary.policy.roundTo, figures: summary.figures, suppressed: summary.suppressed,
      audited: summary.audited, narrowestInterval: summary.narrowest, statement: summary.policy.statement)
  }

  /// A measure with its definitions, those under other settings too.
  private static func measure(_ spec: any MeasureSpec, _ grid: SensitivityGrid?) -> Measure {
    let description = type(of: spec).description
    let varied = (grid?.gapDays ?? []).compactMap { spec.varied(gapDays: $0) }
    var labels: [DefinitionLabel] = []
    for label in ([spec] + varied).flatMap(\.definitionLabels)
    where !labels.contains(where: { $0.definition == label.definition }) {
      labels.append(label)
    }
    return Measure(
      key: description.key, title: description.title, rows: description.figures.map(\.measure),
      definitions: labels)
  }
}

/// What the figures of a study can't tell.
private func studyLimitations(_ study: Study, _ drugs: DrugList) -> [String] {
  var items = [
    "A fill is what was dispensed; whether it was taken is not known.",
    "Days' supply is what the data say; where it is wrong, covered days, eras and overlap are wrong too.",
    "Supply from fills dispensed before the data begin is not known: early periods miss it.",
  ]
  if study.roster == nil, study.population == nil {
    items.append(
      "Without a roster or resident counts the denominators are patients seen, so rates are not per resident."
    )
  }
  if drugs.origin == ["built-in"] {
    items.append(
      "Drugs were found by the built-in list; check what stayed unmatched with 'rxuse codes match'.")
  }
  return items
}

extension Encodable {
  /// It as JSON for a file: keys in byte order and in snake case.
  /// - Parameters:
  ///   - file: the file, for messages.
  ///   - isOneLine: true for a line of JSON Lines.
  /// - Returns: its text, with a line end behind it.
  /// - Throws: `RxFault` (70) where it can't be encoded.
  func json(of file: String, isOneLine: Bool = false) throws(RxFault) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isOneLine { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      throw RxFault(.software, "\(file) can't be encoded: \(error)")
    }
  }
}
