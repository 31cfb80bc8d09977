/// The kinds of interval that a study is cut into.
enum IntervalKind: String, CaseIterable, Sendable { case year, quarter, month, whole }

/// Who is a person of an interval.
enum PersonsRule: String, CaseIterable, Sendable { case any, full }

/// Which fills are put end to end.
enum CarryOver: String, CaseIterable, Sendable {
  case none, drug
  case byClass = "class"
}

/// What must be absent in the washout before a new use.
enum WashoutClear: String, CaseIterable, Sendable { case fill, supply }

/// One definition of long-term use.
enum LongTermDefinition: Hashable, Sendable {
  case supply(Int)
  case covered(Int)
  case continuous(Int, gap: Int)
  case ddd(Int, fills: Int)

  /// The definition as results.csv writes it.
  var label: String {
    switch self {
    case .supply(let days): "supply>=\(days)"
    case .covered(let days): "covered>=\(days)"
    case .continuous(let days, let gap): "continuous>=\(days)/gap\(gap)"
    case .ddd(let number, let fills): "ddd>=\(number)/fills\(fills)"
    }
  }
}

/// The measures of a study; an empty list of drugs or pairs, or a nil, leaves a measure out.
struct NaiveMeasures: Sendable {
  /// Classes and ingredients of `prevalence`.
  var prevalence: [String] = []
  /// Classes and ingredients of `fill_rate`.
  var fillRate: [String] = []
  /// Classes and ingredients of `incidence`.
  var incidence: [String] = []
  /// Days before a new use that must be observed and clear.
  var washout = 365
  /// What those days must be clear of.
  var clear = WashoutClear.fill
  /// Whether the limits of `fill_rate` are robust, and those of `incidence`.
  var fillRateIsRobust = false
  var incidenceIsRobust = false
  /// Classes and ingredients of `long_term_use`.
  var longTerm: [String] = []
  /// Definitions of `long_term_use`, in the study's order.
  var definitions: [LongTermDefinition] = []
  /// Pairs of `overlap`, in the study's order.
  var overlap: [DrugPair] = []
  /// Days of `overlap`, in the study's order.
  var overlapDays: [Int] = [1]
  /// Whether `overlap` also counts fills of both classes in one calendar month.
  var overlapSameMonth = false
  /// The measures of measures-extended.md.
  var extended = NaiveExtended()
}

/// Two classes or ingredients whose overlap is measured.
struct DrugPair: Hashable, Sendable {
  /// The first.
  var first: String
  /// The second.
  var second: String

  /// The pair as results.csv writes it.
  var label: String { "\(first)+\(second)" }
}

/// What the study file says, as far as results depend on it.
struct NaiveSettings: Sendable {
  /// First study day.
  var start: NaiveDate
  /// Last study day.
  var end: NaiveDate
  /// How the study is cut.
  var interval = IntervalKind.year
  /// Who counts in an interval.
  var persons = PersonsRule.any
  /// Who counts beside that.
  var rule = NaivePersonRule()
  /// Which fills are put end to end.
  var carryOver = CarryOver.none
  /// Whether duplicates are dropped.
  var dropDuplicates = false
  /// How rows that take a fill back are told.
  var reversals = NaiveReversals.none
  /// The greatest days' supply that is accepted.
  var maxDays = 365
  /// What stands for an empty days' supply or end date; nil rejects the row.
  var missingDays: Int?
  /// Whether `end_date` is mapped in place of `days_supply`.
  var usesEndDate = false
  /// Whether births are given as years.
  var birthIsYear = false
  /// How prescriptions write dates.
  var prescriptionDates = DateFormat.auto
  /// How the roster writes dates.
  var rosterDates = DateFormat.auto
  /// How the file of observation periods writes dates.
  var observationDates = DateFormat.auto
  /// How lists of patients write dates.
  var listDates = DateFormat.auto
  /// How the file of deaths writes dates.
  var deathDates = DateFormat.auto
  /// Lower bounds of the age bands, ascending.
  var ageBands = [0, 18, 36, 51, 65, 80]
  /// The groupings, without the overall one.
  var groups: [[String]] = []
  /// The names of levels.
  var levels: [NaiveLevels] = []
  /// Whether whoever is unknown in a grouping variable is no person.
  var dropsUnknown = false
  /// What is measured.
  var measures = NaiveMeasures()

  /// The grouping variables in the order of first use.
  var groupVariables: [String] {
    var seen: [String] = []
    for variable in groups.joined() where !seen.contains(variable) { seen.append(variable) }
    return seen
  }
}
