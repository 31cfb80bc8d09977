import CSVStream
import RxModel

/// One worker's decoding of prescriptions: rows by shard, and the rejects.
///
/// A block is decoded column by column: dates and days' supply decide which rows are accepted, then drugs, other values
/// and patients get their numbers, many at once, and each shard gets its rows.
struct PrescriptionDecoding: BlockDecoding {
  private let shared: SharedDecoding
  private let decoder: PrescriptionRowDecoder
  private var drugs: LocalDictionary
  /// By column of values: the rows' demographics, then the kept columns.
  private var dictionaries: [LocalDictionary]
  /// The decoded rows of each shard.
  private(set) var shards: [DecodedShard]
  private(set) var ledger: RejectLedger
  /// By day, from the first that a date can be, the rows of it that were not rejected.
  private(set) var rowsOfDay: [Int32]

  /// The rows by part, where they go there.
  private var partLines: PartLines?
  private var isSpilling: Bool
  private var spillBuffers: [SpillBuffer<FillRow>] = []

  // Room that is kept from block to block: the accepted rows, as they came and by shard.
  private var accepted = AcceptedRows()
  private var order = ShardOrder()
  private var orderedKeys: [Field] = []
  private var orderedRows: [FillRow] = []
  private var numbers: [Int32] = []
  private var drugLevels: [UInt32] = []
  private var values: [[UInt32]]

  /// Nothing decoded yet.
  init(_ shared: SharedDecoding) {
    self.shared = shared
    decoder = PrescriptionRowDecoder(shared.input, shared.layout)
    drugs = LocalDictionary(shared.dictionaries.drugs)
    dictionaries =
      shared.dictionaries.rowDemographics.map { LocalDictionary($0) }
      + zip(shared.columns.kept, shared.dictionaries.kept).map { column, dictionary in
        LocalDictionary(dictionary, asksAtOnce: column == .claim || column == .original)
      }
    shards = Array(
      repeating: DecodedShard(valueCount: shared.layout.flatCount + shared.columns.count), count: shardCount)
    values = Array(repeating: [], count: shared.layout.flatCount + shared.columns.count)
    rowsOfDay = Array(repeating: 0, count: DateFormat.believedDays.count)
    ledger = RejectLedger(keepsValues: shared.keepsRejectedValues)
    isSpilling = shared.spillsAll
    partLines = shared.partition.map {
      PartLines($0, .prescriptions, shared.input.files, shared.layout.requests)
    }
  }

  /// Decodes a batch, and returns how many records it has.
  mutating func decode(_ batch: RecordBatch, of file: OpenedFile) -> Int {
    accept(batch, file)
    ledger.noteMissingWords(
      accepted.records, BatchColumns(batch, file.columns), shared.layout.textRequests, shared.layout.fields)
    if partLines != nil {
      partLines?.add(accepted.records, BatchColumns(batch, file.columns), of: batch.file)
      ledger.close(batch, of: file)
      return batch.recordCount
    }
    if shared.part != .all { accepted.keep(shared.part, in: batch.fieldBytes) }
    if accepted.count > 0 {
      drugs.lookUp(accepted.drugKeys, in: batch.fieldBytes, into: &drugLevels)
      accepted.setDrugs(drugLevels)
      lookUpValues(batch, file)
      order.sort(accepted.keys, accepted.rows, into: &orderedKeys, &orderedRows)
      if !isSpilling, shared.memory.isReached() { isSpilling = true }
      if isSpilling { spill(batch.fieldBytes) } else { keep(batch.fieldBytes) }
    }
    ledger.close(batch, of: file)
    return batch.recordCount
  }

