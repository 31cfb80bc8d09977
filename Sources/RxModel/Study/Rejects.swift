/// The reason for which a row is not used at all. The texts are the reasons in rejects.csv and attrition.csv.
package enum RejectReason: String, CaseIterable, Comparable, Sendable {
  case strayQuote = "stray_quote"
  case unclosedQuote = "unclosed_quote"
  case recordTooLong = "record_too_long"
  case nulByte = "nul_byte"
  case tooFewFields = "too_few_fields"
  case tooManyFields = "too_many_fields"
  case notUTF8 = "not_utf8"
  case lineEndInField = "line_end_in_field"
  case headerAgain = "header_again"
  case missingPatient = "missing_patient"
  case roundedNumber = "rounded_number"
  case missingDate = "missing_date"
  case badDate = "bad_date"
  case missingDaysSupply = "missing_days_supply"
  case badDaysSupply = "bad_days_supply"
  case zeroDaysSupply = "zero_days_supply"
  case negativeDaysSupply = "negative_days_supply"
  case daysSupplyTooLong = "days_supply_too_long"
  case missingEndDate = "missing_end_date"
  case badEndDate = "bad_end_date"
  case endBeforeStart = "end_before_start"
  case badBirthDate = "bad_birth_date"
  case badBirthYear = "bad_birth_year"
  case badAge = "bad_age"
  case badDeathDate = "bad_death_date"
  case badObservationDate = "bad_observation_date"
  case badListDate = "bad_list_date"
  case badCount = "bad_count"
  case unknownLevel = "unknown_level"

  /// The reason in words, for the report.
  package var text: String {
    switch self {
    case .strayQuote: "a quote inside an unquoted field, or text after a closing quote"
    case .unclosedQuote: "a quote that is never closed"
    case .recordTooLong: "a record longer than 1 MiB"
    case .nulByte: "a NUL byte"
    case .tooFewFields: "fewer fields than the header"
    case .tooManyFields: "more fields than the header"
    case .notUTF8: "text that is not UTF-8"
    case .lineEndInField: "a line end in a field"
    case .headerAgain: "the header again"
    case .missingPatient: "no patient identifier"
    case .roundedNumber:
      "a patient's identifier or a drug code written as a rounded number (like 2.00001E+11)"
    case .missingDate: "no fill date"
    case .badDate: "an unreadable fill date"
    case .missingDaysSupply: "no days' supply"
    case .badDaysSupply: "an unreadable days' supply"
    case .zeroDaysSupply: "a days' supply of 0"
    case .negativeDaysSupply: "a days' supply below 0"
    case .daysSupplyTooLong: "a days' supply above the study's maximum"
    case .missingEndDate: "no end date"
    case .badEndDate: "an unreadable end date"
    case .endBeforeStart: "an end before the start"
    case .badBirthDate: "an unreadable birth date"
    case .badBirthYear: "an unreadable birth year (one from 1850 to 2150 is asked for)"
    case .badAge: "an unreadable age"
    case .badDeathDate: "an unreadable date of death"
    case .badObservationDate: "an unreadable observation date"
    case .badListDate: "an unreadable date in a list of patients"
    case .badCount: "an unreadable count"
    case .unknownLevel: "a label that the study does not have"
    }
  }
}

extension RejectReason {
  /// True where a day can't be read, in the form that the input's `dates` says.
  package var isOfDate: Bool {
    [.badDate, .badEndDate, .badBirthDate, .badDeathDate, .badObservationDate, .badListDate].contains(self)
  }
}

extension RejectReason {
  package static func < (a: RejectReason, b: RejectReason) -> Bool { a.rawValue < b.rawValue }
}

/// One rejected row.
package struct RejectedRow: Sendable, Equatable {
  /// The file as the study names it.
  package var file: String
  /// The line on which the record begins; the header is line 1.
  package var line: Int
  package var reason: RejectReason
  /// The study's name of the field; empty where the record as such is malformed.
  package var field: String
  /// The offending value; can be a patient's.
  package var value: String

  /// A rejected row.
  package init(file: String, line: Int, reason: RejectReason, field: String, value: String) {
    self.file = file
    self.line = line
    self.reason = reason
    self.field = field
    self.value = value
  }
}

/// The kinds of input that have rows.
package enum InputKind: String, CaseIterable, Comparable, Sendable {
  case prescriptions, patients, observation, deaths
  /// The lists of patients who are included, and of those who are excluded.
  case include, exclude
  case population

  /// True where it lists patients for the study's rule on persons.
  package var isList: Bool { self == .include || self == .exclude }

  package static func < (a: InputKind, b: InputKind) -> Bool { a.rawValue < b.rawValue }
}
