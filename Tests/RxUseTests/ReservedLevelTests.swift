import Foundation
import RxModel
import Testing

@testable import RxUse

/// Values of the data that read like the names that results.csv has for everyone and for nobody known.
@Suite("Reserved levels")
struct ReservedLevelTests {
  private func folder(measures: String = "prevalence: {drugs: [opioid]}") throws -> TestFolder {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "prevalence: {drugs: [opioid]}", to: measures)
    try folder.write("id,sex\n1,F\n2,all\n3,F\n4,all (level)\n5,unknown\n6,\n", to: "members.csv")
    return folder
  }

  @Test("A level called all is not the row of everyone")
  func levelCalledAll() throws {
    let folder = try folder()
    let rows = ResultRow.parse(try productResults(folder.path)).rows
    let numbers = rows.map { "\($0.levels["sex"] ?? "") \($0.numerator)/\($0.denominator)" }
    #expect(
      numbers == ["all 2/6", "F 1/2", "all (level) 1/1", "all (level) (level) 0/1", "unknown 0/2"])
  }

  @Test("A warning says how it is written")
  func warning() throws {
    let folder = try folder()
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0 && outcome.errors.contains("that level is written 'all (level)'"), "\(outcome)")
  }

  @Test("The reference of a ratio is the level of the data")
  func reference() throws {
    let folder = try folder(
      measures: "prevalence: {drugs: [opioid]}\n  ratio: {measures: [prevalence], reference: {sex: all}}")
    let csv = try productResults(folder.path)
    let rows = csv.split(separator: "\n").filter { $0.hasPrefix("ratio_prevalence,") }
    #expect(rows.allSatisfy { $0.hasPrefix("ratio_prevalence,sex=all (level),opioid,") })
    #expect(rows.contains { $0.contains(",all (level),1,1,persons,1.0000,ratio,,,ok") }, "\(rows)")
    #expect(rows.contains { $0.contains(",F,1,2,persons,0.5000,ratio,") }, "\(rows)")
  }

  @Test("No two values of the data get one name")
  func names() {
    let values = ["all", "all (level)", "all (level) (level)", "All", "all ", "", "F (level)"]
    #expect(Set(values.map(levelLabel)).count == values.count)
    #expect(!values.map(levelLabel).contains("all"))
  }
}
