import RxCounts
import RxModel
import RxRelease
import TestSupport
import Testing

@testable import RxDisclosure

/// What inputs.csv tells of files beside attrition.csv, at every boundary of the rule.
@Suite("Accounts of files under disclosure control")
struct InputAccountsTests {
  private static let rounding = RoundingWithRoom(room: 11)
  private typealias Count = RoundingWithRoom.Count

  /// A file of so many rows, all of one line.
  private func file(
    _ rows: Int, rejected: Int = 0, strangers: Int? = 0, unlisted: Int? = 0, used: Int? = 0,
    _ name: String = "a.csv"
  ) -> FileAccount {
    var account = FileAccount(name: name)
    (account.rows, account.lines) = (rows, rows)
    if rejected > 0 {
      account.rejectedRows = [.badDate: rejected]
      account.rejectedLines = [.badDate: rejected]
    }
    (account.notInRoster, account.notInCodeList, account.used) = (strangers, unlisted, used)
    return account
  }

  /// The accounts beside an attrition that shows these rows; nil is kept back.
  private func released(
    _ files: [FileAccount], read: Int?, rejected: Int? = 0, strangers: Int? = 0, unlisted: Int? = 0,
    used: Int?,
    _ preset: DisclosurePolicy.Preset = .cms11, kind: InputKind = .prescriptions
  ) -> [ReleasedInput] {
    func step(_ step: AttritionStep, _ rows: Int?) -> ReleasedAttrition.Step {
      .init(step, rows: rows.map { .count($0) } ?? .suppressed, patients: .unknown)
    }
    var steps = [step(.read(kind), read)]
    if rejected != 0 { steps.append(step(.rejected(.badDate, of: kind), rejected)) }
    if kind == .prescriptions {
      steps += [step(.notInRoster, strangers), step(.notInCodeList, unlisted), step(.used, used)]
    }
    var data = DataFacts(fillDays: nil, rejects: [:])
    data.accounts = [kind: files]
    let attrition = ReleasedAttrition(steps: steps, persons: .suppressed, conflicts: [])
    return data.releasedInputs(attrition, DisclosurePolicy(preset))
  }

  @Test(
    "A hundred is told from 11 rows within its ends on",
    arguments: [
      (0, "0"), (38, "0"), (39, nil), (60, nil), (61, "100"), (138, "100"), (139, nil), (160, nil),
      (161, "200"),
    ] as [(Int, String?)])
  func hundreds(rows: Int, text: String?) {
    #expect(Self.rounding.hundred(Count(rows: rows, isPublished: false)).text == text)
    // What is published in full can't be narrowed.
    let known = Self.rounding.hundred(Count(rows: rows, isPublished: true)).text
    #expect(known == "\((rows + 50) / 100 * 100)")
    #expect(RoundingWithRoom(room: 0).hundred(Count(rows: rows, isPublished: false)).text == known)
  }

  @Test(
    "A percent of rows that are known is told where 11 rows more or fewer of its part give the same",
    arguments: [
      (1, 1201, "<1"), (1, 1200, nil), (10, 2101, "<1"), (10, 2100, nil), (1200, 1201, ">99"),
      (1199, 1200, nil), (230, 2300, "10"), (229, 2300, nil), (231, 2300, nil), (220, 2200, nil),
      (0, 2300, nil),
      (2300, 2300, nil),
    ] as [(Int, Int, String?)])
  func partsOfAWhole(part: Int, whole: Int, text: String?) {
    let (part, whole) = (Count(rows: part, isPublished: false), Count(rows: whole, isPublished: true))
    #expect(Self.rounding.percent(part, of: whole).text == text)
  }

  @Test(
    "A percent of a part that is known is told where 11 rows more or fewer of the whole give the same",
    arguments: [
      (139, 142, nil), (1000, 3000, "33"), (1000, 2990, nil), (0, 3, "0"), (1, 112, "<1"), (1, 111, nil),
    ] as [(Int, Int, String?)])
  func wholesOfAPart(part: Int, whole: Int, text: String?) {
    let (part, whole) = (Count(rows: part, isPublished: true), Count(rows: whole, isPublished: false))
    #expect(Self.rounding.percent(part, of: whole).text == text)
  }

