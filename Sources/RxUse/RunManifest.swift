import Foundation
import RxAggregate
import RxModel

/// run.json: what was run, on what, how long it took. The only file that names a time or a machine.
struct RunManifest {
  let loaded: LoadedStudy
  let digests: [InputDigests.Entry]
  let rejects: [InputKind: RejectTotals]
  /// How many rejects rejects.csv lists.
  let listed: Int
  let attrition: Attrition
  let threads: Int
  /// Bytes that went to the disk for want of memory.
  let spilledBytes: Int
  let clock: StageClock

  private struct Document: Encodable {
    struct StudyFile: Encodable {
      let path: String
      let sha256: String
    }
    struct Rows: Encodable {
      let read: Int
      let rejected: [String: Int]
    }
    struct Step: Encodable {
      let step: String
      let rows: Int
      let patients: Int?
    }
    let rxuseVersion: String
    let study: StudyFile
    let inputs: [InputDigests.Entry]
    let rows: [String: Rows]
    let attrition: [Step]
    let rejectsListed: Int
    let rejectsNotListed: Int
    let threads: Int
    let spilledBytes: Int
    let secondsPerStage: [String: Double]
    let peakMemoryBytes: Int
    let start: String
    let end: String
  }

  /// The document, keys in byte order.
  func json() throws(RxFault) -> String {
    let rejected = rejects.values.reduce(0) { $0 + $1.rejected }
    let document = Document(
      rxuseVersion: RxUse.rxuseVersion, study: .init(path: loaded.file, sha256: loaded.sha256),
      inputs: digests,
      rows: Dictionary(
        uniqueKeysWithValues: rejects.map { kind, totals in
          let reasons = Dictionary(uniqueKeysWithValues: totals.counts.map { ($0.key.rawValue, $0.value) })
          return (kind.rawValue, .init(read: totals.rows, rejected: reasons))
        }),
      attrition: attrition.steps.map { .init(step: $0.name, rows: $0.rows, patients: $0.patients) },
      rejectsListed: listed, rejectsNotListed: rejected - listed, threads: threads,
      spilledBytes: spilledBytes, secondsPerStage: clock.seconds, peakMemoryBytes: peakMemoryBytes(),
      start: timestamp(clock.start),
      end: timestamp(Date()))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do {
      return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    } catch {
      throw RxFault(.software, "run.json can't be encoded: \(error)")
    }
  }

  private func timestamp(_ date: Date) -> String { date.formatted(.iso8601) }
}

/// Seconds of each stage of a run.
struct StageClock {
  /// When the run began.
  let start = Date()
  /// By stage.
  private(set) var seconds: [String: Double] = [:]
  private var last = ContinuousClock.now

  /// The stage that ran until now was `stage`.
  mutating func finish(_ stage: String) {
    let now = ContinuousClock.now
    seconds[stage] = Double((now - last) / .milliseconds(1)).rounded() / 1000
    last = now
  }
}

/// The most memory that the process has held so far.
private func peakMemoryBytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
