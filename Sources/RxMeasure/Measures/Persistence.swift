import RxCounts
import RxModel

extension PersistenceSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Persistence(self, try builder.drugs(drugs), &builder.registry)
  }
}

/// The persistence of new users: Kaplan-Meier shares at given days, and the median; or the incidence of discontinuation
/// with which death competes.
///
/// The era that holds the first new use t0 of an interval ends with its last covered day e; c is the last day of the
/// observed run of t0. Discontinued where e + gap < c, after e - t0 + 1 days. Else, where death competes and c is its day,
/// dead after min(e, c) - t0 + 1 days. Else censored on the last day on which a discontinuation could have been seen, after
/// c - gap - t0 days; without such a day a new user is never at risk.
final class Persistence: Measure {
  let figures: [FigureDefinition]
  /// A counter of new users, and which of them it counts.
  private typealias OwnCounter = (kind: PersistenceQuantity.Kind, counter: Int)
  private struct Series: Sendable {
    let drugSet: Int
    let series: Int
    let newUsers: Int
    let counters: [OwnCounter]
  }

  private let series: [Series]
  private let spec: PersistenceSpec

  init(_ spec: PersistenceSpec, _ drugs: [MeasuredDrug], _ registry: inout CounterRegistry) {
    self.spec = spec
    var series: [Series] = []
    var figures: [FigureDefinition] = []
    for drug in drugs {
      let meanings = PersistenceMeanings(spec, drug)
      let number = registry.addSeries()
      var counters: [OwnCounter] = []
      var at: [(day: Int, counted: Int, others: [Int])] = []
      for day in spec.at {
        let own = meanings.counters(at: day, &registry)
        counters += [own.counted] + own.others
        at.append((day, own.counted.counter, own.others.map(\.counter)))
      }
      meanings.relate(&registry)
      let newUsers = registry.persons(meanings.new, within: [ExposureQuantity.users.of(drug.key)])
      let discontinued = registry.persons(meanings.of(.discontinued), within: [meanings.new])
      counters.append((.discontinued, discontinued))
      series.append(Series(drugSet: drug.drugSet, series: number, newUsers: newUsers, counters: counters))
      let names = Self.names(spec.death)
      figures += at.map { at in
        var figure = FigureDefinition(
          measure: names.share, definition: "at=\(at.day)/gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(at.counted), denominator: .count(newUsers), denominatorUnit: "new_users",
          estimate: .percent, limits: .none,
          derivation: spec.death == .competing
            ? .incidence(series: number, day: at.day) : .survival(series: number, day: at.day))
        figure.alsoReveals = at.others
        return figure
      }
      figures.append(
        FigureDefinition(
          measure: names.median, definition: "gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(discontinued), denominator: .count(newUsers), denominatorUnit: "new_users",
          estimate: .days, limits: .none,
          derivation: spec.death == .competing ? .incidenceMedian(series: number) : .median(series: number)))
    }
    self.series = series
    self.figures = figures
  }

  /// The names of its rows.
  private static func names(_ death: DeathRule) -> (share: String, median: String) {
    switch death {
    case .censor: ("persistence", "persistence_median")
    case .competing: ("discontinuation", "discontinuation_median")
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for own in series {
      let drugSet = own.drugSet
      person.forEachNewUser(of: drugSet, washoutDays: spec.washoutDays) { person, interval, start in
        var end = start
        person.forEachEra(of: drugSet, gapDays: spec.gapDays) { era in
          if era.contains(start) { end = era.end }
        }
        let time = time(from: start, to: end, person)
        cells.add(1, to: own.newUsers, in: interval)
        if time.days > 0 { cells.add(time: time.days, time.end, to: own.series, in: interval) }
        for (kind, counter) in own.counters where kind.counts(time) {
          cells.add(1, to: counter, in: interval)
        }
      }
    }
  }

  /// The time, in days, of a new user whose era lasts until `end`.
  private func time(from start: Day, to end: Day, _ person: PersonHistory) -> NewUserTime {
    let last = person.observed.first { $0.contains(start) }?.end ?? start
    if end + spec.gapDays < last { return (end - start + 1, .event) }
    if spec.death == .competing, last == person.death { return (min(end, last) - start + 1, .competing) }
    return (last - spec.gapDays - start, .censored)
  }
}

/// How long a new user goes on, in days, and how that ends; 0 or less where nothing could have been seen.
private typealias NewUserTime = (days: Int, end: TimeEnd)

/// What is counted of the new users of one drug class, and what holds between it.
private struct PersistenceMeanings {
  let new: CounterMeaning
  private let spec: PersistenceSpec
  private let key: Int

