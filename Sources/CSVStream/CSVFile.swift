import Glibc

/// One input file, opened: its header, and then its records block by block.
///
/// Plain, gzip and Zstandard files are told apart by their first bytes; `-` is standard input.
package final class CSVFile {
  /// Its place among the run's files.
  package let index: Int
  /// Its name as messages give it.
  package let name: String
  /// The column names of its first record.
  package private(set) var header: [String] = []
  /// The line on which the first byte after the header stands; the header's is 1.
  package private(set) var firstLine = 1
  /// The file's size in bytes, where it is plain and has one.
  package let plainByteCount: Int?
  /// Bytes read from the disk so far.
  package var byteCount: Int { file?.byteCount ?? 0 }
  /// True where its bytes are compressed.
  private let isPacked: Bool
  private let file: FileSource?
  private let source: any ByteSource
  private let dialect: Dialect
  private var splitter: RecordSplitter

  /// Opens `path` and reads its header.
  /// - Throws: `StreamFault` where it can't be opened, is no text in UTF-8, or has no header.
  package init(path: String, name: String, index: Int, dialect: Dialect, observer: (any ByteObserver)? = nil)
    throws(StreamFault)
  {
    self.index = index
    self.name = name
    self.dialect = dialect
    let file = try FileSource(path: path, name: name, observer: observer)
    self.file = file
    (source, isPacked, plainByteCount) = try decompressed(file, name: name)
    splitter = RecordSplitter(dialect: dialect)
    try readHeader()
  }

  /// The CSV text `text`, which is no file.
  /// - Throws: `StreamFault` where it has no header.
  package init(text: String, name: String, dialect: Dialect) throws(StreamFault) {
    index = 0
    self.name = name
    self.dialect = dialect
    file = nil
    isPacked = false
    plainByteCount = text.utf8.count
    source = PrefixedSource(NoSource(), head: Array(text.utf8))
    splitter = RecordSplitter(dialect: dialect)
    try readHeader()
  }

  /// The next block; nil at the end of the file.
  /// - Throws: `StreamFault` where the file can't be read to its end or changed meanwhile.
  package func nextBlock() throws(StreamFault) -> Block? {
    while true {
      if let block = splitter.takeBlock(file: index) { return block }
      if splitter.isExhausted {
        try source.finish()
        return nil
      }
      try splitter.advance(source)
    }
  }

  /// True if `path` is a file that can be read again: no pipe, and not standard input.
  package static func canBeReadAgain(_ path: String) -> Bool {
    byteCount(at: path) != nil
  }

  /// The size of the file at `path` in bytes, packed or not; nil where it is a pipe, or can't be looked at.
  package static func byteCount(at path: String) -> Int? {
    var status = stat()
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// True if the files at both paths have the same bytes once unpacked, headers and all.
  /// - Throws: `StreamFault` where one can't be read.
  package static func haveSameContent(_ a: String, _ b: String, _ dialect: Dialect) throws(StreamFault)
    -> Bool
  {
    let one = try CSVFile(path: a, name: a, index: 0, dialect: dialect)
    let two = try CSVFile(path: b, name: b, index: 0, dialect: dialect)
    guard one.header == two.header, one.firstLine == two.firstLine else { return false }
    while true {
      // The same bytes are cut into the same blocks.
      let (block, other) = (try one.nextBlock(), try two.nextBlock())
      guard let block, let other else { return block == nil && other == nil }
      guard block.content.elementsEqual(other.content) else { return false }
    }
  }

  private func readHeader() throws(StreamFault) {
    // What is no CSV text is known by its first bytes.
    repeat {
      try splitter.advance(source)
    } while splitter.content.count < FileKind.headByteCount && !splitter.atEnd
    if let fault = FileKind.fault(splitter.content, name: name, isPacked: isPacked) { throw fault }
    try refuseUTF16(splitter.content, name: name)
    passOverSeparatorLine()
    // A header that can't be one is looked at no further than this: what follows may be the whole file, or
    // endless.
    let longest = 2 * dialect.longestRecord
    var locator: RecordLocator
    while true {
      let ready = UnsafeRawBufferPointer(rebasing: splitter.content[..<splitter.recordStart])
      locator = RecordLocator(ready, malformedSpans: splitter.malformedSpans, dialect: dialect)
      if let span = splitter.malformedSpans.first,
        span.start < locator.records.first?.bytes.upperBound ?? .max
      {
        throw try badHeader(
          ready[span.start..<min(span.end, span.start + longest)], line: locator.malformed.first?.line,
          span.reason)
      }
      if !locator.records.isEmpty || splitter.isExhausted { break }
      // Nothing but empty lines so far; there may be very many of them.
      firstLine += ready.lineEndCount
      splitter.drop(ready.count)
      if let reason = splitter.skipped, splitter.content.count >= longest {
        throw try badHeader(splitter.content[..<longest], line: 0, reason)
      }
      try splitter.advance(source)
    }
    guard let end = locator.records.first?.bytes.upperBound else {
      throw StreamFault(
        .badData, path: name, "is empty: the first line must name the columns",
        remedy: "an empty file usually means that the step before it failed")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: splitter.content[..<end])
    try refuseBinary(bytes, name: name)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw StreamFault(
        .badData, path: name, "has a header that is not UTF-8",
        remedy: "convert it: iconv -f LATIN1 -t UTF-8 IN > OUT")
    }
    header = try BlockParser(dialect: dialect).header(
      Block(file: index, ordinal: 0, copying: bytes, malformedSpans: [], dialect), path: name)
    firstLine += bytes.lineEndCount
    splitter.drop(end)
  }

  /// Passes over a first line `sep=;` (of any byte), by which spreadsheets tell each other the delimiter.
  private func passOverSeparatorLine() {
    let head = splitter.content.prefix(8)
    let line = head.prefix { !isLineEnd($0) }
    let end = line.count + (head.dropFirst(line.count).starts(with: [0x0D, 0x0A]) ? 2 : 1)
    let text = String(decoding: line, as: UTF8.self).lowercased()
    guard line.count == 5, text.hasPrefix("sep="), end <= splitter.recordStart else { return }
    splitter.drop(end)
    firstLine += 1
  }

  private func badHeader(
    _ bytes: Slice<UnsafeRawBufferPointer>, line: Int?, _ reason: Malformation?
  ) throws(StreamFault) -> StreamFault {
    try refuseBinary(UnsafeRawBufferPointer(rebasing: bytes), name: name)
    return StreamFault(
      .badData, path: name,
      "has a header (line \(firstLine + (line ?? 0))) that can't be read: \(text(of: reason))",
      remedy: "the first line must name the columns; check the delimiter and the quotes")
  }

  private func text(of reason: Malformation?) -> String {
    switch reason {
    case .strayQuote: "a quote stands inside a field"
    case .unclosedQuote: "a quote is never closed"
    case .tooLong, nil: "it is longer than \(dialect.longestRecord) bytes"
    }
  }
}

