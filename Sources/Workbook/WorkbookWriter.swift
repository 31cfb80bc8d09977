import CXlsxWriter

/// The C library's workbook under construction.
final class WorkbookWriter {
  private var book: UnsafeMutablePointer<lxw_workbook>?
  /// By the style's number.
  private var formats: [UnsafeMutablePointer<lxw_format>] = []

  /// A workbook that will be written to `path`.
  /// - Throws: `Workbook.Failure` where there is no memory.
  init(path: String) throws(Workbook.Failure) {
    var options = lxw_workbook_options()
    book = workbook_new_opt(path, &options)
    guard book != nil else { throw Workbook.Failure(message: "no memory") }
    for style in Workbook.Style.allCases {
      guard let format = workbook_add_format(book) else { throw Workbook.Failure(message: "no memory") }
      style.apply(to: format)
      formats.append(format)
    }
  }

  deinit { abandon() }

  /// Frees the workbook without writing it.
  func abandon() {
    if let book { lxw_workbook_free(book) }
    book = nil
  }

  /// Writes the file and frees the workbook.
  /// - Throws: `Workbook.Failure` where it can't be written.
  func close() throws(Workbook.Failure) {
    let code = workbook_close(book)
    book = nil
    try check(code)
  }

  /// Sets the document's properties, and the beginning of 1980 as its date, so that the bytes tell no time.
  func set(_ properties: Workbook.Properties) {
    func text(_ text: String) -> String { CellText.plain(text, atMost: Workbook.maximumProperty) }
    text(properties.title).withMutableCString { title in
      text(properties.author).withMutableCString { author in
        text(properties.keywords).withMutableCString { keywords in
          text(properties.comments).withMutableCString { comments in
            var own = lxw_doc_properties()
            own.title = title
            own.author = author
            own.keywords = keywords
            own.comments = comments
            own.created = 315_532_800
            workbook_set_properties(book, &own)
          }
        }
      }
    }
  }

  /// Adds a sheet after those that are there.
  /// - Throws: `Workbook.Failure` where the library does not take it.
  func add(_ sheet: Workbook.Sheet) throws(Workbook.Failure) {
    guard let own = workbook_add_worksheet(book, sheet.name) else {
      throw Workbook.Failure(message: "no sheet can be called '\(sheet.name)'")
    }
    setPage(own)
    for (row, cell) in sheet.lines.enumerated() {
      try write(cell, own, row, 0)
      try setHeight(cell.height(in: sheet.width), own, row)
    }
    guard let table = sheet.table else {
      try check(worksheet_set_column(own, 0, 0, sheet.width, format(.text)))
      return
    }
    for (place, column) in table.columns.enumerated() {
      let place = lxw_col_t(place)
      try check(worksheet_set_column(own, place, place, column.width, format(.text)))
    }
    let top = sheet.lines.count
    try addTable(table, own, top)
    let heads = table.columns.map { Workbook.Cell.text($0.head, .head).height(in: $0.width) }
    try setHeight(heads.max() ?? Workbook.Cell.lineHeight, own, top)
    try check(worksheet_repeat_rows(own, lxw_row_t(top), lxw_row_t(top)))
    for (row, cells) in table.rows.enumerated() {
      var height = Workbook.Cell.lineHeight
      for (column, cell) in cells.enumerated() {
        try write(cell, own, top + 1 + row, column)
        height = max(height, cell.height(in: table.columns[column].width))
      }
      try setHeight(height, own, top + 1 + row)
    }
  }

  /// Rows high enough for the font, and paper that takes a sheet's whole width.
  private func setPage(_ sheet: UnsafeMutablePointer<lxw_worksheet>) {
    worksheet_set_default_row(sheet, Workbook.Cell.lineHeight, 0)
    worksheet_set_paper(sheet, 9)
    worksheet_set_landscape(sheet)
    worksheet_fit_to_pages(sheet, 1, 0)
  }

  /// Sets the height of a row that needs another than the sheet's rows have: programs don't all fit it to wrapped text.
  private func setHeight(
    _ height: Double, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: Int
  ) throws(Workbook.Failure) {
    guard height > Workbook.Cell.lineHeight else { return }
    try check(worksheet_set_row(sheet, lxw_row_t(row), height, nil))
  }

