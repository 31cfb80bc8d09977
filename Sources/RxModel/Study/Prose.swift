/// A paragraph in words, which a report writes in its own format and a terminal shows plain.
///
/// It is written as a text whose insertions say what they are: `"Users of \(drugs) by \(code: "window:90")"`.
package struct Prose: Sendable, Equatable {
  /// A piece of a paragraph.
  package enum Inline: Sendable, Equatable {
    /// Our own words.
    case text(String)
    /// Something as results.csv or a study file writes it.
    case code(String)
    /// A name of the user's, which can hold any character.
    case name(String)
  }

  /// The pieces, in order.
  package private(set) var inlines: [Inline]

  /// Our own words.
  package init(_ words: String) { inlines = words.isEmpty ? [] : [.text(words)] }

  /// The paragraph for a terminal: nothing is marked, and what would control the terminal is a space.
  package var plain: String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .name(let name):
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.isControl ? " " : $0 }))
      }
    }.joined()
  }

  package static func + (one: Prose, next: Prose) -> Prose {
    var all = one
    all.inlines += next.inlines
    return all
  }
}

extension Prose: ExpressibleByStringInterpolation {
  /// Our own words.
  package init(stringLiteral words: String) { self.init(words) }
  /// Words and what is inserted in them.
  package init(stringInterpolation parts: StringInterpolation) { inlines = parts.inlines }

  /// Words and insertions. A text is inserted as `words`, `code` or `name`, never without saying which.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var inlines: [Inline] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ words: String) {
      if !words.isEmpty { inlines.append(.text(words)) }
    }
    package mutating func appendInterpolation(_ number: Int) { inlines.append(.text("\(number)")) }
    package mutating func appendInterpolation(_ prose: Prose) { inlines += prose.inlines }
    package mutating func appendInterpolation(words: String) { appendLiteral(words) }
    package mutating func appendInterpolation(code: String) { inlines.append(.code(code)) }
    package mutating func appendInterpolation(name: String) { inlines.append(.name(name)) }
    package mutating func appendInterpolation(_ drug: Sourced) { inlines.append(.name(drug.name)) }
    package mutating func appendInterpolation(_ drugs: [Sourced]) {
      appendInterpolation(drugs.map { "\($0)" as Prose }.joined(", "))
    }
    package mutating func appendInterpolation(_ pairs: [DrugPair]) {
      appendInterpolation(pairs.map { "\($0.first) and \($0.second)" as Prose }.joined("; "))
    }
  }
}

extension [Prose] {
  /// The paragraphs in a row, with `separator` between two.
  package func joined(_ separator: String) -> Prose {
    var all: Prose = ""
    for (place, part) in enumerated() { all = all + (place > 0 ? "\(words: separator)\(part)" : part) }
    return all
  }
}

extension Prose.Inline: Codable {
  private enum Kind: String, CodingKey { case text, code, name }

  /// A piece that is written as `{"text": ...}`, `{"code": ...}` or `{"name": ...}`.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Kind.self)
    if let text = try values.decodeIfPresent(String.self, forKey: .text) {
      self = .text(text)
    } else if let code = try values.decodeIfPresent(String.self, forKey: .code) {
      self = .code(code)
    } else {
      self = .name(try values.decode(String.self, forKey: .name))
    }
  }

  /// Writes it so.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Kind.self)
    switch self {
    case .text(let text): try values.encode(text, forKey: .text)
    case .code(let code): try values.encode(code, forKey: .code)
    case .name(let name): try values.encode(name, forKey: .name)
    }
  }
}

extension Prose: Codable {
  /// Pieces that are written as an array.
  package init(from decoder: any Decoder) throws {
    inlines = try decoder.singleValueContainer().decode([Inline].self)
  }

  /// Writes them so.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(inlines)
  }
}
