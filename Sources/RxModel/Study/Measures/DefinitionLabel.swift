/// A definition of a measure in words, for a table or a chart.
package struct DefinitionLabel: Codable, Sendable, Equatable {
  /// The definition as results.csv writes it.
  package var definition: String
  /// The definition in few words.
  package var words: String
  /// Its source, where it is a published one.
  package var source: String?

  /// `definition` in words.
  package init(_ definition: String, _ words: String, source: String? = nil) {
    self.definition = definition
    self.words = words
    self.source = source
  }
}
