/// Whole numbers that are coded as one text: decimals with blanks between, and for several zeros in a row how many, as
/// `z12`. The same numbers give the same text, which is short where most are 0.
package struct PackedNumbers: Codable, Sendable, Equatable {
  package var numbers: [Int64]

  /// These numbers.
  package init(_ numbers: some Sequence<some BinaryInteger>) { self.numbers = numbers.map { Int64($0) } }

  /// Reads the text.
  /// - Throws: `DecodingError` where it is none, or stands for more than 2^28 numbers.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    numbers = []
    for word in text.utf8.split(separator: UInt8(ascii: " ")) {
      let isRun = word.first == UInt8(ascii: "z")
      guard let number = Int64(Substring(isRun ? word.dropFirst() : word)),
        !isRun || (number > 0 && number <= 1 << 28 && numbers.count <= 1 << 28)
      else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "no numbers") }
      if isRun {
        numbers += repeatElement(0, count: Int(number))
      } else {
        numbers.append(number)
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var text = ""
    var zeros = 0
    func endZeros() {
      if zeros > 0 { text += zeros == 1 ? "0 " : "z\(zeros) " }
      zeros = 0
    }
    for number in numbers {
      if number == 0 {
        zeros += 1
      } else {
        endZeros()
        text += "\(number) "
      }
    }
    endZeros()
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
