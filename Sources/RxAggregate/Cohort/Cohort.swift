import RxModel

/// Everyone that files about patients tell of, shard by shard.
struct Cohort: Sendable {
  /// Marks a patient without a birth date.
  static let noBirth = Day(.min)
  /// Marks a patient without a date of death.
  static let noDeath = Day(.max)
  /// Marks an observation period without a start: the data's first fill, or the study's start if earlier.
  static let openStart = Day(.min)
  /// Marks an observation period without an end: the study's last day.
  static let openEnd = Day(.max)

  /// The patients of one shard.
  struct Shard: Sendable {
    /// Their identifiers.
    var ids = ByteInterner()
    /// By patient: whether in the cohort, and not only in a file of periods or deaths.
    var isMember: [Bool] = []
    var births: [Day] = []
    var deaths: [Day] = []
    /// Level numbers by patient, then field; 0 is none.
    var levels: [UInt32] = []
    /// Observation periods as they came.
    var periods: [(patient: UInt32, span: DaySpan)] = []

    /// The number of the patient whose identifier is at `range` of `source`.
    mutating func patient(_ source: borrowing Span<UInt8>, _ range: Range<Int>, hash: UInt64, levelCount: Int)
      -> Int
    {
      let id = ids.intern(source, range, hash: hash)
      if id == isMember.count {
        isMember.append(false)
        births.append(Cohort.noBirth)
        deaths.append(Cohort.noDeath)
        for _ in 0..<levelCount { levels.append(0) }
      }
      return id
    }
  }

  /// How many level fields a patient has: sex if mapped, and the attributes.
  let levelCount: Int
  /// Whether observation periods were told, so that a patient without one is never observed.
  let hasPeriods: Bool
  /// Whether there is a roster, so that a patient who is not in it does not count.
  let hasRoster: Bool
  var shards = [Shard](repeating: Shard(), count: shardCount)

  /// Nobody yet.
  init(levelCount: Int, hasPeriods: Bool, hasRoster: Bool) {
    self.levelCount = levelCount
    self.hasPeriods = hasPeriods
    self.hasRoster = hasRoster
  }

  /// Takes a block's rows: of a patient's values the first that is not empty counts.
  mutating func take(_ block: PatientRows, of layout: PatientLayout) {
    let bytes = block.batch.bytes.span
    let tellsPeriods = layout.start != nil || layout.end != nil
    let fields = layout.levels.count
    for (index, row) in block.rows.enumerated() {
      let home = shard(ofHash: row.hash)
      let patient = shards[home].patient(bytes, row.id, hash: row.hash, levelCount: levelCount)
      if layout.makesMembers { shards[home].isMember[patient] = true }
      if shards[home].births[patient] == Self.noBirth { shards[home].births[patient] = row.birth }
      if shards[home].deaths[patient] == Self.noDeath { shards[home].deaths[patient] = row.death }
      for field in 0..<fields where shards[home].levels[patient * levelCount + field] == 0 {
        shards[home].levels[patient * levelCount + field] = block.levels[index * fields + field]
      }
      if tellsPeriods { shards[home].periods.append((UInt32(patient), row.period)) }
    }
  }
}
