import Foundation
import Testing

/// The articles on published papers: their commands run, and what they say where each result stands is so.
@Suite("A worked cohort")
struct WorkedCohortTests {
  private static var project: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// A paper: its article, the files of the samples that it takes, the study first, and the folder that it writes.
  struct Paper: CustomTestStringConvertible, Sendable {
    let name: String
    let samples: [String]
    let out: String

    var testDescription: String { name }

    fileprivate func article() throws -> String {
      try WorkedCohortTests.text("Sources/RxUse/RxUse.docc/\(name).md")
    }
  }

  static let sun = Paper(name: "AWorkedCohort", samples: ["sun-2017.yml"], out: "sun")
  static let papers = [
    sun, Paper(name: "AWorkedTable", samples: ["olfson-2015.yml", "long-acting.csv"], out: "olfson"),
  ]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: project.appendingPathComponent(path), encoding: .utf8)
  }

  /// The commands of the article's blocks of shell, a line each, without comments.
  private func commands(_ paper: Paper) throws -> [String] {
    try paper.article().components(separatedBy: "```sh\n").dropFirst().flatMap { block in
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
  private func followed(_ paper: Paper) throws -> (folder: TestFolder, outputs: [String]) {
    let folder = try TestFolder()
    for name in paper.samples { try folder.write(try Self.text("samples/\(name)"), to: "samples/\(name)") }
    let outputs = try commands(paper).map { command in
      let words = words(command)
      switch words.first {
      case "rxuse":
        let outcome = try Rxuse.run(Array(words.dropFirst()), in: folder)
        #expect(outcome.code == 0, "\(command): \(outcome.errors)")
        return outcome.output
      case "cp":
        for path in words.dropFirst().dropLast() {
          try folder.write(
            try folder.read(path), to: "\(words[words.count - 1])/\(path.dropFirst("samples/".count))")
        }
        return ""
      default:
        Issue.record("'\(command)' is not run by this test")
        return ""
      }
    }
    return (folder, outputs)
  }

  @Test("The commands of the article run, and their tables hold figures", arguments: papers)
  func commandsRun(_ paper: Paper) throws {
    let (_, outputs) = try followed(paper)
    let tables = zip(try commands(paper), outputs).filter { $0.0.hasPrefix("rxuse table") }
    #expect(tables.count > 1)
    for (command, output) in tables {
      #expect(output.split(separator: "\n").count > 2, "\(command): \(output)")
    }
  }

  @Test("The people of the cohort are those that the paper chooses")
  func chosen() throws {
    let (folder, _) = try followed(Self.sun)
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
    let (folder, _) = try followed(paper)
    let rows = try CSVRow.all(in: folder.read("\(paper.out)/results.csv"))
    let table = try #require(paper.article().components(separatedBy: "| in the paper |").dropFirst().first)
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
    let study = try Self.text("samples/\(paper.samples[0])")
    #expect(study.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
  }
}
