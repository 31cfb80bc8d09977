import Foundation
import RxModel
import RxRelease
import RxText

/// The record of a run, run.json: what was run, on what, how long it took. The only file that names a time or a machine.
struct RunManifest {
  let loaded: LoadedStudy
  let digests: [InputDigests.Entry]
  let release: Release
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
      /// The number of rows read; nil where disclosure control keeps it back.
      let read: Int?
      let rejected: [String: Int?]
    }
    struct Disclosure: Encodable {
      let preset: String
      let minCell: Int
      let roundTo: Int
      let figures: Int
      let suppressed: Int
      let audited: Int
      /// The width, in persons' worth, that every audited interval has at least; nil where nothing was
      /// audited.
      let narrowestInterval: Double?
    }
    struct Step: Encodable {
      let step: String
      let rows: Int?
      let patients: Int?
    }
    let rxuseVersion: String
    let study: StudyFile
    let inputs: [InputDigests.Entry]
    let rows: [String: Rows]
    /// Persons of the roster, or of those seen in prescriptions; nil where disclosure control keeps it back.
    let persons: Int?
    let attrition: [Step]
    let rejectsListed: Int
    let rejectsNotListed: Int?
    let disclosure: Disclosure
    let threads: Int
    let spilledBytes: Int
    let secondsPerStage: [String: Double]
    let peakMemoryBytes: Int
    let start: String
    let end: String
  }

  /// The document, keys in byte order.
  func json() throws(RxFault) -> String {
    let (attrition, disclosure) = (release.attrition, release.disclosure)
    let document = Document(
      rxuseVersion: RxUse.rxuseVersion, study: .init(path: loaded.file, sha256: loaded.sha256),
      inputs: digests,
      rows: Dictionary(uniqueKeysWithValues: attrition.inputs.map { ($0.rawValue, rows(of: $0)) }),
      persons: attrition.persons.value,
      attrition: attrition.steps.map {
        .init(step: $0.name, rows: $0.rows.value, patients: $0.patients.value)
      },
      rejectsListed: release.rejects.count, rejectsNotListed: release.rejectsNotListed,
      disclosure: .init(
        preset: disclosure.policy.preset.rawValue, minCell: disclosure.policy.minCell,
        roundTo: disclosure.policy.roundTo, figures: disclosure.figures,
        suppressed: disclosure.suppressed,
        audited: disclosure.audited,
        narrowestInterval: disclosure.narrowest),
      threads: threads,
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

  private func rows(of input: InputKind) -> Document.Rows {
    Document.Rows(
      read: release.attrition.rows(.read(input)),
      rejected: Dictionary(
        uniqueKeysWithValues: release.attrition.rejected(of: input).map { reason, step in
          (reason.rawValue, step.rows.value)
        }))
  }

  private func timestamp(_ date: Date) -> String { date.formatted(.iso8601) }
}

/// Seconds of each stage of a run.
struct StageClock {
  /// The time at which the run began.
  let start = Date()
  /// The seconds of each stage, by its name.
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
