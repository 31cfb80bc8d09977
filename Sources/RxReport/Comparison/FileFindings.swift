import RxModel

/// What is odd about the files of a release: those that came or changed, beside the others of their series.
struct FileFindings {
  /// Found of volumes, not yet ordered.
  private(set) var items: [Comparison.Item] = []
  /// The rows of files that came and have been judged, by kind.
  private(set) var judgedRows: [String: Double] = [:]

  /// The kinds of which none came, and none was to: the day is quiet.
  private(set) var quietKinds: Set<String> = []

  private let old: ReleaseVolumes
  private let new: ReleaseVolumes
  private let changes: FileChanges
  private let quietDays: Set<Day>
  /// The files of the old release.
  private let oldFiles: [FileChanges.Name: ReleaseVolumes.File]
  /// The days of files' names, by kind: how many files a day has.
  private var filesOfDays: [String: [Day: Int]] = [:]

  /// The findings between `old` and `new`.
  /// - Parameters:
  ///   - old: what the old release says.
  ///   - new: what the new one says.
  ///   - changes: which files are others.
  ///   - past: what past runs say; of none where there is no history.
  ///   - quietDays: days on which few rows, or no file, are nothing odd.
  init(
    _ old: ReleaseVolumes, _ new: ReleaseVolumes, _ changes: FileChanges, past: PastRuns, quietDays: Set<Day>
  ) {
    (self.old, self.new, self.changes, self.quietDays) = (old, new, changes, quietDays)
    oldFiles = Dictionary(
      old.files.map { (.init(kind: $0.kind, path: $0.name), $0) }, uniquingKeysWith: { first, _ in first })
    for file in new.files {
      if let day = FileDay(file.name).day { filesOfDays[file.kind, default: [:]][day, default: 0] += 1 }
    }
    findLost()
    for kind in InputKind.allCases { findNone(kind, past) }
    for (kind, files) in Dictionary(grouping: new.files, by: \.kind) {
      findGaps(kind)
      let series = Dictionary(grouping: files) { FileDay($0.name).pattern }.mapValues(series)
      for series in series.values {
        let (lags, reaches) = (series.lags, series.reaches)
        for member in series.members where !member.isSettled {
          judgeRows(member, of: series, among: files.count)
          judgeShares(member, of: series)
          judgeDates(member, lags: lags, reaches: reaches)
          judgeTwin(member)
          judgeStranger(member, of: series, among: files.count)
        }
      }
    }
  }

  private func name(_ file: ReleaseVolumes.File) -> FileChanges.Name {
    .init(kind: file.kind, path: file.name)
  }

  private func series(of files: [ReleaseVolumes.File]) -> FileSeries {
    FileSeries(
      members: files.map { file in
        let isSettled = !changes.came.contains(name(file)) && !changes.changed.contains(name(file))
        return FileSeries.Member(
          file: isSettled ? file.completed(by: oldFiles[name(file)]) : file, day: FileDay(file.name).day,
          isSettled: isSettled)
      }.sorted { ($0.day?.number ?? 0, $0.file.name) < ($1.day?.number ?? 0, $1.file.name) },
      rounding: new.rounding)
  }

  private mutating func add(
    _ finding: Comparison.Finding, _ text: String, severity: Double = 0, isAlarm: Bool = true
  ) {
    items.append(Comparison.Item(finding: finding, isAlarm: isAlarm, severity: severity, what: text))
  }

  // MARK: Files that are not there

  /// Files that went are lost, but for the oldest of a series that goes on: a window moves.
  private mutating func findLost() {
    for lost in changes.lost.sorted(by: { $0.path < $1.path }) {
      let own = FileDay(lost.path)
      let days = filesOfDays[lost.kind] ?? [:]
      let isOldest = own.day.map { day in days.keys.allSatisfy { $0 > day } } ?? false
      let hasFollower = isOldest && changes.came.contains { $0.kind == lost.kind }
      add(
        .fileWent, "\(lost.kind) \(lost.path) went: it is not in the new run", severity: 1,
        isAlarm: !hasFollower)
    }
  }

