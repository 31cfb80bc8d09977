/// Gives each distinct byte string a small number, from 0 in order of arrival. Open addressing; the caller brings
/// the fixed hash, so that a string is hashed once however many tables it meets.
///
/// One string's lookup costs a probe of 8 bytes and a comparison of its bytes. - Complexity: O(bytes) each, amortised.
struct ByteInterner: Sendable {
  /// All strings, end to end.
  private(set) var bytes: [UInt8] = []
  /// Where each string begins; one more at the end.
  private var starts: [UInt32] = [0]
  /// The low half of each string's hash, to grow without hashing anew.
  private var tags: [UInt32] = []
  /// Tag in the high half, number + 1 in the low half; 0 is empty.
  private var slots: [UInt64] = []
  private var mask = 0

  /// How many distinct strings.
  var count: Int { tags.count }

  /// Where string `id` lies in `bytes`.
  @inline(__always)
  func range(_ id: Int) -> Range<Int> { Int(starts[id])..<Int(starts[id + 1]) }

  /// String `id` as text; it was checked to be UTF-8 when it was read.
  func text(_ id: Int) -> String { String(decoding: bytes[range(id)], as: UTF8.self) }

  /// The number of the string at `range` of `source`, given one if it is new.
  @inline(__always)
  mutating func intern(_ source: borrowing Span<UInt8>, _ range: Range<Int>, hash: UInt64) -> Int {
    if (tags.count + 1) * 8 > slots.count * 5 { grow() }
    let tag = UInt32(truncatingIfNeeded: hash)
    var slot = Int(tag) & mask
    while slots[slot] != 0 {
      let entry = slots[slot]
      if UInt32(truncatingIfNeeded: entry >> 32) == tag {
        let id = Int(UInt32(truncatingIfNeeded: entry)) - 1
        if equals(id, source, range) { return id }
      }
      slot = (slot + 1) & mask
    }
    return insert(source, range, tag: tag, slot: slot)
  }

  /// The number of the string at `range` of `source`, or nil.
  func find(_ source: borrowing Span<UInt8>, _ range: Range<Int>, hash: UInt64) -> Int? {
    guard !slots.isEmpty else { return nil }
    let tag = UInt32(truncatingIfNeeded: hash)
    var slot = Int(tag) & mask
    while slots[slot] != 0 {
      let entry = slots[slot]
      if UInt32(truncatingIfNeeded: entry >> 32) == tag {
        let id = Int(UInt32(truncatingIfNeeded: entry)) - 1
        if equals(id, source, range) { return id }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Looks at what a lookup of `hash` will need, so that it is in the cache by then: lookups of many strings one after
  /// the other each wait for memory, looks at many of them do not wait for one another.
  @inline(__always)
  func touch(hash: UInt64) -> (id: Int, seen: Int)? {
    guard !slots.isEmpty else { return nil }
    let entry = slots[Int(UInt32(truncatingIfNeeded: hash)) & mask]
    guard entry != 0 else { return nil }
    let id = Int(UInt32(truncatingIfNeeded: entry)) - 1
    return (id, Int(bytes[Int(starts[id])]))
  }

  /// The tag of string `id`: a hash that `intern` and `find` take for it.
  func hash(_ id: Int) -> UInt64 { UInt64(tags[id]) }

  @inline(__always)
  private func equals(_ id: Int, _ source: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = Int(starts[id])
    guard Int(starts[id + 1]) - start == range.count else { return false }
    for offset in 0..<range.count where bytes[start + offset] != source[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func insert(_ source: borrowing Span<UInt8>, _ range: Range<Int>, tag: UInt32, slot: Int)
    -> Int
  {
    let id = tags.count
    for offset in range { bytes.append(source[offset]) }
    starts.append(UInt32(bytes.count))
    tags.append(tag)
    slots[slot] = UInt64(tag) << 32 | UInt64(id + 1)
    return id
  }

  private mutating func grow() {
    let size = max(16, slots.count * 2)
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
    for (id, tag) in tags.enumerated() {
      var slot = Int(tag) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt64(tag) << 32 | UInt64(id + 1)
    }
  }
}
