import RxText

/// Text that marks nothing in XML or HTML, in an element or in an attribute in double quotes, nor turns the direction of
/// what stands beside it.
func markupText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default:
      // XML and HTML have no noncharacters.
      let isBarred = scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
      result.unicodeScalars.append(scalar.isControl ? " " : isBarred ? "\u{FFFD}" : scalar)
    }
  }
  return result
}
