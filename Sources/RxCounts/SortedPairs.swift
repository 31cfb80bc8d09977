/// A dictionary that is coded as pairs in the order of its keys: equal ones have equal bytes.
@propertyWrapper
package struct SortedPairs<
  Key: Hashable & Comparable & Codable & Sendable, Value: Codable & Sendable
>: Codable, Sendable {
  package var wrappedValue: [Key: Value]

  /// The dictionary `wrappedValue`.
  package init(wrappedValue: [Key: Value]) { self.wrappedValue = wrappedValue }

  /// Reads the pairs.
  /// - Throws: `DecodingError` where they are none, or a key comes twice.
  package init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    wrappedValue = [:]
    while !container.isAtEnd {
      let key = try container.decode(Key.self)
      guard wrappedValue.updateValue(try container.decode(Value.self), forKey: key) == nil else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "the key \(key) comes twice")
      }
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for (key, value) in wrappedValue.sorted(by: { $0.key < $1.key }) {
      try container.encode(key)
      try container.encode(value)
    }
  }
}

extension SortedPairs: Equatable where Value: Equatable {}
extension SortedPairs: Hashable where Value: Hashable {}

/// A set that is coded in the order of its elements: equal ones have equal bytes.
package struct SortedSet<Element: Hashable & Comparable & Codable & Sendable>: Codable, Sendable, Equatable {
  package let elements: Set<Element>

  /// These elements.
  package init(_ elements: Set<Element>) { self.elements = elements }

  package init(from decoder: any Decoder) throws { elements = try Set(decoder: decoder) }

  package func encode(to encoder: any Encoder) throws { try elements.sorted().encode(to: encoder) }
}

extension Set where Element: Decodable {
  fileprivate init(decoder: any Decoder) throws { self = Set(try [Element](from: decoder)) }
}
