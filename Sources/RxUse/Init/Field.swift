import RxModel

/// A field of the study that a column can be.
enum Field: String, Sendable, CaseIterable {
  case patient, date
  case daysSupply = "days_supply"
  case endDate = "end_date"
  case drug, quantity, prescriber, pharmacy
  case birthDate = "birth_date"
  case birthYear = "birth_year"
  case age, sex
  case observationStart = "observation_start"
  case observationEnd = "observation_end"
  case deathDate = "death_date"
  case race, region

  /// How much a column's name speaks for its being this field: 0 nothing, the more the better. A word that is not known
  /// takes what is left to 1.
  func rank(_ name: HeaderWords) -> Int {
    var rank = knownRank(name.concepts, name)
    if name.hasUnknown, rank > 1 { rank = 1 }
    return rank
  }

  private func knownRank(_ concepts: Set<HeaderConcept>, _ name: HeaderWords) -> Int {
    func only(_ needed: HeaderConcept, with others: Set<HeaderConcept>) -> Bool {
      concepts.contains(needed) && concepts.subtracting(others).subtracting([needed]).isEmpty
    }
    switch self {
    case .patient:
      // `ano` is a year in Spanish, and anonymous in French.
      let isNumber = concepts.contains(.id) && only(.patient, with: [.id, .year])
      return isNumber || concepts == [.patient] ? 3 : concepts == [.id] ? 1 : 0
    case .date:
      let rank = dateRank(concepts)
      // A pack is sold after it was filled; the last fill can be the one before.
      guard concepts.contains(.fill), rank > 1 else { return rank }
      return name.words.contains("last") ? 5 : name.words.contains("sold") ? rank - 2 : rank
    case .daysSupply:
      if only(.days, with: [.supply, .drug, .fill, .prescribe, .id]) {
        return concepts.contains(.supply) ? 4 : 2
      }
      return only(.supply, with: [.drug, .fill, .prescribe]) ? 2 : 0
    case .endDate:
      // What expires is a prescription or a pack, and lasts longer than what was dispensed.
      let expires = !Set(["expiry", "expiration"]).isDisjoint(with: name.words)
      if expires, !concepts.contains(.supply) { return 0 }
      let isEnd = only(.end, with: [.date, .drug, .fill, .prescribe, .supply])
      return isEnd ? (concepts.contains(.drug) ? 3 : 2) : 0
    case .quantity:
      if only(.quantity, with: [.drug, .fill, .prescribe, .supply, .amount, .id]) { return 3 }
      return only(.amount, with: [.fill, .drug, .prescribe, .id]) ? (concepts.count > 1 ? 3 : 1) : 0
    case .drug:
      let isCode = !HeaderConcept.codeSystems.isDisjoint(with: name.words)
      if isCode, only(.drug, with: [.id, .fill, .prescribe, .drugClass, .other]) { return 3 }
      if only(.drug, with: [.id]) { return 3 }
      if only(.drug, with: [.id, .fill, .prescribe, .service]) { return 2 }
      if only(.drug, with: [.id, .fill, .prescribe, .service, .other]) { return 1 }
      return concepts.isEmpty && !name.hasUnknown ? 1 : 0
    case .prescriber: return only(.prescriber, with: [.id, .prescribe]) ? 3 : 0
    case .pharmacy: return only(.pharmacy, with: [.id, .prescriber]) ? 3 : 0
    case .birthDate: return only(.birth, with: [.date, .patient]) ? 3 : 0
    case .birthYear:
      return only(.birth, with: [.year, .patient, .date, .id]) ? (concepts.contains(.year) ? 3 : 2) : 0
    case .age: return only(.age, with: [.patient, .year, .fill, .service]) ? 3 : 0
    case .sex: return only(.sex, with: [.patient, .id]) ? 3 : 0
    case .observationStart: return periodRank(concepts, .start)
    case .observationEnd: return periodRank(concepts, .end)
    case .deathDate: return only(.death, with: [.date, .patient]) ? 3 : 0
    case .race: return only(.race, with: [.patient, .other]) ? 3 : 0
    case .region: return only(.region, with: [.patient]) ? 3 : 0
    }
  }

  /// Of days on which something was done, that of the fill comes first, then the service, then others.
  private func dateRank(_ concepts: Set<HeaderConcept>) -> Int {
    let rest = concepts.subtracting([.date])
    let isNamedDate = concepts.contains(.date)
    guard rest.subtracting([.fill, .service, .start, .prescribe, .drug, .supply]).isEmpty else { return 0 }
    // A fill's supply is no day, but the day of a supply is.
    guard !rest.contains(.supply) || isNamedDate else { return 0 }
    if rest.contains(.fill) || rest == [.supply] { return isNamedDate ? 10 : 9 }
    if rest.contains(.start) { return isNamedDate || rest.count > 1 ? 4 : 3 }
    guard isNamedDate else { return 0 }
    if rest.contains(.service) { return 6 }
    return rest.isEmpty ? 2 : 3
  }

  private func periodRank(_ concepts: Set<HeaderConcept>, _ end: HeaderConcept) -> Int {
    let rest = concepts.subtracting([.date, .patient])
    switch rest {
    case [.enrolment, end]: return 4
    case [.enrolment] where end == .start && concepts.contains(.date): return 2
    case [end]: return 3
    default: return 0
    }
  }

  /// Its key in the study's block of an input of this kind.
  func key(in kind: InputKind) -> String {
    switch (self, kind) {
    case (.observationStart, .observation): "start"
    case (.observationEnd, .observation): "end"
    case (.deathDate, .deaths): "date"
    default: rawValue
    }
  }

  /// True where it is an attribute of patients that the study names.
  var isAttribute: Bool { self == .race || self == .region }

  /// True where its values are days.
  var isDate: Bool {
    switch self {
    case .date, .endDate, .birthDate, .observationStart, .observationEnd, .deathDate: true
    default: false
    }
  }
}
