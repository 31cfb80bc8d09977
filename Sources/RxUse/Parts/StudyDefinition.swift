import RxCounts
import RxModel
import RxReport

/// A study with all that defines it, so that it can be finished where its files are not: the text of the study file, the
/// small tables that it names, and the names of its data's files.
struct StudyDefinition: Sendable {
  /// A small file: one that the study file includes, weights or a code list.
  struct Table: Sendable, Equatable {
    var entry: RunRecord.Input
    /// The names by which the study knows it.
    var names: [String]
    var content: [UInt8]
  }

  /// The study file as the user named it.
  var path: String
  /// The SHA-256 of the study file's text.
  var sha256: String
  /// The text of a study file that says the same by itself.
  var text: String
  var tables: [Table]
  /// The files of each kind of input, in the order in which they are read.
  var files: [InputKind: [String]]
  /// What is worth knowing of the study, but no mistake.
  var warnings: [String]

  /// In what it differs from `other`, in words; nil where both are the same study.
  func difference(from other: StudyDefinition) -> String? {
    if sha256 != other.sha256 { return "another study file" }
    func entries(_ study: StudyDefinition, included: Bool) -> [RunRecord.Input] {
      study.tables.map(\.entry).filter { ($0.kind == InputDigests.included) == included }
    }
    if entries(self, included: true) != entries(other, included: true) {
      return "another included study file"
    }
    if entries(self, included: false) != entries(other, included: false) {
      return "another code list, or other weights"
    }
    return files == other.files ? nil : "other input files"
  }
}

extension RunRecord.Input: Storable {
  package func store(in stored: inout StoredBytes) {
    stored.add(kind)
    stored.add(path)
    stored.add(bytes)
    stored.add(sha256)
  }

  package init(from stored: inout StoredReader) throws(StoredFault) {
    self.init(
      kind: try stored.next(), path: try stored.next(), bytes: try stored.next(), sha256: try stored.next())
  }
}

extension StudyDefinition.Table: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(entry)
    bytes.add(names)
    bytes.add(bytes: content)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    entry = try bytes.next()
    names = try bytes.next()
    content = try bytes.nextBytes()
  }
}

extension StudyDefinition: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(path)
    bytes.add(sha256)
    bytes.add(text)
    bytes.add(tables)
    bytes.add(files)
    bytes.add(warnings)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    path = try bytes.next()
    sha256 = try bytes.next()
    text = try bytes.next()
    tables = try bytes.next()
    files = try bytes.next()
    warnings = try bytes.next()
  }
}
