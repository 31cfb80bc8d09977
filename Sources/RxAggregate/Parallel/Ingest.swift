import CSVStream
import Dispatch
import RxModel
import Synchronization

/// One input file of a run.
package struct InputFile: Sendable {
  /// Where it is.
  package var path: String
  /// Its name in messages and rejects: as the study gives it.
  package var name: String

  /// The file at `path`, called `name`.
  package init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// A file under way: its name, its columns, and the line on which its first block begins.
final class OpenedFile: Sendable {
  let index: Int
  let name: String
  let firstLine: Int
  let columns: InputColumns

  init(index: Int, name: String, firstLine: Int, columns: InputColumns) {
    self.index = index
    self.name = name
    self.firstLine = firstLine
    self.columns = columns
  }
}

/// What a read tells while it runs.
package final class ReadProgress: Sendable {
  /// Bytes given to the workers so far.
  package let bytes = Atomic<Int>(0)
  /// Rows decoded so far.
  package let rows = Atomic<Int>(0)

  /// Nothing read yet.
  package init() {}
}

/// How a run reads: with how many workers, in what blocks, and who watches.
package struct ReadOptions: Sendable {
  /// Workers; 1 means that everything happens on the caller's thread.
  package var threads = 1
  /// Bytes a block.
  package var blockBytes = 512 << 10
  /// How records are taken apart.
  package var lane = Lane.best
  /// Blocks read of each file at most; nil is all of it.
  package var blocksPerFile: Int?
  /// What the progress line shows.
  package var progress = ReadProgress()
  /// Something that takes the raw bytes of each file, for its digest, and is told when the file is done.
  package var tap: (@Sendable (_ kind: InputKind, _ file: InputFile) -> any InputTap)?

  /// The defaults.
  package init() {}

  /// The dialect of files with this delimiter, read so.
  func dialect(_ delimiter: UInt8) -> Dialect {
    Dialect(delimiter: delimiter, blockBytes: blockBytes, lane: lane)
  }
}

/// Takes a file's raw bytes, and is told how many there were when all has been read.
package protocol InputTap: ByteTap, Sendable {
  /// The file was read to its end.
  func finish(byteCount: Int)
}

/// Reads the files of one input, block by block, and has each decoded by one of the workers.
struct Ingest: Sendable {
  let kind: InputKind
  let files: [InputFile]
  let dialect: Dialect
  let options: ReadOptions
  /// The columns that are wanted of each file.
  let requests: [ColumnRequest]

  /// Calls `body` for each block; each worker's calls come one after the other, with ascending sequence numbers.
  /// - Throws: `RxFault` of the reader or of a body; what was under way is finished first.
  func run(_ body: @escaping @Sendable (_ worker: Int, _ block: SequencedBlock) throws(RxFault) -> Void)
    throws(RxFault)
  {
    guard options.threads > 1 else {
      var fault: RxFault?
      try read { block in
        do throws(RxFault) { try body(0, block) } catch { fault = error }
        return fault == nil
      }
      if let fault { throw fault }
      return
    }
    let queue = BlockQueue(credits: options.threads * 2)
    let failure = Failure()
    let reader = DispatchGroup()
    DispatchQueue(label: "rxuse.reader.\(kind.rawValue)").async(group: reader) {
      do throws(RxFault) { try read { queue.push($0) } } catch { failure.set(error) }
      queue.close()
    }
    onWorkers(options.threads) { worker in
      while let block = queue.pop() {
        if !failure.isSet {
          do throws(RxFault) { try body(worker, block) } catch {
            failure.set(error)
            queue.cancel()
          }
        }
        queue.done()
      }
    }
    reader.wait()
    if let fault = failure.fault { throw fault }
  }

  /// Hands every block of every file to `take`, in order, until it returns false.
  private func read(_ take: (SequencedBlock) -> Bool) throws(RxFault) {
    var sequence = 0
    for (index, file) in files.enumerated() {
      do {
        let tap = options.tap?(kind, file)
        let csv = try CSVFile(path: file.path, name: file.name, index: index, dialect: dialect, tap: tap)
        let opened = OpenedFile(
          index: index, name: file.name, firstLine: csv.firstLine,
          columns: try InputColumns(requests, header: csv.header, file: file.name))
        var blocks = 0
        while blocks < options.blocksPerFile ?? .max, let block = try csv.nextBlock() {
          blocks += 1
          options.progress.bytes.add(block.byteCount, ordering: .relaxed)
          guard take(SequencedBlock(block: block, sequence: sequence, file: opened)) else { return }
          sequence += 1
        }
        tap?.finish(byteCount: csv.byteCount)
      } catch let fault as StreamFault {
        throw RxFault(fault)
      } catch let fault as RxFault {
        throw fault
      } catch {
        throw RxFault(.software, "\(file.name): \(error)")
      }
    }
  }
}

/// The first fault of several workers.
final class Failure: Sendable {
  private let state = Mutex<RxFault?>(nil)
  var fault: RxFault? { state.withLock { $0 } }
  var isSet: Bool { fault != nil }
  func set(_ fault: RxFault) { state.withLock { if $0 == nil { $0 = fault } } }
}