  /// What `spec` asks to be counted of `drug`.
  init(_ spec: PersistenceSpec, _ drug: MeasuredDrug) {
    self.spec = spec
    key = drug.key
    new = NewUseQuantity.newUsers(washoutDays: spec.washoutDays).of(drug.key)
  }

  func of(_ kind: PersistenceQuantity.Kind) -> CounterMeaning {
    PersistenceQuantity(kind, washoutDays: spec.washoutDays, gapDays: spec.gapDays, death: spec.death).of(key)
  }

  /// New counters of a day: that of the numerator, and, where they are asked for, those of what the estimate gives away
  /// beside it.
  func counters(
    at day: Int, _ registry: inout CounterRegistry
  ) -> (
    counted: (kind: PersistenceQuantity.Kind, counter: Int),
    others: [(kind: PersistenceQuantity.Kind, counter: Int)]
  ) {
    let earlier = spec.at.filter { $0 < day }
    let later = spec.at.filter { $0 > day }
    switch spec.death {
    case .censor:
      let counted = registry.persons(
        of(.followedBeyond(day: day)),
        within: [new] + earlier.map { of(.followedBeyond(day: $0)) } + [of(.notDiscontinued(day: day))])
      let going = registry.contributors(
        of(.notDiscontinued(day: day)), within: [new] + earlier.map { of(.notDiscontinued(day: $0)) })
      return (
        (.followedBeyond(day: day), counted), going.map { [(.notDiscontinued(day: day), $0)] } ?? []
      )
    case .competing:
      let counted = registry.persons(
        of(.discontinuedBy(day: day)),
        within: [new, of(.discontinued)] + later.map { of(.discontinuedBy(day: $0)) })
      let dead = registry.contributors(
        of(.deadBy(day: day)), within: [new] + later.map { of(.deadBy(day: $0)) })
      let followed = registry.contributors(
        of(.followedBeyond(day: day)), within: [new] + earlier.map { of(.followedBeyond(day: $0)) })
      return (
        (.discontinuedBy(day: day), counted),
        (dead.map { [(.deadBy(day: day), $0)] } ?? [])
          + (followed.map { [(.followedBeyond(day: day), $0)] } ?? [])
      )
    }
  }

