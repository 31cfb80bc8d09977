import Dispatch
import Synchronization

/// Runs `body` once for each worker in 0..<count, at the same time, and returns when all are done. One worker means
/// no Dispatch at all: that run is the oracle of the parallel ones.
package func onWorkers(_ count: Int, _ body: @escaping @Sendable (_ worker: Int) -> Void) {
  guard count > 1 else { return body(0) }
  let group = DispatchGroup()
  for worker in 0..<count {
    DispatchQueue(label: "rxuse.worker.\(worker)").async(group: group) { body(worker) }
  }
  group.wait()
}

/// The results of `transform` for 0..<count, in order, by up to `workers` workers that take the next index each.
/// - Complexity: O(count) calls.
package func parallelMap<Result: Sendable>(
  _ count: Int, workers: Int, _ transform: @escaping @Sendable (_ index: Int, _ worker: Int) -> Result
) -> [Result] {
  let slots = ResultSlots<Result>(count: count)
  onWorkers(min(workers, max(count, 1))) { worker in
    while let index = slots.take() { slots.put(transform(index, worker), at: index) }
  }
  return slots.all
}

/// Hands out indices, each once, and keeps what is put for each.
private final class ResultSlots<Result: Sendable>: Sendable {
  private let state: Mutex<(next: Int, results: [Result?])>

  init(count: Int) { state = Mutex((0, Array(repeating: nil, count: count))) }

  func take() -> Int? {
    state.withLock { state in
      guard state.next < state.results.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  func put(_ result: Result, at index: Int) { state.withLock { $0.results[index] = result } }

  var all: [Result] { state.withLock { $0.results.compactMap { $0 } } }
}
