import RxStatistics
import Testing

/// The cumulative incidence of one event with which another competes.
@Suite struct AalenJohansenTests {
  /// A time of one person.
  private enum End { case event, competing, censored }

  private static func times(_ days: [Int], _ ends: [End]) -> [CompetingTime] {
    zip(days, ends).map { day, end in
      CompetingTime(
        days: day, events: end == .event ? 1 : 0, competing: end == .competing ? 1 : 0,
        censored: end == .censored ? 1 : 0)
    }
  }

  /// Fifteen persons, of whom no two have the same time.
  private static let apart = times(
    [5, 12, 20, 31, 44, 45, 60, 72, 90, 101, 130, 150, 180, 200, 250],
    [
      .event, .competing, .event, .censored, .event, .event, .competing, .censored, .event, .competing,
      .event,
      .censored, .event, .competing, .censored,
    ])

  /// Twenty persons, many of whom share a time with those who end otherwise.
  private static let tied = times(
    [7, 7, 7, 7, 10, 10, 10, 14, 14, 20, 20, 20, 25, 30, 30, 30, 30, 41, 41, 50],
    [
      .event, .event, .competing, .censored, .event, .competing, .censored, .competing, .competing, .event,
      .event, .censored, .censored, .event, .competing, .competing, .censored, .event, .censored, .censored,
    ])

  /// lifelines 0.30.3, `AalenJohansenFitter(calculate_variance=True)`; the shares also statsmodels 0.15.0,
  /// `CumIncidenceRight`.
  @Test(
    arguments: [
      (5, 0.06666666666666667, 0.004300363449375636, 0.26032196307214517),
      (12, 0.06666666666666667, 0.004300363449375636, 0.26032196307214517),
      (20, 0.13333333333333333, 0.02187320945194147, 0.3457322109524664),
      (44, 0.20606060606060606, 0.0499575288081066, 0.43489752609727333),
      (90, 0.3619047619047619, 0.12987364427451847, 0.6028513633189511),
      (130, 0.445021645021645, 0.18110693978528875, 0.6813801407023631),
      (180, 0.5558441558441558, 0.24455068313428727, 0.7827926916367438),
      (250, 0.5558441558441558, 0.2445506831342867, 0.782792691636744),
    ] as [(Int, Double, Double, Double)])
  func apart(day: Int, share: Double, lower: Double, upper: Double) throws {
    let incidence = try #require(AalenJohansen(Self.apart).incidence(at: day))
    #expect(isClose(incidence.share, share, relative: 1e-13))
    #expect(isClose(try #require(incidence.limits), lower, upper))
  }

  /// scikit-survival 0.28.0, `cumulative_incidence_competing_risks` with the variance `Dinse_Approx` and log-log limits,
  /// since lifelines moves times that are the same apart; the shares also statsmodels 0.15.0, `CumIncidenceRight`.
  @Test(
    arguments: [
      (7, 0.1, 0.016980788800678954, 0.2722962741631682),
      (10, 0.153125, 0.03795389298388841, 0.3408267327949489),
      (14, 0.153125, 0.03795389298388841, 0.3408267327949489),
      (20, 0.2675480769230769, 0.09661037235710851, 0.47530143895888033),
      (30, 0.3411057692307692, 0.13596112529396562, 0.5600355868520793),
      (41, 0.43918269230769225, 0.18751123601840602, 0.6673238958756131),
      (50, 0.43918269230769225, 0.18751123601840602, 0.6673238958756131),
    ] as [(Int, Double, Double, Double)])
  func tied(day: Int, share: Double, lower: Double, upper: Double) throws {
    let incidence = try #require(AalenJohansen(Self.tied).incidence(at: day))
    #expect(isClose(incidence.share, share, relative: 1e-13))
    #expect(isClose(try #require(incidence.limits), lower, upper))
  }