  /// That no file came, where each of the runs before brought one.
  private mutating func findNone(_ kind: InputKind, _ past: PastRuns) {
    func count(_ release: ReleaseVolumes) -> Int { release.files.count { $0.kind == kind.rawValue } }
    guard count(new) <= count(old), let usual = past.brought(PastRuns.Volumes.files(of: kind)) else { return }
    if let last = filesOfDays[kind.rawValue]?.keys.max(), quietDays.contains(last + 1) {
      quietKinds.insert(kind.rawValue)
    } else {
      add(.fileMissing, "no more files of \(kind.rawValue), where \(usual)", severity: 2)
    }
  }

  /// Days without a file between the last of the old release and the last of the new one, where there is one of each such
  /// weekday before.
  private mutating func findGaps(_ kind: String) {
    let days = filesOfDays[kind] ?? [:]
    let before = old.files.filter { $0.kind == kind }.compactMap { FileDay($0.name).day }
    guard let first = before.min(), let last = before.max(), let end = days.keys.max(), end > last else {
      return
    }
    for offset in 1..<max(2, min(366, end - last)) {
      let day = last + offset
      guard day < end, days[day] == nil, !quietDays.contains(day) else { continue }
      let weeks = (1...8).map { day - 7 * $0 }.filter { $0 >= first }
      let there = weeks.count { days[$0] != nil }
      let likeDays = [1, 2].flatMap { day.likeDays(in: day.civil.year - $0) }
      let isUsual = likeDays.contains { $0 >= first && days[$0] == nil }
      guard weeks.count >= 3, there * 4 >= weeks.count * 3, !isUsual else { continue }
      add(
        .fileMissing,
        "there is no file of \(kind) of \(day), where \(there) of the \(weeks.count) weeks before have one of that weekday",
        severity: 1)
    }
  }

  /// Two files of one day, where other days have one.
  private mutating func judgeTwin(_ member: FileSeries.Member) {
    let days = filesOfDays[member.file.kind] ?? [:]
    guard let day = member.day, days[day, default: 0] > 1 else { return }
    let others = days.filter { $0.key != day }
    guard others.count >= 5, others.values.count(where: { $0 == 1 }) * 10 >= others.count * 9 else { return }
    let twins = new.files.filter { $0.kind == member.file.kind && FileDay($0.name).day == day }.map(\.name)
    guard changes.came.contains(name(member.file)) else { return }
    let text =
      "\(days[day, default: 0]) files of \(member.file.kind) are of \(day) (\(twins.sorted().joined(separator: ", "))), "
      + "where other days have one"
    if !items.contains(where: { $0.what == text }) { add(.fileTwice, text, severity: 1) }
  }

  /// A file without a day in its name, where the others have one.
  private mutating func judgeStranger(_ member: FileSeries.Member, of series: FileSeries, among files: Int) {
    let dated = filesOfDays[member.file.kind, default: [:]].values.reduce(0, +)
    guard member.day == nil, changes.came.contains(name(member.file)), series.members.count == 1, dated >= 15,
      dated == files - 1
    else { return }
    add(
      .fileTwice,
      "\(member.file.kind) \(member.file.name) came, and has no day in its name, as the \(dated) others have: look whether it is a day's file once more",
      severity: 1)
  }

  // MARK: What is in them

  private mutating func judgeRows(_ member: FileSeries.Member, of series: FileSeries, among files: Int) {
    guard let rows = member.file.rows else { return }
    let file = "\(member.file.kind) \(member.file.name)"
    if changes.changed.contains(name(member.file)) {
      // The only file of its kind is judged with the rows of the kind.
      guard files > 1, let before = ownOld(member)?.rows,
        abs(rows - before) > max(0.2 * before, 5 * before.squareRoot(), 1.5 * new.rounding)
      else { return }
      return add(
        .fileRows,
        "\(file) has another content: \(number(before)) -> \(number(rows)) rows (\(changeText(from: before, to: rows)))",
        severity: timesApart(rows, before))
    }
    guard let expected = series.rows(expectedOf: member) else { return }
    judgedRows[member.file.kind, default: 0] += rows
    guard expected.isOdd(rows) else { return }
    let others = "\(expected.count) like it have \(number(expected.middle))"
    let change = changeText(from: expected.middle, to: rows)
    if rows < expected.middle, let day = member.day {
      let earlier =
        quietDays.contains(day)
        ? "was told to be quiet"
        : series.quietDay(like: member).map {
          "is so in \($0.file.name) too"
        }
      if let earlier {
        return add(
          .fileRows, "\(file) has \(number(rows)) rows, where \(others); such a day \(earlier)",
          isAlarm: false)
      }
    }
    add(
      .fileRows,
      "\(file) has \(number(rows)) rows, where \(others) (\(number(expected.least)) to \(number(expected.greatest))): \(change)",
      severity: timesApart(rows, expected.middle))
  }

