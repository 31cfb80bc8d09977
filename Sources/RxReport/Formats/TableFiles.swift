import RxModel

extension ReportFormat {
  /// tables/*.csv: the figures for reading.
  static let tableFiles = ReportFormat(
    key: .csv, owns: { path in TableKind.allCases.contains { path == $0.path } },
    files: { report in
      summaryTables(report.publication).map { table in RenderedFile(table.kind.path, text: { table.csv }) }
    })
}

extension TableKind {
  /// The path of its file within an output.
  fileprivate var path: String { "tables/\(rawValue).csv" }
}
