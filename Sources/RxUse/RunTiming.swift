import Foundation

/// timing.json: how long a run took and what it needed. The only file that names a time or a machine.
struct RunTiming: Encodable {
  let threads: Int
  /// Bytes that went to the disk for want of memory.
  let spilledBytes: Int
  let secondsPerStage: [String: Double]
  let peakMemoryBytes: Int
  let start: String
  let end: String

  /// The timing of a run that ends now.
  init(_ clock: StageClock, threads: Int, spilledBytes: Int) {
    self.threads = threads
    self.spilledBytes = spilledBytes
    secondsPerStage = clock.seconds
    peakMemoryBytes = RxUse.peakMemoryBytes()
    start = clock.start.formatted(.iso8601)
    end = Date().formatted(.iso8601)
  }
}

/// Seconds of each stage of a run, which begins with loading the study.
struct StageClock {
  /// The time at which the run began.
  let start = Date()
  /// The seconds of each stage, by its name.
  private(set) var seconds: [String: Double] = [:]
  private let progress: RunProgress
  private var running = RunStage.load
  private var last = ContinuousClock.now

  /// A clock that starts now, and tells `progress` of the stages.
  init(_ progress: RunProgress) { self.progress = progress }

  /// Ends the stage that runs, and begins `stage`.
  mutating func begin(_ stage: RunStage) {
    end()
    running = stage
    progress.begin(stage)
  }

  /// Ends the stage that runs.
  mutating func end() {
    let now = ContinuousClock.now
    seconds["\(running)"] = Double((now - last) / .milliseconds(1)).rounded() / 1000
    last = now
  }
}

/// The most memory that the process has held so far.
func peakMemoryBytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
