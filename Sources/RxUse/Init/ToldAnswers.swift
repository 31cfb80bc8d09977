import RxModel
import RxStudy

/// What is told of files beside their content: by the command line, and by the layout that they are of.
struct ToldAnswers: Sendable {
  /// A field of any input, or of one kind of it.
  private struct Name: Hashable {
    let kind: InputKind?
    let field: Field
  }

  /// The layout that the files are of, with its files.
  var layout: RecognisedLayout?
  private var dates: [InputKind?: DateFormat] = [:]
  private var columns: [Name: String] = [:]
  private var roles: [String: String] = [:]

  /// Nothing is told.
  init() {}

  /// What the options of the command line tell.
  /// - Parameters:
  ///   - options: the options.
  ///   - groups: the files.
  /// - Throws: `RxFault` (64) where one has another form, or names what there is not.
  init(_ options: InitOptions, _ groups: [FileGroup]) throws(RxFault) {
    for text in options.dates {
      let parts = Self.parts(text)
      let kind = parts.flatMap { InputKind(rawValue: $0.name) }
      guard parts == nil || kind != nil, let format = DateFormat(parts?.value ?? text) else {
        throw RxFault(
          .usage, "--date-format can't be '\(text)'",
          remedy:
            "write a pattern like dd/MM/yyyy, auto, excel or sas, or patients=PATTERN for one kind of file")
      }
      dates[kind] = format
    }
    for text in options.columns {
      guard let (name, header) = Self.parts(text) else {
        throw RxFault(.usage, "--column can't be '\(text)'", remedy: "write it as date=fill_dt")
      }
      columns[try Self.name(name)] = header
      guard groups.contains(where: { $0.place(of: header) != nil }) else {
        let all = groups.flatMap { $0.columns.map(\.name) }
        throw RxFault(
          .usage, "no file has a column '\(header)' (--column \(text))",
          remedy: suggestion(for: header, among: all))
      }
    }
    for text in options.roles {
      let (role, file) = Self.parts(text) ?? ("", "")
      guard RoleGuess.names.contains(role) else {
        throw RxFault(
          .usage, "--role can't be '\(text)'",
          remedy: "write it as patients=members.csv; roles are \(RoleGuess.names.joined(separator: ", "))")
      }
      let names = groups.flatMap(\.names).filter {
        $0 == file || $0.hasSuffix("/" + file) || file.hasSuffix("/" + $0)
      }
      guard !names.isEmpty else {
        throw RxFault(
          .usage, "no file is called '\(file)' (--role \(text))",
          remedy: suggestion(for: file, among: groups.flatMap(\.names)))
      }
      for name in names { roles[name] = role }
    }
  }

  private static func parts(_ text: String) -> (name: String, value: String)? {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
    let value = String(text[text.index(after: sign)...])
    return value.isEmpty ? nil : (String(text[..<sign]), value)
  }

  private static func name(_ text: String) throws(RxFault) -> Name {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    let kind = parts.count == 2 ? InputKind(rawValue: parts[0]) : nil
    let field = Field.allCases.first { field in
      parts.last == (kind.map { field.key(in: $0) } ?? field.rawValue)
    }
    guard parts.count == 1 || kind != nil, let field else {
      let names = Field.allCases.map(\.rawValue)
      let near = suggestion(for: parts.last ?? "", among: names)
      throw RxFault(
        .usage, "there is no field '\(text)' (--column)",
        remedy: near.isEmpty ? "fields are \(names.joined(separator: ", "))" : near)
    }
    return Name(kind: kind, field: field)
  }

  /// The format of the dates of an input; nil where it is not told.
  func dates(of kind: InputKind) -> DateFormat? { dates[kind] ?? dates[nil] }

  /// True where the command line tells the column of a field.
  func isSaid(_ field: Field, of kind: InputKind) -> Bool { said(field, kind) != nil }

  /// True where the layout tells the columns of an input, and no other is one.
  func isLaidOut(_ kind: InputKind) -> Bool { layout?.files.contains { $0.table.kind == kind } ?? false }

  /// The headers that a field's column can have, the first before the others, and who says so.
  func source(of field: Field, in kind: InputKind) -> (headers: [String], name: String) {
    if let said = said(field, kind) { return ([said], "--column \(field.rawValue)=\(said)") }
    guard isLaidOut(kind), let layout = layout?.layout else { return ([], "") }
    let block = field.isAttribute ? "attributes" : "columns"
    let headers: [String] =
      switch layout.study[[kind.rawValue, block, field.key(in: kind)]]?.content {
      case .text(let header): [header]
      case .list(let items): items.map(\.written)
      case .map, nil: []
      }
    return (headers, "the layout \(layout.name)")
  }

  private func said(_ field: Field, _ kind: InputKind) -> String? {
    columns[Name(kind: kind, field: field)] ?? columns[Name(kind: nil, field: field)]
  }

  /// The role that is told of one of these files, and who says so; nil where none is.
  func role(of names: [String]) -> (name: String, source: String)? {
    if let said = names.lazy.compactMap({ roles[$0] }).first { return (said, "--role") }
    guard let layout else { return nil }
    let found = layout.files.first { $0.paths.contains(where: names.contains) }
    return found.map { ($0.table.kind.rawValue, "the layout \(layout.layout.name)") }
  }
}
