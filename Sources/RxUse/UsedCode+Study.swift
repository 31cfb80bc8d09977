import RxMeasure
import RxModel
import RxRelease
import RxReport

extension UsedCode {
  /// The rows of the code list that a study uses, in the order of the list, with what a release tells of their use.
  static func all(_ input: AggregationInput, _ release: Release) -> [UsedCode] {
    var names: [Int: [String]] = [:]
    for drugSet in input.drugSets {
      for entry in drugSet.chainOfEntry.keys { names[entry, default: []].append(drugSet.name) }
    }
    let isControlled = release.disclosure.policy.isControlled
    return names.sorted { $0.key < $1.key }.map { entry, names in
      UsedCode(
        input.drugs.entries[entry], names: names,
        rows: isControlled ? nil : release.useOfCodes[entry] ?? 0)
    }
  }
}
