@testable import CSVStream

/// A reader written from the contract's "Malformed records" alone: the whole text at once, byte by byte.
///
/// Spaces and tabs around an unquoted field, and outside the quotes of a quoted one, are dropped (libcsv).
/// A line of nothing but spaces is an empty line, unless it is longer than the longest record.
struct ReferenceReader {
  /// The whole text.
  let bytes: [UInt8]
  /// The byte between fields.
  let delimiter: UInt8
  /// The longest record, its line end left out.
  let longestRecord: Int

  private enum State { case fieldStart, plain, quoted, afterQuote }

  private enum Attempt {
    case record(fields: [[UInt8]], end: Int)
    case blank(end: Int)
    case malformed(Malformation, from: Int)
  }

  /// Reads the whole text.
  /// - Parameter columnCount: how many fields a record must have; as many as the header's where nil.
  /// - Returns: what the text says; nil where it has no header that can be read.
  func read(columnCount: Int? = nil) -> Reading? {
    var header: [String]?
    var items: [Reading.Item] = []
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while at < bytes.count {
      let end: Int
      switch attempt(at) {
      case .blank(let next): end = next
      case .record(let fields, let next):
        end = next
        if let header {
          items.append(record(fields, line: line, columnCount: columnCount ?? header.count))
        } else {
          header = fields.map { String(decoding: $0, as: UTF8.self) }
        }
      case .malformed(let reason, let offset):
        guard header != nil else { return nil }
        end = lineEnd(from: offset).next
        items.append(.malformed(line: line, reason))
      }
      line += lineEnds(at..<end)
      at = end
    }
    return header.map { Reading(header: $0, items: items, lineEnds: line - 1) }
  }

  private func record(_ fields: [[UInt8]], line: Int, columnCount: Int) -> Reading.Item {
    var flaws = RecordFlaws()
    if fields.contains(where: { $0.contains(0) }) { flaws.insert(.nul) }
    if fields.count < columnCount { flaws.insert(.tooFewFields) }
    if fields.count > columnCount { flaws.insert(.tooManyFields) }
    return .record(line: line, fields: flaws.isEmpty ? fields : [], flaws: flaws.comparable)
  }

  private func attempt(_ start: Int) -> Attempt {
    var state = State.fieldStart
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isBlank = true
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if state != .quoted, byte == 0x0A || byte == 0x0D { break }
      // A byte of the record, and one too many.
      if at - start >= longestRecord { return .malformed(.tooLong, from: start) }
      if !isSpace(byte) { isBlank = false }
      switch (state, byte) {
      case (.quoted, UInt8(ascii: "\"")): state = .afterQuote
      case (.quoted, _): field.append(byte)
      case (.afterQuote, UInt8(ascii: "\"")) where bytes[at - 1] == UInt8(ascii: "\""):
        field.append(byte)
        state = .quoted
      case (_, delimiter):
        fields.append(state == .plain ? trimmed(field) : field)
        field = []
        state = .fieldStart
      case (.afterQuote, _) where isSpace(byte): break
      case (.afterQuote, _): return .malformed(.strayQuote, from: at)
      case (.fieldStart, _) where isSpace(byte): break
      case (.fieldStart, UInt8(ascii: "\"")): state = .quoted
      case (.plain, UInt8(ascii: "\"")): return .malformed(.strayQuote, from: at)
      default:
        field.append(byte)
        state = .plain
      }
      at += 1
    }
    if state == .quoted { return .malformed(.unclosedQuote, from: start) }
    let end = at < bytes.count ? lineEnd(from: at).next : at
    if isBlank { return .blank(end: end) }
    return .record(fields: fields + [state == .plain ? trimmed(field) : field], end: end)
  }

  private func isSpace(_ byte: UInt8) -> Bool { (byte == 0x20 || byte == 0x09) && byte != delimiter }

  private func trimmed(_ field: [UInt8]) -> [UInt8] {
    var field = field
    while let last = field.last, isSpace(last) { field.removeLast() }
    return field
  }

  /// The first line end at or after `offset`, and what follows it.
  private func lineEnd(from offset: Int) -> (at: Int, next: Int) {
    var at = offset
    while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    guard at < bytes.count else { return (at, at) }
    let isPair = bytes[at] == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A
    return (at, at + (isPair ? 2 : 1))
  }

  private func lineEnds(_ range: Range<Int>) -> Int {
    var count = 0
    var at = range.lowerBound
    while true {
      let end = lineEnd(from: at)
      guard end.at < range.upperBound else { return count }
      count += 1
      at = end.next
    }
  }
}
