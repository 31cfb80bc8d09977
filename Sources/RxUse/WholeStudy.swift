import RxModel
import RxStudy

/// The text of a study file that says by itself what `file` says with its layout. What is needed of its tables is looked at;
/// code lists and data are not read.
/// - Parameter file: the study file.
/// - Returns: the YAML, without comments.
/// - Throws: `RxFault`: 78 for a mistake in it, 66 for a missing file.
package func wholeStudy(_ file: String) throws(RxFault) -> String {
  let surroundings = StudySurroundings(names: StudyPaths(study: file).names(in:))
  let own = try StudyFile.node(try smallText(at: file), file: file)
  let node = try StudyFile.whole(own, file: file, in: surroundings)
  _ = try StudyFile.study(node, file: file)
  return node.document
}

/// The layouts that a study file can name, for a terminal.
package func layoutHelp() -> String {
  var text = wrapped(
    """
    The layouts that a study file can name: 'layout: omop', or 'layout: {name: omop, folder: data, without: [deaths]}'. The \
    layout fills in files, columns and levels, key by key, where the study does not say otherwise. A table is found by its \
    name in the folder, case aside, as .csv, .csv.gz or .csv.zst; the study's own 'files' go before it. 'rxuse study \
    STUDY' prints the study written out.
    """, indent: 0)
  for layout in NamedLayout.all {
    text += "\n\(layout.name)\n" + wrapped("\(layout.title). \(layout.summary)", indent: 2)
    for table in layout.tables {
      let need = table.isOptional ? " (where it is there)" : ""
      text += wrapped("\(table.kind.rawValue): \(table.stem)\(need)", indent: 2)
    }
    for limit in layout.limits { text += wrapped("Note: \(limit)", indent: 2) }
    for source in layout.sources { text += wrapped("source: \(source)", indent: 2) }
  }
  return text
}
