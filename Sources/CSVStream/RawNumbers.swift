/// Bytes that arrays of plain numbers are put into, one behind the other, as they lie in memory: for files that are read
/// again on the same machine, as fast as it copies.
package struct RawNumbers: Sendable {
  package private(set) var bytes: [UInt8] = []

  /// No arrays yet.
  package init() {}

  /// Adds an array, behind its length.
  package mutating func add<Value: BitwiseCopyable>(_ values: [Value]) {
    withUnsafeBytes(of: UInt64(values.count)) { bytes.append(contentsOf: $0) }
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    // Eight by eight, so that the lengths can be read where they are.
    bytes += repeatElement(0, count: (8 - bytes.count % 8) % 8)
  }
}

/// A reader of what `RawNumbers` has put together.
package struct RawNumbersReader: Sendable {
  /// The bytes hold no such array.
  package struct Fault: Error {
    /// The fault.
    package init() {}
  }

  private let bytes: [UInt8]
  private var place = 0

  /// A reader of `bytes`.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next array.
  /// - Throws: `Fault` where the bytes end before.
  package mutating func next<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) throws(Fault) -> [Value]
  {
    guard bytes.count - place >= 8 else { throw Fault() }
    let length = bytes.withUnsafeBytes { $0.load(fromByteOffset: place, as: UInt64.self) }
    let stride = MemoryLayout<Value>.stride
    guard let count = Int(exactly: length), count <= (bytes.count - place - 8) / stride else { throw Fault() }
    let start = place + 8
    place = min(bytes.count, start + (count * stride + 7) / 8 * 8)
    // The library would write the length of an empty array into memory that all of these share.
    guard count > 0 else { return [] }
    return [Value](unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.withUnsafeBytes { own in
        // SAFETY: as many bytes were found to be there.
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: own[start..<(start + count * stride)]))
      }
      filled = count
    }
  }
}
