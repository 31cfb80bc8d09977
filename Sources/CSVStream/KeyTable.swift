import CByteScan

/// Gives each distinct key, a byte string, a small number, from 0 in order of arrival. Open addressing; the caller
/// brings the fixed hash, so that a key is hashed once however many tables it meets.
///
/// A slot is 16 bytes and holds a key of up to 11 bytes whole, so that looking it up touches one cache line; of a
/// longer key it holds the hash, and the key's bytes are compared where they are kept. Many keys at once are fetched
/// ahead: lookups one after the other each wait for memory, and these do not wait for one another.
package struct KeyTable: Sendable {
  private struct Slot: Sendable {
    /// The key's first eight bytes, or a long key's hash.
    var low: UInt64 = 0
    /// The next three bytes and the length, or 255 and a long key's length.
    var high: UInt32 = 0
    /// The key's number + 1; 0 is empty.
    var mark: UInt32 = 0
  }

  /// How many keys are fetched ahead.
  private static let ahead = 32
  /// The longest key that a slot holds.
  private static let longestInline = 11

  /// All keys, end to end.
  package private(set) var bytes: [UInt8] = []
  /// Where each key begins; one more at the end.
  private var starts: [Int] = [0]
  private var slots: [Slot] = []

  /// A table without keys.
  package init() {}

  /// Makes room for `count` keys, so that the table need not grow on the way there.
  package mutating func reserve(_ count: Int) {
    var size = 16
    while size * 5 < count * 8 { size *= 2 }
    if size > slots.count { grow(to: size) }
    starts.reserveCapacity(count + 1)
    bytes.reserveCapacity(count * Self.longestInline)
  }

  /// How many distinct keys.
  package var count: Int { starts.count - 1 }

  /// Where key `number` lies in `bytes`.
  package func range(_ number: Int) -> Range<Int> { starts[number]..<starts[number + 1] }

  /// Key `number` as text; what is no UTF-8 in it is replaced.
  package func text(_ number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  // MARK: One key

  /// The number of `key`, given one if it is new. - Complexity: O(bytes), amortised.
  package mutating func intern(_ key: ArraySlice<UInt8>) -> Int {
    key.withUnsafeBytes { key in
      let hash = fixedHash(key)
      return find(key, wanted: Self.slot(key, hash), hash) ?? insert(key, Self.slot(key, hash), hash)
    }
  }

  /// The number of `key`, or nil.
  package func find(_ key: ArraySlice<UInt8>) -> Int? {
    key.withUnsafeBytes { key in
      let hash = fixedHash(key)
      return find(key, wanted: Self.slot(key, hash), hash)
    }
  }

  // MARK: Many keys

  /// Puts the number of each field, which was hashed, into `numbers`, which becomes as long as they are many; keys that are new get one.
  package mutating func intern(_ keys: Span<Field>, in bytes: FieldBytes, into numbers: inout [Int32]) {
    Self.resize(&numbers, to: keys.count)
    var (done, fetched) = (0, 0)
    while true {
      done = search(keys, from: done, &fetched, bytes, &numbers, stopsAtNew: true)
      guard done < keys.count else { return }
      let field = keys[done]
      let key = UnsafeRawBufferPointer(rebasing: bytes.memory[field.range])
      numbers[done] = Int32(truncatingIfNeeded: insert(key, Self.slot(field, bytes.memory), field.hash))
      done += 1
    }
  }

  /// Puts the number of each field, which was hashed, into `numbers`, which becomes as long as they are many; -1 for those that are no keys.
  package func find(_ keys: Span<Field>, in bytes: FieldBytes, into numbers: inout [Int32]) {
    Self.resize(&numbers, to: keys.count)
    var fetched = 0
    _ = search(keys, from: 0, &fetched, bytes, &numbers, stopsAtNew: false)
  }

  private static func resize(_ numbers: inout [Int32], to count: Int) {
    if numbers.count < count {
      numbers += repeatElement(-1, count: count - numbers.count)
    } else {
      numbers.removeLast(numbers.count - count)
    }
  }

  /// Looks up the keys from `start` on, and returns where it stopped: at the end, or at a new key. Those before
  /// `fetched` were fetched ahead.
  private func search(
    _ keys: Span<Field>, from start: Int, _ fetched: inout Int, _ bytes: FieldBytes, _ numbers: inout [Int32],
    stopsAtNew: Bool
  ) -> Int {
    let memory = bytes.memory
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard mask >= 0, let base = slots.baseAddress else {
          if !stopsAtNew { numbers.update(repeating: -1) }
          return stopsAtNew ? start : keys.count
        }
        var next = start
        while next < keys.count {
          let stop = min(next + Self.ahead, keys.count)
          // SAFETY: the mask keeps the index within the slots.
          while fetched < stop {
            rx_fetch(base + (Int(truncatingIfNeeded: keys[fetched].hash) & mask))
            fetched += 1
          }
          for index in next..<stop {
            let field = keys[index]
            let length = Int(field.count)
            let wanted = Self.slot(field, memory)
            var place = Int(truncatingIfNeeded: field.hash) & mask
            var number: Int32 = -1
            while base[place].mark != 0 {
              if base[place].low == wanted.low, base[place].high == wanted.high {
                let candidate = Int(base[place].mark) - 1
                if length <= Self.longestInline || isKey(candidate, memory[field.range]) {
                  number = Int32(truncatingIfNeeded: candidate)
                  break
                }
              }
              place = (place &+ 1) & mask
            }
            if number < 0, stopsAtNew { return index }
            // SAFETY: there are as many numbers as keys.
            numbers[index] = number
          }
          next = stop
        }
        return keys.count
      }
    }
  }

  // MARK: Slots

  @inline(__always)
  private static func longMark(_ length: Int) -> UInt32 { 0xFF00_0000 | UInt32(length & 0xFF_FFFF) }

  /// The slot of a key of up to 11 bytes from the words that begin with it.
  @inline(__always)
  private static func slot(low: UInt64, high: UInt32, length: Int) -> Slot {
    let lowMask: UInt64 = length >= 8 ? .max : (1 &<< UInt64(8 * length)) &- 1
    let highMask: UInt32 = length <= 8 ? 0 : (1 &<< UInt32(8 * (length - 8))) &- 1
    return Slot(low: low & lowMask, high: (high & highMask) | UInt32(length) << 24)
  }

  /// The slot of a field, which was hashed, in memory that can be read 64 bytes beyond its end.
  @inline(__always)
  private static func slot(_ field: Field, _ memory: UnsafeRawBufferPointer) -> Slot {
    let length = Int(field.count)
    guard length <= longestInline, let text = memory.baseAddress else {
      return Slot(low: field.hash, high: longMark(length))
    }
    // SAFETY: as above.
    let start = text + Int(field.offset)
    let low = start.loadUnaligned(as: UInt64.self).littleEndian
    let high = start.loadUnaligned(fromByteOffset: 8, as: UInt32.self).littleEndian
    return slot(low: low, high: high, length: length)
  }

  private static func slot(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Slot {
    guard key.count <= longestInline else { return Slot(low: hash, high: longMark(key.count)) }
    var low: UInt64 = 0
    var high: UInt32 = 0
    for (offset, byte) in key.enumerated() {
      if offset < 8 {
        low |= UInt64(byte) << UInt64(8 * offset)
      } else {
        high |= UInt32(byte) << UInt32(8 * (offset - 8))
      }
    }
    return slot(low: low, high: high, length: key.count)
  }

  private func isKey(_ number: Int, _ key: Slice<UnsafeRawBufferPointer>) -> Bool {
    bytes[range(number)].elementsEqual(key)
  }

  private func find(_ key: UnsafeRawBufferPointer, wanted: Slot, _ hash: UInt64) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place].mark != 0 {
      if slots[place].low == wanted.low, slots[place].high == wanted.high {
        let number = Int(slots[place].mark) - 1
        if key.count <= Self.longestInline || isKey(number, key[...]) { return number }
      }
      place = (place + 1) & mask
    }
    return nil
  }

  private mutating func insert(_ key: UnsafeRawBufferPointer, _ slot: Slot, _ hash: UInt64) -> Int {
    if (count + 1) * 8 > slots.count * 5 { grow(to: max(16, slots.count * 2)) }
    let number = count
    bytes.append(contentsOf: key)
    starts.append(bytes.count)
    place(slot, hash, number)
    return number
  }

  private mutating func place(_ slot: Slot, _ hash: UInt64, _ number: Int) {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place].mark != 0 { place = (place + 1) & mask }
    slots[place] = Slot(low: slot.low, high: slot.high, mark: UInt32(number + 1))
  }

  private mutating func grow(to size: Int) {
    let old = slots
    slots = [Slot](repeating: Slot(), count: size)
    for slot in old where slot.mark != 0 { place(slot, Self.hash(slot), Int(slot.mark) - 1) }
  }

  /// The hash of a slot's key.
  private static func hash(_ slot: Slot) -> UInt64 {
    let length = slot.high >> 24
    guard length <= longestInline else { return slot.low }
    return rx_fixed_hash_short(slot.low, UInt64(slot.high & 0xFF_FFFF), Int(length))
  }
}
