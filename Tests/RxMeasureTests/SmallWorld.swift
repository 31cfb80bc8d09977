import Foundation
import RxDecode
import RxModel

@testable import RxMeasure

/// A few rows as files, decoded and taken up for the tests of what follows.
struct SmallWorld {
  /// The study, 2020 by default, with a prescription file of patient, date, days' supply and drug.
  var study: Study
  /// By kind of input, the file's text.
  var texts: [InputKind: String] = [:]
  /// The classes `b` and `o` of codes b1, b2, o1, o2 and `t`, which each day of recorded supply makes three of.
  var list: DrugList
  var drugSets: [DrugSet]

  static func named(_ name: String) -> Sourced {
    Sourced(name, at: RxFault.Place(file: "study.yml", line: 1))
  }

  /// Prescriptions of these rows: patient, date, days' supply, drug, and the columns that `others` add, in its order.
  init(
    _ rows: [String], others: [(InputColumn, String)] = [], attributes: [String] = [],
    _ change: (inout Study) -> Void = { _ in }
  ) throws {
    var columns: [InputColumn: Sourced] = [
      .patient: Self.named("p"), .date: Self.named("d"), .daysSupply: Self.named("s"), .drug: Self.named("c"),
    ]
    for (column, name) in others { columns[column] = Self.named(name) }
    let input = PrescriptionInput(
      try StudyInput(
        .prescriptions, files: FileSet(patterns: [Self.named("rx.csv")]), columns: columns,
        attributes: attributes.map { Attribute(name: $0, column: Self.named($0)) }))
    let year = DaySpan(Self.day("2020-01-01"), Self.day("2020-12-31"))
    study = Study(title: "small", period: StudyPeriod(days: year, kind: .quarter), prescriptions: input)
    change(&study)
    let header = (["p", "d", "s", "c"] + others.map(\.1) + attributes).joined(separator: ",")
    texts[.prescriptions] = ([header] + rows).map { $0 + "\n" }.joined()
    let codes = ["b1", "b2", "o1", "o2", "t"]
    list = DrugList(
      entries: codes.map { code in
        var entry = DrugEntry()
        entry.code = code
        entry.drugClass = code == "t" ? "o" : String(code.prefix(1))
        entry.ingredient = code
        entry.strengthMg = "5"
        entry.mmeFactor = "2"
        entry.daysFactor = code == "t" ? 3 : 1
        return entry
      }, origin: ["test"]
    ) { value in codes.firstIndex(of: value).map { [DrugMatch(entry: $0)] } ?? [] }
    drugSets = [
      DrugSet(names: ["b"], chainOfEntry: [0: 0, 1: 1], chainCount: 2),
      DrugSet(names: ["o"], chainOfEntry: [2: 0, 3: 1, 4: 2], chainCount: 3),
    ]
  }

  static func day(_ text: String) -> Day { DateFormat.auto.day(text) ?? Day(0) }

  /// Adds a roster of patients.
  mutating func addRoster(_ patients: [String]) throws {
    study.roster = try StudyInput(
      .patients, files: FileSet(patterns: [Self.named("members.csv")]), columns: [.patient: Self.named("p")])
    texts[.patients] = (["p"] + patients).map { $0 + "\n" }.joined()
  }

  /// The planner, when all is decoded.
  func planner(_ options: ReadOptions = ReadOptions()) throws -> Planner {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rxmeasure-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files: [InputKind: [InputFile]] = [:]
    for (kind, text) in texts {
      let path = folder.appending(path: "\(kind.rawValue).csv").path
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      files[kind] = [InputFile(path: path, name: "\(kind.rawValue).csv")]
    }
    let input = AggregationInput(study: study, drugs: list, drugSets: drugSets, files: files)
    return Planner(try decode(input.decodeRequest, options), input)
  }

  /// The shard of a patient as the study takes it up.
  static func shard(of patient: String, _ planner: Planner) throws -> AdmittedShard {
    let number = (0..<shardCount).first { shard in
      guard let loaded = try? planner.decoded.load(shard) else { return false }
      let key = Array(patient.utf8)[...]
      return loaded.roster.ids.find(key) != nil || loaded.partials.contains { $0.ids.find(key) != nil }
    }
    return AdmittedShard(
      try planner.decoded.load(number ?? 0), of: planner.decoded.roster, planner.admission)
  }

  /// All shards as the study takes them up.
  static func shards(_ planner: Planner) throws -> [AdmittedShard] {
    try (0..<shardCount).map { shard in
      AdmittedShard(try planner.decoded.load(shard), of: planner.decoded.roster, planner.admission)
    }
  }

  /// The fills of a patient, as `date days' supply code`.
  static func fills(of patient: String, _ planner: Planner) throws -> [String] {
    let shard = try shard(of: patient, planner)
    let fills = ShardFills(shard, try planner.plan(planner.input.study).fills)
    guard let person = shard.people.person(called: Array(patient.utf8)) else { return [] }
    return fills.range(of: person).map { place in
      let fill = fills.fills[place]
      return "\(fill.day) \(fill.daysSupply) \(planner.registry.drugs[Int(fill.drug)].name)"
    }
  }

  /// The history of a patient.
  static func history(of patient: String, _ planner: Planner) throws -> PersonHistory? {
    let shard = try shard(of: patient, planner)
    let plan = try planner.plan(planner.input.study)
    var analysis = ShardAnalysis(plan, cells: CellCounter(plan.strata))
    return shard.people.person(called: Array(patient.utf8)).map { person in
      analysis.history(of: person, shard.people, ShardFills(shard, plan.fills))
    }
  }
}
