import Crypto
import RxCounts
import RxDecode
import RxMeasure
import RxModel
import RxReport

/// What one part of a study's patients, or several of them, come to: whole numbers that add up. It holds small counts, so
/// it is as confidential as the data.
struct StudyState: Sendable {
  /// The version that made it.
  var version: String
  var study: StudyDefinition
  /// The number of parts that the patients are divided into.
  var partCount: Int
  /// The numbers of the parts that it holds, ascending, from 1.
  var parts: [Int]
  /// True where each part has read rows of its own patients alone, so that what was read adds up too.
  var hasOwnRows: Bool
  /// What its patients were measured by.
  var basis: Basis
  /// By part, the size and SHA-256 of the data's files that it has read; of parts that read the same once.
  var inputs: [Int: [RunRecord.Input]]
  /// What was read of the files; of parts that read all rows the first alone has it.
  var reading: StudyReading?
  var counts: StudyCounts

  /// What measuring takes from all patients together.
  struct Basis: Sendable, Equatable {
    /// The day on which observation without a start begins.
    var openStart: Day
    /// The study's last day.
    var end: Day

    /// What fills of `days` make of a study's period, whose end is known.
    init(_ period: StudyPeriod, _ days: DaySpan?) {
      openStart = min(period.days.start, days?.start ?? period.days.start)
      end = period.days.end
    }
  }

  /// The sum of two states that hold other parts of one study.
  static func + (a: StudyState, b: StudyState) -> StudyState {
    var sum = a.parts[0] < b.parts[0] ? a : b
    let other = a.parts[0] < b.parts[0] ? b : a
    sum.parts = (a.parts + b.parts).sorted()
    if a.hasOwnRows { sum.inputs.merge(other.inputs) { one, _ in one } }
    sum.counts = sum.counts + other.counts
    if let reading = other.reading {
      sum.reading?.add(reading)
      sum.reading = sum.reading ?? reading
    }
    return sum
  }

  /// Refuses a state that can't be added to this one, which came from the file `own`.
  /// - Throws: `RxFault` (65) that names both files.
  func check(_ other: StudyState, file: String, own: String) throws(RxFault) {
    func refuse(_ what: String, _ remedy: String) -> RxFault {
      RxFault(.data, "\(file): \(what)", remedy: remedy)
    }
    guard other.version == version else {
      throw refuse(
        "it was made by rxuse \(other.version), and \(own) by \(version)", "make all parts with one version")
    }
    if let difference = other.study.difference(from: study) {
      throw refuse("it is of \(difference) than \(own)", "merge the parts of one study")
    }
    guard other.partCount == partCount else {
      throw refuse(
        "it is of \(other.partCount) parts, and \(own) of \(partCount)", "divide the patients once")
    }
    if let twice = other.parts.first(where: parts.contains) {
      throw refuse("part \(twice) is in \(own) too", "name each part once")
    }
    guard other.hasOwnRows == hasOwnRows else {
      throw refuse(
        "it has read rows of \(other.hasOwnRows ? "its own patients alone" : "all patients"), and \(own) has not",
        "make all parts in one way")
    }
    guard hasOwnRows || other.inputs.values.first == inputs.values.first else {
      throw refuse("its input files are not what \(own) has read", "make the parts of the same data")
    }
  }

  /// The data's files as run.json names them: of a name that several parts have their bytes together, and the SHA-256 of
  /// their SHA-256s by part, a line each.
  var readInputs: [RunRecord.Input] {
    let all = inputs.sorted { $0.key < $1.key }.flatMap(\.value)
    let files = all.map { InputName(kind: $0.kind, path: $0.path) }.distinct()
    return files.map { file in
      let own = all.filter { $0.kind == file.kind && $0.path == file.path }
      guard own.count > 1 else { return own[0] }
      let digests = own.map { "\($0.sha256)\n" }.joined()
      return RunRecord.Input(
        kind: file.kind, path: file.path, bytes: own.reduce(0) { $0 + $1.bytes },
        sha256: hexadecimal(SHA256.hash(data: Array(digests.utf8))))
    }
  }

  /// The parts that are missing.
  var missing: [Int] { Set(1...partCount).subtracting(parts).sorted() }
}

/// The name of an input file among those of its kind.
private struct InputName: Hashable {
  let kind: String
  let path: String
}

// MARK: As a file

extension StudyState.Basis: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(openStart)
    bytes.add(end)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    openStart = try bytes.next()
    end = try bytes.next()
  }
}

extension StudyState: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(version)
    bytes.add(study)
    bytes.add(partCount)
    bytes.add(parts)
    bytes.add(hasOwnRows)
    bytes.add(basis)
    bytes.add(inputs)
    bytes.add(reading)
    bytes.add(counts)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    version = try bytes.next()
    study = try bytes.next()
    partCount = try bytes.next()
    parts = try bytes.next()
    hasOwnRows = try bytes.next()
    basis = try bytes.next()
    inputs = try bytes.next()
    reading = try bytes.next()
    counts = try bytes.next()
  }
}

extension StudyState {
  private static let file = SealedFile<StudyState>(
    format: "rxuse state 3", maker: "'rxuse map' or 'rxuse merge'")

  /// The bytes of its file.
  /// - Throws: `RxFault` (70) where they can't be compressed.
  func bytes() throws(RxFault) -> [UInt8] { try Self.file.bytes(self) }

  /// Reads the state at `path`.
  /// - Throws: `RxFault`: 66 where it can't be read, 65 where it is none, is cut off or was changed.
  init(path: String) throws(RxFault) {
    self = try Self.file.value(at: path) { state in
      (1...PatientPart.mostParts).contains(state.partCount) && !state.parts.isEmpty
        && state.parts == Set(state.parts).sorted()
        && state.parts.allSatisfy((1...state.partCount).contains)
    }
  }
}
