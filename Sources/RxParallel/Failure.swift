import RxModel
import Synchronization

/// The fault of several workers: that of the first piece of work of those that failed. Workers that take pieces in order, and
/// begin none once there is a fault, come to the same one however many they are.
package final class Failure: Sendable {
  private let state = Mutex<(place: Int, fault: RxFault)?>(nil)

  /// A failure without a fault yet.
  package init() {}

  /// The fault; nil where there was none.
  package var fault: RxFault? { state.withLock { $0?.fault } }
  /// True if there was one.
  package var isSet: Bool { fault != nil }
  /// Keeps a fault if that of no piece of work before is known.
  /// - Parameters:
  ///   - fault: the fault.
  ///   - place: the place of the piece of work; of one place the first fault is kept.
  package func set(_ fault: RxFault, at place: Int) {
    state.withLock { state in
      if state.map({ place < $0.place }) ?? true { state = (place, fault) }
    }
  }
}
