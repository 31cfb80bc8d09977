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
