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
        result.patients.numbers(ids, starts, in: &partial)
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
    patients = ChangedNumbers(loaded)
    roster = loaded.roster.subset(of: patients.known, levelCount: whole.levelCount)
    cached = DecodedShard(valueCount: valueCount)
    fresh = DecodedShard(valueCount: valueCount)
    var values = [[UInt32]](repeating: [], count: valueCount)
    var rows: [FillRow] = []
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
  /// The patients who have got numbers, in the order of these: few, so that many others are soon found not to be among them.
  private var ids = KeyTable()
  /// The number of them whom files about patients tell of.
  private let knownCount: Int
  /// By number in the files about patients, the new number; below 0 for others.
  private let newNumbers: [Int32]

  /// Numbers for the patients of all rows of `loaded`.
  init(_ loaded: DecodedStudy.Shard) {
    var newNumbers = [Int32](repeating: -1, count: loaded.roster.ids.count)
    var others: [(partial: Int, id: Int)] = []
    var rows: [FillRow] = []
    for (place, partial) in loaded.partials.enumerated() {
      for chunk in 0..<partial.rows.chunkCount {
        partial.rows.unpack(chunk, into: &rows)
        for row in rows where Int(row.patient) < newNumbers.count { newNumbers[Int(row.patient)] = 0 }
      }
      others += (0..<partial.ids.count).map { (place, $0) }
    }
    for patient in newNumbers.indices where newNumbers[patient] >= 0 {
      newNumbers[patient] = Int32(truncatingIfNeeded: ids.count)
      _ = ids.intern(loaded.roster.ids.bytes[loaded.roster.ids.range(patient)])
    }
    knownCount = ids.count
    self.newNumbers = newNumbers
    for (partial, id) in others {
      let own = loaded.partials[partial].ids
      _ = ids.intern(own.bytes[own.range(id)])
    }
  }

  /// The numbers in the files about patients of those who are there.
  var known: [Int32] {
    newNumbers.indices.filter { newNumbers[$0] >= 0 }.map { Int32(truncatingIfNeeded: $0) }
  }

  /// The new number of a patient who has got one: by the number in the files about patients or, beyond these, in `own`.
  func number(_ patient: Int, _ own: KeyTable, in partial: inout DecodedShard) -> Int32 {
    if patient < newNumbers.count { return newNumbers[patient] }
    let other = partial.number(ofOther: own.bytes[own.range(patient - newNumbers.count)])
    return Int32(truncatingIfNeeded: knownCount + other)
  }

  /// The new numbers of patients by their identifiers; below 0 for those who have none.
  func numbers(_ keys: [UInt8], _ starts: [UInt32], in partial: inout DecodedShard) -> [Int32] {
    var numbers = ids.find(keys, starts)
    for place in numbers.indices where numbers[place] >= knownCount {
      let other = partial.number(ofOther: keys[Int(starts[place])..<Int(starts[place + 1])])
      numbers[place] = Int32(truncatingIfNeeded: knownCount + other)
    }
    return numbers
  }
}
