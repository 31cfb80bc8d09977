import CSVStream
import RxCounts
import RxModel

/// What a worker makes of prescription rows: fills.
///
/// What rejects a row does not depend on the measures. A row that is not rejected counts for the first accepted fill
/// date whatever becomes of it. A block is taken column by column: dates and days' supply decide which
/// rows are accepted, then drugs and patients get their numbers, many at once, and each shard takes its rows.
struct PrescriptionDecoding: BlockDecoding {
  private let shared: SharedDecoding
  private let layout: PrescriptionLayout
  private let supply: SupplyRule
  private var drugs: LocalDrugs
  private var flatNames: [LocalNames]
  private var columnNames: [LocalNames]
  /// What was seen of each shard.
  private(set) var shards = [PatientShard](repeating: PatientShard(), count: shardCount)
  private(set) var ledger: RejectLedger
  /// The dates of all rows that were not rejected.
  private(set) var firstDay = Day(.max)
  private(set) var lastDay = Day(.min)

  private var isSpilling: Bool
  private var spillBuffers: [SpillBuffer<FillRow>] = []

  // Room that is kept from block to block: the accepted rows, as they came and by shard.
  private var accepted = AcceptedRows()
  private var order = ShardOrder()
  private var orderedKeys: [Field] = []
  private var orderedRows: [FillRow] = []
  private var numbers: [Int32] = []
  private var numbersOfColumn: [UInt32] = []

  /// Nothing seen yet.
  init(_ shared: SharedDecoding) {
    self.shared = shared
    layout = PrescriptionLayout(shared.input, keeping: shared.columns)
    drugs = LocalDrugs(shared.registry)
    flatNames = shared.flatNames.map(LocalNames.init)
    columnNames = shared.columnNames.map(LocalNames.init)
    ledger = RejectLedger(keepsValues: shared.keepsRejectedValues)
    supply = SupplyRule(shared.input)
    isSpilling = shared.spillsAll
  }

  /// Takes a batch, and tells how many records it has.
  mutating func take(_ batch: RecordBatch, of file: OpenedFile) -> Int {
    // What is worked on is moved out, so that its memory is known to be nobody else's.
    var accepted = AcceptedRows()
    swap(&accepted, &self.accepted)
    accept(batch, file, &accepted)
    var (keys, rows, numbers): ([Field], [FillRow], [Int32]) = ([], [], [])
    swap(&keys, &orderedKeys)
    swap(&rows, &orderedRows)
    swap(&numbers, &self.numbers)
    if accepted.count > 0 {
      drugs.putNumbers(in: batch, into: &accepted)
      let extras = extras(batch, file, accepted)
      order.sort(
        accepted.keys, accepted.rows, count: accepted.count, into: &keys, &rows)
      if !isSpilling, shared.memory.isReached() { isSpilling = true }
      let bytes = batch.fieldBytes
      if isSpilling {
        spill(keys, rows, bytes, extras)
      } else {
        for home in 0..<shardCount {
          let range = order.range(home)
          guard !range.isEmpty else { continue }
          shards[home].take(
            keys.span.extracting(range), &rows, range, in: bytes, known: shared.known[home], shared,
            extras, numbers: &numbers)
        }
      }
    }
    swap(&accepted, &self.accepted)
    swap(&keys, &orderedKeys)
    swap(&rows, &orderedRows)
    swap(&numbers, &self.numbers)
    ledger.close(batch, of: file)
    return batch.recordCount
  }

  /// Sends the rows, by shard, to the disk.
  private mutating func spill(
    _ keys: [Field], _ rows: [FillRow], _ bytes: FieldBytes, _ extras: PatientShard.Extras
  ) {
    if spillBuffers.isEmpty { spillBuffers = Array(repeating: SpillBuffer(), count: shardCount) }
    for home in 0..<shardCount {
      for index in order.range(home) {
        let row = rows[index]
        spillBuffers[home].add(row, key: keys[index], in: bytes)
        let place = Int(row.patient)
        for field in extras.flatLevels.indices {
          spillBuffers[home].add(extra: extras.flatLevels[field][place])
        }
        for column in extras.columns.indices { spillBuffers[home].add(extra: extras.columns[column][place]) }
      }
      if spillBuffers[home].isFull { shared.spill.write(&spillBuffers[home], .prescriptions, shard: home) }
    }
  }

