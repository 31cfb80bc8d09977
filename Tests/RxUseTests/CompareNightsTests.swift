import Foundation
import Logging
import RxModel
import RxReport
import RxUse
import Testing

/// Ordinary nights of a growing extract, and nights in which something went wrong.
@Suite("compare does not cry wolf")
struct CompareNightsTests {
  private static let first = Day(year: 2025, month: 3, day: 24)

  /// Runs the study of an extract into `out`, with a line in `history`.
  private func run(_ extract: GrowingExtract, _ preset: String, _ base: String, out: String, history: String)
    throws
  {
    let folder = try TestFolder()
    try extract.write(to: folder, preset: preset)
    var night = NightOptions()
    night.history = history
    // The history knows a study by its name, as a nightly job gives it.
    let study = "\(base)/study.yml"
    try FileManager.default.removeItemIfThere(base)
    try FileManager.default.moveItem(atPath: folder.path, toPath: base)
    _ = try runNightly(
      study: study, out: out, options: RunOptions(threads: 2), night: night,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// The ways in which a night goes wrong, with the words that name it.
  private static let faults: [(String, @Sendable (inout GrowingExtract) -> Void, String)] = [
    (
      "nothing came", { $0.files[GrowingExtract.name($0.today)] = nil },
      #"no more files of prescriptions, where"#
    ),
    (
      "a day's file is missing",
      {
        $0.files[GrowingExtract.name($0.today)] = nil
        $0.nextDay()
      }, #"no file of prescriptions of 2025-05-22"#
    ),
    (
      "a file is there twice, in another order",
      { $0.files["rx/2025-05-22_b.csv"] = $0.files[GrowingExtract.name($0.today)].map { $0.reversed() } },
      #"2 files of prescriptions are of 2025-05-22"#
    ),
    (
      "half a file", { $0.change { Array($0.prefix($0.count / 2)) } },
      #"2025-05-22\.csv has [0-9]+ rows, where"#
    ),
    (
      "columns shifted", { $0.change { $0.map { [$0[0], $0[2], $0[3], $0[4], $0[1]] } } },
      #"2025-05-22\.csv: 100% of its rows were rejected"#
    ),
    (
      "supply in weeks",
      { extract in
        for name in extract.files.keys {
          extract.files[name] = extract.files[name]?.map {
            [$0[0], $0[1], "\((Int($0[2]) ?? 7) / 7)", $0[3], $0[4]]
          }
        }
      }, #"days_supply of alprazolam"#
    ),
    (
      "zeros in front of codes lost",
      { $0.change { $0.map { [$0[0], $0[1], $0[2], String($0[3].dropFirst(2)), $0[4]] } } },
      #"2025-05-22\.csv: 100% of its rows are of drugs that are not in the code list"#
    ),
    (
      "sexes exchanged", { $0.members = $0.members.map { [$0[0], $0[1] == "F" ? "M" : "F", $0[2], $0[3]] } },
      #"groups that moved: sex "#
    ),
    (
      "sexes under other names",
      { $0.members = $0.members.map { [$0[0], $0[1] == "F" ? "2" : "1", $0[2], $0[3]] } },
      #"the level 'F' of sex went"#
    ),
    (
      "half a roster", { $0.members.removeLast($0.members.count / 2) },
      #"persons of the step 'persons': .*-50%"#
    ),
    (
      "days and months exchanged", { $0.change { $0.map { [$0[0], "2025-12-05", $0[2], $0[3], $0[4]] } } },
      #"look whether day and month are exchanged"#
    ),
    (
      "a region twice", { $0.change { $0.flatMap { $0[4] == "North" ? [$0, $0] : [$0] } } },
      #"2025-05-22\.csv has [0-9]+ rows, where|equal to another row"#
    ),
    (
      "the day before again",
      {
        $0.files[GrowingExtract.name($0.today)] = $0.files[GrowingExtract.name($0.today + -1)].map {
          $0.reversed()
        }
      },
      #"end on 2025-05-21 in both"#
    ),
    (
      "other patients", { $0.change { $0.map { ["X" + $0[0], $0[1], $0[2], $0[3], $0[4]] } } },
      #"2025-05-22\.csv: 100% of its rows are of patients who are not in the roster"#
    ),
  ]

  @Test(
    "Ten ordinary nights give no alarm; each fault gives one that names it",
    // 'none' is what scripts/nights-of-compare tries, too.
    arguments: ProcessInfo.processInfo.environment["RXUSE_TEST_ALL"] != nil ? ["none", "cms11"] : ["cms11"])
  func nights(preset: String) throws {
    let folder = try TestFolder()
    let base = "\(folder.path)/extract"
    var extract = GrowingExtract(seed: 20, from: try #require(Self.first), days: 42)
    func compare(_ old: Int, _ new: String, history: String) throws -> (text: String, isAlarm: Bool) {
      var options = CompareOptions()
      options.history = "\(folder.path)/\(history)"
      options.kinds.remove(.disclosure)
      return try RxUse.compare("\(folder.path)/\(old)", "\(folder.path)/\(new)", options)
    }
    for night in 0..<18 {
      try run(extract, preset, base, out: "\(folder.path)/\(night)", history: "\(folder.path)/history")
      if night >= 8 {
        let found = try compare(night - 1, "\(night)", history: "history")
        #expect(!found.isAlarm, "\(found.text)")
      }
      extract.nextDay()
      if night == 12 { extract.codes.append("00990099999,opioid,tramadol") }
    }
    for (name, change, words) in Self.faults {
      var faulty = extract
      change(&faulty)
      try folder.write(folder.read("history"), to: "\(name).jsonl")
      try run(faulty, preset, base, out: "\(folder.path)/faulty", history: "\(folder.path)/\(name).jsonl")
      let pattern = try Regex(words)
      let found = try compare(17, "faulty", history: "\(name).jsonl")
      let named = found.text.split(separator: "\n").contains { line in
        (line.hasPrefix("  ! ") || line.hasPrefix("  groups that moved")) && line.contains(pattern)
      }
      #expect(found.isAlarm && named, "\(name): \(found.text)")
    }
  }
}

extension GrowingExtract {
  /// Changes the rows of the last day.
  fileprivate mutating func change(_ rows: ([Row]) -> [Row]) {
    files[Self.name(today)] = files[Self.name(today)].map(rows)
  }
}

extension FileManager {
  fileprivate func removeItemIfThere(_ path: String) throws {
    if fileExists(atPath: path) { try removeItem(atPath: path) }
  }
}
