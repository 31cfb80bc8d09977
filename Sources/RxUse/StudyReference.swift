import RxModel
import RxStudy

/// The reference of the study file in Markdown, made of the description that its parser reads by.
package func studyReference() -> String {
  var text = """
    # The study file

    Every key of a study file, made of the description by which the parser reads it.

    The file is YAML. `rxuse help study` tells the same on a terminal, `rxuse study --json-schema` to an editor; `rxuse study STUDY`
    prints a study with its layout and included files written out. Paths are relative to the file in which they stand. A key that is not
    known is an error that names the nearest known one. A header is looked for exactly, then without regard to case and blanks around
    it; of a list of headers the first that a file has counts in that file. One value alone is a list of one.

    In the tables `columns.patient` is the key `patient` under `columns`, and `files[].file` the key `file` of an element of `files`.
    The third column has what holds where the key is left out.

    """
  for key in StudyFile.keys { text += section(key) }
  return text
}

private func section(_ key: any StudyKey) -> String {
  var text = "\n## \(key.name)\n\n\(sentence(key.summary))"
  if key.isRequired { text += " It must be there." }
  if let standard = key.standard { text += " Left out it is `\(standard.written)`." }
  let measures = Measures.all.map { $0.description }
  let nested = key.form.describedKeys.filter { own in !measures.contains { $0.key == own.name } }
  if nested.isEmpty || key.form.alternatives.count > 1 { text += " Its value is \(key.kind)." }
  text += "\n"
  if !nested.isEmpty { text += "\n" + table(nested) }
  for measure in measures where key.form.describedKeys.contains(where: { $0.name == measure.key }) {
    text += "\n### \(measure.key)\n\n\(sentence(measure.summary))\n"
    if !measure.parameters.isEmpty { text += "\n" + table(measure.parameters) }
  }
  return text
}

private func table(_ keys: [any StudyKey]) -> String {
  "| key | value | left out | meaning |\n|---|---|---|---|\n" + keys.map { rows($0, under: "") }.joined()
}

private func rows(_ key: any StudyKey, under path: String) -> String {
  let standard = key.standard.map { "`\($0.written)`" } ?? (key.isRequired ? "required" : "")
  let cells = ["`\(path)\(key.name)`", key.kind, standard, key.summary]
  let row = "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
  let own = "\(path)\(key.name)\(key.form.item == nil ? "" : "[]")."
  return row + key.form.describedKeys.map { rows($0, under: own) }.joined()
}

/// A text as a sentence.
private func sentence(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
}
