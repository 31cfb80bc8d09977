import RxModel

extension ReportFormat {
  /// tables/*.csv: the figures for reading and Table 1; and datapackage.json, which describes them and the published tables.
  static let tableFiles = ReportFormat(
    key: .csv,
    owns: { path in
      [DataPackage.path, CharacteristicsFile.path].contains(path)
        || TableKind.allCases.contains { path == $0.path }
    },
    files: { report in
      // The descriptor has the hashes of the tables' texts: they are made once.
      let tables = summaryTables(report.facts).map { table in (table: table, text: Once { table.csv }) }
      let people = CharacteristicsFile(report.facts).map { table in (table: table, text: Once { table.csv }) }
      let descriptor = RenderedFile(DataPackage.path) { () throws(RxFault) in
        .text(
          try DataPackage(
            report.publication, tables.map { ($0.table, $0.text.value) },
            people.map { ($0.table, $0.text.value) }
          ).json())
      }
      return tables.map { table in RenderedFile(table.table.kind.path, text: { table.text.value }) }
        + (people.map { people in [RenderedFile(CharacteristicsFile.path, text: { people.text.value })] }
          ?? [])
        + [descriptor]
    })
}

extension TableKind {
  /// The path of its file within an output.
  var path: String { "tables/\(rawValue).csv" }
}
