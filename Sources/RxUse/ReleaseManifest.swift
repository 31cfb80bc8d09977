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
  struct Period: Decodable {
    let end: String
  }
  let rxuseVersion: String
  let study: Study
  let inputs: [Input]
  let disclosure: Disclosure?
  /// Nil where an old version wrote none.
  let period: Period?
  let warnings: [String]?

  var leastCell: Int {
    let own = disclosure?.minCell ?? 0
    return own > 0 ? own : DisclosurePolicy(.cms11).minCell
  }

  /// True where something keeps small counts back.
  var isControlled: Bool {
    disclosure.map { $0.preset != DisclosurePolicy.Preset.none.rawValue || $0.minCell > 0 } ?? false
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
    let known = Set(warnings ?? [])
    let told = (new.warnings ?? []).filter { !known.contains($0) }.map { "the new run warns: \($0)" }
    return reasons + inputs.reasons + told
  }
}
