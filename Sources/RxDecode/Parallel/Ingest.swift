import CSVStream
import Dispatch
import RxModel
import RxParallel

/// One input file of a run.
package struct InputFile: Sendable {
  /// The path to it.
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
  let columns: FileColumns
  /// Its size in bytes, where it is plain and has one.
  let plainByteCount: Int?

  init(index: Int, name: String, firstLine: Int, columns: FileColumns, plainByteCount: Int?) {
    self.index = index
    self.name = name
    self.firstLine = firstLine
    self.columns = columns
    self.plainByteCount = plainByteCount
  }
}

/// The options of a run's reading: with how many workers, in what blocks, and who watches.
package struct ReadOptions: Sendable {
  /// Workers; 1 means that everything happens on the caller's thread.
  package var threads = 1
  /// Bytes a block.
  package var blockBytes = 256 << 10
  /// The way in which records are taken apart.
  package var lane = Lane.best
  /// The part of the patients whose rows are kept; what was read is told of all.
  package var part = PatientPart.all
  /// True where two files of the same content are refused: not where they hold a part of the patients, of whom two files
  /// can have the same few rows.
  package var refusesCopies = true
  /// Where the rows go in place of being kept; nil where they are kept.
  package var partition: Partition?
  /// The budget of memory, in bytes, that may be held; what does not fit goes to the disk.
  package var memory = MemoryBudget(bytes: .max)
  /// The folder it goes to, in a file without a name.
  package var temporaryFolder = "/tmp"
  /// The cache that decoded files are taken from, where there is one.
  package var cache: DecodeCache?
  /// The progress that the progress line shows.
  package var progress = ReadProgress()
  /// Something that takes the raw bytes of each file, for its digest, and is told when the file is done.
  package var observer: (@Sendable (_ kind: InputKind, _ file: InputFile, _ index: Int) -> any InputObserver)?

  /// The defaults.
  package init() {}

  /// The dialect of files that are written like `files`, read so.
  func dialect(_ files: FileSet) -> Dialect {
    Dialect(
      delimiter: files.delimiter, quotes: files.quotes == .double ? .double : .none, blockBytes: blockBytes,
      lane: lane)
  }
}

/// Takes a file's raw bytes, and is told how many there were when all has been read.
package protocol InputObserver: ByteObserver, Sendable {
  /// The file was read to its end.
  func finish(byteCount: Int)
}

/// Reads the files of one input block by block. Each worker takes the next block of a file itself and decodes it while
/// another takes the one after: who reads a block has its bytes in the cache, nobody waits for a hand-over, and there
/// are never more blocks under way than workers.
struct Ingest: Sendable {
  let kind: InputKind
  let files: [InputFile]
  /// The numbers of files that are not read.
  var passedOver: Set<Int> = []
  /// The way in which the files are written.
  let syntax: FileSet
  let options: ReadOptions
  /// The columns that are wanted of each file.
  let requests: [ColumnRequest]

  /// Calls `body` for each block; each worker's calls come one after the other. Several files are read at a time.
  /// - Throws: `RxFault` of the reader or of a body, that of the first of the files with one; what was under way is
  ///   finished first.
  func run(_ body: @escaping @Sendable (_ worker: Int, _ block: SequencedBlock) throws(RxFault) -> Void)
    throws(RxFault)
  {
    try run(filesAtATime: options.threads, body)
  }

  /// The same with blocks numbered in the order of files and bytes; one file is read at a time.
  /// - Parameters:
  ///   - credits: a block is taken where there is one, which its body gives back.
  ///   - body: as above.
  /// - Throws: as above.
  func runInOrder(
    credits: DispatchSemaphore? = nil,
    _ body: @escaping @Sendable (_ worker: Int, _ block: SequencedBlock) throws(RxFault) -> Void
  ) throws(RxFault) {
    try run(filesAtATime: 1, credits: credits, body)
  }

  private func run(
    filesAtATime: Int, credits: DispatchSemaphore? = nil,
    _ body: @escaping @Sendable (_ worker: Int, _ block: SequencedBlock) throws(RxFault) -> Void
  ) throws(RxFault) {
    let source = BlockSource(self, filesAtATime: max(1, min(filesAtATime, files.count)))
    onWorkers(options.threads) { worker in
      while true {
        credits?.wait()
        guard let block = source.next(worker) else { break }
        do throws(RxFault) { try body(worker, block) } catch {
          source.fail(error, inFile: block.file.index)
          // Nobody else will give it back.
          credits?.signal()
        }
      }
      // For those who still wait, to find that there is nothing more.
      credits?.signal()
    }
    if let fault = source.fault { throw fault }
  }
}
