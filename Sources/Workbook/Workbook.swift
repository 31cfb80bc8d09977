/// An Excel workbook as a value: sheets of cells, each with a table or none. Written by libxlsxwriter, which gives the
/// same bytes for the same workbook. Texts are texts, whatever they begin with: nothing is ever a formula.
///
/// The library can set neither the language of the document nor the named cell styles `Heading 1` and `Heading 2`:
/// headings look like headings, but are cells in large bold.
package struct Workbook: Sendable {
  /// The greatest number of rows of a sheet.
  package static let maximumRows = 1_048_576
  /// The greatest length of a property, in UTF-16 code units.
  package static let maximumProperty = 255

  /// The document's properties.
  package struct Properties: Sendable, Equatable {
    package var title: String
    package var author: String
    package var keywords: String
    package var comments: String

    /// All of it.
    package init(title: String, author: String, keywords: String, comments: String) {
      self.title = title
      self.author = author
      self.keywords = keywords
      self.comments = comments
    }
  }

  /// The look of a cell. All are of 12 points or more.
  package enum Style: Int, Sendable, CaseIterable {
    case heading
    case subheading
    case text
    /// A text that goes on in further lines.
    case wrapped
    /// The head of a column of texts, and of one of numbers.
    case head, numberHead
    /// A text among numbers.
    case mark
    /// A number with so many decimals, commas between thousands.
    case whole, oneDecimal, twoDecimals, fourDecimals
    case link
  }

  /// A cell.
  package enum Cell: Sendable, Equatable {
    case text(String, Style)
    case number(Double, Style)
    /// A text that leads to the first cell of the sheet of this name.
    case link(String, sheet: String)
  }

  /// A table: a range with a name and heads.
  package struct Table: Sendable, Equatable {
    /// A column's head and what stands under it.
    package struct Column: Sendable, Equatable {
      package var head: String
      package var isNumber: Bool
      /// The width in characters.
      package var width: Double

      /// A column under `head`.
      package init(_ head: String, isNumber: Bool, width: Double) {
        self.head = head
        self.isNumber = isNumber
        self.width = width
      }
    }

    /// Letters, digits and lines, the first a letter.
    package var name: String
    package var columns: [Column]
    package var rows: [[Cell]]

    /// A table of `rows`, which are one at least.
    package init(name: String, columns: [Column], rows: [[Cell]]) {
      self.name = name
      self.columns = columns
      self.rows = rows
    }
  }

  /// A sheet: cells below one another, and a table below them.
  package struct Sheet: Sendable, Equatable {
    package var name: String
    /// What stands in the first column above the table.
    package var lines: [Cell]
    package var table: Table?
    /// The width of the first column, in characters, where there is no table.
    package var width: Double

    /// A sheet of `lines` with a table or none.
    package init(name: String, lines: [Cell], table: Table?, width: Double = 90) {
      self.name = name
      self.lines = lines
      self.table = table
      self.width = width
    }
  }

  /// What went wrong, in the library's words.
  package struct Failure: Error, Equatable {
    package let message: String
    /// True where a text is longer than a cell can hold.
    package var isOfText = false
  }

  package var properties: Properties
  package var sheets: [Sheet]

  /// A workbook of `sheets`, the first of which is shown when it is opened.
  package init(_ properties: Properties, _ sheets: [Sheet]) {
    self.properties = properties
    self.sheets = sheets
  }

  /// The file.
  /// - Throws: `Failure` where the library or the system can't write it.
  /// - Complexity: O(cells), in memory.
  package func bytes() throws(Failure) -> [UInt8] {
    let file = try MemoryFile()
    let writer = try WorkbookWriter(path: file.path)
    do throws(Failure) {
      writer.set(properties)
      for sheet in sheets { try writer.add(sheet) }
    } catch {
      writer.abandon()
      throw error
    }
    try writer.close()
    return try file.contents()
  }
}
