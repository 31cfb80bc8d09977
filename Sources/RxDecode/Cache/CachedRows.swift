import CSVStream
import RxCounts
import RxInput
import RxModel

/// Rows of an earlier run, for the files of this one that have the same content.
package struct CachedRows: Sendable {
  /// The file that they are in.
  let file: SegmentFile
  let index: RowFileIndex
  /// By place among its files, the number of the file in this run; nil where its rows are not asked for.
  let numbers: [Int?]
  /// By dictionary, drugs first, the level number here of each string there; empty where they are the same.
  private let levels: [[UInt32]]
  private let columns: FillColumns
  private let flatCount: Int

  /// Rows of `file` for a run, whose dictionaries get its strings.
  /// - Throws: `StreamFault` where the file can't be read, or is damaged.
  init(
    _ file: SegmentFile, _ index: RowFileIndex, numbers: [Int?], _ dictionaries: Dictionaries,
    _ columns: FillColumns
  ) throws(StreamFault) {
    self.file = file
    self.index = index
    self.numbers = numbers
    self.columns = columns
    flatCount = dictionaries.rowDemographics.count
    guard index.dictionaries.count == dictionaries.ofRows.count else { throw file.damage }
    levels = try zip(index.dictionaries, dictionaries.ofRows).map { (pair) throws(StreamFault) in
      try pair.1.join(file.decoded(pair.0, StringSegment.init(from:)))
    }
  }

  /// The files of the run that it has the rows of.
  var files: [Int] { numbers.compactMap { $0 } }

  /// One shard's rows of the files that are asked for, behind what is there of `shard`.
  /// - Parameters:
  ///   - place: the shard.
  ///   - shard: gets the rows.
  ///   - number: the numbers in `shard` of patients by their identifiers there, a number below 0 for those whose rows are not
  ///     asked for.
  /// - Throws: `StreamFault` where the file can't be read, or is damaged.
  func add(
    _ place: Int, to shard: inout DecodedShard,
    number: (_ ids: [UInt8], _ starts: [UInt32], _ shard: inout DecodedShard) -> [Int32]
  ) throws(StreamFault) {
    let valueCount = storedValueCount
    let segment = try file.decoded(index.shards[place]) { (numbers) throws(RawNumbersReader.Fault) in
      try RowSegment(from: &numbers, valueCount: valueCount)
    }
    let patients = number(segment.ids, segment.starts, &shard)
    let isWhole = !numbers.contains { $0 == nil }
    var rows: [FillRow] = []
    var places: [Int] = []
    var values = [[UInt32]](repeating: [], count: columns.count + flatCount)
    var ownNumbers: [Int32] = []
    var files: [UInt32] = []
    for chunk in 0..<segment.rows.chunkCount {
      guard segment.rows.findPlaces(chunk, of: patients, into: &places) else { throw file.damage }
      if !isWhole {
        if index.tellsFile { segment.values[storedValueCount - 1].unpack(chunk, into: &files) }
        places.removeAll { numbers[index.tellsFile ? Int(files[$0]) : 0] == nil }
      }
      guard !places.isEmpty else { continue }
      segment.rows.unpack(chunk, at: places, into: &rows)
      ownNumbers.removeAll(keepingCapacity: true)
      for place in rows.indices {
        ownNumbers.append(patients[Int(rows[place].patient)])
        rows[place].patient = UInt32(truncatingIfNeeded: place)
        if !levels[0].isEmpty {
          rows[place].drug = Int32(bitPattern: levels[0][Int(rows[place].drug)])
        }
      }
      unpackValues(segment, chunk, places, into: &values)
      shard.append(rows, patients: ownNumbers, values: values)
    }
  }

  /// The columns of values that the file has: as a run has them, but for the rows' files.
  private var storedValueCount: Int {
    flatCount + columns.count - (columns.filePlace == nil ? 0 : 1) + (index.tellsFile ? 1 : 0)
  }

  /// The values of the rows at `places` of a chunk, by column.
  private func unpackValues(
    _ segment: RowSegment, _ chunk: Int, _ places: [Int], into values: inout [[UInt32]]
  ) {
    let filePlace = columns.filePlace.map { flatCount + $0 }
    for column in values.indices where column != filePlace {
      segment.values[column].unpack(chunk, at: places, into: &values[column])
      guard let levels = levels(ofColumn: column), !levels.isEmpty else { continue }
      for place in values[column].indices { values[column][place] = levels[Int(values[column][place])] }
    }
    guard let filePlace else { return }
    guard index.tellsFile else {
      values[filePlace] = Array(repeating: UInt32(truncatingIfNeeded: numbers[0] ?? 0), count: places.count)
      return
    }
    segment.values[storedValueCount - 1].unpack(chunk, at: places, into: &values[filePlace])
    for place in places.indices {
      values[filePlace][place] = UInt32(truncatingIfNeeded: numbers[Int(values[filePlace][place])] ?? 0)
    }
  }

  /// The level numbers of a column's strings; nil where it has other numbers than those of strings.
  private func levels(ofColumn column: Int) -> [UInt32]? {
    column - flatCount < columns.kept.count ? levels[1 + column] : nil
  }
}

