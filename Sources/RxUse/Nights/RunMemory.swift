import Foundation
import Glibc
import RxDecode
import RxModel
import RxReport
import RxStudy

/// What rxuse remembers of the runs of an output, in a hidden file beside it: how the last of them ended, and by which marks
/// their files are known again. It can be deleted at any time: the next run then reads all files.
struct RunMemory {
  /// The last try.
  var lastTry: RunEntry
  /// The last try that ended well, and the one before it.
  var successes: [RunEntry] = []
  /// What made the output that is there; nil where no run has.
  var made: Made?

  /// What made an output, and what it was made of.
  struct Made: Codable {
    /// The version of rxuse, with the size and time of its program.
    var version: String
    var program: String
    /// The SHA-256 of the study file, and of each value that it says or includes by its key.
    var study: String
    var values: [String: String]
    /// Code lists, weights and data.
    var inputs: [KnownFile]
    /// The files of the output.
    var outputs: [KnownFile]
    /// The number of warnings, for which a strict run fails.
    var warnings: Int
  }

  /// The memory of the output at `place`; nil where there is none that this version can read.
  init?(_ place: OutputPlace) {
    // A run on its way has left its mark on a line of its own.
    guard let data = FileManager.default.contents(atPath: place.record),
      let first = data.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first,
      let stored = try? JSONDecoder().decode(Stored.self, from: first), let memory = stored.memory
    else { return nil }
    self = memory
  }

  /// A memory of one try.
  init(_ entry: RunEntry) { lastTry = entry }

  /// Adds a try.
  mutating func add(_ entry: RunEntry) {
    lastTry = entry
    if entry.outcome != .failed { successes = [entry] + successes.prefix(1) }
  }

  /// Writes it beside the output, for nobody but its owner, since an output that others can't read tells them nothing
  /// beside it either.
  /// - Throws: `RxFault` (73 or 74).
  func write(_ place: OutputPlace) throws(RxFault) {
    let bytes: Data
    do {
      bytes = try JSONEncoder().encode(Stored(self))
    } catch {
      throw RxFault(.software, "\(place.record) can't be encoded: \(error)")
    }
    try CheckedFile.replacePrivate(place.record, with: Array(bytes))
  }
}

/// A memory as its file has it: an input that several tries had is there once.
private struct Stored: Codable {
  /// A try whose inputs are elsewhere.
  struct Try: Codable {
    let entry: RunEntry
    /// The places of its inputs among all.
    let inputs: [Int]
  }

  private let inputs: [RunEntry.Input]
  private let tries: [Try]
  /// The places of tries.
  private let lastTry: Int
  private let successes: [Int]
  private let made: RunMemory.Made?

  init(_ memory: RunMemory) {
    var (inputs, tries): ([RunEntry.Input], [RunEntry]) = ([], [])
    var places: [RunEntry.Input: Int] = [:]
    let lastTry = tries.place(of: memory.lastTry)
    successes = memory.successes.map { tries.place(of: $0) }
    self.lastTry = lastTry
    self.tries = tries.map { entry in
      var entry = entry
      let own = (entry.release?.inputs ?? []).map { input in
        if let place = places[input] { return place }
        places[input] = inputs.count
        inputs.append(input)
        return inputs.count - 1
      }
      entry.release?.inputs = []
      return Try(entry: entry, inputs: own)
    }
    self.inputs = inputs
    made = memory.made
  }

  /// The memory; nil where the places are none of ours.
  var memory: RunMemory? {
    guard tries.indices.contains(lastTry), successes.allSatisfy(tries.indices.contains),
      tries.allSatisfy({ $0.inputs.allSatisfy(inputs.indices.contains) })
    else { return nil }
    let entries = tries.map { own in
      var entry = own.entry
      entry.release?.inputs = own.inputs.map { inputs[$0] }
      return entry
    }
    var memory = RunMemory(entries[lastTry])
    memory.successes = successes.map { entries[$0] }
    memory.made = made
    return memory
  }
}

extension [RunEntry] {
  /// The place of an entry, behind all others where it is not there yet.
  fileprivate mutating func place(of entry: RunEntry) -> Int {
    if let place = firstIndex(of: entry) { return place }
    append(entry)
    return count - 1
  }
}

extension RunMemory.Made {
  /// This program: its version, and the size and time of its file.
  static var program: String {
    FileMarks("/proc/self/exe").map { "\($0.bytes) bytes of \($0.modified)" } ?? "unknown"
  }

