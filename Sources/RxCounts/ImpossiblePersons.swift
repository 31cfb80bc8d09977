import RxModel

/// Counts of the persons whose dates of birth and death can't all be right, and of the dates that they share. Secret.
package struct ImpossiblePersons: Sendable {
  /// A way in which the dates contradict each other.
  package enum Kind: CaseIterable, Sendable {
    /// Born after a fill of theirs, or after both the study and the last fill of anybody.
    case bornAfterFill
    /// Dead before they were born.
    case deadBeforeBirth
    /// Dead more than a year before a fill of theirs.
    case deadBeforeFill
    /// Older than 120 at the end of the study or at their death.
    case tooOld
  }

  /// A kind of date.
  package enum DateKind: CaseIterable, Sendable {
    case birth, death
  }

  /// Persons looked at.
  package var persons = 0
  /// By kind, the persons by the date at fault.
  package private(set) var found: [Kind: [Day: Int]] = [:]
  // From the first day that a date can be, the persons who have it.
  private var births: [Int32] = []
  private var deaths: [Int32] = []

  /// Nobody looked at.
  package init() {}

  /// Counts a person whose date `day` is at fault.
  package mutating func add(_ kind: Kind, _ day: Day) { found[kind, default: [:]][day, default: 0] += 1 }

  /// Counts dates, one a person; those of many persons at once, since the counts are far apart in memory.
  package mutating func addDates(_ days: [Day], of kind: DateKind) {
    guard !days.isEmpty else { return }
    if births.isEmpty {
      births = Array(repeating: 0, count: DateFormat.believedDays.count)
      deaths = births
    }
    switch kind {
    case .birth: Self.add(days, to: &births)
    case .death: Self.add(days, to: &deaths)
    }
  }

  private static func add(_ days: [Day], to counts: inout [Int32]) {
    var counts = counts.mutableSpan
    for day in days where DateFormat.believedDays.contains(day.number) {
      counts[Int(day.number - DateFormat.believedDays.lowerBound)] += 1
    }
  }

  /// The persons of a kind, with the date that most of them have.
  package func count(_ kind: Kind) -> (persons: Int, commonest: Day?, ofCommonest: Int) {
    let days = found[kind] ?? [:]
    let commonest = days.max { ($0.value, -$0.key.number) < ($1.value, -$1.key.number) }
    return (days.values.reduce(0, +), commonest?.key, commonest?.value ?? 0)
  }

  /// The dates that at least `persons` persons have, with their number, the most frequent first.
  package func shared(_ kind: DateKind, by persons: Int) -> [(day: Day, persons: Int)] {
    (kind == .birth ? births : deaths).enumerated().filter { $0.element >= persons }
      .map { (Day(Int32($0.offset) + DateFormat.believedDays.lowerBound), Int($0.element)) }
      .sorted { ($1.persons, $0.day) < ($0.persons, $1.day) }
  }
}

extension ImpossiblePersons: PatientSum {
  package mutating func add(_ other: ImpossiblePersons, times: Int) {
    persons += other.persons * times
    for (kind, days) in other.found {
      found[kind, default: [:]].add(days, times: times)
      if found[kind]?.isEmpty == true { found[kind] = nil }
    }
    guard !other.births.isEmpty else { return }
    if births.isEmpty {
      births = Array(repeating: 0, count: other.births.count)
      deaths = births
    }
    for place in births.indices {
      births[place] += other.births[place] * Int32(times)
      deaths[place] += other.deaths[place] * Int32(times)
    }
  }
}

extension ImpossiblePersons: Storable {
  package func store(in bytes: inout StoredBytes) {
    bytes.add(persons)
    bytes.add(Kind.allCases.map { found[$0] ?? [:] })
    Self.store(births, in: &bytes)
    Self.store(deaths, in: &bytes)
  }

  package init(from bytes: inout StoredReader) throws(StoredFault) {
    persons = try bytes.next()
    let days: [[Day: Int]] = try bytes.next()
    guard days.count == Kind.allCases.count else { throw bytes.fault("other kinds of impossible dates") }
    for (kind, days) in zip(Kind.allCases, days) where !days.isEmpty { found[kind] = days }
    births = try Self.dates(&bytes)
    deaths = try Self.dates(&bytes)
    guard births.isEmpty == deaths.isEmpty else {
      throw bytes.fault("dates of birth without dates of death, or the reverse")
    }
  }

  /// Counts by date from the first that has any to the last, and where that is; nothing of no counts.
  private static func store(_ counts: [Int32], in bytes: inout StoredBytes) {
    bytes.add(counts.isEmpty)
    guard !counts.isEmpty else { return }
    let first = counts.firstIndex { $0 != 0 } ?? 0
    let end = max(first, (counts.lastIndex { $0 != 0 } ?? -1) + 1)
    bytes.add(first)
    bytes.add(PackedNumbers(counts[first..<end].map(Int64.init)))
  }

  private static func dates(_ bytes: inout StoredReader) throws(StoredFault) -> [Int32] {
    guard !(try Bool(from: &bytes)) else { return [] }
    let first: Int = try bytes.next()
    let numbers = try PackedNumbers(from: &bytes).numbers
    let own = numbers.compactMap { Int32(exactly: $0) }
    var counts = [Int32](repeating: 0, count: DateFormat.believedDays.count)
    guard first >= 0, own.count == numbers.count, own.count <= counts.count,
      first <= counts.count - own.count, own.isEmpty ? first == 0 : own.first != 0 && own.last != 0,
      own.allSatisfy({ $0 >= 0 })
    else { throw bytes.fault("other dates than can be") }
    counts.replaceSubrange(first..<(first + own.count), with: own)
    return counts
  }
}
