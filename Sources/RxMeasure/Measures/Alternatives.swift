import RxCounts
import RxModel

/// New users of one drug who also fill others, in the days before the first new use t0 of an interval and from t0 on.
final class Alternatives: Measure {
  let lines: [ResultLine]
  private let spec: AlternativesSpec
  private let index: Int
  private let newUsers: Int
  private let followed: Int
  private let others: [(group: Int, before: Int, after: Int)]
  private let anyBefore: Int
  private let anyAfter: Int

  init(_ spec: AlternativesSpec, index: MeasuredDrug, other: [MeasuredDrug], _ layout: inout CounterLayout) {
    self.spec = spec
    self.index = index.group
    let new = "new_users:\(index.key):\(spec.washoutDays):fill"
    newUsers = layout.persons(
      new, within: ["users:\(index.key)"],
      CountedPersons(.newUsers(washoutDays: spec.washoutDays, clear: .fill), of: index.key))
    let name = "alternatives:\(index.key):\(spec.washoutDays)"
    let (before, after) = ("\(name):before\(spec.beforeDays)", "\(name):after\(spec.afterDays)")
    followed = layout.persons(
      "followed:\(after)", within: [new],
      CountedPersons(.followed(washoutDays: spec.washoutDays, days: spec.afterDays), of: index.key))
    // Where there is one other drug, any of them is it.
    func any(_ when: String) -> String { other.count == 1 ? "\(other[0].key)/\(when)" : "any/\(when)" }
    anyBefore = layout.persons(any(before), within: [new])
    anyAfter = layout.persons(any(after), within: ["followed:\(after)"])
    for when in [before, after] {
      // What they have more than any together is of those who fill several.
      layout.relatePersons(other.map { ("\($0.key)/\(when)", .init(1)) } + [(any(when), .init(-1))])
    }
    others = other.map { drug in
      (
        drug.group, layout.persons("\(drug.key)/\(before)", within: [any(before), new]),
        layout.persons(
          "\(drug.key)/\(after)", within: [any(after), "followed:\(after)"],
          CountedPersons(.switchers, of: drug.key))
      )
    }
    let names = other.map(\.name) + [AlternativesSpec.anyOther]
    func lines(
      _ when: String, _ counters: [Int], over denominator: Int, _ unit: String
    ) -> [ResultLine] {
      zip(names, counters).map { name, counter in
        ResultLine(
          measure: "alternatives", definition: "\(name)/\(when)", drug: index.name, numerator: counter,
          denominator: .count(denominator), denominatorUnit: unit, estimate: .percent, limits: .wilson)
      }
    }
    self.lines =
      lines("before\(spec.beforeDays)", others.map(\.before) + [anyBefore], over: newUsers, "new_users")
      + lines(
        "after\(spec.afterDays)", others.map(\.after) + [anyAfter], over: followed, "new_users_followed")
  }

  func count(_ person: inout PersonHistory, into cells: inout CellCounter) {
    person.forEachNewUser(of: index, washoutDays: spec.washoutDays) { person, interval, start in
      cells.add(1, to: newUsers, in: interval)
      let before = DaySpan(start - spec.beforeDays, start - 1)
      let after = DaySpan(start, start + (spec.afterDays - 1))
      let isFollowed = person.isObservedThroughout(after)
      if isFollowed { cells.add(1, to: followed, in: interval) }
      var any = (before: false, after: false)
      for other in others {
        if fills(person, other.group, in: before) {
          cells.add(1, to: other.before, in: interval)
          any.before = true
        }
        if isFollowed, fills(person, other.group, in: after) {
          cells.add(1, to: other.after, in: interval)
          any.after = true
        }
      }
      if any.before { cells.add(1, to: anyBefore, in: interval) }
      if any.after { cells.add(1, to: anyAfter, in: interval) }
    }
  }

  /// Whether a fill of the group is dated on an observed day of the span.
  private func fills(_ person: borrowing PersonHistory, _ group: Int, in span: DaySpan) -> Bool {
    for place in person.fillRange(group) {
      let day = person.fills[place].day
      if span.contains(day), person.isObserved(day) { return true }
    }
    return false
  }
}
