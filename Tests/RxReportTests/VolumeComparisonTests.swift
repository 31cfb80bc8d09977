import RxModel
import RxReport
import Testing

/// Published volumes of an extract with a file a day.
struct DailyVolumes {
  struct File {
    var rows: Int
    /// Of a hundred rows.
    var rejected = 0
    var notInRoster = 0
    var notInCodeList = 0
    var isKeptBack = false
    var first: String
    var last: String
  }
  var files: [String: File] = [:]
  var steps: [String: Int] = [:]
  var flow: [(String, Int)] = [("roster", 5_000)]
  var products: [[String]] = []
  var periodEnd: String?

  static let start = Day(year: 2025, month: 3, day: 3)

  /// Files of these days from a Monday on: 400 rows and a few more, on Sundays 100.
  init(days: Int) throws {
    for offset in 0..<days { try addDay(offset) }
  }

  /// The day so many days after the first.
  static func day(_ offset: Int) throws -> Day { try #require(start) + offset }

  mutating func addDay(_ offset: Int, rows: Int? = nil) throws {
    let day = try Self.day(offset)
    let usual = (offset % 7 == 6 ? 100 : 400) + offset * 5 % 11
    files["rx/\(day).csv"] = File(rows: rows ?? usual, first: "\(day + -5)", last: "\(day)")
  }

  func volumes(isControlled: Bool = false) -> ReleaseVolumes {
    let total = files.values.reduce(0) { $0 + $1.rows }
    func share(_ percent: Int, of file: File) -> String {
      "\(isControlled ? percent : file.rows * percent / 100)"
    }
    return ReleaseVolumes(
      attrition: .init(
        "attrition.csv", columns: ["step", "rows", "patients"],
        rows: [["rows read", "\(total)", ""]]
          + steps.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)", ""] }),
      inputs: .init(
        "inputs.csv",
        columns: [
          "kind", "file", "rows", "rejected", "not_in_roster", "not_in_code_list", "first_date", "last_date",
        ],
        rows: files.sorted { $0.key < $1.key }.map { name, file in
          [
            "prescriptions", name,
            file.isKeptBack ? "[c]" : "\(isControlled ? (file.rows + 50) / 100 * 100 : file.rows)",
            share(file.rejected, of: file), share(file.notInRoster, of: file),
            share(file.notInCodeList, of: file),
            isControlled ? String(file.first.prefix(7)) : file.first,
            isControlled ? String(file.last.prefix(7)) : file.last,
          ]
        }),
      flow: .init(
        "flow.csv", columns: ["step", "persons", "left_out"], rows: flow.map { [$0.0, "\($0.1)", ""] }),
      products: .init(
        "products.csv", columns: ["section", "drug", "item", "quantity", "statistic", "value"],
        rows: products.map { ["ingredients"] + $0 }),
      periodEnd: periodEnd, isControlled: isControlled)
  }
}

@Suite("Volumes of two releases")
struct VolumeComparisonTests {
  /// What is found in the night after 70 days, in which what `change` says came.
  private func night(
    days: Int = 70, quietDays: Set<Day> = [], past: PastRuns = PastRuns([]), isControlled: Bool = false,
    lost: [String] = [], changed: [String] = [], keepDefinitions: Bool = true,
    before: (inout DailyVolumes) throws -> Void = { _ in },
    _ change: (inout DailyVolumes) throws -> Void
  ) throws -> [Comparison.Item] {
    var old = try DailyVolumes(days: days)
    try before(&old)
    var new = old
    try change(&new)
    func names(_ files: some Sequence<String>) -> Set<FileChanges.Name> {
      Set(files.map { .init(kind: "prescriptions", path: $0) })
    }
    return Comparison.volumes(
      old: old.volumes(isControlled: isControlled), new: new.volumes(isControlled: isControlled),
      FileChanges(
        came: names(Set(new.files.keys).subtracting(old.files.keys)), lost: names(lost),
        changed: names(changed),
        keepDefinitions: keepDefinitions),
      past: past, quietDays: quietDays, least: 50)
  }

  private func alarms(_ items: [Comparison.Item]) -> [Comparison.Finding] {
    items.filter(\.isAlarm).map(\.finding)
  }

