import RxModel

/// What changed in the volumes of two releases: rows, shares, persons, products and the end of the study.
struct VolumeFindings {
  private(set) var items: [Comparison.Item] = []

  private let old: ReleaseVolumes
  private let new: ReleaseVolumes
  private let changes: FileChanges
  private let past: PastRuns
  private let least: Double

  /// By how much rows, persons and products may change between two runs where no history says what is ordinary.
  private static let usualChange = 0.1
  /// By how much a share of all rows may.
  private static let usualShare = 0.05
  /// How much of what came may be of a kind that of what was there before was none.
  private static let usualShareOfNew = 0.2

  /// The findings between `old` and `new`.
  /// - Parameters:
  ///   - old: what the old release says.
  ///   - new: what the new one says.
  ///   - changes: which files are others.
  ///   - past: what past runs say; of none where there is no history.
  ///   - files: what was found of single files.
  ///   - least: the least number of persons or fills that is told.
  init(
    _ old: ReleaseVolumes, _ new: ReleaseVolumes, _ changes: FileChanges, past: PastRuns,
    files: FileFindings, least: Int
  ) {
    (self.old, self.new, self.changes, self.past, self.least) = (old, new, changes, past, Double(least))
    for kind in InputKind.allCases {
      findRows(
        kind, judged: files.judgedRows[kind.rawValue] ?? 0, isQuiet: files.quietKinds.contains(kind.rawValue))
    }
    findShares()
    findEqualRows()
    findPersons()
    findProducts()
    findDates()
  }

  private mutating func add(_ finding: Comparison.Finding, _ text: String, severity: Double, isAlarm: Bool) {
    items.append(Comparison.Item(finding: finding, isAlarm: isAlarm, severity: severity, what: text))
  }

  private func changed(_ what: String, _ before: Double, _ after: Double) -> String {
    "\(what): \(grouped(before, decimals: 0)) -> \(grouped(after, decimals: 0)) (\(changeText(from: before, to: after)))"
  }

  // MARK: Rows

  private mutating func findRows(_ kind: InputKind, judged: Double, isQuiet: Bool) {
    let isExact = old.rowsRead(of: kind) != nil && new.rowsRead(of: kind) != nil
    func rows(_ release: ReleaseVolumes) -> Double? {
      isExact ? release.rowsRead(of: kind) : release.rowsInFiles(of: kind)
    }
    guard let before = rows(old), let after = rows(new) else { return }
    let what = isExact ? PastRuns.Volumes.rows(of: kind) : PastRuns.Volumes.rowsInFiles(of: kind)
    let rounding = isExact ? 1 : new.rounding
    let increment = after - before
    // Files that came and are like others explain the rows they bring.
    let rest = increment - judged
    if let verdict = past.judge(what, increment, rounding: rounding) {
      let isExplained = judged > 0 && abs(rest) <= 0.1 * judged + new.rounding || increment == 0 && isQuiet
      guard increment != 0 || verdict.isAlarm else { return }
      return add(
        .rows, "\(changed(what, before, after)); \(verdict.text)", severity: timesApart(after, before),
        isAlarm: verdict.isAlarm && !isExplained)
    }
    guard increment != 0 else { return }
    add(
      .rows, changed(what, before, after), severity: timesApart(before + rest, before),
      isAlarm: abs(rest) > Self.usualChange * before)
  }

