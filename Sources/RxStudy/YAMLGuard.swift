import CYaml
import RxModel

/// A guard that looks through a YAML text before values are made of it, and refuses what a study has no use
/// for and what could take memory or time beyond its size: anchors, aliases, depth and number. Whatever else
/// is wrong is left to who reads it.
///
/// CYaml is Yams' copy of libyaml. Yams makes no product of it, so that the package description can't name it.
enum YAMLGuard {
  /// The greatest depth of lists and keys in each other. A study needs seven.
  static let greatestDepth = 40
  /// The most values there may be. A study of this many is of a program's making, and takes seconds to read.
  static let mostValues = 100_000

  /// Checks `text` for anchors, aliases, depth and number.
  /// - Throws: `RxFault` (78) at the first place of the kind.
  static func check(_ text: String, file: String) throws(RxFault) {
    var text = text
    // SAFETY: the parser and the event live in the call and are cleared before it ends; the text outlives both.
    let found = text.withUTF8 { bytes -> (problem: Problem, mark: yaml_mark_t)? in
      var parser = unsafe yaml_parser_t()
      guard unsafe yaml_parser_initialize(&parser) == 1 else { return nil }
      defer { unsafe yaml_parser_delete(&parser) }
      unsafe yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      var extent = Extent()
      while true {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
          return unsafe Problem(parser).map { unsafe ($0, parser.problem_mark) }
        }
        defer { unsafe yaml_event_delete(&event) }
        if unsafe event.type == YAML_STREAM_END_EVENT { return nil }
        if let problem = unsafe extent.take(event) { return unsafe (problem, event.start_mark) }
      }
    }
    guard let (problem, mark) = found else { return }
    throw RxFault(
      .config, problem.message,
      at: RxFault.Place(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1),
      remedy: problem.remedy)
  }

  private enum Problem {
    case alias, anchor, depth, number

    /// The problem that the parser's own refusal comes to, where it is of this kind.
    init?(_ parser: yaml_parser_t) {
      let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? ""
      let context = unsafe parser.context.map { unsafe String(cString: $0) } ?? ""
      if problem.hasPrefix("Maximum nesting level") || context.hasPrefix("Maximum nesting level") {
        self = .depth
      } else if context == "while scanning an alias" {
        self = .alias
      } else if context == "while scanning an anchor" {
        self = .anchor
      } else {
        return nil
      }
    }

    var message: String {
      switch self {
      case .alias: "an alias (*name) is not taken here"
      case .anchor: "an anchor (&name) is not taken here"
      case .depth: "lists and keys lie more than \(greatestDepth) deep in each other"
      case .number: "there are more than \(mostValues) values"
      }
    }

    var remedy: String {
      switch self {
      case .alias: "write the value out, or put a pattern that begins with * in quotes: '*.csv'"
      case .anchor: "write the value out, or put it in quotes"
      case .depth: "check the brackets and the dashes"
      case .number: "this is no study; for cases, part them into several files"
      }
    }
  }

  private struct Extent {
    var depth = 0
    var values = 0

    mutating func take(_ event: yaml_event_t) -> Problem? {
      let anchor: UnsafeMutablePointer<yaml_char_t>?
      switch unsafe event.type {
      case YAML_ALIAS_EVENT: return .alias
      case YAML_SCALAR_EVENT: unsafe anchor = event.data.scalar.anchor
      case YAML_SEQUENCE_START_EVENT:
        unsafe anchor = event.data.sequence_start.anchor
        depth += 1
      case YAML_MAPPING_START_EVENT:
        unsafe anchor = event.data.mapping_start.anchor
        depth += 1
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        depth -= 1
        return nil
      default: return nil
      }
      values += 1
      if unsafe anchor != nil { return .anchor }
      return depth > greatestDepth ? .depth : values > mostValues ? .number : nil
    }
  }
}
