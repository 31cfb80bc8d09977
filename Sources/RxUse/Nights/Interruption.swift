import Synchronization

/// What is told of a run when the process is interrupted. A run ends once: either it tells of its end, or the interruption
/// does.
struct Interruption {
  private static let tellers = Mutex<(last: Int, all: [Int: @Sendable (Int32) -> Void])>((0, [:]))
  private let number: Int

  /// From now on an interruption is told by `tell`, which is given the signal.
  init(_ tell: @escaping @Sendable (Int32) -> Void) {
    number = Self.tellers.withLock { tellers in
      tellers.last += 1
      tellers.all[tellers.last] = tell
      return tellers.last
    }
  }

  /// From now on none is told.
  /// - Returns: false where one has been.
  func end() -> Bool { Self.tellers.withLock { $0.all.removeValue(forKey: number) != nil } }

  fileprivate static func tell(of signal: Int32) {
    let all = tellers.withLock { tellers in
      defer { tellers.all = [:] }
      return tellers.all
    }
    for (_, tell) in all.sorted(by: { $0.key < $1.key }) { tell(signal) }
  }
}

/// Tells of the runs that are under way that they were interrupted.
/// - Parameter signal: the number of the signal.
package func tellOfInterruption(by signal: Int32) { Interruption.tell(of: signal) }
