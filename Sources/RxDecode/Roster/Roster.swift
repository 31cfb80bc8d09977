import CSVStream
import RxCounts
import RxModel

/// Everyone that files about patients tell of, shard by shard.
package struct Roster: Sendable {
  /// Marks a patient without a birth date.
  package static let noBirth = Day(.min)
  /// Marks a patient without a date of death.
  package static let noDeath = Day(.max)
  /// Marks an observation period without a start: the data's first fill, or the study's start if earlier.
  package static let openStart = Day(.min)
  /// Marks a patient who is in a list without a date.
  package static let always = Roster.openStart
  /// Marks a patient who is not in a list.
  package static let never = Day(.max)
  /// Marks an observation period without an end: the study's last day.
  package static let openEnd = Day(.max)

  /// The patients of one shard.
  package struct Shard: Sendable {
    /// Their identifiers.
    package private(set) var ids = KeyTable()
    /// By patient, true where in the roster, and not only in a file of periods or deaths.
    package private(set) var isMember: [Bool] = []
    /// The number of patients in the roster.
    package private(set) var memberCount = 0
    package private(set) var births: [Day] = []
    package private(set) var deaths: [Day] = []
    /// Level numbers by patient, then field; 0 is none.
    package private(set) var levels: [UInt32] = []
    /// Observation periods as they came.
    package private(set) var periods: [(patient: UInt32, span: DaySpan)] = []
    /// By patient, the first date in the list of those who are included, and of those who are excluded; who is not that
    /// far in them is not listed.
    private var listedFrom: [InputKind: [Day]] = [:]
    /// The rows of roster files, where there are several: whose, and in which file.
    package private(set) var memberRows: [(patient: UInt32, file: UInt32)] = []
    /// By file of another kind, the rows of patients who are not in the roster, by patient; without a roster, of a list
    /// those of all.
    package private(set) var patientsNotInRoster: [InputPlace: [Int32: Int]] = [:]

    /// The number of the patient called `key`, who need not have been told of.
    package mutating func patient(_ key: ArraySlice<UInt8>, levelCount: Int) -> Int {
      let patient = ids.intern(key)
      addMissing(levelCount)
      return patient
    }

    /// Makes the patient one of the roster.
    package mutating func join(_ patient: Int) {
      if !isMember[patient] { memberCount += 1 }
      isMember[patient] = true
    }

    /// The earliest date of the patient in a list, `Roster.always` where one has none; `Roster.never` where not listed.
    package func listed(_ patient: Int, in list: InputKind) -> Day {
      guard let days = listedFrom[list], patient < days.count else { return Roster.never }
      return days[patient]
    }

    fileprivate mutating func reserve(_ count: Int, _ levelCount: Int, periods: Bool, rows: Bool) {
      ids.reserve(count)
      isMember.reserveCapacity(count)
      births.reserveCapacity(count)
      deaths.reserveCapacity(count)
      levels.reserveCapacity(count * levelCount)
      if periods { self.periods.reserveCapacity(count) }
      if rows { memberRows.reserveCapacity(count) }
    }

    private mutating func addMissing(_ levelCount: Int) {
      let missing = ids.count - isMember.count
      guard missing > 0 else { return }
      isMember += repeatElement(false, count: missing)
      births += repeatElement(Roster.noBirth, count: missing)
      deaths += repeatElement(Roster.noDeath, count: missing)
      levels += repeatElement(0, count: missing * levelCount)
    }

    /// Applies rows of this shard that come back from the disk.
    mutating func apply(
      _ spilled: Spill.Rows<PatientRows.Row>, _ kind: InputKind, of layout: PatientLayout, in roster: Roster
    ) {
      var block = PatientRows(bytes: spilled.bytes)
      block.keys = spilled.keys
      block.rows = spilled.rows
      for place in block.rows.indices { block.rows[place].place = Int32(truncatingIfNeeded: place) }
      let extraCount = spilled.extras.count / max(spilled.rows.count, 1)
      // The last is the file.
      var columns = (0..<extraCount).map { column in
        stride(from: column, to: spilled.extras.count, by: extraCount).map { spilled.extras[$0] }
      }
      let files = columns.popLast() ?? []
      block.levels = columns
      var numbers: [Int32] = []
      var first = 0
      while first < files.count {
        let next = files[first...].firstIndex { $0 != files[first] } ?? files.count
        block.file = Int(files[first])
        apply(block, first..<next, kind, of: layout, in: roster, numbers: &numbers)
        first = next
      }
    }

    /// Applies a block's rows at `range`, which are of this shard.
    fileprivate mutating func apply(
      _ block: PatientRows, _ range: Range<Int>, _ kind: InputKind, of layout: PatientLayout,
      in roster: Roster,
      numbers: inout [Int32]
    ) {
      let levelCount = roster.levelCount
      ids.intern(block.keys.span.extracting(range), in: block.bytes, into: &numbers)
      addMissing(levelCount)
      let tellsPeriods = layout.start != nil || layout.end != nil
      if layout.isList { list(numbers, kind) { block.rows[range.lowerBound &+ $0].period.start } }
      let keepsRows = roster.keepsMemberRows && layout.makesMembers
      if layout.makesMembers { for number in numbers { join(Int(number)) } }
      if keepsRows {
        memberRows += numbers.map { (UInt32($0), UInt32(truncatingIfNeeded: block.file)) }
      }
      let (rows, first) = (block.rows, range.lowerBound)
      if layout.birth != nil {
        Self.put(&births, numbers, lacking: Roster.noBirth) { rows[first &+ $0].birth }
      }
      if layout.death != nil {
        Self.put(&deaths, numbers, lacking: Roster.noDeath) { rows[first &+ $0].death }
      }
      for (field, own) in block.levels.enumerated() {
        Self.put(&levels, numbers, step: levelCount, from: field, lacking: 0) {
          own[Int(rows[first &+ $0].place)]
        }
      }
      if tellsPeriods {
        for (index, number) in zip(range, numbers) { periods.append((UInt32(number), rows[index].period)) }
      }
      // The roster is read first, so that its patients are known.
      guard roster.hasRoster || layout.isList, !layout.makesMembers else { return }
      let others = zip(range, numbers).filter { !isMember[Int($1)] }
      guard !others.isEmpty else { return }
      let place = InputPlace(kind, block.file)
      for (_, number) in others { patientsNotInRoster[place, default: [:]][number, default: 0] += 1 }
    }

    /// Lists patients from the dates of their rows on, or an earlier one.
    private mutating func list(_ patients: [Int32], _ list: InputKind, _ date: (_ row: Int) -> Day) {
      var days = listedFrom.removeValue(forKey: list) ?? []
      days += repeatElement(Roster.never, count: ids.count - days.count)
      for (row, patient) in patients.enumerated() { days[Int(patient)] = min(days[Int(patient)], date(row)) }
      listedFrom[list] = days
    }

    /// Gives patients that lack a value that of their row; `values` has `step` of each patient.
    @inline(__always)
    private static func put<Value: Equatable>(
      _ values: inout [Value], _ patients: [Int32], step: Int = 1, from offset: Int = 0, lacking: Value,
      _ value: (_ row: Int) -> Value
    ) {
      var values = values.mutableSpan
      for (row, patient) in patients.enumerated() {
        let place = Int(patient) &* step &+ offset
        if values[place] == lacking { values[place] = value(row) }
      }
    }
  }

  /// The number of level fields of a patient: sex if mapped, and the attributes.
  package let levelCount: Int
  /// True where observation periods were told, so that a patient without one is never observed.
  package let hasPeriods: Bool
  /// True where there is a roster, so that a patient who is not in it does not count.
  package let hasRoster: Bool
  /// True where the rows of roster files are kept: there are several.
  let keepsMemberRows: Bool
  package internal(set) var shards = [Shard](repeating: Shard(), count: shardCount)
  private var numbers: [Int32] = []

  /// Nobody yet.
  init(levelCount: Int, hasPeriods: Bool, hasRoster: Bool, keepsMemberRows: Bool = false) {
    self.levelCount = levelCount
    self.keepsMemberRows = keepsMemberRows
    self.hasPeriods = hasPeriods
    self.hasRoster = hasRoster
  }

  /// Makes room for about `rows` rows, of as many patients.
  mutating func reserve(rows: Int, of layout: PatientLayout) {
    let tellsPeriods = layout.start != nil || layout.end != nil
    for shard in shards.indices {
      let count = shards[shard].ids.count + rows / shardCount
      // A shard has not just as many as the next.
      shards[shard].reserve(count + count / 32 + 64, levelCount, periods: tellsPeriods, rows: keepsMemberRows)
    }
  }

  /// Applies a block's rows, which are of `kind`: of a patient's values the first that is not empty counts.
  mutating func apply(_ block: PatientRows, _ kind: InputKind, of layout: PatientLayout) {
    // What is worked on is moved out, so that its memory is known to be nobody else's.
    var shards: [Shard] = []
    swap(&shards, &self.shards)
    var numbers: [Int32] = []
    swap(&numbers, &self.numbers)
    for shard in 0..<shardCount where !block.order.range(shard).isEmpty {
      shards[shard].apply(block, block.order.range(shard), kind, of: layout, in: self, numbers: &numbers)
    }
    swap(&shards, &self.shards)
    swap(&numbers, &self.numbers)
  }
}

