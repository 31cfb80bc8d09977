import CSVStream
import RxCounts
import RxModel

/// Reads the population file.
struct PopulationReader {
  private let request: PopulationRequest
  private var input: StudyInput { request.input }
  private let options: ReadOptions
  /// The columns of the file: the count, the variables, the year if it has one.
  let requests: [ColumnRequest]

  /// A reader of a population file.
  init(_ request: PopulationRequest, _ options: ReadOptions) {
    self.request = request
    var options = options
    // A small file, read in order.
    options.threads = 1
    self.options = options
    requests = Self.requests(request.input)
  }

  /// The columns that the file is asked for.
  static func requests(_ input: StudyInput) -> [ColumnRequest] {
    input.mapped.map { ColumnRequest(field: $0.field, column: $0.source) }
  }

  /// The residents.
  /// - Throws: `RxFault`: 65 where the file lacks a year of the study.
  func read(
    _ files: [InputFile], keepsRejectedValues: Bool, rejects: inout [InputKind: RejectTotals]
  ) throws(RxFault) -> Population {
    let dialect = options.dialect(input.files)
    let sink = Sink(
      population: Population(input),
      reader: BlockParser(dialect: dialect),
      ledger: RejectLedger(keepsValues: keepsRejectedValues))
    let ingest = Ingest(
      kind: .population, files: files, syntax: input.files, options: options, requests: requests)
    try ingest.run { (_, block) throws(RxFault) in try decode(block, into: sink) }
    rejects[.population] = RejectLedger.merged([sink.ledger], files: files.map(\.name))
    if let year = sink.population.missingYear(of: request.years), let name = files.first?.name {
      if let reject = rejects[.population]?.first.first {
        throw RxFault(
          .data,
          "the row is rejected: \(reject.reason.text) (\(reject.field)), and then there are no residents"
            + (year == 0 ? "" : " for \(year)"), at: RxFault.Place(file: reject.file, line: reject.line),
          remedy: reject.reason == .badCount
            ? "write the count in digits alone, without separators" : "mend the row")
      }
      throw RxFault(
        .data,
        year == 0 ? "\(name) has no residents" : "\(name) has no residents for \(year), a year of the study",
        at: input[.count]?.place, remedy: "add the year, or shorten the study period")
    }
    return sink.population
  }

  // SAFETY: one worker, so one owner.
  private final class Sink: @unchecked Sendable {
    var population: Population
    let reader: BlockParser
    var ledger: RejectLedger

    init(population: Population, reader: BlockParser, ledger: RejectLedger) {
      self.population = population
      self.reader = reader
      self.ledger = ledger
    }
  }

  private func decode(_ block: SequencedBlock, into sink: Sink) throws(RxFault) {
    let batch = try sink.reader.parse(block)
    let columns = BatchColumns(batch, block.file.columns)
    let fields = requests.map(\.field)
    for record in 0..<batch.recordCount {
      if sink.ledger.rejectIfUnreadable(record, columns, names: fields) { continue }
      decode(record, columns, batch.bytes, fields, into: sink)
    }
    sink.ledger.close(batch, of: block.file)
  }

  private func decode(
    _ record: Int, _ columns: BatchColumns, _ bytes: Span<UInt8>, _ fields: [String], into sink: Sink
  ) {
    func reject(_ reason: RejectReason, _ request: Int) {
      if sink.ledger.passOverIfBlank(record, in: columns.batch) { return }
      let reason = columns.isHeader(record) ? .headerAgain : reason
      sink.ledger.reject(
        record, reason, field: fields[request], value: columns.range(request, of: record), in: columns.batch)
    }
    guard let count = wholeNumber(bytes, columns.range(0, of: record), limit: 1_000_000_000_000),
      count <= 1_000_000_000_000
    else {
      return reject(.badCount, 0)
    }
    var labels: [String] = []
    for variable in input.attributes.indices {
      let range = columns.range(1 + variable, of: record)
      let value = range.isEmpty ? unknownLevel : columns.batch.text(range)
      let label = request.levelNames[variable].label(of: value)
      if input.attributes[variable].name == "age", let ages = request.ageLabels, !ages.contains(label) {
        return reject(.unknownLevel, 1 + variable)
      }
      labels.append(label)
    }
    var year = 0
    if input[.year] != nil {
      guard let number = wholeNumber(bytes, columns.range(fields.count - 1, of: record), limit: 9999),
        (1...9999).contains(number)
      else { return reject(.badDate, fields.count - 1) }
      year = number
    }
    sink.population.add(count, year: year, labels: labels)
  }
}