  /// The steps of attrition.csv as shares of the rows, and of the rows that came.
  private mutating func findShares() {
    guard let before = old.rows(of: .prescriptions), let after = new.rows(of: .prescriptions), before > 0,
      after > 0
    else { return }
    for (step, words, needsDrug) in Self.steps {
      guard let from = step(old), let to = step(new) else { continue }
      let (share, now) = (from / before, to / after)
      // Where the code list is another, old rows go from step to step too, from that of unlisted drugs on.
      let isDefined = changes.keepDefinitions || !needsDrug
      let came = after - before
      let ofNew = came >= max(100, 10 * new.rounding) ? (to - from) / came : share
      let chance = 5 * (share * (1 - share) / after).squareRoot()
      if abs(now - share) > max(Self.usualShare, chance) {
        add(
          .share, "rows that \(words): \(shareText(share)) -> \(shareText(now)) of all",
          severity: abs(now - share),
          isAlarm: true)
      } else if isDefined, ofNew > share + Self.usualShareOfNew {
        add(
          .share,
          "rows that \(words): \(shareText(min(1, ofNew))) of the \(grouped(came, decimals: 0)) rows that came, \(shareText(share)) of those before",
          severity: ofNew - share, isAlarm: true)
      } else if abs(now - share) >= 0.0005 {
        add(
          .share, "rows that \(words): \(shareText(share)) -> \(shareText(now)) of all",
          severity: abs(now - share),
          isAlarm: false)
      }
    }
    guard let matched = new.matched, let usual = past.matched, usual.isOdd(matched, atLeast: Self.usualShare)
    else { return }
    add(
      .share,
      "rows of listed drugs and of patients of the roster: \(shareText(matched)) of those accepted, "
        + "\(shareText(usual.middle)) in \(usual.count) runs before",
      severity: abs(matched - usual.middle), isAlarm: true)
  }

  /// The steps whose shares are looked at, with what is true of their rows, and whether it depends on the code list.
  private static var steps: [((ReleaseVolumes) -> Double?, words: String, needsDrug: Bool)] {
    func named(_ steps: [AttritionStep]) -> (ReleaseVolumes) -> Double? {
      { volumes in
        let rows = steps.compactMap { volumes.rowsOfSteps[$0.name] }
        return rows.isEmpty ? nil : rows.reduce(0, +)
      }
    }
    return [
      (
        named(RejectReason.allCases.map { .rejected($0, of: .prescriptions) }),
        ReleaseVolumes.Share.rejected.words, false
      ),
      (named([.notInRoster]), ReleaseVolumes.Share.notInRoster.words, false),
      (named([.notInCodeList]), ReleaseVolumes.Share.notInCodeList.words, true),
      (named([.outsideObservation]), "are outside observation", true),
      (named([.afterStudy]), "are after the study period", true),
    ]
  }

  /// Rows that are equal to others, beside the rows that came.
  private mutating func findEqualRows() {
    let (came, steps) = (
      (new.rows(of: .prescriptions) ?? 0) - (old.rows(of: .prescriptions) ?? 0),
      [AttritionStep.equalToAnother, .duplicate].map(\.name)
    )
    for step in steps {
      guard let before = old.rowsOfSteps[step], let after = new.rowsOfSteps[step], before != after else {
        continue
      }
      let more = after - before
      add(
        .equalRows,
        "\(changed("rows '\(step)'", before, after))"
          + (came > 0 ? "; \(grouped(came, decimals: 0)) rows came" : ""),
        severity: timesApart(after, before),
        isAlarm: more >= least && more > Self.usualChange * max(0, came))
    }
  }

  // MARK: Persons and products

  private mutating func findPersons() {
    let before = Dictionary(old.flow.map { ($0.name, $0.persons) }, uniquingKeysWith: { first, _ in first })
    for step in new.flow {
      guard let from = before[step.name].flatMap({ $0 }), let to = step.persons, from != to else { continue }
      let isFirst = step.name == new.flow.first?.name
      let what = isFirst ? PastRuns.Volumes.persons : "persons of the step '\(step.name)'"
      let text = changed(what, from, to)
      if isFirst, let verdict = past.judge(what, to - from, rounding: 1) {
        add(.persons, "\(text); \(verdict.text)", severity: timesApart(from, to), isAlarm: verdict.isAlarm)
      } else {
        add(
          .persons, text, severity: timesApart(from, to),
          isAlarm: abs(to - from) > Self.usualChange * from && (isFirst || abs(to - from) >= least))
      }
    }
  }