/// Refuses what begins as UTF-16 text does.
/// - Throws: `StreamFault`.
func refuseUTF16(_ head: UnsafeRawBufferPointer, name: String) throws(StreamFault) {
  let marked = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
  let alternating =
    head.count >= 4
    && ((head[1] == 0 && head[3] == 0 && head[0] != 0) || (head[0] == 0 && head[2] == 0 && head[1] != 0))
  guard marked || alternating else { return }
  throw StreamFault(
    .badData, path: name, "is UTF-16, not UTF-8", remedy: "convert it: iconv -f UTF-16 -t UTF-8 IN > OUT")
}

/// Refuses a first line with a NUL byte.
/// - Throws: `StreamFault`.
func refuseBinary(_ header: UnsafeRawBufferPointer, name: String) throws(StreamFault) {
  guard header.holds(0) else { return }
  throw StreamFault(
    .badData, path: name, "is a binary file, not CSV text",
    remedy: "export it as CSV in UTF-8 (a spreadsheet or database file can't be read)")
}

/// The source of what is in `file`, unpacked: whether it was packed, and its size in bytes where it is plain and has one.
/// - Throws: `StreamFault` where it can't be read or is not what its name says.
func decompressed(
  _ file: FileSource, name: String
) throws(StreamFault) -> (source: any ByteSource, isPacked: Bool, plainByteCount: Int?) {
  let head = try firstBytes(4, of: file)
  if head.starts(with: [0x1F, 0x8B]) {
    return (try withoutByteOrderMark(try GzipSource(file, head: head, path: name), []), true, nil)
  }
  // A frame, or one that is to be skipped, as parallel compressors put before it.
  let isSkippable = head.count == 4 && head[0] & 0xF0 == 0x50 && head[1...] == [0x2A, 0x4D, 0x18]
  if head == [0x28, 0xB5, 0x2F, 0xFD] || isSkippable {
    return (try withoutByteOrderMark(try ZstdSource(file, head: head, path: name), []), true, nil)
  }
  let kind = name.hasSuffix(".gz") ? "gzip" : name.hasSuffix(".zst") ? "Zstandard" : nil
  if let kind {
    throw StreamFault(
      .badData, path: name, "is named like a \(kind) file but holds none",
      remedy: head.isEmpty ? "it is empty; fetch it again" : "fetch it again, or rename it if it is plain CSV"
    )
  }
  return (try withoutByteOrderMark(file, head), false, file.regularByteCount)
}

private func firstBytes(_ count: Int, of source: any ByteSource) throws(StreamFault) -> [UInt8] {
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
  defer { buffer.deallocate() }
  let got = try source.read(into: buffer)
  return Array(buffer[..<got])
}

/// `source` behind the bytes of `head`, its UTF-8 byte order mark skipped.
private func withoutByteOrderMark(_ source: any ByteSource, _ head: [UInt8]) throws(StreamFault)
  -> any ByteSource
{
  let head = head.isEmpty ? try firstBytes(3, of: source) : head
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  return PrefixedSource(source, head: head.starts(with: mark) ? Array(head.dropFirst(3)) : head)
}

/// The end of everything.
private final class NoSource: ByteSource {
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int { 0 }
  func finish() throws(StreamFault) {}
}

/// A source of which some bytes were already taken.
private final class PrefixedSource: ByteSource {
  private let source: any ByteSource
  private var head: [UInt8]

  init(_ source: any ByteSource, head: [UInt8]) {
    self.source = source
    self.head = head
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int {
    guard !head.isEmpty else { return try source.read(into: buffer) }
    let taken = min(head.count, buffer.count)
    buffer.copyBytes(from: head[..<taken])
    head.removeFirst(taken)
    return taken + (try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[taken...])))
  }

  func finish() throws(StreamFault) { try source.finish() }
}
