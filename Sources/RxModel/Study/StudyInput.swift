/// A name in the study file that stands for something in the data, with its place for messages.
package struct Sourced: Sendable, Equatable {
  /// The name as written.
  package var name: String
  /// Further names of the same, for files that have not got the first: the headers of a column that changed.
  package var otherNames: [String]
  /// The place of the name, for messages.
  package var place: RxFault.Place

  /// `name`, or one of `otherNames`, at `place`.
  package init(_ name: String, or otherNames: [String] = [], at place: RxFault.Place) {
    self.name = name
    self.otherNames = otherNames
    self.place = place
  }

  /// All names, the first first.
  package var names: [String] { [name] + otherNames }
}

/// The meaning of a quote in a file.
package enum QuoteRule: String, CaseIterable, Sendable {
  /// It opens or closes a field; two within a quoted field are one.
  case double
  /// It is a character like any other.
  case none
}

/// The files of one kind of input and how they are written.
package struct FileSet: Sendable {
  /// Paths or globs, relative to the study file's folder; `-` is standard input.
  package var patterns: [Sourced]
  /// The byte between fields.
  package var delimiter: UInt8
  /// The meaning of a quote.
  package var quotes = QuoteRule.double
  /// The byte between whole units and decimals: a point or a comma.
  package var decimal = UInt8(ascii: ".")
  /// The texts that mean an empty field.
  package var missing: [String] = []
  /// The format of the dates.
  package var dates: DateFormat

  /// `patterns` with the contract's defaults: commas, and dates as they come.
  package init(patterns: [Sourced], delimiter: UInt8 = UInt8(ascii: ","), dates: DateFormat = .auto) {
    self.patterns = patterns
    self.delimiter = delimiter
    self.dates = dates
  }
}

/// A named attribute of patients and the column that holds it.
package struct Attribute: Sendable {
  /// Its name in the study.
  package var name: String
  /// Its column.
  package var column: Sourced

  /// `name` from `column`.
  package init(name: String, column: Sourced) {
    self.name = name
    self.column = column
  }
}

/// The content of the column of patients' births: dates, or years.
package enum BirthColumn: Sendable {
  case date
  /// A year; taken as its 1 July.
  case year
  /// The completed years on the fill date; taken as born 182 days before the day so many years before it.
  case age
}

/// An input of a study: its files and what their columns are called.
package struct StudyInput: Sendable {
  /// Its kind.
  package let kind: InputKind
  /// Its files.
  package let files: FileSet
  /// The file's names of the mapped columns.
  private let columns: [InputColumn: Sourced]
  /// The patients' attributes; of a population, its grouping variables.
  package let attributes: [Attribute]

  /// An input whose columns the study has mapped.
  /// - Throws: `RxFault` (70) where a required column is not among them, or one that files of this kind do not have is.
  package init(
    _ kind: InputKind, files: FileSet, columns: [InputColumn: Sourced], attributes: [Attribute] = []
  ) throws(RxFault) {
    let rules = kind.columns
    func isMapped(_ rule: ColumnRule) -> Bool { columns[rule.column] != nil }
    let hasAll = rules.allSatisfy { rule in
      switch rule.need {
      case .required: isMapped(rule)
      case .oneOf, .optional: true
      }
    }
    guard hasAll, rules.count(where: isMapped) == columns.count else {
      throw RxFault(.software, "an input of \(kind.rawValue) with the wrong columns")
    }
    self.kind = kind
    self.files = files
    self.columns = columns
    self.attributes = attributes
  }

  /// The file's name of a column; nil where the study does not map it.
  package subscript(_ column: InputColumn) -> Sourced? { columns[column] }

  /// The patients' sex.
  package var sex: Sourced? { self[.sex] }

  /// The form in which the patients' births are told; nil where they are not.
  package var birth: BirthColumn? {
    self[.birthDate] != nil ? .date : self[.birthYear] != nil ? .year : self[.age] != nil ? .age : nil
  }

  /// True where its rows are observation periods.
  package var hasPeriods: Bool { self[.observationStart] != nil || self[.observationEnd] != nil }

  /// The mapped columns and the attributes', in the order in which files are asked for them.
  package var mapped: [MappedColumn] {
    let rules = kind.columns.sorted { $0.column < $1.column }
    func mapped(_ rules: [ColumnRule]) -> [MappedColumn] {
      rules.compactMap { rule in
        self[rule.column].map { MappedColumn(rule: rule, field: rule.field, source: $0) }
      }
    }
    return mapped(rules.filter { $0.column <= .sex })
      + attributes.map { MappedColumn(rule: nil, field: $0.name, source: $0.column) }
      + mapped(rules.filter { $0.column > .sex })
  }
}

/// A column that a study maps.
package struct MappedColumn: Sendable {
  /// The line of the table; nil for an attribute.
  package let rule: ColumnRule?
  /// The study's name of it in messages, rejects and conflicts.
  package let field: String
  /// The file's name of it.
  package let source: Sourced

  /// The column, by what it tells; nil for an attribute.
  package var column: InputColumn? { rule?.column }
}

/// The prescriptions: an input with rules for its rows.
package struct PrescriptionInput: Sendable {
  /// The kind of column that ends a fill's supply.
  package enum Supply: Sendable {
    /// A column of whole days.
    case days
    /// A column with the last day of supply.
    case endDate
    /// No column: fills have no supply, and measures that need one can't be asked for.
    case none
  }

  /// The files and their columns.
  package var input: StudyInput
  /// The longest days' supply that is believed, in days.
  package var longestSupplyDays = 365
  /// The days' supply put in the place of a missing one; nil rejects the row.
  package var missingSupplyDays: Int?
  /// True where a longer days' supply is taken for the longest; false rejects the row.
  package var capsLongSupply = false
  /// True where rows that are the same in everything that counts are one.
  package var dropsDuplicates = false
  /// The rule for rows that take others back; nil where none does.
  package var reversals: ReversalRule?

  /// Prescriptions with the contract's rules.
  package init(_ input: StudyInput) { self.input = input }

  /// The file's name of a column; nil where the study does not map it.
  package subscript(_ column: InputColumn) -> Sourced? { input[column] }
  /// The files.
  package var files: FileSet { input.files }
  /// The kind of column that ends the supply.
  package var supply: Supply { self[.endDate] != nil ? .endDate : self[.daysSupply] != nil ? .days : .none }
  /// The form in which the patients' births are told, in a flat file.
  package var birth: BirthColumn? { input.birth }
  /// The patients' sex, in a flat file.
  package var sex: Sourced? { input.sex }
  /// The patients' attributes, in a flat file.
  package var attributes: [Attribute] { input.attributes }
}

/// A rule for the rows that are reversals: claims that take an earlier claim back.
package enum ReversalRule: Sendable {
  /// Rows whose status is one of these values, case ignored.
  case status(values: [String])
  /// Rows whose quantity or days' supply is below 0.
  case negative
  /// Rows that name the claim that they take back.
  case reference
}
