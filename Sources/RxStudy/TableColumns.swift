import CSVStream
import RxModel

/// The columns of a small table that a study names, found in its header.
struct TableColumns {
  private let header: [String]
  private let file: Sourced
  /// The kind of table, for messages.
  private let kind: String
  /// The way in which the study says that it is written; nil where it can't say it.
  private let syntax: FileSet?

  /// The columns of `table`, which is of the kind `kind`, was read from `file`, and is written as `syntax` says, or with
  /// commas.
  init(_ table: SmallTable, _ kind: String, _ file: Sourced, _ syntax: FileSet?) {
    header = table.header
    self.file = file
    self.kind = kind
    self.syntax = syntax
  }

  private var delimiter: UInt8 { syntax?.delimiter ?? UInt8(ascii: ",") }

  /// The places of columns. A header is looked for as it stands, then without regard to case and blanks around it.
  /// - Parameters:
  ///   - names: our names.
  ///   - required: those that must be there.
  ///   - mapped: the file's names, which must be there too.
  /// - Returns: places in the header by our names, columns that are not there left out.
  /// - Throws: `RxFault` (78) where a column is missing or there twice.
  func places(
    of names: [String], required: [String], mapped: [String: Sourced] = [:]
  ) throws(RxFault) -> [String: Int] {
    var places: [String: Int] = [:]
    // What must be there first: where it is not, the table is not what it is taken for.
    for name in names.filter(required.contains) + names.filter({ !required.contains($0) }) {
      let wanted = mapped[name] ?? Sourced(name, at: file.place)
      places[name] = try place(of: wanted)
      guard places[name] == nil, mapped[name] != nil || required.contains(name) else { continue }
      throw missing(wanted, names)
    }
    return places
  }

  private func place(of wanted: Sourced) throws(RxFault) -> Int? {
    func plain(_ name: String) -> String { trimmingBlanks(name).lowercased() }
    for name in wanted.names {
      let exact = header.indices.filter { header[$0] == name }
      let found = exact.isEmpty ? header.indices.filter { plain(header[$0]) == plain(name) } : exact
      guard found.count <= 1 else {
        throw RxFault(
          .config, "the column '\(name)' is there twice", at: RxFault.Place(file: file.name, line: 1),
          remedy: "rename all but the one that is meant")
      }
      if let place = found.first { return place }
    }
    return nil
  }

  private func missing(_ wanted: Sourced, _ all: [String]) -> RxFault {
    if let other = otherDelimiter {
      return RxFault(
        .config,
        "the header of \(kind) \(file.name) holds \(other), and the delimiter is \(Self.text(delimiter))",
        at: file.place,
        remedy: syntax == nil
          ? "write the file with commas" : "write 'delimiter: \(other)' where the study names the file")
    }
    let names = ColumnNames(header, wanted: all + wanted.names)
    let text = wanted.names.map { "'\($0)'" }.joined(separator: " or ")
    return RxFault(
      .config, "no column \(text) in \(kind) \(file.name); \(names.text)", at: wanted.place,
      remedy: names.remedy(for: wanted.name))
  }

  /// The delimiter that the header seems to be written with in place of the study's: one that its names hold more often
  /// than they are divided; nil where there is none.
  private var otherDelimiter: String? {
    let counts = ",;|\t".utf8.filter { $0 != delimiter }.map { byte in
      (byte: byte, count: header.reduce(0) { $0 + $1.utf8.count { $0 == byte } })
    }
    guard let most = counts.max(by: { $0.count < $1.count }), most.count >= max(1, header.count) else {
      return nil
    }
    return Self.text(most.byte)
  }

  /// A delimiter as a study file writes it.
  private static func text(_ delimiter: UInt8) -> String {
    delimiter == 0x09 ? "tab" : "\"\(Character(Unicode.Scalar(delimiter)))\""
  }
}