  /// The prescriptions are at their end.
  mutating func finish() {
    for home in spillBuffers.indices {
      shared.spill.write(&spillBuffers[home], .prescriptions, shard: home)
    }
    spillBuffers = []
  }

  /// Decodes dates and days' supply, and leaves the rows that are not rejected in `accepted`.
  private mutating func accept(_ batch: RecordBatch, _ file: OpenedFile, _ accepted: inout AcceptedRows) {
    accepted.makeRoom(batch.recordCount)
    var cursor = RecordCursor(batch, file.columns)
    let bytes = batch.bytes
    let fields = batch.fields.span
    let dates = shared.input.files.dates
    let (patientSlot, dateSlot) = (
      cursor.slot(PrescriptionLayout.patient), cursor.slot(PrescriptionLayout.date)
    )
    let (supplySlot, drugSlot) = (
      cursor.slot(PrescriptionLayout.supply), cursor.slot(PrescriptionLayout.drug)
    )
    let isReadable = !batch.hasFlaws && !batch.hasHighBytes
    // What is written as nearly everyone writes it the reader has read; the rest is read here.
    let hasDays = dates == .auto && cursor.isReadAsAsked(PrescriptionLayout.date)
    let hasSupplies = supply.isNumber && cursor.isReadAsAsked(PrescriptionLayout.supply)
    let mayTakeBack = shared.input.reversals != nil
    var (first, last) = (firstDay, lastDay)
    var count = 0
    var (recordArray, keyArray, drugArray, rowArray): ([Int32], [Field], [Field], [FillRow]) = (
      [], [], [], []
    )
    swap(&recordArray, &accepted.records)
    swap(&keyArray, &accepted.keys)
    swap(&drugArray, &accepted.drugKeys)
    swap(&rowArray, &accepted.rows)
    var records = recordArray.mutableSpan
    var keys = keyArray.mutableSpan
    var drugKeys = drugArray.mutableSpan
    var rows = rowArray.mutableSpan
    for record in 0..<batch.recordCount {
      cursor.move(to: record)
      if !isReadable, ledger.rejectIfUnreadable(cursor, fields: layout.fields) { continue }
      let base = record &* batch.slotCount
      let patient = fields[base &+ patientSlot]
      guard patient.count > 0 else {
        reject(cursor, .missingPatient, PrescriptionLayout.patient)
        continue
      }
      var day = Day(hasDays ? fields[base &+ dateSlot].number : Field.noDay)
      if day.number == Field.noDay {
        let date = fields[base &+ dateSlot].range
        guard let other = dates.day(bytes, date) else {
          reject(cursor, date.isEmpty ? .missingDate : .badDate, PrescriptionLayout.date)
          continue
        }
        day = other
      }
      let takesBack = mayTakeBack && isReversal(cursor, bytes)
      var daysSupply = hasSupplies ? Int(fields[base &+ supplySlot].number) : -1
      if daysSupply <= 0 || daysSupply > supply.longestDays {
        var range = fields[base &+ supplySlot].range
        if takesBack, bytes.hasMinus(range) { range = (range.lowerBound + 1)..<range.upperBound }
        let read = supply.days(bytes, range, from: day)
        if let flaw = read.flaw {
          reject(cursor, flaw, PrescriptionLayout.supply)
          continue
        }
        daysSupply = read.days
      }
      if layout.birthIsMapped, let reason = birthFlaw(cursor, bytes) {
        reject(cursor, reason, PrescriptionLayout.firstFlat)
        continue
      }
      first = min(first, day)
      last = max(last, day)
      records[count] = Int32(truncatingIfNeeded: record)
      keys[count] = patient
      drugKeys[count] = fields[base &+ drugSlot]
      rows[count] = FillRow(
        patient: UInt32(truncatingIfNeeded: count), day: day.number,
        daysSupply: Int32(truncatingIfNeeded: takesBack ? -daysSupply : daysSupply))
      count += 1
    }
    accepted.count = count
    swap(&recordArray, &accepted.records)
    swap(&keyArray, &accepted.keys)
    swap(&drugArray, &accepted.drugKeys)
    swap(&rowArray, &accepted.rows)
    (firstDay, lastDay) = (first, last)
  }

