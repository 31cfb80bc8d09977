import RxStudy

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
