/// What is wrong with the bytes of a row, whatever its fields say.
enum RowFault: String, CaseIterable, Sendable {
  case none, tooManyFields, tooFewFields, strayQuote, textAfterQuote, nulByte, invalidUTF8
}

/// One row of a prescription file, fields as they are written; an unmapped field is empty.
struct PrescriptionRow: Hashable, Sendable {
  /// The patient's identifier.
  var patient = ""
  /// The fill date.
  var date = ""
  /// The days' supply.
  var days = ""
  /// The last day of supply, where the study maps it in place of `days`.
  var endDate = ""
  /// The drug code.
  var drug = ""
  /// The quantity.
  var quantity = ""
  /// The strength in mg per unit.
  var strength = ""
  /// The prescriber's identifier.
  var prescriber = ""
  /// The pharmacy's identifier.
  var pharmacy = ""
  /// Birth date or year, in a flat file.
  var birth = ""
  /// Sex, in a flat file.
  var sex = ""
  /// Attributes by name, in a flat file.
  var attributes: [String: String] = [:]
  /// The word that may say that the row takes a fill back.
  var status = ""
  /// The claim's number.
  var claim = ""
  /// The number of the claim that the row takes back.
  var original = ""
  /// What is wrong with the row's bytes.
  var fault = RowFault.none
}

/// One row of the roster, fields as they are written; an unmapped field is empty.
struct RosterRow: Hashable, Sendable {
  /// The patient's identifier.
  var patient = ""
  /// Birth date or year.
  var birth = ""
  /// Sex.
  var sex = ""
  /// First day of an observation period.
  var start = ""
  /// Last day of an observation period.
  var end = ""
  /// Day of death.
  var death = ""
  /// Attributes by name.
  var attributes: [String: String] = [:]
  /// What is wrong with the row's bytes.
  var fault = RowFault.none
}

/// One row of a file of observation periods.
struct ObservationRow: Hashable, Sendable {
  /// The patient's identifier.
  var patient = ""
  /// First day.
  var start = ""
  /// Last day.
  var end = ""
  /// What is wrong with the row's bytes.
  var fault = RowFault.none
}

/// One row of a file of deaths.
struct DeathRow: Hashable, Sendable {
  /// The patient's identifier.
  var patient = ""
  /// Day of death.
  var date = ""
  /// What is wrong with the row's bytes.
  var fault = RowFault.none
}

/// One row of the resident counts.
struct PopulationRow: Hashable, Sendable {
  /// The calendar year; nil where the file has no such column.
  var year: Int?
  /// Level by grouping variable, for the variables that the file has.
  var levels: [String: String] = [:]
  /// How many residents.
  var count: Int
}

/// One row of a code list.
struct CodeRow: Hashable, Sendable {
  /// The code, compared without case.
  var code: String
  /// The class that it puts the code in.
  var drugClass: String
  /// The ingredient; empty where the list names none.
  var ingredient = ""
  /// Milligrams per unit, as written; empty where the list does not say.
  var strength = ""
  /// Milligrams of one defined daily dose.
  var ddd = ""
  /// Milligrams of morphine that one milligram is worth.
  var mme = ""
  /// Milligrams of diazepam that one milligram is worth.
  var diazepam = ""
}

/// The resident counts of a study.
struct Population: Sendable {
  /// The grouping variables that the file has columns for.
  var variables: [String]
  /// The rows.
  var rows: [PopulationRow]
}

/// A whole small study: its settings, its files' rows, and how the files are written.
struct NaiveWorld: Sendable {
  /// What the study file says.
  var study: NaiveSettings
  /// The code list.
  var codes: [CodeRow]
  /// The prescriptions, in the order of the files.
  var prescriptions: [PrescriptionRow]
  /// The roster in the order of its files; nil where there is none.
  var roster: [RosterRow]?
  /// Whether the roster's observation columns are mapped.
  var rosterHasPeriods = false
  /// Observation periods from a file of their own; nil where there is none.
  var observation: [ObservationRow]?
  /// Deaths from a file of their own; nil where there is none.
  var deaths: [DeathRow]?
  /// The list of those who are included; nil where there is none.
  var include: [ListRow]?
  /// The list of those who are excluded.
  var exclude: [ListRow]?
  /// Resident counts; nil where there are none.
  var population: Population?
  /// The attributes that roster or flat file have.
  var attributes: [String] = []
  /// How the files are written; results do not depend on it.
  var layout = FileLayout()

  /// The result rows that the contract gives for this world.
  func expectedRows() -> [ResultRow] { NaiveStudy(world: self).rows() }
}

/// How a world's files are written.
struct FileLayout: Sendable {
  /// Field delimiter of the prescription files.
  var delimiter = ","
  /// Field delimiter of the other files.
  var otherDelimiter = ","
  /// Line end of all files.
  var newline = "\n"
  /// Whether files begin with a byte-order mark.
  var byteOrderMark = false
  /// Whether every field is quoted, needed or not.
  var quoteEverything = false
  /// In how many files the prescriptions are.
  var prescriptionFiles = 1
  /// In how many files the roster is.
  var rosterFiles = 1
  /// Whether `files` names a glob instead of each file.
  var usesGlob = false
  /// After how many records an empty line stands; 0 for nowhere.
  var emptyLineEvery = 0
  /// Whether the last line lacks its line end.
  var lacksLastNewline = false
  /// Whether the columns of each file are in an order of their own.
  var shufflesColumns = false
  /// Whether unmapped columns with awkward values stand in the files.
  var hasExtraColumns = false
  /// Whether quantity, prescriber and pharmacy are mapped.
  var mapsSecondaryColumns = true
  /// Whether the strength is mapped, and the code list has the columns that doses need.
  var mapsStrength = false
  /// Whether the study file leaves out what is the default.
  var omitsDefaults = false
  /// Decides what else there is to choose: the order of columns, spellings in the study file.
  var seed: UInt64 = 0
}