  private mutating func judgeShares(_ member: FileSeries.Member, of series: FileSeries) {
    let before = items.count
    for share in ReleaseVolumes.Share.allCases {
      // Why rows are not used says more than that they are not.
      if share == .used, items.count > before { return }
      guard let own = member.file.shares[share] else { continue }
      let file = "\(member.file.kind) \(member.file.name): \(shareText(own)) of its rows \(share.words)"
      if let expected = series.share(share, expectedOf: member) {
        guard expected.isOdd(own, atLeast: 0.05) else { continue }
        add(
          .fileShare, "\(file), of \(expected.count) files like it \(shareText(expected.middle))",
          severity: abs(own - expected.middle))
      } else if let past = ownOld(member)?.shares[share], let rows = member.file.rows, rows > 0 {
        let chance = 5 * (past * (1 - past) / rows).squareRoot()
        let hidden = new.rounding > 1 ? new.rounding / rows : 0
        guard abs(own - past) > max(0.05, chance, hidden) else { continue }
        add(.fileShare, "\(file), before \(shareText(past))", severity: abs(own - past))
      }
    }
  }

  private mutating func judgeDates(
    _ member: FileSeries.Member, lags: ClosedRange<Int>?, reaches: ClosedRange<Int>?
  ) {
    let file = "\(member.file.kind) \(member.file.name)"
    if let lag = member.lag(of: member.file.last), let lags {
      if lag.lowerBound > lags.upperBound, (member.file.rows ?? 0) >= 20 {
        add(
          .fileDates,
          "\(file): its last fill is \(lag.lowerBound) days or more before the day of its name, in files like it at most \(lags.upperBound)",
          severity: 1)
      } else if lag.upperBound < lags.lowerBound {
        add(
          .fileDates,
          "\(file): its last fill is \(-lag.upperBound) days or more after the day of its name"
            + (lag.upperBound < -31 ? ": look whether day and month are exchanged" : ""),
          severity: 1)
      }
    }
    if let reach = member.lag(of: member.file.first), let reaches,
      reach.lowerBound > 2 * reaches.upperBound + 31
    {
      add(
        .fileDates,
        "\(file): its first fill is \(reach.lowerBound) days or more before the day of its name, in files like it at most \(reaches.upperBound): "
          + "look whether day and month are exchanged",
        severity: 1)
    }
    guard member.day == nil, let last = member.file.last, let before = old.lastFill,
      last.end < before.start - 31,
      changes.came.contains(name(member.file))
    else { return }
    add(
      .fileDates, "\(file) came, and its last fill is of \(last.end) or before", severity: 0.5, isAlarm: false
    )
  }

  /// The file as it was.
  private func ownOld(_ member: FileSeries.Member) -> ReleaseVolumes.File? { oldFiles[name(member.file)] }

  private func number(_ value: Double) -> String { grouped(value, decimals: 0) }
}

/// How many times the one count is the other, less one; the same both ways.
func timesApart(_ a: Double, _ b: Double) -> Double { max((a + 1) / (b + 1), (b + 1) / (a + 1)) - 1 }

extension ReleaseVolumes.File {
  /// It with what another release tells of the same content and this one keeps back.
  fileprivate func completed(by other: ReleaseVolumes.File?) -> ReleaseVolumes.File {
    guard let other else { return self }
    var file = self
    file.rows = rows ?? other.rows
    file.shares.merge(other.shares) { own, _ in own }
    return file
  }
}
