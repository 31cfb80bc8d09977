import RxCounts
import RxModel

/// The drug classes whose users the flow counts.
struct FlowPlan: Sendable {
  /// A class: its drug set, and the rule by which its use is new, where a measure of the study has one.
  struct Class: Sendable {
    let drugSet: Int
    let newUse: NewUseRule?
  }

  /// The classes in the order of first use.
  let classes: [Class]

  /// The classes that the measures of `study` name, one of whose `drugSets` each is.
  init(_ study: Study, drugSets: [DrugSet]) {
    let newUse = study.measures.flatMap(\.newUse)
    classes = drugSets.enumerated().filter { study.names($1) }.map { place, drugSet in
      let rule = newUse.first { [$0.drug.name] == drugSet.names }
      return Class(
        drugSet: place, newUse: rule.map { NewUseRule(washoutDays: $0.washoutDays, clear: $0.clear) })
    }
  }

  private init(classes: [Class]) { self.classes = classes }

  /// No classes.
  static let none = FlowPlan(classes: [])
}

/// How far patients come on the way to the study's counts: whole numbers of some of its patients, which add up.
struct FlowCounts: Sendable {
  /// By condition, those who meet it in some interval, together with those before it.
  private(set) var meeting = [Int](repeating: 0, count: PersonCondition.allCases.count)
  /// Those who are persons of some interval.
  private(set) var persons = 0
  /// By class, those with a fill in an interval of which they are a person, and those with new use in one.
  private(set) var users: [Int]
  private(set) var newUsers: [Int]

  /// Nobody, with so many classes.
  init(classes: Int) {
    users = Array(repeating: 0, count: classes)
    newUsers = users
  }

  /// Adds somebody who is a person of some interval.
  @inline(__always)
  mutating func addPerson() { persons += 1 }

  /// Adds somebody who is a person of no interval: `unmet` is, of those conditions that they don't meet first in an
  /// interval, the last.
  mutating func add(unmet: PersonCondition) {
    for condition in 0..<unmet.rawValue { meeting[condition] += 1 }
  }

  /// Adds somebody to the users of a class, and to its new users where `isNew`.
  mutating func addUser(of place: Int, isNew: Bool) {
    users[place] += 1
    newUsers[place] += isNew ? 1 : 0
  }

  /// Those who meet a condition in some interval, together with those before it.
  func count(meeting condition: PersonCondition) -> Int { meeting[condition.rawValue] + persons }
}

extension FlowCounts: PatientSum {
  mutating func add(_ other: FlowCounts, times: Int) {
    meeting.add(other.meeting, times: times)
    persons += other.persons * times
    users.add(other.users, times: times)
    newUsers.add(other.newUsers, times: times)
  }
}

extension FlowCounts: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(meeting)
    bytes.add(persons)
    bytes.add(users)
    bytes.add(newUsers)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    meeting = try bytes.next()
    persons = try bytes.next()
    users = try bytes.next()
    newUsers = try bytes.next()
  }
}
