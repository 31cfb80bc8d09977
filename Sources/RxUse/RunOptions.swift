import CSVStream
import Foundation
import RxDecode

/// Settings of how a run is carried out; nothing here changes a result that is written.
package struct RunOptions: Sendable {
  /// The number of workers; 1 is no Dispatch at all.
  package var threads: Int
  /// The number of bytes read at a time.
  package var blockBytes = 256 << 10
  /// The code that takes records apart.
  package var lane = Lane.best
  /// The memory that may be held; what does not fit goes to the disk.
  package var memory = MemoryBudget(bytes: MachineMemory.bytes / 2)
  /// The folder to which that goes, in a file without a name.
  package var temporaryFolder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
  /// True where a run that would warn ends in place of writing anything.
  package var isStrict = false
  /// The seconds for which a run that holds the output is waited for.
  package var lockWait = 0.0
  /// What earlier runs have left; nil where nothing is to be taken from them.
  package var cache: CacheOptions?
  /// The progress that the progress line shows.
  package var progress = RunProgress()

  /// Settings with `threads` workers.
  package init(threads: Int) { self.threads = threads }

  /// The reader's part of them.
  var readOptions: ReadOptions {
    var options = ReadOptions()
    options.threads = threads
    options.blockBytes = blockBytes
    options.lane = lane
    options.memory = memory
    options.temporaryFolder = temporaryFolder
    options.progress = progress.reading
    return options
  }
}
