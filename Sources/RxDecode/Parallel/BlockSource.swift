import CSVStream
import Dispatch
import RxInput
import RxModel
import Synchronization

/// A block with all that a worker needs to decode it.
struct SequencedBlock: Sendable {
  let block: Block
  /// Its place among all blocks that were taken; their order where files are read one at a time.
  let sequence: Int
  let file: OpenedFile
}

extension BlockParser {
  /// The records of a block under way; a fault of the reader as one of the run.
  func parse(_ sequenced: SequencedBlock) throws(RxFault) -> RecordBatch {
    let (block, file) = (sequenced.block, sequenced.file)
    do throws(StreamFault) {
      var selection = file.columns.selection(for: block)
      var batch = try parse(block, selection, path: file.name)
      // A field that holds a line end rejects its record, one that nobody reads as well.
      if batch.mayHoldLongRecords, let wider = file.columns.wider(than: batch) {
        selection = wider
        batch = try parse(block, selection, path: file.name)
      }
      batch.apply(file.columns.rules, selection)
      return batch
    } catch {
      throw RxFault(error)
    }
  }
}

/// Hands out the blocks of an input's files to whoever asks. As many files are open as there are slots; whoever takes
/// a block of one keeps the others out of its slot meanwhile, and out of no other.
final class BlockSource: Sendable {
  /// A file under way.
  private struct OpenFile {
    let csv: CSVFile
    let opened: OpenedFile
    let observer: (any InputObserver)?
    /// The bytes of it that the progress has counted.
    var counted = 0

    /// Tells `progress` of the bytes that were read since.
    mutating func count(into progress: ReadProgress) {
      progress.bytes.add(csv.byteCount - counted, ordering: .relaxed)
      counted = csv.byteCount
    }
  }

  /// A file at a time, and whether more will come. A semaphore is its lock: the standard library's mutex inherits
  /// priorities, and with many workers and small blocks the system then does little else (measured: a test that takes a
  /// minute did not end in ten).
  // SAFETY: what changes is used by the holder of the semaphore's one credit.
  private final class FileSlot: @unchecked Sendable {
    let isFree = DispatchSemaphore(value: 1)
    var file: OpenFile?
    var isDone = false
  }

  private let ingest: Ingest
  private let slots: [FileSlot]
  private let nextFile = Atomic<Int>(0)
  private let nextSequence = Atomic<Int>(0)
  private let failure = Mutex<(fault: RxFault, file: Int)?>(nil)

  /// The blocks of `ingest`, of up to `filesAtATime` files at a time.
  init(_ ingest: Ingest, filesAtATime: Int) {
    self.ingest = ingest
    slots = (0..<filesAtATime).map { _ in FileSlot() }
  }

  /// The fault of the first of the files that had one.
  var fault: RxFault? { failure.withLock { $0?.fault } }

  /// Files from `file` on are not read on.
  func fail(_ fault: RxFault, inFile file: Int) {
    failure.withLock { if file < $0?.file ?? .max { $0 = (fault, file) } }
  }

  /// A block for `worker`; nil when there will be no more.
  func next(_ worker: Int) -> SequencedBlock? {
    while true {
      var busy: FileSlot?
      for offset in slots.indices {
        let slot = slots[(worker + offset) % slots.count]
        guard slot.isFree.wait(timeout: .now()) == .success else {
          busy = busy ?? slot
          continue
        }
        defer { slot.isFree.signal() }
        if let block = next(slot) { return block }
      }
      guard let busy else { return nil }
      busy.isFree.wait()
      defer { busy.isFree.signal() }
      if let block = next(busy) { return block }
    }
  }

  /// The next block of the slot; nil when it is done.
  private func next(_ slot: FileSlot) -> SequencedBlock? {
    while !slot.isDone {
      if slot.file == nil { open(slot) }
      guard let file = slot.file else { break }
      let index = file.opened.index
      do throws(StreamFault) {
        if index < failure.withLock({ $0?.file ?? .max }), let block = try file.csv.nextBlock() {
          slot.file?.count(into: ingest.options.progress)
          let sequence = nextSequence.add(1, ordering: .relaxed).oldValue
          return SequencedBlock(block: block, sequence: sequence, file: file.opened)
        }
        slot.file?.count(into: ingest.options.progress)
        file.observer?.finish(byteCount: file.csv.byteCount)
      } catch {
        fail(RxFault(error), inFile: index)
      }
      slot.file = nil
    }
    return nil
  }

  private func open(_ slot: FileSlot) {
    var index = nextFile.add(1, ordering: .relaxed).oldValue
    while ingest.passedOver.contains(index) { index = nextFile.add(1, ordering: .relaxed).oldValue }
    guard index < ingest.files.count, index < failure.withLock({ $0?.file ?? .max }) else {
      slot.isDone = true
      return
    }
    let file = ingest.files[index]
    do {
      let observer = ingest.options.observer?(ingest.kind, file, index)
      let csv = try CSVFile(
        path: file.path, name: file.name, index: index, dialect: ingest.options.dialect(ingest.syntax),
        observer: observer)
      let opened = OpenedFile(
        index: index, name: file.name, firstLine: csv.firstLine,
        columns: try FileColumns(
          ingest.requests, missing: ingest.syntax.missing, header: csv.header, file: file.name),
        plainByteCount: csv.plainByteCount)
      slot.file = OpenFile(csv: csv, opened: opened, observer: observer)
    } catch let fault as StreamFault {
      fail(RxFault(fault), inFile: index)
    } catch let fault as RxFault {
      fail(fault, inFile: index)
    } catch {
      fail(RxFault(.software, "\(file.name): \(error)"), inFile: index)
    }
  }
}
