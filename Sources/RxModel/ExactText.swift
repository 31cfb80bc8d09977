/// A text that is equal to another where its bytes are: Swift's own texts are equal where they look alike, however their
/// accents are put together.
package struct ExactText: Hashable, Comparable, Sendable {
  /// The text.
  package let text: String

  /// `text`, by its bytes.
  package init(_ text: String) { self.text = text }

  package static func == (a: ExactText, b: ExactText) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  package static func < (a: ExactText, b: ExactText) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(0xFF))
  }
}
