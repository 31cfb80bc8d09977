import RxModel

/// The parts of a run.json that tell why figures differ.
struct ReleaseManifest: Decodable {
  struct Study: Decodable {
    let path: String
    let sha256: String
  }
  struct Input: Decodable, Hashable {
    let kind: String
    let path: String
    let bytes: Int
    let sha256: String

    /// The name of the file in its folder.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    /// True where it is part of what the study is, and no data.
    var isDefinition: Bool { InputDigests.definitions.contains(kind) }
  }
  struct Disclosure: Decodable, Equatable {
    let preset: String
    let minCell: Int
    let roundTo: Int
  }
  struct Rows: Decodable {
    /// Rows read; nil where disclosure control keeps the number back.
    let read: Int?
  }
  struct Step: Decodable {
    let step: String
    let patients: Int?
  }
  let rxuseVersion: String
  let study: Study
  let inputs: [Input]
  let disclosure: Disclosure?
  let rows: [String: Rows]?
  let persons: Int?
  let attrition: [Step]?

  var leastCell: Int {
    let own = disclosure?.minCell ?? 0
    return own > 0 ? own : DisclosurePolicy(.cms11).minCell
  }

  /// True where the counts are rounded, and so add up to nothing exactly.
  var isRounded: Bool { (disclosure?.roundTo ?? 1) > 1 }

  /// Reasons for which the figures of `new`, whose inputs have changed by `inputs`, can differ from these.
  func differences(from new: ReleaseManifest, _ inputs: InputChanges) -> [String] {
    var reasons: [String] = []
    if rxuseVersion != new.rxuseVersion { reasons.append("version: \(rxuseVersion) -> \(new.rxuseVersion)") }
    if study.sha256 != new.study.sha256 {
      reasons.append("definition: the study file is another (\(study.path) -> \(new.study.path))")
    }
    if disclosure != new.disclosure {
      func text(_ one: Disclosure?) -> String {
        one.map { "\($0.preset), min_cell \($0.minCell), round_to \($0.roundTo)" } ?? "none"
      }
      reasons.append("disclosure control: \(text(disclosure)) -> \(text(new.disclosure))")
    }
    return reasons + inputs.reasons + changedNumbers(to: new)
  }

  /// The rows read of each kind of input, the patients of the prescriptions and the persons, where these numbers are
  /// others and neither is kept back.
  private func changedNumbers(to new: ReleaseManifest) -> [String] {
    func patients(_ one: ReleaseManifest) -> Int? {
      one.attrition?.first { $0.step == AttritionStep.read(.prescriptions).name }?.patients
    }
    var numbers = InputKind.allCases.map { kind in
      ("rows read of \(kind.rawValue)", rows?[kind.rawValue]?.read, new.rows?[kind.rawValue]?.read)
    }
    numbers.append(("patients in prescriptions", patients(self), patients(new)))
    numbers.append(("persons of the roster, or seen", persons, new.persons))
    return numbers.compactMap { what, before, after in
      guard let before, let after, before != after else { return nil }
      return "\(what): \(before) -> \(after)"
    }
  }
}

/// The differences between the inputs of two runs. An input is its kind, its path and its bytes; in another folder it is
/// the same where it keeps its name.
struct InputChanges {
  typealias Input = ReleaseManifest.Input

  /// Those whose bytes are others, by their kind and path.
  private let changed: [Input]
  /// Those that only the old run has.
  private let gone: [Input]
  /// Those that only the new run has, with the path of another input of the same bytes where there is one.
  private let come: [(input: Input, twin: String?)]

  /// The differences between the inputs `old` and `new`.
  init(from old: [Input], to new: [Input]) {
    var (left, right) = (old, new)
    _ = Self.take(&left, &right) { $0 == $1 }
    _ = Self.take(&left, &right) { $0.kind == $1.kind && $0.name == $1.name && $0.sha256 == $1.sha256 }
    changed = Self.take(&left, &right) { $0.kind == $1.kind && $0.path == $1.path }
    gone = left
    come = right.map { input in
      let others = new.filter { $0 != input } + old
      return (input, others.first { $0.sha256 == input.sha256 }?.path)
    }
  }

  /// Takes away the pairs that are alike, and returns the new ones of them.
  private static func take(
    _ old: inout [Input], _ new: inout [Input], _ areAlike: (Input, Input) -> Bool
  ) -> [Input] {
    var taken: [Input] = []
    new.removeAll { input in
      guard let place = old.firstIndex(where: { areAlike($0, input) }) else { return false }
      old.remove(at: place)
      taken.append(input)
      return true
    }
    return taken
  }

  /// True where both have the same data; code lists and weights are none.
  var keepData: Bool { (changed + gone + come.map(\.input)).allSatisfy(\.isDefinition) }

  /// True where both have the same code lists and weights.
  var keepDefinitions: Bool { !(changed + gone + come.map(\.input)).contains(where: \.isDefinition) }

  /// The differences in words.
  var reasons: [String] {
    func text(_ input: Input, _ what: String) -> String {
      "\(input.isDefinition ? "definition" : "data"): \(input.kind) \(input.path) \(what)"
    }
    return changed.map { text($0, "has another content") }
      + gone.map { text($0, "went: it is not in the new run") }
      + come.map { input, twin in
        text(
          input, "came: it is not in the old run" + (twin.map { ", and has the bytes of \($0)" } ?? ""))
      }
  }
}
