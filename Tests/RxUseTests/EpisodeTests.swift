import Foundation
import Testing

/// The file of episodes: its rows, worked by hand, and where it can be.
@Suite("A file of episodes")
struct EpisodeTests {
  /// A study of seven persons: they stop, die, leave, are there at the end, come after use, or are no persons.
  private func written(_ measures: String = "prevalence: {drugs: [opioid]}") throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(
      """
      title: Ends
      period: {start: 2021-01-01, end: 2021-12-31, interval: year}
      prescriptions:
        files: [rx.csv]
        columns: {patient: id, date: on, days_supply: days, drug: code, quantity: qty}
      patients:
        files: [people.csv]
        columns: {patient: id, birth_date: born, observation_start: from, observation_end: to, death_date: died}
      drugs: {files: [codes.csv], match: code}
      groups: {by: []}
      measures:
        dose: {drugs: [opioid], unit: mme, thresholds: [90]}
        \(measures)

      """, to: "study.yml")
    try folder.write(
      """
      code,class,ingredient,strength_mg,mme_factor
      OX,opioid,oxycodone,5,1.5
      DZ,benzodiazepine,diazepam,5,

      """, to: "codes.csv")
    try folder.write(
      """
      id,born,from,to,died
      b,1980-01-01,2020-01-01,,
      A,1980-01-01,2020-01-01,,2021-06-20
      "C,1",1980-01-01,2020-01-01,2021-08-15,
      =D,1980-01-01,2020-01-01,,
      E,1980-01-01,2021-06-01,,
      F,1980-01-01,2019-01-01,2019-12-31,
      G,1980-01-01,2020-01-01,,

      """, to: "people.csv")
    try folder.write(
      """
      id,on,days,code,qty
      b,2021-04-10,30,OX,60
      b,2021-03-01,30,OX,60
      A,2021-06-10,30,OX,
      "C,1",2021-08-01,30,OX,30
      =D,2021-12-20,30,OX,60
      E,2021-01-05,10,OX,20
      E,2021-07-01,5,OX,10
      F,2019-12-01,60,OX,60
      G,2021-02-01,10,OX,10
      G,2021-02-06,10,DZ,10

      """, to: "rx.csv")
    return folder
  }

  private func episodes(_ kind: String, _ arguments: [String] = [], in folder: TestFolder) throws -> [String]
  {
    let outcome = try Rxuse.run(
      ["episodes", "study.yml", "--of", kind, "--out", "out.csv"] + arguments, in: folder)
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    #expect(outcome.errors.contains("out.csv is patient-level, for its owner alone: "), "\(outcome.errors)")
    return try folder.read("out.csv").split(separator: "\n").map(String.init)
  }

  private let header =
    "patient,class,start,end,days_covered,days_supplied,fills,mme_per_day,ended"

  @Test("Eras: days, doses and how they end, by the identifiers' bytes")
  func eras() throws {
    let folder = try written()
    let lines = try episodes("era", in: folder)
    #expect(
      lines == [
        header,
        "=D,opioid,2021-12-20,2022-01-18,30,30,1,15.0000,study ended",
        "A,opioid,2021-06-10,2021-07-09,30,30,1,,died",
        "\"C,1\",opioid,2021-08-01,2021-08-30,30,30,1,7.5000,observation ended",
        "E,opioid,2021-01-05,2021-01-14,10,10,1,15.0000,not observed",
        "E,opioid,2021-07-01,2021-07-05,5,5,1,15.0000,stopped",
        "G,opioid,2021-02-01,2021-02-10,10,10,1,7.5000,stopped",
        "b,opioid,2021-03-01,2021-05-09,60,60,2,15.0000,stopped",
      ])
    // A pause of ten days is longer than one of nine.
    let shorter = try episodes("era", ["--gap", "9", "--threads", "1", "--memory", "1K"], in: folder)
    #expect(
      shorter.suffix(2) == [
        "b,opioid,2021-03-01,2021-03-30,30,30,1,15.0000,stopped",
        "b,opioid,2021-04-10,2021-05-09,30,30,1,15.0000,stopped",
      ])
    // Who is observed for the gap and not a day more may go on: the gap joins E's use before the observation too.
    for (gap, end) in [("178", "stopped"), ("179", "study ended")] {
      let lines = try episodes("era", ["--gap", gap], in: folder).filter { $0.hasPrefix("E,") }
      #expect(lines == ["E,opioid,2021-01-05,2021-07-05,15,15,2,15.0000,\(end)"])
    }
    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/out.csv")[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(try folder.names().filter { $0.contains("rxuse") } == [])
  }

  @Test("New use after the washout of the study or of the command line, to the end of its era")
  func newUse() throws {
    let folder = try written("persistence: {drugs: [opioid], washout: 60, gap: 5}")
    #expect(
      try episodes("new-use", in: folder) == [
        header,
        "=D,opioid,2021-12-20,2022-01-18,30,30,1,15.0000,study ended",
        "A,opioid,2021-06-10,2021-07-09,30,30,1,,died",
        "\"C,1\",opioid,2021-08-01,2021-08-30,30,30,1,7.5000,observation ended",
        "G,opioid,2021-02-01,2021-02-10,10,10,1,7.5000,stopped",
        "b,opioid,2021-03-01,2021-03-30,30,30,1,15.0000,stopped",
      ])
    // With three weeks E is new, whose use before the observation is too long ago, and b a second time.
    let more = try episodes("new-use", ["--washout", "21", "--gap", "30"], in: folder)
    #expect(more.filter { $0.hasPrefix("E") } == ["E,opioid,2021-07-01,2021-07-05,5,5,1,15.0000,stopped"])
    #expect(
      more.filter { $0.hasPrefix("b") } == [
        "b,opioid,2021-03-01,2021-05-09,60,60,2,15.0000,stopped",
        "b,opioid,2021-04-10,2021-05-09,30,30,1,15.0000,stopped",
      ])
  }

  @Test(
    "The bytes depend neither on threads nor on memory, nor on the order of rows",
    arguments: ["era", "overlap", "new-use"])
  func sameBytes(kind: String) throws {
    let folder = try sampleFolder()
    let rows = try folder.read("prescriptions.csv").split(separator: "\n")
    let one = try episodes(kind, ["--threads", "1"], in: folder)
    #expect(one.count > 20)
    #expect(try episodes(kind, ["--threads", "3", "--memory", "1K", "--tmp-dir", "."], in: folder) == one)
    try folder.write(
      ([rows[0]] + rows.dropFirst().reversed()).map { "\($0)\n" }.joined(), to: "prescriptions.csv")
    #expect(try episodes(kind, in: folder) == one)
  }

  @Test("Overlap of the study's pairs; without one it is a mistake")
  func overlap() throws {
    let folder = try written("overlap: {drugs: [benzodiazepine, opioid]}")
    #expect(
      try episodes("overlap", in: folder).dropFirst() == [
        "G,benzodiazepine+opioid,2021-02-06,2021-02-10,5,10,1,,stopped"
      ])
    let none = try Rxuse.run(
      ["episodes", "study.yml", "--of", "overlap", "--out", "out.csv"], in: try written())
    #expect(none.code == 78 && none.errors.contains("the overlap of no pair"), "\(none.errors)")
  }

  @Test("Only days count of intervals that the person is one of")
  func personsOfFullIntervals() throws {
    let folder = try written("overlap: {drugs: [benzodiazepine, opioid]}")
    let study = try folder.read("study.yml").replacing(
      "interval: year}", with: "interval: quarter}\npersons: full")
    try folder.write(study, to: "study.yml")
    try folder.write(
      """
      id,born,from,to,died
      H,1980-01-01,2021-02-15,2021-08-15,
      I,1980-01-01,2021-02-15,2021-03-31,

      """, to: "people.csv")
    try folder.write(
      """
      id,on,days,code,qty
      H,2021-03-20,30,OX,30
      H,2021-03-25,17,DZ,10
      H,2021-06-29,10,OX,10
      H,2021-06-29,10,DZ,10
      I,2021-03-20,10,OX,10
      I,2021-03-20,10,DZ,10

      """, to: "rx.csv")
    // Of H's two runs the days of the second quarter; the third is not observed whole, nor is any of I's.
    #expect(
      try episodes("overlap", in: folder).dropFirst() == [
        "H,benzodiazepine+opioid,2021-04-01,2021-04-10,10,0,0,,stopped",
        "H,benzodiazepine+opioid,2021-06-29,2021-06-30,2,20,2,,observation ended",
      ])
    #expect(try Rxuse.run(["run", "-q", "study.yml", "--out", "results"], in: folder).code == 0)
    let days = try folder.read("results/results.csv").split(separator: "\n").filter {
      $0.hasPrefix("overlap_days,,benzodiazepine+opioid,") && $0.contains(",12,")
    }
    #expect(days.count == 2 && days.allSatisfy { $0.contains(",2021-04-01,") }, "\(days)")
    #expect(try episodes("era", in: folder).dropFirst().allSatisfy { $0.hasPrefix("H,") })
  }

  @Test("It is written whole or not at all, in no output folder, and over nothing but an earlier one")
  func places() throws {
    let folder = try written()
    #expect(try Rxuse.run(["run", "-q", "study.yml", "--out", "results"], in: folder).code == 0)
    func refuses(_ code: Int32, _ text: String, _ arguments: [String]) throws {
      let outcome = try Rxuse.run(["episodes", "study.yml", "--of", "era"] + arguments, in: folder)
      #expect(outcome.code == code && outcome.errors.contains(text), "\(text): \(outcome.errors)")
    }
    try refuses(73, "results, where a file of episodes can't be", ["-o", "results/era.csv"])
    try refuses(73, "rx.csv is there and is not a file of episodes", ["-o", "rx.csv"])
    try refuses(73, "nowhere/era.csv can't be created", ["-o", "nowhere/era.csv"])
    try refuses(73, "standard output", ["-o", "-"])
    try refuses(64, "--washout goes with new use", ["-o", "era.csv", "--washout", "3"])
    try refuses(64, "--gap must be", ["-o", "era.csv", "--gap=-1"])
    // What can't be read leaves what was there.
    _ = try episodes("era", in: folder)
    let before = try folder.read("out.csv")
    try folder.write(try folder.read("rx.csv") + "b,never,3,OX,1\nb,never,3,OX,1\n", to: "rx.csv")
    try refuses(65, "rejected", ["-o", "out.csv"])
    #expect(try folder.read("out.csv") == before)
    #expect(try folder.names().filter { $0.contains("partial") } == [])
  }
}
