import RxModel

/// The measures that a study file can have, for a terminal: parameters with their defaults, rows and sources.
package func studyHelp() -> String {
  var text = wrapped(
    """
    The measures of a study file, which go under 'measures'. A drug is a class or an ingredient of the code list or, with \
    the built-in list, an ATC code or the beginning of one. What is in capitals depends on the study; a parameter that is \
    left out has the value that stands after it.
    """, indent: 0)
  text += wrapped(
    "'sensitivity' beside the measures repeats the core ones under other gaps, washouts, carry-over and duplicates.",
    indent: 0)
  text += wrapped(
    """
    'groups.levels' names what the data call a level: {sex: {F: [female, "2"], unknown: [u]}}. With 'groups.unknown: drop' \
    whoever is unknown in a variable of 'groups.by' is no person of the interval.
    """, indent: 0)
  text += wrapped(
    """
    'drugs' says how code lists are written: delimiter, quotes, decimal. A list with other headers, or of one class, is \
    {file: cdc.csv, columns: {code: NDC, ingredient: Drug}, class: opioid}.
    """, indent: 0)
  text += wrapped(
    """
    'persons' says who is a person of an interval: any (one observed day), full (all days), or {observed: full, age: {from: 18, \
    to: 64}, levels: {sex: [F]}, prior_observation: 365, include: {file: cohort.csv, columns: {patient: id, date: entry}}, \
    exclude: {file: cancer.csv, columns: {patient: id, date: dx_date}}}. The first days of prior_observation, and those before \
    the date of include, are looked back on alone.
    """, indent: 0)
  text += wrapped("'products' beside the measures: \(ProductsSpec.summary)", indent: 0)
  for parameter in ProductsSpec.parameters {
    text += wrapped("\(parameter.name): \(parameter.kind): \(parameter.summary)", indent: 2)
  }
  for spec in Measures.all { text += "\n" + help(spec.description) }
  return text
}

private func help(_ measure: MeasureDescription) -> String {
  var text = "\(measure.key)\(measure.isCore ? " (core)" : "")\n" + wrapped(measure.summary, indent: 2)
  for parameter in measure.parameters {
    let standard = parameter.standard.map(\.written) ?? "must be given"
    text +=
      "  \(parameter.name): \(standard)\n" + wrapped("\(parameter.kind): \(parameter.summary)", indent: 6)
  }
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
