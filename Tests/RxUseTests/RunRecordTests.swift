import Foundation
import Testing

/// What run.json tells of the files that a run has read.
@Suite("The run's record of its inputs")
struct RunRecordTests {
  private struct Record: Decodable {
    struct Input: Decodable, Equatable {
      let kind: String
      let path: String
      let bytes: Int
      let sha256: String
    }
    let inputs: [Input]
  }

  /// The inputs that the run.json of an output names, with the size and digest that the files have.
  private func inputs(_ out: String, in folder: TestFolder) throws -> [Record.Input] {
    try JSONDecoder().decode(Record.self, from: Data(try folder.read("\(out)/run.json").utf8)).inputs
  }

  @Test("A code list is read once: one from a pipe does as well as a file, and has the same digest")
  func codeListFromAPipe() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "file"], in: folder).code == 0)
    let list = try folder.read("codes.csv")
    try FileManager.default.removeItem(atPath: "\(folder.path)/codes.csv")
    mkfifo("\(folder.path)/codes.csv", 0o600)
    let process = Rxuse.process(["run", "study.yml", "--out", "pipe"], in: folder.path)
    try process.run()
    try folder.write(list, to: ".list")
    let writer = try fill("codes.csv", from: ".list", in: folder)
    // The old code opened it again, and waited for another writer for ever.
    let deadline = Date().addingTimeInterval(30)
    while process.isRunning, Date() < deadline { usleep(10_000) }
    #expect(!process.isRunning)
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    writer.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let expected = try inputs("file", in: folder)
    #expect(expected.map(\.kind) == ["code list", "prescriptions", "patients"])
    #expect(expected.first?.bytes == list.utf8.count)
    #expect(try inputs("pipe", in: folder) == expected)
    try FileManager.default.removeItem(atPath: "\(folder.path)/codes.csv")
    try tinyStudy(folder, changing: "[codes.csv]", to: "[/dev/stdin]")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "input"], in: folder, input: list).code == 0)
    #expect(try inputs("input", in: folder).map(\.sha256) == expected.map(\.sha256))
  }

  @Test("Every file that a study can name is there, and compare tells which is another")
  func everyFile() throws {
    let folder = try TestFolder()
    try tinyStudy(
      folder, changing: "patients: {files: [members.csv], columns: {patient: id, sex: sex}}",
      to: """
        patients: {files: [members.csv], columns: {patient: id, sex: sex, birth_date: birth}}
        observation: {files: [observed.csv], columns: {patient: id, start: from, end: to}}
        deaths: {files: [deaths.csv], columns: {patient: id, date: died}}
        """)
    let study = try folder.read("study.yml")
    try folder.write(
      study.replacingOccurrences(of: "by: [[sex]]", with: "age_bands: [0, 50], by: [[sex], [age]]")
        .replacingOccurrences(
          of: "measures:", with: "measures:\n  standardised: {measures: [prevalence], weights: w.csv}"),
      to: "study.yml")
    try folder.write("id,sex,birth\n1,F,1980-01-01\n2,M,1950-01-01\n3,F,1990-01-01\n", to: "members.csv")
    try folder.write("id,from,to\n1,2020-01-01,2020-12-31\n2,2020-01-01,2020-12-31\n", to: "observed.csv")
    try folder.write("id,died\n3,2020-02-02\n", to: "deaths.csv")
    try folder.write("age,weight\n0-49,1\n50+,1\n", to: "w.csv")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "a"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let before = try inputs("a", in: folder)
    #expect(
      before.map { "\($0.kind): \($0.path)" } == [
        "weights: w.csv", "code list: codes.csv", "prescriptions: rx.csv", "patients: members.csv",
        "observation: observed.csv", "deaths: deaths.csv",
      ])
    for input in before {
      #expect(try input.bytes == folder.read(input.path).utf8.count && input.sha256.count == 64)
    }
    for (file, line) in [
      ("w.csv", "definition: weights w.csv has another content"),
      ("deaths.csv", "data: deaths deaths.csv has another content"),
    ] {
      try folder.write(try folder.read(file).replacingOccurrences(of: "9,1", with: "9,7") + "\n", to: file)
      #expect(try Rxuse.run(["run", "study.yml", "--out", "b"], in: folder).code == 0)
      #expect(try Rxuse.run(["compare", "a", "b"], in: folder).output.contains(line))
    }
  }

  /// A process that writes a file into a pipe, which waits for a reader.
  private func fill(_ pipe: String, from file: String, in folder: TestFolder) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "cat \(file) > \(pipe)"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    return process
  }
}
