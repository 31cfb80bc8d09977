import RxModel
import Synchronization

/// The first fault of several workers.
package final class Failure: Sendable {
  private let state = Mutex<RxFault?>(nil)

  /// A failure without a fault yet.
  package init() {}

  /// The fault; nil where there was none.
  package var fault: RxFault? { state.withLock { $0 } }
  /// True if there was one.
  package var isSet: Bool { fault != nil }
  /// Keeps the fault if it is the first.
  package func set(_ fault: RxFault) { state.withLock { if $0 == nil { $0 = fault } } }
}
