import CSVStream
import Crypto
import Foundation
import RxCounts
import RxModel
import RxReport

/// A value in a file of our own: a line that says what it is, with the SHA-256 of the rest, then the value's
/// bytes, compressed. The same values give the same bytes.
struct SealedFile<Value: Storable> {
  /// What it is: `rxuse state 1`.
  let format: String
  /// What makes it, for messages.
  let maker: String

  /// The bytes of the file.
  /// - Throws: `RxFault` (70) where they can't be compressed.
  func bytes(_ value: Value) throws(RxFault) -> [UInt8] {
    var stored = StoredBytes()
    stored.add(value)
    guard let content = ZstdBytes.compressed(stored.bytes) else {
      throw RxFault(
        .software, "the file can't be compressed", remedy: "this is a defect in rxuse; please report it")
    }
    return Array("\(format) \(hexadecimal(SHA256.hash(data: content)))\n".utf8) + content
  }

  /// The value in the file at `path`, if `isSound` finds it so.
  /// - Throws: `RxFault`: 66 where it can't be read, 65 where it is none, is cut off or was changed.
  func value(at path: String, isSound: (Value) -> Bool) throws(RxFault) -> Value {
    func refuse(_ what: String) -> RxFault {
      RxFault(.data, "\(path) is \(what)", remedy: "make it again with \(maker)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RxFault(.noInput, "\(path) can't be read", remedy: "name a file that \(maker) has written")
    }
    let start = Array("\(format) ".utf8)
    guard data.starts(with: start), let end = data.firstIndex(of: UInt8(ascii: "\n")) else {
      throw refuse("no file that \(maker) has written, or one of another version")
    }
    let content = Array(data[(end + 1)...])
    guard data[..<end].dropFirst(start.count).elementsEqual(hexadecimal(SHA256.hash(data: content)).utf8)
    else {
      throw refuse("cut off, or was changed since it was written")
    }
    guard let bytes = ZstdBytes.decompressed(content) else { throw refuse("not compressed as it is written") }
    do throws(StoredFault) {
      var stored = StoredReader(bytes)
      let value: Value = try stored.next()
      try stored.end()
      guard isSound(value) else { throw stored.fault("values that contradict each other") }
      return value
    } catch {
      throw refuse("not as this version of rxuse writes it (byte \(error.byte): \(error.what))")
    }
  }
}
