/// A member of the roster: who they are, when they are enrolled, when they die.
struct Member {
  /// A run of enrolled days, both ends included.
  struct Enrolment {
    /// First and last day, in `SampleCalendar` days. What the roster says of the end is another matter.
    var start, end: Int
  }

  /// Day of birth; up to 2022, so that children are born during the study.
  let birth: Int
  /// The sex: 0 woman, 1 man.
  let sex: Int
  /// Index into `MemberRows.races`.
  let race: Int
  /// Index into `MemberRows.regions`.
  let region: Int
  /// One or two runs of enrolled days.
  let enrolments: [Enrolment]
  /// Day of death, within an enrolment.
  let death: Int?
  /// Random bits that decide which of these the roster leaves out, and how it writes the last day.
  let gaps: UInt64

  /// Member number `patient` of the sample with this seed.
  init(seed: UInt64, patient: Int) {
    var random = RandomStream(seed: seed, patient: patient, purpose: .member)
    birth = Self.birth(&random)
    sex = random.chance(0.515) ? 0 : 1
    race = random.pick([58, 75, 87, 93, 100])
    region = random.pick([28, 52, 77, 100])
    let planned = Self.enrolments(from: max(0, birth), &random)
    let death = Self.death(birth: birth, within: planned, &random)
    self.death = death
    enrolments = planned.compactMap { run in
      guard let death else { return run }
      return run.start > death ? nil : Enrolment(start: run.start, end: min(run.end, death))
    }
    gaps = random.next()
  }

  /// The days of calendar year `year` (0 to 3) from the first enrolled one to the last, nil without one.
  func enrolledDays(ofYear year: Int) -> (first: Int, last: Int)? {
    let (yearStart, yearEnd) = (SampleCalendar.yearStarts[year], SampleCalendar.yearStarts[year + 1] - 1)
    var found: (first: Int, last: Int)?
    for run in enrolments where run.start <= yearEnd && run.end >= yearStart {
      let first = found?.first ?? max(run.start, yearStart)
      found = (first, min(run.end, yearEnd))
    }
    return found
  }

  /// True if `day` is an enrolled one.
  func isEnrolled(on day: Int) -> Bool {
    for run in enrolments where day >= run.start && day <= run.end { return true }
    return false
  }

  /// The age band of `Epidemiology` on a day, near enough for rates: years of 365.2425 days.
  func ageBand(on day: Int) -> Int {
    Epidemiology.band(age: (day - birth) * 400 / 146_097)
  }

  private static func birth(_ random: inout RandomStream) -> Int {
    // Ages in years on day 0, from -4 for those born during the study.
    let bounds = [-4, 0, 18, 36, 51, 65, 80, 97]
    let group = random.pick([4, 22, 46, 66, 84, 96, 100])
    let days = random.between(bounds[group] * 146_097 / 400, bounds[group + 1] * 146_097 / 400 - 1)
    return min(-days, SampleCalendar.lastDay)
  }

  private static func enrolments(from start: Int, _ random: inout RandomStream) -> [Enrolment] {
    let end = SampleCalendar.lastDay
    let whole = [Enrolment(start: start, end: end)]
    let kind = random.below(100)
    if kind < 72 || end - start < 400 { return whole }
    let (first, second) = (random.between(start + 30, end - 60), random.between(start + 30, end - 60))
    switch kind {
    case ..<81: return [Enrolment(start: first, end: end)]
    case ..<93: return [Enrolment(start: start, end: first)]
    case ..<96: return [Enrolment(start: min(first, second), end: max(first, second))]
    default:
      let back = first + random.between(21, 240)
      return back > end
        ? [Enrolment(start: start, end: first)]
        : [Enrolment(start: start, end: first), Enrolment(start: back, end: end)]
    }
  }

  private static func death(
    birth: Int, within enrolments: [Enrolment], _ random: inout RandomStream
  ) -> Int? {
    for year in 0..<SampleCalendar.years {
      let start = SampleCalendar.yearStarts[year]
      guard start >= birth else { continue }
      let band = Epidemiology.band(age: (start - birth) * 400 / 146_097)
      guard random.chance(Epidemiology.death[band]) else { continue }
      let day = random.between(start, SampleCalendar.yearStarts[year + 1] - 1)
      for run in enrolments where day >= run.start && day <= run.end { return day }
      return nil
    }
    return nil
  }
}
