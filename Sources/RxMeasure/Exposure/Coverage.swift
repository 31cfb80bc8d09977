import RxModel

/// The days that one person's fills cover, by drug set: first the supplies as they are put end to end, then their
/// union. All drug sets lie in few arrays, so that no person costs an allocation.
struct Coverage: Sendable {
  /// Covered days, observed or not; `range` tells which are of one drug set.
  private(set) var spans: [DaySpan] = []
  /// Covered observed days; `observedRange` tells which are of one drug set.
  private(set) var observedSpans: [DaySpan] = []
  private var count: [Int]
  private var observedCount: [Int]
  /// The distance between the drug sets' first places in the two arrays.
  private var stride = 0
  private var observedStride = 0
  private let carryOver: CarryOver
  /// By chain, the last day of its supply so far.
  private var chainEnds: [Day]

  /// No days, of so many drug sets, whose fills make so many chains.
  init(drugSetCount: Int, chainCount: Int, _ carryOver: CarryOver) {
    self.carryOver = carryOver
    count = Array(repeating: 0, count: drugSetCount)
    observedCount = count
    chainEnds = Array(repeating: Day(.min), count: max(chainCount, drugSetCount))
  }

  /// The drug set's spans in `spans`; when all are united, disjoint and in order.
  @inline(__always)
  func range(_ drugSet: Int) -> Range<Int> {
    let start = drugSet &* stride
    return start..<(start &+ count[drugSet])
  }

  /// The drug set's spans in `observedSpans`, disjoint and in order.
  @inline(__always)
  func observedRange(_ drugSet: Int) -> Range<Int> {
    let start = drugSet &* observedStride
    return start..<(start &+ observedCount[drugSet])
  }

  /// Makes room for so many supplies a drug set, of a person with so many observed runs.
  mutating func makeRoom(supplies: Int, runs: Int) {
    stride = supplies
    observedStride = supplies + runs
    spans.grow(to: count.count * stride, DaySpan(Day(0), Day(0)))
    observedSpans.grow(to: count.count * observedStride, DaySpan(Day(0), Day(0)))
  }

  /// Forgets the drug set's spans.
  mutating func clear(_ drugSet: Int) {
    count[drugSet] = 0
    observedCount[drugSet] = 0
  }

  /// Forgets where chains end.
  mutating func clearChains() {
    if carryOver != .none { for chain in chainEnds.indices { chainEnds[chain] = Day(.min) } }
  }

  /// Adds a fill's supply to its drug set, once for each chain that it takes part in (those of `chains` at `own`), and
  /// returns the last day of it.
  @inline(__always)
  mutating func add(
    _ drugSet: Int, chains: [Int], _ own: Range<Int>, from day: Day, _ daysSupply: Int32
  ) -> Day {
    switch carryOver {
    case .none: return supply(drugSet, from: day, daysSupply)
    case .class: return carryOver(drugSet, chain: drugSet, day, daysSupply)
    case .drug:
      var last = Day(.min)
      for place in own { last = max(last, carryOver(drugSet, chain: chains[place], day, daysSupply)) }
      return last
    }
  }

  @inline(__always)
  private mutating func supply(_ drugSet: Int, from day: Day, _ daysSupply: Int32) -> Day {
    let end = Day(day.number + (daysSupply - 1))
    spans[drugSet &* stride &+ count[drugSet]] = DaySpan(day, end)
    count[drugSet] += 1
    return end
  }

  /// A fill whose date is not after the end of the chain's supply starts on the day after that end.
  private mutating func carryOver(_ drugSet: Int, chain: Int, _ day: Day, _ daysSupply: Int32) -> Day {
    let end = chainEnds[chain]
    chainEnds[chain] = supply(drugSet, from: day > end ? day : end + 1, daysSupply)
    return chainEnds[chain]
  }

  /// Makes the drug set's supplies into disjoint spans, and calls `body` for each part of them in an observed run.
  @inline(__always)
  mutating func unite(_ drugSet: Int, observed: [DaySpan], _ body: (_ part: DaySpan) -> Void) {
    let supplies = range(drugSet)
    count[drugSet] = union(&spans, supplies)
    var parts = 0
    let target = drugSet &* observedStride
    var run = 0
    for place in supplies.lowerBound..<(supplies.lowerBound &+ count[drugSet]) {
      let span = spans[place]
      while run < observed.count, observed[run].end < span.start { run += 1 }
      var other = run
      while other < observed.count, observed[other].start <= span.end {
        let part = DaySpan(max(span.start, observed[other].start), min(span.end, observed[other].end))
        observedSpans[target &+ parts] = part
        parts += 1
        body(part)
        other += 1
      }
    }
    observedCount[drugSet] = parts
  }
}

extension Array {
  /// Makes the array at least `count` long, and at least twice as long as it was where it grows.
  mutating func grow(to count: Int, _ element: Element) {
    guard self.count < count else { return }
    self += repeatElement(element, count: Swift.max(count, self.count * 2) - self.count)
  }

  /// Removes all elements, of which there are few, and keeps the memory: `removeAll` takes several times as long.
  mutating func empty() { while popLast() != nil {} }
}
