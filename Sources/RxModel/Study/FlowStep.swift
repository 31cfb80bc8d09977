/// A step of the flow: persons who come so far on the way to the study's counts.
package enum FlowStep: Hashable, Sendable {
  /// Everyone of the roster.
  case roster
  /// Everyone with a prescription up to the end of the study, where there is no roster.
  case patientsSeen
  /// Those who meet a condition in some interval, together with those before it.
  case meeting(PersonCondition)
  /// Those who are persons of some interval.
  case persons
  /// Of these, those with a fill of a drug class in such an interval.
  case users(drug: String)
  /// Of these, those with new use in one.
  case newUsers(drug: String)

  /// Its name in flow.csv.
  package var name: String {
    switch self {
    case .roster: "roster"
    case .patientsSeen: "patients seen"
    case .meeting(.observed): "observed in the study"
    case .meeting(.listed): "listed"
    case .meeting(.notExcluded): "not excluded"
    case .meeting(.levels): "levels"
    case .meeting(.age): "age"
    case .meeting(.groupsKnown): "groups known"
    case .persons: "persons"
    case .users(let drug): "with a fill: \(drug)"
    case .newUsers(let drug): "new users: \(drug)"
    }
  }
}
