import Foundation
import RxModel
import Testing

/// A study that takes blocks from another file, wherever what defines it is asked for.
@Suite("A study that includes another file")
struct IncludedStudyTests {
  /// The sample in `work`, its groups, disclosure and drugs in a file of its own beside it.
  private func sample() throws -> TestFolder {
    let folder = try sampleFolder()
    try folder.write(try folder.read("members.csv"), to: "work/members.csv")
    let rows = try folder.read("prescriptions.csv").split(separator: "\n").prefix(800)
    try folder.write(rows.joined(separator: "\n") + "\n", to: "work/prescriptions.csv")
    try folder.write(try folder.read("codes.csv"), to: "shared/codes.csv")
    let study = try folder.read("study.yml").replacing(/output: \{formats: \[[^\]]*\]\}/) { _ in
      "output: {formats: [csv, markdown]}"
    }
    let drugs = try #require(study.firstMatch(of: /(?m)^drugs:\n(?:[ #].*\n)+/))
    try folder.write(
      "include: [../shared/common.yml]\n" + study.replacing(drugs.0, with: ""), to: "work/study.yml")
    try folder.write("include: [drugs.yml]\ndisclosure: {preset: cms11}\n", to: "shared/common.yml")
    try folder.write(String(drugs.0), to: "shared/drugs.yml")
    return folder
  }

  private func run(_ arguments: [String], in folder: TestFolder, code: Int32 = 0) throws -> String {
    let outcome = try Rxuse.run(arguments, in: folder)
    #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
    return outcome.output + outcome.errors
  }

  private func results(_ folder: TestFolder, _ out: String) throws -> [String] {
    try ["results.csv", "run.json"].map { try folder.read("\(out)/\($0)") }
  }

  @Test("A run names the included files, and says what the study written out says")
  func record() throws {
    let folder = try sample()
    _ = try run(["run", "-q", "work/study.yml", "--out", "out"], in: folder)
    let record = try folder.read("out/run.json")
    for name in ["../shared/common.yml", "../shared/drugs.yml", "../shared/codes.csv"] {
      #expect(
        record.contains("\"path\" : \"\(name)\"") || record.contains("\"path\": \"\(name)\""), "\(name)")
    }
    try folder.write(try run(["study", "work/study.yml"], in: folder), to: "work/whole.yml")
    #expect(try !folder.read("work/whole.yml").contains("include"))
    _ = try run(["run", "-q", "work/whole.yml", "--out", "whole"], in: folder)
    #expect(try folder.read("whole/results.csv") == folder.read("out/results.csv"))
  }

  @Test("Parts that are merged give the same bytes, run.json among them")
  func parts() throws {
    let folder = try sample()
    _ = try run(["run", "-q", "work/study.yml", "--out", "out"], in: folder)
    for part in 1...2 {
      _ = try run(["map", "work/study.yml", "--part", "\(part)/2", "--state", "\(part).rxs"], in: folder)
    }
    _ = try run(["merge", "1.rxs", "2.rxs", "-o", "sum.rxs"], in: folder)
    // Neither file is looked at again.
    try FileManager.default.removeItem(atPath: "\(folder.path)/shared")
    _ = try run(["finish", "-q", "sum.rxs", "--out", "parts"], in: folder)
    #expect(try results(folder, "parts") == results(folder, "out"))
  }

  @Test("Parts of a study with a layout do too")
  func partsOfALayout() throws {
    let folder = try TestFolder()
    try folder.write(
      "PATIENT,START,STOP,DESCRIPTION,CODE\nA,2020-01-02,2020-02-01,Alprazolam 0.5 MG Oral Tablet,1\n",
      to: "medications.csv")
    try folder.write(
      "Id,BIRTHDATE,DEATHDATE,RACE,ETHNICITY,GENDER,STATE\nA,1960-01-01,,white,x,F,MA\n", to: "patients.csv")
    try folder.write(
      "layout: synthea\ntitle: T\nperiod: {start: 2020-01-01, end: 2020-12-31}\nmeasures: {prevalence: {drugs: [benzodiazepine]}}\n",
      to: "study.yml")
    _ = try run(["run", "-q", "study.yml", "--out", "out"], in: folder)
    for part in 1...2 {
      _ = try run(["map", "study.yml", "--part", "\(part)/2", "--state", "\(part).rxs"], in: folder)
    }
    _ = try run(["merge", "1.rxs", "2.rxs", "-o", "sum.rxs"], in: folder)
    _ = try run(["finish", "-q", "sum.rxs", "--out", "parts"], in: folder)
    #expect(try results(folder, "parts") == results(folder, "out"))
  }

  @Test("A changed included file is another study")
  func changed() throws {
    let folder = try sample()
    _ = try run(["run", "-q", "work/study.yml", "--out", "out"], in: folder)
    #expect(try run(["verify", "out"], in: folder).contains("nothing differs"))
    _ = try run(["map", "work/study.yml", "--part", "1/2", "--state", "1.rxs"], in: folder)
    try folder.write("include: [drugs.yml]\ndisclosure: {preset: opensafely}\n", to: "shared/common.yml")
    let verified = try run(["verify", "out"], in: folder, code: 1)
    #expect(
      verified.contains("study file ../shared/common.yml has other bytes than the run read"), "\(verified)")
    _ = try run(["map", "work/study.yml", "--part", "2/2", "--state", "2.rxs"], in: folder)
    let refused = try run(["merge", "1.rxs", "2.rxs", "-o", "sum.rxs"], in: folder, code: 65)
    #expect(refused.contains("2.rxs: it is of another included study file"), "\(refused)")
  }

  @Test("A bundle has them where the study finds them")
  func bundle() throws {
    let folder = try sample()
    _ = try run(["run", "-q", "work/study.yml", "--out", "out"], in: folder)
    _ = try run(["bundle", "out", "-o", "study.zip"], in: folder)
    let files = try BundleTests.list("study.zip", in: folder)
    for name in ["study/shared/common.yml", "study/shared/drugs.yml", "study/shared/codes.csv"] {
      #expect(files.contains { $0.hasPrefix(name + " ") }, "\(name) of \(files)")
    }
    // With the data put there, the bundle makes the output again.
    for name in ["members.csv", "prescriptions.csv"] {
      try folder.write(try folder.read("work/\(name)"), to: "unpacked/study/study/\(name)")
    }
    #expect(try run(["verify", "unpacked/output", "--rerun"], in: folder).contains("nothing differs"))
  }
}
