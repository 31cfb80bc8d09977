import CSVStream
import RxModel

/// The intake of what files about patients tell: into the roster while memory lasts, to the disk from then
/// on.
struct PatientIntake: Sendable {
  /// The patients who are held in memory.
  private(set) var roster: Roster
  /// True once rows have gone to the disk, so that the roster does not know everyone.
  private(set) var isSpilling = false
  /// Room is only made ahead where this many bytes a row are there.
  private static let mostBytesReserved = 400
  private let memory: MemoryBudget
  private let spill: Spill
  /// The rows by part, where they go there.
  var partition: PartLines?
  private var buffers = [SpillBuffer<PatientRows.Row>](repeating: SpillBuffer(), count: shardCount)

  /// Nothing taken yet.
  init(_ roster: Roster, _ memory: MemoryBudget, _ spill: Spill) {
    self.roster = roster
    self.memory = memory
    self.spill = spill
  }

  /// Adds a block's rows, which are of `kind`.
  mutating func append(_ block: PatientRows, _ kind: InputKind, of layout: PatientLayout) {
    if let (records, columns) = block.division {
      partition?.add(records, columns, of: block.file)
      return
    }
    if !isSpilling, memory.isReached() { isSpilling = true }
    guard isSpilling else {
      // Tables that grow are copied; one look at the file's size spares most of that.
      if let rows = block.fileRows, layout.makesMembers, rows < memory.bytes / Self.mostBytesReserved {
        roster.reserve(rows: rows, of: layout)
      }
      return roster.apply(block, kind, of: layout)
    }
    for shard in 0..<shardCount {
      for index in block.order.range(shard) {
        let row = block.rows[index]
        buffers[shard].add(row, key: block.keys[index], in: block.bytes)
        for field in block.levels.indices { buffers[shard].add(extra: block.levels[field][Int(row.place)]) }
        buffers[shard].add(extra: UInt32(truncatingIfNeeded: block.file))
      }
      if buffers[shard].isFull { spill.write(&buffers[shard], kind, shard: shard) }
    }
  }

  /// The input of `kind` is at its end.
  mutating func finish(_ kind: InputKind) {
    partition?.flush()
    partition = nil
    for shard in 0..<shardCount { spill.write(&buffers[shard], kind, shard: shard) }
  }
}
