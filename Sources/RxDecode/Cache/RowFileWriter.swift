import CSVStream
import RxCounts
import RxInput
import RxModel
import RxParallel

/// What a run has decoded of prescription files, and not taken from elsewhere.
package struct FreshRows: Sendable {
  /// The numbers of the files.
  package let files: [Int]
  /// The account of each file of the run, of which those count; and the first rejects.
  let totals: RejectTotals
  let shapes: RejectShapes
}

/// The writing of a file of decoded rows.
struct RowFileWriter {
  private let decoded: DecodedStudy
  private let fresh: FreshRows
  private let contents: [FileContent]

  /// What `decoded` has of fresh files, which have these contents.
  init(_ decoded: DecodedStudy, _ fresh: FreshRows, _ contents: [FileContent]) {
    self.decoded = decoded
    self.fresh = fresh
    self.contents = contents
  }

  /// Writes them to `path`.
  /// - Throws: `RxFault` (74) where that can't be done, or what went to the disk can't be read.
  func write(_ path: String, layout: String) throws(RxFault) {
    do throws(StreamFault) {
      let file = try SegmentFileWriter(path: path, format: DecodeCache.format)
      let (decoded, failure) = (decoded, Failure())
      // By number of a file of the run, its place among those that are written.
      var places = [UInt32](repeating: 0, count: fresh.totals.files.count)
      for (place, number) in fresh.files.enumerated() { places[number] = UInt32(truncatingIfNeeded: place) }
      let parts = parallelMap(shardCount, workers: decoded.threads) { [places] shard, _ -> Part? in
        guard !failure.isSet else { return nil }
        do throws(RxFault) {
          return try self.write(shard, to: file, places)
        } catch {
          failure.set(error, at: shard)
          return nil
        }
      }
      if let fault = failure.fault { throw StreamFault(.inputOutput, path: path, fault.message) }
      var dictionaries: [Segment] = []
      for dictionary in decoded.dictionaries.ofRows {
        dictionaries.append(try file.append(dictionary.segment))
      }
      var bytes = StoredBytes()
      bytes.add(
        index(layout, dictionaries, parts.compactMap { $0?.segment }, parts.compactMap { $0?.days }))
      try file.finish(index: bytes.bytes)
    } catch {
      throw RxFault(error)
    }
  }

  /// One shard as it was written.
  private struct Part: Sendable {
    let segment: Segment
    /// By place of a file and day, its rows.
    let days: [SIMD2<Int32>: Int64]
  }

  private var tellsFile: Bool { decoded.request.columns.filePlace != nil }

  private func write(_ shard: Int, to file: SegmentFileWriter, _ places: [UInt32]) throws(RxFault) -> Part {
    let loaded = try decoded.load(shard, withCached: false)
    let filePlace = decoded.request.columns.filePlace.map { decoded.dictionaries.rowDemographics.count + $0 }
    var segment = RowSegment(
      valueCount: decoded.dictionaries.rowDemographics.count + decoded.request.columns.count)
    var days: [SIMD2<Int32>: Int64] = [:]
    var run: (key: SIMD2<Int32>, rows: Int64) = (SIMD2(0, 0), 0)
    for partial in loaded.partials {
      segment.add(partial, loaded.roster) { rows, values in
        if let filePlace { values[filePlace] = values[filePlace].map { places[Int($0)] } }
        for (place, row) in rows.enumerated() {
          let key = SIMD2(Int32(bitPattern: filePlace.map { values[$0][place] } ?? 0), row.day)
          // Rows of a day come together in most files.
          if key != run.key {
            if run.rows > 0 { days[run.key, default: 0] += run.rows }
            run = (key, 0)
          }
          run.rows += 1
        }
      }
    }
    if run.rows > 0 { days[run.key, default: 0] += run.rows }
    do throws(StreamFault) {
      return Part(segment: try file.append(segment.bytes), days: days)
    } catch {
      throw RxFault(error)
    }
  }

  private func index(
    _ layout: String, _ dictionaries: [Segment], _ shards: [Segment], _ days: [[SIMD2<Int32>: Int64]]
  ) -> RowFileIndex {
    var rowsOfDay = fresh.files.map { number -> [Int64] in
      let account = fresh.totals.files[number]
      guard let first = account.firstDay, let last = account.lastDay else { return [] }
      return Array(repeating: 0, count: last - first + 1)
    }
    for (key, rows) in days.joined() {
      let place = Int(key[0])
      guard let first = fresh.totals.files[fresh.files[place]].firstDay else { continue }
      rowsOfDay[place][Int(key[1] - first.number)] += rows
    }
    let names = Set(fresh.files.map { fresh.totals.files[$0].name })
    return RowFileIndex(
      layout: layout,
      files: fresh.files.enumerated().map { place, number in
        RowFileIndex.File(
          content: contents[place], account: fresh.totals.files[number], rowsOfDay: rowsOfDay[place])
      }, tellsFile: tellsFile, rejects: fresh.totals.first.filter { names.contains($0.file) },
      shapes: fresh.shapes.renumbered { number in fresh.files.firstIndex(of: number) },
      dictionaries: dictionaries, shards: shards)
  }
}