  private mutating func findProducts() {
    let quartiles = ["p25", "median", "p75"]
    var moved: [ReleaseVolumes.Product: [(String, Double, Double)]] = [:]
    for (product, from) in old.products {
      let to = new.products[product]
      if product.statistic == "count" {
        let rounding = max(old.rounding, new.rounding)
        // Under control a number that is not shown any more is kept back, whatever it is.
        if to == nil, rounding > 1 { continue }
        let text = "\(product.quantity) of \(product.item) (\(product.drug))"
        let gap = abs((to ?? 0) - from)
        guard gap > Self.usualChange * from, gap >= max(least, rounding > 1 ? 2 * rounding : 0) else {
          continue
        }
        add(
          .products, to.map { changed(text, from, $0) } ?? "\(text): \(grouped(from, decimals: 0)) -> none",
          severity: timesApart(from, to ?? 0), isAlarm: true)
      } else if quartiles.contains(product.statistic), let to, from > 0,
        abs(to - from) > Self.usualChange * from
      {
        var whole = product
        whole.statistic = ""
        moved[whole, default: []].append((product.statistic, from, to))
      }
    }
    // One quartile alone moves where the values are few and half of them lie on each side.
    for (product, quartiles) in moved where quartiles.count >= 2 {
      let words = quartiles.sorted { $0.0 < $1.0 }.map {
        "\($0.0) \(grouped($0.1, decimals: 1)) -> \(grouped($0.2, decimals: 1))"
      }
      add(
        .products,
        "\(product.quantity) of \(product.item) (\(product.drug)): \(words.joined(separator: ", "))",
        severity: quartiles.map { timesApart($0.1, $0.2) }.max() ?? 0, isAlarm: true)
    }
  }

  // MARK: Dates

  private mutating func findDates() {
    let hasMoreRows = (new.rows(of: .prescriptions) ?? 0) > (old.rows(of: .prescriptions) ?? 0)
    if let before = old.lastFill, let after = new.lastFill {
      if after.end < before.start {
        add(
          .dates, "the last fill was of \(text(before)), now it is of \(text(after))", severity: 1,
          isAlarm: true)
      } else if after.start > before.end + 31, !isWorth(after.start - before.end) {
        add(
          .dates,
          "the last fill was of \(text(before)), now it is of \(text(after)), and the rows that came are not for so many days: "
            + "look whether day and month are exchanged", severity: 1, isAlarm: true)
      }
    }
    guard let before = old.periodEnd, let after = new.periodEnd else { return }
    if before != after {
      add(.dates, "the study ended on \(before), now it ends on \(after)", severity: 0, isAlarm: false)
    } else if hasMoreRows, isLastFill(before, of: old), isLastFill(after, of: new), !isMonthEnd(after),
      !cameLate(before: after)
    {
      add(
        .dates,
        "the study and the fills end on \(after) in both, though rows came: is the last day's extract the day before's?",
        severity: 1, isAlarm: true)
    }
  }

  /// True where files came that are all of days before the end by their names: they were late, and say nothing of it.
  private func cameLate(before end: Day) -> Bool {
    func names(_ volumes: ReleaseVolumes) -> Set<String> {
      Set(volumes.files.filter { $0.kind == InputKind.prescriptions.rawValue }.map(\.name))
    }
    let came = names(new).subtracting(names(old))
    return !came.isEmpty && came.allSatisfy { FileDay($0).day.map { $0 < end } ?? false }
  }

  /// True where the rows that came are at least half of what so many days had before.
  private func isWorth(_ days: Int) -> Bool {
    let first = old.files.filter { $0.kind == InputKind.prescriptions.rawValue }.compactMap(\.first).map(
      \.start
    ).min()
    guard let first, let last = old.lastFill?.end, let before = old.rows(of: .prescriptions),
      let after = new.rows(of: .prescriptions)
    else { return true }
    return after - before >= before / Double(last - first + 1) * Double(days) / 2
  }

  /// True where the last fill can be of this day: for all that is told, the data decide the end.
  private func isLastFill(_ day: Day, of release: ReleaseVolumes) -> Bool {
    release.lastFill.map { $0.contains(day) } ?? false
  }

  private func isMonthEnd(_ day: Day) -> Bool {
    let (year, month, number) = day.civil
    return number == Day.length(ofMonth: month, year: year)
  }

  private func text(_ span: DaySpan) -> String { span.days == 1 ? "\(span.start)" : periodName(span) }
}
