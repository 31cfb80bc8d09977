import CPosix

/// `value` with `decimals` decimals, as C's `%.4f` rounds a double; never `-0.0000`. Empty where it is not finite.
package func fixed(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "" }
  // The longest double has 309 digits before the point.
  var buffer = [CChar](repeating: 0, count: 400)
  // SAFETY: the shim writes at most `count` bytes to the buffer and says how many.
  let length = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
    unsafe rx_format_fixed(value, Int32(decimals), buffer.baseAddress, Int32(buffer.count))
  }
  let text = String(decoding: buffer.prefix(max(0, Int(length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
  return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) }) ? String(text.dropFirst()) : text
}