  @Test(
    "With no room to be left each percent is as the contract has it",
    arguments: [
      (0, 0, "0"), (0, 9, "0"), (9, 9, "100"), (1, 101, "<1"), (1, 100, "1"), (100, 101, ">99"),
      (99, 100, "99"),
      (1, 200, "<1"), (3, 200, "2"),
    ])
  func percents(part: Int, whole: Int, text: String) {
    let (part, whole) = (Count(rows: part, isPublished: false), Count(rows: whole, isPublished: false))
    #expect(RoundingWithRoom(room: 0).percent(part, of: whole).text == text)
  }

  @Test("What the attrition shows of the only file is told, however few rows it has")
  func known() {
    let told = released(
      [file(142, rejected: 12, strangers: 20, unlisted: 0, used: 110)], read: 142, rejected: 12,
      strangers: 20,
      used: 110)[0]
    #expect(told.rows == .count(100) && told.lines == .count(100) && told.used == .count(100))
    #expect(told.rejected == .percent(8) && told.linesRejected == .percent(8))
    #expect(told.notInRoster == .percent(14) && told.notInCodeList == .percent(0))
    #expect(told.patients == .none)
  }

  @Test("139 strangers are known, and 98 percent or 100 rows would tell that few rows are used")
  func strangers() {
    let told = released([file(142, strangers: 139, used: 3)], read: nil, strangers: 139, used: nil)[0]
    #expect(told.rows == .keptBack && told.lines == .keptBack && told.notInRoster == .keptBack)
    // Any of 0 to 49.
    #expect(told.used == .count(0))
    #expect(told.rejected == .percent(0) && told.notInCodeList == .percent(0))
  }

  @Test("What the attrition keeps back is kept back, though others of the same file are told")
  func keptBack() {
    let told = released(
      [file(51_600, rejected: 3, strangers: 7, unlisted: 25_800, used: 25_000)], read: nil, rejected: nil,
      strangers: nil, unlisted: 25_800, used: nil)[0]
    #expect(told.rejected == .keptBack && told.linesRejected == .keptBack && told.notInRoster == .keptBack)
    #expect(told.rows == .count(51_600) && told.notInCodeList == .percent(50) && told.used == .count(25_000))
  }

  @Test("Of several files none is known by itself: shares of small ones are kept back, none and all are told")
  func several() {
    let files = [
      file(200, strangers: 4, unlisted: 0, used: 96, "a"),
      file(200, strangers: 200, unlisted: 0, used: 0, "b"),
      file(20_000, strangers: 5000, unlisted: 0, used: 15_000, "c"),
    ]
    let told = released(files, read: 20_400, strangers: 5204, used: 15_096)
    #expect(told.map(\.notInRoster) == [.keptBack, .percent(100), .percent(25)])
    #expect(told.map(\.notInCodeList) == [.percent(0), .percent(0), .percent(0)])
    #expect(told.map(\.rows) == [.count(200), .count(200), .count(20_000)])
    // All of the rows would tell what was read, where that is kept back.
    let hidden = released(files, read: nil, strangers: 5204, used: nil)
    #expect(hidden.map(\.notInRoster) == [.keptBack, .keptBack, .percent(25)])
  }

