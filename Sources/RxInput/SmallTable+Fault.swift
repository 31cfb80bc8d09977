import CSVStream
import RxModel

extension SmallTable {
  /// A small table, read whole.
  /// - Parameters:
  ///   - inCodeList: whether bad data in it are a mistake in the study.
  ///   - dialect: how it is written.
  ///   - open: opens the file.
  ///   - refuse: makes the fault of the first row that can't be read.
  /// - Returns: the table.
  /// - Throws: `RxFault`: 66 where the file can't be opened, and what `refuse` makes.
  package static func read(
    inCodeList: Bool = false, dialect: Dialect = Dialect(), _ open: (Dialect) throws(StreamFault) -> CSVFile,
    refuse: (BadRow) -> RxFault
  ) throws(RxFault) -> SmallTable {
    var badRow: BadRow?
    let table: SmallTable
    do throws(StreamFault) {
      table = try SmallTable(open(dialect), dialect: dialect, badRow: &badRow)
    } catch {
      throw RxFault(error, inCodeList: inCodeList)
    }
    if let badRow { throw refuse(badRow) }
    return table
  }
}
