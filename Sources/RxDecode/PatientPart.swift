import CSVStream
import RxModel

/// One of several parts of the patients, such that identifiers which differ in their spelling alone are in the same: what
/// is looked for among a part's patients is in no other.
package struct PatientPart: Hashable, Sendable {
  /// Its number, from 1.
  package let number: Int
  /// The number of parts.
  package let count: Int

  /// The greatest number of parts.
  package static let mostParts = 65_536

  /// All patients.
  package static let all = PatientPart(1, of: 1)

  /// Part `number` of `count`, both from 1.
  package init(_ number: Int, of count: Int) { (self.number, self.count) = (number, count) }

  /// True if the patient of this identifier is in it.
  package func holds(_ key: [UInt8]) -> Bool { Self.place(of: key, among: count) == number - 1 }

  /// The places of those of `keys`, whose bytes are in `bytes`, whose patients are in it.
  func places(of keys: [Field], in bytes: FieldBytes) -> [Int] {
    var key: [UInt8] = []
    return keys.indices.filter { place in
      key.removeAll(keepingCapacity: true)
      bytes.append(keys[place], to: &key)
      return holds(key)
    }
  }

  /// The part, from 0, that the patient of this identifier is in.
  package static func place(of key: [UInt8], among count: Int) -> Int {
    // FNV-1a leaves the upper bits of short keys alike.
    let product = (outline(key[...]) ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return Int((product.high ^ product.low).multipliedFullWidth(by: UInt64(count)).high)
  }
}

/// A hash of what all rewritings of a key have in common: its ASCII letters, whatever their case, and digits, without the
/// zeros at both ends.
package func outline(_ key: ArraySlice<UInt8>) -> UInt64 {
  var (hash, last): (UInt64, UInt64) = (0, 0)
  for byte in key {
    let letter = byte | 0x20
    let isLetter = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
    guard isLetter || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) else { continue }
    if byte == UInt8(ascii: "0") {
      if hash != 0 { hash = (hash ^ 0x30) &* 0x100_0000_01B3 }
    } else {
      hash =
        ((hash == 0 ? 0xCBF2_9CE4_8422_2325 : hash) ^ UInt64(isLetter ? letter : byte)) &* 0x100_0000_01B3
      last = hash
    }
  }
  return last
}
