import RxModel

extension ReportFormat {
  /// tables/*.csv: the figures for reading; and datapackage.json, which describes them and the published tables.
  static let tableFiles = ReportFormat(
    key: .csv, owns: { path in path == DataPackage.path || TableKind.allCases.contains { path == $0.path } },
    files: { report in
      // The descriptor has the hashes of these texts: they are made once.
      let tables = summaryTables(report.publication).map { (table: $0, text: $0.csv) }
      let descriptor = RenderedFile(DataPackage.path) { () throws(RxFault) in
        .text(try DataPackage(report.publication, tables).json())
      }
      return tables.map { table in RenderedFile(table.table.kind.path, text: { table.text }) } + [descriptor]
    })
}

extension TableKind {
  /// The path of its file within an output.
  var path: String { "tables/\(rawValue).csv" }
}
