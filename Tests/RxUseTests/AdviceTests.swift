import Foundation
import Logging
import RxDecode
import RxDisclosure
import RxMeasure
import RxModel
import Testing

@testable import RxUse

/// Changes to a study that keep more figures: each tried without a study file is what a run of a file with the change is.
@Suite("Advice on what would show more")
struct AdviceTests {
  private static let groups =
    "groups: {age_bands: [0, 20, 35, 50, 65, 80], by: [[sex], [age], [race], [age, sex]]}"
  private static let joined =
    #"{race: {"Group D + Two or more, or other": [Group D, "Two or more, or other"]}}"#

  /// What a change is told as, and the study's line as somebody would write it who made it.
  struct Change: Sendable, CustomTestStringConvertible {
    let text: String
    let byHand: String
    var testDescription: String { text }
  }

  private static let changes = [
    Change(
      text: "groups: {unknown: drop}",
      byHand:
        "groups: {unknown: drop, age_bands: [0, 20, 35, 50, 65, 80], by: [[sex], [age], [race], [age, sex]]}"),
    // The variables come in another order then.
    Change(
      text: "groups: {by: [[sex], [race], [age, sex]]}",
      byHand: "groups: {age_bands: [0, 20, 35, 50, 65, 80], by: [[sex], [race], [age, sex]]}"),
    Change(
      text: "groups: {by: [[sex], [age], [race]]}",
      byHand: "groups: {age_bands: [0, 20, 35, 50, 65, 80], by: [[sex], [age], [race]]}"),
    Change(
      text: "groups: {levels: \(joined)}",
      byHand:
        "groups: {levels: \(joined), age_bands: [0, 20, 35, 50, 65, 80], by: [[sex], [age], [race], [age, sex]]}"
    ),
    Change(
      text: "groups: {age_bands: [0, 35, 50, 65, 80]}",
      byHand: "groups: {age_bands: [0, 35, 50, 65, 80], by: [[sex], [age], [race], [age, sex]]}"),
  ]

  private static let few =
    "{prevalence: {drugs: [benzodiazepine, opioid]}, ratio: {measures: [prevalence], reference: {sex: M}}}"
  /// Counts of all kinds: of amounts, of age bands, of times, of a variable.
  private static let allKinds = """
    {prevalence: {drugs: [opioid]}, fill_rate: {drugs: [opioid]}, standardised: {measures: [prevalence]},
      persistence: {drugs: [opioid], at: [90]}, ratio: {measures: [prevalence], reference: {sex: M}}}
    """

  /// The samples with a study of two years and few measures.
  private func folder(
    _ groups: String = Self.groups, measures: String = Self.few, interval: String = "year"
  ) throws -> TestFolder {
    let folder = try sampleFolder()
    let study = try folder.read("study.yml")
    let start = try #require(study.range(of: "groups:\n")).lowerBound
    let files = study[..<start].replacingOccurrences(
      of: "start: 2019-01-01, end: 2022-12-31, interval: year",
      with: "start: 2021-01-01, end: 2022-12-31, interval: \(interval)")
    try folder.write(
      "\(files)\(groups)\nmeasures:\n  \(measures)\ndisclosure: {preset: cms11}\n", to: "study.yml")
    return folder
  }

  private var quiet: Logger {
    var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .error
    return log
  }

  private func measured(_ folder: TestFolder) throws -> (LoadedStudy, MeasuredStudy) {
    let unresolved = try LoadedStudy(file: "\(folder.path)/study.yml")
    let decoded = try decode(unresolved.input.decodeRequest, RunOptions(threads: 2).readOptions)
    let loaded = try unresolved.resolved(by: decoded.fillDays, decoded.reading.population)
    return (loaded, try MeasuredStudy(decoded, loaded.input))
  }

