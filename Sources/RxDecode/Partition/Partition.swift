import CSVStream
import RxModel
import Synchronization

/// The division of a study's rows by patient: what is not rejected goes, as the columns that the study maps, to files of
/// the patient's part.
package final class Partition: Sendable {
  /// Takes rows of a file of one part, whole lines.
  package typealias Taking =
    @Sendable (_ kind: InputKind, _ file: Int, _ part: Int, _ lines: [UInt8]) throws(RxFault) -> Void

  /// The number of parts.
  let count: Int
  private let take: Taking
  private let failed = Mutex<RxFault?>(nil)

  /// A division into `count` parts; `take` gets the lines of each, from several threads.
  package init(into count: Int, _ take: @escaping Taking) {
    self.count = count
    self.take = take
  }

  /// The fault that ended it; nil where there is none.
  var fault: RxFault? { failed.withLock { $0 } }

  fileprivate func write(_ kind: InputKind, _ file: Int, _ part: Int, _ lines: [UInt8]) {
    guard fault == nil else { return }
    do throws(RxFault) {
      try take(kind, file, part, lines)
    } catch {
      failed.withLock { $0 = $0 ?? error }
    }
  }
}

/// The lines of each part that one worker has of one file.
struct PartLines: Sendable {
  /// The most bytes that are held of all parts together.
  private static let mostBytes = 64 << 20

  private let partition: Partition
  private let kind: InputKind
  private let writer: LineWriter
  private var file = 0
  private var lines: [[UInt8]]
  private var key: [UInt8] = []
  private let mostOfPart: Int

  /// No lines yet of `kind`, whose files are written as `syntax` says and are asked for `requests`.
  init(_ partition: Partition, _ kind: InputKind, _ syntax: FileSet, _ requests: [ColumnRequest]) {
    self.partition = partition
    self.kind = kind
    writer = LineWriter(syntax, requests)
    lines = Array(repeating: [], count: partition.count)
    mostOfPart = min(256 << 10, Self.mostBytes / partition.count)
  }

  /// Adds records of a batch, whose patients are their first request.
  mutating func add(_ records: [Int32], _ columns: BatchColumns, of file: Int) {
    if file != self.file { flush() }
    self.file = file
    let bytes = columns.batch.fieldBytes
    for record in records {
      key.removeAll(keepingCapacity: true)
      bytes.append(columns.field(0, of: Int(record)), to: &key)
      let part = PatientPart.place(of: key, among: partition.count)
      writer.append(Int(record), columns, bytes, to: &lines[part])
      if lines[part].count >= mostOfPart { flush(part) }
    }
  }

  /// Hands over what is left.
  mutating func flush() {
    for part in lines.indices where !lines[part].isEmpty { flush(part) }
  }

  private mutating func flush(_ part: Int) {
    partition.write(kind, file, part, lines[part])
    lines[part].removeAll(keepingCapacity: true)
  }
}

/// Writes records as lines of the columns that are asked for, each column once.
struct LineWriter: Sendable {
  private let requests: [Int]
  private let names: [String]
  private let delimiter: UInt8
  private let quotes: Bool

  /// Lines as `syntax` says.
  init(_ syntax: FileSet, _ requests: [ColumnRequest]) {
    var names: [String] = []
    var places: [Int] = []
    for (place, request) in requests.enumerated() where !names.contains(request.column.name) {
      names.append(request.column.name)
      places.append(place)
    }
    self.names = names
    self.requests = places
    delimiter = syntax.delimiter
    quotes = syntax.quotes == .double
  }

  /// The line of the columns' names.
  var header: [UInt8] {
    var line: [UInt8] = []
    for (place, name) in names.enumerated() {
      if place > 0 { line.append(delimiter) }
      let start = line.count
      line += name.utf8
      quote(from: start, in: &line)
    }
    return line + [UInt8(ascii: "\n")]
  }

  /// Adds the line of a record.
  func append(_ record: Int, _ columns: BatchColumns, _ bytes: FieldBytes, to target: inout [UInt8]) {
    for (place, request) in requests.enumerated() {
      if place > 0 { target.append(delimiter) }
      let start = target.count
      bytes.append(columns.field(request, of: record), to: &target)
      quote(from: start, in: &target)
    }
    target.append(UInt8(ascii: "\n"))
  }

  /// Quotes what begins at `start` where it would else be taken for something else.
  private func quote(from start: Int, in line: inout [UInt8]) {
    guard quotes,
      line[start...].contains(where: { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D })
    else { return }
    let field = line[start...].flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
    line.replaceSubrange(start..., with: [0x22] + field + [0x22])
  }
}

extension DecodeRequest {
  /// The first line of the files of parts, of each kind of input that is divided.
  package var partHeaders: [InputKind: [UInt8]] {
    let layout = PrescriptionLayout(prescriptions, keeping: columns)
    var headers = [InputKind.prescriptions: LineWriter(prescriptions.files, layout.requests).header]
    for source in patientSources {
      headers[source.kind] = LineWriter(source.files, source.layout.requests).header
    }
    return headers
  }
}
