import RxModel

/// The places of things in a bundle. The study's own files keep their paths relative to it, so that the study finds them
/// there.
struct BundleLayout {
  /// The folder of what the run wrote.
  static let output = "output"
  /// What says what is in it.
  static let readme = "README.txt"
  /// The SHA-256 of each other file, as `sha256sum -c` reads it.
  static let digests = "SHA256SUMS"

  /// The kinds of inputs that go in: what defines a study, and counts of residents. What tells of patients does not.
  static let kinds: Set = InputDigests.definitions.union([InputKind.population.rawValue])

  private static let studyFolder = "study"
  private static let absoluteFolder = "absolute"

  /// The path of the study file.
  let study: String
  private let base: [Substring]

  /// The layout for the output of a run.
  init(_ manifest: ReleaseManifest) {
    // A study that names files above its folder lies so deep that these are in the bundle too.
    let climbs =
      manifest.inputs.filter { Self.kinds.contains($0.kind) }.map { Self.climb($0.path) }.max() ?? 0
    base = Array(repeating: Substring(Self.studyFolder), count: climbs + 1)
    let name = manifest.study.path.split(separator: "/").last ?? "study.yml"
    study = (base + [name]).joined(separator: "/")
  }

  /// The path of an input.
  func path(of input: ReleaseManifest.Input) -> String {
    Self.follow(input.path, from: input.path.hasPrefix("/") ? [Substring(Self.absoluteFolder)] : base)
      .joined(separator: "/")
  }

  /// True where the study finds the input in the bundle; one that it names by an absolute path it does not.
  func isFound(_ input: ReleaseManifest.Input) -> Bool { !input.path.hasPrefix("/") }

  /// The number of folders that a relative path goes up at most.
  private static func climb(_ path: String) -> Int {
    guard !path.hasPrefix("/") else { return 0 }
    var (depth, least) = (0, 0)
    for name in path.split(separator: "/") where name != "." {
      depth += name == ".." ? -1 : 1
      least = min(least, depth)
    }
    return -least
  }

  /// The folders and the file that a path leads to; it never leads above the first folder.
  private static func follow(_ path: String, from base: [Substring]) -> [Substring] {
    var place = base
    for name in path.split(separator: "/") where name != "." {
      if name != ".." {
        place.append(name)
      } else if place.count > 1 {
        place.removeLast()
      }
    }
    return place
  }
}
