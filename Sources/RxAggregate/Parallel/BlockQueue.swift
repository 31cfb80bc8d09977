import CSVStream
import DequeModule
import Dispatch
import RxModel
import Synchronization

/// A block with all that a worker needs to decode it.
struct SequencedBlock: Sendable {
  let block: Block
  /// Its place among all blocks of the read, over all files.
  let sequence: Int
  let file: OpenedFile
}

extension LibCSVReader {
  /// The records of a block under way; a fault of the reader as one of the run.
  func parse(_ sequenced: SequencedBlock) throws(RxFault) -> RecordBatch {
    do throws(StreamFault) {
      return try parse(
        sequenced.block, sequenced.file.columns.selection(for: sequenced.block), path: sequenced.file.name)
    } catch {
      throw RxFault(error)
    }
  }
}

/// Blocks on their way from the reader to the workers. The reader waits where too many are under way (a credit each),
/// so memory does not grow with the file.
final class BlockQueue: Sendable {
  private let credits: DispatchSemaphore
  private let filled = DispatchSemaphore(value: 0)
  private let state = Mutex<(blocks: Deque<SequencedBlock>, closed: Bool, cancelled: Bool)>(
    ([], false, false))

  /// A queue that holds up to `credits` blocks, those in the workers' hands included.
  init(credits: Int) { self.credits = DispatchSemaphore(value: credits) }

  /// Adds a block when there is a credit. False where the workers want no more.
  func push(_ block: SequencedBlock) -> Bool {
    credits.wait()
    let cancelled = state.withLock { state in
      state.blocks.append(block)
      return state.cancelled
    }
    filled.signal()
    return !cancelled
  }

  /// The next block, when there is one; nil when there will be no more.
  func pop() -> SequencedBlock? {
    filled.wait()
    let block = state.withLock { $0.blocks.popFirst() }
    // The end is for every worker: pass it on.
    if block == nil { filled.signal() }
    return block
  }

  /// Gives back the credit of a block that is done with.
  func done() { credits.signal() }

  /// No more blocks will come.
  func close() { filled.signal() }

  /// The workers want no more; blocks that still come are to be taken and dropped.
  func cancel() { state.withLock { $0.cancelled = true } }
}