extension Roster.Shard {
  /// Some of the patients, numbered anew.
  /// - Parameters:
  ///   - numbers: their numbers here, each once.
  ///   - levelCount: the level fields of each.
  /// - Returns: all that is told of them, and of nobody else.
  func subset(of numbers: [Int32], levelCount: Int) -> Roster.Shard {
    var result = Roster.Shard()
    var newNumbers: [Int32: UInt32] = [:]
    newNumbers.reserveCapacity(numbers.count)
    for number in numbers {
      let old = Int(number)
      let new = result.patient(ids.bytes[ids.range(old)], levelCount: levelCount)
      newNumbers[number] = UInt32(new)
      if isMember[old] { result.join(new) }
      result.births[new] = births[old]
      result.deaths[new] = deaths[old]
      for field in 0..<levelCount {
        result.levels[new * levelCount + field] = levels[old * levelCount + field]
      }
    }
    for (list, days) in listedFrom {
      result.listedFrom[list] = numbers.map { Int($0) < days.count ? days[Int($0)] : Roster.never }
    }
    let isAsked = isAsked(newNumbers)
    for (patient, span) in periods where isAsked[Int(patient)] {
      if let new = newNumbers[Int32(bitPattern: patient)] { result.periods.append((new, span)) }
    }
    for (patient, file) in memberRows where isAsked[Int(patient)] {
      if let new = newNumbers[Int32(bitPattern: patient)] { result.memberRows.append((new, file)) }
    }
    for (place, rows) in patientsNotInRoster {
      var own: [Int32: Int] = [:]
      for (patient, count) in rows {
        if let new = newNumbers[patient] { own[Int32(bitPattern: new)] = count }
      }
      if !own.isEmpty { result.patientsNotInRoster[place] = own }
    }
    return result
  }

