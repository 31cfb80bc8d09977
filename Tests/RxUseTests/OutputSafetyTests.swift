import Foundation
import Testing

/// What a run never destroys, whatever is at its output or beside it.
@Suite("The safety of what is there")
struct OutputSafetyTests {
  /// A study in a folder, and somebody's own files in `keep`.
  private func folderWithFiles() throws -> TestFolder {
    let folder = try TestFolder()
    try tinyStudy(folder)
    try folder.write("mine", to: "keep/a")
    try folder.write("mine", to: "keep/sub/b")
    return folder
  }

  /// Runs the study and expects that it is refused in one line with `words`.
  private func expectRefusal(
    _ folder: TestFolder, out: String, code: Int32 = 73, _ words: [String],
    location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Rxuse.run(["run", "study.yml", "--out", out, "--again"], in: folder)
    #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)", sourceLocation: location)
    for word in words {
      #expect(outcome.errors.contains(word), "\(word) in \(outcome.errors)", sourceLocation: location)
    }
  }

  @Test(
    "A link under one of rxuse's hidden names is not followed, whether the output is there or not",
    arguments: [".res.rxuse-partial", ".res.rxuse-partial-old"], [true, false])
  func plantedLinks(name: String, isThere: Bool) throws {
    let folder = try folderWithFiles()
    try folder.write("", to: "shared/other")
    if isThere { #expect(try Rxuse.run(["run", "study.yml", "--out", "shared/res"], in: folder).code == 0) }
    for target in ["../keep", "nowhere"] {
      let link = "\(folder.path)/shared/\(name)"
      symlink(target, link)
      try expectRefusal(folder, out: "shared/res", ["shared/\(name)", "remove it"])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
      unlink(link)
    }
    #expect(try folder.names(in: "keep") == ["a", "sub"] && folder.names(in: "keep/sub") == ["b"])
    #expect(
      try folder.names(in: "shared") == (isThere ? [".res.rxuse-runs.json", "other", "res"] : ["other"]))
    #expect(try Rxuse.run(["run", "study.yml", "--out", "shared/res"], in: folder).code == 0)
  }

