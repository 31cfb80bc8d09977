import RxModel
import Synchronization

/// The first fault of several workers.
final class Failure: Sendable {
  private let state = Mutex<RxFault?>(nil)
  var fault: RxFault? { state.withLock { $0 } }
  var isSet: Bool { fault != nil }
  func set(_ fault: RxFault) { state.withLock { if $0 == nil { $0 = fault } } }
}
