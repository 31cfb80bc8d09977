import RxCounts
import RxModel

extension PersistenceSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Persistence(self, try builder.drugs(drugs), &builder.registry)
  }
}

/// The persistence of new users: Kaplan-Meier shares at given days, and the median.
///
/// The era that holds the first new use t0 of an interval ends with its last covered day e; c is the last day of the
/// observed run of t0. Discontinued where e + gap < c, after e - t0 + 1 days; else censored on the last day on which a
/// discontinuation could have been seen, after c - gap - t0 days; without such a day a new user is never at risk.
final class Persistence: Measure {
  let figures: [FigureDefinition]
  private struct Series: Sendable {
    let drugSet: Int
    let series: Int
    let newUsers: Int
    let discontinued: Int
    let days: Range<Int>
  }
  /// A day of a series: the persons whose time is longer, and those who have not discontinued by then, where they are
  /// asked for.
  private struct TimePoint: Sendable {
    let day: Int
    let followedBeyond: Int
    let notDiscontinued: Int?
  }

  private let series: [Series]
  private let days: [TimePoint]
  private let spec: PersistenceSpec

  init(_ spec: PersistenceSpec, _ drugs: [MeasuredDrug], _ registry: inout CounterRegistry) {
    self.spec = spec
    var days: [TimePoint] = []
    let series = drugs.map { drug in
      let new = NewUseQuantity.newUsers(washoutDays: spec.washoutDays).of(drug.key)
      func meaning(_ kind: PersistenceQuantity.Kind) -> CounterMeaning {
        PersistenceQuantity(kind, washoutDays: spec.washoutDays, gapDays: spec.gapDays).of(drug.key)
      }
      let first = days.count
      for day in spec.at {
        let earlier = spec.at.filter { $0 < day }
        days.append(
          TimePoint(
            day: day,
            followedBeyond: registry.persons(
              meaning(.followedBeyond(day: day)),
              within: [new] + earlier.map { meaning(.followedBeyond(day: $0)) } + [
                meaning(.notDiscontinued(day: day))
              ]),
            notDiscontinued: registry.contributors(
              meaning(.notDiscontinued(day: day)),
              within: [new] + earlier.map { meaning(.notDiscontinued(day: $0)) })))
      }
      Self.relate(new, spec.at.sorted(), &registry, meaning)
      return Series(
        drugSet: drug.drugSet, series: registry.addSeries(),
        newUsers: registry.persons(new, within: [ExposureQuantity.users.of(drug.key)]),
        discontinued: registry.persons(meaning(.discontinued), within: [new]), days: first..<days.count)
    }
    self.series = series
    self.days = days
    figures = zip(drugs, series).flatMap { drug, own -> [FigureDefinition] in
      let at = days[own.days].map { at in
        var figure = FigureDefinition(
          measure: "persistence", definition: "at=\(at.day)/gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(at.followedBeyond),
          denominator: .count(own.newUsers), denominatorUnit: "new_users", estimate: .percent, limits: .none,
          derivation: .survival(series: own.series, day: at.day))
        figure.alsoReveals = at.notDiscontinued.map { [$0] } ?? []
        return figure
      }
      return at + [
        FigureDefinition(
          measure: "persistence_median", definition: "gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(own.discontinued),
          denominator: .count(own.newUsers), denominatorUnit: "new_users", estimate: .days, limits: .none,
          derivation: .median(series: own.series))
      ]
    }
  }

  /// States who discontinues and who is censored between two of the days, and after the last.
  private static func relate(
    _ new: CounterMeaning, _ days: [Int], _ registry: inout CounterRegistry,
    _ meaning: (PersistenceQuantity.Kind) -> CounterMeaning
  ) {
    func followedBeyond(_ day: Int) -> CounterMeaning { meaning(.followedBeyond(day: day)) }
    func notDiscontinued(_ day: Int) -> CounterMeaning { meaning(.notDiscontinued(day: day)) }
    for (day, next) in zip(days, days.dropFirst()) {
      registry.relatePersons([
        (followedBeyond(day), .init(1)), (notDiscontinued(next), .init(1)), (followedBeyond(next), .init(-1)),
        (notDiscontinued(day), .init(-1)),
      ])
    }
    for day in days {
      let later: [CounterRegistry.Term] = [
        (meaning(.discontinued), .init(1)), (notDiscontinued(day), .init(1)), (new, .init(-1)),
      ]
      registry.relatePersons(later)
      registry.relatePersons(
        [(followedBeyond(day), .init(1))] + later.map { ($0.meaning, .init(-$0.factor.constant)) })
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
        let last = person.observed.first { $0.contains(start) }?.end ?? start
        let isEvent = end + spec.gapDays < last
        let time = isEvent ? end - start + 1 : last - spec.gapDays - start
        cells.add(1, to: own.newUsers, in: interval)
        cells.add(isEvent ? 1 : 0, to: own.discontinued, in: interval)
        if time > 0 { cells.add(time: time, isEvent: isEvent, to: own.series, in: interval) }
        for place in own.days {
          let at = days[place]
          if time > at.day { cells.add(1, to: at.followedBeyond, in: interval) }
          if let notDiscontinued = at.notDiscontinued, time > at.day || !isEvent {
            cells.add(1, to: notDiscontinued, in: interval)
          }
        }
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
    /// Persons who discontinue at any time.
    case discontinued
  }

  let kind: Kind
  let washoutDays: Int
  let gapDays: Int

  /// Persons of `kind`, new after `washoutDays`, of eras with gaps of `gapDays` at most.
  init(_ kind: Kind, washoutDays: Int, gapDays: Int) {
    self.kind = kind
    self.washoutDays = washoutDays
    self.gapDays = gapDays
  }

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }

  func text(of drugs: [Int]) -> String {
    let name =
      switch kind {
      case .followedBeyond(let day): "longer\(day)"
      case .notDiscontinued(let day): "going\(day)"
      case .discontinued: "discontinued"
      }
    return "persistence:\(drugs[0]):\(washoutDays):\(gapDays):\(name)"
  }

  // All are new users.
  var fillEvidence: FillEvidence? { .byFill }

  var isCompared: Bool { if case .followedBeyond = kind { true } else { false } }

  func isWithin(_ other: any Quantity) -> CountingCondition? {
    guard case .followedBeyond(let day) = kind,
      case .followed(let rule, let days)? = other as? NewUseQuantity,
      rule == NewUseRule(washoutDays: washoutDays, clear: .fill)
    else { return nil }
    // Whose use is longer is observed for the gap after that day, and on one day more.
    return days <= day + gapDays + 2 ? .always : nil
  }

  // Who is new to one drug need not be new to a class.
  func growsWithDrugs(_ nesting: DrugNesting) -> Bool { false }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    isCompared ? drugs.map { (NewUseQuantity.newUsers(washoutDays: washoutDays).of($0), .always) } : []
  }
}
