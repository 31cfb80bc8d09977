import RxCounts
import RxModel

extension AlternativesSpec: MeasuredSpec {
  func measure(_ builder: inout MeasureBuilder) throws(RxFault) -> any MeasureFigures {
    Alternatives(
      self, index: try builder.drug(index), other: try builder.drugs(other), &builder.registry)
  }
}

/// New users of one drug who also fill others, in the days before the first new use t0 of an interval and from t0 on.
final class Alternatives: Measure {
  let figures: [FigureDefinition]
  private let spec: AlternativesSpec
  private let index: Int
  private let newUsers: Int
  private let followed: Int
  private let others: [(drugSet: Int, before: Int, after: Int)]
  private let anyBefore: Int
  private let anyAfter: Int

  init(
    _ spec: AlternativesSpec, index: MeasuredDrug, other: [MeasuredDrug], _ registry: inout CounterRegistry
  ) {
    self.spec = spec
    self.index = index.drugSet
    let (key, keys) = (index.key, other.map(\.key))
    let new = NewUseQuantity.newUsers(washoutDays: spec.washoutDays).of(key)
    newUsers = registry.persons(new, within: [ExposureQuantity.users.of(key)])
    let followed = NewUseQuantity.followed(washoutDays: spec.washoutDays, days: spec.afterDays).of(key)
    self.followed = registry.persons(followed, within: [new])
    func switchers(_ window: AlternativesQuantity.Window, _ other: Int) -> CounterMeaning {
      AlternativesQuantity.switchers(index: key, washoutDays: spec.washoutDays, window).of(other)
    }
    // Where there is one other drug, any of them is it.
    func any(_ window: AlternativesQuantity.Window) -> CounterMeaning {
      keys.count == 1
        ? switchers(window, keys[0])
        : AlternativesQuantity.any(index: key, washoutDays: spec.washoutDays, window).of()
    }
    let (before, after) = (
      AlternativesQuantity.Window.before(days: spec.beforeDays),
      AlternativesQuantity.Window.after(days: spec.afterDays)
    )
    anyBefore = registry.persons(any(before), within: [new])
    anyAfter = registry.persons(any(after), within: [followed])
    for window in [before, after] {
      // What they have more than any together is of those who fill several.
      registry.relatePersons(
        keys.map { (switchers(window, $0), .init(1)) } + [(any(window), .init(-1))])
    }
    others = other.map { drug in
      (
        drug.drugSet, registry.persons(switchers(before, drug.key), within: [any(before), new]),
        registry.persons(switchers(after, drug.key), within: [any(after), followed])
      )
    }
    let names = other.map(\.name) + [AlternativesSpec.anyOther]
    func figures(
      _ when: String, _ counters: [Int], over denominator: Int, _ unit: String
    ) -> [FigureDefinition] {
      zip(names, counters).map { name, counter in
        FigureDefinition(
          measure: "alternatives", definition: "\(name)/\(when)", drug: index.name, numerator: counter,
          denominator: .count(denominator), denominatorUnit: unit, estimate: .percent, limits: .wilson)
      }
    }
    self.figures =
      figures("before\(spec.beforeDays)", others.map(\.before) + [anyBefore], over: newUsers, "new_users")
      + figures(
        "after\(spec.afterDays)", others.map(\.after) + [anyAfter], over: self.followed, "new_users_followed")
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
        if fills(person, other.drugSet, in: before) {
          cells.add(1, to: other.before, in: interval)
          any.before = true
        }
        if isFollowed, fills(person, other.drugSet, in: after) {
          cells.add(1, to: other.after, in: interval)
          any.after = true
        }
      }
      if any.before { cells.add(1, to: anyBefore, in: interval) }
      if any.after { cells.add(1, to: anyAfter, in: interval) }
    }
  }

  /// True if a fill of the drug set is dated on a day of the span that is observed, or of look-back.
  private func fills(_ person: borrowing PersonHistory, _ drugSet: Int, in span: DaySpan) -> Bool {
    for place in person.fillRange(drugSet) {
      let day = person.fills[place].day
      if span.contains(day), person.isLookedBackOn(day) { return true }
    }
    return false
  }
}

/// New users of a drug class who fill others before or after.
enum AlternativesQuantity: Quantity {
  /// Days in which others' fills are looked for.
  enum Window: Hashable {
    case before(days: Int)
    case after(days: Int)

    fileprivate var text: String {
      switch self {
      case .before(let days): "before\(days)"
      case .after(let days): "after\(days)"
      }
    }
  }

  /// New users of the class with the key `index` who fill this one.
  case switchers(index: Int, washoutDays: Int, Window)
  /// New users of the class with the key `index` who fill any of several others.
  case any(index: Int, washoutDays: Int, Window)

  /// This quantity of the class with `key`.
  func of(_ key: Int) -> CounterMeaning { CounterMeaning(self, of: [key]) }
  /// This quantity, of no class of its own.
  func of() -> CounterMeaning { CounterMeaning(self) }

  func text(of drugs: [Int]) -> String {
    switch self {
    case .switchers(let index, let washout, let window):
      "\(drugs[0])/alternatives:\(index):\(washout):\(window.text)"
    case .any(let index, let washout, let window): "any/alternatives:\(index):\(washout):\(window.text)"
    }
  }

  // All are new users.
  var fillEvidence: FillEvidence? { .byFill }

  var isCompared: Bool {
    switch self {
    case .switchers(_, _, .after): true
    case .switchers(_, _, .before), .any: false
    }
  }

  func implied(of drugs: [Int]) -> [(meaning: CounterMeaning, condition: CountingCondition)] {
    switch self {
    case .switchers:
      // Their fills may come in an interval after, of which the last has none.
      drugs.map { (ExposureQuantity.users.of($0), CountingCondition(isOfLastInterval: true)) }
    case .any: []
    }
  }
}
