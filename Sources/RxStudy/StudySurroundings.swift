import RxModel

/// What is beside a study file, as far as it decides what the file says.
package struct StudySurroundings {
  /// A study file that another includes.
  package struct File {
    /// Its name for messages.
    let name: String
    let text: String

    /// The file of this name and text.
    package init(name: String, text: String) { (self.name, self.text) = (name, text) }
  }

  /// The names in a folder as the study names it, empty for its own; nil where nobody can look.
  let names: ((_ folder: String) -> [String])?
  private let file: ((_ path: String) throws(RxFault) -> File)?

  /// What can be seen.
  /// - Parameters:
  ///   - names: the names in a folder as the study names it, empty for its own; nil where nobody can look.
  ///   - file: the study file at a path relative to the study's folder; nil where nobody can look.
  package init(
    names: ((_ folder: String) -> [String])? = nil,
    file: ((_ path: String) throws(RxFault) -> File)? = nil
  ) {
    (self.names, self.file) = (names, file)
  }

  /// The study file at a path relative to the study's folder, which `item` names.
  /// - Throws: `RxFault` at `item`: 66 where it can't be read, 78 where it is no text of a study.
  func read(_ path: String, _ item: StudyValue) throws(RxFault) -> File {
    guard let file else {
      throw item.fault("'\(item.key)' names a file, and there are none beside this text")
    }
    do throws(RxFault) {
      return try file(path)
    } catch {
      guard error.place == nil else { throw error }
      var fault = error
      fault.place = item.place
      throw fault
    }
  }
}

extension StudyFile {
  /// The values of a study file, with what it takes from included files and from its layout written out.
  /// - Parameters:
  ///   - node: the values that stand in it.
  ///   - file: its name for messages.
  ///   - surroundings: what is beside it.
  /// - Returns: the values of a study file that says the same by itself.
  /// - Throws: `RxFault`: 78 for a mistake in `include`, in an included file's text or in `layout`, 66 where an included
  ///   file or a table of the layout is not there.
  package static func whole(
    _ node: StudyNode, file: String, in surroundings: StudySurroundings
  ) throws(RxFault) -> StudyNode {
    var files = IncludedFiles(in: surroundings)
    let node = try files.resolve(node, file: file)
    guard let own = node[[LayoutBlock.key]] else { return node }
    let layout = try LayoutBlock(
      StudyValue(own, at: RxFault.Place(file: file, line: 1), key: LayoutBlock.key))
    return try layout.fill(node.removing([LayoutBlock.key]), names: surroundings.names)
  }

  /// True where a study file says all by itself.
  package static func isWhole(_ node: StudyNode) -> Bool {
    [LayoutBlock.key, IncludedFiles.key].allSatisfy { node[[$0]] == nil }
  }
}
