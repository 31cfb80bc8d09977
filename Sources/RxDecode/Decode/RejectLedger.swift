import CSVStream
import RxCounts
import RxModel

/// One worker's rejects of one input: how many of each reason, the first ones with their places, and the line count of
/// each block, from which the places of all are found when the read is over.
struct RejectLedger: Sendable {
  private struct Entry: Sendable {
    var file: Int
    var block: Int
    var line: Int
    var reason: RejectReason
    var field: String
    var value: String
  }

  private let keepsValues: Bool
  private(set) var rows = 0
  private(set) var counts: [RejectReason: Int] = [:]
  private var shapes = RejectShapes()
  private var entries: [Entry] = []
  private var blockLines: [(file: Int, block: Int, lines: Int)] = []
  private var firstLines: [Int: Int] = [:]
  private var pending: [(record: Int?, reason: RejectReason, field: String, value: String)] = []

  /// An empty ledger.
  init(keepsValues: Bool) { self.keepsValues = keepsValues }

  /// Rejects record `record` of the batch at hand.
  mutating func reject(
    _ record: Int, _ reason: RejectReason, field: String = "", value: Range<Int>? = nil, in batch: RecordBatch
  ) {
    counts[reason, default: 0] += 1
    if let value { shapes.take(record, reason, value, in: batch) }
    guard entries.count + pending.count < RejectTotals.mostListed else { return }
    let text = keepsValues ? value.map { batch.text($0.prefix(200)) } : nil
    pending.append((record, reason, field, text ?? ""))
  }

  /// Takes the batch's malformed stretches, flawed records and line count; call it last for each batch.
  mutating func close(_ batch: RecordBatch, of file: OpenedFile) {
    firstLines[batch.file] = file.firstLine
    rows += batch.recordCount + batch.malformed.count
    blockLines.append((batch.file, batch.ordinal, batch.lineEnds))
    for malformation in batch.malformed { counts[reason(malformation), default: 0] += 1 }
    guard !(pending.isEmpty && batch.malformed.isEmpty), entries.count < RejectTotals.mostListed else {
      return
    }
    let places = batch.locate()
    var found = pending.map { reject in
      Entry(
        file: batch.file, block: batch.ordinal, line: places.records[reject.record ?? 0],
        reason: reject.reason,
        field: reject.field, value: reject.value)
    }
    found += zip(batch.malformed, places.malformed).map { malformation, line in
      Entry(
        file: batch.file, block: batch.ordinal, line: line, reason: reason(malformation), field: "", value: ""
      )
    }
    entries += found.sorted { $0.line < $1.line }
    pending.removeAll(keepingCapacity: true)
  }

  /// Rejects a record for a flaw of its own; true where it has one.
  mutating func rejectIfFlawed(_ record: Int, in batch: RecordBatch) -> Bool {
    let flaws = batch.flaws[record]
    guard !flaws.isEmpty else { return false }
    let reason: RejectReason =
      flaws.contains(.nul) ? .nulByte : flaws.contains(.tooFewFields) ? .tooFewFields : .tooManyFields
    reject(record, reason, in: batch)
    return true
  }

  private func reason(_ malformation: Malformation) -> RejectReason {
    switch malformation {
    case .strayQuote: .strayQuote
    case .unclosedQuote: .unclosedQuote
    case .tooLong: .recordTooLong
    }
  }

  /// The number of rejected rows.
  var rejected: Int { counts.values.reduce(0, +) }

  /// All workers' ledgers as one: counts, and the first rejects in the order of the files and their lines.
  static func merged(_ ledgers: [RejectLedger], files: [String]) -> RejectTotals {
    let firstLines = firstLineOfBlock(ledgers, fileCount: files.count)
    var totals = RejectTotals()
    totals.shapes = RejectShapes.merged(ledgers.map(\.shapes))
    var rejects: [(file: Int, row: RejectedRow)] = []
    for ledger in ledgers {
      totals.rows += ledger.rows
      totals.counts.merge(ledger.counts) { $0 + $1 }
      for entry in ledger.entries {
        let row = RejectedRow(
          file: files[entry.file], line: firstLines[entry.file][entry.block] + entry.line,
          reason: entry.reason, field: entry.field, value: entry.value)
        rejects.append((entry.file, row))
      }
    }
    rejects.sort { ($0.file, $0.row.line) < ($1.file, $1.row.line) }
    totals.first = rejects.prefix(RejectTotals.mostListed).map(\.row)
    return totals
  }

  /// By file, then block, the line on which the block begins: that of the file's first block, and of any other the sum
  /// of it and the lines of those before.
  private static func firstLineOfBlock(_ ledgers: [RejectLedger], fileCount: Int) -> [[Int]] {
    var lineCounts: [[Int]] = Array(repeating: [], count: fileCount)
    for (file, block, lines) in ledgers.flatMap(\.blockLines) {
      let missing = block + 1 - lineCounts[file].count
      if missing > 0 { lineCounts[file] += repeatElement(0, count: missing) }
      lineCounts[file][block] = lines
    }
    let firstOfFile = ledgers.reduce(into: [:]) { $0.merge($1.firstLines) { line, _ in line } }
    return lineCounts.enumerated().map { file, counts in
      var line = firstOfFile[file] ?? 1
      return counts.map { count in
        defer { line += count }
        return line
      }
    }
  }
}
