import Foundation
import Testing

/// The article on a published cohort: its commands run, and what it says where each result stands is so.
@Suite("A worked cohort")
struct WorkedCohortTests {
  private static var project: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  private func article() throws -> String {
    try String(
      contentsOf: Self.project.appendingPathComponent("Sources/RxUse/RxUse.docc/AWorkedCohort.md"),
      encoding: .utf8)
  }

  /// The commands of the article's blocks of shell, a line each, without comments.
  private func commands() throws -> [String] {
    try article().components(separatedBy: "```sh\n").dropFirst().flatMap { block in
      block.components(separatedBy: "```")[0].split(separator: "\n").map { line in
        line.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
      }
    }
  }

  /// The words of a command, in which quotes hold blanks together.
  private func words(_ command: String) -> [String] {
    command.matches(of: /'([^']*)'|(\S+)/).map { match in
      String(match.output.1 ?? match.output.2 ?? "")
    }
  }

  /// The folder in which the commands were run, with the output of each.
  private func followed() throws -> (folder: TestFolder, outputs: [String]) {
    let folder = try TestFolder()
    let study = Self.project.appendingPathComponent("samples/sun-2017.yml")
    try folder.write(try String(contentsOf: study, encoding: .utf8), to: "samples/sun-2017.yml")
    let outputs = try commands().map { command in
      let words = words(command)
      switch words.first {
      case "rxuse":
        let outcome = try Rxuse.run(Array(words.dropFirst()), in: folder)
        #expect(outcome.code == 0, "\(command): \(outcome.errors)")
        return outcome.output
      case "cp":
        try folder.write(try folder.read(words[1]), to: "\(words[2])/sun-2017.yml")
        return ""
      default:
        Issue.record("'\(command)' is not run by this test")
        return ""
      }
    }
    return (folder, outputs)
  }

  @Test("The commands of the article run, and their tables hold figures")
  func commandsRun() throws {
    let (folder, outputs) = try followed()
    let tables = zip(try commands(), outputs).filter { $0.0.hasPrefix("rxuse table") }
    #expect(tables.count > 2)
    for (command, output) in tables {
      #expect(output.split(separator: "\n").count > 2, "\(command): \(output)")
    }
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

  @Test("Every row that the article names is in results.csv, and every file in the output")
  func named() throws {
    let (folder, _) = try followed()
    let rows = try CSVRow.all(in: folder.read("sun/results.csv"))
    let table = try #require(article().components(separatedBy: "| in the paper |").dropFirst().first)
    let named = table.components(separatedBy: "\n\n")[0].matches(of: /`([a-z_]+): ([^`]+)`/).map {
      (measure: String($0.output.1), definition: String($0.output.2))
    }
    #expect(named.count > 4)
    for (measure, definition) in named {
      #expect(
        rows.contains { $0["measure"] == measure && $0["definition"] == definition },
        "\(measure) \(definition)")
    }
    for match in table.matches(of: /`((?:tables\/|charts\/)?[a-z_-]+\.(?:csv|html|svg))`/) {
      #expect(folder.holds("sun/\(match.output.1)"), "\(match.output.1)")
    }
  }

  @Test("The study file is short enough to read")
  func short() throws {
    let study = try String(
      contentsOf: Self.project.appendingPathComponent("samples/sun-2017.yml"), encoding: .utf8)
    #expect(study.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
  }
}
