import CInflate

/// A reader of the arrays that `RawNumbers` has put into a segment: each is read to where it will be. Whether all is as it
/// was written is known at the end, so that until then a reader has to expect any numbers.
package struct RawNumbersReader {
  /// The segment holds no such array, or can't be read.
  package struct Fault: Error {
    /// The fault.
    package init() {}
  }

  /// The bytes that are read with an array, since what comes next is often short.
  private static let aheadBytes = 4096

  private let file: SegmentFile
  private let segment: Segment
  /// The number of the segment's bytes that are read, and their CRC-64.
  private var done = 0
  private var checksum: UInt64 = 0
  /// The last of them, and which of these are not taken yet.
  private var ahead = [UInt8](repeating: 0, count: aheadBytes)
  private var left = 0..<0
  private var readFault: StreamFault?

  /// A reader of a segment of `file`.
  /// - Throws: `StreamFault` where the file can't hold it.
  init(_ file: SegmentFile, _ segment: Segment) throws(StreamFault) {
    guard segment.start >= 0, segment.count >= 0, segment.count <= file.byteCount - segment.start else {
      throw file.damage
    }
    (self.file, self.segment) = (file, segment)
  }

  /// The number of bytes that no array has come from.
  private var rest: Int { segment.count - done + left.count }

  /// The next array.
  /// - Throws: `Fault` where the segment ends before, or can't be read.
  package mutating func next<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) throws(Fault) -> [Value]
  {
    guard rest >= 8 else { throw Fault() }
    let length = try read(1, of: UInt64.self)
    let stride = MemoryLayout<Value>.stride
    guard let count = Int(exactly: length[0]), count <= rest / stride else { throw Fault() }
    let values = try read(count, of: type)
    // `RawNumbers` has filled up to eight bytes.
    _ = try read(min(rest, (8 - count * stride % 8) % 8), of: UInt8.self)
    return values
  }

  /// The next number, where it is alone in an array and not below 0: how many of something come next.
  /// - Throws: as `next` does, and where there is no such number.
  package mutating func nextCount() throws(Fault) -> Int {
    let numbers = try next(Int.self)
    guard numbers.count == 1, numbers[0] >= 0 else { throw Fault() }
    return numbers[0]
  }

  /// What to say of a segment in which `Fault` was met.
  var fault: StreamFault { readFault ?? file.damage }

  /// The end of the arrays.
  /// - Throws: `StreamFault` where there are more, or where one was not as it was written.
  consuming func end() throws(StreamFault) {
    guard rest == 0, checksum == segment.checksum else { throw file.damage }
  }

  /// `count` values, which are there.
  private mutating func read<Value: BitwiseCopyable>(_ count: Int, of type: Value.Type) throws(Fault)
    -> [Value]
  {
    // The library would write the length of an empty array into memory that all of these share.
    guard count > 0 else { return [] }
    // SAFETY: all bytes are read; where they can't be, there is no array.
    return try [Value](unsafeUninitializedCapacity: count) { (buffer, filled) throws(Fault) in
      try fill(UnsafeMutableRawBufferPointer(buffer), count * MemoryLayout<Value>.stride)
      filled = count
    }
  }

  /// Fills the first `count` bytes of `target`, of which the segment has as many left.
  private mutating func fill(_ target: UnsafeMutableRawBufferPointer, _ count: Int) throws(Fault) {
    let own = min(count, left.count)
    UnsafeMutableRawBufferPointer(rebasing: target[..<own]).copyBytes(from: ahead[left.prefix(own)])
    left = left.dropFirst(own)
    guard own < count else { return }
    let missing = UnsafeMutableRawBufferPointer(rebasing: target[own..<count])
    left = 0..<min(Self.aheadBytes, segment.count - done - missing.count)
    let (file, place, range, before) = (file, segment.start + done, left, checksum)
    let read = ahead.withUnsafeMutableBytes { bytes in
      let ahead = UnsafeMutableRawBufferPointer(rebasing: bytes[range])
      return Result { () throws(StreamFault) in
        try file.read(at: place, into: missing, ahead)
        return [missing, ahead].reduce(before) { rx_crc64($0, $1.baseAddress, $1.count) }
      }
    }
    switch read {
    case .success(let sum): checksum = sum
    case .failure(let fault):
      readFault = fault
      throw Fault()
    }
    done += missing.count + left.count
  }
}
