/// Use of one class of drugs in one calendar year.
enum YearlyUse {
  /// None, a fill or a few (less than 120 days), or a treatment that runs for months.
  case none, short, long
}

/// A run of days under treatment, both ends included.
struct Spell {
  /// First and last day.
  let start, end: Int
}

/// A random plan of a patient's use in each year, drawn so that every year has the class's prevalence and the
/// same people come back: treatments go on with probability `stay`, and short-term users return three times
/// as often as others start.
struct TreatmentPlan {
  /// Use by calendar year.
  private(set) var uses: [YearlyUse] = Array(repeating: .none, count: SampleCalendar.years)
  /// The long-term treatments, in order of time.
  private(set) var spells: [Spell] = []

  /// A plan for the years in which the patient is enrolled. `any` gives the probability of any use in a year,
  /// from year and age band.
  init(
    _ rates: Epidemiology.Rates, member: Member, years: [(first: Int, last: Int)?],
    random: inout RandomStream, any: (_ year: Int, _ band: Int) -> Double
  ) {
    var before: (use: YearlyUse, long: Double)?
    for year in 0..<SampleCalendar.years {
      guard let enrolled = years[year] else {
        before = nil
        continue
      }
      let band = member.ageBand(on: enrolled.first)
      let probability = any(year, band)
      let long = probability * rates.long[band]
      if random.chance(Self.longNow(long, after: before, stay: rates.stay)) {
        uses[year] = .long
      } else if random.chance(Self.shortNow((probability - long) / (1 - long), after: before?.use)) {
        uses[year] = .short
      }
      before = (uses[year], long)
    }
    spells = Self.spells(uses, stay: rates.stay, years: years, &random)
  }

  private static func longNow(
    _ share: Double, after before: (use: YearlyUse, long: Double)?, stay: Double
  ) -> Double {
    guard let before else { return share }
    return before.use == .long ? stay : (share - stay * before.long) / (1 - before.long)
  }

  private static func shortNow(_ share: Double, after before: YearlyUse?) -> Double {
    guard let before else { return share }
    let again = min(0.6, 3 * share)
    return before == .short ? again : (share - share * again) / (1 - share)
  }

  /// Joins the years of long use and draws where in them treatment starts and ends: early and late enough for
  /// 120 days of supply in each of these years.
  private static func spells(
    _ uses: [YearlyUse], stay: Double, years: [(first: Int, last: Int)?], _ random: inout RandomStream
  ) -> [Spell] {
    var spells: [Spell] = []
    var year = 0
    while year < uses.count {
      guard uses[year] == .long, let opening = years[year] else {
        year += 1
        continue
      }
      var last = year
      while last + 1 < uses.count, uses[last + 1] == .long { last += 1 }
      let closing = years[last] ?? opening
      let start =
        year == 0 && random.chance(stay)
        ? opening.first + random.below(30) : random.between(opening.first, opening.last - 175)
      let earliestEnd = last == year ? start + 150 : closing.first + 145
      let end =
        last == uses.count - 1 && random.chance(stay)
        ? closing.last : random.between(min(earliestEnd, closing.last), closing.last)
      spells.append(Spell(start: start, end: end))
      year = last + 1
    }
    return spells
  }
}