  @Test func elsewhere() throws {
    let estimate = AalenJohansen(Self.apart)
    for day in [-1, 0, 4] {
      let incidence = try #require(estimate.incidence(at: day))
      #expect(incidence.share == 0 && incidence.limits == nil)
    }
    #expect(estimate.incidence(at: 251) == nil)
    #expect(estimate.medianDays == 180)
    #expect(AalenJohansen(Self.tied).medianDays == nil)
  }

  /// Without a competing event it is 1 less Kaplan and Meier's S, and the variance Greenwood's.
  @Test func alone() throws {
    let days = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    let survival = KaplanMeier(
      days.map { SurvivalTime(days: $0, events: 1, censored: 0) }
        + censored.map { SurvivalTime(days: $0, events: 0, censored: 1) })
    let incidence = AalenJohansen(
      days.map { CompetingTime(days: $0, events: 1, competing: 0, censored: 0) }
        + censored.map { CompetingTime(days: $0, events: 0, competing: 0, censored: 1) })
    #expect(incidence.medianDays == survival.medianDays)
    for day in 0...35 {
      let share = try #require(incidence.incidence(at: day)).share
      #expect(isClose(1 - share, try #require(survival.survival(at: day)).share, relative: 1e-13))
    }
    #expect(incidence.incidence(at: 36) == nil)
  }

  /// Once everyone has had an event nothing changes any more; all of interest is exactly 1.
  @Test func everyone() throws {
    let both = AalenJohansen(Self.times([3, 5, 5, 9], [.event, .competing, .event, .competing]))
    let late = try #require(both.incidence(at: 1000))
    #expect(late.share == 0.5 && late.limits != nil && both.medianDays == 5)
    // 1 - (1/3)(2/7)... leaves a rounding; it is 1 all the same.
    let ends = AalenJohansen([
      CompetingTime(days: 1, events: 2, competing: 0, censored: 1),
      CompetingTime(days: 2, events: 3, competing: 0, censored: 1),
      CompetingTime(days: 3, events: 7, competing: 0, censored: 0),
    ])
    let all = try #require(ends.incidence(at: 3))
    #expect(all.share == 1 && all.limits == nil)
    let none = try #require(AalenJohansen(Self.times([4, 6], [.competing, .competing])).incidence(at: 9))
    #expect(none.share == 0 && none.limits == nil)
  }

  /// Exactly one half in thirds and sevenths, which doubles miss.
  @Test func halves() {
    // 1/3 of three, then 1/4 of what is left of the rest: 1/3 + 2/3 x 1/4 = 1/2.
    let exact = AalenJohansen([
      CompetingTime(days: 10, events: 3, competing: 0, censored: 2),
      CompetingTime(days: 20, events: 1, competing: 0, censored: 3),
    ])
    #expect(exact.medianDays == 20)
    let below = AalenJohansen([
      CompetingTime(days: 10, events: 49_999_999, competing: 1, censored: 50_000_000)
    ])
    #expect(below.medianDays == nil)
  }

  @Test func orderAndSplitTimesDoNotMatter() throws {
    let plain = AalenJohansen(Self.tied)
    let joined = [
      CompetingTime(days: 7, events: 2, competing: 1, censored: 1),
      CompetingTime(days: 99, events: 0, competing: 0, censored: 0),
    ]
    for times in [Self.tied.reversed(), joined + Self.tied.filter { $0.days != 7 }.reversed()] {
      let estimate = AalenJohansen(times)
      for day in 0...51 {
        let (one, other) = (estimate.incidence(at: day), plain.incidence(at: day))
        #expect(one?.share == other?.share && one?.limits == other?.limits)
      }
    }
  }

  @Test func nobody() {
    let none = CompetingTime(days: 5, events: 0, competing: 0, censored: 0)
    for times in [[], [none]] {
      let estimate = AalenJohansen(times)
      #expect(estimate.incidence(at: 0) == nil && estimate.medianDays == nil)
    }
  }
}