  /// Whether the cursor's row takes another back.
  private func isReversal(
    _ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>
  ) -> Bool {
    switch shared.input.reversals {
    case nil: return false
    case .status(let values):
      guard let request = layout.statusRequest else { return false }
      let status = cursor.batch.bytes(cursor.range(request))
      return values.contains(String(decoding: status, as: UTF8.self).lowercased())
    case .negative:
      if !layout.hasEndDate, bytes.hasMinus(cursor.range(PrescriptionLayout.supply)) { return true }
      return layout.quantityRequest.map { bytes.hasMinus(cursor.range($0)) } ?? false
    case .reference:
      return layout.originalRequest.map { !cursor.range($0).isEmpty } ?? false
    }
  }

  private mutating func reject(_ cursor: RecordCursor, _ reason: RejectReason, _ request: Int) {
    ledger.reject(
      cursor.record, reason, field: layout.fields[request], value: cursor.range(request), in: cursor.batch)
  }

  /// Why the row's birth date can't be read, or nil; an empty one is none.
  private func birthFlaw(_ cursor: RecordCursor, _ bytes: borrowing Span<UInt8>) -> RejectReason? {
    let range = cursor.range(PrescriptionLayout.firstFlat)
    guard !range.isEmpty, birthDay(layout.birth, shared.input.files.dates, bytes, range) == nil else {
      return nil
    }
    return .badBirthDate
  }

  /// What the accepted rows say beyond the fills.
  private mutating func extras(
    _ batch: RecordBatch, _ file: OpenedFile, _ accepted: AcceptedRows
  ) -> PatientShard.Extras {
    var extras = PatientShard.Extras()
    guard layout.flatCount > 0 || shared.columns.count > 0 else { return extras }
    var cursor = RecordCursor(batch, file.columns)
    extras.flatLevels = (0..<layout.flatCount).map { field in
      let fields = accepted.records[..<accepted.count].map { record in
        cursor.move(to: Int(record))
        return cursor.field(PrescriptionLayout.firstFlat + field)
      }
      var levels: [UInt32] = []
      flatNames[field].levels(of: fields, in: batch.fieldBytes, into: &levels)
      return levels
    }
    extras.columns = columns(&cursor, accepted)
    return extras
  }

  /// The kept values of the rows that may be fills; 0 for the others.
  private mutating func columns(_ cursor: inout RecordCursor, _ accepted: AcceptedRows) -> [[UInt32]] {
    guard shared.columns.count > 0 else { return [] }
    let places = (0..<accepted.count).filter { place in
      accepted.rows[place].drug >= 0 && Day(accepted.rows[place].day) <= shared.lastDay
    }
    var result: [[UInt32]] = []
    for (column, kind) in shared.columns.kinds.enumerated() {
      var values = [UInt32](repeating: 0, count: accepted.count)
      if let request = layout.columnRequests[kind] {
        let fields = places.map { place in
          cursor.move(to: Int(accepted.records[place]))
          return cursor.field(request)
        }
        columnNames[column].levels(of: fields, in: cursor.batch.fieldBytes, into: &numbersOfColumn)
        for (place, number) in zip(places, numbersOfColumn) { values[place] = number }
      } else {
        for place in places {
          cursor.move(to: Int(accepted.records[place]))
          values[place] = columnNames[column].number(detail(cursor, kind)) + 1
        }
      }
      result.append(values)
    }
    return result
  }

  /// Bytes that are the same for rows whose quantity, prescriber and pharmacy are the same, after parsing; for
  /// `reversal` the strength too, and the quantity without its sign.
  private func detail(_ cursor: RecordCursor, _ kind: FillColumns.Kind) -> [UInt8] {
    var key: [UInt8] = []
    for (request, isNumber) in layout.detailRequests {
      let bytes = cursor.batch.bytes(cursor.range(request))
      let number = kind == .reversal && bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
      key += isNumber ? canonicalNumber(number) : bytes
      // No field holds a NUL byte, so it parts them.
      key.append(0)
    }
    if kind == .reversal, let strength = layout.strengthRequest {
      key += canonicalNumber(cursor.batch.bytes(cursor.range(strength))[...])
    }
    return key
  }
}

extension Span<UInt8> {
  /// Whether the field at `range` begins with a minus.
  fileprivate func hasMinus(_ range: Range<Int>) -> Bool {
    !range.isEmpty && self[range.lowerBound] == UInt8(ascii: "-")
  }
}
