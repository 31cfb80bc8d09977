import CSVStream
import RxCounts
import RxModel

/// Everything that was read of a study's files, decoded: shards of rows, patients, residents, the dictionaries of their
/// values, and the rejects. No measure, code list or study period has been applied to it.
package struct DecodedStudy: Sendable {
  /// The request that was decoded.
  package let request: DecodeRequest
  /// The patients whom files about patients tell of, but for those who went to the disk.
  package let roster: Roster
  /// The values that the level numbers stand for.
  package let dictionaries: Dictionaries
  /// What was read of the files.
  package let reading: StudyReading
  /// The first and the last day of a fill of all patients of the study, by which these are measured.
  package var fillDays: DaySpan?
  /// The number of workers that decoded it, and may measure it.
  package let threads: Int
  /// The budget of memory, in bytes, that may be held meanwhile.
  package let memory: MemoryBudget
  /// The decoded rows by worker, then shard.
  let partials: [[DecodedShard]]
  let spill: Spill
  /// The rows that were taken from a cache.
  let cached: [CachedRows]
  /// The cache, which is told of what is damaged there.
  let cache: DecodeCache?
  /// What was decoded of prescription files, and not taken from a cache.
  package let fresh: FreshRows?
  /// What was read of files about patients, where it was not taken from a cache and all patients are in memory.
  let freshPatients: [InputKind: RejectTotals]?

  /// Bytes that went to the disk for want of memory.
  package var spilledBytes: Int { spill.byteCount }

  /// The births that a flat file has, by number in its dictionary; empty where it has none.
  package var rowBirths: [Day?] {
    guard let birth = request.prescriptions.birth, birth != .age else { return [] }
    return dictionaries.rowDemographics[0].texts.map { text in
      let bytes = Array(text.utf8)
      return birthDay(birth, request.prescriptions.files.dates, bytes.span, 0..<bytes.count)
    }
  }

  /// The ages that a flat file has, in completed years, by number in its dictionary; empty where it has none.
  package var rowAges: [Int?] {
    guard request.prescriptions.birth == .age else { return [] }
    return dictionaries.rowDemographics[0].texts.map { text in
      let bytes = Array(text.utf8)
      return wholeNumber(bytes.span, 0..<bytes.count, limit: 999)
    }
  }

  /// One shard: its patients, and what each worker decoded of their rows.
  package struct Shard: Sendable {
    /// The patients whom files about patients tell of.
    package var roster: Roster.Shard
    /// The decoded rows by worker; rows that come back from the disk are one more.
    package var partials: [DecodedShard]
  }

  /// A shard whole: what went to the disk comes back, and what is cached.
  /// - Parameters:
  ///   - shard: its number.
  ///   - withCached: whether rows that were taken from a cache are wanted.
  /// - Returns: the shard.
  /// - Throws: `RxFault` (74) where the disk fails.
  package func load(_ shard: Int, withCached: Bool = true) throws(RxFault) -> Shard {
    var result = Shard(roster: roster.shards[shard], partials: partials.map { $0[shard] })
    for source in request.patientSources {
      try spill.forEach(source.kind, shard: shard) { (rows: inout Spill.Rows<PatientRows.Row>) in
        result.roster.apply(rows, source.kind, of: source.layout, in: roster)
      }
    }
    if withCached { try addCached(shard, to: &result) }
    guard spill.hasPrescriptions(shard: shard) else { return result }
    let index = PatientIndex(result.roster)
    var spilled = DecodedShard(
      valueCount: dictionaries.rowDemographics.count + request.columns.count)
    try spill.forEach(.prescriptions, shard: shard) { (rows: inout Spill.Rows<FillRow>) in
      spilled.append(&rows, index: index)
    }
    result.partials.append(spilled)
    return result
  }

  private func addCached(_ place: Int, to result: inout Shard) throws(RxFault) {
    guard !cached.isEmpty else { return }
    var partial = DecodedShard(valueCount: dictionaries.rowDemographics.count + request.columns.count)
    let roster = result.roster.ids
    try forEachCached { (rows) throws(StreamFault) in
      try rows.add(place, to: &partial) { ids, starts, partial in
        var numbers = roster.find(ids, starts)
        for place in numbers.indices where numbers[place] < 0 {
          let other = partial.number(ofOther: ids[Int(starts[place])..<Int(starts[place + 1])])
          numbers[place] = Int32(truncatingIfNeeded: roster.count + other)
        }
        return numbers
      }
    }
    result.partials.append(partial)
  }

  /// Hands the rows of each file of the cache to `body`. One that turns out to be damaged is removed.
  /// - Throws: `RxFault` (74) where one is.
  func forEachCached(_ body: (CachedRows) throws(StreamFault) -> Void) throws(RxFault) {
    for rows in cached {
      do throws(StreamFault) {
        try body(rows)
      } catch {
        cache?.refuse(error)
        throw RxFault(
          .inputOutput, "\(error.path) \(error.message)", remedy: "run again: it is removed, and made anew")
      }
    }
  }
}
