import CYaml
import RxModel

/// Looks through a YAML text before values are made of it, and refuses what a study has no use for and what could take
/// memory or time beyond its size: anchors, aliases and depth. Everything else that is wrong is left to who reads it.
enum YAMLGuard {
  /// How deep lists and keys may lie in each other. A study needs seven.
  static let greatestDepth = 40

  /// - Throws: `RxFault` (78) at the first place of the kind.
  static func check(_ text: String, file: String) throws(RxFault) {
    var text = text
    // SAFETY: the parser and the event live in the call and are cleared before it ends; the text outlives both.
    let fault = unsafe text.withUTF8 { bytes -> RxFault? in
      var parser = unsafe yaml_parser_t()
      guard unsafe yaml_parser_initialize(&parser) == 1 else { return nil }
      defer { unsafe yaml_parser_delete(&parser) }
      unsafe yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      var depth = 0
      while true {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) == 1 else { return nil }
        defer { unsafe yaml_event_delete(&event) }
        if unsafe event.type == YAML_STREAM_END_EVENT { return nil }
        if let problem = unsafe problem(event, &depth) {
          let mark = unsafe event.start_mark
          return RxFault(
            .config, problem.message,
            at: RxFault.Place(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1),
            remedy: problem.remedy)
        }
      }
    }
    if let fault { throw fault }
  }

  private static func problem(_ event: yaml_event_t, _ depth: inout Int) -> (message: String, remedy: String)? {
    let anchor: UnsafeMutablePointer<yaml_char_t>?
    switch unsafe event.type {
    case YAML_ALIAS_EVENT:
      return (
        "an alias (*name) is not taken here",
        "write the value out, or put a pattern that begins with * in quotes: '*.csv'"
      )
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
    if unsafe anchor != nil {
      return ("an anchor (&name) is not taken here", "write the value out, or put it in quotes")
    }
    return depth > greatestDepth
      ? ("lists and keys lie more than \(greatestDepth) deep in each other", "check the brackets and the dashes")
      : nil
  }
}
