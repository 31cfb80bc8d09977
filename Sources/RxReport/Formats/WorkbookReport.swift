import RxModel
import RxRelease
import Workbook

extension ReportFormat {
  /// tables.xlsx: the figures as an accessible workbook, a table a sheet, by the guidance of the UK's Analysis Function.
  ///
  /// Two of its rules the library can't keep: the document says no language, and headings are cells in large bold, not
  /// cells of the style `Heading 1`.
  static let workbookReport = ReportFormat(
    key: .xlsx, owns: { $0 == WorkbookReport.path },
    files: { report in
      [
        RenderedFile(WorkbookReport.path) { () throws(RxFault) in
          .bytes(try WorkbookReport(report.facts).bytes())
        }
      ]
    })
}

/// A publication as a workbook: cover, contents, notes, then a sheet for each measure, for Table 1, the sensitivity, the
/// flow, the attrition and the inputs.
struct WorkbookReport {
  /// The path within an output.
  static let path = "tables.xlsx"

  private let facts: ReportFacts
  private let tables: [WorkbookTable]
  private let notes: WorkbookNotes

  init(_ facts: ReportFacts) {
    self.facts = facts
    var notes = WorkbookNotes()
    tables = WorkbookTable.all(facts, &notes)
    self.notes = notes
  }

  /// The file.
  /// - Throws: `RxFault` (65) where a table has more rows than a sheet, or a name is longer than a cell can hold; 74 where
  ///   it can't be written.
  func bytes() throws(RxFault) -> [UInt8] {
    let remedy = "leave xlsx out of output.formats: results.csv has every figure"
    for table in tables where table.lines.count + 1 + table.rows.count > Workbook.maximumRows {
      throw RxFault(
        .data,
        "\(Self.path): '\(table.title)' has more rows than a sheet can have (\(grouped(Workbook.maximumRows)))",
        remedy: remedy)
    }
    do throws(Workbook.Failure) {
      return try workbook.bytes()
    } catch {
      throw RxFault(
        error.isOfText ? .data : .inputOutput, "\(Self.path) can't be written: \(error.message)",
        remedy: remedy)
    }
  }

  /// The workbook as a value.
  var workbook: Workbook {
    let record = facts.record
    let properties = Workbook.Properties(
      title: record.title, author: "rxuse \(record.rxuseVersion)", keywords: "prescribing, drug utilisation",
      comments: "\(facts.period). \(record.disclosure.statement)")
    let sheets = tables.enumerated().map { place, table in table.sheet(number: place + 1) }
    let pages = [notes.sheet].compactMap { $0 } + sheets
    let titles = (notes.sheet == nil ? [] : ["Notes"]) + tables.map(\.titleWithNotes)
    return Workbook(properties, [cover, contents(pages, titles)] + pages)
  }

  private var cover: Workbook.Sheet {
    let record = facts.record
    let kinds = TableKind.allCases.filter { !facts.lines($0).isEmpty }.map { $0.title.lowercased() }
    let population = facts.record.persons == nil ? "" : "\(facts.headFacts[0]), "
    let files = record.inputs.count { $0.kind == InputKind.prescriptions.rawValue }
    let parts: [(head: String, text: String)] = [
      ("What it is about", "Measures of prescribing: \(Words.list(kinds))."),
      (
        "Source",
        "\(files) prescription \(files == 1 ? "file" : "files"), read by rxuse \(record.rxuseVersion) for the study file "
          + "\(record.study.name) with the SHA-256 \(record.study.sha256)."
      ),
      ("How figures are kept back", record.disclosure.statement),
      (
        "How to cite",
        "\(record.title). rxuse \(record.rxuseVersion), study \(record.study.sha256.prefix(12))."
      ),
    ]
    return Workbook.Sheet(
      name: "Cover_sheet",
      lines: [.text(record.title, .heading), .text("\(population)\(facts.period)", .wrapped)]
        + parts.flatMap { [.text($0.head, .subheading), .text($0.text, .wrapped)] },
      table: nil)
  }

  private func contents(_ pages: [Workbook.Sheet], _ titles: [String]) -> Workbook.Sheet {
    Workbook.Sheet(
      name: "Table_of_contents",
      lines: [.text("Table of contents", .heading), .text(WorkbookTable.oneTable, .text)],
      table: Workbook.Table(
        name: "table_of_contents",
        columns: [.init("Sheet", isNumber: false, width: 20), .init("Title", isNumber: false, width: 90)],
        rows: zip(pages, titles).map { page, title in
          [.link(page.name, sheet: page.name), .text(title, .wrapped)]
        }))
  }
}

/// The notes of a workbook, numbered in the order in which tables use them.
struct WorkbookNotes {
  private(set) var texts: [String] = []

  /// The number of a note, which is added where it is not there.
  mutating func number(_ text: String) -> Int {
    if let place = texts.firstIndex(of: text) { return place + 1 }
    texts.append(text)
    return texts.count
  }

  /// The sheet of the notes; nil where there is none.
  var sheet: Workbook.Sheet? {
    guard !texts.isEmpty else { return nil }
    return Workbook.Sheet(
      name: "Notes", lines: [.text("Notes", .heading), .text(WorkbookTable.oneTable, .text)],
      table: Workbook.Table(
        name: "notes",
        columns: [.init("Note", isNumber: false, width: 14), .init("Text", isNumber: false, width: 100)],
        rows: texts.enumerated().map { place, text in
          [.text("[note \(place + 1)]", .text), .text(text, .wrapped)]
        }))
  }
}