  /// States who discontinues, who dies and who is censored between two of the days, and after the last.
  func relate(_ registry: inout CounterRegistry) {
    let days = spec.at.sorted()
    switch spec.death {
    case .censor:
      for (day, next) in zip(days, days.dropFirst()) {
        registry.relatePersons([
          (of(.followedBeyond(day: day)), .init(1)), (of(.notDiscontinued(day: next)), .init(1)),
          (of(.followedBeyond(day: next)), .init(-1)), (of(.notDiscontinued(day: day)), .init(-1)),
        ])
      }
      for day in days {
        let later: [CounterRegistry.Term] = [
          (of(.discontinued), .init(1)), (of(.notDiscontinued(day: day)), .init(1)), (new, .init(-1)),
        ]
        registry.relatePersons(later)
        registry.relatePersons(
          [(of(.followedBeyond(day: day)), .init(1))]
            + later.map { ($0.meaning, .init(-$0.factor.constant)) })
      }
    case .competing:
      // Of everyone, and of those followed beyond a day, some discontinue, some die, some are followed beyond the next, and
      // the others are censored.
      func ended(by day: Int, _ factor: Double) -> [CounterRegistry.Term] {
        [
          (of(.discontinuedBy(day: day)), .init(factor)), (of(.deadBy(day: day)), .init(factor)),
          (of(.followedBeyond(day: day)), .init(factor)),
        ]
      }
      for day in days {
        registry.relatePersons([(new, .init(1))] + ended(by: day, -1))
        registry.relatePersons([
          (of(.followedBeyond(day: day)), .init(1)), (of(.discontinuedBy(day: day)), .init(1)),
          (of(.discontinued), .init(-1)),
        ])
      }
      for (day, next) in zip(days, days.dropFirst()) {
        registry.relatePersons(ended(by: day, 1) + ended(by: next, -1))
      }
    }
  }
}

/// Persons of a drug class by how long their use lasts.
struct PersistenceQuantity: Quantity {
  enum Kind: Hashable {
    /// Persons whose time is longer than so many days.
    case followedBeyond(day: Int)
    /// Persons who have not discontinued by then.
    case notDiscontinued(day: Int)
    /// Persons who have discontinued by then.
    case discontinuedBy(day: Int)
    /// Persons who have died by then, where death competes.
    case deadBy(day: Int)
    /// Persons who discontinue at any time.
    case discontinued

    /// True if a new user with this time is one of them.
    fileprivate func counts(_ time: NewUserTime) -> Bool {
      switch self {
      case .followedBeyond(let day): time.days > day
      case .notDiscontinued(let day): time.days > day || time.end != .event
      case .discontinuedBy(let day): time.days <= day && time.end == .event
      case .deadBy(let day): time.days <= day && time.end == .competing
      case .discontinued: time.end == .event
      }
    }
  }

  let kind: Kind
  let washoutDays: Int
  let gapDays: Int
  let death: DeathRule

  /// Persons of `kind`, new after `washoutDays`, of eras with gaps of `gapDays` at most, where death is what `death` says.
  init(_ kind: Kind, washoutDays: Int, gapDays: Int, death: DeathRule) {
    self.kind = kind
    self.washoutDays = washoutDays
    self.gapDays = gapDays
    self.death = death
  }

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    let name =
      switch kind {
      case .followedBeyond(let day): "longer\(day)"
      case .notDiscontinued(let day): "going\(day)"
      case .discontinuedBy(let day): "stopped\(day)"
      case .deadBy(let day): "dead\(day)"
      case .discontinued: "discontinued"
      }
    let rule = death == .censor ? "" : ":\(death.rawValue)"
    return "persistence:\(drugs[0]):\(washoutDays):\(gapDays)\(rule):\(name)"
  }

  // All are new users.
  var fillEvidence: FillEvidence? { .byFill }

  var isCompared: Bool {
    switch kind {
    case .followedBeyond, .discontinuedBy: true
    case .notDiscontinued, .deadBy, .discontinued: false
    }
  }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard let observedDays = leastObservedDays,
      case .followed(let rule, let days)? = other as? NewUseQuantity,
      rule == NewUseRule(washoutDays: washoutDays, clear: .fill)
    else { return nil }
    return days <= observedDays ? .always : nil
  }

  /// The days from the first new use on that each of them is observed at least; nil where that is not known of any.
  private var leastObservedDays: Int? {
    switch (kind, death) {
    // The gap after the day, and one day more.
    case (.followedBeyond(let day), .censor): day + gapDays + 2
    // Some may have died the day after.
    case (.followedBeyond(let day), .competing): day + 1
    // The gap after the first day, and one day more.
    case (.discontinuedBy, _): gapDays + 2
    case (.notDiscontinued, _), (.deadBy, _), (.discontinued, _): nil
    }
  }

  // Who is new to one drug need not be new to a class.
  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { false }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    isCompared ? drugs.map { (NewUseQuantity.newUsers(washoutDays: washoutDays).of($0), .always) } : []
  }
}
