/// A product of whole numbers of any size, without rounding.
struct WholeProduct {
  /// Least word first; the last is above 0.
  private var words: [UInt] = [1]

  /// The product of `factors`, each above 0; 1 where there is none.
  init(_ factors: [Int]) {
    for factor in factors { multiply(by: UInt(factor)) }
  }

  /// Multiplies by `factor`, above 0.
  mutating func multiply(by factor: UInt) {
    var carry: UInt = 0
    for index in words.indices {
      let (high, low) = words[index].multipliedFullWidth(by: factor)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      words[index] = sum
      // The high word of a product is at most UInt.max - 1.
      carry = high + (overflow ? 1 : 0)
    }
    if carry > 0 { words.append(carry) }
  }

  /// Whether `left` is at most `right`.
  static func <= (left: Self, right: Self) -> Bool {
    guard left.words.count == right.words.count else { return left.words.count < right.words.count }
    for (leftWord, rightWord) in zip(left.words, right.words).reversed() where leftWord != rightWord {
      return leftWord < rightWord
    }
    return true
  }
}
