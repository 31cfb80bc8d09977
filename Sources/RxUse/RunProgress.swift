import RxDecode
import Synchronization

/// How far a run is, while it runs: for whoever looks at the terminal, and for nothing that stays.
package final class RunProgress: Sendable {
  /// How much has been read.
  package let reading = ReadProgress()
  private let begun = Atomic<RunStage>(.load)

  /// A run that is about to begin.
  package init() {}

  /// What the run is doing. Of reading the reader knows best when it begins and ends.
  package var stage: RunStage {
    let reached: RunStage =
      switch reading.state {
      case .before: .load
      case .underWay: .read
      case .done: .measure
      }
    return max(reached, begun.load(ordering: .relaxed))
  }

  /// From now on the run does `stage`.
  func begin(_ stage: RunStage) { begun.store(stage, ordering: .relaxed) }
}

/// The stages of a run, in their order. Their names are those of timing.json.
package enum RunStage: UInt8, CaseIterable, Comparable, AtomicRepresentable, Sendable {
  /// The study and its small tables are read.
  case load
  /// The data are read.
  case read
  /// The rows are measured.
  case measure
  /// Small counts are kept back, and estimates made.
  case protect
  /// Tables and reports are written.
  case write
  /// Changes to the study are tried that would show more.
  case advise

  package static func < (one: RunStage, other: RunStage) -> Bool { one.rawValue < other.rawValue }
}
