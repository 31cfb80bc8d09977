/// A column of an input file, by what it tells.
///
/// Files are asked for columns in the order of the cases, with those of attributes behind `sex`: of two that are
/// missing the first is named. The tables (InputColumn+Tables.swift) say which kinds of input have it, and how.
package enum InputColumn: Int, CaseIterable, Comparable, Sendable {
  case patient
  case date
  case daysSupply
  case endDate
  case drug
  case count
  case birthDate
  case birthYear
  case age
  case deathDate
  case observationStart
  case observationEnd
  case listDate
  case sex
  case reversalStatus
  case quantity
  case prescriber
  case pharmacy
  case strength
  case claim
  case original
  case year

  package static func < (a: InputColumn, b: InputColumn) -> Bool { a.rawValue < b.rawValue }
}

/// A line of the tables of input columns: a column as one kind of input has it.
package struct ColumnRule: Sendable {
  /// A way in which the values of a column are read.
  package enum Form: Sendable {
    /// A text that is looked up as it stands: whose row it is, who prescribed.
    case identifier
    /// A day, in the format of the input.
    case date
    /// A calendar year in digits.
    case year
    /// Completed years in digits.
    case age
    /// Whole days in digits.
    case days
    /// A number that can have decimals.
    case amount
    /// A whole number of people.
    case people
    /// A code or a product name, found in the code list.
    case drug
    /// A level of a grouping variable.
    case level
    /// A text that is compared and not kept.
    case text
  }

  /// A condition on a study file: whether it has to map the column.
  package enum Need: Sendable, Equatable {
    case required
    case optional
    case oneOf(Alternatives)
  }

  /// Columns of which a study maps one, since each tells the same.
  package enum Alternatives: Sendable {
    case supply
    case birth

  }

  /// A reason for reading a column that not every study needs.
  package enum Use: Sendable {
    /// The patients' own columns in a flat file; read wherever they are mapped.
    case demographics
    /// The test of whether a row takes another back; read wherever it is mapped.
    case reversals
    /// The details in which duplicates are the same, and so are a reversal and the fill that it takes back.
    case details
    /// A value that a reversal and the fill that it takes back share beside the details.
    case reversedFill
    /// The numbers of claims: a row's own, and that of the claim that it takes back.
    case claims
    case doses
    case prescribers
    case pharmacies

    /// True where each fill keeps the column's value for it.
    package var keepsValue: Bool {
      switch self {
      case .demographics, .reversals: false
      case .details, .reversedFill, .claims, .doses, .prescribers, .pharmacies: true
      }
    }
  }

  /// A block of the study file that maps columns.
  package enum Block: String, Sendable {
    case columns
    case reversals
  }

  /// The column, by what it tells.
  package let column: InputColumn
  /// Its key in the block.
  package let key: String
  /// The block of the input that maps it.
  package let block: Block
  /// The need to map it: required, optional, or one of several.
  package let need: Need
  /// The way in which its values are read.
  package let form: Form
  /// The uses for which it is read; one that has none is always read.
  package let uses: Set<Use>
  /// The study's name of it in messages, rejects and conflicts.
  package let field: String

  init(
    _ column: InputColumn, _ key: String, _ need: Need, _ form: Form, for uses: Set<Use> = [],
    in block: Block = .columns, field: String? = nil
  ) {
    self.column = column
    self.key = key
    self.block = block
    self.need = need
    self.form = form
    self.uses = uses
    self.field = field ?? (block == .columns ? key : "\(block.rawValue).\(key)")
  }
}
