import CSVStream
import RxDecode
import RxModel

/// A value that a flat file's row has of its patient. Of several the earliest fill date's counts, of several on that
/// date the smallest in byte order.
struct RowDemographic: Sendable {
  /// The date of the row it is from, in days since 1970-01-01; the greatest number where there is none.
  var day = Int32.max
  /// Its number in the field's dictionary.
  var number: UInt32 = 0
  /// True where other values came too.
  var conflicts = false

  /// Keeps the better of this and another value.
  @inline(__always)
  mutating func merge(_ other: RowDemographic, precedes: (_ a: UInt32, _ b: UInt32) -> Bool) {
    guard day != .max else {
      self = other
      return
    }
    let differ = number != other.number
    if other.day < day || (other.day == day && differ && precedes(other.number, number)) {
      day = other.day
      number = other.number
    }
    conflicts = conflicts || differ
  }
}

/// Everyone of one shard: the patients whom files about patients tell of, and where there is no roster those seen in
/// prescriptions.
struct ShardPeople {
  /// The kinds of rows that a person has and that were not rejected.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    /// Any dated up to the study's end.
    static let inTime = Marks(rawValue: 1)
    /// Any of a drug that is not in the code list.
    static let unlisted = Marks(rawValue: 2)
    /// Any of a listed drug that is dated after the study.
    static let afterStudy = Marks(rawValue: 4)
    /// Any at all, of a patient who is not in the roster; the others are then not told apart.
    static let notInRoster = Marks(rawValue: 8)

