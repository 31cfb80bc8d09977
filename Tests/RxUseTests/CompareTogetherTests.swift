import Foundation
import Logging
import RxUse
import Testing

/// `compare` on two runs of the sample that keep back different figures of the same people.
@Suite("Two runs compared as one system")
struct CompareTogetherTests {
  private static let control = "\ndisclosure: {preset: cms11}\n"

  /// Runs the sample with these groups into `out`.
  private func run(_ folder: TestFolder, by groups: String, _ block: String, out: String) throws {
    let study = try sampleFolder().read("study.yml")
      .replacingOccurrences(of: "by: [[sex], [age], [race], [age, sex]]", with: "by: \(groups)")
    try folder.write(study + block, to: "\(out).yml")
    try RxUse.run(
      study: "\(folder.path)/\(out).yml", out: "\(folder.path)/\(out)", options: RunOptions(threads: 2),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Rows of CSV text by column; no field of what is asked for holds a quoted comma.
  private func rows(_ text: String) -> [[String: String]] {
    let lines = text.replacingOccurrences(of: "\"Two or more, or other\"", with: "other").split(
      separator: "\n"
    )
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { Dictionary(zip(lines[0], $0), uniquingKeysWith: { first, _ in first }) }
  }

  /// What a row is about; a run that does not group by a variable has no such column.
  private func place(_ row: [String: String]) -> [String] {
    ["drug", "period_start", "sex", "age", "race", "region"]
      .map { name in row[name].flatMap { $0.isEmpty ? nil : $0 } ?? "all" }
  }

  @Test("Other groups of the same people give counts away, and what is told of them is true")
  func otherGroups() throws {
    let folder = try sampleFolder()
    try run(folder, by: "[[sex], [race, sex]]", Self.control, out: "old")
    try run(folder, by: "[[race], [race, sex], [region, sex]]", Self.control, out: "new")
    try run(folder, by: "[[sex], [race], [race, sex], [region, sex]]", "", out: "true")
    var users: [[String]: Int] = [:]
    for row in rows(try folder.read("true/results.csv")) where row["measure"] == "prevalence" {
      users[place(row)] = row["numerator"].flatMap { Int($0) }
    }
    var options = CompareOptions()
    options.asCSV = true
    let (text, isAlarm) = try compare("\(folder.path)/old", "\(folder.path)/new", options)
    let found = rows(text).filter { $0["finding"] == "given_away" }
    #expect(isAlarm && !found.isEmpty)
    var checked = 0
    for row in found where row["measure"] == "prevalence" && (row["what"] ?? "").hasPrefix("users of") {
      let count = try #require(users[place(row)])
      let (from, to) = (
        try #require(row["from"].flatMap { Int($0) }), try #require(row["to"].flatMap { Int($0) })
      )
      #expect(from <= count && count <= to && (to <= 10 || to - from < 5), "\(row)")
      checked += 1
    }
    #expect(checked > 0)
    options.asCSV = false
    let words = try compare("\(folder.path)/old", "\(folder.path)/new", options).text
    #expect(words.contains("given away by both releases together: \(found.count)\n"))
    // A release gives nothing away beside itself.
    for out in ["old", "new"] {
      let own = try compare("\(folder.path)/\(out)", "\(folder.path)/\(out)", options)
      #expect(!own.isAlarm && !own.text.contains("both releases together"))
    }
  }

  @Test("Rounded counts add up to nothing, and that is said")
  func rounded() throws {
    let folder = try sampleFolder()
    try run(folder, by: "[[sex]]", "\ndisclosure: {preset: opensafely}\n", out: "old")
    let (text, isAlarm) = try compare("\(folder.path)/old", "\(folder.path)/old", CompareOptions())
    #expect(!isAlarm && text.contains("counts are rounded"))
  }

  @Test("That the new run has grown is checked")
  func grown() throws {
    let folder = try sampleFolder()
    try run(folder, by: "[[sex]]", Self.control, out: "whole")
    let lines = try folder.read("prescriptions.csv").split(separator: "\n", omittingEmptySubsequences: false)
    try folder.write(lines.prefix(lines.count / 2).joined(separator: "\n") + "\n", to: "prescriptions.csv")
    try run(folder, by: "[[sex]]", Self.control, out: "half")
    var options = CompareOptions()
    options.isGrown = true
    _ = try compare("\(folder.path)/half", "\(folder.path)/whole", options)
    let fault = #expect(throws: (any Error).self) {
      try compare("\(folder.path)/whole", "\(folder.path)/half", options)
    }
    #expect("\(String(describing: fault))".contains("does not hold all of the old one"))
  }
}