  private func adviser(_ folder: TestFolder) throws -> Adviser {
    let (loaded, measured) = try measured(folder)
    let release = try DisclosureControl.release(of: measured.counted, threads: 2)
    return try #require(Adviser(loaded, measured, release, threads: 2))
  }

  /// The rows of results.csv by what tells them apart: whether they are shown.
  private func shown(_ folder: TestFolder) throws -> [String: Bool] {
    let lines = try folder.read("out/results.csv").replacingOccurrences(of: "\"", with: "")
      .replacingOccurrences(of: "more, or", with: "more or").split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = lines[0]
    let variables = try 5..<#require(header.firstIndex(of: "numerator"))
    return Dictionary(
      uniqueKeysWithValues: try lines.dropFirst().map { line in
        #expect(line.count == header.count)
        let unit = try #require(header.firstIndex(of: "denominator_unit"))
        let group = variables.filter { line[$0] != "all" }.map { "\(header[$0])=\(line[$0])" }.sorted()
        return (
          (line[..<3] + [line[unit], line[3], line[4]] + group).joined(separator: "|"),
          line.last != "suppressed"
        )
      })
  }

  private func name(_ key: FigureAccount.Key) -> String {
    let group = key.group.map {
      "\($0.key)=\($0.value)".replacingOccurrences(of: "more, or", with: "more or")
    }
    return (key.row + ["\(key.period.start)", "\(key.period.end)"] + group.sorted()).joined(separator: "|")
  }

  @Test("A change shows what a run of a study with it shows", arguments: changes)
  func likeByHand(change: Change) throws {
    let adviser = try adviser(try folder(measures: Self.allKinds))
    let candidate = try #require(adviser.candidates.first { $0.text == change.text })
    let counted = try #require(try adviser.counted(with: candidate))
    let account = try FigureAccount(
      counted, in: Array(counted.counts.intervals.indices), threads: 2)

    let folder = try folder(change.byHand, measures: Self.allKinds)
    try RxUse.run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/out", options: RunOptions(threads: 2),
      log: quiet)
    let rows = try shown(folder)
    for (key, isShown) in account.isShown { #expect(rows[name(key)] == isShown, "\(name(key))") }
    #expect(account.shown > 0 && !account.keptBack.isEmpty)
    #expect(rows.values.count { $0 } >= account.shown)
    // The counts are those that a study with the change is measured to have, to the last one.
    let byHand = try measured(folder).1.counted.counts
    #expect(counted.counts.counts == byHand.counts)
    #expect(counted.counts.strata.map(\.levels) == byHand.strata.map(\.levels))
    #expect(counted.counts.ageBands.counts == byHand.ageBands.counts)
    #expect(counted.counts.survival == byHand.survival && !byHand.survival.isEmpty)
    #expect(counted.counts.figures.count == byHand.figures.count)
  }

