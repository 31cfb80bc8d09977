import CLibCSV
import CSVStream
import Foundation
import RxDecode
import RxMeasure
import RxModel
import RxStudy

// Times the stages of a run by themselves, on one thread: stages STUDY PRESCRIPTIONS.csv [ROUNDS]
// STUDY is one that scripts/bench makes (absolute paths); the medians of ROUNDS (5) are printed.
guard CommandLine.arguments.count >= 3 else {
  print("usage: stages STUDY.yml PRESCRIPTIONS.csv [ROUNDS]")
  exit(64)
}
let (study, file) = (CommandLine.arguments[1], CommandLine.arguments[2])
let rounds = CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3]) ?? 5 : 5

/// The column names of the file, each of whose blocks `take` gets.
func forEachBlock(_ take: (Block) throws -> Void) throws -> [String] {
  let csv = try CSVFile(path: file, name: file, index: 0, dialect: Dialect(blockBytes: 256 << 10))
  while let block = try csv.nextBlock() { try take(block) }
  return csv.header
}

/// libcsv with callbacks that do nothing: what the slow lane could cost at best.
func emptyCallbacks() throws {
  guard let input = fopen(file, "r") else { throw CocoaError(.fileNoSuchFile) }
  defer { fclose(input) }
  var parser = csv_parser()
  csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
  defer { csv_free(&parser) }
  var buffer = [UInt8](repeating: 0, count: 256 << 10)
  while true {
    let count = fread(&buffer, 1, buffer.count, input)
    guard count > 0 else { break }
    guard csv_parse(&parser, &buffer, count, { _, _, _ in }, { _, _ in }, nil) == count else {
      throw CocoaError(.fileReadCorruptFile)
    }
  }
  csv_fini(&parser, { _, _, _ in }, { _, _ in }, nil)
}

/// The study's input with the measures that `measures` picks.
func input(_ measures: (Study) -> [MeasureSpec], prescriptions: Bool = true) throws -> AggregationInput {
  var parsed = try StudyFile.parse(String(contentsOfFile: study, encoding: .utf8), file: study)
  let drugs = try CodeList.load(parsed.drugs) { $0 }
  let drugSets = try DrugSets.resolve(parsed, in: drugs)
  parsed.measures = measures(parsed)
  let roster = parsed.roster?.files.patterns.map { InputFile(path: $0.name, name: $0.name) } ?? []
  return AggregationInput(
    study: parsed, drugs: drugs, drugSets: drugSets,
    files: [.patients: roster, .prescriptions: prescriptions ? [InputFile(path: file, name: file)] : []])
}

/// The median time of `body`, in seconds.
func median(_ body: () throws -> Void) rethrows -> Double {
  var seconds: [Double] = []
  for _ in 0..<rounds {
    let start = ContinuousClock.now
    try body()
    seconds.append((ContinuousClock.now - start) / .seconds(1))
  }
  return seconds.sorted()[rounds / 2]
}

/// Prints a row of the table.
func show(_ stage: String, _ seconds: Double) {
  let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
  let text = String(format: "%.3f s, %5.0f MB/s", seconds, Double(size) / 1e6 / seconds)
  print("| \(stage) | \(text) |")
}

let header = try forEachBlock { _ in }
let wanted = ["patient_id", "fill_date", "days_supply", "ndc"].compactMap(header.firstIndex)
let selection = ColumnSelection(
  columnCount: header.count, columns: wanted, readings: [.hash, .day, .number, .hash])

print("| stage | seconds, of the prescriptions' size |")
print("| --- | --- |")
show("libcsv, empty callbacks", try median(emptyCallbacks))
let scan = try median { _ = try forEachBlock { _ in } }
show("read and scan", scan)
for (name, lane) in [("libcsv", Lane.libcsv), ("the fast lane", .best)] {
  let parse = try median {
    let parser = BlockParser(dialect: Dialect(lane: lane))
    _ = try forEachBlock { _ = try parser.parse($0, selection, path: file) }
  }
  show("decode by \(name)", parse - scan)
  if lane == .best {
    let roster = try median {
      _ = try decode(try input(\.measures, prescriptions: false).decodeRequest, ReadOptions())
    }
    show("roster", roster)
    let read = try median { _ = try decode(try input(\.measures).decodeRequest, ReadOptions()) }
    show("shard", read - roster - parse)
  }
}
let withoutMeasures = try input { _ in [] }
let exposed = try decode(withoutMeasures.decodeRequest, ReadOptions())
let exposure = try median { _ = try measure(exposed, withoutMeasures) }
show("exposure", exposure)
let withMeasures = try input(\.measures)
let measured = try decode(withMeasures.decodeRequest, ReadOptions())
show("measures", try median { _ = try measure(measured, withMeasures) } - exposure)
