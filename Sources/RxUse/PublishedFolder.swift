import CSVStream
import Foundation
import RxInput
import RxModel
import RxReport
import RxText

/// The output of a run, read again.
struct PublishedFolder {
  let path: String

  /// What `body` reads of it, again where a run put another output in its place meanwhile.
  /// - Throws: what `body` throws; `RxFault` (75) where that happens again and again.
  func unchanged<Value>(_ body: () throws(RxFault) -> Value) throws(RxFault) -> Value {
    for _ in 0..<10 {
      let before = FileIdentity(path, at: path)
      let result = Result { () throws(RxFault) in try body() }
      if FileIdentity(path, at: path) == before { return try result.get() }
    }
    throw RxFault(
      .temporary, "runs put other outputs in the place of \(path) while it is read",
      remedy: "wait for them and try again")
  }

  /// Everything of it that reports are made from.
  /// - Throws: `RxFault`: 66 where it is no output of a run, 65 where its files can't be read.
  func publication() throws(RxFault) -> Publication {
    let record: RunRecord = try decoded()
    return try Publication(
      record: record, results: try table(.results), ranges: try tableIfThere(.ranges),
      attrition: try table(.attrition), flow: try tableIfThere(.flow), inputs: try table(.inputs),
      products: try tableIfThere(.products),
      sensitivity: try tableIfThere(.sensitivity))
  }

  /// One of its tables; nil where the run had none to write.
  func tableIfThere(_ name: OutputName) throws(RxFault) -> Publication.Table? {
    FileManager.default.fileExists(atPath: file(name)) ? try table(name) : nil
  }

  /// run.json as `Record`.
  func decoded<Record: Decodable>() throws(RxFault) -> Record {
    let path = file(.record)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RxFault(.noInput, "\(path) can't be read", remedy: "name the output folder of a run")
    }
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Record.self, from: data)
    } catch {
      throw RxFault(
        .data, "\(path) is no run.json of this version of rxuse", remedy: "name the output folder of a run")
    }
  }

  /// One of its tables.
  func table(_ name: OutputName) throws(RxFault) -> Publication.Table {
    let path = file(name)
    let digest = ReadDigest()
    var badRow: SmallTable.BadRow?
    let table: SmallTable
    do throws(StreamFault) {
      let dialect = Dialect()
      table = try SmallTable(
        try CSVFile(path: path, name: path, index: 0, dialect: dialect, observer: digest), dialect: dialect,
        badRow: &badRow)
    } catch { throw RxFault(error) }
    if let badRow {
      throw RxFault(.data, badRow.message, at: RxFault.Place(file: path, line: badRow.line))
    }
    // An apostrophe before what a spreadsheet would run is none of the name.
    return Publication.Table(
      name.rawValue, columns: table.header.map(withoutFormulaMark),
      rows: table.rows.map { $0.values.map(withoutFormulaMark) }, digest: digest.digest)
  }

  private func file(_ name: OutputName) -> String { "\(path)/\(name.rawValue)" }
}
