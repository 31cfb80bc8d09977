import CPosix

/// `value` with `decimals` decimals, as C's `%.4f` rounds a double; never `-0.0000`. Empty where it is not finite.
package func fixed(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "" }
  // The longest double has 309 digits before the point.
  // SAFETY: the shim writes at most `count` bytes to the buffer and says how many, or -1.
  let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
    let length = unsafe rx_format_fixed(value, Int32(decimals), buffer.baseAddress, Int32(buffer.count))
    return unsafe String(
      decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<max(0, Int(length))]),
      as: UTF8.self)
  }
  return text.utf8.first == UInt8(ascii: "-") && text.allSatisfy({ "-0.".contains($0) })
    ? String(text.dropFirst()) : text
}
