import RxDecode
import RxMeasure
import RxInput
import RxModel
import RxReport
import RxStudy
import RxText

/// A study file with all that it names found: code lists read, drug names resolved, files listed.
package struct LoadedStudy: Sendable {
  /// The study file as the user named it.
  package private(set) var file: String
  /// The SHA-256 of its text.
  package let sha256: String
  /// The input of the aggregation.
  package private(set) var input: AggregationInput
  /// The warnings: what is worth knowing but no mistake.
  package private(set) var warnings: [String]
  /// The size and SHA-256 of the small files that were read: those that it includes, weights and code lists.
  let tables: [RunRecord.Input]
  /// The paths of these, in the same order.
  let tablePaths: [String]
  /// All that defines it.
  let definition: StudyDefinition
  /// The values of the study file, with what it takes from elsewhere written out.
  let node: StudyNode
  /// The folders in which the tables of its layout were looked for.
  let folders: [String]

  /// The study with its end, where the data decide it.
  /// - Throws: `RxFault` (65) where they leave it none.
  func resolved(by fillDays: DaySpan?, _ population: Population?) throws(RxFault) -> LoadedStudy {
    var loaded = self
    loaded.input = try input.resolved(by: fillDays, population)
    return loaded
  }

  /// The study as if the user had named its file so.
  func recorded(as file: String) -> LoadedStudy {
    var loaded = self
    loaded.file = file
    return loaded
  }

  /// The paths of all files that a run of it reads.
  var paths: [String] {
    [file] + tablePaths + InputKind.allCases.flatMap { input.files[$0] ?? [] }.map(\.path)
  }

  /// Loads the study at `file`.
  /// - Parameters:
  ///   - file: the study file.
  ///   - findsData: whether the files about patients are looked for; without, only the population's are.
  /// - Throws: `RxFault`: 78 for a mistake in it or in a code list, 66 for a missing file.
  package init(file: String, findsData: Bool = true) throws(RxFault) {
    try self.init(text: try smallText(at: file), of: file, findsData: findsData)
  }

  /// Loads the study that `file` held when `text` was read from it.
  /// - Throws: `RxFault`: 78 for a mistake in it or in a code list, 66 for a missing file.
  init(text: String, of file: String, findsData: Bool = true) throws(RxFault) {
    let paths = StudyPaths(study: file)
    let whole = try WholeStudy(text, of: file, findsTables: findsData)
    try self.init(file, whole, TableSource(resolve: paths.resolve, distinct: paths.distinct)) {
      study, warn throws(RxFault) in
      var files: [InputKind: [InputFile]] = [:]
      var faults: [RxFault] = []
      for input in study.inputs where findsData || input.kind == .population {
        do throws(RxFault) {
          files[input.kind] = try paths.files(input.files.patterns, warn: warn)
        } catch {
          faults += [error] + error.further
        }
      }
      if let fault = RxFault(all: faults) { throw fault }
      return files
    }
  }

  /// The study that was loaded elsewhere; its data's files are known by their names alone.
  /// - Throws: `RxFault`: 78 where it is none, 74 where its tables can't be put down to be read.
  init(_ definition: StudyDefinition, temporaryFolder: String) throws(RxFault) {
    let texts = try definition.tables.map { table throws(RxFault) in
      try UnnamedFile(table.content, in: temporaryFolder)
    }
    defer { withExtendedLifetime(texts) {} }
    var paths: [String: String] = [:]
    for (table, text) in zip(definition.tables, texts) {
      for name in table.names where paths[name] == nil { paths[name] = text.path }
    }
    let tables = TableSource(
      resolve: { [paths] in paths[$0] ?? $0 },
      distinct: { [paths] names, _ in
        var seen: Set<String> = []
        return names.indices.filter { seen.insert(paths[names[$0]] ?? names[$0]).inserted }
      })
    try self.init(definition.path, try WholeStudy(definition), tables) { _, _ in
      definition.files.mapValues { $0.map { InputFile(path: $0, name: $0) } }
    }
    warnings = definition.warnings
  }

  /// The way in which small tables are found.
  private struct TableSource {
    /// The path of a name.
    let resolve: (String) -> String
    /// The places of the names that are no other spelling of one before; each of these is told.
    let distinct: ([String], (String) -> Void) -> [Int]
  }

  /// Refuses standard input for more than one file of the data, and for a code list.
  private static func checkStandardInput(
    _ study: Study, _ files: [InputKind: [InputFile]]
  ) throws(RxFault) {
    guard files.values.joined().count(where: { $0.name == "-" }) <= 1 else {
      throw RxFault(
        .config, "standard input ('-') is named for two inputs",
        at: study.prescriptions.files.patterns.first?.place,
        remedy: "name a file for one of them")
    }
    for list in study.drugs.files where list.name == "-" {
      throw RxFault(
        .config, "a code list can't come from standard input", at: list.place, remedy: "name a file")
    }
  }

  private init(
    _ file: String, _ whole: WholeStudy, _ source: TableSource,
    find: (Study, (String) -> Void) throws(RxFault) -> [InputKind: [InputFile]]
  ) throws(RxFault) {
    var study = try StudyFile.study(whole.node, file: file)
    var digests: [TableDigest] = []
    func digest(_ kind: String, _ table: Sourced) -> TableDigest {
      digests.append(
        TableDigest(InputFile(path: source.resolve(table.name), name: table.name), kind: kind))
      return digests[digests.count - 1]
    }
    var warnings: [String] = []
    let files = try find(study) { warnings.append($0) }
    try Self.checkStandardInput(study, files)
    try StandardWeights.load(into: &study, resolve: source.resolve) { digest(InputDigests.weights, $0) }
    let lists = study.drugs.files
    // A file can be read in several ways, of which each is another list.
    let ways = lists.indices.map { place in lists.firstIndex { $0.isRead(like: lists[place]) } ?? place }
    study.drugs.files = ways.distinct().flatMap { way in
      let own = lists.indices.filter { ways[$0] == way }
      return source.distinct(own.map { lists[$0].name }) { warnings.append($0) }.map { own[$0] }
    }.sorted().map { lists[$0] }
    let drugs = try CodeList.load(
      study.drugs, resolve: source.resolve, observer: { digest(InputDigests.codeList, $0) },
      warn: { warnings.append($0) })
    let drugSets = try DrugSets.resolve(study, in: drugs)
    if study.period.hasLongIntervals, study.variables.contains(.age) {
      warnings.append(
        "an interval spans several years, and people are grouped by their age at its start: a poor guide to their age "
          + "later in it")
    }
    if study.population != nil, let key = study.persons.keys.first {
      warnings.append(
        "'persons.\(key)' chooses among the patients and not among the residents of 'population': rates per resident have "
          + "all of these in their denominators")
    }
    self.file = file
    (node, folders) = (whole.node, whole.folders)
    sha256 = whole.sha256
    input = AggregationInput(study: study, drugs: drugs, drugSets: drugSets, files: files)
    self.warnings = warnings
    tables = whole.included.map(\.entry) + digests.map(\.entry)
    tablePaths = whole.included.map { source.resolve($0.entry.path) } + digests.map(\.file.path)
    let aliases = lists.map(\.name)
    definition = StudyDefinition(
      path: file, sha256: sha256, text: whole.text,
      tables: whole.included
        + digests.map { digest in
          let names = aliases.filter { source.distinct([digest.file.name, $0], { _ in }).count == 1 }
          return .init(
            entry: digest.entry, names: [digest.file.name] + names, content: digest.content)
        }, files: files.mapValues { $0.map(\.name) }, warnings: warnings)
  }
}
