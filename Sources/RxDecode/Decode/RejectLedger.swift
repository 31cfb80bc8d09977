import CSVStream
import RxCounts
import RxModel

/// One worker's account of one input: of each file how many rows and lines, and how many were rejected for which reason;
/// the first rejects with their places, and the line count of each block, from which the places of all are found when
/// the read is over.
struct RejectLedger: Sendable {
  private struct Entry: Sendable {
    var file: Int
    var block: Int
    var line: Int
    var reason: RejectReason
    var field: String
    var value: String
  }

  /// A number of lines in a block; its line is counted from 0 there.
  private struct BlockLines: Sendable {
    var block: Int
    var line: Int
    var count: Int
  }

  /// The account of a file, with places that are counted from their blocks.
  private struct Account: Sendable {
    var totals: FileAccount
    var longRecord: BlockLines?
    var dashed: BlockLines?
    var completeness = Completeness()
  }

  private let keepsValues: Bool
  private var accounts: [Int: Account] = [:]
  private(set) var shapes = RejectShapes()
  private var entries: [Entry] = []
  private var blockLines: [(file: Int, block: Int, lines: Int)] = []
  private var firstLines: [Int: Int] = [:]

  // Of the batch at hand.
  private var pending: [(record: Int, reason: RejectReason, field: String, value: String)] = []
  private var own = FileAccount(name: "")
  private var linePlace = RecordBatch.LinePlace()
  private var places: (records: [RecordPlace], malformed: [(place: RecordPlace, reason: Malformation?)])?
  private var rejectedLong: Set<Int> = []
  private var dashedRecord: Int?

  /// An empty ledger.
  init(keepsValues: Bool) { self.keepsValues = keepsValues }

  /// The number of rejected rows.
  var rejected: Int { accounts.values.reduce(0) { $0 + $1.totals.rejected } }

  // MARK: A batch

  /// Rejects record `record` of the batch at hand; one of nothing but delimiters and blanks is no record.
  /// - Returns: the number of its lines.
  @discardableResult
  mutating func reject(
    _ record: Int, _ reason: RejectReason, field: String = "", value: Range<Int>? = nil, in batch: RecordBatch
  ) -> Int {
    var lines = 1
    if batch.mayHoldLongRecords {
      lines = place(record, in: batch)?.lineCount ?? 1
      if lines > 1 { rejectedLong.insert(record) }
    }
    own.rejectedRows[reason, default: 0] += 1
    own.rejectedLines[reason, default: 0] += lines
    if let value { shapes.take(record, reason, value, in: batch) }
    guard entries.count + pending.count < RejectTotals.mostListed else { return lines }
    let text = keepsValues ? value.map { batch.text($0.prefix(200)) } : nil
    pending.append((record, reason, field, text ?? ""))
    return lines
  }

  /// Passes a record over that is nothing but delimiters and blanks, and so is none; false where it is one.
  mutating func passOverIfBlank(_ record: Int, in batch: RecordBatch) -> Bool {
    let isBlank =
      batch.areRecordsLines
      ? batch.isBlankLine(record, from: &linePlace) : place(record, in: batch).map(batch.isBlank) ?? false
    if isBlank { own.rows -= 1 }
    return isBlank
  }

  /// Rejects a record for a flaw of its own, or passes it over; true where it is not to be read.
  mutating func rejectIfFlawed(_ record: Int, in batch: RecordBatch) -> Bool {
    let flaws = batch.flaws[record]
    guard !flaws.isEmpty else { return false }
    if passOverIfBlank(record, in: batch) { return true }
    let reason: RejectReason =
      flaws.contains(.nul) ? .nulByte : flaws.contains(.tooFewFields) ? .tooFewFields : .tooManyFields
    reject(record, reason, in: batch)
    return true
  }

  /// True if the record has several lines.
  mutating func isLong(_ record: Int, in batch: RecordBatch) -> Bool {
    batch.mayHoldLongRecords && place(record, in: batch)?.lineCount ?? 1 > 1
  }

  /// Notes what was found in the batch's accepted rows, beside what the ledger itself counts.
  mutating func note(_ change: (inout FileAccount) -> Void) { change(&own) }

  /// Notes that a record's patient is a run of dashes.
  mutating func noteDashes(_ record: Int) { dashedRecord = dashedRecord ?? record }

  /// Takes the batch's malformed stretches, flawed records and line count, and how complete its accepted rows are where
  /// that is looked at; call it last for each batch.
  mutating func close(_ batch: RecordBatch, of file: OpenedFile, _ completeness: Completeness? = nil) {
    firstLines[batch.file] = file.firstLine
    blockLines.append((batch.file, batch.ordinal, batch.lineEnds))
    own.rows += batch.recordCount
    own.lines += batch.lineCount
    own.lacksLastLineEnd = batch.endsOpen
    own.trimmedPatients += batch.trimmedKeys
    addMalformed(batch)
    var account = accounts[batch.file] ?? Account(totals: FileAccount(name: file.name))
    account.totals.add(own)
    if batch.mayHoldLongRecords { noteLongRecord(batch, &account) }
    if let dashedRecord, account.dashed.map({ batch.ordinal < $0.block }) ?? true,
      let place = place(dashedRecord, in: batch)
    {
      account.dashed = BlockLines(block: batch.ordinal, line: place.line, count: 1)
    }
    if let completeness {
      account.completeness.add(completeness, of: batch, line: lastLine(completeness, batch))
    }
    accounts[batch.file] = account
    list(batch)
    own = FileAccount(name: "")
    linePlace = RecordBatch.LinePlace()
    places = nil
    rejectedLong.removeAll(keepingCapacity: true)
    dashedRecord = nil
  }

