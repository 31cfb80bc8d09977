import RxModel

/// Everyone of one shard: the cohort's patients, and where there is no roster those seen in prescriptions.
struct ShardPeople {
  private var shard: Cohort.Shard
  private let cohort: Cohort
  private let flatCount: Int
  private var tallies: [PatientShard.Tally]
  private var flat: [FlatDemographics.Value]
  private var strangerIDs = ByteInterner()
  /// Where each patient's periods begin in `periods`; one more at the end.
  private var periodStarts: [Int] = []
  private var periods: [DaySpan] = []
  /// For each worker, the person of each of its patients; -1 is a stranger.
  private(set) var personOfPatient: [[Int32]] = []
  /// Rows of patients who are not in the roster.
  private(set) var strangers = ShardAttrition.Counted()

  /// The cohort's patients of shard `number`.
  init(_ cohort: Cohort, shard number: Int, flatCount: Int) {
    self.cohort = cohort
    self.flatCount = flatCount
    shard = cohort.shards[number]
    tallies = Array(repeating: PatientShard.Tally(), count: shard.isMember.count)
    flat = Array(repeating: FlatDemographics.Value(), count: shard.isMember.count * flatCount)
    sortPeriods()
  }

  /// How many people.
  var count: Int { shard.isMember.count }

  /// Adds what one worker has seen.
  mutating func add(_ seen: PatientShard, names: [SharedNames]) {
    var persons: [Int32] = []
    persons.reserveCapacity(seen.ids.count)
    var rowsOfStranger: [Int: Int] = [:]
    let bytes = seen.ids.bytes.span
    for patient in 0..<seen.ids.count {
      let tally = seen.tallies[patient]
      let range = seen.ids.range(patient)
      let hash = seen.ids.hash(patient)
      let known = shard.ids.find(bytes, range, hash: hash)
      if cohort.hasRoster, known.map({ !shard.isMember[$0] }) ?? true {
        persons.append(-1)
        if strangerIDs.intern(bytes, range, hash: hash) == strangers.patients { strangers.patients += 1 }
        strangers.rows += Int(tally.unlisted) + Int(tally.late)
        rowsOfStranger[patient] = 0
        continue
      }
      let person = known ?? shard.patient(bytes, range, hash: hash, levelCount: cohort.levelCount)
      if person == tallies.count {
        tallies.append(PatientShard.Tally())
        flat += Array(repeating: FlatDemographics.Value(), count: flatCount)
      }
      tallies[person].unlisted += tally.unlisted
      tallies[person].late += tally.late
      tallies[person].seenInTime = tallies[person].seenInTime || tally.seenInTime
      if !cohort.hasRoster, tally.seenInTime { shard.isMember[person] = true }
      for field in 0..<flatCount where (patient + 1) * flatCount <= seen.demographics.values.count {
        let value = seen.demographics.values[patient * flatCount + field]
        flat[person * flatCount + field].merge(value) { names[field].precedes(Int($0), Int($1)) }
      }
      persons.append(Int32(person))
    }
    for row in seen.rows where persons[Int(row.patient)] < 0 { strangers.rows += 1 }
    personOfPatient.append(persons)
  }

  /// Whether the person is one of the cohort.
  func isMember(_ person: Int) -> Bool { shard.isMember[person] }

  /// Rows of the person that were counted and not kept.
  func tally(_ person: Int) -> PatientShard.Tally { tallies[person] }

  /// People of the shard, strangers aside, with any row that was not rejected.
  var seenCount: Int {
    tallies.count { $0.seenInTime || $0.unlisted > 0 || $0.late > 0 }
  }

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

  /// Level numbers by level field; 0 is unknown.
  func levels(_ person: Int, _ plan: AnalysisPlan) -> ArraySlice<UInt32> {
    guard flatCount > 0 else {
      return shard.levels[(person * cohort.levelCount)..<((person + 1) * cohort.levelCount)]
    }
    let first = person * flatCount + (plan.flatHasBirth ? 1 : 0)
    let levels = flat[first..<((person + 1) * flatCount)].map { $0.day == .max ? 0 : $0.number + 1 }
    return levels[...]
  }

  /// Calls `body` for each observation period as it came; an open one where none were told to anyone.
  func forEachPeriod(of person: Int, _ body: (DaySpan) -> Void) {
    guard cohort.hasPeriods else { return body(DaySpan(Cohort.openStart, Cohort.openEnd)) }
    guard person + 1 < periodStarts.count else { return }
    for period in periods[periodStarts[person]..<periodStarts[person + 1]] { body(period) }
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
    shard.periods = []
  }
}
