/// A code list of the study: its file, how it is written, and what its columns are called.
package struct CodeListFile: Sendable {
  /// Its path, relative to the study file's folder.
  package var file: Sourced
  /// The way in which it is written; the paths there are not used.
  package var syntax: FileSet
  /// The file's names of columns, by ours; a column that is not there has our name.
  package var columns: [String: Sourced] = [:]
  /// The class of all its rows, whatever they say; nil where each says its own.
  package var drugClass: String?

  /// A list with our names of the columns.
  package init(_ file: Sourced, syntax: FileSet = FileSet(patterns: [])) {
    self.file = file
    self.syntax = syntax
  }

  /// Its path.
  package var name: String { file.name }
  /// The place of its path in the study file.
  package var place: RxFault.Place { file.place }

  /// True where `other` is read as this is: if it is the same file, nothing in it is new.
  package func isRead(like other: CodeListFile) -> Bool {
    columns.mapValues(\.names) == other.columns.mapValues(\.names) && drugClass == other.drugClass
      && syntax.delimiter == other.syntax.delimiter && syntax.quotes == other.syntax.quotes
      && syntax.decimal == other.syntax.decimal
  }
}
