import CSVStream
import RxCounts
import RxInput
import RxModel

extension ReadOptions {
  /// Refuses two files of one kind that have the same content, packed or not, and any row: all that is in them would count
  /// twice.
  /// - Throws: `RxFault` (65) that names both.
  func refuseCopies(
    _ kind: InputKind, _ files: [InputFile], _ accounts: [FileAccount], _ syntax: FileSet
  ) throws(RxFault) {
    guard refusesCopies else { return }
    // What is read once can't be read again.
    for (place, account) in accounts.enumerated()
    where account.rows > 0 && CSVFile.canBeReadAgain(files[place].path) {
      for other in 0..<place
      where account.looksLike(accounts[other]) && CSVFile.canBeReadAgain(files[other].path) {
        guard try haveSameContent(files[place], files[other], syntax) else { continue }
        throw RxFault(
          .data,
          "\(files[other].name) and \(files[place].name) have the same content, so that all of it would count twice",
          remedy: "take one of them out of '\(kind.rawValue).files'")
      }
    }
  }

  private func haveSameContent(_ a: InputFile, _ b: InputFile, _ syntax: FileSet) throws(RxFault) -> Bool {
    do throws(StreamFault) {
      return try CSVFile.haveSameContent(a.path, b.path, dialect(syntax))
    } catch {
      throw RxFault(error)
    }
  }
}

extension FileAccount {
  /// True if all that is counted of both files is the same.
  fileprivate func looksLike(_ other: FileAccount) -> Bool {
    rows == other.rows && lines == other.lines && rejectedRows == other.rejectedRows
      && firstDay == other.firstDay
      && lastDay == other.lastDay
  }
}
