import RxModel

/// A layout known by name: the tables that a common data model or a public data set has, and what a study file would say of
/// them. A new one is a file beside this one and a name in `all`.
package struct NamedLayout: Sendable {
  /// A table of the layout.
  package struct Table: Sendable {
    /// The input that it is.
    package let kind: InputKind
    /// The name of its file without the ending, case aside; `*` stands for any characters, and for several files.
    package let stem: String
    /// True where a study does without it.
    package let isOptional: Bool
    /// Headers beside those that are mapped which tell it from tables of other layouts.
    package let marks: [String]

    init(_ kind: InputKind, _ stem: String, isOptional: Bool = false, marks: [String] = []) {
      self.kind = kind
      self.stem = stem
      self.isOptional = isOptional
      self.marks = marks
    }
  }

  /// Its name in a study file.
  package let name: String
  /// Its full name, with its version.
  package let title: String
  /// What a row of its prescriptions is, and what was chosen where the layout leaves it open.
  package let summary: String
  /// What can't be had from it, in sentences.
  package let limits: [String]
  /// Where the tables and codes are described.
  package let sources: [String]
  /// Its tables, each input once.
  package let tables: [Table]
  /// What a study file says of them, files apart.
  package let study: StudyNode

  /// The layouts that a study can name.
  package static let all = [omop, synthea, synpuf, mimic, pcornet, sentinel]

  /// The headers by which a table is known: for each column that the layout maps the names that it can have, then the marks.
  package func headers(of table: Table) -> [[String]] {
    let blocks = ["columns", "attributes"].compactMap { study[[table.kind.rawValue, $0]] }
    return blocks.flatMap(\.entries).map { $0.value.texts } + table.marks.map { [$0] }
  }
}

/// A layout that files were recognised as.
package struct RecognisedLayout: Sendable {
  /// The layout.
  package let layout: NamedLayout
  /// The files of each of its tables that are there, in the order of its tables, paths in byte order.
  package let files: [(table: NamedLayout.Table, paths: [String])]
  /// The files that are none of its tables, in byte order.
  package let others: [String]
}

extension NamedLayout {
  /// The layouts that files are of, by their headers: those of which every table that is needed is there, with all its
  /// columns.
  /// - Parameter headers: by the path of each file, its headers; case and blanks around them do not matter.
  /// - Returns: the layouts, those that explain most files first.
  package static func recognise(headers: [String: [String]]) -> [RecognisedLayout] {
    let files = headers.mapValues { Set($0.map(plain)) }.sorted {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    let found = all.compactMap { layout -> RecognisedLayout? in
      var taken: [(table: Table, paths: [String])] = []
      var seen: Set<String> = []
      for table in layout.tables {
        let wanted = layout.headers(of: table).map { $0.map(plain) }
        let paths = files.filter { file in
          !seen.contains(file.key) && wanted.allSatisfy { $0.contains(where: file.value.contains) }
        }.map(\.key)
        seen.formUnion(paths)
        if !paths.isEmpty { taken.append((table, paths)) } else if !table.isOptional { return nil }
      }
      return RecognisedLayout(
        layout: layout, files: taken, others: files.map(\.key).filter { !seen.contains($0) })
    }
    return found.sorted { $0.others.count < $1.others.count }
  }

  private static func plain(_ header: String) -> String { trimmingBlanks(header).lowercased() }
}
