import Foundation
import Logging
import RxUse
import Testing

/// What a run under disclosure control writes, beside the same run without.
@Suite("Runs under disclosure control")
struct DisclosureRunTests {
  private func written(_ block: String, threads: Int = 2) throws -> TestFolder {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml").replacingOccurrences(of: "[race], [age, sex]", with: "[race]")
    try folder.write(study + block, to: "study.yml")
    try RxUse.run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/out", options: RunOptions(threads: threads),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    return folder
  }

  private func rows(_ folder: TestFolder) throws -> [[String]] {
    // No field of the samples' results holds a comma but one label, which is quoted.
    try folder.read("out/results.csv").replacingOccurrences(of: "\"Two or more, or other\"", with: "other")
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  @Test func cms11() throws {
    let (plain, controlled) = (try written(""), try written("\ndisclosure: {preset: cms11}\n"))
    let (all, shown) = (try rows(plain), try rows(controlled))
    #expect(all.count == shown.count)
    var suppressed = 0
    for (old, new) in zip(all.dropFirst(), shown.dropFirst()) {
      let (numerator, denominator, unit) = (new[8], new[9], new[10])
      #expect(Array(old[..<8]) == Array(new[..<8]))
      let ofPersons = !unit.contains("years") && !unit.hasPrefix("days")
      if new[15] == "suppressed" {
        suppressed += 1
        #expect(numerator.isEmpty && new[11].isEmpty && new[13].isEmpty && new[14].isEmpty)
        #expect(denominator.isEmpty || denominator == old[9])
      } else {
        #expect(Array(old[8...]) == Array(new[8...]))
        guard ofPersons, let count = Int(numerator), let total = Int(denominator) else { continue }
        #expect(!(1...10).contains(count) && !(1...10).contains(total) && !(1...10).contains(total - count))
      }
    }
    #expect(suppressed > 0 && suppressed < all.count)
    let report = try controlled.read("out/report.md")
    #expect(report.contains("Counts of 1 to 10 persons are suppressed") && report.contains("[c]"))
    #expect(try controlled.read("out/tables/overlap.csv").contains("[c]"))
    #expect(try plain.read("out/report.md").contains("No disclosure control was applied"))
    #expect(try controlled.read("out/run.json").contains("\"preset\" : \"cms11\""))
    // The samples' few rejects are few people's.
    #expect(try controlled.read("out/attrition.csv").contains("[c]"))
    #expect(try controlled.read("out/rejects.csv").split(separator: "\n").count == 1)
  }

  @Test func theSameBytesWithAnyThreads() throws {
    let (one, three) = (
      try written("\ndisclosure: {preset: cms11}\n", threads: 1),
      try written("\ndisclosure: {preset: cms11}\n", threads: 3)
    )
    for file in ["results.csv", "attrition.csv", "report.md"] {
      #expect(try one.read("out/\(file)") == three.read("out/\(file)"))
    }
  }

  @Test(arguments: [("opensafely", 5), ("midpoint6", 3)])
  func rounding(preset: String, grid: Int) throws {
    let rows = try rows(try written("\ndisclosure: {preset: \(preset)}\n"))
    for row in rows.dropFirst() where row[15] == "rounded" {
      // A quartile has no numerator.
      let count = try #require(Int(row[row[0] == "summary" ? 9 : 8]))
      #expect(count % grid == 0 && (preset == "midpoint6" ? count == 0 || count % 6 == 3 : count >= 10))
    }
    #expect(rows.contains { $0[15] == "rounded" })
    // A quartile of few is somebody's own, however their number is rounded.
    let counted = rows.filter { $0[0] != "summary" }
    #expect(counted.contains { $0[15] == "suppressed" } == (preset == "opensafely"))
  }

  @Test func compareFindsNothingInTheSame() throws {
    let folder = try written("\ndisclosure: {preset: cms11}\n")
    let (text, isAlarm) = try compare("\(folder.path)/out", "\(folder.path)/out", CompareOptions())
    #expect(!isAlarm && text.contains("nothing: version, study and data are the same"))
  }
}