/// Strings as they are kept in a file: end to end.
struct StringSegment {
  /// The strings' bytes.
  let bytes: [UInt8]
  /// Where each begins; one more at the end.
  let starts: [UInt32]

  /// The strings that `SharedDictionary.segment` has put there.
  /// - Throws: `RawNumbersReader.Fault` where there are none.
  init(from numbers: inout RawNumbersReader) throws(RawNumbersReader.Fault) {
    self.bytes = try numbers.next()
    starts = try numbers.next()
    guard starts.first == 0, Int(starts.last ?? 1) == self.bytes.count,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw RawNumbersReader.Fault() }
  }
}

extension SharedDictionary {
  /// Gets the strings of a file.
  /// - Returns: by level number there, the level number here; empty where they are all the same.
  func join(_ strings: StringSegment) -> [UInt32] {
    var levels: [UInt32] = [0]
    for (start, end) in zip(strings.starts, strings.starts.dropFirst()) {
      levels.append(UInt32(truncatingIfNeeded: number(strings.bytes[Int(start)..<Int(end)])) + 1)
    }
    return levels.indices.allSatisfy { levels[$0] == $0 } ? [] : levels
  }

  /// The bytes of a segment of its strings.
  var segment: [UInt8] {
    var numbers = RawNumbers()
    let (bytes, starts) = content
    numbers.add(bytes)
    numbers.add(starts)
    return numbers.bytes
  }
}

extension RejectTotals {
  /// These and what an earlier run has read of other files of this run.
  /// - Parameters:
  ///   - cached: rows of an earlier run.
  ///   - shapes: the shapes of the rejects here.
  /// - Returns: what was read of all files of this run.
  func joined(with cached: [CachedRows], _ shapes: RejectShapes) -> RejectTotals {
    guard !cached.isEmpty else { return self }
    var result = self
    var allShapes = [shapes]
    for rows in cached {
      var newNames: [String: String] = [:]
      for (file, number) in zip(rows.index.files, rows.numbers) {
        guard let number else { continue }
        newNames[file.account.name] = files[number].name
        result.files[number] = file.account
        result.files[number].name = files[number].name
      }
      result.first += rows.index.rejects.compactMap { row in newNames[row.file].map(row.renamed) }
      allShapes.append(rows.index.shapes.renumbered { rows.numbers[$0] })
    }
    let places = Dictionary(files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    // Rows of one line keep their order.
    let sorted = result.first.enumerated().sorted { a, b in
      (places[a.element.file] ?? 0, a.element.line, a.offset)
        < (places[b.element.file] ?? 0, b.element.line, b.offset)
    }
    result.first = sorted.prefix(Self.mostListed).map(\.element)
    result.shapes = RejectShapes.merged(allShapes)
    return result
  }
}