  /// Puts the batch's rows that are not rejected into `accepted`.
  private mutating func accept(_ batch: RecordBatch, _ file: OpenedFile) {
    // What is worked on is moved out, so that its memory is known to be nobody else's.
    var accepted = AcceptedRows()
    swap(&accepted, &self.accepted)
    accepted.resize(to: batch.recordCount)
    var rowsOfDay: [Int32] = []
    swap(&rowsOfDay, &self.rowsOfDay)
    let count = accept(
      batch, file, &accepted.records, &accepted.keys, &accepted.drugKeys, &accepted.rows, &rowsOfDay)
    accepted.resize(to: count)
    if shared.columns.comparesDetails {
      shared.details.hash(
        accepted.records, BatchColumns(batch, file.columns), shared.layout.requests, into: &accepted.details)
    }
    swap(&rowsOfDay, &self.rowsOfDay)
    swap(&accepted, &self.accepted)
  }

  /// The same into columns that have room for all records; returns how many rows are accepted.
  private mutating func accept(
    _ batch: RecordBatch, _ file: OpenedFile, _ records: inout [Int32], _ keys: inout [Field],
    _ drugKeys: inout [Field], _ rows: inout [FillRow], _ rowsOfDay: inout [Int32]
  ) -> Int {
    let columns = BatchColumns(batch, file.columns)
    let (decoder, parsed) = (decoder, decoder.parsed(columns))
    let bytes = batch.bytes
    let fields = batch.fields.span
    let (patient, date) = (columns.slot(PrescriptionLayout.patient), columns.slot(PrescriptionLayout.date))
    let (supply, drug) = (columns.slot(PrescriptionLayout.supply), columns.slot(PrescriptionLayout.drug))
    let isReadable = !batch.hasFlaws && !batch.hasHighBytes && !batch.mayHoldLongRecords
    let mayHoldRounded = batch.mayHoldExponents
    var (first, last, count) = (Int32.max, Int32.min, 0)
    var tally = SupplyRule.Tally()
    var ownRecords = records.mutableSpan
    var ownKeys = keys.mutableSpan
    var ownDrugKeys = drugKeys.mutableSpan
    var ownRows = rows.mutableSpan
    var ownDays = rowsOfDay.mutableSpan
    for record in 0..<batch.recordCount {
      if !isReadable, ledger.rejectIfUnreadable(record, columns, names: shared.layout.fields) { continue }
      let base = record &* batch.slotCount
      let key = fields[base &+ patient]
      guard key.count > 0, !mayHoldRounded || !areRounded(bytes, key, fields[base &+ drug]) else {
        rejectKeys(record, columns)
        continue
      }
      do throws(PrescriptionRowDecoder.Flaw) {
        var row = try decoder.row(
          record, columns, bytes, parsed, date: fields[base &+ date], supply: fields[base &+ supply], &tally)
        first = min(first, row.day)
        last = max(last, row.day)
        ownDays[Int(row.day &- DateFormat.believedDays.lowerBound)] &+= 1
        row.patient = UInt32(truncatingIfNeeded: count)
        ownRows[count] = row
        ownRecords[count] = Int32(truncatingIfNeeded: record)
        ownKeys[count] = key
        ownDrugKeys[count] = fields[base &+ drug]
        count &+= 1
        if let word = MissingWords.word(bytes, key.range) {
          ledger.noteMissing(word, in: shared.layout.fields[PrescriptionLayout.patient])
        }
      } catch {
        reject(record, columns, error)
      }
    }
    note(from: first, to: last, tally, count)
    return count
  }

  private func areRounded(_ bytes: borrowing Span<UInt8>, _ key: Field, _ drug: Field) -> Bool {
    bytes.isRoundedNumber(key.range) || bytes.isRoundedNumber(drug.range)
  }

  private mutating func note(from first: Int32, to last: Int32, _ tally: SupplyRule.Tally, _ count: Int) {
    ledger.note { account in
      (account.firstDay, account.lastDay) = count > 0 ? (Day(first), Day(last)) : (nil, nil)
      account.suppliesPutIn = tally.putIn
      account.suppliesCapped = tally.capped
    }
  }

