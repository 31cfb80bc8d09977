import CSVStream
import RxCounts
import RxModel
import RxParallel

/// What the files about patients come to, as it is kept in a file.
struct CachedPatients {
  /// What was read of the files, by kind.
  let rejects: [InputKind: RejectTotals]
  let roster: Roster

  /// The index of the file.
  private struct Index: Storable {
    let layout: String
    let rejects: [InputKind: RejectTotals]
    let levels: [Segment]
    let shards: [Segment]

    init(layout: String, rejects: [InputKind: RejectTotals], levels: [Segment], shards: [Segment]) {
      (self.layout, self.rejects, self.levels, self.shards) = (layout, rejects, levels, shards)
    }

    func store(in bytes: inout StoredBytes) {
      bytes.add(layout)
      bytes.add(rejects)
      bytes.add(levels)
      bytes.add(shards)
    }

    init(from bytes: inout StoredReader) throws(StoredFault) {
      layout = try bytes.next()
      rejects = try bytes.next()
      levels = try bytes.next()
      shards = try bytes.next()
    }
  }

  /// The patients in the file at `path`.
  /// - Parameters:
  ///   - path: the file.
  ///   - layout: what decides how they are decoded, in words, with the contents of their files.
  ///   - nobody: the roster that they come into.
  ///   - dictionaries: get the strings of their levels.
  ///   - files: the files of the run, by kind.
  ///   - threads: workers.
  /// - Throws: `StreamFault` where the file can't be read, is of others, or is damaged.
  init(
    _ path: String, layout: String, into nobody: Roster, _ dictionaries: [SharedDictionary],
    files: [InputKind: [InputFile]], threads: Int
  ) throws(StreamFault) {
    let file = try SegmentFile(path: path, format: DecodeCache.format)
    var bytes = StoredReader(file.index)
    let index: Index
    do throws(StoredFault) {
      index = try bytes.next()
      try bytes.end()
    } catch {
      throw file.damage
    }
    guard index.layout == layout else {
      throw StreamFault(.changed, path: path, "is of another version of rxuse")
    }
    guard index.levels.count == dictionaries.count, index.shards.count == shardCount else {
      throw file.damage
    }
    var roster = nobody
    let levelCount = nobody.levelCount
    for (segment, dictionary) in zip(index.levels, dictionaries) {
      // Level numbers are kept as they are, so that nothing may be there before.
      guard dictionary.join(try file.decoded(segment, StringSegment.init(from:))).isEmpty else {
        throw file.damage
      }
    }
    let shards = parallelMap(shardCount, workers: threads) { place, _ in
      Result { () throws(StreamFault) in
        try file.decoded(index.shards[place]) { (numbers) throws(RawNumbersReader.Fault) in
          try Roster.Shard(from: &numbers, levelCount: levelCount)
        }
      }
    }
    for (place, shard) in shards.enumerated() { roster.shards[place] = try shard.get() }
    self.roster = roster
    rejects = index.rejects.reduce(into: [:]) { all, own in
      all[own.key] = own.value.renamed((files[own.key] ?? []).map(\.name))
    }
  }

  /// Writes what the files about patients came to.
  /// - Parameters:
  ///   - path: the file that it goes to.
  ///   - layout: what decides how they are decoded, in words, with the contents of their files.
  ///   - roster: the patients.
  ///   - dictionaries: the strings of their levels.
  ///   - rejects: what was read of the files, by kind.
  /// - Throws: `StreamFault` where the file can't be written.
  static func write(
    _ path: String, layout: String, _ roster: Roster, _ dictionaries: [SharedDictionary],
    _ rejects: [InputKind: RejectTotals]
  ) throws(StreamFault) {
    let file = try SegmentFileWriter(path: path, format: DecodeCache.format)
    var (levels, shards): ([Segment], [Segment]) = ([], [])
    for dictionary in dictionaries { levels.append(try file.append(dictionary.segment)) }
    for shard in roster.shards {
      var numbers = RawNumbers()
      shard.store(in: &numbers)
      shards.append(try file.append(numbers.bytes))
    }
    var bytes = StoredBytes()
    bytes.add(Index(layout: layout, rejects: rejects, levels: levels, shards: shards))
    try file.finish(index: bytes.bytes)
  }
}

extension RejectTotals {
  /// The same of files that have other names now.
  func renamed(_ names: [String]) -> RejectTotals {
    var (result, newNames): (RejectTotals, [String: String]) = (self, [:])
    for (place, name) in zip(files.indices, names) {
      newNames[files[place].name] = name
      result.files[place].name = name
    }
    result.first = first.map { $0.renamed(newNames[$0.file] ?? $0.file) }
    return result
  }
}

extension RejectedRow {
  /// The same row of a file that has another name now.
  func renamed(_ name: String) -> RejectedRow {
    RejectedRow(file: name, line: line, reason: reason, field: field, value: value)
  }
}
