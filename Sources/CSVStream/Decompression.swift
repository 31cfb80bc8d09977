import CInflate
import CZstd

/// Inflates a gzip file, all its members one after the other.
final class GzipSource: ByteSource {
  private let path: String
  private let source: any ByteSource
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  /// The beginning of the input that was read and not yet inflated, and its length in bytes.
  private var next: UnsafePointer<UInt8>?
  private var available = 0
  private let inflater: OpaquePointer
  private var insideMember = true
  private var inputEnded = false

  /// A gzip decompressor over `source`; `head` are the bytes already taken from it.
  init(_ source: any ByteSource, head: [UInt8], path: String) throws(StreamFault) {
    guard let inflater = rx_inflater_create() else {
      throw StreamFault(.defect, path: path, "can't be inflated: there is no memory")
    }
    self.inflater = inflater
    self.path = path
    self.source = source
    input.copyBytes(from: head)
    // SAFETY: `input` lives as long as this; head is shorter than it.
    next = UnsafePointer(input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    available = head.count
  }

  deinit {
    rx_inflater_free(inflater)
    input.deallocate()
  }

  private func refill() throws(StreamFault) {
    guard available == 0, !inputEnded else { return }
    available = try source.read(into: input)
    // SAFETY: as in init; `available` bytes of input are initialised.
    next = UnsafePointer(input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    inputEnded = available == 0
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamFault) -> Int {
    // SAFETY: at most `room` bytes are written from `target`, which is in the caller's buffer.
    var target = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var room = buffer.count
    while room > 0 {
      try refill()
      if available == 0 {
        // What is decoded but not yet handed out comes first.
        let before = room
        if insideMember { try step(&target, &room) }
        if room < before { continue }
        guard !insideMember else {
          throw StreamFault(
            .badData, path: path, "is cut off: the gzip data end in the middle",
            remedy: "fetch the file again; nothing of it was used")
        }
        break
      }
      if !insideMember {
        // Another member follows, or padding of NUL bytes as tape tools leave it.
        guard next?.pointee != 0 else {
          next = next.map { $0 + 1 }
          available -= 1
          continue
        }
        guard next?.pointee == 0x1F else { throw damaged }
        rx_inflater_restart(inflater)
        insideMember = true
      }
      try step(&target, &room)
    }
    return buffer.count - room
  }

  private func step(_ target: inout UnsafeMutablePointer<UInt8>?, _ room: inout Int) throws(StreamFault) {
    switch rx_inflater_step(inflater, &next, &available, &target, &room) {
    case RX_INFLATE_GOES_ON: break
    case RX_INFLATE_MEMBER_ENDED: insideMember = false
    default: throw damaged
    }
  }

  private var damaged: StreamFault {
    StreamFault(
      .badData, path: path, "is damaged: the gzip data can't be inflated",
      remedy: "fetch the file again; nothing of it was used")
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
      throw StreamFault(.defect, path: path, "can't be decompressed: zstd does not start")
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