  /// Rejects a record that has no patient, or a key that is a rounded number.
  private mutating func rejectKeys(_ record: Int, _ columns: BatchColumns) {
    let patient = columns.range(PrescriptionLayout.patient, of: record)
    if patient.isEmpty {
      if ledger.passOverIfBlank(record, in: columns.batch) { return }
      return reject(record, columns, .init(.missingPatient, PrescriptionLayout.patient))
    }
    let isPatient = columns.batch.bytes.isRoundedNumber(patient)
    reject(
      record, columns, .init(.roundedNumber, isPatient ? PrescriptionLayout.patient : PrescriptionLayout.drug)
    )
  }

  private mutating func reject(
    _ record: Int, _ columns: BatchColumns, _ flaw: PrescriptionRowDecoder.Flaw
  ) {
    let isHeader = columns.isHeader(record)
    let lines = ledger.reject(
      record, isHeader ? .headerAgain : flaw.reason, field: shared.layout.fields[flaw.request],
      value: columns.range(flaw.request, of: record), in: columns.batch)
    guard shared.keepsRejectedDrugs, !isHeader else { return }
    let drug = columns.range(PrescriptionLayout.drug, of: record)
    if let text = columns.batch.validText(drug), !text.isEmpty {
      ledger.note { $0.rejectedDrugs[ExactText(text), default: 0] += lines }
    }
  }

  /// Puts the accepted rows' level numbers into `values`, column by column.
  private mutating func lookUpValues(_ batch: RecordBatch, _ file: OpenedFile) {
    let columns = BatchColumns(batch, file.columns)
    guard !values.isEmpty else { return }
    var fields: [Field] = []
    fields.reserveCapacity(accepted.count)
    for (column, request) in shared.valueRequests.enumerated() {
      fields.removeAll(keepingCapacity: true)
      for record in accepted.records {
        fields.append(columns.field(request, of: Int(record)))
      }
      dictionaries[column].lookUp(fields, in: batch.fieldBytes, into: &values[column])
    }
    if let place = shared.columns.detailsPlace {
      swap(&values[shared.layout.flatCount + place], &accepted.details)
    }
    if let place = shared.columns.putInPlace {
      values[shared.layout.flatCount + place] = accepted.records.map { record in
        columns.field(PrescriptionLayout.supply, of: Int(record)).count == 0 ? 1 : 0
      }
    }
    if let place = shared.columns.filePlace {
      let number = UInt32(truncatingIfNeeded: file.index)
      values[shared.layout.flatCount + place] = Array(repeating: number, count: accepted.count)
    }
  }

  /// Adds the block's rows to their shards.
  private mutating func keep(_ bytes: FieldBytes) {
    // Moved out as above.
    var (keys, rows, numbers): ([Field], [FillRow], [Int32]) = ([], [], [])
    swap(&keys, &orderedKeys)
    swap(&rows, &orderedRows)
    swap(&numbers, &self.numbers)
    for shard in 0..<shardCount {
      let range = order.range(shard)
      guard !range.isEmpty else { continue }
      shards[shard].append(
        keys.span.extracting(range), rows.span.extracting(range), in: bytes, values: values,
        index: shared.patients[shard], numbers: &numbers)
    }
    swap(&keys, &orderedKeys)
    swap(&rows, &orderedRows)
    swap(&numbers, &self.numbers)
  }

  /// Sends the block's rows, by shard, to the disk.
  private mutating func spill(_ bytes: FieldBytes) {
    if spillBuffers.isEmpty { spillBuffers = Array(repeating: SpillBuffer(), count: shardCount) }
    for shard in 0..<shardCount {
      for index in order.range(shard) {
        let row = orderedRows[index]
        spillBuffers[shard].add(row, key: orderedKeys[index], in: bytes)
        for column in values.indices { spillBuffers[shard].add(extra: values[column][Int(row.patient)]) }
      }
      if spillBuffers[shard].isFull {
        shared.spill.write(&spillBuffers[shard], .prescriptions, shard: shard)
      }
    }
  }

  /// The prescriptions are at their end.
  mutating func finish() {
    partLines?.flush()
    for shard in spillBuffers.indices {
      shared.spill.write(&spillBuffers[shard], .prescriptions, shard: shard)
    }
    spillBuffers = []
  }
}
