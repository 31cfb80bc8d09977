import CSVStream

/// The packing of a decoded row into eight bytes. From the lowest bit on:
///
///     drug          17 bits   level numbers 0 to 131,070; all ones mark a row that does not fit
///     days' supply  10 bits   -512 to 511 days
///     day           15 bits   1960-01-01 to 2049-09-18
///     patient       22 bits   numbers 0 to 4,194,303 in a shard, which is 268 million patients in all
///
/// Of a row that does not fit the 47 bits above the mark are its place in a list of such rows.
enum PackedRow {
  static let drugBits = 17, supplyBits = 10, dayBits = 15, patientBits = 22
  /// The first drug number that does not fit: the mark.
  static let wideMark = UInt64(1) << UInt64(drugBits) - 1
  /// 1960-01-01, in days since 1970-01-01.
  static let firstDay: Int32 = -3653
  /// The fewest days' supply that fits, and the most.
  static let suppliedDays: ClosedRange<Int32> = -512...511

  private static let supplyShift = UInt64(drugBits)
  private static let dayShift = supplyShift + UInt64(supplyBits)
  private static let patientShift = dayShift + UInt64(dayBits)

  /// The row in eight bytes, or nil where a number does not fit.
  @inline(__always)
  static func packed(_ row: FillRow) -> UInt64? {
    let drug = UInt64(UInt32(bitPattern: row.drug))
    let supply = UInt64(UInt32(bitPattern: row.daysSupply &- suppliedDays.lowerBound))
    let day = UInt64(UInt32(bitPattern: row.day &- firstDay))
    let patient = UInt64(row.patient)
    guard drug < wideMark, supply >> UInt64(supplyBits) == 0, day >> UInt64(dayBits) == 0,
      patient >> UInt64(patientBits) == 0
    else { return nil }
    return drug | supply << supplyShift | day << dayShift | patient << patientShift
  }

  /// The row that `packed` made into `word`.
  @inline(__always)
  static func row(_ word: UInt64) -> FillRow {
    func field(_ shift: UInt64, _ bits: Int) -> Int32 {
      Int32(truncatingIfNeeded: word &>> shift & (1 &<< UInt64(bits) &- 1))
    }
    return FillRow(
      patient: patient(word), day: field(dayShift, dayBits) &+ firstDay,
      daysSupply: field(supplyShift, supplyBits) &+ suppliedDays.lowerBound, drug: field(0, drugBits))
  }

  /// The patient of the row that `packed` made into `word`.
  @inline(__always)
  static func patient(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word &>> patientShift) }

  /// The word that stands for the row at `place` in the list of wide ones.
  static func wide(_ place: Int) -> UInt64 { wideMark | UInt64(place) << UInt64(drugBits) }

  /// The place in the list of wide rows, or nil where the row itself is in `word`.
  @inline(__always)
  static func widePlace(_ word: UInt64) -> Int? {
    word & wideMark == wideMark ? Int(truncatingIfNeeded: word >> UInt64(drugBits)) : nil
  }
}

