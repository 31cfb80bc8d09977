/// The end of a new user's time.
package enum TimeEnd: Int32, Sendable {
  /// Not followed further.
  case censored = 0
  /// Use was discontinued.
  case event = 1
  /// Death, after which there is no event.
  case competing = 2
}
