/// A value that has one form as bytes, for files of our own. Not `Codable`: in every process the runtime looks its
/// containers up by name, type by type, which takes as long as counting a small part.
package protocol Storable {
  /// Adds the value's bytes.
  func store(in bytes: inout StoredBytes)

  /// Reads the value that `store(in:)` has added.
  /// - Throws: `StoredFault` where the bytes stand for none.
  init(from bytes: inout StoredReader) throws(StoredFault)
}

/// Bytes that stand for no value of the kind that is read.
package struct StoredFault: Error {
  /// The place up to which was read, from 0.
  package let byte: Int
  /// What is wrong, in words.
  package let what: String
}

/// The bytes of values, one after the other.
package struct StoredBytes {
  package private(set) var bytes: [UInt8] = []

  /// No bytes.
  package init() {}

  /// Adds a value.
  package mutating func add(_ value: some Storable) { value.store(in: &self) }

  /// Adds a whole number: seven bits a byte, the least first, and its sign in the lowest (LEB128 of the zigzag form).
  mutating func add(number: Int64) {
    var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Adds bytes, under their number.
  package mutating func add(bytes own: some Collection<UInt8>) {
    add(number: Int64(own.count))
    bytes += own
  }
}

/// A reader of what `StoredBytes` holds.
package struct StoredReader {
  private let bytes: [UInt8]
  private var place = 0
  /// How many more values are believed that have no byte of their own: zeros of `PackedNumbers`.
  private var unwritten = 1 << 28

  /// A reader of `bytes`.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next value.
  /// - Throws: `StoredFault` where the bytes stand for none.
  package mutating func next<Value: Storable>() throws(StoredFault) -> Value { try Value(from: &self) }

  /// The fault of what stands before this place.
  package func fault(_ what: String) -> StoredFault { StoredFault(byte: place, what: what) }

  /// Refuses bytes that nothing has read.
  /// - Throws: `StoredFault` where there are any.
  package func end() throws(StoredFault) {
    if place < bytes.count { throw fault("\(bytes.count - place) bytes more than its values have") }
  }

  mutating func nextNumber() throws(StoredFault) -> Int64 {
    var (all, shift): (UInt64, UInt64) = (0, 0)
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      // The tenth byte has the last bit; a last byte of 0 would be a second form of the same number.
      guard shift < 63 || (shift == 63 && byte <= 1), byte != 0 || shift == 0 else {
        throw fault("a number that is longer than it need be, or has more than 64 bits")
      }
      all |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int64(bitPattern: all >> 1) ^ -Int64(bitPattern: all & 1) }
      shift += 7
    }
    throw fault("cut off within a number")
  }

  /// The number of things that follow, each of which has a byte at least.
  mutating func nextCount() throws(StoredFault) -> Int {
    let count = try nextNumber()
    guard count >= 0, count <= bytes.count - place else {
      throw fault("a count below 0, or of more values than bytes")
    }
    return Int(count)
  }

  /// Takes note of so many values without bytes.
  mutating func expand(by count: Int64) throws(StoredFault) {
    guard count >= 0, count <= unwritten else { throw fault("more numbers than are believed") }
    unwritten -= Int(count)
  }

  /// The bytes that `add(bytes:)` has added.
  /// - Throws: `StoredFault` where there are fewer.
  package mutating func nextBytes() throws(StoredFault) -> [UInt8] {
    let count = try nextCount()
    defer { place += count }
    return Array(bytes[place..<(place + count)])
  }
}
