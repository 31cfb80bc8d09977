import CPosix
import Glibc

/// Stretches of a file as they stand, for those who don't know yet how it is written: lines of its beginning, and of a
/// long plain file of its middle and its end.
package struct FileExcerpt: Sendable {
  /// The stretches in whole lines, unpacked; the first begins with the file's first line.
  package let parts: [[UInt8]]
  /// True where they are all of the file.
  package let isWhole: Bool
  /// True where the file is compressed, so that its beginning alone was read.
  package let isPacked: Bool

  /// Looks into a file: into all of one of up to three stretches, and of a compressed one into so much of its beginning.
  /// - Parameters:
  ///   - path: the file.
  ///   - name: its name for messages.
  ///   - stretch: the length of a stretch in bytes.
  /// - Throws: `StreamFault` where it can't be read or is no text in a form that can be read.
  package init(path: String, name: String, stretch: Int) throws(StreamFault) {
    let file = try FileSource(path: path, name: name, observer: nil)
    let (source, isPacked, plainByteCount) = try decompressed(file, name: name)
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(3 * stretch, FileKind.headByteCount) + 1, alignment: 16)
    defer { buffer.deallocate() }
    let count = try source.read(into: buffer)
    let head = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    if let fault = FileKind.fault(head, name: name, isPacked: isPacked) { throw fault }
    try refuseUTF16(head, name: name)
    let firstLine = head.firstIndex(where: isLineEnd) ?? head.count
    try refuseBinary(UnsafeRawBufferPointer(rebasing: head[..<firstLine]), name: name)
    self.isPacked = isPacked
    isWhole = count < buffer.count
    guard !isWhole else {
      parts = [Array(head)]
      return
    }
    guard !isPacked, let size = plainByteCount else {
      parts = [Self.wholeLines(Array(head), startsLine: true)]
      return
    }
    let later = [size / 2, size - stretch]
    var parts = [Self.wholeLines(Array(head[..<stretch]), startsLine: true)]
    for (place, offset) in later.enumerated() {
      let bytes = try Self.bytes(path, name: name, at: offset, count: stretch)
      parts.append(Self.wholeLines(bytes, startsLine: false, endsFile: place == later.count - 1))
    }
    self.parts = parts
  }

  private static func bytes(
    _ path: String, name: String, at offset: Int, count: Int
  ) throws(StreamFault) -> [UInt8] {
    let descriptor = rx_open_read(path)
    guard descriptor >= 0 else {
      throw StreamFault(.unreadable, path: name, "can't be opened: \(errorText(errno))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      // SAFETY: `count - done` bytes of the array follow the place that is written to.
      let got = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw StreamFault(.inputOutput, path: name, "can't be read: \(errorText(errno))")
      }
      if got == 0 { break }
      done += got
    }
    return Array(bytes[..<done])
  }

  /// The lines of `bytes` that are whole.
  private static func wholeLines(_ bytes: [UInt8], startsLine: Bool, endsFile: Bool = false) -> [UInt8] {
    var lines = bytes[...]
    if !startsLine {
      lines = (lines.firstIndex(where: isLineEnd).map { lines[($0 + 1)...] }) ?? []
    }
    if !endsFile { lines = (lines.lastIndex(where: isLineEnd).map { lines[...$0] }) ?? [] }
    return Array(lines)
  }
}
