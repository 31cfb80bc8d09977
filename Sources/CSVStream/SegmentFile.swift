import CInflate
import CPosix
import Glibc
import Synchronization

/// A stretch of a segment file.
package struct Segment: Sendable, Equatable {
  /// The place of its first byte.
  package let start: Int
  /// The number of its bytes.
  package let count: Int
  /// Their CRC-64.
  package let checksum: UInt64

  /// `count` bytes from `start` on.
  package init(start: Int, count: Int, checksum: UInt64) {
    (self.start, self.count, self.checksum) = (start, count, checksum)
  }
}

/// The last bytes of a segment file: what the file is, and where its index is.
private struct Trailer: BitwiseCopyable {
  static let magic = (UInt64(0x7278_7573_6520_6332), UInt64(0x0D0A_1A0A_7365_6773))

  var magic = Trailer.magic
  var format: UInt64
  var start: UInt64
  var count: UInt64
  var checksum: UInt64
}

private func crc64(_ bytes: [UInt8]) -> UInt64 {
  bytes.withUnsafeBytes { rx_crc64(0, $0.baseAddress, $0.count) }
}

/// The writing of a segment file: segments in any order, by several workers at once, then an index of them. It has its name
/// when all of it is there, and until then another one, under which nobody looks for it.
package final class SegmentFileWriter: Sendable {
  private let path: String
  private let partial: String
  private let format: Int
  private let descriptor: Int32
  private let end = Atomic<Int>(0)

  /// A file that is to be at `path`, which nobody but its owner can read.
  /// - Parameters:
  ///   - path: where it will be.
  ///   - format: the number of what its bytes mean.
  /// - Throws: `StreamFault` where it can't be made.
  package init(path: String, format: Int) throws(StreamFault) {
    self.path = path
    self.format = format
    partial = "\(path).\(getpid()).partial"
    unlink(partial)
    descriptor = rx_create(partial, 0o600)
    guard descriptor >= 0 else {
      throw StreamFault(.inputOutput, path: path, "can't be made: \(errorText(errno))")
    }
  }

  deinit {
    close(descriptor)
    unlink(partial)
  }

  /// Writes a segment.
  /// - Throws: `StreamFault` where the disk is full or fails.
  package func append(_ bytes: [UInt8]) throws(StreamFault) -> Segment {
    let start = end.add(bytes.count, ordering: .relaxed).oldValue
    try write(bytes, at: start)
    return Segment(start: start, count: bytes.count, checksum: crc64(bytes))
  }

  /// Writes the index, and gives the file its name.
  /// - Throws: `StreamFault` where the disk is full or fails.
  package func finish(index: [UInt8]) throws(StreamFault) {
    let segment = try append(index)
    let trailer = Trailer(
      format: UInt64(format), start: UInt64(segment.start), count: UInt64(segment.count),
      checksum: segment.checksum)
    try write(withUnsafeBytes(of: trailer) { Array($0) }, at: end.load(ordering: .relaxed))
    guard rename(partial, path) == 0 else {
      throw StreamFault(.inputOutput, path: path, "can't be made: \(errorText(errno))")
    }
  }

  private func write(_ bytes: [UInt8], at start: Int) throws(StreamFault) {
    var code: Int32 = 0
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let wrote = pwrite(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(start + done))
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else {
          code = wrote < 0 ? errno : ENOSPC
          return
        }
        done += wrote
      }
    }
    guard code == 0 else {
      throw StreamFault(.inputOutput, path: path, "can't be written: \(errorText(code))")
    }
  }
}