/// Decoded rows of one shard in the order read, eight bytes each, in chunks: what is there is never copied to make room.
package struct PackedRows: Sendable {
  /// Rows a chunk; kept columns have chunks of as many.
  static let chunkRows = 4096

  private var chunks: [[UInt64]] = []
  /// The rows that don't fit into eight bytes.
  private var wideRows: [FillRow] = []

  /// The number of rows.
  package var count: Int {
    chunks.last.map { (chunks.count - 1) * Self.chunkRows + $0.count } ?? 0
  }

  /// The number of chunks.
  package var chunkCount: Int { chunks.count }

  /// The number of rows that do not fit into eight bytes.
  var wideCount: Int { wideRows.count }

  /// Adds rows; `patients` are their patients' numbers.
  mutating func append(_ rows: Span<FillRow>, patients: Span<Int32>) {
    var next = 0
    while next < rows.count {
      var chunk = takeLastChunk()
      let (start, filled) = (next, chunk.count)
      let end = min(rows.count, start + Self.chunkRows - filled)
      chunk.resize(to: filled + end - start, 0)
      var words = chunk.mutableSpan
      for place in start..<end {
        var row = rows[place]
        row.patient = UInt32(bitPattern: patients[place])
        if let word = PackedRow.packed(row) {
          words[filled &+ place &- start] = word
        } else {
          words[filled &+ place &- start] = PackedRow.wide(wideRows.count)
          wideRows.append(row)
        }
      }
      chunks[chunks.count - 1] = chunk
      next = end
    }
  }

  /// Puts the rows of a chunk into `rows`, in the place of what is there.
  package func unpack(_ chunk: Int, into rows: inout [FillRow]) {
    let words = chunks[chunk]
    rows.resize(to: words.count, FillRow())
    var target = rows.mutableSpan
    for place in words.indices {
      let word = words[place]
      target[place] = PackedRow.widePlace(word).map { wideRows[$0] } ?? PackedRow.row(word)
    }
  }

  /// Puts the rows that a chunk has at `places` into `rows`, in the place of what is there.
  func unpack(_ chunk: Int, at places: [Int], into rows: inout [FillRow]) {
    let words = chunks[chunk]
    rows.resize(to: places.count, FillRow())
    var target = rows.mutableSpan
    for index in places.indices {
      let word = words[places[index]]
      target[index] = PackedRow.widePlace(word).map { wideRows[$0] } ?? PackedRow.row(word)
    }
  }

  /// Puts the places of a chunk's rows whose patients have a number from 0 on in `numbers` into `places`, in the place of what
  /// is there.
  /// - Returns: false where a row's patient is not among `numbers`.
  func findPlaces(_ chunk: Int, of numbers: [Int32], into places: inout [Int]) -> Bool {
    let words = chunks[chunk]
    places.resize(to: words.count, 0)
    var target = places.mutableSpan
    var found = 0
    for place in words.indices {
      let word = words[place]
      let patient = PackedRow.widePlace(word).map { wideRows[$0].patient } ?? PackedRow.patient(word)
      guard Int(patient) < numbers.count else { return false }
      // Without a branch, since few are found, and nobody can guess which.
      target[found] = place
      found &+= numbers[Int(patient)] >= 0 ? 1 : 0
    }
    places.removeLast(places.count - found)
    return true
  }

  /// The chunk that has room, moved out so that it is nobody else's.
  private mutating func takeLastChunk() -> [UInt64] {
    if chunks.last.map({ $0.count == Self.chunkRows }) ?? true {
      chunks.append([])
      // Many shards have few rows.
      if chunks.count > 1 { chunks[chunks.count - 1].reserveCapacity(Self.chunkRows) }
    }
    var chunk: [UInt64] = []
    swap(&chunk, &chunks[chunks.count - 1])
    return chunk
  }
}

extension PackedRows {
  /// Puts the rows as they lie in memory behind what `numbers` has.
  func store(in numbers: inout RawNumbers) {
    numbers.add([chunks.count])
    for chunk in chunks { numbers.add(chunk) }
    numbers.add(wideRows)
  }

  /// The rows that `store` has put there.
  /// - Throws: `RawNumbersReader.Fault` where there are none.
  init(from numbers: inout RawNumbersReader) throws(RawNumbersReader.Fault) {
    for _ in 0..<(try numbers.nextCount()) { chunks.append(try numbers.next()) }
    wideRows = try numbers.next()
    // A row's place among the wide ones is looked up without a check of its own.
    for word in chunks.joined() {
      if let place = PackedRow.widePlace(word), place >= wideRows.count { throw RawNumbersReader.Fault() }
    }
  }
}

extension Array {
  /// Makes the array as long as `count`, by `element` where it was shorter.
  mutating func resize(to count: Int, _ element: Element) {
    if self.count < count {
      self += repeatElement(element, count: count - self.count)
    } else {
      removeLast(self.count - count)
    }
  }
}
