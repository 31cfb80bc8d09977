import CSVStream
import RxCounts
import RxDecode
import RxModel

/// The rules of a study for which rows count: its roster, its code list and its end.
struct AdmissionRules: Sendable {
  /// The study's last day.
  let lastDay: Day
  /// The drugs that are in the code list.
  let registry: DrugRegistry
  /// By field of a patient that a flat file has, its values.
  let rowDemographics: [SharedDictionary]
  /// The number of columns kept of each row.
  let keptCount: Int
  /// The place of the file's number among the kept values; nil where there is one file.
  let filePlace: Int?
  /// The number of prescription files.
  let fileCount: Int
  /// True where the patients of each file are counted.
  let countsPatientsOfFiles: Bool
}

/// One shard as a study takes it up: the people who are in its roster (everyone where there is none), their fills of
/// drugs in the code list up to the study's end, and counts of the rows that are left out.
struct AdmittedShard {
  /// The outcome of one file's rows.
  struct FileRows: Sendable {
    /// Rows of patients who are not in the roster.
    var notInRoster = 0
    /// Rows of people of drugs that are not in the code list.
    var notInCodeList = 0
    /// Patients with a row.
    var patients = 0
  }

  /// Everyone of the shard.
  private(set) var people: ShardPeople
  /// The rows that are admitted, in the order read.
  private(set) var fills: [Fill] = []
  /// Their persons.
  private(set) var persons: [Int32] = []
  /// Their kept values, `keptCount` a row.
  private(set) var keptValues: [UInt32] = []
  /// Rows of people of drugs that are not in the code list.
  private(set) var rowsNotInCodeList = 0
  /// Rows of people of drugs in the list, dated after the study.
  private(set) var rowsAfterStudy = 0
  /// Rows of patients who are not in the roster.
  private(set) var rowsNotInRoster = 0

  /// By file, the outcome of its rows; empty where there is one file.
  private(set) var files: [FileRows] = []
  /// The rows of people, by their drug.
  private(set) var tally: DrugTally

  private let rules: AdmissionRules
  /// By file, the patients seen in it.
  private var patientsOfFile: [PatientSet] = []

  // One chunk of rows at a time.
  private var rows: [FillRow] = []
  /// The person of each row; who is not in the roster has a number below 0.
  private var personOfRow: [Int32] = []
  /// By column of values.
  private var values: [[UInt32]]

  /// Takes up a shard by `rules`.
  init(_ shard: DecodedStudy.Shard, of roster: Roster, _ rules: AdmissionRules) {
    self.rules = rules
    people = ShardPeople(roster, shard.roster, fieldCount: rules.rowDemographics.count)
    values = Array(repeating: [], count: rules.rowDemographics.count + rules.keptCount)
    tally = DrugTally(levels: rules.registry.numbers.count)
    let rowCount = shard.partials.reduce(0) { $0 + $1.rows.count }
    fills.reserveCapacity(rowCount)
    persons.reserveCapacity(rowCount)
    if rules.filePlace != nil {
      files = Array(repeating: FileRows(), count: rules.fileCount)
      patientsOfFile = Array(repeating: PatientSet(), count: rules.fileCount)
    }
    for partial in shard.partials { admit(partial) }
    for file in files.indices { files[file].patients = patientsOfFile[file].count }
    patientsOfFile = []
    people.join()
  }

  private mutating func admit(_ partial: DecodedShard) {
    let numbering = people.add(partial.ids)
    for chunk in 0..<partial.rows.chunkCount {
      partial.rows.unpack(chunk, into: &rows)
      for column in values.indices { partial.values[column].unpack(chunk, into: &values[column]) }
      findPersons(numbering)
      if let filePlace = rules.filePlace { countByFile(values[rules.rowDemographics.count + filePlace]) }
      if !rules.rowDemographics.isEmpty { applyDemographics() }
      admitRows()
    }
  }

  /// Finds each row's person, and counts the rows of patients who are not in the roster.
  private mutating func findPersons(_ numbering: ShardPeople.Numbering) {
    people.findPersons(of: rows, numbering, into: &personOfRow)
    for person in personOfRow where person < 0 { rowsNotInRoster += 1 }
  }

  /// Counts the chunk's rows in their files.
  private mutating func countByFile(_ fileOfRow: [UInt32]) {
    let numbers = rules.registry.numbers
    for place in rows.indices {
      let (file, person) = (Int(fileOfRow[place]), personOfRow[place])
      if person < 0 {
        files[file].notInRoster += 1
      } else if numbers[Int(rows[place].drug)] < 0 {
        files[file].notInCodeList += 1
      }
      if rules.countsPatientsOfFiles { patientsOfFile[file].insert(person) }
    }
  }

  /// Applies what the chunk's rows say of the patients themselves.
  private mutating func applyDemographics() {
    for place in rows.indices where personOfRow[place] >= 0 && rows[place].day <= rules.lastDay.number {
      for (field, dictionary) in rules.rowDemographics.enumerated() {
        let level = values[field][place]
        guard level > 0 else { continue }
        people.apply(
          RowDemographic(day: rows[place].day, number: level - 1), person: Int(personOfRow[place]),
          field: field
        ) { dictionary.precedes(Int($0), Int($1)) }
      }
    }
  }

