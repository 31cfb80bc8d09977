import RxModel

/// What is in a file that is written.
package enum FileContents: Sendable {
  case text(String)
  case bytes([UInt8])
}

/// A file of a report: its path within the output, and what makes its contents when it is written.
package struct RenderedFile: Sendable {
  package let path: String
  package let contents: @Sendable () throws(RxFault) -> FileContents

  /// The file at `path`.
  package init(_ path: String, _ contents: @escaping @Sendable () throws(RxFault) -> FileContents) {
    self.path = path
    self.contents = contents
  }

  /// The text at `path`.
  package init(_ path: String, text: @escaping @Sendable () -> String) {
    self.init(path) { () throws(RxFault) in .text(text()) }
  }
}

/// A format: what it is called, which files it owns, and how they are made from what is published.
package struct ReportFormat: Sendable {
  package let key: OutputFormat
  /// True for the paths that it can write; a folder is one level.
  let owns: @Sendable (_ path: String) -> Bool
  let files: @Sendable (Report) -> [RenderedFile]

  /// The formats, those whose files take longest first, so that none is left for one thread at the end. One more is one
  /// more line here, its name in `OutputFormat`, and its file.
  package static let all = [
    workbookReport, summarisedResult, htmlReport, tableFiles, markdownReport, checklist,
  ]

  /// The folders in which formats write.
  package static let folders = ["tables", "charts"]

  /// True if some format, or one of `keys`, can write a file of this path within an output.
  package static func own(_ path: String, _ keys: [OutputFormat] = OutputFormat.allCases) -> Bool {
    all.contains { keys.contains($0.key) && $0.owns(path) }
  }

  /// The files of `report` in the formats `keys`.
  package static func files(_ report: Report, _ keys: [OutputFormat]) -> [RenderedFile] {
    all.filter { keys.contains($0.key) }.flatMap { $0.files(report) }
  }
}

/// What formats render: a publication, and the document that is made of it.
package struct Report: Sendable {
  package let document: Document
  let facts: ReportFacts
  var publication: Publication { facts.publication }

  /// The report of `publication`.
  package init(_ publication: Publication) {
    facts = ReportFacts(publication)
    document = Document(facts).withUniqueIDs()
  }
}
