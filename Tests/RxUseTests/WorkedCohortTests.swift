import Foundation
import Testing

/// The articles on published papers: what they say where each result stands is so.
@Suite("A worked cohort")
struct WorkedCohortTests {
  /// A paper: its article, the study of the samples that it takes, and the folder that it writes.
  struct Paper: CustomTestStringConvertible, Sendable {
    let name: String
    let study: String
    let out: String

    var testDescription: String { name }

    fileprivate var article: DocumentPage { DocumentPage.article(name) }
  }

  static let sun = Paper(name: "AWorkedCohort", study: "sun-2017.yml", out: "sun")
  static let papers = [sun, Paper(name: "AWorkedTable", study: "olfson-2015.yml", out: "olfson")]

  /// The folder in which the commands of the article were run.
  private func followed(_ paper: Paper) throws -> TestFolder {
    let folder = try TestFolder()
    try paper.article.follow(in: folder)
    return folder
  }

  @Test("The people of the cohort are those that the paper chooses")
  func chosen() throws {
    let folder = try followed(Self.sun)
    let flow = try CSVRow.all(in: folder.read("sun/flow.csv"))
    #expect(flow.map { $0["step"] }.contains("age") && flow.contains { $0["step"] == "new users: opioid" })
    let people = try CSVRow.all(in: folder.read("sun/tables/characteristics.csv"))
    #expect(
      people.contains {
        $0["drug"] == "opioid" && $0["variable"] == "age" && $0["statistic"] == "median"
          && !$0["new_users"].isEmpty
      })
    // Nobody outside the ages of the study is counted.
    let levels = Set(people.filter { $0["variable"] == "age" }.map { $0["level"] })
    #expect(levels.isSubset(of: ["all", "known", "18-35", "36-50", "51+"]), "\(levels)")
  }

  @Test("Every row that the article names is in results.csv, and every file in the output", arguments: papers)
  func named(_ paper: Paper) throws {
    let folder = try followed(paper)
    let rows = try CSVRow.all(in: folder.read("\(paper.out)/results.csv"))
    let table = try #require(
      paper.article.text().components(separatedBy: "| in the paper |").dropFirst().first)
    let named = table.components(separatedBy: "\n\n")[0].matches(of: /`([a-z_]+): ([^`]+)`/).map {
      (measure: String($0.output.1), definition: String($0.output.2))
    }
    #expect(!named.isEmpty)
    for (measure, definition) in named {
      #expect(
        rows.contains { $0["measure"] == measure && $0["definition"] == definition },
        "\(measure) \(definition)")
    }
    for match in table.matches(of: /`((?:tables\/|charts\/)?[a-z_-]+\.(?:csv|html|svg))`/) {
      #expect(folder.holds("\(paper.out)/\(match.output.1)"), "\(match.output.1)")
    }
  }

  @Test("The study file is short enough to read", arguments: papers)
  func short(_ paper: Paper) throws {
    let study = try DocumentPage(path: "samples/\(paper.study)").text()
    #expect(study.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
  }
}
