import Foundation

@testable import CSVStream

/// What a reader makes of a CSV text, with absolute lines: comparable between readers and block sizes.
struct Reading: Equatable, CustomStringConvertible {
  /// A record, or a stretch that is none.
  enum Item: Equatable {
    case record(line: Int, fields: [[UInt8]], flaws: UInt8)
    case malformed(line: Int, Malformation)

    /// The line on which it begins; the header's is 1.
    var line: Int {
      switch self {
      case .record(let line, _, _), .malformed(let line, _): line
      }
    }
  }

  /// The column names.
  var header: [String]
  /// Everything behind the header, in order.
  var items: [Item]
  /// How many lines end in the whole text.
  var lineEnds: Int

  /// For messages of failed tests.
  var description: String {
    let texts = items.map { item in
      switch item {
      case .record(let line, let fields, let flaws):
        "\(line): \(fields.map { String(decoding: $0, as: UTF8.self) })"
          + (flaws == 0 ? "" : " flaws \(flaws)")
      case .malformed(let line, let reason): "\(line): \(reason)"
      }
    }
    return "header \(header), \(texts), \(lineEnds) line ends"
  }
}

/// Thrown where the batches contradict themselves.
struct Contradiction: Error {
  /// What does not fit.
  let text: String
}

extension Reading {
  /// The file at `path` read by the product.
  /// - Parameters:
  ///   - path: the file.
  ///   - dialect: delimiter, longest record and block size.
  ///   - columnCount: how many fields a record must have; as many as the header's where nil.
  /// - Throws: `StreamFault` where the file can't be read, `Contradiction` where a batch contradicts itself.
  init(path: String, dialect: Dialect, columnCount: Int? = nil) throws {
    let file = try CSVFile(path: path, name: path, index: 0, dialect: dialect)
    let width = columnCount ?? file.header.count
    let selection = ColumnSelection(
      columnCount: width, columns: Array(0..<width), readings: Array(repeating: .bytes, count: width))
    let parser = BlockParser(dialect: dialect)
    var line = file.firstLine
    var items: [Item] = []
    while let block = try file.nextBlock() {
      let batch = try parser.parse(block, selection, path: path)
      let places = batch.locate()
      guard places.records.count == batch.recordCount else {
        throw Contradiction(
          text: "\(places.records.count) records are located and \(batch.recordCount) parsed")
      }
      var found: [Item] = places.malformed.compactMap { place, reason in
        reason.map { .malformed(line: line + place.line, $0) }
      }
      for record in 0..<batch.recordCount {
        let fields = batch.fields[(record * width)..<((record + 1) * width)].map {
          batch.bytes($0.range)
        }
        let flaws = batch.flaws[record]
        found.append(
          .record(
            line: line + places.records[record].line, fields: flaws.isEmpty ? fields : [],
            flaws: flaws.comparable)
        )
      }
      items += found.sorted { $0.line < $1.line }
      line += batch.lineEnds
    }
    self.init(header: file.header, items: items, lineEnds: line - 1)
  }
}

extension RecordFlaws {
  /// The flaws as both readers tell them: a NUL behind the last column may go
  /// unmentioned, since the row is ragged anyway.
  var comparable: UInt8 { contains(.tooManyFields) ? RecordFlaws.tooManyFields.rawValue : rawValue }
}

/// A folder of files for one test, removed with it.
final class TemporaryFolder {
  /// Its path.
  let path: String

  /// An empty folder.
  init() throws {
    path = NSTemporaryDirectory() + "/rxuse-csv-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes `bytes` to `name` and returns the path.
  func write(_ bytes: [UInt8], to name: String = "text.csv") throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}