    /// The mark of a row of a person.
    @inline(__always)
    static func of(isListed: Bool, isInTime: Bool) -> Marks {
      isListed ? (isInTime ? .inTime : .afterStudy) : isInTime ? [.inTime, .unlisted] : .unlisted
    }
  }

  /// One worker's numbers of patients.
  struct Numbering {
    /// By number beyond the roster files' patients, the person; below 0 where not in the roster.
    fileprivate let others: [Int32]
  }

  private var shard: Roster.Shard
  private let roster: Roster
  private let fieldCount: Int
  /// The number of patients whom the roster files tell of; their numbers are the same for all workers.
  private let knownCount: Int
  /// True where some of them are in a file of periods or deaths alone, and not in the roster.
  private let someAreNotInRoster: Bool
  private var marks: [Marks]
  private var demographics: [RowDemographic]
  private var idsNotInRoster = KeyTable()
  /// The places in `periods` where each patient's periods begin; one more at the end.
  private var periodStarts: [Int] = []
  private var periods: [DaySpan] = []

  /// The patients of one shard, of whom rows have `fieldCount` values each.
  init(_ roster: Roster, _ shard: Roster.Shard, fieldCount: Int) {
    self.roster = roster
    self.fieldCount = fieldCount
    self.shard = shard
    knownCount = shard.ids.count
    someAreNotInRoster = roster.hasRoster && shard.memberCount < knownCount
    marks = Array(repeating: [], count: knownCount)
    demographics = Array(repeating: RowDemographic(), count: knownCount * fieldCount)
    sortPeriods()
  }

  // MARK: Taking up rows

  /// Adds the patients whom one worker numbered beyond those of the roster files.
  mutating func add(_ ids: KeyTable) -> Numbering {
    var persons: [Int32] = []
    persons.reserveCapacity(ids.count)
    for patient in 0..<ids.count {
      let key = ids.bytes[ids.range(patient)]
      if roster.hasRoster {
        // Behind those whom the files tell of and who are not in the roster.
        persons.append(~Int32(truncatingIfNeeded: knownCount + idsNotInRoster.intern(key)))
      } else {
        persons.append(Int32(truncatingIfNeeded: shard.patient(key, levelCount: roster.levelCount)))
      }
    }
    marks += repeatElement([], count: count - marks.count)
    demographics += repeatElement(RowDemographic(), count: count * fieldCount - demographics.count)
    return Numbering(others: persons)
  }

  /// Puts the persons of rows into `persons`; a number below 0, one for each patient, where the patient is not in the
  /// roster, which is marked.
  mutating func findPersons(of rows: [FillRow], _ numbering: Numbering, into persons: inout [Int32]) {
    // Spelt out: a generic function of another module would go through tables for each element.
    if persons.count < rows.count {
      persons += repeatElement(-1, count: rows.count - persons.count)
    } else {
      persons.removeLast(persons.count - rows.count)
    }
    var target = persons.mutableSpan
    let others = numbering.others
    for place in rows.indices {
      let patient = Int(rows[place].patient)
      if patient >= knownCount {
        target[place] = others[patient &- knownCount]
      } else if someAreNotInRoster, !shard.isMember[patient] {
        marks[patient].insert(.notInRoster)
        target[place] = ~Int32(truncatingIfNeeded: patient)
      } else {
        target[place] = Int32(truncatingIfNeeded: patient)
      }
    }
  }

  /// The marks, moved out for whoever notes rows of persons; to be put back.
  mutating func takeMarks() -> [Marks] {
    var marks: [Marks] = []
    swap(&marks, &self.marks)
    return marks
  }

  /// Puts the marks back.
  mutating func putMarks(_ marks: [Marks]) { self.marks = marks }

  /// Applies a value that a row has of the person.
  mutating func apply(
    _ value: RowDemographic, person: Int, field: Int, precedes: (_ a: UInt32, _ b: UInt32) -> Bool
  ) {
    demographics[person * fieldCount + field].merge(value, precedes: precedes)
  }

  /// Makes everyone with a row in time one of the roster, where there is none; call it when all rows are
  /// there.
  mutating func join() {
    guard !roster.hasRoster else { return }
    for person in marks.indices where marks[person].contains(.inTime) { shard.join(person) }
  }

  // MARK: What was taken up

  /// The number of people.
  var count: Int { shard.isMember.count }

  /// Patients with rows who are not in the roster.
  var countNotInRoster: Int { idsNotInRoster.count + marks.count { $0.contains(.notInRoster) } }

  /// By file about patients, its rows that match nothing: of a roster file those of patients without a prescription row,
  /// where there are several such files; of others those of patients who are not in the roster, or where there is none of
  /// those who were not seen.
  var rowsWithoutMatch: [InputPlace: Int] {
    let others = shard.patientsNotInRoster.mapValues { rows in
      rows.reduce(0) { $0 + (shard.isMember[Int($1.key)] ? 0 : $1.value) }
    }
    return shard.memberRows.reduce(into: others) { counts, row in
      if marks[Int(row.patient)].isEmpty { counts[InputPlace(.patients, Int(row.file)), default: 0] += 1 }
    }
  }

  /// True if there are rows of a patient with this identifier who is not in the roster.
  func isNotInRoster(_ key: [UInt8]) -> Bool { idsNotInRoster.find(key[...]) != nil }

  /// The person with this identifier, or nil.
  func person(called key: [UInt8]) -> Int? { shard.ids.find(key[...]) }

  /// True if rows of the person are of any of these kinds.
  func hasRows(_ person: Int, _ kinds: Marks) -> Bool { !marks[person].isDisjoint(with: kinds) }

  /// True if the person is one of the roster.
  func isMember(_ person: Int) -> Bool { shard.isMember[person] }

  /// People of the shard who are in the roster, with a row of any of these kinds.
  func count(with kinds: Marks) -> Int { marks.count { !$0.isDisjoint(with: kinds) } }

  /// The number of people whose rows disagree, by field of a flat file; of ages, which differ with the dates, none.
  func conflicts(ofAges: Bool) -> [Int] {
    (0..<fieldCount).map { field in
      if ofAges, field == 0 { return 0 }
      return stride(from: field, to: demographics.count, by: max(fieldCount, 1)).count {
        demographics[$0].conflicts
      }
    }
  }

  /// The birth, or `Roster.noBirth`.
  @inline(__always)
  func birth(_ person: Int, _ plan: AnalysisPlan) -> Day {
    guard plan.rowsHaveBirth else { return shard.births[person] }
    let value = demographics[person * fieldCount]
    if !plan.rowAges.isEmpty {
      guard value.day != .max, let age = plan.rowAges[Int(value.number)] else { return Roster.noBirth }
      return birthDay(ofAge: age, on: Day(value.day)) ?? Roster.noBirth
    }
    return value.day == .max ? Roster.noBirth : plan.rowBirths[Int(value.number)] ?? Roster.noBirth
  }

  /// The day of death, or `Roster.noDeath`.
  func death(_ person: Int) -> Day { shard.deaths[person] }

  /// The earliest date of the person in a list, `Roster.always` where one has none; `Roster.never` where not listed.
  func listed(_ person: Int, in list: InputKind) -> Day { shard.listed(person, in: list) }

  /// The level numbers, with the place where the person's begin, by level field; 0 is unknown.
  @inline(__always)
  func levels(_ person: Int, _ plan: AnalysisPlan) -> (all: [UInt32], first: Int) {
    guard fieldCount > 0 else { return (shard.levels, person * roster.levelCount) }
    let first = person * fieldCount + (plan.rowsHaveBirth ? 1 : 0)
    return (demographics[first..<((person + 1) * fieldCount)].map { $0.day == .max ? 0 : $0.number + 1 }, 0)
  }

  /// Calls `body` for each observation period as it came; an open one where none were told to anyone.
  @inline(__always)
  func forEachPeriod(of person: Int, _ body: (DaySpan) -> Void) {
    guard roster.hasPeriods else { return body(DaySpan(Roster.openStart, Roster.openEnd)) }
    guard person + 1 < periodStarts.count else { return }
    for place in periodStarts[person]..<periodStarts[person + 1] { body(periods[place]) }
  }

  private mutating func sortPeriods() {
    guard roster.hasPeriods else { return }
    periodStarts = Array(repeating: 0, count: shard.isMember.count + 1)
    for period in shard.periods { periodStarts[Int(period.patient) + 1] += 1 }
    for person in periodStarts.indices.dropFirst() { periodStarts[person] += periodStarts[person - 1] }
    var next = periodStarts
    periods = Array(repeating: DaySpan(Roster.openStart, Roster.openEnd), count: shard.periods.count)
    for period in shard.periods {
      periods[next[Int(period.patient)]] = period.span
      next[Int(period.patient)] += 1
    }
  }
}