  @Test("A day's file like others is no alarm, a Sunday's few rows none either", arguments: [false, true])
  func ordinaryNights(isControlled: Bool) throws {
    for days in 56..<70 {
      let found = try night(days: days, isControlled: isControlled) { try $0.addDay(days) }
      #expect(alarms(found).isEmpty, "\(days): \(found)")
    }
  }

  @Test("Half a file, and a file twice as long, are named with what files like it have")
  func oddRows() throws {
    for rows in [200, 800] {
      let found = try night { try $0.addDay(70, rows: rows) }
      #expect(alarms(found) == [.fileRows])
      let text = try #require(found.first(where: \.isAlarm)?.what)
      #expect(
        text.hasPrefix("prescriptions rx/2025-05-12.csv has \(rows) rows, where 10 like it have 40"),
        "\(text)")
    }
    // Five times the root of 405 is 101.
    #expect(try alarms(night { try $0.addDay(70, rows: 310) }).isEmpty)
    #expect(try alarms(night { try $0.addDay(70, rows: 290) }) == [.fileRows])
  }

  @Test("Rows that go to another step since the code list is another are not a share of the rows that came")
  func codeListLearns() throws {
    for (step, isOfList) in [
      ("not in the roster", false), ("drug not in the code list", true), ("outside observation", true),
    ] {
      for keepDefinitions in [true, false] {
        let found = try night(
          keepDefinitions: keepDefinitions, before: { $0.steps[step] = 40 },
          {
            try $0.addDay(70)
            $0.steps[step] = 240
          })
        let isAlarm = keepDefinitions || !isOfList
        #expect(alarms(found) == (isAlarm ? [.share] : []), "\(step), \(keepDefinitions): \(found)")
      }
    }
  }

  @Test("A holiday that was told is quiet, and so is one that was quiet the year before")
  func holidays() throws {
    let quiet = try night(quietDays: [DailyVolumes.day(70)]) { try $0.addDay(70, rows: 40) }
    #expect(alarms(quiet).isEmpty && quiet.contains { $0.what?.contains("was told to be quiet") == true })
    // 365 days later is the same date, on another weekday.
    // Under control 70 are 100, and 40 none; what the new run keeps back of that day, the old one tells.
    for (isControlled, isKeptBack) in [(false, false), (true, false), (true, true)] {
      let found = try night(days: 425, isControlled: isControlled, before: { try $0.addDay(60, rows: 70) }) {
        try $0.addDay(425, rows: 40)
        $0.files["rx/\(try DailyVolumes.day(60)).csv"]?.isKeptBack = isKeptBack
      }
      #expect(alarms(found).isEmpty, "\(found)")
    }
    #expect(try alarms(night(days: 425) { try $0.addDay(425, rows: 40) }) == [.fileRows])
  }

  @Test("A day without a file is told once there is one of a later day")
  func missingDay() throws {
    let found = try night { try $0.addDay(71) }
    #expect(alarms(found) == [.fileMissing])
    #expect(
      try #require(found.first(where: \.isAlarm)?.what).contains("no file of prescriptions of 2025-05-12"))
    #expect(try alarms(night(quietDays: [DailyVolumes.day(70)]) { try $0.addDay(71) }).isEmpty)
    // Who is shut on Sundays misses none.
    let withoutSundays: (inout DailyVolumes) throws -> Void = { volumes in
      for week in 0..<10 { volumes.files["rx/\(try DailyVolumes.day(week * 7 + 6)).csv"] = nil }
    }
    #expect(try alarms(night(days: 69, before: withoutSundays) { try $0.addDay(70) }).isEmpty)
  }

  @Test("A second file of a day is told where days have one")
  func twins() throws {
    let found = try night { volumes in
      try volumes.addDay(70)
      volumes.files["rx/2025-05-12 again.csv"] = volumes.files["rx/2025-05-12.csv"]
    }
    #expect(alarms(found).contains(.fileTwice))
    #expect(found.contains { $0.what?.hasPrefix("2 files of prescriptions are of 2025-05-12") == true })
  }

  @Test("A file without a day in its name is told where all others have one")
  func stranger() throws {
    let found = try night { volumes in
      try volumes.addDay(70)
      volumes.files["rx/resent.csv"] = volumes.files["rx/2025-05-12.csv"]
    }
    #expect(alarms(found) == [.fileTwice], "\(found)")
    let few = try night(days: 14) {
      $0.files["rx/resent.csv"] = .init(rows: 40, first: "2025-03-03", last: "2025-03-04")
    }
    #expect(alarms(few).isEmpty, "\(few)")
  }

