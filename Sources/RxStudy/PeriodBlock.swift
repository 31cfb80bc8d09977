import RxModel

/// The `period` block.
enum PeriodBlock {
  private enum Key {
    static let start = Parameter<Day>(
      name: "start", form: .day, standard: nil, isRequired: true, summary: "the first study day"
    ) { value throws(RxFault) in try value.day() }
    static let end = Parameter<Day>(
      name: "end", form: .either([.day, .choice([data, lastCompleteMonth])]), standard: nil, isRequired: true,
      summary:
        "the last study day; data: that of the last accepted fill; last-complete-month: the last day of the last month that ends by then"
    ) { value throws(RxFault) in try value.day() }
    static let interval = Parameter<IntervalKind>.choice(
      "interval", default: .year, "the intervals that figures are of")
  }

  private static let data = "data"
  private static let lastCompleteMonth = "last-complete-month"

  /// Its keys, in the order in which they are told.
  static let keys: [any StudyKey] = [Key.start, Key.end, Key.interval]

  /// A period for the study whose own is a mistake: nobody runs it.
  static var anyPeriod: StudyPeriod { StudyPeriod(days: DaySpan(Day(0), Day(0)), kind: .year) }

  static func read(_ value: StudyValue) throws(RxFault) -> StudyPeriod {
    let map = try value.map(keys)
    let kind = try map.settled(Key.interval) ?? .year
    let start = try map.noting(Key.start)
    let end: PeriodEnd =
      switch try map[Key.end]?.text() {
      case data: .data
      case lastCompleteMonth: .lastCompleteMonth
      default: .day
      }
    if end != .day {
      return StudyPeriod(days: DaySpan(start ?? Day(0), start ?? Day(0)), kind: kind, end: end)
    }
    let days = try map.noting(Key.end) { value throws(RxFault) -> DaySpan in
      let end = try Key.end.read(value)
      guard let start else { return DaySpan(end, end) }
      guard start <= end else {
        throw value.fault("the period ends on \(end), before it starts on \(start)")
      }
      return DaySpan(start, end)
    }
    return StudyPeriod(days: days ?? anyPeriod.days, kind: kind)
  }
}