  /// By patient, true for those that have a new number: the others are many, and are passed over without hashing.
  private func isAsked(_ newNumbers: [Int32: UInt32]) -> [Bool] {
    var isAsked = [Bool](repeating: false, count: ids.count)
    for number in newNumbers.keys { isAsked[Int(number)] = true }
    return isAsked
  }

  /// Puts the shard as it lies in memory behind what `numbers` has.
  func store(in numbers: inout RawNumbers) {
    ids.store(in: &numbers)
    numbers.add(isMember)
    numbers.add([memberCount])
    numbers.add(births)
    numbers.add(deaths)
    numbers.add(levels)
    numbers.add(
      periods.map { SIMD4(Int32(bitPattern: $0.patient), $0.span.start.number, $0.span.end.number, 0) })
    numbers.add(memberRows.map { SIMD2($0.patient, $0.file) })
    for kind in InputKind.allCases { numbers.add(listedFrom[kind] ?? []) }
    let others = patientsNotInRoster.flatMap { place, rows in
      rows.map { patient, count in
        SIMD4(Int(InputKind.allCases.firstIndex(of: place.kind) ?? 0), place.file, Int(patient), count)
      }
    }
    numbers.add(others)
  }

  /// The shard that `store` has put there.
  /// - Throws: `RawNumbersReader.Fault` where there is none.
  init(from numbers: inout RawNumbersReader, levelCount: Int) throws(RawNumbersReader.Fault) {
    ids = try KeyTable(from: &numbers)
    isMember = try numbers.next()
    memberCount = try numbers.nextCount()
    births = try numbers.next()
    deaths = try numbers.next()
    levels = try numbers.next()
    periods = try numbers.next(SIMD4<Int32>.self).map {
      (UInt32(bitPattern: $0[0]), DaySpan(Day($0[1]), Day($0[2])))
    }
    memberRows = try numbers.next(SIMD2<UInt32>.self).map { ($0[0], $0[1]) }
    for kind in InputKind.allCases {
      let days = try numbers.next(Day.self)
      if !days.isEmpty { listedFrom[kind] = days }
    }
    for row in try numbers.next(SIMD4<Int>.self) {
      guard InputKind.allCases.indices.contains(row[0]) else { throw RawNumbersReader.Fault() }
      patientsNotInRoster[InputPlace(InputKind.allCases[row[0]], row[1]), default: [:]][
        Int32(truncatingIfNeeded: row[2])] = row[3]
    }
    let count = ids.count
    guard isMember.count == count, births.count == count, deaths.count == count,
      levels.count == count * levelCount,
      periods.allSatisfy({ $0.patient < count }), memberRows.allSatisfy({ $0.patient < count })
    else { throw RawNumbersReader.Fault() }
  }
}

/// A file of a study's input.
package struct InputPlace: Hashable, Comparable, Sendable {
  /// Its kind.
  package let kind: InputKind
  /// Its place among the files of that kind.
  package let file: Int

  /// The file of `kind` at this place.
  package init(_ kind: InputKind, _ file: Int) { (self.kind, self.file) = (kind, file) }

  package static func < (a: InputPlace, b: InputPlace) -> Bool { (a.kind, a.file) < (b.kind, b.file) }
}

extension InputPlace: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(kind)
    bytes.add(file)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    kind = try bytes.next()
    file = try bytes.next()
  }
}

/// The identifiers of one shard's patients for those who look them up: an object, since to hand one over is then one
/// reference count and not one for each of its arrays.
final class PatientIndex: Sendable {
  /// The identifiers.
  let ids: KeyTable

  /// An index of the patients of `shard`.
  init(_ shard: Roster.Shard) { ids = shard.ids }
}