  @Test(
    "Shares of several files are told where all are known together and none is of few rows or all but few")
  func sharesOfSeveral() {
    func shares(_ first: Int, _ second: Int, read: Int? = 240) -> [ReleasedInput.Amount] {
      released(
        [file(120, unlisted: first, used: 120 - first), file(120, unlisted: second, used: 120 - second)],
        read: read, unlisted: first + second, used: nil
      ).map(\.notInCodeList)
    }
    #expect(
      shares(40, 11) == [.percent(33), .percent(9)] && shares(40, 109) == [.percent(33), .percent(91)])
    #expect(
      shares(40, 0) == [.percent(33), .percent(0)] && shares(40, 120) == [.percent(33), .percent(100)])
    #expect(shares(40, 10) == [.keptBack, .keptBack] && shares(40, 110) == [.keptBack, .keptBack])
    #expect(shares(40, 40, read: nil) == [.keptBack, .keptBack])
  }

  @Test("Hundreds of several files are told where their rows are known together, and else with room alone")
  func hundredsOfSeveral() {
    let files = [file(40, used: 40, "a"), file(110, used: 110, "b")]
    #expect(released(files, read: 150, used: 150).map(\.rows) == [.count(0), .count(100)])
    let hidden = released(files, read: nil, used: nil)
    #expect(hidden.map(\.rows) == [.keptBack, .count(100)] && hidden.map(\.used) == hidden.map(\.rows))
  }

  @Test("Deaths, of which the attrition has no strangers, are told by their room alone")
  func deaths() {
    func strangers(_ count: Int, of rows: Int) -> ReleasedInput.Amount {
      released(
        [file(rows, strangers: count, unlisted: nil, used: nil)], read: rows, used: nil, kind: .deaths)[0]
        .notInRoster
    }
    #expect(strangers(0, of: 60) == .percent(0) && strangers(60, of: 60) == .percent(100))
    #expect(strangers(1, of: 60) == .keptBack && strangers(59, of: 60) == .keptBack)
    #expect(strangers(1, of: 1201) == .belowOnePercent && strangers(1200, of: 1201) == .above99Percent)
  }

  @Test("Whatever is told, each number that isn't published could be 11 rows more or fewer")
  func room() {
    var random = SplitMix64(seed: 7)
    func hundred(_ rows: Int) -> String { "\((rows + 50) / 100 * 100)" }
    /// As the contract has it, in fractions of its own.
    func percent(_ part: Int, _ whole: Int) -> String {
      if part == 0 || part == whole { return part == 0 ? "0" : "100" }
      let share = 100 * Double(part) / Double(whole)
      return share < 1 ? "<1" : share > 99 ? ">99" : "\(Int((share + 0.5).rounded(.down)))"
    }
    var tellsShares = 0
    for _ in 0..<3000 {
      let rows = Int.random(in: 40..<(Bool.random(using: &random) ? 400 : 40_000), using: &random)
      let unlisted = Int.random(in: 0..<rows, using: &random)
      let showsUnlisted = Bool.random(using: &random)
      let told = released(
        [file(rows, unlisted: unlisted, used: rows - unlisted)], read: nil,
        unlisted: showsUnlisted ? unlisted : nil, used: nil)[0]
      for more in [-11, 11] {
        if let text = told.rows.text { #expect(text == hundred(rows + more)) }
        if let text = told.used.text { #expect(text == hundred(max(0, rows - unlisted + more))) }
        if let text = told.notInCodeList.text, unlisted > 0 {
          tellsShares += 1
          #expect(text == percent(unlisted, rows + more), "\(unlisted) of \(rows)")
        }
      }
    }
    #expect(tellsShares > 100)
  }

  @Test("Rounding alone keeps nothing back, and without control all is exact")
  func otherPresets() {
    let few = [file(142, rejected: 1, strangers: 139, unlisted: 0, used: 2)]
    let rounded = released(few, read: 141, rejected: 3, strangers: 141, used: 3, .midpoint6)[0]
    #expect(rounded.rows.text == "100" && rounded.used.text == "0")
    #expect(rounded.rejected.text == "<1" && rounded.notInRoster.text == "98")
    let exact = released(few, read: 142, rejected: 1, strangers: 139, used: 2, .none)[0]
    #expect(exact.rows.text == "142" && exact.rejected.text == "1" && exact.notInRoster.text == "139")
    // The counts of opensafely are rounded, and so none of them is known.
    let redacted = released(few, read: 140, rejected: nil, strangers: 140, used: nil, .opensafely)[0]
    #expect(redacted.rows.text == "100" && redacted.rejected.text == nil && redacted.notInRoster.text == nil)
  }
}
