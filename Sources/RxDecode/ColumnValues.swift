import CSVStream
import RxModel

/// The distinct values of one column of a file, with how many rows have each, most rows first.
/// - Throws: `RxFault` where the file can't be read or lacks the column.
package func columnValues(
  of file: InputFile, column: Sourced, delimiter: UInt8
) throws(RxFault) -> (values: [(value: String, rows: Int)], rejected: Int) {
  let syntax = FileSet(patterns: [], delimiter: delimiter)
  let options = ReadOptions()
  let request = ColumnRequest(field: column.name, column: column, reading: .hash, isKey: true)
  let ingest = Ingest(
    kind: .prescriptions, files: [file], syntax: syntax, options: options, requests: [request])
  let counter = ValueCounter(options.dialect(syntax))
  try ingest.run { (_, block) throws(RxFault) in try counter.count(block, field: column.name) }
  return (counter.values, counter.rejected)
}

// SAFETY: the ingest has one worker, so one owner.
private final class ValueCounter: @unchecked Sendable {
  private let reader: BlockParser
  private var names = KeyTable()
  private var rows: [Int] = []
  private var numbers: [Int32] = []
  private var ledger = RejectLedger(keepsValues: false)

  init(_ dialect: Dialect) { reader = BlockParser(dialect: dialect) }

  func count(_ block: SequencedBlock, field: String) throws(RxFault) {
    let batch = try reader.parse(block)
    let columns = BatchColumns(batch, block.file.columns)
    var keys: [Field] = []
    for record in 0..<batch.recordCount
    where !ledger.rejectIfUnreadable(record, columns, names: [field]) {
      keys.append(columns.field(0, of: record))
    }
    names.intern(keys.span, in: batch.fieldBytes, into: &numbers)
    rows += repeatElement(0, count: names.count - rows.count)
    for number in numbers { rows[Int(number)] += 1 }
    ledger.close(batch, of: block.file)
  }

  var rejected: Int { ledger.rejected }

  var values: [(value: String, rows: Int)] {
    rows.indices.map { (names.text($0), rows[$0]) }.sorted {
      $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
    }
  }
}
