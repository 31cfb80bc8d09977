import CYaml
import RxModel

/// A guard that looks through a YAML text before values are made of it, and refuses what could take memory or time beyond
/// its size: depth and number, both with what aliases stand for, and aliases that stand for nothing. Whatever else is wrong
/// is left to who reads it.
///
/// CYaml is Yams' copy of libyaml. Yams makes no product of it, so that the package description can't name it.
enum YAMLGuard {
  /// The greatest depth of lists and keys in each other. A study needs seven.
  static let greatestDepth = 40
  /// The most values there may be. A study of this many is of a program's making, and takes seconds to read.
  static let mostValues = 100_000

  /// Checks `text` for aliases of nothing, depth and number.
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
    case alias, depth, number

    /// The problem that the parser's own refusal comes to, where it is of this kind.
    init?(_ parser: yaml_parser_t) {
      let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? ""
      let context = unsafe parser.context.map { unsafe String(cString: $0) } ?? ""
      if problem.hasPrefix("Maximum nesting level") || context.hasPrefix("Maximum nesting level") {
        self = .depth
      } else if context == "while scanning an alias" {
        self = .alias
      } else {
        return nil
      }
    }

    var message: String {
      switch self {
      case .alias: "an alias (*name) stands for nothing: no value before it is marked with &name"
      case .depth: "lists and keys lie more than \(greatestDepth) deep in each other"
      case .number: "there are more than \(mostValues) values"
      }
    }

    var remedy: String {
      switch self {
      case .alias: "mark the value, or put a pattern that begins with * in quotes: '*.csv'"
      case .depth: "check the brackets and the dashes"
      case .number: "this is no study; for cases, part them into several files"
      }
    }
  }

  /// The extent of what was read so far, each alias with all that it stands for.
  private struct Extent {
    /// The extent of a value: how many values it is with those in it, and how deep they lie in each other.
    private struct Size {
      var values = 1
      var depth = 0
    }

    private var values = 0
    /// The lists and mappings that are not at their end: the anchor of each, and what is in it.
    private var open: [(anchor: String?, size: Size)] = []
    /// The sizes of the marked values, by name.
    private var marked: [String: Size] = [:]

    /// Takes the next event, and returns what is wrong with it.
    mutating func take(_ event: yaml_event_t) -> Problem? {
      switch unsafe event.type {
      case YAML_ALIAS_EVENT:
        guard let name = unsafe name(event.data.alias.anchor), let size = marked[name] else { return .alias }
        return add(size, called: nil)
      case YAML_SCALAR_EVENT: return unsafe add(Size(), called: name(event.data.scalar.anchor))
      case YAML_SEQUENCE_START_EVENT: return unsafe begin(name(event.data.sequence_start.anchor))
      case YAML_MAPPING_START_EVENT: return unsafe begin(name(event.data.mapping_start.anchor))
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        guard let (anchor, size) = open.popLast() else { return nil }
        // Its own value was counted at its beginning, what is in it as it came.
        values -= size.values
        return add(size, called: anchor)
      default: return nil
      }
    }

    private mutating func begin(_ anchor: String?) -> Problem? {
      open.append((anchor, Size(depth: 1)))
      values += 1
      return problem(depth: 0)
    }

    /// Adds a value that is whole to what it is in.
    private mutating func add(_ size: Size, called anchor: String?) -> Problem? {
      values += size.values
      if let anchor { marked[anchor] = size }
      if !open.isEmpty {
        let last = open.count - 1
        open[last].size.values += size.values
        open[last].size.depth = max(open[last].size.depth, size.depth + 1)
      }
      return problem(depth: size.depth)
    }

    private func problem(depth: Int) -> Problem? {
      open.count + depth > greatestDepth ? .depth : values > mostValues ? .number : nil
    }

    private func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
      unsafe anchor.map { unsafe String(cString: $0) }
    }
  }
}