  /// Admits the chunk's rows, or counts why not.
  private mutating func admitRows() {
    let first = fills.count
    // What is worked on is moved out, so that its memory is known to be nobody else's.
    var (fills, persons): ([Fill], [Int32]) = ([], [])
    swap(&fills, &self.fills)
    swap(&persons, &self.persons)
    fills += repeatElement(Fill(), count: rows.count)
    persons += repeatElement(0, count: rows.count)
    let kept = admitRows(into: &fills, &persons, from: first)
    fills.removeLast(rows.count - kept)
    persons.removeLast(rows.count - kept)
    swap(&fills, &self.fills)
    swap(&persons, &self.persons)
    keepValues(from: first)
  }

  /// Writes the fills among the chunk's rows, and their persons, from `first` on, and returns how many they are.
  private mutating func admitRows(into fills: inout [Fill], _ persons: inout [Int32], from first: Int) -> Int
  {
    // Without branches: about every other row is of a drug that is not in the list, in no order that could be guessed.
    var (kept, unlisted, afterStudy) = (0, 0, 0)
    let lastDay = rules.lastDay.number
    let (numbers, factors) = (rules.registry.numbers, rules.registry.daysFactors)
    let (rows, personOfRow) = (rows, personOfRow)
    var ownFills = fills.mutableSpan
    var ownPersons = persons.mutableSpan
    var marks = people.takeMarks()
    var ownMarks = marks.mutableSpan
    var counts = tally.take()
    var ownCounts = counts.mutableSpan
    for place in rows.indices {
      let person = personOfRow[place]
      guard person >= 0 else { continue }
      let row = rows[place]
      let drug = numbers[Int(row.drug)]
      ownCounts[Int(row.drug)] &+= 1
      let isInTime = row.day <= lastDay
      let isListed = drug >= 0
      unlisted &+= isListed ? 0 : 1
      afterStudy &+= isListed && !isInTime ? 1 : 0
      ownMarks[Int(person)].formUnion(.of(isListed: isListed, isInTime: isInTime))
      ownPersons[first &+ kept] = person
      ownFills[first &+ kept] = Fill(
        day: Day(row.day), daysSupply: row.daysSupply &* factors[Int(row.drug)], drug: drug,
        keptRow: UInt32(truncatingIfNeeded: place))
      kept &+= isListed && isInTime ? 1 : 0
    }
    people.putMarks(marks)
    tally.put(counts)
    rowsNotInCodeList += unlisted
    rowsAfterStudy += afterStudy
    return kept
  }

  /// Keeps the values of the fills from `first` on, whose `keptRow` is still the place in the chunk.
  private mutating func keepValues(from first: Int) {
    let (keptCount, firstColumn) = (rules.keptCount, rules.rowDemographics.count)
    // Moved out as above.
    var (fills, kept): ([Fill], [UInt32]) = ([], [])
    swap(&fills, &self.fills)
    swap(&kept, &keptValues)
    kept += repeatElement(0, count: (fills.count - first) * keptCount)
    var own = kept.mutableSpan
    for column in 0..<keptCount {
      let numbers = values[firstColumn + column]
      for index in first..<fills.count {
        own[index &* keptCount &+ column] = numbers[Int(fills[index].keptRow)]
      }
    }
    var ownFills = fills.mutableSpan
    for index in first..<ownFills.count { ownFills[index].keptRow = UInt32(truncatingIfNeeded: index) }
    swap(&fills, &self.fills)
    swap(&kept, &keptValues)
  }
}

/// A set of a shard's patients: people by their numbers, and others by numbers below 0.
struct PatientSet: Sendable {
  private var people: [UInt64] = []
  private var others: [UInt64] = []

  /// The number of patients.
  var count: Int { (people + others).reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Adds a patient.
  @inline(__always)
  mutating func insert(_ patient: Int32) {
    if patient >= 0 { Self.insert(Int(patient), &people) } else { Self.insert(Int(~patient), &others) }
  }

  @inline(__always)
  private static func insert(_ place: Int, _ words: inout [UInt64]) {
    let word = place >> 6
    if word >= words.count { words += repeatElement(0, count: word + 1 - words.count) }
    words[word] |= 1 &<< UInt64(place & 63)
  }
}

extension AdmittedShard.FileRows: PatientSum {
  mutating func add(_ other: AdmittedShard.FileRows, times: Int) {
    notInRoster += other.notInRoster * times
    notInCodeList += other.notInCodeList * times
    patients += other.patients * times
  }
}

extension AdmittedShard.FileRows: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(notInRoster)
    bytes.add(notInCodeList)
    bytes.add(patients)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    notInRoster = try bytes.next()
    notInCodeList = try bytes.next()
    patients = try bytes.next()
  }
}
