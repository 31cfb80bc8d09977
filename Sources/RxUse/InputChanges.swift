import RxModel
import RxReport

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
    _ = Self.take(&left, &right) { [$0.kind, $0.path, $0.sha256] }
    _ = Self.take(&left, &right) { [$0.kind, $0.name, $0.sha256] }
    changed = Self.take(&left, &right) { [$0.kind, $0.path] }
    gone = left
    let paths = Dictionary(grouping: new + old) { $0.sha256 }
    come = right.map { input in (input, paths[input.sha256]?.first { $0 != input }?.path) }
  }

  /// Takes away the pairs that are alike in what `key` tells, and returns the new ones of them.
  private static func take(_ old: inout [Input], _ new: inout [Input], by key: (Input) -> [String]) -> [Input]
  {
    var counts = Dictionary(grouping: old, by: key).mapValues(\.count)
    var taken: [Input] = []
    var takenOf: [[String]: Int] = [:]
    new.removeAll { input in
      let own = key(input)
      guard let left = counts[own], left > 0 else { return false }
      counts[own] = left - 1
      takenOf[own, default: 0] += 1
      taken.append(input)
      return true
    }
    old.removeAll { input in
      let own = key(input)
      guard let left = takenOf[own], left > 0 else { return false }
      takenOf[own] = left - 1
      return true
    }
    return taken
  }

  /// True where both have the same data; code lists and weights are none.
  var keepData: Bool { (changed + gone + come.map(\.input)).allSatisfy(\.isDefinition) }

  /// True where both have the same code lists and weights.
  var keepDefinitions: Bool { !(changed + gone + come.map(\.input)).contains(where: \.isDefinition) }

  /// The files by what became of them; one whose bytes came under another name is not lost.
  var files: FileChanges {
    func names(_ inputs: [Input]) -> Set<FileChanges.Name> {
      Set(inputs.map { FileChanges.Name(kind: $0.kind, path: $0.path) })
    }
    let cameBytes = Set(come.map(\.input.sha256))
    return FileChanges(
      came: names(come.map(\.input)),
      lost: names(gone.filter { !$0.isDefinition && !cameBytes.contains($0.sha256) }),
      changed: names(changed), keepDefinitions: keepDefinitions)
  }

  /// The differences in words: a line for each input, or one for many of a kind.
  var reasons: [String] {
    told(changed.map { ($0, "has another content") })
      + told(gone.map { ($0, "went: it is not in the new run") })
      + told(
        come.map { input, twin in
          (
            input,
            "came: it is not in the old run" + (twin.map { ", and has the bytes of \($0)" } ?? "")
          )
        })
  }

  /// The most inputs of a kind that are told each by itself.
  private static let most = 5

  private func told(_ inputs: [(input: Input, what: String)]) -> [String] {
    let kinds = inputs.map(\.input.kind).distinct()
    return kinds.flatMap { kind -> [String] in
      let own = inputs.filter { $0.input.kind == kind }
      let lines = own.prefix(Self.most).map { input, what in
        "\(input.isDefinition ? "definition" : "data"): \(kind) \(input.path) \(what)"
      }
      let more = own.count - lines.count
      return lines + (more > 0 ? ["and \(more) inputs more of \(kind) likewise"] : [])
    }
  }
}
