import Testing

/// Denominators of nobody, which no figure shows: a warning must.
@Suite("Nobody")
struct NobodyTests {
  /// Files with the change that is made to one of them, and the warning.
  private static let cases: [(name: String, file: String, text: String, warning: String)] = [
    ("an empty roster", "members.csv", "id,sex\n", "no row of patients was accepted"),
    ("no periods", "periods.csv", "id,from,to\n", "no row of observation was accepted"),
    (
      "periods of others", "periods.csv", "id,from,to\n01,2020-01-01,\n", "nobody is a person of any interval"
    ),
    (
      "periods before", "periods.csv", "id,from,to\n1,2018-01-01,2019-12-31\n",
      "nobody is a person of any interval"
    ),
    ("a roster of others", "members.csv", "id,sex\n01,F\n02,M\n", "nobody is a person of any interval"),
    (
      "prescriptions of others", "rx.csv",
      "id,fill_date,days,drug\n01,2020-01-05,30,OP\n02,2020-12-31,5,XX\n",
      "no prescription is of a patient in the roster: every figure is 0"
    ),
    (
      "deaths of others", "deaths.csv", "id,died\n01,2020-05-05\n",
      "no date of death is of a patient in the roster"
    ),
    ("nothing wrong", "deaths.csv", "id,died\n1,2020-05-05\n", ""),
  ]

  @Test("A denominator of nobody is told, and nothing else is", arguments: cases.indices)
  func warnings(place: Int) throws {
    let (name, file, text, warning) = Self.cases[place]
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write(
      try folder.read("study.yml")
        + "\nobservation: {files: [periods.csv], columns: {patient: id, start: from, end: to}}\n"
        + "deaths: {files: [deaths.csv], columns: {patient: id, date: died}}\n", to: "study.yml")
    try folder.write("id,from,to\n1,2020-01-01,\n2,2020-01-01,\n", to: "periods.csv")
    try folder.write("id,died\n", to: "deaths.csv")
    try folder.write(text, to: file)
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out", "--quiet"], in: folder)
    #expect(outcome.code == 0, "\(name): \(outcome)")
    #expect(
      warning.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(warning),
      "\(name): \(outcome.errors)")
  }
}
