import CSVStream
import RxDecode
import RxModel

/// The details that tell rows of one patient, date, drug and days' supply apart: quantity, prescriber and
/// pharmacy; and for a reversal and what it reverses the strength too, and the quantity without its sign.
/// Quantities and strengths are compared as numbers: 30 and 30.0 are the same.
struct RowDetails: Sendable {
  /// A kept column, and what stands for each of its level numbers.
  private struct Part: Sendable {
    let place: Int
    /// Nil where the level numbers stand for themselves.
    let classes: [UInt32]?
  }

  private let parts: [Part]

  /// The details of the kept columns of `decoded`; with those of reversals where `forReversals`.
  init(_ decoded: DecodedStudy, forReversals: Bool) {
    let columns = decoded.request.columns
    var parts: [Part] = []
    func add(_ column: InputColumn, isNumber: Bool, ignoresSign: Bool = false) {
      guard let place = columns.place(column) else { return }
      let classes =
        isNumber
        ? Self.classes(
          decoded.dictionaries.kept[place].texts, decimal: decoded.request.prescriptions.files.decimal,
          ignoresSign: ignoresSign) : nil
      parts.append(Part(place: place, classes: classes))
    }
    add(.quantity, isNumber: true, ignoresSign: forReversals)
    add(.prescriber, isNumber: false)
    add(.pharmacy, isNumber: false)
    if forReversals { add(.strength, isNumber: true) }
    self.parts = parts
  }

  /// By level number a number that is the same for texts of the same decimal number.
  private static func classes(_ texts: [String], decimal: UInt8, ignoresSign: Bool) -> [UInt32] {
    var numbers = KeyTable()
    return ([""] + texts).map { text in
      let bytes = Array(text.utf8)
      let isNegative = ignoresSign && bytes.first == UInt8(ascii: "-")
      let number = numbers.intern(
        canonicalNumber(isNegative ? bytes.dropFirst() : bytes[...], decimal: decimal)[...])
      return UInt32(truncatingIfNeeded: number)
    }
  }

  /// The details of the row whose kept values begin at `first` in `values`, as far as they are there: four at most.
  func key(_ values: [UInt32], from first: Int) -> SIMD4<UInt32> {
    var key = SIMD4<UInt32>()
    for (place, part) in parts.enumerated() {
      let level = values[first + part.place]
      key[place] = part.classes.map { $0[Int(level)] } ?? level
    }
    return key
  }
}

/// Numbers for combinations of details, in order of arrival.
struct DetailNumbers {
  private var numbers: [SIMD4<UInt32>: UInt32] = [:]

  /// The number of a combination, given one if it is new.
  mutating func number(_ key: SIMD4<UInt32>) -> UInt32 {
    if let known = numbers[key] { return known }
    let number = UInt32(truncatingIfNeeded: numbers.count)
    numbers[key] = number
    return number
  }
}
