import Foundation
import Testing

/// Reports that are rendered from what is published alone.
@Suite("Reports from the published files")
struct ReportCommandTests {
  private static let published = [
    "results.csv", "ranges.csv", "attrition.csv", "flow.csv", "inputs.csv", "products.csv", "run.json",
    "sensitivity.csv",
  ]

  /// The sample study with every format and `extra` behind it, run.
  private func written(_ extra: String = "") throws -> TestFolder {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml").replacing(/output: \{formats: \[[^\]]*\]\}/) { _ in
      "output: {formats: [csv, markdown, html]}"
    }
    try folder.write(study + extra, to: "study.yml")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return folder
  }

  /// Every file below a folder.
  private func files(_ folder: TestFolder, _ name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(name)").filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder.path)/\(name)/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  @Test(
    "The published files alone give the same bytes",
    arguments: ["", "\ndisclosure: {preset: cms11}\n", "\ndisclosure: {preset: opensafely}\n"])
  func sameBytes(disclosure: String) throws {
    let folder = try written("\nproducts: {drugs: [opioid]}\n" + disclosure)
    for name in Self.published where folder.holds("out/\(name)") {
      try folder.write(try folder.read("out/\(name)"), to: "alone/\(name)")
    }
    let outcome = try Rxuse.run(["report", "alone"], in: folder)
    #expect(outcome.code == 0 && outcome.errors.isEmpty && outcome.output.isEmpty, "\(outcome.errors)")
    let all = try files(folder, "out").filter { !["codes.csv", "rejects.csv", "timing.json"].contains($0) }
    #expect(try files(folder, "alone") == all)
    #expect(all.contains("report.html") && all.contains { $0.hasPrefix("charts/") })
    // Ranges stand where there are any.
    let hasRanges = folder.holds("out/ranges.csv")
    #expect(try folder.read("out/report.html").contains("class=\"bounds\"") == hasRanges)
    #expect(try folder.read("out/report.md").contains(/[0-9] to [0-9.,]+ \[c\]/) == hasRanges)
    for name in all { #expect(try folder.read("alone/\(name)") == folder.read("out/\(name)"), "\(name)") }
  }

  @Test("Formats can be chosen, and go to another folder; unchanged files keep their times")
  func chosen() throws {
    let folder = try written()
    let outcome = try Rxuse.run(["report", "out", "--formats", "markdown", "--out", "other"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try files(folder, "other") == ["methods.md", "report.md"])
    let path = "\(folder.path)/other/report.md"
    let old = Date(timeIntervalSince1970: 1_000_000_000)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
    #expect(try Rxuse.run(["report", "out", "--formats", "markdown", "-o", "other"], in: folder).code == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == old)
    let unknown = try Rxuse.run(["report", "out", "--formats", "pdf"], in: folder)
    #expect(unknown.code == 64 && unknown.errors.contains("summarised_result"), "\(unknown.errors)")
  }

  @Test("What is no output of a run is refused, by its file")
  func refused() throws {
    let folder = try written()
    let missing = try Rxuse.run(["report", "nowhere"], in: folder)
    #expect(missing.code == 66 && missing.errors.contains("nowhere/run.json"), "\(missing.errors)")
    let attrition = try folder.read("out/attrition.csv")
    try folder.write(attrition.replacing("patients", with: "persons"), to: "out/attrition.csv")
    let lacking = try Rxuse.run(["report", "out"], in: folder)
    #expect(
      lacking.code == 65 && lacking.errors.contains("attrition.csv: it has no column 'patients'"),
      "\(lacking.errors)")
    try folder.write(attrition, to: "out/attrition.csv")
    let results = try folder.read("out/results.csv")
    for (from, to, told) in [
      (",ok\n", ",fine\n", "'fine' is no status"),
      ("2019-01-01,2019-12-31", "2019-13-01,2019-12-31", "no period"),
      (",per_1000_persons,36", ",per_1000_persons,x36", "no number"),
    ] {
      let place = try #require(results.range(of: from))
      try folder.write(results.replacingCharacters(in: place, with: to), to: "out/results.csv")
      let outcome = try Rxuse.run(["report", "out"], in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains(told), "\(outcome.errors)")
    }
    for field in ["1e30", "99999999999999999999"] {
      let place = try #require(results.range(of: ",79,1763,"))
      try folder.write(results.replacingCharacters(in: place, with: ",\(field),1763,"), to: "out/results.csv")
      let outcome = try Rxuse.run(["report", "out"], in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains("no count"), "\(outcome.errors)")
    }
    try folder.write("{}", to: "out/run.json")
    #expect(try Rxuse.run(["report", "out"], in: folder).code == 65)
  }

  @Test("Ranges that are not those of results.csv are refused; a folder without them is rendered")
  func ranges() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write(try folder.read("study.yml") + "\ndisclosure: {preset: cms11}\n", to: "study.yml")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    let ranges = try folder.read("out/ranges.csv")
    let first = try #require(ranges.split(separator: "\n").dropFirst().first)
    for (text, told) in [
      (ranges.replacing("estimate_to", with: "estimate_up_to"), "ranges.csv: it has no column 'estimate_to'"),
      (ranges + first + "\n", "is of no suppressed row of results.csv"),
      (ranges.replacing("\(first)\n", with: ""), "ranges.csv: it has no row for 'prevalence,"),
    ] {
      try folder.write(text, to: "out/ranges.csv")
      let outcome = try Rxuse.run(["report", "out"], in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains(told), "\(outcome.errors)")
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/out/ranges.csv")
    #expect(try Rxuse.run(["report", "out"], in: folder).code == 0)
  }

  @Test(
    "Reports go to no folder of somebody else's and through no link, and what a failed one leaves is none's")
  func places() throws {
    let folder = try written()
    try folder.write("mine", to: "mine/notes.txt")
    let strange = try Rxuse.run(["report", "out", "--out", "mine"], in: folder)
    #expect(strange.code == 73 && strange.errors.contains("notes.txt"), "\(strange.errors)")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/linked", withIntermediateDirectories: true)
    symlink("../mine", "\(folder.path)/linked/charts")
    #expect(try Rxuse.run(["report", "out", "--out", "linked"], in: folder).code == 73)
    #expect(try folder.names(in: "mine") == ["notes.txt"])
    // A run takes the place of what a killed report leaves.
    try folder.write("half", to: "out/report.html.rxuse-partial")
    chmod("\(folder.path)/out/report.md", 0o600)
    try folder.write("old", to: "out/report.md")
    #expect(try Rxuse.run(["report", "out"], in: folder).code == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/out/report.md")[
      .posixPermissions]
    #expect(mode as? Int == 0o600 && !folder.holds("out/report.html.rxuse-partial"))
    try folder.write("half", to: "out/charts/x.svg.rxuse-partial")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
  }

  @Test("Charts that a report has no more are removed; what the other formats own stays")
  func oldCharts() throws {
    let folder = try written()
    let all = try files(folder, "out")
    try folder.write("old", to: "out/charts/time-before.svg")
    try folder.write("old", to: "out/tables/comparisons.csv")
    #expect(try Rxuse.run(["report", "out", "--formats", "markdown"], in: folder).code == 0)
    #expect(folder.holds("out/charts/time-before.svg") && folder.holds("out/tables/comparisons.csv"))
    #expect(try Rxuse.run(["report", "out"], in: folder).code == 0)
    #expect(try files(folder, "out") == all)
  }

  @Test("What a run holds is not written to, but can be read")
  func held() throws {
    let folder = try written()
    let hold = open("\(folder.path)/out", O_RDONLY | O_DIRECTORY)
    defer { close(hold) }
    #expect(hold >= 0 && flock(hold, LOCK_EX) == 0)
    let refused = try Rxuse.run(["report", "out"], in: folder)
    #expect(refused.code == 75 && refused.errors.contains("another run holds"), "\(refused.errors)")
    #expect(try Rxuse.run(["report", "out", "--out", "other"], in: folder).code == 0)
  }

  @Test("Codes tell nothing of their use under disclosure control")
  func codes() throws {
    let rows = try CSVRow.all(in: written("\ndisclosure: {preset: cms11}\n").read("out/codes.csv"))
    #expect(!rows.isEmpty && rows.allSatisfy { $0["rows"].isEmpty })
    let open = try CSVRow.all(in: written().read("out/codes.csv"))
    #expect(open.contains { $0["rows"] != "0" && !$0["rows"].isEmpty })
  }

  @Test("The report says how many of how many, and nothing of sections without figures")
  func sections() throws {
    let folder = try written()
    let report = try folder.read("out/report.md")
    let rows = try CSVRow.all(in: folder.read("out/results.csv"))
    let row = try #require(
      rows.last {
        $0["measure"] == "prevalence" && $0["drug"] == "benzodiazepine" && $0["sex"] == "all"
          && $0["age"] == "all" && $0["race"] == "all"
      })
    #expect(report.contains("- \(row["numerator"]) of "), "\(row)")
    #expect(report.contains("Use over time") && report.contains("Overlap") && !report.contains("Sensitivity"))
    #expect(report.split(separator: "\n", omittingEmptySubsequences: false).count < 320)
  }

  @Test("A table alone, in each format")
  func table() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "title: Tiny", to: "title: Tiny\noutput: {formats: [csv]}")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    #expect(!folder.holds("out/report.md"))
    let ask = ["table", "out", "--measure", "prevalence", "--by", "sex"]
    let markdown = try Rxuse.run(ask, in: folder)
    #expect(
      markdown.output == """
        | Drug | Sex | Period | n | of | Of whom | Estimate (95% interval) | Unit |
        | --- | --- | --- | ---: | ---: | --- | ---: | --- |
        | opioid | Female | 2020 | 1 | 3 | persons | 333.3 (61.5 to 792.3) [u] | per 1,000 persons |
        | opioid | Male | 2020 | 1 | 1 | persons | 1,000.0 (206.5 to 1,000.0) | per 1,000 persons |

        """, "\(markdown.output)\(markdown.errors)")
    let csv = try Rxuse.run(ask + ["--format", "csv", "--period", "2020"], in: folder)
    #expect(
      csv.output.hasPrefix(
        "Drug,Sex,Period,n,of,Of whom,Estimate (95% interval),Unit\nopioid,Female,2020,1,3,"))
    let tex = try Rxuse.run(ask + ["--format", "tex", "--period", "latest"], in: folder)
    #expect(
      tex.output.contains("opioid & Female & 2020 & 1 & 3 &") && tex.output.contains("(95\\% interval)"))
    let html = try Rxuse.run(ask + ["--format", "html"], in: folder)
    #expect(
      html.output.hasPrefix("<table id=") && html.output.contains("<th scope=\"col\" class=\"n\">n</th>"))
    for (option, value, told) in [
      ("--measure", "prevalance", "prevalence"), ("--drug", "opoid", "opioid"), ("--by", "sexx", "sex"),
      ("--period", "2019", "2020"),
    ] {
      let outcome = try Rxuse.run(["table", "out", "--measure", "prevalence", option, value], in: folder)
      #expect(outcome.code == 64 && outcome.errors.contains(told), "\(outcome.errors)")
    }
  }
}