  @Test("Links in what a killed run has left are removed and not followed")
  func linksWithin() throws {
    let folder = try folderWithFiles()
    try folder.write("", to: ".out.rxuse-partial/tables/x")
    symlink("../keep", "\(folder.path)/.out.rxuse-partial/tables/keep")
    symlink("../keep/a", "\(folder.path)/.out.rxuse-partial/results.csv")
    let outcome = try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try folder.names(in: "out/tables") == ["characteristics.csv", "prescribing_rates.csv"])
    #expect(try folder.read("keep/a") == "mine" && folder.names(in: "keep") == ["a", "sub"])
  }

  @Test("Files that are none of rxuse's are kept, also under one of its names and in its folder")
  func foreignFiles() throws {
    let folder = try folderWithFiles()
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
    let home = folder.path
    let foreign: [(String, (String) throws -> Void)] = [
      ("tables/notes.txt", { try Data("mine".utf8).write(to: URL(fileURLWithPath: $0)) }),
      ("tables/d", { mkdir($0, 0o777) }), ("tables/overlap.csv", { mkdir($0, 0o777) }),
      ("tables/doses.csv", { symlink("\(home)/keep/a", $0) }), ("sensitivity.csv", { mkdir($0, 0o777) }),
      ("notes.txt", { symlink("nowhere", $0) }),
    ]
    for (name, make) in foreign {
      let path = "\(home)/out/\(name)"
      try make(path)
      try expectRefusal(folder, out: "out", ["out holds '\(name)'"])
      #expect(throws: Never.self) { try FileManager.default.attributesOfItem(atPath: path) }
      try FileManager.default.removeItem(atPath: path)
    }
    for name in ["file", "link"] {
      try FileManager.default.createDirectory(atPath: "\(home)/\(name)", withIntermediateDirectories: true)
    }
    try folder.write("mine", to: "file/tables")
    symlink("../keep", "\(home)/link/tables")
    try expectRefusal(folder, out: "file", ["file holds 'tables'", "no folder"])
    try expectRefusal(folder, out: "link", ["link holds 'tables'", "no folder"])
    #expect(try folder.names(in: "keep") == ["a", "sub"])
    #expect(try Rxuse.run(["run", "study.yml", "--out", "out"], in: folder).code == 0)
  }

  @Test("What is put into the output while a run is under way is kept")
  func foreignFileMeanwhile() throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "files: [rx.csv]", to: "files: [\"-\"]")
    try folder.write("mine", to: "out/results.csv")
    let process = Rxuse.process(["run", "study.yml", "--out", "out", "--quiet"], in: folder.path)
    let (input, errors) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardError = errors
    try process.run()
    let deadline = Date().addingTimeInterval(20)
    while !folder.holds(".out.rxuse-partial"), Date() < deadline { usleep(10_000) }
    try folder.write("mine", to: "out/tables/notes.txt")
    try input.fileHandleForWriting.write(contentsOf: Data(try folder.read("rx.csv").utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 73 && text.contains("'tables/notes.txt'"), "\(text)")
    #expect(try folder.read("out/tables/notes.txt") == "mine" && folder.read("out/results.csv") == "mine")
    #expect(!folder.holds(".out.rxuse-partial"))
  }

  @Test("An input in the output's folder, or one that has the name of its rejects, stays")
  func inputsInTheOutput() throws {
    let inputs = [
      ("rx.csv", "out/results.csv"), ("members.csv", "out/tables/overlap.csv"),
      ("codes.csv", "out/attrition.csv"), ("rx.csv", "out.rejects.csv"),
      ("rx.csv", ".out.rxuse-partial/x.csv"),
    ]
    for (file, place) in inputs {
      for name in [place, "./here/../\(place)"] {
        let folder = try folderWithFiles()
        try folder.write("", to: "here/x")
        try tinyStudy(folder, changing: "[\(file)]", to: "[\(name)]")
        let text = try folder.read(file)
        try folder.write(text, to: place)
        try expectRefusal(folder, out: "out", ["the input \(name)", "move the input"])
        try expectRefusal(folder, out: "\(folder.path)/out", ["the input \(name)"])
        #expect(try folder.read(place) == text)
        #expect(try Rxuse.run(["run", "study.yml", "--out", "other"], in: folder).code == 0)
      }
    }
    // By way of a link, either way.
    let folder = try folderWithFiles()
    symlink("rx.csv", "\(folder.path)/out.rejects.csv")
    symlink("\(folder.path)", "\(folder.path)/here")
    try tinyStudy(folder, changing: "[rx.csv]", to: "[out.rejects.csv]")
    try expectRefusal(folder, out: "here/out", ["the input out.rejects.csv"])
    // The study itself.
    try tinyStudy(folder)
    let study = try folder.read("study.yml").replacingOccurrences(of: "files: [", with: "files: [../")
    try folder.write(study, to: "out/run.json")
    let outcome = try Rxuse.run(["run", "out/run.json", "--out", "out"], in: folder)
    #expect(outcome.code == 73 && outcome.errors.contains("the input out/run.json"), "\(outcome.errors)")
    #expect(folder.holds("out/run.json"))
  }

  @Test("The rejects of a run that failed are no input of the next, whatever its pattern; others' files are")
  func rejectsInPatterns() throws {
    let folder = try TestFolder()
    let good = "id,fill_date,days,drug\n1,2020-01-05,30,OP\n"
    try tinyStudy(folder, changing: "[rx.csv]", to: "[\"rx*.csv\"]", rows: good + "2,never,5,OP\n")
    #expect(try Rxuse.run(["run", "study.yml", "--out", "rx-out"], in: folder).code == 65)
    let rejects = try folder.read("rx-out.rejects.csv")
    #expect(rejects.hasSuffix("rx.csv,3,bad_date,date,\n"))
    try folder.write(good, to: "rx.csv")
    try folder.write(good.replacingOccurrences(of: "1,2020", with: "2,2020"), to: "rx-theirs.rejects.csv")
    try expectRefusal(folder, out: "rx-theirs", ["the input rx-theirs.rejects.csv"])
    #expect(try Rxuse.run(["run", "study.yml", "--out", "other"], in: folder).code == 0)
    #expect(try folder.read("other/results.csv").contains(",all,2,4,persons"))
    #expect(try folder.read("rx-out.rejects.csv") == rejects)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "rx-out"], in: folder).code == 0)
    #expect(!folder.holds("rx-out.rejects.csv") && folder.holds("rx-theirs.rejects.csv"))
    try folder.write(rejects, to: "no-out.rejects.csv")
    try tinyStudy(folder, changing: "[rx.csv]", to: "[\"no*.csv\"]")
    try expectRefusal(folder, out: "out", code: 66, ["study.yml:4:11:", "but no-out.rejects.csv"])
  }

  @Test("A sample overwrites nothing and follows no link, unless it is told to replace what is there")
  func sample() throws {
    for name in ["study.yml", "codes.csv", "members.csv", "prescriptions.csv"] {
      for isLink in [false, true] {
        let folder = try folderWithFiles()
        if isLink {
          symlink("../keep/a", "\(folder.path)/keep/\(name)")
          symlink("../keep/new", "\(folder.path)/keep/sub/\(name)")
        } else {
          try folder.write("mine", to: "keep/\(name)")
          try folder.write("mine", to: "keep/sub/\(name)")
        }
        let sample = ["sample", "--patients", "5", "--out"]
        for place in ["keep", "keep/sub"] {
          let before = try folder.names(in: place)
          let outcome = try Rxuse.run(sample + [place], in: folder)
          #expect(outcome.code == 73 && outcome.errors.contains("\(place)/\(name) is there already"))
          #expect(outcome.errors.contains("--force") && outcome.errors.split(separator: "\n").count == 1)
          #expect(try folder.names(in: place) == before)
          if !isLink { #expect(try folder.read("\(place)/\(name)") == "mine") }
        }
        #expect(try Rxuse.run(sample + ["keep", "--force"], in: folder).code == 0)
        #expect(try Rxuse.run(sample + ["keep", "--force"], in: folder).code == 0)
        #expect(try Rxuse.run(["run", "keep/study.yml", "--out", "out", "-q"], in: folder).code == 0)
        #expect(try folder.read("keep/a") == "mine" && !folder.holds("keep/new"))
        let wrong = ["sample", "--patients", "536870913", "--out", "keep", "--force"]
        #expect(try Rxuse.run(wrong, in: folder).code == 64 && folder.holds("keep/study.yml"))
      }
    }
    // A flat sample has no members, and leaves those of others alone.
    let folder = try TestFolder()
    try folder.write("mine", to: "members.csv")
    #expect(try Rxuse.run(["sample", "--patients", "5", "--flat", "--out", "."], in: folder).code == 0)
    #expect(try folder.read("members.csv") == "mine")
  }

  @Test(
    "assure leaves nothing in the folder for temporary files, however it ends", arguments: [SIGTERM, SIGKILL])
  func assure(signal: Int32) throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let fill = "fills: [2020-01-05 30 OP]"
    let one = "{measure: prevalence, drug: opioid, sex: all, numerator: 1, denominator: 1}"
    let cases = (1...3000).map { "  - {name: c\($0), patients: [{sex: F, \(fill)}], expect: [\(one)]}\n" }
    mkdir("\(folder.path)/tmp", 0o777)
    try folder.write("cases:\n" + cases.prefix(2).joined(), to: "few.yml")
    #expect(shell("TMPDIR=tmp '\(Rxuse.path)' assure study.yml few.yml > few", in: folder.path) == 0)
    #expect(try folder.read("few").hasSuffix("2 of 2 cases are as expected\n"))
    try folder.write("cases:\n" + cases.joined(), to: "many.yml")
    for attempt in 1...5 {
      let process = Rxuse.process(["assure", "study.yml", "many.yml"], in: folder.path)
      process.environment = ["TMPDIR": "\(folder.path)/tmp"]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(attempt) * 100_000)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(try folder.names(in: "tmp") == [], "attempt \(attempt)")
    }
    let missing = "TMPDIR=nowhere '\(Rxuse.path)' assure study.yml few.yml"
    #expect(shell("\(missing) 2>&1 | grep -q 'set TMPDIR'", in: folder.path) == 0)
    #expect(shell(missing, in: folder.path) == 73)
  }

  @Test("A command line that is not UTF-8 is refused: what it names would be another file")
  func otherEncodings() throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let before = try folder.names()
    for arguments in ["run study.yml --out \"$(printf 'x\\377')\"", "check \"$(printf '\\303.yml')\""] {
      #expect(shell("'\(Rxuse.path)' \(arguments) 2>&1 | grep -q 'is not UTF-8'", in: folder.path) == 0)
      #expect(shell("'\(Rxuse.path)' \(arguments)", in: folder.path) == 64)
    }
    #expect(try folder.names() == before)
  }

  @Test(
    "A folder keeps its mode, whether it is empty or holds an old output", arguments: [0o700, 0o750, 0o2775])
  func mode(mode: Int) throws {
    let folder = try TestFolder()
    try tinyStudy(folder)
    let out = "\(folder.path)/out"
    mkdir(out, 0o777)
    chmod(out, mode_t(mode))
    for _ in 0..<2 {
      #expect(try Rxuse.run(["run", "study.yml", "--out", "out", "--again"], in: folder).code == 0)
      var status = stat()
      #expect(stat(out, &status) == 0 && Int(status.st_mode) & 0o7777 == mode)
    }
  }

  @Test(
    "A mount point can't be replaced, which is said before anything is read",
    .enabled(if: geteuid() == 0 && canMount, "only root can mount"),
    arguments: ["-t tmpfs none", "--bind there"])
  func mountPoint(source: String) throws {
    let folder = try TestFolder()
    try tinyStudy(folder, changing: "date: fill_date", to: "date: no_such_column")
    for name in ["mnt", "there"] { mkdir("\(folder.path)/\(name)", 0o777) }
    #expect(shell("mount \(source) mnt", in: folder.path) == 0)
    defer { _ = shell("umount mnt", in: folder.path) }
    try expectRefusal(folder, out: "mnt", ["mnt is a mount point", "mnt/results"])
    try tinyStudy(folder)
    #expect(try Rxuse.run(["run", "study.yml", "--out", "mnt/results"], in: folder).code == 0)
  }
}

/// Runs a line of the shell in a folder; its exit code, or nil where it can't be started.
func shell(_ line: String, in folder: String) -> Int32? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/sh")
  process.arguments = ["-c", "\(line) 2>/dev/null"]
  process.currentDirectoryURL = URL(fileURLWithPath: folder)
  guard (try? process.run()) != nil else { return nil }
  process.waitUntilExit()
  return process.terminationStatus
}

/// Whether this machine lets root mount: a container mostly does not.
private let canMount =
  shell("d=$(mktemp -d) && mount -t tmpfs none $d && umount $d; c=$?; rmdir $d; exit $c", in: "/") == 0
