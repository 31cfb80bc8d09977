import Synchronization

/// What is told when the process is interrupted. A run ends once: either it tells of its end, or the interruption does.
enum Interruption {
  private static let teller = Mutex<(@Sendable (Int32) -> Void)?>(nil)

  /// From now on an interruption is told by `tell`, which is given the signal.
  static func expect(_ tell: @escaping @Sendable (Int32) -> Void) { teller.withLock { $0 = tell } }

  /// From now on none is told.
  /// - Returns: false where one has been told already.
  static func noLonger() -> Bool { taken() != nil }

  fileprivate static func taken() -> (@Sendable (Int32) -> Void)? {
    teller.withLock { teller in
      defer { teller = nil }
      return teller
    }
  }
}

/// Tells of the run that is under way, if one is, that it was interrupted.
/// - Parameter signal: the number of the signal.
package func tellOfInterruption(by signal: Int32) { Interruption.taken()?(signal) }
