import Foundation
import Logging
import Testing

@testable import RxDecode
@testable import RxUse

/// What a terminal shows while a run is under way, and that nothing else does.
@Suite("Progress")
struct ProgressTests {
  private static let erasing = "\r\u{1B}[K"

  /// A run of rows that come from a pipe, which is closed when the line has told of rows.
  private func terminal(columns: UInt16, _ folder: TestFolder) throws -> String {
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [\"-\"]")
    let terminal = try Pseudoterminal(columns: columns)
    let pipe = Pipe()
    let process = try terminal.start(["run", "study.yml", "--out", "out"], in: folder, input: pipe)
    let rows = (0..<100_000).map { "\($0),2020-01-05,30,OP" }.joined(separator: "\n")
    try pipe.fileHandleForWriting.write(contentsOf: Data("id,fill_date,days,drug\n\(rows)\n".utf8))
    let awaited = columns < 50 ? ",000 r" : " rows/s"
    #expect(terminal.waits { $0.contains(awaited) }, "\(terminal.text)")
    try pipe.fileHandleForWriting.close()
    return try terminal.finish(process)
  }

  @Test(
    "One line, drawn anew in its place, cut to the terminal's width and gone at the end",
    arguments: [26, 100])
  func line(columns: Int) throws {
    let folder = try TestFolder()
    let shown = try terminal(columns: UInt16(columns), folder)
    #expect(folder.holds("out/results.csv"))
    // Messages end their line, the progress never does.
    let lines = shown.components(separatedBy: Self.erasing)
    #expect(shown.hasPrefix(Self.erasing) && lines.count > 2, "\(shown)")
    let progress = lines.filter { $0.hasPrefix("rxuse: reading") }
    #expect(
      !progress.isEmpty && progress.allSatisfy { !$0.contains(where: \.isNewline) && $0.count < columns },
      "\(lines)")
    #expect(
      progress.contains { columns == 100 ? $0.hasSuffix(" rows/s") : $0.count == columns - 1 }, "\(lines)")
    let last = try #require(lines.last)
    // A terminal's line end is two bytes and one character.
    #expect(last.last.map(\.isNewline) ?? true, "what was drawn last is still there: \(lines)")
  }

  @Test("No progress and no colour without a terminal that can draw, and where nobody wants it")
  func plain() throws {
    let folder = try TestFolder()
    for environment in [["TERM": "dumb"], ["NO_COLOR": "1"], ["TERM": "dumb", "NO_COLOR": ""]] {
      let terminal = try Pseudoterminal()
      let process = try terminal.start(
        ["run", "no.yml", "--out", "out"], in: folder, environment: environment)
      let shown = try terminal.finish(process)
      #expect(process.terminationStatus == 66)
      #expect(
        shown.hasPrefix("rxuse: error: no.yml") && !shown.contains("\u{1B}"), "\(environment): \(shown)")
    }
  }

  @Test(
    "Of a message the label alone is coloured",
    arguments: [["run", "no.yml", "--out", "out"], ["run", "no.yml"]])
  func colour(arguments: [String]) throws {
    let folder = try TestFolder()
    let terminal = try Pseudoterminal()
    let shown = try terminal.finish(
      try terminal.start(arguments, in: folder, environment: ["NO_COLOR": ""]))
    let label = arguments.count == 2 ? "Error:" : "error:"
    #expect(shown.contains("\u{1B}[1;31m\(label)\u{1B}[0m "), "\(shown)")
    #expect(shown.components(separatedBy: "\u{1B}").count == 3, "\(shown)")
  }

  @Test("After a run every byte of every file is counted, of packed files those on the disk")
  func bytes() throws {
    let folder = try sampleFolder()
    try gzip(["prescriptions.csv"], in: folder)
    try folder.write(
      try folder.read("study.yml").replacingOccurrences(
        of: "prescriptions.csv", with: "prescriptions.csv.gz"),
      to: "study.yml")
    let options = RunOptions(threads: 2)
    try run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/out", options: options,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let sizes = try ["prescriptions.csv.gz", "members.csv"].map { name in
      try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")).count
    }
    let reading = options.progress.reading
    #expect(reading.bytes.load(ordering: .relaxed) == sizes.reduce(0, +))
    #expect(reading.expectedBytes.load(ordering: .relaxed) == sizes.reduce(0, +))
    #expect(reading.share == 1 && reading.state == .done)
    let attrition = try CSVRow.all(in: folder.read("out/attrition.csv"))
    let read = try #require(attrition.first { $0["step"].hasPrefix("rows read") || $0["step"] == "read" })
    #expect("\(reading.rows.load(ordering: .relaxed))" == read["rows"], "\(read)")
    #expect(options.progress.stage == .advise)
  }

  @Test("The text tells share, time left, rows and their rate, as far as they are known")
  func text() {
    let progress = RunProgress()
    let text = RunProgressText(progress)
    let start = ContinuousClock.now
    #expect(text.text(at: start) == "loading the study")
    progress.reading.begin([:])
    #expect(text.text(at: start) == "reading")
    progress.reading.expectedBytes.store(1000, ordering: .relaxed)
    progress.reading.bytes.store(10, ordering: .relaxed)
    progress.reading.rows.store(999, ordering: .relaxed)
    // Too few rows are none of anybody's business, and too few bytes foretell nothing.
    #expect(text.text(at: start + .seconds(2)) == "reading: 1%")
    progress.reading.bytes.store(250, ordering: .relaxed)
    progress.reading.rows.store(1_239_999, ordering: .relaxed)
    #expect(
      text.text(at: start + .seconds(4)) == "reading: 25%, 12 s left, 1.23 million rows, 619,000 rows/s")
    progress.reading.bytes.store(20, ordering: .relaxed)
    #expect(text.text(at: start + .seconds(600)).hasPrefix("reading: 2%, 8 h 10 min left, "))
    progress.reading.finish()
    #expect(text.text(at: start) == "measuring")
    let texts = [RunStage.protect, .write, .advise].map { stage in
      progress.begin(stage)
      return text.text(at: start)
    }
    #expect(Set(texts).count == 3 && !texts.contains("measuring"))
  }
}
