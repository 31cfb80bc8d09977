import RxModel

/// Counts of the persons whose dates of birth and death can't all be right, and of the dates that they share. Secret.
package struct ImpossiblePersons: Sendable {
  /// A way in which the dates contradict each other.
  package enum Kind: CaseIterable, Sendable {
    /// Born after a fill of theirs, or after the study.
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

  package static func + (a: ImpossiblePersons, b: ImpossiblePersons) -> ImpossiblePersons {
    var sum = a
    sum.persons += b.persons
    sum.found.merge(b.found) { $0.merging($1) { $0 + $1 } }
    if a.births.isEmpty {
      (sum.births, sum.deaths) = (b.births, b.deaths)
    } else if !b.births.isEmpty {
      sum.births = zip(a.births, b.births).map { $0 + $1 }
      sum.deaths = zip(a.deaths, b.deaths).map { $0 + $1 }
    }
    return sum
  }
}

extension ImpossiblePersons: Codable {
  private enum Key: CodingKey {
    case persons, found, births, deaths
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init()
    persons = try container.decode(Int.self, forKey: .persons)
    let found = try container.decode([SortedPairs<Int32, Int>].self, forKey: .found)
    for (kind, days) in zip(Kind.allCases, found) where !days.wrappedValue.isEmpty {
      self.found[kind] = Dictionary(uniqueKeysWithValues: days.wrappedValue.map { (Day($0), $1) })
    }
    births = try container.decode(PackedDates.self, forKey: .births).counts
    deaths = try container.decode(PackedDates.self, forKey: .deaths).counts
    guard births.count == deaths.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .births, in: container, debugDescription: "births without deaths")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(persons, forKey: .persons)
    let found = Kind.allCases.map { kind in
      SortedPairs(
        wrappedValue: Dictionary(uniqueKeysWithValues: (self.found[kind] ?? [:]).map { ($0.number, $1) }))
    }
    try container.encode(found, forKey: .found)
    try container.encode(PackedDates(births), forKey: .births)
    try container.encode(PackedDates(deaths), forKey: .deaths)
  }
}

/// Counts by date, coded from the first date that has any to the last.
private struct PackedDates: Codable {
  /// By date, from the first that can be; empty where nothing was counted.
  var counts: [Int32] = []

  private enum Key: CodingKey {
    case isEmpty, first, counts
  }

  init(_ counts: [Int32]) { self.counts = counts }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard !(try container.decode(Bool.self, forKey: .isEmpty)) else { return }
    counts = Array(repeating: 0, count: DateFormat.believedDays.count)
    let first = try container.decode(Int.self, forKey: .first)
    let own = try container.decode(PackedNumbers.self, forKey: .counts).numbers
    guard first >= 0, own.count <= counts.count, first <= counts.count - own.count,
      own.allSatisfy({ Int32(exactly: $0) != nil })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container, debugDescription: "other dates than can be")
    }
    for (place, count) in own.enumerated() { counts[first + place] = Int32(count) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(counts.isEmpty, forKey: .isEmpty)
    guard !counts.isEmpty else { return }
    let first = counts.firstIndex { $0 != 0 } ?? 0
    let end = (counts.lastIndex { $0 != 0 } ?? -1) + 1
    try container.encode(first, forKey: .first)
    try container.encode(PackedNumbers(counts[first..<max(first, end)]), forKey: .counts)
  }
}
