/// The persons followed for one and the same number of days.
package struct SurvivalTime: Sendable {
  /// The time, in days.
  package var days: Int
  /// Persons with the event at that time, 0 or more.
  package var events: Int
  /// Persons censored at that time, 0 or more: followed so long without the event, at risk on that day.
  package var censored: Int

  /// `events` and `censored` persons with a time of `days`.
  package init(days: Int, events: Int, censored: Int) {
    self.days = days
    self.events = events
    self.censored = censored
  }
}
