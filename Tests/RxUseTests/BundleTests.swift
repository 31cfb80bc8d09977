import Foundation
import Testing

/// What can be packed and passed on.
@Suite("A bundle of an output and its study")
struct BundleTests {
  /// The sample study run in a folder of its own, with its lists beside it and above it.
  static func written(_ extra: String = "", of folder: TestFolder? = nil) throws -> TestFolder {
    let folder = try folder ?? sampleFolder()
    for name in ["study.yml", "members.csv", "prescriptions.csv"] {
      try folder.write(try folder.read(name), to: "work/\(name)")
    }
    try folder.write(try folder.read("codes.csv"), to: "lists/codes.csv")
    try FileManager.default.removeItem(atPath: "\(folder.path)/codes.csv")
    let study = try folder.read("study.yml").replacing("[codes.csv]", with: "[../lists/codes.csv]")
      .replacing(/output: \{formats: \[[^\]]*\]\}/) { _ in "output: {formats: [csv, markdown]}" }
    try folder.write(study + extra, to: "work/study.yml")
    let outcome = try Rxuse.run(["run", "-q", "work/study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return folder
  }

  /// What Python's zipfile says of a zip: a line a file, its name, time, mode, and that its checksum is right.
  static func list(_ zip: String, in folder: TestFolder) throws -> [String] {
    try python(
      """
      import zipfile
      zip = zipfile.ZipFile("\(zip)")
      assert zip.testzip() is None
      for file in zip.infolist():
        print(file.filename, *file.date_time, oct(file.external_attr >> 16))
      zip.extractall("unpacked")
      """, in: folder
    ).split(separator: "\n").map(String.init)
  }

  private static func python(_ script: String, in folder: TestFolder) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
  }