  @Test("The study as it is has the figures that its run has")
  func asItIs() throws {
    let folder = try folder()
    let adviser = try adviser(folder)
    try RxUse.run(
      study: "\(folder.path)/study.yml", out: "\(folder.path)/out", options: RunOptions(threads: 1),
      log: quiet)
    let rows = try shown(folder)
    for (key, isShown) in adviser.account.isShown { #expect(rows[name(key)] == isShown, "\(name(key))") }
    for key in adviser.account.small { #expect(rows[name(key)] == false, "\(name(key))") }
    #expect(adviser.account.shown > 0 && !adviser.account.small.isEmpty)
    // An interval by itself is protected as it is among the others.
    let worst = try #require(adviser.worstInterval)
    let one = try FigureAccount(adviser.counted, in: [worst.place], threads: 1)
    #expect(one.isShown == adviser.account.of(worst.days).isShown && one.small.count > 0)
    // A ratio by sex stands in its grouping, which then can't be left out.
    let texts = adviser.candidates.map(\.text)
    let without = try #require(
      adviser.candidates.first { $0.text == "groups: {by: [[age], [race], [age, sex]]}" })
    let nothing = try adviser.counted(with: without)
    #expect(nothing == nil)
    #expect(!texts.contains { $0.contains("interval") })
  }

  @Test("Longer intervals are measured again")
  func longerIntervals() throws {
    let (groups, measures) = ("groups: {by: [[sex]]}", "{prevalence: {drugs: [opioid]}}")
    let adviser = try adviser(try folder(groups, measures: measures, interval: "quarter"))
    let candidate = try #require(adviser.candidates.first { $0.text == "period: {interval: year}" })
    let counted = try #require(try adviser.counted(with: candidate))
    let byHand = try measured(try folder(groups, measures: measures)).1.counted.counts
    #expect(counted.counts.counts == byHand.counts)
    #expect(counted.counts.intervals.count == 2 && adviser.counted.counts.intervals.count == 8)
  }

  @Test("Changes are told best first, with what they give and what they take")
  func suggestions() throws {
    let folder = try folder()
    let adviser = try adviser(folder)
    let found = try adviser.suggestions(quiet)
    #expect(found.tried <= Adviser.mostTrials && found.tried <= found.of && found.tried > 3)
    let effects = found.trials.map(\.effect)
    #expect(effects.allSatisfy { $0.keepsAny })
    #expect(zip(effects, effects.dropFirst()).allSatisfy { $0.net >= $1.net })
    let text = adviser.text(found)
    for trial in found.trials {
      #expect(text.contains(". \(trial.change.text)\n   shows "))
      // Shown with it less shown without it: of all figures of both studies.
      let counted = try #require(try adviser.counted(with: trial.change))
      let account = try FigureAccount(counted, in: Array(counted.counts.intervals.indices), threads: 2)
      #expect(trial.effect.net == account.shown - adviser.account.shown, "\(trial.change.text)")
    }
    #expect(text.contains("1. groups: {unknown: drop}\n   shows \(effects[0].keptInAll) figures"))
    #expect(text.contains("that are kept back with 'unknown' of "))
    let checked = try check(study: "\(folder.path)/study.yml", suggests: true, log: quiet)
    #expect(checked.hasSuffix(text))
  }

  @Test("What is told on the way is in no file of the output, and a strict run does not count it")
  func notInTheOutput() throws {
    let folder = try folder()
    let told = try Rxuse.run(["run", "study.yml", "--out", "told"], in: folder)
    let silent = try Rxuse.run(
      ["run", "study.yml", "--out", "silent", "--quiet", "--no-warnings"], in: folder)
    #expect(told.code == 0 && silent.code == 0 && silent.errors.isEmpty)
    #expect(told.errors.contains("'groups: {unknown: drop}' would show "), "\(told.errors)")
    #expect(told.errors.contains("levels of mostly 1 to 10 persons: "), "\(told.errors)")
    let names = try folder.names(in: "told")
    #expect(try folder.names(in: "silent") == names)
    #expect(names.contains("run.json"))
    for name in names where name != "timing.json" && name != "tables" && name != "charts" {
      #expect(try folder.read("told/\(name)") == folder.read("silent/\(name)"), "\(name)")
    }
    for name in try folder.names(in: "told/tables") {
      #expect(try folder.read("told/tables/\(name)") == folder.read("silent/tables/\(name)"), "\(name)")
    }
    let strict = try Rxuse.run(["run", "study.yml", "--out", "strict", "--strict"], in: folder)
    let record =
      try JSONSerialization.jsonObject(with: Data(folder.read("told/run.json").utf8)) as? [String: Any]
    let warnings = try #require(record?["warnings"] as? [String])
    #expect(strict.code == 65 && warnings.contains { $0.contains("are suppressed (") })
    let errors = strict.errors.split(separator: "\n")
    #expect(errors.dropLast().map(String.init) == warnings.map { "rxuse: warning: \($0)" })
    #expect(!strict.errors.contains("would show"))
  }
}