  /// What is going to make an output: the study and its files as they are before they are read. A file that changes while
  /// it is read so has other marks than these.
  init(_ loaded: LoadedStudy) {
    version = rxuseVersion
    program = Self.program
    study = loaded.sha256
    values = loaded.valueDigests
    inputs = loaded.knownInputs
    outputs = []
    warnings = 0
  }

  /// Takes over what a run has read and written.
  /// - Parameters:
  ///   - release: what it tells of its inputs.
  ///   - folder: its output.
  mutating func finish(_ release: RunEntry.Release, _ folder: String) {
    warnings = release.warnings
    let read = Dictionary(
      release.inputs.map { (FileName(kind: $0.kind, name: $0.path), $0.sha256) },
      uniquingKeysWith: { first, _ in first })
    for place in inputs.indices { inputs[place].sha256 = read[inputs[place].file] ?? "" }
    outputs = OutputFiles(folder).all.map { name in
      let path = "\(folder)/\(name)"
      return KnownFile(
        .init(kind: "output", name: name), at: path, sha256: FileDigest(at: path)?.sha256 ?? "")
    }
  }

  /// Looks what is not as it was. Files that are get their present marks.
  /// - Parameters:
  ///   - loaded: the study as it is now.
  ///   - folder: the output.
  ///   - rehashes: true where marks of files are not trusted.
  /// - Returns: the reasons for which a run of `loaded` would have to read and write again, a sentence each.
  mutating func differences(_ loaded: LoadedStudy, _ folder: String, rehashes: Bool) -> [String] {
    var found: [String] = []
    if version != rxuseVersion {
      found.append("version: rxuse \(version) made it, and this is \(rxuseVersion)")
    } else if program != Self.program {
      found.append("version: another build of rxuse \(version) made it")
    }
    found += studyDifferences(loaded)
    let there = loaded.knownPaths
    let paths = Dictionary(there.map { ($0.file, $0.path) }, uniquingKeysWith: { first, _ in first })
    for place in inputs.indices {
      let file = inputs[place].file
      let difference = paths[file].map { inputs[place].difference(at: $0, rehashes: rehashes) } ?? "is gone"
      if let difference { found.append("input: \(file.kind) \(file.name) \(difference)") }
    }
    let known = Set(inputs.map(\.file))
    for (file, _) in there where !known.contains(file) {
      found.append("input: \(file.kind) \(file.name) is new")
    }
    return found + outputDifferences(folder, rehashes: rehashes)
  }

  private mutating func outputDifferences(_ folder: String, rehashes: Bool) -> [String] {
    var found: [String] = []
    for place in outputs.indices {
      let name = outputs[place].file.name
      let difference = outputs[place].difference(at: "\(folder)/\(name)", rehashes: rehashes)
      if let difference { found.append("output: \(name) \(difference)") }
    }
    let known = Set(outputs.map(\.file.name))
    for name in OutputFiles(folder).all where !known.contains(name) {
      found.append("output: \(name) is none of what the run wrote")
    }
    return found
  }

  private func studyDifferences(_ loaded: LoadedStudy) -> [String] {
    let now = loaded.valueDigests
    let keys = Set(values.keys).union(now.keys).sorted()
    let found = keys.compactMap { key -> String? in
      guard values[key] != now[key] else { return nil }
      return
        "study: '\(key)' \(values[key] == nil ? "is new" : now[key] == nil ? "is gone" : "has another value")"
    }
    return found.isEmpty && loaded.sha256 != study
      ? ["study: \(loaded.file) has other bytes, though the same keys and values"] : found
  }
}

extension LoadedStudy {
  /// Included files, code lists, weights and data, with their paths as the system needs them.
  fileprivate var knownPaths: [(file: FileName, path: String)] {
    zip(tables, tablePaths).map { (FileName(kind: $0.kind, name: $0.path), $1) }
      + InputKind.allCases.flatMap { kind in
        (input.files[kind] ?? []).map { (FileName(kind: kind.rawValue, name: $0.name), $0.path) }
      }
  }

  /// These as they are now.
  fileprivate var knownInputs: [KnownFile] { knownPaths.map { KnownFile($0.file, at: $0.path) } }

  /// The SHA-256 of each value of the study with what it includes, by its key with points between, as `measures.overlap.days`.
  fileprivate var valueDigests: [String: String] {
    var digests: [String: String] = [:]
    func add(_ node: StudyNode, _ path: [String]) {
      if case .map(let entries) = node.content, !entries.isEmpty {
        for entry in entries { add(entry.value, path + [entry.key.written]) }
      } else {
        digests[path.joined(separator: ".")] = FileDigest(of: Array(node.written.utf8)).sha256
      }
    }
    add(node, [])
    return digests
  }
}
