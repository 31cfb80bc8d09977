import RxCounts
import RxDecode
import RxModel
import RxReport

/// The contents of files by the marks of these: a file with the same marks is not read to know its content.
struct KnownContents: Sendable {
  /// So many files are kept in mind; those that were known longest ago are forgotten first.
  private static let most = 100_000

  /// What a look at a file tells.
  struct Look: Sendable {
    /// Its marks; nil where it is no regular file.
    var marks: FileMarks?
    /// True where these were old enough to tell a file that is the same still.
    var isSettled = false
    /// Its content; nil where it isn't known.
    var content: FileContent?
  }

  private struct Known {
    var content: FileContent
    /// True where the same marks are the same bytes.
    var isSettled: Bool
  }

  private var contents: [FileMarks: Known] = [:]
  /// The order in which they were known last.
  private var order: [FileMarks] = []
  private var sizes: Set<Int> = []

  /// No files.
  init() {}

  /// The content of the file at `path`, so far as it can be had without reading more than a file that could be known.
  /// - Parameters:
  ///   - path: where it is.
  ///   - rehashes: true where marks are not trusted.
  /// - Returns: what is told.
  func look(at path: String, rehashes: Bool) -> Look {
    guard let marks = FileMarks(path) else { return Look() }
    var look = Look(marks: marks, isSettled: marks.isSettled)
    if !rehashes, let known = contents[marks], known.isSettled {
      look.content = known.content
    } else if sizes.contains(marks.bytes), let digest = FileDigest(at: path) {
      // A file that was copied or touched has other marks, and is read if one of its size is known.
      look.content = FileContent(bytes: digest.bytes, sha256: digest.sha256)
    }
    return look
  }

  /// Takes note that a file had this content.
  /// - Parameters:
  ///   - marks: the marks that it had before it was read.
  ///   - isSettled: whether they were old enough then to tell that it is the same still.
  ///   - content: what was read.
  mutating func note(_ marks: FileMarks, isSettled: Bool, _ content: FileContent) {
    guard marks.bytes == content.bytes else { return }
    contents[marks] = Known(content: content, isSettled: isSettled)
    order.append(marks)
  }
}

extension KnownContents: Storable {
  func store(in bytes: inout StoredBytes) {
    var seen: Set<FileMarks> = []
    let last = order.reversed().filter { seen.insert($0).inserted }.prefix(Self.most)
    bytes.add(
      Array(
        last.reversed().compactMap { marks in
          contents[marks].map { Entry(marks: marks, isSettled: $0.isSettled, content: $0.content) }
        }))
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    let entries: [Entry] = try bytes.next()
    for entry in entries {
      contents[entry.marks] = Known(content: entry.content, isSettled: entry.isSettled)
      sizes.insert(entry.content.bytes)
    }
    order = entries.map(\.marks)
  }

  private struct Entry: Storable {
    let marks: FileMarks
    let isSettled: Bool
    let content: FileContent

    init(marks: FileMarks, isSettled: Bool, content: FileContent) {
      (self.marks, self.isSettled, self.content) = (marks, isSettled, content)
    }

    func store(in bytes: inout StoredBytes) {
      bytes.add(marks)
      bytes.add(isSettled)
      bytes.add(content)
    }

    init(from bytes: inout StoredReader) throws(StoredFault) {
      marks = try bytes.next()
      isSettled = try bytes.next()
      content = try bytes.next()
    }
  }
}

extension FileMarks: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(device)
    bytes.add(number)
    bytes.add(self.bytes)
    bytes.add(modified)
    bytes.add(changed)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    device = try bytes.next()
    number = try bytes.next()
    self.bytes = try bytes.next()
    modified = try bytes.next()
    changed = try bytes.next()
  }
}
