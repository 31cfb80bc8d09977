import RxModel

/// A group of a grouping: the levels of its variables, age bands by number, others by level number.
struct CellKey: Hashable, Sendable {
  /// The grouping's place in the study; -1 is everyone.
  let grouping: Int
  /// A level for each of the grouping's variables.
  let levels: [UInt32]
}

/// One worker's counts: for each group, interval and counter a whole number in one array. A group is an index into
/// it, found once for each person and interval, and not a key that is hashed for each count.
struct CellCounter {
  /// What the groups are made of.
  struct Layout: Sendable {
    let variables: [GroupVariable]
    let groupings: [[Int]]
    let ageBands: AgeBands?
    let intervalCount: Int
    let counterCount: Int
    /// For each variable its place among a patient's levels; nil for age.
    let levelOfVariable: [Int?]
    /// For each level field of a patient, the level number of the literal text `unknown`, which is no level of its own.
    let unknownAlias: [UInt32?]
  }

  private let layout: Layout
  private(set) var keys: [CellKey] = [CellKey(grouping: -1, levels: [])]
  /// Counts by cell, interval, counter.
  private(set) var counts: [Int64]
  private var cellOfKey: [CellKey: Int32] = [:]
  /// By grouping: the cell of a profile and age band, -1 where none was made yet.
  private var cells: [[Int32]]
  private let bandCount: Int
  private var profiles: [[UInt32]: Int] = [:]
  private var profileLevels: [[UInt32]] = []
  private var lastProfile = -1
  private var scratch: [UInt32] = []
  /// The person's cells: for each interval as many as there are groupings and one, as offsets into `counts`.
  private var personCells: [Int]
  private let width: Int

  /// Counts of nothing.
  init(_ layout: Layout) {
    self.layout = layout
    bandCount = (layout.ageBands?.labels.count ?? 0) + 1
    width = layout.groupings.count + 1
    personCells = Array(repeating: -1, count: layout.intervalCount * width)
    cells = layout.groupings.map { _ in [] }
    counts = Array(repeating: 0, count: layout.intervalCount * layout.counterCount)
  }

  /// Starts a person with these levels (by level field) and birth.
  /// - Parameters:
  ///   - levels: level numbers, 0 for unknown.
  ///   - birth: the day of birth, or nil.
  ///   - firstDays: for each interval the person's first observed day in it, or nil where not a person of it.
  mutating func begin(levels: ArraySlice<UInt32>, birth: Day?, firstDays: [Day?]) {
    let profile = profile(levels)
    let born = birth?.civil
    for interval in 0..<layout.intervalCount {
      let base = interval * width
      guard let firstDay = firstDays[interval] else {
        for place in 0..<width { personCells[base + place] = -1 }
        continue
      }
      personCells[base] = interval * layout.counterCount
      guard width > 1 else { continue }
      let band = layout.ageBands?.level(ofAge: born.map { Day.completedYears(from: $0, on: firstDay) }) ?? 0
      for grouping in layout.groupings.indices {
        let cell = cell(grouping, profile, band)
        personCells[base + 1 + grouping] = (cell * layout.intervalCount + interval) * layout.counterCount
      }
    }
  }

  /// Adds to a counter of an interval, in every group that the person is in there; nothing where it is no person of
  /// the interval.
  @inline(__always)
  mutating func add(_ amount: Int, to counter: Int, in interval: Int) {
    let base = interval * width
    guard personCells[base] >= 0 else { return }
    for place in base..<(base + width) { counts[personCells[place] + counter] += Int64(amount) }
  }

  private mutating func profile(_ levels: ArraySlice<UInt32>) -> Int {
    scratch.removeAll(keepingCapacity: true)
    for (field, level) in zip(layout.unknownAlias, levels) { scratch.append(field == level ? 0 : level) }
    if lastProfile >= 0, profileLevels[lastProfile] == scratch { return lastProfile }
    if let known = profiles[scratch] {
      lastProfile = known
    } else {
      lastProfile = profileLevels.count
      profiles[scratch] = lastProfile
      profileLevels.append(scratch)
      for grouping in cells.indices { cells[grouping] += Array(repeating: -1, count: bandCount) }
    }
    return lastProfile
  }

  private mutating func cell(_ grouping: Int, _ profile: Int, _ band: Int) -> Int {
    let slot = profile * bandCount + band
    let known = cells[grouping][slot]
    if known >= 0 { return Int(known) }
    let levels = layout.groupings[grouping].map { variable -> UInt32 in
      guard let field = layout.levelOfVariable[variable] else { return UInt32(band) }
      return profileLevels[profile][field]
    }
    let key = CellKey(grouping: grouping, levels: levels)
    let cell: Int32
    if let made = cellOfKey[key] {
      cell = made
    } else {
      cell = Int32(keys.count)
      keys.append(key)
      cellOfKey[key] = cell
      counts += Array(repeating: 0, count: layout.intervalCount * layout.counterCount)
    }
    cells[grouping][slot] = cell
    return Int(cell)
  }
}