  private func addTable(
    _ table: Workbook.Table, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ top: Int
  ) throws(Workbook.Failure) {
    let count = table.columns.count
    // SAFETY: the texts and the columns live until the call that reads them has returned.
    let heads = table.columns.map { strdup(CellText.exact($0.head)) }
    defer { for head in heads { free(head) } }
    let columns = UnsafeMutablePointer<lxw_table_column>.allocate(capacity: count)
    defer { columns.deallocate() }
    for (place, column) in table.columns.enumerated() {
      var own = lxw_table_column()
      own.header = heads[place]
      own.header_format = format(column.isNumber ? .numberHead : .head)
      columns.advanced(by: place).initialize(to: own)
    }
    var pointers: [UnsafeMutablePointer<lxw_table_column>?] =
      (0..<count).map { columns.advanced(by: $0) } + [nil]
    let code = table.name.withMutableCString { name in
      pointers.withUnsafeMutableBufferPointer { list in
        var options = lxw_table_options()
        options.name = name
        options.no_autofilter = 1
        options.no_banded_rows = 1
        options.style_type = UInt8(LXW_TABLE_STYLE_TYPE_LIGHT.rawValue)
        options.style_type_number = 0
        options.columns = list.baseAddress
        return worksheet_add_table(
          sheet, lxw_row_t(top), 0, lxw_row_t(top + table.rows.count), lxw_col_t(count - 1), &options)
      }
    }
    try check(code)
  }

  private func write(
    _ cell: Workbook.Cell, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: Int, _ column: Int
  ) throws(Workbook.Failure) {
    let (row, column) = (lxw_row_t(row), lxw_col_t(column))
    switch cell {
    case .number(let number, let style):
      try check(worksheet_write_number(sheet, row, column, number, format(style)))
    case .text(let text, let style):
      try check(worksheet_write_string(sheet, row, column, CellText.exact(text), format(style)))
    case .link(let text, let target):
      try check(
        worksheet_write_url_opt(
          sheet, row, column, "internal:'\(target)'!A1", format(.link), CellText.exact(text), nil))
    }
  }

  private func format(_ style: Workbook.Style) -> UnsafeMutablePointer<lxw_format> { formats[style.rawValue] }

  private func check(_ code: lxw_error) throws(Workbook.Failure) {
    guard code != LXW_NO_ERROR else { return }
    throw Workbook.Failure(
      message: String(cString: lxw_strerror(code)), isOfText: code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
  }
}

extension Workbook.Cell {
  /// The height of a row of one line, in points.
  fileprivate static let lineHeight = 16.5

  /// The height that it needs in a column of so many characters' width, in points.
  fileprivate func height(in width: Double) -> Double {
    guard case .text(let text, let style) = self else { return Self.lineHeight }
    switch style {
    case .heading: return 24
    case .subheading: return 26
    case .wrapped, .head, .numberHead:
      let lines = (Double(text.utf16.count) / width).rounded(.up)
      return min(Self.lineHeight * max(1, lines), 400)
    case .text, .mark, .whole, .oneDecimal, .twoDecimals, .fourDecimals, .link: return Self.lineHeight
    }
  }
}

extension Workbook.Style {
  /// Sets a format's font, size, alignment and numbers.
  fileprivate func apply(to format: UnsafeMutablePointer<lxw_format>) {
    format_set_font_name(format, "Arial")
    format_set_font_size(format, self == .heading ? 16 : self == .subheading ? 14 : 12)
    format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    if [.heading, .subheading, .head, .numberHead].contains(self) { format_set_bold(format) }
    if [.wrapped, .head, .numberHead].contains(self) { format_set_text_wrap(format) }
    if let pattern { format_set_num_format(format, pattern) }
    let isRight = pattern != nil || self == .mark || self == .numberHead
    format_set_align(format, UInt8((isRight ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT).rawValue))
    // Numbers would touch the text on their right.
    if isRight { format_set_indent(format, 1) }
    if self == .link {
      format_set_font_color(format, 0x0000FF)
      format_set_underline(format, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
    }
  }

  private var pattern: String? {
    switch self {
    case .whole: "#,##0"
    case .oneDecimal: "#,##0.0"
    case .twoDecimals: "#,##0.00"
    case .fourDecimals: "#,##0.0000"
    default: nil
    }
  }
}
