import RxModel

/// What is beside a study file, as far as it decides what the file says.
package struct StudySurroundings {
  /// The names in a folder as the study names it, empty for its own; nil where nobody can look.
  let names: ((_ folder: String) -> [String])?

  /// What can be seen.
  package init(names: ((_ folder: String) -> [String])? = nil) { self.names = names }
}

extension StudyFile {
  /// The values of a study file, with what its layout says written out.
  /// - Parameters:
  ///   - node: the values that stand in it.
  ///   - file: its name for messages.
  ///   - surroundings: what is beside it.
  /// - Returns: the values of a study file that says the same by itself.
  /// - Throws: `RxFault`: 78 for a mistake in `layout`, 66 where a table of the layout is not
  ///   there.
  package static func whole(
    _ node: StudyNode, file: String, in surroundings: StudySurroundings
  ) throws(RxFault) -> StudyNode {
    guard let key = node.entries.first(where: { $0.key.text == "layout" }) else { return node }
    let top = StudyValue(node, at: RxFault.Place(file: file, line: 1), key: "")
    let layout = try LayoutBlock(StudyValue(key.value, at: top.place, key: "layout"))
    return try layout.fill(node.removing(["layout"]), names: surroundings.names)
  }

  /// True where a study file says all by itself.
  package static func isWhole(_ node: StudyNode) -> Bool { node[["layout"]] == nil }
}
