import CPosix
import CSVStream
import Foundation
import Glibc
import RxModel

/// The metrics of a study's runs, in the text format that Prometheus' node_exporter reads from files:
/// https://prometheus.io/docs/instrumenting/exposition_formats/. All are gauges with the label `study`; what each means is the
/// same text in every file, since node_exporter refuses two that differ. Samples have no times, with which it passes over the
/// whole file.
struct RunMetrics {
  /// A metric.
  private struct Metric {
    let name: String
    let help: String
    /// True where it tells of the last success, and so stays when a run fails.
    let isOfSuccess: Bool

    init(_ name: String, _ help: String, isOfSuccess: Bool = true) {
      self.name = "rxuse_\(name)"
      self.help = help
      self.isOfSuccess = isOfSuccess
    }
  }

  private static let lastSuccess = Metric(
    "last_success_timestamp_seconds", "When the last run that succeeded ended.")
  private static let lastCompletion = Metric(
    "last_completion_timestamp_seconds", "When the last run ended, well or not.", isOfSuccess: false)
  private static let lastExitCode = Metric(
    "last_exit_code", "The exit code of the last run.", isOfSuccess: false)
  private static let seconds = Metric("run_seconds", "Seconds of each stage of the last run that succeeded.")
  private static let rows = Metric(
    "rows", "Rows of prescriptions in the last run that succeeded, as far as its tables tell them.")
  private static let memory = Metric(
    "peak_memory_bytes", "The most memory that the last run that succeeded held.")
  private static let build = Metric(
    "build_info", "1, with the version of the last run.", isOfSuccess: false)

  /// In the order of the file.
  private static let all = [lastSuccess, lastCompletion, lastExitCode, seconds, rows, memory, build]

  /// The beginning of every file of them.
  static let beginning = "# HELP rxuse_"

  /// The text of the file after a try.
  /// - Parameters:
  ///   - entry: the try.
  ///   - old: the text that is there: a try that fails keeps what it tells of the last success.
  /// - Returns: the new text.
  static func text(_ entry: RunEntry, after old: String) -> String {
    let samples = self.samples(entry)
    let kept = old.split(separator: "\n")
    var text = ""
    for metric in all {
      let own =
        entry.outcome == .failed && metric.isOfSuccess
        ? kept.filter { $0.hasPrefix("\(metric.name){\(labels([("study", entry.study)]))") }.map(String.init)
        : (samples[metric.name] ?? []).map {
          "\(metric.name){\(labels([("study", entry.study)] + $0.labels))} \($0.value)"
        }
      guard !own.isEmpty else { continue }
      text += "# HELP \(metric.name) \(metric.help)\n# TYPE \(metric.name) gauge\n"
      text += own.map { $0 + "\n" }.joined()
    }
    return text
  }

  private typealias Sample = (labels: [(String, String)], value: String)

  private static func samples(_ entry: RunEntry) -> [String: [Sample]] {
    let now = "\(entry.endSeconds)"
    var samples: [String: [Sample]] = [
      lastSuccess.name: [([], now)], lastCompletion.name: [([], now)],
      lastExitCode.name: [([], "\(entry.exitCode)")],
      memory.name: [([], "\(peakMemoryBytes())")], build.name: [([("version", entry.version)], "1")],
    ]
    samples[seconds.name] = entry.seconds.sorted { $0.key < $1.key }.map {
      ([("stage", $0.key)], "\($0.value)")
    }
    let counts = entry.release.map(\.rows).map {
      [
        ("read", $0.read), ("accepted", $0.accepted), ("rejected", $0.rejected), ("matched", $0.matched),
        ("used", $0.used),
      ]
    }
    samples[rows.name] = (counts ?? []).compactMap { outcome, number in
      number?.count.map { ([("outcome", outcome)], "\($0)") }
    }
    return samples
  }

  private static func labels(_ labels: [(String, String)]) -> String {
    labels.map { name, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
        "\n", with: "\\n")
      return "\(name)=\"\(escaped)\""
    }.joined(separator: ",")
  }

  /// Writes them to `path` after a try: beside it and then in its place, so that nobody reads half a file, and for everyone
  /// to read, as the exporter is another user.
  /// - Throws: `RxFault` (73 or 74).
  static func write(_ entry: RunEntry, to path: String) throws(RxFault) {
    let old = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    // A name that does not end in .prom is none that the exporter reads.
    let partial = "\(path)\(CheckedFile.partialSuffix)"
    unlink(partial)
    do throws(RxFault) {
      try CheckedFile.write(.text(text(entry, after: old)), to: partial)
      guard chmod(partial, 0o644) == 0, rename(partial, path) == 0 else {
        throw RxFault(.cantCreate, "\(path) can't be put in its place: \(errorText(errno))")
      }
    } catch {
      unlink(partial)
      throw error
    }
  }
}
