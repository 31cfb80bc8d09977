import RxModel

/// run.json: what was run, and on what. It has the same bytes each time; nothing in it is of the machine.
package struct RunRecord: Codable, Sendable {
  package struct StudyFile: Codable, Sendable {
    /// The path as the user named it.
    package var path: String
    /// The name of the file in its folder.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    package var sha256: String

    /// All of it.
    package init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }
  package struct Period: Codable, Sendable {
    package var start: String
    package var end: String
    /// `year`, `quarter`, `month` or `whole`.
    package var interval: String

    /// All of it.
    package init(start: String, end: String, interval: String) {
      self.start = start
      self.end = end
      self.interval = interval
    }
  }
  package struct Variable: Codable, Sendable {
    package var name: String
    /// The levels that are published, in their order.
    package var levels: [String]

    /// All of it.
    package init(name: String, levels: [String]) {
      self.name = name
      self.levels = levels
    }
  }
  package struct Input: Codable, Sendable, Equatable {
    package var kind: String
    package var path: String
    package var bytes: Int
    package var sha256: String

    /// All of it.
    package init(kind: String, path: String, bytes: Int, sha256: String) {
      self.kind = kind
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
    }
  }
  package struct Rows: Codable, Sendable {
    /// The number of rows read; nil where disclosure control keeps it back.
    package var read: Int?
    package var rejected: [String: Int?]

    /// All of it.
    package init(read: Int?, rejected: [String: Int?]) {
      self.read = read
      self.rejected = rejected
    }
  }
  package struct Step: Codable, Sendable {
    package var step: String
    package var rows: Int?
    package var patients: Int?

    /// All of it.
    package init(step: String, rows: Int?, patients: Int?) {
      self.step = step
      self.rows = rows
      self.patients = patients
    }
  }
  package struct Disclosure: Codable, Sendable {
    package var preset: String
    package var minCell: Int
    package var roundTo: Int
    package var figures: Int
    package var suppressed: Int
    package var audited: Int
    /// The width, in persons' worth, that every audited interval has at least; nil where nothing was audited.
    package var narrowestInterval: Double?
    /// The policy in one sentence.
    package var statement: String

    /// All of it.
    package init(
      preset: String, minCell: Int, roundTo: Int, figures: Int, suppressed: Int, audited: Int,
      narrowestInterval: Double?, statement: String
    ) {
      self.preset = preset
      self.minCell = minCell
      self.roundTo = roundTo
      self.figures = figures
      self.suppressed = suppressed
      self.audited = audited
      self.narrowestInterval = narrowestInterval
      self.statement = statement
    }
  }
  /// A measure of the study.
  package struct Measure: Codable, Sendable {
    /// Its key in the study file.
    package var key: String
    package var title: String
    /// The names of its rows in results.csv.
    package var rows: [String]
    /// Its definitions in words.
    package var definitions: [DefinitionLabel]

    /// All of it.
    package init(key: String, title: String, rows: [String], definitions: [DefinitionLabel]) {
      self.key = key
      self.title = title
      self.rows = rows
      self.definitions = definitions
    }
  }
  /// A name of drugs that the study uses.
  package struct Drug: Codable, Sendable {
    package var name: String
    /// The number of entries of the code list.
    package var entries: Int
    package var ingredients: [String]

    /// All of it.
    package init(name: String, entries: Int, ingredients: [String]) {
      self.name = name
      self.entries = entries
      self.ingredients = ingredients
    }
  }
  package struct Paragraph: Codable, Sendable {
    package var heading: String
    package var text: Prose

    /// All of it.
    package init(heading: String, text: Prose) {
      self.heading = heading
      self.text = text
    }
  }

  package var rxuseVersion: String
  package var title: String
  package var study: StudyFile
  package var period: Period
  /// The grouping variables, in the order of their columns in results.csv.
  package var variables: [Variable]
  /// The groupings of `groups.by`, each by its variables; the overall row is not among them.
  package var groupings: [[String]]
  /// The first and the last date of a fill; nil where there is none, or it is kept back.
  package var fillDays: [String]?
  /// The formats that the run wrote.
  package var formats: [String]
  package var inputs: [Input]
  package var rows: [String: Rows]
  /// Persons of the roster, or of those seen in prescriptions; nil where disclosure control keeps it back.
  package var persons: Int?
  /// True where a roster says who is a person.
  package var hasRoster: Bool
  package var attrition: [Step]
  /// The number of patients whose rows disagree about a field, by field; nil where it is kept back.
  package var conflicts: [String: Int?]
  package var rejectsListed: Int
  package var rejectsNotListed: Int?
  package var disclosure: Disclosure
  package var measures: [Measure]
  package var drugs: [Drug]
  /// The files of the code list; `built-in` for the list of rxuse.
  package var codeList: [String]
  /// The methods text.
  package var methods: [Paragraph]
  /// What the figures can't tell, in sentences.
  package var limitations: [String]
  /// Everything that the run has warned of.
  package var warnings: [String]
  /// What is worth knowing of the code list.
  package var remarks: [String]

  /// All of it.
  package init(
    rxuseVersion: String, title: String, study: StudyFile, period: Period, variables: [Variable],
    groupings: [[String]], fillDays: [String]?, formats: [String], inputs: [Input], rows: [String: Rows],
    persons: Int?, hasRoster: Bool, attrition: [Step], conflicts: [String: Int?], rejectsListed: Int,
    rejectsNotListed: Int?, disclosure: Disclosure, measures: [Measure], drugs: [Drug], codeList: [String],
    methods: [Paragraph], limitations: [String], warnings: [String], remarks: [String]
  ) {
    self.rxuseVersion = rxuseVersion
    self.title = title
    self.study = study
    self.period = period
    self.variables = variables
    self.groupings = groupings
    self.fillDays = fillDays
    self.formats = formats
    self.inputs = inputs
    self.rows = rows
    self.persons = persons
    self.hasRoster = hasRoster
    self.attrition = attrition
    self.conflicts = conflicts
    self.rejectsListed = rejectsListed
    self.rejectsNotListed = rejectsNotListed
    self.disclosure = disclosure
    self.measures = measures
    self.drugs = drugs
    self.codeList = codeList
    self.methods = methods
    self.limitations = limitations
    self.warnings = warnings
    self.remarks = remarks
  }
}
