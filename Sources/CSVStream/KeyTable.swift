import CByteScan

/// Numbers for distinct keys, which are byte strings: from 0, in order of arrival. Open addressing; the
/// caller brings the fixed hash, so that a key is hashed once however many tables it meets.
///
/// A slot is 16 bytes and holds a key of up to 11 bytes whole, so that looking it up touches one cache line;
/// of a longer key it holds the hash, and the key's bytes are compared where they are kept. Many keys at once
/// are fetched ahead: lookups one after the other each wait for memory, and these do not wait for one
/// another.
package struct KeyTable: Sendable {
  private struct Slot: Sendable, BitwiseCopyable {
    /// The key's first eight bytes, or a long key's hash.
    var low: UInt64 = 0
    /// The next three bytes and the length, or 255 and a long key's length.
    var high: UInt32 = 0
    /// The key's number + 1; 0 is empty.
    var mark: UInt32 = 0
  }

  /// A key that is looked up.
  private struct Key {
    let bytes: UnsafeRawBufferPointer
    let hash: UInt64
    /// The slot that it has or would have, without a number.
    let slot: Slot
  }

  /// Keys a stretch at a time, whose slots are on their way from memory before the first of them is looked
  /// up.
  private struct Prefetcher {
    private static let stretch = 32
    private var done = 0

    /// The next keys; nil behind the last.
    @inline(__always)
    mutating func next(_ keys: Span<Field>, _ slots: [Slot]) -> Range<Int>? {
      guard done < keys.count else { return nil }
      let range = done..<min(done + Self.stretch, keys.count)
      let mask = slots.count - 1
      slots.withUnsafeBufferPointer { slots in
        for index in range {
          // SAFETY: the mask keeps the offset within the slots.
          rx_fetch(slots.baseAddress.unsafelyUnwrapped + (Int(truncatingIfNeeded: keys[index].hash) & mask))
        }
      }
      done = range.upperBound
      return range
    }
  }

  /// The longest key that a slot holds.
  private static let longestInline = 11

  /// All keys, end to end.
  package private(set) var bytes: [UInt8] = []
  /// The place in `bytes` where each key begins; one more at the end.
  private var starts: [Int] = [0]
  /// A power of 2 of them, at most 5/8 of which hold a key: a search always meets an empty one.
  private var slots = [Slot](repeating: Slot(), count: 16)

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

  /// The number of distinct keys.
  package var count: Int { starts.count - 1 }

  /// The place of key `number` in `bytes`.
  package func range(_ number: Int) -> Range<Int> { starts[number]..<starts[number + 1] }

  /// Key `number` as text; what is no UTF-8 in it is replaced.
  package func text(_ number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  // MARK: One key

  /// The number of `key`, given one if it is new. - Complexity: O(bytes), amortised.
  package mutating func intern(_ key: ArraySlice<UInt8>) -> Int {
    key.withUnsafeBytes { bytes in
      let key = Self.key(bytes)
      return probe(key) ?? insert(key)
    }
  }

  /// The number of `key`, or nil.
  package func find(_ key: ArraySlice<UInt8>) -> Int? {
    key.withUnsafeBytes { probe(Self.key($0)) }
  }

  /// The number of each of the keys that lie in `bytes` end to end, from one of `starts` to the next; -1 for one that is not
  /// here.
  package func find(_ bytes: [UInt8], _ starts: [UInt32]) -> [Int32] {
    bytes.withUnsafeBytes { bytes in
      zip(starts, starts.dropFirst()).map { start, end in
        let key = UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
        return Int32(truncatingIfNeeded: probe(Self.key(key)) ?? -1)
      }
    }
  }

  // MARK: Many keys

  /// Makes `numbers` the number of each of `keys`, which were hashed and lie in `bytes`; new ones get one.
  package mutating func intern(_ keys: Span<Field>, in bytes: FieldBytes, into numbers: inout [Int32]) {
    Self.resize(&numbers, to: keys.count)
    let memory = bytes.memory
    var prefetcher = Prefetcher()
    numbers.withUnsafeMutableBufferPointer { numbers in
      while let stretch = prefetcher.next(keys, slots) {
        for index in stretch {
          let key = Self.key(keys[index], memory)
          // SAFETY: there are as many numbers as keys.
          numbers[index] = Int32(truncatingIfNeeded: probe(key) ?? insert(key))
        }
      }
    }
  }

  /// Makes `numbers` the number of each of `keys`, which were hashed and lie in `bytes`; -1 for one that is
  /// not here.
  package func find(_ keys: Span<Field>, in bytes: FieldBytes, into numbers: inout [Int32]) {
    Self.resize(&numbers, to: keys.count)
    let memory = bytes.memory
    var prefetcher = Prefetcher()
    numbers.withUnsafeMutableBufferPointer { numbers in
      while let stretch = prefetcher.next(keys, slots) {
        for index in stretch {
          // SAFETY: there are as many numbers as keys.
          numbers[index] = Int32(truncatingIfNeeded: probe(Self.key(keys[index], memory)) ?? -1)
        }
      }
    }
  }

  private static func resize(_ numbers: inout [Int32], to count: Int) {
    if numbers.count < count {
      numbers += repeatElement(-1, count: count - numbers.count)
    } else {
      numbers.removeLast(numbers.count - count)
    }
  }

  /// The number of `key`, or nil.
  @inline(__always)
  private func probe(_ key: Key) -> Int? {
    slots.withUnsafeBufferPointer { slots in
      // SAFETY: the mask keeps every place within the slots, of which there are some.
      let base = slots.baseAddress.unsafelyUnwrapped
      let mask = slots.count &- 1
      var place = Int(truncatingIfNeeded: key.hash) & mask
      while base[place].mark != 0 {
        if base[place].low == key.slot.low, base[place].high == key.slot.high {
          let number = Int(base[place].mark) - 1
          if key.bytes.count <= Self.longestInline || hasBytes(number, key.bytes) { return number }
        }
        place = (place &+ 1) & mask
      }
      return nil
    }
  }

  private func hasBytes(_ number: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    bytes[range(number)].elementsEqual(key)
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

  /// A field, which was hashed, as a key.
  @inline(__always)
  private static func key(_ field: Field, _ memory: UnsafeRawBufferPointer) -> Key {
    let length = Int(field.count)
    // SAFETY: the field lies within the memory, behind which 64 bytes can be read.
    let bytes = UnsafeRawBufferPointer(
      start: memory.baseAddress.unsafelyUnwrapped + Int(field.offset), count: length)
    guard length <= longestInline else {
      return Key(bytes: bytes, hash: field.hash, slot: Slot(low: field.hash, high: longMark(length)))
    }
    let start = bytes.baseAddress.unsafelyUnwrapped
    let low = start.loadUnaligned(as: UInt64.self).littleEndian
    let high = start.loadUnaligned(fromByteOffset: 8, as: UInt32.self).littleEndian
    return Key(bytes: bytes, hash: field.hash, slot: slot(low: low, high: high, length: length))
  }

  @inline(__always)
  private static func key(_ bytes: UnsafeRawBufferPointer) -> Key {
    let length = bytes.count
    guard length <= longestInline else {
      let hash = fixedHash(bytes)
      return Key(bytes: bytes, hash: hash, slot: Slot(low: hash, high: longMark(length)))
    }
    let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    let low = rx_word(start, min(length, 8))
    // SAFETY: more than 8 bytes have a beginning, and the ninth is one of them.
    let high = length > 8 ? rx_word(start.unsafelyUnwrapped + 8, length - 8) : 0
    return Key(
      bytes: bytes, hash: rx_fixed_hash_short(low, high, length),
      slot: slot(low: low, high: UInt32(truncatingIfNeeded: high), length: length))
  }

  private mutating func insert(_ key: Key) -> Int {
    if (count + 1) * 8 > slots.count * 5 { grow(to: slots.count * 2) }
    let number = count
    bytes.append(contentsOf: key.bytes)
    starts.append(bytes.count)
    place(key.slot, key.hash, number)
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

extension KeyTable {
  /// Puts the table as it lies in memory behind what `numbers` has.
  package func store(in numbers: inout RawNumbers) {
    numbers.add(bytes)
    numbers.add(starts)
    numbers.add(slots)
  }

  /// The table that `store` has put there.
  /// - Throws: `RawNumbersReader.Fault` where there is none.
  package init(from numbers: inout RawNumbersReader) throws(RawNumbersReader.Fault) {
    bytes = try numbers.next()
    starts = try numbers.next()
    slots = try numbers.next()
    guard starts.first == 0, starts.last == bytes.count, slots.count >= 16,
      slots.count & (slots.count - 1) == 0,
      count * 8 <= slots.count * 5
    else { throw RawNumbersReader.Fault() }
  }
}
