import CSVStream
import RxInput
import RxModel
import RxParallel

extension DecodedStudy {
  /// The patients of whom fresh rows tell, and nobody else, as studies of their own: with the rows of the cache alone, and
  /// with the fresh ones too.
  /// - Throws: `RxFault` (74) where the disk fails, or what is cached is damaged.
  package func ofChangedPatients() throws(RxFault) -> (before: DecodedStudy, after: DecodedStudy) {
    let failure = Failure()
    let shards = parallelMap(shardCount, workers: threads) { shard, _ -> ChangedShard? in
      guard !failure.isSet else { return nil }
      do throws(RxFault) {
        return try self.changed(shard)
      } catch {
        failure.set(error, at: shard)
        return nil
      }
    }
    if let fault = failure.fault { throw fault }
    let own = shards.compactMap { $0 }
    return (
      with(own.map(\.roster), [own.map(\.cached)]),
      with(own.map(\.roster), [own.map(\.cached), own.map(\.fresh)])
    )
  }

  /// Another study of the same files, with these patients and rows by worker, then shard.
  private func with(_ shards: [Roster.Shard], _ partials: [[DecodedShard]]) -> DecodedStudy {
    var own = roster
    own.shards = shards
    return DecodedStudy(
      request: request, roster: own, dictionaries: dictionaries, reading: reading, fillDays: fillDays,
      threads: threads, memory: memory, partials: partials, spill: Spill(in: "/"), cached: [], cache: nil,
      fresh: nil, freshPatients: nil)
  }

  private func changed(_ place: Int) throws(RxFault) -> ChangedShard {
    let loaded = try load(place, withCached: false)
    let valueCount = dictionaries.rowDemographics.count + request.columns.count
    var result = ChangedShard(loaded, roster, valueCount: valueCount)
    try forEachCached { (rows) throws(StreamFault) in
      try rows.add(place, to: &result.cached) { ids, starts, partial in
        result.patients.numbers(loaded.roster.ids.find(ids, starts), ids, starts, in: &partial)
      }
    }
    return result
  }
}

/// The patients of a shard of whom fresh rows tell.
private struct ChangedShard: Sendable {
  /// Those of them whom files about patients tell of.
  let roster: Roster.Shard
  /// Their fresh rows.
  private(set) var fresh: DecodedShard
  /// Their rows of the cache.
  var cached: DecodedShard
  /// Their numbers.
  let patients: ChangedNumbers

  /// The patients of the rows of `loaded`, none of which is of the cache.
  init(_ loaded: DecodedStudy.Shard, _ whole: Roster, valueCount: Int) {
    var patients = ChangedNumbers(knownCount: loaded.roster.ids.count)
    var rows: [FillRow] = []
    for partial in loaded.partials {
      for chunk in 0..<partial.rows.chunkCount {
        partial.rows.unpack(chunk, into: &rows)
        for row in rows { patients.add(Int(row.patient), partial.ids) }
      }
    }
    let known = patients.take()
    roster = loaded.roster.subset(of: known, levelCount: whole.levelCount)
    self.patients = patients
    cached = DecodedShard(valueCount: valueCount)
    fresh = DecodedShard(valueCount: valueCount)
    var values = [[UInt32]](repeating: [], count: valueCount)
    for partial in loaded.partials {
      for chunk in 0..<partial.rows.chunkCount {
        partial.rows.unpack(chunk, into: &rows)
        for column in values.indices { partial.values[column].unpack(chunk, into: &values[column]) }
        var numbers: [Int32] = []
        for place in rows.indices {
          numbers.append(patients.number(Int(rows[place].patient), partial.ids, in: &fresh))
          rows[place].patient = UInt32(truncatingIfNeeded: place)
        }
        fresh.append(rows, patients: numbers, values: values)
      }
    }
  }
}

/// New numbers for some of a shard's patients: first for those whom files about patients tell of.
private struct ChangedNumbers: Sendable {
  /// By number in the files about patients, 0 for those who are asked for, and then their new numbers; below 0 for others.
  private var newNumbers: [Int32]
  /// The patients that no file about patients has, and who are asked for.
  private var others = KeyTable()
  private var knownCount = 0

  init(knownCount: Int) { newNumbers = Array(repeating: -1, count: knownCount) }

  /// Asks for a patient by its number in the files about patients or, beyond these, in `ids`.
  mutating func add(_ patient: Int, _ ids: KeyTable) {
    if patient < newNumbers.count {
      newNumbers[patient] = 0
    } else {
      _ = others.intern(ids.bytes[ids.range(patient - newNumbers.count)])
    }
  }

  /// Gives those who are asked for their new numbers, and returns the old ones in their order.
  mutating func take() -> [Int32] {
    var known: [Int32] = []
    for patient in newNumbers.indices where newNumbers[patient] >= 0 {
      newNumbers[patient] = Int32(truncatingIfNeeded: known.count)
      known.append(Int32(truncatingIfNeeded: patient))
    }
    knownCount = known.count
    return known
  }

  /// The new number of a patient who is asked for.
  func number(_ patient: Int, _ ids: KeyTable, in partial: inout DecodedShard) -> Int32 {
    if patient < newNumbers.count { return newNumbers[patient] }
    let other = partial.number(ofOther: ids.bytes[ids.range(patient - newNumbers.count)])
    return Int32(truncatingIfNeeded: knownCount + other)
  }

  /// The new numbers of patients, who have these numbers in the files about patients or none (below 0), and identifiers;
  /// below 0 for those who are not asked for.
  func numbers(
    _ known: [Int32], _ ids: [UInt8], _ starts: [UInt32], in partial: inout DecodedShard
  ) -> [Int32] {
    known.enumerated().map { place, patient in
      if patient >= 0 { return newNumbers[Int(patient)] }
      let id = ids[Int(starts[place])..<Int(starts[place + 1])]
      guard others.count > 0, others.find(id) != nil else { return -1 }
      return Int32(truncatingIfNeeded: knownCount + partial.number(ofOther: id))
    }
  }
}
