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
    makeRoom()
    switch kind {
    case .birth: Self.add(days, to: &births)
    case .death: Self.add(days, to: &deaths)
    }
  }

  private mutating func makeRoom() {
    guard births.isEmpty else { return }
    births = Array(repeating: 0, count: DateFormat.believedDays.count)
    deaths = births
  }

  private mutating func add(_ persons: Int32, on day: Day, of kind: DateKind) {
    makeRoom()
    let place = Int(day.number - DateFormat.believedDays.lowerBound)
    switch kind {
    case .birth: births[place] += persons
    case .death: deaths[place] += persons
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

  /// By date the persons who have it, of a kind of date.
  private static func byDay(_ counts: [Int32]) -> SortedPairs<Int32, Int32> {
    SortedPairs(
      wrappedValue: Dictionary(
        uniqueKeysWithValues: counts.enumerated().filter { $0.element > 0 }
          .map { (Int32($0.offset) + DateFormat.believedDays.lowerBound, $0.element) }))
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
    for (key, kind) in [(Key.births, DateKind.birth), (.deaths, .death)] {
      for (number, count) in try container.decode(SortedPairs<Int32, Int32>.self, forKey: key).wrappedValue {
        guard DateFormat.believedDays.contains(number) else {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: container, debugDescription: "a date that can't be")
        }
        add(count, on: Day(number), of: kind)
      }
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
    try container.encode(Self.byDay(births), forKey: .births)
    try container.encode(Self.byDay(deaths), forKey: .deaths)
  }
}