  private mutating func place(_ record: Int, in batch: RecordBatch) -> RecordPlace? {
    let found = places ?? batch.locate()
    places = found
    return record < found.records.count ? found.records[record] : nil
  }

  private mutating func lastLine(_ completeness: Completeness, _ batch: RecordBatch) -> Int {
    completeness.lastRecord.flatMap { batch.areRecordsLines ? $0 : place($0, in: batch)?.line } ?? 0
  }

  private mutating func addMalformed(_ batch: RecordBatch) {
    guard batch.hasMalformedSpans else { return }
    let found = places ?? batch.locate()
    places = found
    // A stretch that goes on from the block before begins in the middle of a line, which was counted there.
    var last = RejectReason.recordTooLong
    for (place, malformation) in found.malformed {
      if let malformation {
        last = reason(malformation)
        own.rows += 1
        own.rejectedRows[last, default: 0] += 1
        own.rejectedLines[last, default: 0] += place.lineCount
      } else {
        own.rejectedLines[last, default: 0] += place.lineCount - 1
      }
    }
  }

  /// Notes the longest record of the batch that was not rejected, the first of several.
  private mutating func noteLongRecord(_ batch: RecordBatch, _ account: inout Account) {
    guard batch.recordCount > 0, place(0, in: batch) != nil, let places else { return }
    for (record, place) in places.records.enumerated()
    where place.lineCount > 10 && !rejectedLong.contains(record) {
      let lines = BlockLines(block: batch.ordinal, line: place.line, count: place.lineCount)
      let isLonger = account.longRecord.map {
        lines.count > $0.count || (lines.count == $0.count && lines.block < $0.block)
      }
      if isLonger ?? true { account.longRecord = lines }
    }
  }

  /// Lists the batch's rejects by their lines.
  private mutating func list(_ batch: RecordBatch) {
    guard !pending.isEmpty || batch.hasMalformedSpans, entries.count < RejectTotals.mostListed else { return }
    let isPlain = batch.areRecordsLines
    if !isPlain, places == nil { places = batch.locate() }
    var own = pending.map { reject in
      Entry(
        file: batch.file, block: batch.ordinal,
        line: isPlain ? reject.record : places?.records[reject.record].line ?? reject.record,
        reason: reject.reason,
        field: reject.field, value: reject.value)
    }
    for (place, malformation) in isPlain ? [] : places?.malformed ?? [] {
      guard let malformation else { continue }
      own.append(
        Entry(
          file: batch.file, block: batch.ordinal, line: place.line, reason: reason(malformation), field: "",
          value: ""))
    }
    entries += own.sorted { $0.line < $1.line }
    pending.removeAll(keepingCapacity: true)
  }

  private func reason(_ malformation: Malformation) -> RejectReason {
    switch malformation {
    case .strayQuote: .strayQuote
    case .unclosedQuote: .unclosedQuote
    case .tooLong: .recordTooLong
    }
  }

  // MARK: All workers'

  /// All workers' ledgers as one: accounts of the files, and the first rejects in the order of the files and their lines.
  static func merged(_ ledgers: [RejectLedger], files: [String]) -> RejectTotals {
    let firstLines = firstLineOfBlock(ledgers, fileCount: files.count)
    var totals = RejectTotals()
    totals.shapes = RejectShapes.merged(ledgers.map(\.shapes))
    totals.files = files.indices.map { file in
      account(ledgers.compactMap { $0.accounts[file] }, files[file], firstLines[file])
    }
    var rejects: [(file: Int, row: RejectedRow)] = []
    for entry in ledgers.flatMap(\.entries) {
      let row = RejectedRow(
        file: files[entry.file], line: firstLines[entry.file][entry.block] + entry.line,
        reason: entry.reason, field: entry.field, value: entry.value)
      rejects.append((entry.file, row))
    }
    rejects.sort { ($0.file, $0.row.line) < ($1.file, $1.row.line) }
    totals.first = rejects.prefix(RejectTotals.mostListed).map(\.row)
    return totals
  }

  /// The workers' accounts of one file as one, its places as lines of the file.
  private static func account(_ parts: [Account], _ name: String, _ firstLines: [Int]) -> FileAccount {
    var total = FileAccount(name: name)
    for part in parts { total.add(part.totals) }
    let long = parts.compactMap(\.longRecord).max {
      ($0.count, -$0.block, -$0.line) < ($1.count, -$1.block, -$1.line)
    }
    total.longRecord = long.map { .init(line: firstLines[$0.block] + $0.line, count: $0.count) }
    let dashed = parts.compactMap(\.dashed).min { ($0.block, $0.line) < ($1.block, $1.line) }
    total.dashedLine = dashed.map { firstLines[$0.block] + $0.line }
    let completeness = parts.map(\.completeness).reduce(Completeness()) { $0.merged(with: $1) }
    total.oddLastLine = completeness.oddLast.map { firstLines[$0.block] + $0.line }
    return total
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
