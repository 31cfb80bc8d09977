import RxCounts
import RxModel

extension CobSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    ConcurrentUse(
      opioids: try builder.drug(opioids), benzodiazepines: try builder.drug(benzodiazepines),
      &builder.registry)
  }
}

/// Concurrent use of opioids and benzodiazepines by the rules of PQA's COB measure (Pharmacy Quality Alliance): no
/// certified rate.
///
/// Only the interval's fills count, their supply as dispensed, cut at the interval's end, on observed days. Eligible:
/// 18 years or more, opioid fills on two or more dates, 15 or more days covered by them, the first on or before the
/// 30th day from the interval's end, no excluding attribute. Counted: also benzodiazepine fills on two or more dates,
/// and 30 or more days covered by both.
final class ConcurrentUse: Measure {
  let figures: [FigureDefinition]
  private let opioids: Int
  private let benzodiazepines: Int
  private let eligible: Int
  private let concurrent: Int

  private static let adultYears = 18
  private static let leastDates = 2
  static let leastOpioidDays = 15
  static let leastConcurrentDays = 30
  /// The first opioid fill is on or before this day, counted from the interval's end.
  private static let latestFirstDay = 30

  init(opioids: MeasuredDrug, benzodiazepines: MeasuredDrug, _ registry: inout CounterRegistry) {
    self.opioids = opioids.drugSet
    self.benzodiazepines = benzodiazepines.drugSet
    // What is covered as dispensed is covered where what is left over is carried over too.
    let keys = [opioids.key, benzodiazepines.key]
    let eligible = ConcurrentUseQuantity.eligible.of([opioids.key])
    let concurrent = ConcurrentUseQuantity.concurrent.of(keys)
    self.eligible = registry.persons(eligible, within: [ExposureQuantity.users.of(opioids.key)])
    self.concurrent = registry.persons(concurrent, within: [eligible])
    for (persons, key) in [(eligible, opioids.key), (concurrent, benzodiazepines.key)] {
      registry.relate(
        ExposureQuantity.fills.of(key),
        atLeast: [
          (ExposureQuantity.users.of(key), .init(1)), (persons, .init(Double(Self.leastDates - 1))),
        ])
    }
    registry.relate(
      ExposureQuantity.coveredDays.of(opioids.key),
      atLeast: [
        (ExposureQuantity.exposed.of(opioids.key), .init(1)),
        (eligible, .init(Double(Self.leastOpioidDays - 1))),
      ])
    registry.relate(
      OverlapQuantity.days.of(keys),
      atLeast: [
        (OverlapQuantity.persons(.days(1)).of(keys), .init(1)),
        (concurrent, .init(Double(Self.leastConcurrentDays - 1))),
      ])
    figures = [
      FigureDefinition(
        measure: "cob", drug: "\(opioids.name)+\(benzodiazepines.name)", numerator: self.concurrent,
        denominator: .count(self.eligible), denominatorUnit: "cob_eligible", estimate: .percent,
        limits: .wilson)
    ]
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    guard !person.isExcluded, person.fillRange(opioids).count >= Self.leastDates,
      let adult = person.birthday(Self.adultYears)
    else { return }
    for interval in person.intervals where cells.isPerson(of: interval) {
      let span = person.plan.index.intervals[interval]
      guard cells.firstDay(of: interval) >= adult, let opioid = use(person, opioids, in: span),
        opioid.first <= span.end - (Self.latestFirstDay - 1), opioid.dates >= Self.leastDates,
        opioid.covered.reduce(0, { $0 + $1.days }) >= Self.leastOpioidDays
      else { continue }
      cells.add(1, to: eligible, in: interval)
      guard let other = use(person, benzodiazepines, in: span), other.dates >= Self.leastDates else {
        continue
      }
      if daysOfBoth(opioid.covered, other.covered) >= Self.leastConcurrentDays {
        cells.add(1, to: concurrent, in: interval)
      }
    }
  }

  /// The first date of the interval's fills, how many dates they have, and the observed days that they cover; nil
  /// where there are none.
  private func use(
    _ person: borrowing PersonHistory, _ drugSet: Int, in span: DaySpan
  ) -> (first: Day, dates: Int, covered: [DaySpan])? {
    var first: Day?
    var (dates, last) = (0, Day(.min))
    var supplies: [DaySpan] = []
    for place in person.fillRange(drugSet) {
      let fill = person.fills[place]
      guard span.contains(fill.day), person.isObserved(fill.day) else { continue }
      first = first ?? fill.day
      if fill.day > last { dates += 1 }
      last = fill.day
      supplies.append(DaySpan(fill.day, min(fill.supply.end, span.end)))
    }
    guard let first else { return nil }
    let count = union(&supplies, supplies.indices)
    return (first, dates, commonSpans(supplies[..<count], person.observed[...]))
  }
}

/// Persons of `cob`: of opioids, and of opioids and benzodiazepines.
enum ConcurrentUseQuantity: Quantity {
  /// The denominator.
  case eligible
  /// The numerator.
  case concurrent

  /// This quantity of the classes with `keys`, opioids first.
  func of(_ keys: [Int]) -> CounterMeaning { CounterMeaning(self, of: keys) }

  func text(of drugs: [Int]) -> String {
    (self == .eligible ? "cob_eligible:" : "cob:") + drugs.map { "\($0)" }.joined(separator: "+")
  }

  var isCompared: Bool { true }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    switch self {
    case .eligible:
      [
        (ExposureQuantity.users.of(drugs[0]), .always),
        (
          LongTermQuantity.persons(.covered(days: ConcurrentUse.leastOpioidDays)).of(drugs[0]), .always
        ),
      ]
    case .concurrent:
      [
        (Self.eligible.of([drugs[0]]), .always), (ExposureQuantity.users.of(drugs[1]), .always),
        (OverlapQuantity.persons(.days(ConcurrentUse.leastConcurrentDays)).of(drugs), .always),
      ]
    }
  }
}
