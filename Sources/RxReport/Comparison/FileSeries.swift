import RxModel

/// The inputs that came, went or have another content between two releases.
package struct FileChanges: Sendable {
  /// An input: its kind and path.
  package struct Name: Hashable, Sendable {
    package var kind: String
    package var path: String

    /// The input of `kind` at `path`.
    package init(kind: String, path: String) { (self.kind, self.path) = (kind, path) }
  }

  package var came: Set<Name>
  /// Of those that went, the ones whose bytes are in no input of the new release either.
  package var lost: Set<Name>
  package var changed: Set<Name>
  /// True where the code lists and weights are the same.
  package var keepDefinitions: Bool

  /// The inputs that came, those that are lost, and those with another content.
  /// - Parameters:
  ///   - came: those that only the new release has.
  ///   - lost: those that only the old one has, and whose bytes are in no input of the new one.
  ///   - changed: those that have another content.
  ///   - keepDefinitions: true where the code lists and weights are the same.
  package init(came: Set<Name>, lost: Set<Name>, changed: Set<Name>, keepDefinitions: Bool) {
    (self.came, self.lost, self.changed, self.keepDefinitions) = (came, lost, changed, keepDefinitions)
  }
}

/// Files of one kind whose names are of one pattern, such as the days of an extract: what one of them has is judged by the
/// others.
struct FileSeries: Sendable {
  /// A file of the series.
  struct Member: Sendable {
    var file: ReleaseVolumes.File
    var day: Day?
    /// True where it was there before, with the same content.
    var isSettled: Bool

    /// The bounds of the days from `date` to the day of its name; nil where one of these is not known.
    func lag(of date: DaySpan?) -> ClosedRange<Int>? {
      guard let day, let date else { return nil }
      return (day - date.end)...(day - date.start)
    }
  }

  /// In the order of their days and names.
  let members: [Member]
  /// To what rows are rounded.
  let rounding: Double

  /// The settled files that `member` is like: of its weekday, from ten weeks before it to five after; where these are too
  /// few, or it has no day, the thirty nearest to it.
  private func alike(_ member: Member) -> [Member] {
    let others = members.filter { $0.isSettled && $0.file.name != member.file.name }
    guard let day = member.day else { return Array(others.suffix(30)) }
    let ofWeekday = others.filter {
      guard let other = $0.day else { return false }
      return other.weekday == day.weekday && (-70...35).contains(other - day)
    }
    if ofWeekday.count >= 4 { return ofWeekday }
    return Array(
      others.sorted { abs(($0.day ?? day) - day) < abs(($1.day ?? day) - day) }.prefix(30))
  }

  /// The rows that `member` is expected to have.
  func rows(expectedOf member: Member) -> Expectation? {
    Expectation(alike(member).compactMap(\.file.rows), fewest: 4) { [rounding] middle in
      // Chance, what rounding hides, and days that differ by a little for no reason at all.
      max(middle.squareRoot(), 0.29 * rounding, 0.04 * middle)
    }
  }

  /// The share of its rows that `member` is expected to have.
  func share(_ share: ReleaseVolumes.Share, expectedOf member: Member) -> Expectation? {
    guard let rows = member.file.rows, rows > 0 else { return nil }
    let others = members.filter { $0.isSettled && $0.file.name != member.file.name }.suffix(60)
    return Expectation(others.compactMap { $0.file.shares[share] }, fewest: 4) { [rounding] middle in
      // Under control rows used are rounded like rows, and the other shares to whole percents.
      let hidden = rounding > 1 ? (share == .used ? 0.29 * rounding / rows : 0.003) : 0
      return max((middle * (1 - middle) / rows).squareRoot(), hidden)
    }
  }

  /// A file of an earlier year with few rows on a day like that of `member`, which so has few rows as was to be expected.
  func quietDay(like member: Member) -> Member? {
    guard let day = member.day, let rows = member.file.rows, let own = self.rows(expectedOf: member) else {
      return nil
    }
    let days = [1, 2].flatMap { day.likeDays(in: day.civil.year - $0) }
    return members.first { earlier in
      guard earlier.isSettled, let other = earlier.day, days.contains(other), let few = earlier.file.rows,
        let usual = self.rows(expectedOf: earlier), few < usual.middle, usual.isOdd(few)
      else { return false }
      // Half of the earlier day's part at least, for all that rounding can hide of either.
      let leastFew = max(0, few - rounding / 2)
      return (rows + rounding / 2) / own.middle > leastFew / usual.middle / 2
    }
  }

  /// The greatest lag of its last fill that a settled file has, and the least; nil where they are too few to say.
  var lags: ClosedRange<Int>? { range { $0.lag(of: $0.file.last) } }

  /// Likewise of the first fill.
  var reaches: ClosedRange<Int>? { range { $0.lag(of: $0.file.first) } }

  private func range(_ lag: (Member) -> ClosedRange<Int>?) -> ClosedRange<Int>? {
    let lags = members.filter(\.isSettled).suffix(60).compactMap(lag)
    guard lags.count >= 15, let least = lags.map(\.lowerBound).min(),
      let greatest = lags.map(\.upperBound).max()
    else { return nil }
    return least...greatest
  }
}
