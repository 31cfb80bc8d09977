import Foundation
import RxCounts
import RxModel
import RxReport

/// A study with all that defines it, so that it can be finished where its files are not: the text of the study file, the
/// small tables that it names, and the names of its data's files.
struct StudyDefinition: Codable, Sendable {
  /// A small table: weights or a code list.
  struct Table: Codable, Sendable, Equatable {
    var entry: RunRecord.Input
    /// The names by which the study knows it.
    var names: [String]
    var content: Data
  }

  /// The study file as the user named it.
  var path: String
  /// The SHA-256 of its text.
  var sha256: String
  var text: String
  var tables: [Table]
  /// The files of each kind of input, in the order in which they are read.
  @SortedPairs var files: [InputKind: [String]]
  /// What is worth knowing of the study, but no mistake.
  var warnings: [String]

  /// In what it differs from `other`, in words; nil where both are the same study.
  func difference(from other: StudyDefinition) -> String? {
    if sha256 != other.sha256 { return "another study file" }
    if tables.map(\.entry) != other.tables.map(\.entry) { return "another code list, or other weights" }
    return files == other.files ? nil : "other input files"
  }
}
