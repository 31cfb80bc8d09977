import RxModel

/// The differences between two releases: of volume, of figures, and what both give away together.
package struct Comparison: Sendable {
  /// What a finding is about.
  package enum Kind: String, CaseIterable, Sendable {
    /// How much was read, and of whom.
    case volume
    /// The rows of results.csv.
    case figure
    /// What somebody learns who has both.
    case disclosure
  }

  /// A kind of difference, in the order in which they are told.
  package enum Finding: String, CaseIterable, Sendable {
    /// A day of a series has no file.
    case fileMissing = "file_missing"
    case fileWent = "file_went"
    /// A day has more files than others.
    case fileTwice = "file_twice"
    /// A file has more or fewer rows than it had, or than others like it have.
    case fileRows = "file_rows"
    /// A share of a file's rows is another than that of others like it.
    case fileShare = "file_share"
    /// The fills of a file are not of its days.
    case fileDates = "file_dates"
    case rows
    case share
    case equalRows = "equal_rows"
    case persons
    /// A level of a grouping variable is in one of the releases only.
    case level
    case products
    case dates
    /// Intervals that one of them only has, or that go on filling.
    case intervals

    /// The estimate has moved further than the rule has it; in a row without one, a count.
    case changed
    /// A count is less than it was, though its interval goes on filling.
    case fell
    /// The row is in one of them only, though both have its interval.
    case added
    case removed

    /// Both together give a count away that neither gives away alone.
    case givenAway = "given_away"
    /// A count differs by 1 to `minCell` - 1: whoever has both releases knows something of so few people.
    case smallDifference = "small_difference"
    /// A figure is kept back in one and shown in the other.
    case suppressedNow = "suppressed_now"
    case shownNow = "shown_now"
    /// Something was not worked out from both together.
    case notConcluded = "not_concluded"

    /// What it is about.
    package var kind: Kind {
      switch self {
      case .fileMissing, .fileWent, .fileTwice, .fileRows, .fileShare, .fileDates, .rows, .share, .equalRows,
        .persons, .level, .products, .dates, .intervals:
        .volume
      case .changed, .fell, .added, .removed: .figure
      case .givenAway, .smallDifference, .suppressedNow, .shownNow, .notConcluded: .disclosure
      }
    }
  }

  /// Something that was found.
  package struct Item: Sendable {
    package var finding: Finding
    /// True where it is more than what was to be expected.
    package var isAlarm: Bool
    /// How far it is from that; of one finding the greatest is told first.
    package var severity: Double
    package var old: PublishedRow?
    package var new: PublishedRow?
    /// What it is, in words; nil where the rows say all.
    package var what: String?
    /// Between what a count that is given away is, in its own unit, ends included.
    package var range: ClosedRange<Double>?

    /// Something found.
    /// - Parameters:
    ///   - finding: what kind of difference it is.
    ///   - isAlarm: true where it is more than what was to be expected.
    ///   - severity: how far it is from that.
    ///   - old: the row of the old release.
    ///   - new: the row of the new one.
    ///   - what: what it is, in words; nil where the rows say all.
    ///   - range: between what a count that is given away is.
    init(
      finding: Finding, isAlarm: Bool, severity: Double = 0, old: PublishedRow? = nil,
      new: PublishedRow? = nil,
      what: String? = nil, range: ClosedRange<Double>? = nil
    ) {
      (self.finding, self.isAlarm, self.severity) = (finding, isAlarm, severity)
      (self.old, self.new, self.what, self.range) = (old, new, what, range)
    }

    /// The row that it is about, the new one first.
    var row: PublishedRow? { new ?? old }
  }

  /// The figures, with what is told of them.
  let figures: FigureFindings
  /// The kinds that are told.
  package let kinds: Set<Kind>
  /// Everything found: alarms first, by finding, the greatest first.
  package private(set) var items: [Item]

  /// What was found of the volumes of two releases.
  /// - Parameters:
  ///   - old: what the old release says of them.
  ///   - new: what the new one says.
  ///   - changes: which files are others.
  ///   - past: what past runs say; of none where there is no history.
  ///   - quietDays: days on which few rows, or no file, are nothing odd.
  ///   - least: the least number of persons or fills that is told.
  /// - Returns: the findings.
  package static func volumes(
    old: ReleaseVolumes, new: ReleaseVolumes, _ changes: FileChanges, past: PastRuns, quietDays: Set<Day>,
    least: Int
  ) -> [Item] {
    let files = FileFindings(old, new, changes, past: past, quietDays: quietDays)
    let all = VolumeFindings(old, new, changes, past: past, files: files, least: least)
    return files.items + all.items
  }

  /// The comparison of two releases.
  /// - Parameters:
  ///   - figures: what was found of their figures.
  ///   - volumes: what was found of their volumes.
  ///   - kinds: the kinds that are told.
  package init(figures: FigureFindings, volumes: [Item], kinds: Set<Kind>) {
    (self.figures, self.kinds) = (figures, kinds)
    items = []
    add(volumes + figures.items)
  }

  /// Takes note of counts that both releases together give away, and of what was left open.
  /// - Parameter found: what was found; what is not of the kinds that are told is left out.
  package mutating func add(_ found: [Item]) {
    let ranks = Dictionary(uniqueKeysWithValues: Finding.allCases.enumerated().map { ($1, $0) })
    items = (items + found.filter { kinds.contains($0.finding.kind) }).enumerated().sorted { a, b in
      let (first, second) = (a.element, b.element)
      if first.isAlarm != second.isAlarm { return first.isAlarm }
      if first.finding != second.finding {
        return ranks[first.finding, default: 0] < ranks[second.finding, default: 0]
      }
      if first.severity != second.severity { return first.severity > second.severity }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// A count that both releases together give away.
  /// - Parameters:
  ///   - what: the count in words.
  ///   - range: between what it is.
  ///   - old: the row of the old one that it stands in, or would.
  ///   - new: likewise of the new one.
  /// - Returns: the finding.
  package static func given(
    away what: String, range: ClosedRange<Double>, old: PublishedRow?, new: PublishedRow?
  ) -> Item {
    Item(finding: .givenAway, isAlarm: true, old: old, new: new, what: what, range: range)
  }

  /// Why something was not worked out from both releases together.
  package static func leftOpen(_ reason: String) -> Item {
    Item(finding: .notConcluded, isAlarm: false, what: reason)
  }

  /// The number of findings.
  package func count(_ finding: Finding) -> Int { items.count { $0.finding == finding } }

  /// The number of alarms of a kind.
  package func alarms(_ kind: Kind) -> Int { items.count { $0.isAlarm && $0.finding.kind == kind } }

  /// True where anything is more than what was to be expected.
  package var isAlarm: Bool { items.contains(where: \.isAlarm) }
}
