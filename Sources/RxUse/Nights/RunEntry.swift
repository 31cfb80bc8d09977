import Foundation

/// A try of a run as a line of the history tells it: what was run, how it ended, and of the data what the run's own
/// published files tell, and no more.
package struct RunEntry: Codable, Sendable, Equatable {
  /// The ways in which a try ends.
  package enum Outcome: String, Codable, Sendable {
    /// The output has other files than before.
    case written
    /// The output has the bytes that it had; timing.json aside.
    case unchanged
    /// The run ended with a fault, and the output is as it was.
    case failed
  }

  /// An input, with its account where it has one.
  package struct Input: Codable, Sendable, Hashable {
    /// The kind: that of the study's block, or `code list` and the like.
    package var kind: String
    /// The path as the study gives it.
    package var path: String
    package var bytes: Int
    package var sha256: String
    /// Of inputs.csv; nil where it has no such number of this file.
    package var rows: ShownNumber?
    package var rejected: ShownNumber?
    package var notInRoster: ShownNumber?
    package var notInCodeList: ShownNumber?
    package var used: ShownNumber?
  }

  /// A row of attrition.csv.
  package struct Step: Codable, Sendable, Equatable {
    package var step: String
    package var rows: ShownNumber?
    package var patients: ShownNumber?
  }

  /// What became of the rows of the prescriptions.
  package struct Rows: Codable, Sendable, Equatable {
    package var read: ShownNumber?
    /// Those that were not rejected.
    package var accepted: ShownNumber?
    package var rejected: ShownNumber?
    /// Accepted rows whose patient is in the roster and whose drug is in the code list.
    package var matched: ShownNumber?
    package var used: ShownNumber?
  }

  /// What a try that ended well tells of its output.
  package struct Release: Codable, Sendable, Equatable {
    /// The rows of the prescriptions.
    package var rows: Rows
    /// Persons of the roster, or those seen in prescriptions.
    package var persons: ShownNumber?
    package var inputs: [Input]
    package var attrition: [Step]
    /// Rows of results.csv.
    package var figures: Int
    /// Those of them that the output before had not, or had otherwise; nil where there was none before.
    package var changedFigures: Int?
    package var resultsSha256: String
    /// The number of the run's warnings.
    package var warnings: Int
  }

  /// What tells this try from all others, in the log and in the history.
  package var id: String
  /// The end of the try, as `2026-11-30T18:06:01Z`.
  package var time: String
  /// The study file as the user named it.
  package var study: String
  /// Nil where the study could not be read.
  package var studySha256: String?
  /// The output folder as the user named it.
  package var output: String
  /// The version of rxuse.
  package var version: String
  package var exitCode: Int32
  package var outcome: Outcome
  /// The seconds of each stage: those of a run, or `look` where nothing had changed.
  package var seconds: [String: Double]
  /// The message of a try that failed.
  package var error: String?
  /// Nil where the try failed.
  package var release: Release?

  /// The end of the try in seconds since 1970.
  var endSeconds: Int { (try? Date(time, strategy: .iso8601)).map { Int($0.timeIntervalSince1970) } ?? 0 }

  /// The seconds of all stages.
  package var totalSeconds: Double { seconds.values.reduce(0, +) }
}
