import CSVStream
import RxCounts
import RxModel
import Testing

@testable import RxDecode

/// The shapes of dates that can't be read.
@Suite struct RejectShapesTests {
  @Test(arguments: [
    ("31/12/2020", "99/99/9999"), ("05MAR2019", "99AAA9999"), ("5-Mär-19", "9-AAAA-99"), ("", ""),
    ("N/A?", "A/A?"), ("2020-01-01 10:30", "9999-99-99 99:99"),
    (String(repeating: "1", count: 40), String(repeating: "9", count: 40)),
    (String(repeating: "1", count: 41), String(repeating: "9", count: 40) + "..."),
  ])
  func aShapeHasNoValue(value: String, shape: String) {
    #expect(RejectShapes.shape(value) == shape)
  }

  /// The shapes of a column of dates, in blocks of so many bytes dealt to so many workers in turn.
  private func shapes(_ dates: [String], blockBytes: Int, workers: Int) throws -> [RejectReason: RejectShape]
  {
    let dialect = Dialect(blockBytes: blockBytes)
    let file = try CSVFile(text: "d\n" + dates.map { "\($0)\n" }.joined(), name: "rx.csv", dialect: dialect)
    let place = RxFault.Place(file: "study.yml", line: 1)
    let request = ColumnRequest(field: "date", column: Sourced("d", at: place))
    let columns = try FileColumns([request], header: file.header, file: "rx.csv")
    let parser = BlockParser(dialect: dialect)
    var all = Array(repeating: RejectShapes(), count: workers)
    var next = 0
    while let block = try file.nextBlock() {
      let batch = try parser.parse(block, columns.selection(for: block), path: "rx.csv")
      let fields = BatchColumns(batch, columns)
      for record in 0..<batch.recordCount {
        all[next % workers].take(record, .badDate, fields.range(0, of: record), in: batch)
        all[next % workers].take(record, .badCount, fields.range(0, of: record), in: batch)
      }
      next += 1
    }
    return RejectShapes.merged(all.reversed())
  }

  @Test("The most frequent of the first thousand, whatever the blocks and the workers")
  func ofTheFirst() throws {
    let dates =
      ["x"] + Array(repeating: "1/2/2020", count: 499) + Array(repeating: "01.02.2020", count: 500)
      + Array(repeating: "2020", count: 5000)
    for blockBytes in [16, 1000, 1 << 20] {
      for workers in [1, 2, 5] {
        let shapes = try shapes(dates, blockBytes: blockBytes, workers: workers)
        #expect(shapes == [.badDate: RejectShape(text: "99.99.9999", rows: 500)], "\(blockBytes), \(workers)")
      }
    }
  }

  @Test("Of two that are as frequent, the first in byte order")
  func ties() throws {
    let shapes = try shapes(["1/1/2020", "1.1.2020"], blockBytes: 16, workers: 2)
    #expect(shapes[.badDate] == RejectShape(text: "9.9.9999", rows: 1))
  }
}
