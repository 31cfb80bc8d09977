import CSVStream
import Crypto
import Foundation
import RxModel
import RxReport

/// A value in a file of our own: a line that says what it is, with the SHA-256 of the rest, then the value as JSON,
/// compressed. The same values give the same bytes.
struct SealedFile<Value: Codable> {
  /// What it is: `rxuse state 1`.
  let format: String
  /// What makes it, for messages.
  let maker: String

  /// The bytes of the file.
  /// - Throws: `RxFault` (70) where the value can't be encoded.
  func bytes(_ value: Value) throws(RxFault) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(value), let content = ZstdBytes.compressed(Array(json)) else {
      throw RxFault(
        .software, "a state can't be encoded", remedy: "this is a defect in rxuse; please report it")
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
    guard let json = ZstdBytes.decompressed(content),
      let value = try? JSONDecoder().decode(Value.self, from: Data(json)), isSound(value)
    else { throw refuse("of another version of rxuse") }
    return value
  }
}