  private func bytes(_ name: String, in folder: TestFolder) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  @Test("It holds what is published and what defines it, and nothing of patients")
  func contents() throws {
    let folder = try Self.written("\nrejects: {values: true}\n")
    // Of what others put into the folder nothing is taken, and it is said.
    try folder.write("patient,class\n", to: "out/episodes.csv")
    let outcome = try Rxuse.run(["bundle", "out", "-o", "study.zip"], in: folder)
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    #expect(outcome.errors.contains("out/episodes.csv is left out"), "\(outcome.errors)")
    let lines = try Self.list("study.zip", in: folder)
    let names = lines.map { String($0.prefix { $0 != " " }) }
    #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(lines.allSatisfy { $0.hasSuffix(" 1980 1 1 0 0 0 0o100644") }, "\(lines)")
    #expect(
      names.filter { !$0.hasPrefix("output/") } == [
        "README.txt", "SHA256SUMS", "study/lists/codes.csv", "study/study/study.yml",
      ])
    let kept: Set = ["rejects.csv", "timing.json", "episodes.csv"]
    let published = try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out").filter {
      !kept.contains($0) && $0.contains(".")
    }
    #expect(Set(names.filter { $0.hasPrefix("output/") }) == Set(published.map { "output/\($0)" }))
    #expect(published.contains("results.csv") && published.contains("report.md"))
    for name in published {
      #expect(try bytes("unpacked/output/\(name)", in: folder) == bytes("out/\(name)", in: folder))
    }
    // No patient's identifier is in any of it.
    let patient = try #require(
      folder.read("members.csv").split(separator: "\n")[1].split(separator: ",").first)
    #expect(patient.count > 4)
    for name in names { #expect(!(try folder.read("unpacked/\(name)")).contains(patient), "\(name)") }
    let readme = try folder.read("unpacked/README.txt")
    #expect(
      readme.contains("prescriptions: prescriptions.csv (") && readme.contains("patients: members.csv ("))
    #expect(readme.contains("rxuse run study/study/study.yml --out again"))
    #expect(!readme.contains(folder.path))
  }

  @Test("The same output gives the same bytes, under another time zone too")
  func sameBytes() throws {
    let folder = try Self.written()
    #expect(try Rxuse.run(["bundle", "out", "-o", "a.zip"], in: folder).code == 0)
    // Files that are touched, and a later day of the process's own.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: "\(folder.path)/out/results.csv")
    let process = Rxuse.process(["bundle", "\(folder.path)/out/", "-o", "b.zip"], in: folder.path)
    process.environment = ["TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try bytes("a.zip", in: folder) == bytes("b.zip", in: folder))
    // An earlier bundle is replaced.
    #expect(try Rxuse.run(["bundle", "out", "-o", "b.zip"], in: folder).code == 0)
    #expect(try bytes("a.zip", in: folder) == bytes("b.zip", in: folder))
  }

  @Test("A table that the study names by an absolute path is packed apart, and it is said")
  func absolutePath() throws {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml").replacing("[codes.csv]", with: "[\(folder.path)/codes.csv]")
    try folder.write(study, to: "study.yml")
    #expect(try Rxuse.run(["run", "-q", "study.yml", "--out", "out"], in: folder).code == 0)
    #expect(try Rxuse.run(["bundle", "out", "-o", "study.zip"], in: folder).code == 0)
    let names = try Self.list("study.zip", in: folder).map { String($0.prefix { $0 != " " }) }
    #expect(
      names.contains("absolute\(folder.path)/codes.csv") && names.contains("study/study.yml"), "\(names)")
    #expect(try folder.read("unpacked/README.txt").contains("names files in absolute/ by absolute paths"))
  }

  @Test("An unpacked bundle is verified as far as it goes, and runs again where the data are")
  func unpacked() throws {
    let folder = try Self.written()
    #expect(try Rxuse.run(["bundle", "out", "-o", "study.zip"], in: folder).code == 0)
    _ = try Self.list("study.zip", in: folder)
    try FileManager.default.removeItem(atPath: "\(folder.path)/work")
    let alone = try Rxuse.run(["verify", "unpacked/output", "--rerun"], in: folder)
    #expect(alone.code == 66, "\(alone.output) \(alone.errors)")
    #expect(
      alone.output.split(separator: "\n") == [
        "input: prescriptions prescriptions.csv is missing", "input: patients members.csv is missing",
        "rerun: not done, since study or inputs are not those of the run",
      ])
    for name in ["members.csv", "prescriptions.csv"] {
      try folder.write(try folder.read(name), to: "unpacked/study/study/\(name)")
    }
    let whole = try Rxuse.run(["verify", "unpacked/output", "--rerun"], in: folder)
    #expect(whole.code == 0 && whole.output.hasPrefix("nothing differs: "), "\(whole.output) \(whole.errors)")
  }

  @Test("What is not what the run read or wrote is refused, by its name")
  func refused() throws {
    let folder = try Self.written()
    func refuses(_ code: Int32, _ text: String, _ arguments: [String] = ["-o", "study.zip"]) throws {
      let outcome = try Rxuse.run(["bundle", "out"] + arguments, in: folder)
      #expect(outcome.code == code && outcome.errors.contains(text), "\(text): \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1 && !folder.holds("study.zip"))
    }
    try refuses(73, "out, where a bundle can't be", ["-o", "out/study.zip"])
    try refuses(73, "out, where a bundle can't be", ["-o", "out/tables/study.zip"])
    try refuses(73, "study.yml is there and is not a bundle", ["-o", "work/study.yml"])
    try refuses(73, "standard output", ["-o", "-"])
    try refuses(66, "no study file is at 'other.yml'", ["-o", "study.zip", "--study", "other.yml"])
    let codes = try folder.read("lists/codes.csv")
    try folder.write(codes + "\n", to: "lists/codes.csv")
    try refuses(65, "lists/codes.csv is not what the run read")
    try FileManager.default.removeItem(atPath: "\(folder.path)/lists/codes.csv")
    try refuses(66, "lists/codes.csv can't be read")
    try folder.write(codes, to: "lists/codes.csv")
    let study = try folder.read("work/study.yml")
    try folder.write(study + "# more\n", to: "work/study.yml")
    try refuses(65, "work/study.yml is not what the run read")
    try folder.write(study, to: "work/study.yml")
    try folder.write(try folder.read("out/report.md") + "more", to: "out/report.md")
    try refuses(65, "report.md is not what the tables give")
    let nowhere = try Rxuse.run(["bundle", "nowhere", "-o", "study.zip"], in: folder)
    #expect(nowhere.code == 66 && nowhere.errors.contains("nowhere/run.json"), "\(nowhere.errors)")
  }
}
