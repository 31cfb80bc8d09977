import RxAggregate
import RxCounts
import RxModel
import RxRelease
import RxReport
import RxText

/// What is worth knowing of the data but no mistake. `isOfNobody`: whether there are no persons, which rounded counts
/// don't tell.
func dataWarnings(
  _ study: Study, _ policy: DisclosurePolicy, _ reading: Reading, _ aggregation: Aggregation,
  _ published: PublishedAttrition, isOfNobody: Bool
) -> [String] {
  var warnings: [String] = []
  if let last = reading.lastFillDay, last < study.period.days.end {
    warnings.append(
      "the data end \(policy.isControlled ? "" : "on \(last), ")before the study does on \(study.period.days.end)"
    )
  }
  if reading.lastFillDay == nil {
    warnings.append("no prescription row was accepted: every figure is of nobody or 0")
  }
  if let hint = unmatchedHint(aggregation.attrition) { warnings.append(hint) }
  warnings += warningsOfNobody(reading, aggregation, isOfNobody: isOfNobody)
  // Rounding keeps back 0 too, of which there is nothing to say.
  let leastKeptBack = policy.preset == .cms11 ? 1 : 0
  for conflict in published.conflicts where conflict.patients.value ?? leastKeptBack > 0 {
    warnings.append(
      "the rows of \(conflict.patients.value.map { "\($0)" } ?? "some") patients disagree about \(conflict.field); the value of the earliest fill counts"
    )
  }
  for (variable, ofResidents, ofData) in reading.levelsUnlikePopulation {
    func list(_ levels: [String]) -> String { levels.map { "'\($0)'" }.joined(separator: ", ") }
    if !ofResidents.isEmpty {
      warnings.append("nobody in the data has the \(variable) \(list(ofResidents)) of the population file")
    }
    // A level that stands in no row is not told where small counts are kept back.
    if !ofData.isEmpty, !policy.isControlled {
      warnings.append(
        "the population file has no residents of the \(variable) \(list(ofData)): rates per resident lack these people"
      )
    }
  }
  let reserved = levelLabel(allLevel)
  for (place, variable) in study.variables.enumerated()
  where aggregation.counts.cells.contains(where: { $0.levels[place] == reserved }) {
    warnings.append(
      "'\(variable.name)' is '\(allLevel)' for some in the data, which in results.csv stands for everyone: that level is "
        + "written '\(reserved)'")
  }
  return warnings
}

/// What to say where no drug of the data is in the code list, or nil.
func unmatchedHint(_ attrition: Attrition) -> String? {
  let listed =
    [.used, .outsideObservation, .afterStudy, .duplicate].reduce(0) { $0 + attrition.rows(of: $1) }
  guard listed == 0, attrition.rows(of: .notInCodeList) > 0 else { return nil }
  return "no drug of the data is in the code list: every figure is 0; see what the drugs would become with "
    + "'rxuse codes match'"
}

/// What to say where the files about patients, or what they tell of those in the prescriptions, leave nobody.
private func warningsOfNobody(_ reading: Reading, _ aggregation: Aggregation, isOfNobody: Bool) -> [String] {
  func isEmpty(_ kind: InputKind) -> Bool { reading.rejects[kind].map { $0.rows == $0.rejected } ?? false }
  for kind in [InputKind.patients, .observation] where isEmpty(kind) {
    return ["no row of \(kind.rawValue) was accepted, so that nobody is observed: there are no figures"]
  }
  let alike = "check that identifiers are written alike in all files, zeros in front and spaces too"
  if isOfNobody, reading.lastFillDay != nil {
    return [
      "nobody is a person of any interval, so that there are no figures; look at the observation periods, and \(alike)"
    ]
  }
  var warnings: [String] = []
  let accepted = reading.rejects[.prescriptions].map { $0.rows - $0.rejected } ?? 0
  if accepted > 0, aggregation.attrition.rows(of: .notInRoster) == accepted {
    warnings.append("no prescription is of a patient in the roster: every figure is 0; \(alike)")
  }
  if reading.deathsAreOfNobody {
    warnings.append("no date of death is of a patient in the roster; \(alike)")
  }
  return warnings
}

/// What to say of rates per resident with more persons than residents; `rows` are those that are shown.
func residentWarnings(_ rows: [ResultRow], variables: [String]) -> [String] {
  let beyond = rows.filter { row in
    guard row.denominatorUnit == "residents", let numerator = row.numerator, let denominator = row.denominator
    else {
      return false
    }
    return numerator.value > denominator.value
  }
  guard let first = beyond.first, let numerator = first.numerator, let denominator = first.denominator else {
    return []
  }
  let levels = zip(variables, first.levels).filter { $1 != allLevel }.map { ", \($0) \($1)" }.joined()
  return [
    "more persons than residents, first of \(beyond.count) times in \(first.measure) of \(first.drug) from "
      + "\(first.period.start)\(levels) (\(fixed(numerator.value, decimals: 0)) of "
      + "\(fixed(denominator.value, decimals: 0))): look at the counts and the years of the population file"
  ]
}
