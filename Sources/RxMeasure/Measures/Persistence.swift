import RxCounts
import RxModel

/// How long new users stay: Kaplan-Meier shares at given days, and the median.
///
/// The era that holds the first new use t0 of an interval ends with its last covered day e; c is the last day of the
/// observed run of t0. Discontinued where e + gap < c, after e - t0 + 1 days; else censored after c - t0 + 1.
final class Persistence: Measure {
  let lines: [ResultLine]
  private struct Series: Sendable {
    let group: Int
    let series: Int
    let newUsers: Int
    let discontinued: Int
    let days: Range<Int>
  }
  /// A day of a series: the persons whose time is longer, and those who have not discontinued by then, where they are
  /// asked for.
  private struct At: Sendable {
    let day: Int
    let longer: Int
    let going: Int?
  }

  private let series: [Series]
  private let days: [At]
  private let spec: PersistenceSpec

  init(_ spec: PersistenceSpec, _ drugs: [MeasuredDrug], _ layout: inout CounterLayout) {
    self.spec = spec
    var days: [At] = []
    let series = drugs.map { drug in
      let new = "new_users:\(drug.key):\(spec.washoutDays):fill"
      let name = "persistence:\(drug.key):\(spec.washoutDays):\(spec.gapDays)"
      func within(_ kind: String, _ day: Int) -> [String] {
        [new] + spec.at.filter { $0 < day }.map { "\(name):\(kind)\($0)" }
      }
      let first = days.count
      for day in spec.at {
        days.append(
          At(
            day: day,
            longer: layout.persons(
              "\(name):longer\(day)", within: within("longer", day) + ["\(name):going\(day)"],
              CountedPersons(.longer(washoutDays: spec.washoutDays, day: day), of: drug.key)),
            going: layout.contributors("\(name):going\(day)", within: within("going", day))))
      }
      Self.relate(new, name, spec.at.sorted(), &layout)
      return Series(
        group: drug.group, series: layout.addSeries(),
        newUsers: layout.persons(
          new, within: ["users:\(drug.key)"],
          CountedPersons(.newUsers(washoutDays: spec.washoutDays, clear: .fill), of: drug.key)),
        discontinued: layout.persons("\(name):discontinued", within: [new]), days: first..<days.count)
    }
    self.series = series
    self.days = days
    lines = zip(drugs, series).flatMap { drug, own -> [ResultLine] in
      let at = days[own.days].map { at in
        var line = ResultLine(
          measure: "persistence", definition: "at=\(at.day)/gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(at.longer),
          denominator: .count(own.newUsers), denominatorUnit: "new_users", estimate: .percent, limits: .none,
          derivation: .survival(series: own.series, day: at.day))
        line.alsoReveals = at.going.map { [$0] } ?? []
        return line
      }
      return at + [
        ResultLine(
          measure: "persistence_median", definition: "gap\(spec.gapDays)", drug: drug.name,
          numerator: .count(own.discontinued),
          denominator: .count(own.newUsers), denominatorUnit: "new_users", estimate: .days, limits: .none,
          derivation: .median(series: own.series))
      ]
    }
  }

  /// Who discontinues and who is censored between two of the days, and after the last.
  private static func relate(_ new: String, _ name: String, _ days: [Int], _ layout: inout CounterLayout) {
    func longer(_ day: Int) -> String { "\(name):longer\(day)" }
    func going(_ day: Int) -> String { "\(name):going\(day)" }
    for (day, next) in zip(days, days.dropFirst()) {
      layout.relatePersons([
        (longer(day), .init(1)), (going(next), .init(1)), (longer(next), .init(-1)), (going(day), .init(-1)),
      ])
    }
    for day in days {
      let later: [CounterLayout.NamedTerm] = [
        ("\(name):discontinued", .init(1)), (going(day), .init(1)), (new, .init(-1)),
      ]
      layout.relatePersons(later)
      layout.relatePersons(
        [(longer(day), .init(1))] + later.map { ($0.name, .init(-$0.factor.constant)) })
    }
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    for own in series {
      let group = own.group
      person.forEachNewUser(of: group, washoutDays: spec.washoutDays) { person, interval, start in
        var end = start
        person.forEachEra(of: group, gapDays: spec.gapDays) { era in if era.contains(start) { end = era.end }
        }
        let last = person.observed.first { $0.contains(start) }?.end ?? start
        let isEvent = end + spec.gapDays < last
        let time = (isEvent ? end : last) - start + 1
        cells.add(1, to: own.newUsers, in: interval)
        cells.add(isEvent ? 1 : 0, to: own.discontinued, in: interval)
        cells.add(time: time, isEvent: isEvent, to: own.series, in: interval)
        for place in own.days {
          let at = days[place]
          if time > at.day { cells.add(1, to: at.longer, in: interval) }
          if let going = at.going, time > at.day || !isEvent { cells.add(1, to: going, in: interval) }
        }
      }
    }
  }
}