  @Test("A share of a file that is unlike the others' is named", arguments: [false, true])
  func shares(isControlled: Bool) throws {
    let changes: [(WritableKeyPath<DailyVolumes.File, Int>, String)] = [
      (\.rejected, "were rejected"), (\.notInRoster, "not in the roster"),
      (\.notInCodeList, "not in the code list"),
    ]
    for (share, words) in changes {
      let found = try night(isControlled: isControlled) { volumes in
        try volumes.addDay(70)
        volumes.files["rx/2025-05-12.csv"]?[keyPath: share] = 30
      }
      #expect(alarms(found) == [.fileShare], "\(found)")
      #expect(
        found.contains {
          $0.what?.contains(words) == true && $0.what?.contains("2025-05-12.csv: 30%") == true
        })
      // Five percent more is borne.
      let few = try night(isControlled: isControlled) { volumes in
        try volumes.addDay(70)
        volumes.files["rx/2025-05-12.csv"]?[keyPath: share] = 5
      }
      #expect(alarms(few).isEmpty, "\(few)")
    }
  }

  @Test("A file that went is an alarm, but for the oldest of a window that moves")
  func lostFiles() throws {
    for (day, isAlarm) in [(0, false), (30, true)] {
      let name = "rx/\(try DailyVolumes.day(day)).csv"
      let found = try night(lost: [name]) { volumes in
        volumes.files[name] = nil
        try volumes.addDay(70)
      }
      #expect(found.filter { $0.finding == .fileWent }.map(\.isAlarm) == [isAlarm], "\(found)")
    }
  }

  @Test("A file with another content is compared with what it was", arguments: [(0, true), (330, false)])
  func changedFile(rows: Int, isAlarm: Bool) throws {
    let name = "rx/\(try DailyVolumes.day(30)).csv"
    let found = try night(changed: [name]) { $0.files[name]?.rows = rows }
    #expect(alarms(found).contains(.fileRows) == isAlarm, "\(found)")
  }

  @Test("Fills far from the day of the file's name, as exchanged day and month make them")
  func exchangedDates() throws {
    let after = try night { volumes in
      try volumes.addDay(70)
      volumes.files["rx/2025-05-12.csv"]?.last = "2025-12-05"
    }
    #expect(
      alarms(after).contains(.fileDates) && after.contains { $0.what?.contains("day and month") == true })
    let before = try night { volumes in
      try volumes.addDay(70)
      volumes.files["rx/2025-05-12.csv"]?.first = "2024-05-12"
    }
    #expect(alarms(before) == [.fileDates], "\(before)")
  }

  @Test("An end that stands still though rows came")
  func stuckEnd() throws {
    let stuck: (inout DailyVolumes) throws -> Void = { $0.periodEnd = "2025-05-11" }
    let found = try night(before: stuck) { volumes in
      try volumes.addDay(70)
      volumes.files["rx/2025-05-12.csv"]?.last = "2025-05-11"
    }
    #expect(
      alarms(found).contains(.dates) && found.contains { $0.what?.contains("2025-05-11 in both") == true })
    let moved = try night(before: stuck) { volumes in
      try volumes.addDay(70)
      volumes.periodEnd = "2025-05-12"
    }
    #expect(alarms(moved).isEmpty, "\(moved)")
    // A file that was late comes alone.
    let late = "rx/\(try DailyVolumes.day(40)).csv"
    let repaired = try night(
      before: { volumes in
        try stuck(&volumes)
        volumes.files[late] = nil
      }
    ) { try $0.addDay(40) }
    #expect(!alarms(repaired).contains(.dates), "\(repaired)")
  }

  @Test(
    "Without a history rows, persons and products may change by a tenth",
    arguments: [(109, false), (111, true)])
  func tenth(percent: Int, isAlarm: Bool) throws {
    var old = try DailyVolumes(days: 0)
    old.files["rx.csv"] = .init(rows: 10_000, first: "2025-01-01", last: "2025-05-01")
    old.products = [
      ["opioid", "codeine", "days_supply", "p25", "100"],
      ["opioid", "codeine", "days_supply", "median", "200"],
    ]
    func found(_ change: (inout DailyVolumes) -> Void) -> [Comparison.Finding] {
      var new = old
      change(&new)
      let changes = FileChanges(
        came: [], lost: [], changed: [.init(kind: "prescriptions", path: "rx.csv")], keepDefinitions: true)
      return alarms(
        Comparison.volumes(
          old: old.volumes(), new: new.volumes(), changes, past: PastRuns([]), quietDays: [], least: 50))
    }
    #expect(found { $0.files["rx.csv"]?.rows = 100 * percent } == (isAlarm ? [.rows] : []))
    #expect(found { $0.flow = [("roster", 50 * percent)] } == (isAlarm ? [.persons] : []))
    #expect(
      found {
        $0.products[0][4] = "\(percent)"
        $0.products[1][4] = "\(2 * percent)"
      } == (isAlarm ? [.products] : []))
    // A quartile alone can jump where few values are.
    #expect(found { $0.products[0][4] = "150" }.isEmpty)
  }

  @Test("Rows equal to others are told beside the rows that came", arguments: [(49, false), (50, true)])
  func equalRows(more: Int, isAlarm: Bool) throws {
    let found = try night(before: { $0.steps["equal to another row"] = 3 }) { volumes in
      try volumes.addDay(70, rows: 405)
      volumes.steps["equal to another row"] = 3 + more
    }
    #expect(alarms(found) == (isAlarm ? [.equalRows] : []), "\(found)")
  }

  // MARK: Beside a history

  /// What is found where the one file there is has so many rows more.
  private func oneFile(more: Int, _ past: PastRuns) throws -> [Comparison.Item] {
    var old = try DailyVolumes(days: 0)
    old.files["rx.csv"] = .init(rows: 500_000, first: "2025-01-01", last: "2025-05-01")
    var new = old
    new.files["rx.csv"]?.rows += more
    let changes = FileChanges(
      came: [], lost: [], changed: [.init(kind: "prescriptions", path: "rx.csv")], keepDefinitions: true)
    return Comparison.volumes(
      old: old.volumes(), new: new.volumes(), changes, past: past, quietDays: [], least: 50)
  }

  private func history(_ rows: [Int]) -> PastRuns {
    var sum = 20_000
    return PastRuns(
      ([0] + rows).map { more in
        sum += more
        return .init(counts: ["rows read of prescriptions": Double(sum)], matched: nil)
      })
  }

  @Test(
    "27,000 rows more a night are ordinary; none, a third fewer than ever and twice as many as ever are not",
    arguments: [
      (27_000, nil), (17_000, nil), (16_000, "more than a third fewer than ever"), (56_000, nil),
      (57_000, "more than twice as many as ever"), (0, "no more, where"), (-100, "fewer, where"),
    ] as [(Int, String?)])
  func besideHistory(more: Int, words: String?) throws {
    let found = try oneFile(more: more, history([27_000, 26_000, 28_000, 25_500, 27_500, 26_500]))
    #expect(alarms(found) == (words == nil ? [] : [.rows]), "\(found)")
    if let words { #expect(found.contains { $0.what?.contains(words) == true }, "\(found)") }
  }

  @Test("No file, where each night brought one, is told; not on a quiet day")
  func noFileCame() throws {
    let past = PastRuns((10...20).map { .init(counts: ["files of prescriptions": Double($0)], matched: nil) })
    let found = try night(past: past) { _ in }
    #expect(alarms(found) == [.fileMissing])
    #expect(found.first?.what == "no more files of prescriptions, where 10 runs before brought +1 (+1 to +1)")
    #expect(try alarms(night(quietDays: [DailyVolumes.day(70)], past: past) { _ in }).isEmpty)
    #expect(try alarms(night(past: past) { try $0.addDay(70) }).isEmpty)
  }

  @Test("A history of five runs and their increments less says nothing")
  func shortHistory() throws {
    #expect(history([1, 1, 1, 1, 1]).isEnough && !history([1, 1, 1, 1]).isEnough)
    let found = try night(past: history([27_000, 27_000, 27_000, 27_000])) { try $0.addDay(70) }
    #expect(alarms(found).isEmpty)
  }

  @Test("A release of several nights ago is judged by as many nights of the history")
  func nightsApart() throws {
    let runs = history([400, 400, 100, 400, 400, 400, 400]).runs
    for (apart, isAlarm) in [(1, true), (2, false)] {
      #expect(try alarms(oneFile(more: 900, PastRuns(runs, apart: apart))) == (isAlarm ? [.rows] : []))
    }
  }
}
