import TestSupport

/// Makes inputs out of seeds: each is decided by the seed number and its own number alone, so that it can be made again.
struct Mutator {
  /// Whole inputs to begin with.
  let corpus: [[UInt8]]
  /// What an input of this kind is made of.
  let tokens: [[UInt8]]
  /// Inputs are cut there.
  let longest: Int

  private static let bytes: [UInt8] = [
    0x00, 0x09, 0x0A, 0x0D, 0x1B, 0x20, 0x22, 0x26, 0x27, 0x2A, 0x2C, 0x2D, 0x3A, 0x3B, 0x5B, 0x5D, 0x7B,
    0x7D, 0x7F,
    0x80, 0xBF, 0xC3, 0xE2, 0xED, 0xF4, 0xFF,
  ]
  private static let numbers = [
    "0", "-1", "1", "366", "32767", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
    "9223372036854775807", "9223372036854775808", "1e9", "0x10", "NaN", "inf", "-0", "00", "1.5", "0.0000001",
    "0001-01-01", "9999-12-31", "2023-02-29", "2024-02-29", "1969-12-31",
  ].map { Array($0.utf8) }

  /// A generator for input `number` of `seed`.
  static func random(seed: UInt64, number: Int) -> SplitMix64 {
    var mixed = SplitMix64(seed: seed ^ 0x5EED_F00D)
    return SplitMix64(seed: mixed.next() &+ UInt64(bitPattern: Int64(number)) &* 0xD134_2543_DE82_EF95)
  }

  /// An input.
  func input(_ random: inout SplitMix64) -> [UInt8] {
    // One in eight is made of tokens alone.
    guard random.next() % 8 != 0 else {
      return Array((0..<below(60, &random)).flatMap { _ in token(&random) }.prefix(longest))
    }
    var input = corpus[below(corpus.count, &random)]
    for _ in 0..<(1 << below(4, &random)) { change(&input, &random) }
    if input.count > longest { input.removeLast(input.count - longest) }
    return input
  }

  private func change(_ input: inout [UInt8], _ random: inout SplitMix64) {
    let at = below(input.count + 1, &random)
    let end = min(input.count, at + 1 + below(random.next() % 4 == 0 ? 200 : 8, &random))
    switch random.next() % 12 {
    case 0 where at < input.count: input[at] ^= 1 << (random.next() % 8)
    case 1 where at < input.count: input[at] = byte(&random)
    case 2: input.insert(byte(&random), at: at)
    case 3: input.insert(contentsOf: token(&random), at: at)
    case 4: input.removeSubrange(at..<end)
    case 5: input.insert(contentsOf: input[at..<end], at: below(input.count + 1, &random))
    case 6: input.replaceSubrange(at..<end, with: token(&random))
    case 7:
      let other = corpus[below(corpus.count, &random)]
      let from = below(other.count + 1, &random)
      let part = other[from..<min(other.count, from + 1 + below(100, &random))]
      input.insert(contentsOf: part, at: at)
    case 8:
      let part = token(&random)
      for _ in 0..<below(120, &random) { input.insert(contentsOf: part, at: at) }
    case 9: changeNumber(&input, at, &random)
    case 10: changeLine(&input, at, &random)
    default: if random.next() % 8 == 0 { input.removeSubrange(at...) }
    }
  }

  /// Another number in place of the next one.
  private func changeNumber(_ input: inout [UInt8], _ at: Int, _ random: inout SplitMix64) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let start = input[at...].firstIndex(where: isDigit) else { return }
    let end = input[start...].firstIndex { !isDigit($0) } ?? input.count
    input.replaceSubrange(start..<end, with: Self.numbers[below(Self.numbers.count, &random)])
  }

  /// The line at a place taken out, doubled, or set in or out.
  private func changeLine(_ input: inout [UInt8], _ at: Int, _ random: inout SplitMix64) {
    let start = input[..<at].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = input[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? input.count
    switch random.next() % 4 {
    case 0: input.removeSubrange(start..<end)
    case 1: input.insert(contentsOf: input[start..<end], at: start)
    case 2: input.insert(contentsOf: [0x20, 0x20], at: start)
    default: if start < input.count, input[start] == 0x20 { input.remove(at: start) }
    }
  }

  private func byte(_ random: inout SplitMix64) -> UInt8 {
    random.next() % 2 == 0
      ? Self.bytes[below(Self.bytes.count, &random)] : UInt8(truncatingIfNeeded: random.next())
  }

  private func token(_ random: inout SplitMix64) -> [UInt8] { tokens[below(tokens.count, &random)] }

  private func below(_ bound: Int, _ random: inout SplitMix64) -> Int {
    Int(random.next() % UInt64(max(1, bound)))
  }
}
