import Dispatch
import Synchronization

/// Applies what workers bring in the order of the blocks it is from. One of them applies at a time; the others leave
/// what they bring and go on.
// SAFETY: `state` is used by the one worker that has set `isApplying` under the lock, and by the owner when all are done.
final class OrderedSink<Item: Sendable, State>: @unchecked Sendable {
  private struct Queue: Sendable {
    var sequence = 0
    var waiting: [Int: Item] = [:]
    var isApplying = false

    /// The item whose turn it is, if there is one and nobody is applying.
    mutating func next() -> Item? {
      guard !isApplying, let item = waiting.removeValue(forKey: sequence) else { return nil }
      isApplying = true
      sequence += 1
      return item
    }
  }

  private var state: State?
  /// The number of items that may be under way: one is to be taken before an item's block is.
  let credits: DispatchSemaphore
  private let queue = Mutex(Queue())
  private let apply: @Sendable (inout State, Item) -> Void

  /// A sink over `initial`, with `credits` items under way at most.
  init(_ initial: State, credits: Int, _ apply: @escaping @Sendable (inout State, Item) -> Void) {
    state = initial
    // Begun at 0: a semaphore must not go with less than it began with, and after a fault not all come back.
    self.credits = DispatchSemaphore(value: 0)
    for _ in 0..<credits { self.credits.signal() }
    self.apply = apply
  }

  /// Takes away what has come of it, when all workers are done.
  func takeState() -> State? { state.take() }

  /// Takes the item of block `sequence`, and applies all whose turn it is.
  func put(_ item: Item, sequence: Int) {
    var current = queue.withLock { queue in
      queue.waiting[sequence] = item
      return queue.next()
    }
    while let item = current {
      if var own = state.take() {
        apply(&own, item)
        state = own
      }
      credits.signal()
      current = queue.withLock { queue in
        queue.isApplying = false
        return queue.next()
      }
    }
  }
}
