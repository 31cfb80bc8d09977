import RxModel

/// The account of one input file: what was read of it, and what became of its rows.
package struct FileAccount: Sendable, Equatable {
  /// A place in a file, with the number of lines that something has there.
  package struct Lines: Sendable, Equatable {
    /// The line on which it begins; the header is line 1.
    package var line: Int
    /// The number of its lines.
    package var count: Int

    /// `count` lines from `line` on.
    package init(line: Int, count: Int) {
      self.line = line
      self.count = count
    }
  }

  /// A word for a missing value that stands in a field.
  package struct MissingWord: Hashable, Comparable, Sendable {
    /// The study's name of the field.
    package var field: String
    /// The word as the file writes it.
    package var word: String

    /// `word` in `field`.
    package init(field: String, word: String) {
      self.field = field
      self.word = word
    }

    package static func < (a: MissingWord, b: MissingWord) -> Bool { (a.field, a.word) < (b.field, b.word) }
  }

  /// The file's name as the study gives it.
  package var name: String
  /// Rows read.
  package var rows = 0
  /// Lines read, without the header's.
  package var lines = 0
  /// Rejected rows by reason.
  package var rejectedRows: [RejectReason: Int] = [:]
  /// Lines of the rejected rows, by reason.
  package var rejectedLines: [RejectReason: Int] = [:]
  /// Lines of those of them whose drug can be read, by the drug as it stands there; empty where that was not asked.
  package var rejectedDrugs: [ExactText: Int] = [:]
  /// Lines of rejected rows whose drug can be read and is in no list; 0 where that was not asked.
  package private(set) var unlistedLinesRejected = 0
  /// The first date in rows that were not rejected: of fills, of deaths, or on which periods begin and end.
  package var firstDay: Day?
  /// The date of the last.
  package var lastDay: Day?
  /// True where the last line has no line end.
  package var lacksLastLineEnd = false
  /// The longest record that was not rejected, where it has more than ten lines.
  package var longRecord: Lines?
  /// The line of the last row where it lacks what all others have; nil where it does not.
  package var oddLastLine: Int?
  /// The line of a row whose patient is a run of dashes.
  package var dashedLine: Int?
  /// Rows whose patient's identifier had a no-break space around it.
  package var trimmedPatients = 0
  /// Accepted rows in which the study's number was put in the place of a missing days' supply.
  package var suppliesPutIn = 0
  /// Accepted rows whose days' supply was taken for the longest that is believed.
  package var suppliesCapped = 0
  /// Accepted rows by words for missing values that the study does not declare.
  package var missingWords: [MissingWord: Int] = [:]
  /// Accepted rows of patients who are not in the roster; nil where that was not counted.
  package var notInRoster: Int?
  /// Accepted rows of a roster file whose patient has no prescription row that was not rejected; nil where that was not
  /// counted.
  package var withoutPrescription: Int?
  /// Accepted rows of people of drugs that are not in the code list; nil where that was not counted.
  package var notInCodeList: Int?
  /// Rows used; nil where that was not counted.
  package var used: Int?
  /// Patients with a row that was not rejected; nil where that was not counted.
  package var patients: Int?

  /// The account of a file called `name`, of which nothing was read yet.
  package init(name: String) { self.name = name }

  /// Rejected rows.
  package var rejected: Int { rejectedRows.values.reduce(0, +) }
  /// Lines of the rejected rows.
  package var linesRejected: Int { rejectedLines.values.reduce(0, +) }
  /// Rows that were not rejected.
  package var accepted: Int { rows - rejected }

  /// Counts the lines of rejected rows whose drug is in no list.
  package mutating func countUnlistedRejects(_ isUnlisted: (String) -> Bool) {
    unlistedLinesRejected = rejectedDrugs.reduce(0) { $0 + (isUnlisted($1.key.text) ? $1.value : 0) }
  }

  /// Adds the account of another part of the same file.
  package mutating func add(_ other: FileAccount) {
    rows += other.rows
    lines += other.lines
    rejectedRows.merge(other.rejectedRows) { $0 + $1 }
    rejectedLines.merge(other.rejectedLines) { $0 + $1 }
    rejectedDrugs.merge(other.rejectedDrugs) { $0 + $1 }
    firstDay = [firstDay, other.firstDay].compactMap { $0 }.min()
    lastDay = [lastDay, other.lastDay].compactMap { $0 }.max()
    lacksLastLineEnd = lacksLastLineEnd || other.lacksLastLineEnd
    trimmedPatients += other.trimmedPatients
    suppliesPutIn += other.suppliesPutIn
    suppliesCapped += other.suppliesCapped
    missingWords.merge(other.missingWords) { $0 + $1 }
    longRecord = [longRecord, other.longRecord].compactMap { $0 }.max {
      ($0.count, -$0.line) < ($1.count, -$1.line)
    }
    dashedLine = [dashedLine, other.dashedLine].compactMap { $0 }.min()
    oddLastLine = oddLastLine ?? other.oddLastLine
  }
}

extension FileAccount.Lines: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(line)
    bytes.add(count)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    line = try bytes.next()
    count = try bytes.next()
  }
}

extension FileAccount.MissingWord: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(field)
    bytes.add(word)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    field = try bytes.next()
    word = try bytes.next()
  }
}

extension FileAccount: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(name)
    bytes.add(rows)
    bytes.add(lines)
    bytes.add(rejectedRows)
    bytes.add(rejectedLines)
    bytes.add(rejectedDrugs)
    bytes.add(unlistedLinesRejected)
    bytes.add(firstDay)
    bytes.add(lastDay)
    bytes.add(lacksLastLineEnd)
    bytes.add(longRecord)
    bytes.add(oddLastLine)
    bytes.add(dashedLine)
    bytes.add(trimmedPatients)
    bytes.add(suppliesPutIn)
    bytes.add(suppliesCapped)
    bytes.add(missingWords)
    bytes.add(notInRoster)
    bytes.add(withoutPrescription)
    bytes.add(notInCodeList)
    bytes.add(used)
    bytes.add(patients)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    name = try bytes.next()
    rows = try bytes.next()
    lines = try bytes.next()
    rejectedRows = try bytes.next()
    rejectedLines = try bytes.next()
    rejectedDrugs = try bytes.next()
    unlistedLinesRejected = try bytes.next()
    firstDay = try bytes.next()
    lastDay = try bytes.next()
    lacksLastLineEnd = try bytes.next()
    longRecord = try bytes.next()
    oddLastLine = try bytes.next()
    dashedLine = try bytes.next()
    trimmedPatients = try bytes.next()
    suppliesPutIn = try bytes.next()
    suppliesCapped = try bytes.next()
    missingWords = try bytes.next()
    notInRoster = try bytes.next()
    withoutPrescription = try bytes.next()
    notInCodeList = try bytes.next()
    used = try bytes.next()
    patients = try bytes.next()
  }
}
