import CPosix
import Synchronization

/// The memory in bytes that a run may hold, and whether it has come near that.
package final class MemoryBudget: Sendable {
  /// The share of the budget, from 0 to 1, that may be held when the rest goes to the disk: measuring and
  /// blocks under way take the remainder.
  private static let share = 0.6

  /// The budget.
  package let bytes: Int
  private let held: @Sendable () -> Int
  private let reached = Atomic<Bool>(false)

  /// A budget of `bytes`; `held` tells what the process holds now.
  package init(bytes: Int, held: @escaping @Sendable () -> Int = { rx_resident_bytes() }) {
    self.bytes = bytes
    self.held = held
  }

  /// True if what is read from now on is to go to the disk. Once true it stays so.
  func isReached() -> Bool {
    if reached.load(ordering: .relaxed) { return true }
    guard bytes < .max, Double(held()) > Double(bytes) * Self.share else { return false }
    reached.store(true, ordering: .relaxed)
    return true
  }

  /// The number of workers that may hold `bytesEach` at once beside what is held now; at least one.
  package func workers(bytesEach: Int, atMost threads: Int) -> Int {
    let room = bytes - held()
    return max(1, min(threads, bytesEach == 0 ? threads : room / bytesEach))
  }
}
