import CSVStream
import RxCounts
import RxModel

/// Everyone of one shard: the cohort's patients, and where there is no roster those seen in prescriptions.
struct ShardPeople {
  private var shard: Cohort.Shard
  private let cohort: Cohort
  private let flatCount: Int
  /// How many the cohort knows; their numbers are those of all workers.
  private let knownCount: Int
  private var marks: [PatientShard.Marks]
  private var flat: [FlatDemographics.Value]
  private var strangerIDs = KeyTable()
  /// Where each patient's periods begin in `periods`; one more at the end.
  private var periodStarts: [Int] = []
  private var periods: [DaySpan] = []
  /// For each worker, the person of each patient whom the cohort does not know; -1 is a stranger.
  private var personOfPatient: [[Int32]] = []
  private var rowsOfStrangers = 0

  /// The cohort's patients of one shard.
  init(_ cohort: Cohort, _ shard: Cohort.Shard, flatCount: Int) {
    self.cohort = cohort
    self.flatCount = flatCount
    self.shard = shard
    knownCount = shard.ids.count
    marks = Array(repeating: [], count: knownCount)
    flat = Array(repeating: FlatDemographics.Value(), count: knownCount * flatCount)
    sortPeriods()
  }

  /// How many people.
  var count: Int { shard.isMember.count }

  /// Adds what one worker has seen.
  mutating func add(_ seen: PatientShard, names: [SharedNames]) {
    var persons: [Int32] = []
    persons.reserveCapacity(seen.ids.count)
    for patient in 0..<seen.ids.count {
      let key = seen.ids.bytes[seen.ids.range(patient)]
      if cohort.hasRoster {
        _ = strangerIDs.intern(key)
        persons.append(-1)
      } else {
        persons.append(Int32(shard.patient(key, levelCount: cohort.levelCount)))
      }
    }
    personOfPatient.append(persons)
    marks += repeatElement([], count: count - marks.count)
    flat += repeatElement(FlatDemographics.Value(), count: count * flatCount - flat.count)
    let worker = personOfPatient.count - 1
    for (patient, mark) in seen.marks.enumerated() {
      let person = person(UInt32(patient), of: worker)
      guard person >= 0 else { continue }
      marks[person].formUnion(mark)
      if !cohort.hasRoster, mark.contains(.inTime) { shard.join(person) }
      for field in 0..<flatCount where (patient + 1) * flatCount <= seen.demographics.values.count {
        let value = seen.demographics.values[patient * flatCount + field]
        flat[person * flatCount + field].merge(value) { names[field].precedes(Int($0), Int($1)) }
      }
    }
    rowsOfStrangers += seen.strangerRows
  }

  /// The person who is patient `patient` of worker `worker`; -1 is a stranger.
  @inline(__always)
  func person(_ patient: UInt32, of worker: Int) -> Int {
    let patient = Int(patient)
    return patient < knownCount ? patient : Int(personOfPatient[worker][patient - knownCount])
  }

  /// Rows of patients who are not in the roster, and those patients.
  var strangers: ShardAttrition.Counted {
    ShardAttrition.Counted(
      rows: rowsOfStrangers, patients: strangerIDs.count + marks.count { $0.contains(.stranger) })
  }

  /// The person with this identifier, or nil.
  func person(called key: [UInt8]) -> Int? { shard.ids.find(key[...]) }

  /// Whether rows of the person are of any of these kinds.
  func hasRows(_ person: Int, _ kinds: PatientShard.Marks) -> Bool { !marks[person].isDisjoint(with: kinds) }

  /// Whether the person is one of the cohort.
  func isMember(_ person: Int) -> Bool { shard.isMember[person] }

  /// People of the shard, strangers aside, with a row of any of these kinds.
  func count(with kinds: PatientShard.Marks) -> Int { marks.count { !$0.isDisjoint(with: kinds) } }

  /// How many people's rows disagree in each flat field.
  var conflicts: [Int] {
    (0..<flatCount).map { field in
      stride(from: field, to: flat.count, by: max(flatCount, 1)).count { flat[$0].conflicts }
    }
  }

  /// The birth, or `Cohort.noBirth`.
  func birth(_ person: Int, _ plan: AnalysisPlan) -> Day {
    guard plan.flatHasBirth else { return shard.births[person] }
    let value = flat[person * flatCount]
    return value.day == .max ? Cohort.noBirth : plan.flatBirths[Int(value.number)] ?? Cohort.noBirth
  }

  /// The day of death, or `Cohort.noDeath`.
  func death(_ person: Int) -> Day { shard.deaths[person] }

  /// Where the person's level numbers begin, by level field; 0 is unknown.
  @inline(__always)
  func levels(_ person: Int, _ plan: AnalysisPlan) -> (all: [UInt32], first: Int) {
    guard flatCount > 0 else { return (shard.levels, person * cohort.levelCount) }
    let first = person * flatCount + (plan.flatHasBirth ? 1 : 0)
    return (flat[first..<((person + 1) * flatCount)].map { $0.day == .max ? 0 : $0.number + 1 }, 0)
  }

  /// Calls `body` for each observation period as it came; an open one where none were told to anyone.
  @inline(__always)
  func forEachPeriod(of person: Int, _ body: (DaySpan) -> Void) {
    guard cohort.hasPeriods else { return body(DaySpan(Cohort.openStart, Cohort.openEnd)) }
    guard person + 1 < periodStarts.count else { return }
    for place in periodStarts[person]..<periodStarts[person + 1] { body(periods[place]) }
  }

  private mutating func sortPeriods() {
    guard cohort.hasPeriods else { return }
    periodStarts = Array(repeating: 0, count: shard.isMember.count + 1)
    for period in shard.periods { periodStarts[Int(period.patient) + 1] += 1 }
    for person in periodStarts.indices.dropFirst() { periodStarts[person] += periodStarts[person - 1] }
    var next = periodStarts
    periods = Array(repeating: DaySpan(Cohort.openStart, Cohort.openEnd), count: shard.periods.count)
    for period in shard.periods {
      periods[next[Int(period.patient)]] = period.span
      next[Int(period.patient)] += 1
    }
  }
}
