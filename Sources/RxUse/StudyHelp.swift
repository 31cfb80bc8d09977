import RxModel
import RxStudy

/// What a study file can say, for a terminal: its keys with their defaults, then the measures with their rows and sources.
package func studyHelp() -> String {
  var text = wrapped(
    """
    The keys of a study file. What stands after a key holds where it is left out; paths are relative to the file in which they \
    stand. A header is looked for exactly, then without regard to case and blanks around it; of a list of headers the first \
    that a file has counts in that file.
    """, indent: 0)
  for key in StudyFile.keys {
    // The measures tell more of themselves.
    let nested = key.form.describedKeys.filter { own in !Measures.keys.contains(own.name) }
    text += "\n" + help(key, nested, indent: 0)
  }
  text +=
    "\n"
    + wrapped(
      """
      The measures, which go under 'measures'. A drug is a class or an ingredient of the code list or, with the built-in list, \
      an ATC code or the beginning of one. What is in capitals depends on the study.
      """, indent: 0)
  for spec in Measures.all { text += "\n" + help(spec.description) }
  return text
}

/// A key and those under it.
private func help(_ key: any StudyKey, _ nested: [any StudyKey], indent: Int) -> String {
  let standard = key.standard.map { ": \($0.written)" } ?? (key.isRequired ? ": must be given" : "")
  let margin = String(repeating: " ", count: indent)
  // That there are keys is seen.
  let kind = key.form.alternatives.count == 1 && !key.form.describedKeys.isEmpty ? "" : "\(key.kind): "
  return "\(margin)\(key.name)\(standard)\n" + wrapped("\(kind)\(key.summary)", indent: indent + 4)
    + nested.map { help($0, $0.form.describedKeys, indent: indent + 2) }.joined()
}

private func help(_ measure: MeasureDescription) -> String {
  var text = "\(measure.key)\(measure.isCore ? " (core)" : "")\n" + wrapped(measure.summary, indent: 2)
  for parameter in measure.parameters { text += help(parameter, parameter.form.describedKeys, indent: 2) }
  for figure in measure.figures {
    let definitions = figure.definitions.filter { !$0.isEmpty }.joined(separator: ", ")
    text += wrapped("row \(figure.measure)\(definitions.isEmpty ? "" : " \(definitions)")", indent: 2)
    text += wrapped(figure.counted, indent: 6)
    let of = figure.of.map { "of \($0.unit) in \($0.estimate)" }.joined(separator: "; ")
    text += wrapped("\(of); limits: \(figure.limits)", indent: 6)
  }
  return text + measure.sources.map { wrapped("source: \($0)", indent: 2) }.joined()
}

/// The words of `text` in lines of 100 columns at most, each after so many spaces.
func wrapped(_ text: String, indent: Int) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines = [margin]
  for word in text.split(separator: " ") {
    let line = lines[lines.count - 1]
    if line == margin {
      lines[lines.count - 1] += word
    } else if line.count + 1 + word.count <= 100 {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(margin + word)
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
