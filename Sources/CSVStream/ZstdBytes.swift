import CZstd

/// Bytes compressed whole by zstd, for files of our own.
package enum ZstdBytes {
  /// The level: results of a run are small, and the same bytes come of the same ones.
  private static let level: Int32 = 3
  /// The most bytes that are decompressed: more is no file of ours.
  private static let mostBytes = 4 << 30

  /// `bytes` as one frame that says how long they are; nil where there is no memory.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    let room = ZSTD_compressBound(bytes.count)
    var isFailed = false
    let result = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      // SAFETY: zstd writes at most `room` bytes, and says how many.
      let written = bytes.withUnsafeBytes {
        ZSTD_compress(buffer.baseAddress, room, $0.baseAddress, $0.count, level)
      }
      isFailed = ZSTD_isError(written) != 0
      count = isFailed ? 0 : written
    }
    return isFailed ? nil : result
  }

  /// The bytes of one whole frame; nil where it is none.
  package static func decompressed(_ frame: [UInt8]) -> [UInt8]? {
    let size = frame.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    // The two greatest numbers stand for 'unknown' and 'no frame'.
    guard size <= UInt64(mostBytes) else { return nil }
    var isWhole = false
    let result = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      // SAFETY: zstd writes at most `size` bytes, and says how many.
      let written = frame.withUnsafeBytes {
        ZSTD_decompress(buffer.baseAddress, Int(size), $0.baseAddress, $0.count)
      }
      isWhole = ZSTD_isError(written) == 0 && written == Int(size)
      count = isWhole ? written : 0
    }
    return isWhole ? result : nil
  }
}
