/// A number as the published tables of a run have it: a count, a share in whole percents (`5%`, `<1%`), or the mark `[c]`
/// of one that is kept back. In JSON a count is a number and all else a text.
package struct ShownNumber: Codable, Sendable, Hashable {
  /// It in words: digits, a share with its sign, or the mark.
  package let text: String

  /// The count; nil where it is a share or kept back.
  package var count: Int? { Int(text) }

  /// A count.
  package init(_ count: Int) { text = "\(count)" }

  /// A field of a published table; nil where that is empty.
  /// - Parameters:
  ///   - field: the field.
  ///   - isPercent: true where a number in it is a share in whole percents.
  init?(_ field: String?, isPercent: Bool = false) {
    guard let field, !field.isEmpty else { return nil }
    text = isPercent && field.last?.isNumber == true ? field + "%" : field
  }

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    text = try (try? value.decode(Int.self)).map { "\($0)" } ?? value.decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    if let count { try value.encode(count) } else { try value.encode(text) }
  }
}
