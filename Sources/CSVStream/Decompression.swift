import CZlib
import CZstd

/// Inflates a gzip file, all its members one after the other.
final class GzipSource: ByteSource {
  private let path: String
  private let source: any ByteSource
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  private var stream = z_stream()
  private var insideMember = true
  private var inputEnded = false

  /// A gzip decompressor over `source`; `head` are the bytes already taken from it.
  init(_ source: any ByteSource, head: [UInt8], path: String) throws(StreamFault) {
    self.path = path
    self.source = source
    input.copyBytes(from: head)
    // SAFETY: `input` lives as long as the stream that points into it; head is shorter than input.
    stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = UInt32(head.count)
    guard rx_inflate_init_gzip(&stream) == Z_OK else {
      throw StreamFault(.defect, path: path, "zlib could not be started")
    }
  }

  deinit {
    inflateEnd(&stream)
    input.deallocate()
  }

  private func refill() throws(StreamFault) {
    guard stream.avail_in == 0, !inputEnded else { return }
    let got = try source.read(into: input)
    // SAFETY: as in init; `got` bytes of input are initialised.
    stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_in = UInt32(got)
    inputEnded = got == 0
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int {
    // SAFETY: zlib writes at most avail_out bytes from next_out, which is the caller's buffer.
    stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(buffer.count)
    while stream.avail_out > 0 {
      try refill()
      if stream.avail_in == 0 {
        guard !insideMember else {
          throw StreamFault(
            .badData, path: path, "is cut off: the gzip data end in the middle",
            remedy: "fetch the file again; nothing of it was used")
        }
        break
      }
      if !insideMember {
        // Another member follows, or padding of NUL bytes as tape tools leave it.
        guard stream.next_in.pointee != 0 else {
          stream.next_in += 1
          stream.avail_in -= 1
          continue
        }
        inflateReset(&stream)
        insideMember = true
      }
      switch inflate(&stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: insideMember = false
      default:
        throw StreamFault(
          .badData, path: path, "is damaged: the gzip data can't be inflated",
          remedy: "fetch the file again; nothing of it was used")
      }
    }
    return buffer.count - Int(stream.avail_out)
  }

  func finish() throws(StreamFault) { try source.finish() }
}

/// Decompresses a Zstandard file, all its frames one after the other.
final class ZstdSource: ByteSource {
  private let path: String
  private let source: any ByteSource
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  private let stream: OpaquePointer
  private var pending: ZSTD_inBuffer
  private var betweenFrames = false

  /// A Zstandard decompressor over `source`; `head` are the bytes already taken from it.
  init(_ source: any ByteSource, head: [UInt8], path: String) throws(StreamFault) {
    guard let stream = ZSTD_createDStream() else {
      throw StreamFault(.defect, path: path, "zstd could not be started")
    }
    self.stream = stream
    self.path = path
    self.source = source
    input.copyBytes(from: head)
    pending = ZSTD_inBuffer(src: input.baseAddress, size: head.count, pos: 0)
  }

  deinit {
    ZSTD_freeDStream(stream)
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int {
    // SAFETY: zstd writes at most `size` bytes to the caller's buffer and reads within `pending`.
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos < output.size {
      if pending.pos == pending.size {
        let got = try source.read(into: input)
        pending = ZSTD_inBuffer(src: input.baseAddress, size: got, pos: 0)
        if got == 0 {
          // What is decoded but not yet handed out comes first.
          let before = output.pos
          let state = ZSTD_decompressStream(stream, &output, &pending)
          if output.pos > before { continue }
          guard betweenFrames || state == 0 else {
            throw StreamFault(
              .badData, path: path, "is cut off: the zstd data end in the middle",
              remedy: "fetch the file again; nothing of it was used")
          }
          break
        }
      }
      let state = ZSTD_decompressStream(stream, &output, &pending)
      if ZSTD_isError(state) != 0 {
        throw StreamFault(
          .badData, path: path, "is damaged: \(String(cString: ZSTD_getErrorName(state)))",
          remedy: "fetch the file again; nothing of it was used")
      }
      betweenFrames = state == 0
    }
    return output.pos
  }

  func finish() throws(StreamFault) { try source.finish() }
}
