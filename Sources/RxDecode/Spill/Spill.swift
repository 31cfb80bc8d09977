import CSVStream
import RxInput
import RxModel
import RxParallel
import Synchronization

/// The decoded rows that a run has put to the disk because they would not fit into memory, shard by shard;
/// they are taken when the shard is measured as they would have been at once. The shard is the unit here as
/// everywhere.
final class Spill: Sendable {
  /// Some rows of a shard.
  private struct Chunk: Sendable {
    let kind: InputKind
    let rowCount: Int
    let extraCount: Int
    let keyByteCount: Int
    let rows: Int
    let extras: Int
    let keyCounts: Int
    let keyBytes: Int
  }

  /// Rows that came back from the disk.
  struct Rows<Row> {
    var rows: [Row]
    /// `extras.count / rows.count` for each row.
    let extras: [UInt32]
    /// The patients' identifiers, row by row, in `bytes`.
    let keys: [Field]
    let bytes: FieldBytes
  }

  private let folder: String
  private let state = Mutex<(file: TemporaryFile?, chunks: [[Chunk]])>(
    (nil, Array(repeating: [], count: shardCount)))
  private let failure = Failure()

  /// Nothing spilled yet; what will be goes to an unnamed file in `folder`.
  init(in folder: String) { self.folder = folder }

  /// The fault for which something could not be written, if so; nothing that was read counts then.
  var fault: RxFault? { failure.fault }

  /// Bytes on the disk.
  var byteCount: Int { state.withLock { $0.file?.byteCount ?? 0 } }

  /// Writes a buffer's rows, which are of one kind of input and one shard, behind those that are there, and clears it.
  func write<Row>(_ buffer: inout SpillBuffer<Row>, _ kind: InputKind, shard: Int) {
    defer { buffer.clear() }
    guard !buffer.rows.isEmpty, !failure.isSet else { return }
    do throws(StreamFault) {
      let file = try openFile()
      let chunk = Chunk(
        kind: kind, rowCount: buffer.rows.count, extraCount: buffer.extras.count,
        keyByteCount: buffer.keyBytes.count, rows: try file.append(buffer.rows),
        extras: try file.append(buffer.extras), keyCounts: try file.append(buffer.keyCounts),
        keyBytes: try file.append(buffer.keyBytes))
      state.withLock { $0.chunks[shard].append(chunk) }
    } catch {
      failure.set(RxFault(error), at: shard)
    }
  }

  /// True if a shard has rows of prescriptions here.
  func hasPrescriptions(shard: Int) -> Bool {
    state.withLock { $0.chunks[shard].contains { $0.kind == .prescriptions } }
  }

  /// Hands the shard's rows of an input to `body`, chunk by chunk, in the order written.
  /// - Throws: `RxFault` (74) where the disk fails.
  func forEach<Row: BitwiseCopyable>(
    _ kind: InputKind, shard: Int, _ body: (inout Rows<Row>) -> Void
  ) throws(RxFault) {
    let (file, chunks) = state.withLock { ($0.file, $0.chunks[shard]) }
    guard let file else { return }
    for chunk in chunks where chunk.kind == kind {
      do throws(StreamFault) {
        let bytes = try file.readBytes(chunk.keyByteCount, at: chunk.keyBytes)
        let counts = try file.read(chunk.rowCount, at: chunk.keyCounts, as: UInt32.self)
        var rows = Rows<Row>(
          rows: try file.read(chunk.rowCount, at: chunk.rows),
          extras: try file.read(chunk.extraCount, at: chunk.extras),
          keys: try bytes.fields(counts: counts, path: folder),
          bytes: bytes)
        body(&rows)
      } catch {
        throw RxFault(error)
      }
    }
  }

  private func openFile() throws(StreamFault) -> TemporaryFile {
    let (file, fault) = state.withLock { state -> (TemporaryFile?, StreamFault?) in
      if let file = state.file { return (file, nil) }
      do throws(StreamFault) {
        state.file = try TemporaryFile(in: folder)
        return (state.file, nil)
      } catch {
        return (nil, error)
      }
    }
    if let file { return file }
    throw fault ?? StreamFault(.defect, path: folder, "no temporary file was made")
  }
}
