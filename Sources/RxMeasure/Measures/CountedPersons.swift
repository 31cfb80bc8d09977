import RxCounts
import RxModel

/// Whom a counter of persons counts, as far as it follows who else counts them.
struct CountedPersons: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case exposed
    case users
    case newUsers(washoutDays: Int, clear: WashoutRule)
    case longTerm(LongTermDefinition)
    /// Those of them who have a fill.
    case longTermUsers(LongTermDefinition)
    case overlap(OverlapRule)
    /// `cob`'s denominator, and its numerator: of opioids and benzodiazepines.
    case eligible
    case concurrent
    case providers(prescribers: Int, pharmacies: Int, windowDays: Int)
    case doseUsers(DoseUnit)
    case dose(DoseUnit, DoseMethod, atLeast: Double)
    case ingredients(atLeast: Int, days: Int)
    /// New users who are observed for so many days, and those whose use is longer.
    case followed(washoutDays: Int, days: Int)
    case longer(washoutDays: Int, day: Int)
    /// New users of another drug who fill this one from then on.
    case switchers
  }

  /// Which drug groups are part of which.
  struct Nesting: Sendable {
    /// By key, the keys of groups that hold all its entries and more.
    var wider: [Int: [Int]]
    /// Whether what one drug covers, a class that holds it covers too. Fills of a class that are put end to end can cover
    /// fewer days.
    var coversAsMuch: Bool
  }

  /// Where whoever is counted here is counted there.
  struct Condition: Sendable, Equatable {
    /// In intervals of so many days at most.
    var mostDays = Int.max
    /// In the last interval of the study alone.
    var isOfLastInterval = false

    fileprivate func and(_ other: Condition) -> Condition {
      Condition(
        mostDays: min(mostDays, other.mostDays),
        isOfLastInterval: isOfLastInterval || other.isOfLastInterval)
    }
  }

  /// Keys of drug groups (`MeasuredDrug.key`): one, or two.
  let drugs: [Int]
  let kind: Kind

  /// Persons of `kind`, of a drug group.
  init(_ kind: Kind, of drug: Int) { (self.kind, drugs) = (kind, [drug]) }

  /// Persons of `kind`, of two drug groups; of an overlap in either order.
  init(_ kind: Kind, of drugs: [Int]) {
    self.kind = kind
    if case .overlap = kind { self.drugs = drugs.sorted() } else { self.drugs = drugs }
  }

  /// In which intervals all who are counted here are counted by `other` too; nil where that is not known of any.
  func isWithin(_ other: CountedPersons, _ nesting: Nesting) -> Condition? {
    if self == other { return Condition() }
    if drugs == other.drugs, let condition = kind.isWithin(other.kind) { return condition }
    for (greater, condition) in implied(nesting) {
      if let further = greater.isWithin(other, nesting) { return condition.and(further) }
    }
    return nil
  }

  /// Who else counts them: whoever counts them for a wider drug group, and whom this kind is part of.
  private func implied(_ nesting: Nesting) -> [(CountedPersons, Condition)] {
    var found: [CountedPersons] = []
    if kind.growsWithDrugs(nesting) {
      for (place, drug) in drugs.enumerated() {
        for wider in nesting.wider[drug] ?? [] {
          var drugs = drugs
          drugs[place] = wider
          found.append(CountedPersons(kind, of: drugs))
        }
      }
    }
    if case .switchers = kind {
      return found.map { ($0, Condition()) } + [
        (CountedPersons(.users, of: drugs), Condition(isOfLastInterval: true))
      ]
    }
    for drug in drugs { found += kind.impliedOfEach.map { CountedPersons($0, of: drug) } }
    if case .concurrent = kind {
      found += [
        CountedPersons(.eligible, of: drugs[0]), CountedPersons(.users, of: drugs[1]),
        CountedPersons(.overlap(.days(30)), of: drugs),
      ]
    }
    return found.map { ($0, Condition()) }
  }
}

extension CountedPersons.Kind {
  /// Where all persons of this kind are of `other`, of the same drugs, which has other numbers.
  fileprivate func isWithin(_ other: Self) -> CountedPersons.Condition? {
    let always = CountedPersons.Condition()
    switch (self, other) {
    case (.newUsers(let days, let clear), .newUsers(let least, let otherClear)):
      // Where no day is covered none has a fill.
      return days >= least && (clear == otherClear || clear == .supply) ? always : nil
    case (.longTerm(let one), .longTerm(let wider)), (.longTermUsers(let one), .longTermUsers(let wider)):
      if one.isWithin(wider) { return always }
      guard case (.covered(let days), .continuous(let least, let gap)) = (one, wider), days >= least else {
        return nil
      }
      // What is not covered then is no longer than the gap that an era may have.
      return CountedPersons.Condition(mostDays: days + gap)
    // A fill is of one day at least.
    case (.exposed, .longTerm(.covered(let days))), (.users, .longTerm(.supply(let days))):
      return days <= 1 ? always : nil
    case (.overlap(let rule), .overlap(let wider)): return rule.isWithin(wider) ? always : nil
    case (.providers(let prescribers, let pharmacies, let days), .providers(let least, let few, let most)):
      return prescribers >= least && pharmacies >= few && days <= most ? always : nil
    case (.dose(let unit, let method, let dose), .dose(let otherUnit, let otherMethod, let least)):
      guard unit == otherUnit else { return nil }
      if case (.window(let days), .window(let otherDays)) = (method, otherMethod) {
        // Both are the amount of the interval over a number of days: equal products are equal persons.
        return dose * Double(days) >= least * Double(otherDays) * (1 - 1e-12) ? always : nil
      }
      return dose >= least && (method == otherMethod || method.isNeverMore(than: otherMethod)) ? always : nil
    case (.ingredients(let count, let days), .ingredients(let least, let leastDays)):
      return count >= least && days >= leastDays ? always : nil
    case (.followed(let washout, let days), .followed(let other, let least)):
      return washout == other && days >= least ? always : nil
    case (.longer(let washout, let day), .followed(let other, let days)):
      return washout == other && days <= day + 1 ? always : nil
    default: return nil
    }
  }

  /// Whether whoever is counted for a drug group is counted for a wider one.
  fileprivate func growsWithDrugs(_ nesting: CountedPersons.Nesting) -> Bool {
    switch self {
    case .exposed, .overlap(.days): nesting.coversAsMuch
    case .longTerm(let definition), .longTermUsers(let definition):
      nesting.coversAsMuch || !definition.needsCover
    // A mean over days can be less where there are more fills.
    case .dose(_, let method, _): method != .totalSupply && method != .onTherapy
    // Who is new to one drug need not be new to a class.
    case .newUsers, .followed, .longer: false
    default: true
    }
  }

  /// The kinds, of each of the same drugs, that count them too.
  fileprivate var impliedOfEach: [Self] {
    switch self {
    case .exposed, .concurrent, .switchers: []
    case .users, .doseUsers: [.exposed]
    case .newUsers, .providers, .overlap(.sameMonth): [.users]
    case .longTerm(let definition): [definition.needsCover ? .exposed : .users]
    case .longTermUsers(let definition): [.longTerm(definition), .users]
    case .overlap(.days(let days)): [.longTerm(.covered(days: days)), .exposed]
    case .eligible: [.users, .longTerm(.covered(days: 15))]
    case .dose(let unit, _, _): [.doseUsers(unit)]
    case .ingredients(_, let days): [.longTerm(.covered(days: days)), .exposed]
    case .followed(let washout, _), .longer(let washout, _):
      [.newUsers(washoutDays: washout, clear: .fill)]
    }
  }
}
