import CSVStream
import RxCounts
import RxModel

/// The content of an input file: two files with the same have the same rows.
package struct FileContent: Hashable, Sendable {
  /// The number of its bytes.
  package let bytes: Int
  /// Their SHA-256.
  package let sha256: String

  /// A content of so many bytes.
  package init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// What a file of decoded rows holds: whose content it was decoded from, what was read of it, and where the rows are.
struct RowFileIndex {
  /// An input file whose rows are there.
  struct File {
    /// Its content.
    let content: FileContent
    /// What was read of it.
    var account: FileAccount
    /// By day from the account's first on, the rows that were not rejected.
    let rowsOfDay: [Int64]
  }

  /// The request that the rows were decoded for, in words.
  let layout: String
  /// The input files; a row's file is its place here.
  let files: [File]
  /// True where each row says of which file it is.
  let tellsFile: Bool
  /// The first rejects of all files, by their names at that time.
  let rejects: [RejectedRow]
  let shapes: RejectShapes
  /// The strings of each dictionary: drugs, then the patients' own fields of a flat file, then the kept columns.
  let dictionaries: [Segment]
  /// By shard, its rows.
  let shards: [Segment]

  /// The number of rows that were not rejected.
  var rows: Int { files.reduce(0) { $0 + $1.account.accepted } }

  /// True where it tells all only of all its files together.
  var isWholeOnly: Bool { rejects.count >= RejectTotals.mostListed || shapes.isCut }
}

extension Segment: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(start)
    bytes.add(count)
    bytes.add(checksum)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    self.init(start: try bytes.next(), count: try bytes.next(), checksum: try bytes.next())
  }
}

extension FileContent: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(self.bytes)
    bytes.add(sha256)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    self.init(bytes: try bytes.next(), sha256: try bytes.next())
  }
}

extension RowFileIndex.File: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(content)
    bytes.add(account)
    bytes.add(rowsOfDay)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    content = try bytes.next()
    account = try bytes.next()
    rowsOfDay = try bytes.next()
  }
}

extension RowFileIndex: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(layout)
    bytes.add(files)
    bytes.add(tellsFile)
    bytes.add(rejects)
    bytes.add(shapes)
    bytes.add(dictionaries)
    bytes.add(shards)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    layout = try bytes.next()
    files = try bytes.next()
    tellsFile = try bytes.next()
    rejects = try bytes.next()
    shapes = try bytes.next()
    dictionaries = try bytes.next()
    shards = try bytes.next()
    guard shards.count == shardCount, !files.isEmpty else { throw bytes.fault("a file of no rows") }
  }
}
