import RxModel

/// Ticks of axes of time.
enum TimeTicks {
  /// The x of a period: its first day, as days since 1970-01-01.
  static func x(_ period: DaySpan) -> Double { Double(period.start.number) }

  /// Ticks at the beginning of years; where fewer than two are on the axis, at the beginning of periods.
  static func periods(_ periods: [DaySpan], _ scale: Scale) -> [Tick] {
    guard let first = periods.first?.start, let last = periods.last?.start else { return [] }
    let years = (first.civil.year...last.civil.year).compactMap { year in
      Day(year: year, month: 1, day: 1).flatMap {
        $0 >= first && $0 <= last ? (year, Double($0.number)) : nil
      }
    }
    guard years.count > 1 else {
      return thinned(periods.map { Tick(value: x($0), label: name($0.start)) }, scale)
    }
    let step = (scale.place(years[1].1) - scale.place(years[0].1))
    let every =
      [1, 2, 5, 10, 20, 50, 100].first { Double($0) * step >= ChartText.width("2000") + 10 } ?? 1000
    return years.map { year, day in
      Tick(value: day, label: (year - years[0].0) % every == 0 ? String(year) : "")
    }
  }

  private static func name(_ day: Day) -> String {
    day.civil.day == 1 ? Words.period(DaySpan(day, endOfMonth(day))) : Words.date(day)
  }

  private static func endOfMonth(_ day: Day) -> Day {
    day + (Day.length(ofMonth: day.civil.month, year: day.civil.year) - 1)
  }

  /// Ticks at round numbers of days from 0 to `last`.
  static func days(to last: Int, _ scale: Scale) -> [Tick] {
    let width = abs(scale.to - scale.from)
    let room = ChartText.width(grouped(last)) + 14
    let step = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825].first {
      Double(last) / Double($0) * room <= width
    }
    return stride(from: 0, through: last, by: step ?? max(1, last)).map {
      Tick(value: Double($0), label: grouped($0))
    }
  }

  /// `ticks` with every label, every second, and so on, as far as they stand apart; those at the ends can be moved
  /// inwards by as much as they would stand out.
  private static func thinned(_ ticks: [Tick], _ scale: Scale) -> [Tick] {
    let widest = ticks.map { ChartText.width($0.label) }.max() ?? 0
    let needed = widest + 10 + 2 * max(0, widest / 2 - 15)
    let places = ticks.map { scale.place($0.value) }
    let step = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? needed
    let every = step > 0 ? max(1, Int((needed / step).rounded(.up))) : max(1, ticks.count)
    return ticks.enumerated().map { place, tick in
      Tick(value: tick.value, label: place % every == 0 ? tick.label : "")
    }
  }
}
