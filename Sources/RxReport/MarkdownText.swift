import RxModel

/// Text that can't be taken for Markdown or HTML, nor turn the direction of what stands beside it.
package func markdownText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "|", "*", "_", "`", "[", "]", "\\", "#", "~", "!", "$", "^", "{", "}", "@":
      result += "\\" + String(scalar)
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "&": result += "&amp;"
    default: result += scalar.isControl ? " " : String(scalar)
    }
  }
  return result
}

/// Our own text, in which the marks of figures stand as they are.
func markdownWords(_ text: String) -> String {
  [suppressedMarker, unreliableMarker, lowMarker, unavailableMarker].reduce(markdownText(text)) {
    text, marker in
    text.replacing(markdownText(marker), with: marker)
  }
}

extension Prose {
  /// The paragraph as Markdown: what is code is in backticks, and no name can mark anything.
  package var markdown: String {
    inlines.map { inline in
      switch inline {
      case .text(let text): markdownWords(text)
      case .name(let text): markdownText(text)
      case .code(let text): "`\(text)`"
      }
    }.joined()
  }
}