/// A segment file that is there.
package final class SegmentFile: Sendable {
  /// Where it is.
  package let path: String
  /// The bytes of its index.
  package let index: [UInt8]
  /// The number of its bytes.
  package let byteCount: Int
  private let descriptor: Int32

  /// Opens the file at `path`.
  /// - Parameters:
  ///   - path: where it is.
  ///   - format: the number of what its bytes should mean.
  /// - Throws: `StreamFault`: `unreadable` where it can't be opened, `changed` where its bytes mean something else,
  ///   `badData` where it is none, is cut off or damaged.
  package init(path: String, format: Int) throws(StreamFault) {
    self.path = path
    let descriptor = rx_open_read(path)
    guard descriptor >= 0 else {
      throw StreamFault(.unreadable, path: path, "can't be opened: \(errorText(errno))")
    }
    do throws(StreamFault) {
      var status = stat()
      let size = MemoryLayout<Trailer>.size
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) >= size
      else {
        throw StreamFault(.badData, path: path, "is cut off, or none of rxuse's")
      }
      let end = Int(status.st_size) - size
      let bytes = try Self.read(descriptor, end, size, path)
      let trailer = bytes.withUnsafeBytes { $0.loadUnaligned(as: Trailer.self) }
      guard trailer.magic == Trailer.magic else {
        throw StreamFault(.badData, path: path, "is cut off, or none of rxuse's")
      }
      guard trailer.format == UInt64(format) else {
        throw StreamFault(.changed, path: path, "was written by another version of rxuse")
      }
      guard trailer.start <= UInt64(end), trailer.count == UInt64(end) - trailer.start else {
        throw StreamFault(.badData, path: path, "is damaged")
      }
      index = try Self.read(descriptor, Int(trailer.start), Int(trailer.count), path)
      guard crc64(index) == trailer.checksum else { throw StreamFault(.badData, path: path, "is damaged") }
      byteCount = Int(status.st_size)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The fault of a file whose bytes are none of ours.
  package var damage: StreamFault { StreamFault(.badData, path: path, "is damaged") }

  /// What the numbers of a segment are.
  /// - Throws: `StreamFault` where they can't be read, or are not those that were written.
  package func decoded<Value>(
    _ segment: Segment, _ decode: (inout RawNumbersReader) throws(RawNumbersReader.Fault) -> Value
  ) throws(StreamFault) -> Value {
    var numbers = try RawNumbersReader(self, segment)
    let value: Value
    do throws(RawNumbersReader.Fault) {
      value = try decode(&numbers)
    } catch {
      throw numbers.fault
    }
    try numbers.end()
    return value
  }

  /// Reads what is at `start` into `first`, and what comes then into `second`.
  /// - Throws: `StreamFault` where that can't be read.
  func read(
    at start: Int, into first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer
  ) throws(StreamFault) {
    try Self.read(descriptor, at: start, into: [first, second], path)
  }

  private static func read(
    _ descriptor: Int32, _ start: Int, _ count: Int, _ path: String
  ) throws(StreamFault) -> [UInt8] {
    guard count > 0 else { return [] }
    // SAFETY: all bytes are read; where they can't be, there is no array.
    return try [UInt8](unsafeUninitializedCapacity: count) { (buffer, filled) throws(StreamFault) in
      let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
      try read(descriptor, at: start, into: [target], path)
      filled = count
    }
  }

  private static func read(
    _ descriptor: Int32, at start: Int, into targets: [UnsafeMutableRawBufferPointer], _ path: String
  ) throws(StreamFault) {
    var parts = targets.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
    var place = start
    while let first = parts.first {
      guard first.iov_len > 0 else {
        parts.removeFirst()
        continue
      }
      let got = preadv(descriptor, parts, Int32(parts.count), off_t(place))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        throw StreamFault(.badData, path: path, got < 0 ? "can't be read: \(errorText(errno))" : "is cut off")
      }
      place += got
      var left = got
      for index in parts.indices {
        let taken = min(left, parts[index].iov_len)
        parts[index].iov_base = parts[index].iov_base.map { $0 + taken }
        parts[index].iov_len -= taken
        left -= taken
      }
    }
  }
}

extension SegmentFile {
  /// The ending of the names of segment files.
  package static let suffix = ".rxc"

  /// The paths of the files in a folder whose names begin and end so, by name; none where it can't be read.
  package static func paths(in folder: String, prefix: String, suffix: String = suffix) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var paths: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix), name.hasSuffix(suffix) { paths.append("\(folder)/\(name)") }
    }
    return paths.sorted()
  }

  /// True if there is a file at `path`.
  package static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Removes a file; one that is gone already, or can't be removed, is found again by whoever looks for it next.
  package static func remove(_ path: String) { unlink(path) }
}
