/// How many new users have discontinued by a day, where death competes: sums over all days, one after the other.
struct NaiveIncidence {
  /// One day: the hazards of discontinuation and of death among those at risk, who were so many.
  private struct Day {
    var stop: Double
    var die: Double
    var atRisk: Double
  }

  private let durations: [NaiveDuration]

  /// The new users, who have at least one.
  init(_ durations: [NaiveDuration]) { self.durations = durations }

  /// The days 1 to `last` with somebody at risk.
  private func days(to last: Int) -> [Day] {
    (1...last).compactMap { day in
      let atRisk = Double(durations.filter { $0.time >= day }.count)
      if atRisk == 0 { return nil }
      let now = durations.filter { $0.time == day }
      return Day(
        stop: Double(now.filter(\.discontinued).count) / atRisk,
        die: Double(now.filter(\.dead).count) / atRisk,
        atRisk: atRisk)
    }
  }

  /// The share that has discontinued by a day; nil where that can't be known.
  func share(at day: Int) -> Double? {
    let past = durations.filter { $0.time > 0 }
    let last = past.map(\.time).max() ?? 0
    let allEnded = !past.isEmpty && past.filter { $0.time == last }.allSatisfy { $0.discontinued || $0.dead }
    return day <= last || allEnded ? sum(days(to: day)) : nil
  }

  private func sum(_ days: [Day]) -> Double {
    var (going, stopped) = (1.0, 0.0)
    for day in days {
      stopped += going * day.stop
      going *= 1 - day.stop - day.die
    }
    return stopped
  }

  /// The first day by which half have discontinued.
  var median: Int? {
    let last = durations.map(\.time).max() ?? 0
    if last < 1 { return nil }
    // No two shares of so few people are so near and not the same.
    return (1...last).first { sum(days(to: $0)) > 0.5 - 1e-12 }
  }

  /// The variance of the share: how it changes with each hazard, times how these vary, which are shares of those at risk.
  func variance(at day: Int) -> Double {
    let days = days(to: day)
    var (going, before, variance) = (1.0, 0.0, 0.0)
    for place in days.indices {
      let own = days[place]
      before += going * own.stop
      // What comes after shrinks with whoever is gone.
      let stays = 1 - own.stop - own.die
      let after = stays > 1e-12 ? (sum(days) - before) / stays : 0
      let (byStop, byDie) = (going - after, -after)
      variance +=
        (byStop * byStop * own.stop * (1 - own.stop) + byDie * byDie * own.die * (1 - own.die)
          - 2 * byStop * byDie * own.stop * own.die) / own.atRisk
      going *= stays
    }
    return variance
  }
}
