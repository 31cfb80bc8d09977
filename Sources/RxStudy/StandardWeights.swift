import CSVStream
import RxInput
import RxModel

/// Weights of a standard population that a study keeps in a file of its own: a CSV with the columns `age` (a band of the
/// study, as results.csv writes it) and `weight`.
package enum StandardWeights {
  /// Reads the files that the study's measures name.
  /// - Parameters:
  ///   - study: gets the shares of its age bands.
  ///   - resolve: the path of a file as the study names it.
  ///   - observer: what takes the bytes of a file as they are read.
  /// - Throws: `RxFault`: 66 where a file is missing, 78 at the first mistake in one.
  package static func load(
    into study: inout Study, resolve: (String) -> String, observer: (Sourced) -> any ByteObserver
  ) throws(RxFault) {
    for place in study.measures.indices {
      guard let file = study.measures[place].weightsFile else { continue }
      let shares = try shares(file, study.bandsOfAge, path: resolve(file.name), observer: observer(file))
      study.measures[place] = study.measures[place].weighted(by: shares)
    }
  }

  private static func shares(_ file: Sourced, _ bands: AgeBands, path: String, observer: any ByteObserver)
    throws(RxFault)
    -> [Double]
  {
    let columns = ["age", "weight"]
    var table = try CodeList.table(file, FileSet(patterns: []), path: path, observer: observer)
    table = table.naming(
      try TableColumns(table, "the weights", file, nil).places(of: columns, required: columns))
    let labels = bands.labels.dropFirst(bands.hasUnder ? 1 : 0).dropLast()
    var weights: [String: Double] = [:]
    for row in table.rows {
      let place = RxFault.Place(file: file.name, line: row.line)
      let label = row["age"]
      guard labels.contains(label) else {
        throw RxFault(
          .config, "'\(label)' is no age band of the study; they are \(labels.joined(separator: ", "))",
          at: place)
      }
      guard let weight = ExactDecimal(row["weight"]) else {
        throw RxFault(.config, "the weight is no number: '\(row["weight"])'", at: place)
      }
      guard weights[label] == nil else {
        throw RxFault(.config, "the age band '\(label)' is there twice", at: place)
      }
      weights[label] = weight.value
    }
    for label in labels where weights[label] == nil {
      throw RxFault(.config, "the weights \(file.name) lack the age band '\(label)'", at: file.place)
    }
    let ordered = labels.map { weights[$0] ?? 0 }
    let total = ordered.reduce(0, +)
    guard total > 0 else { throw RxFault(.config, "the weights \(file.name) are all 0", at: file.place) }
    return ordered.map { $0 / total }
  }
}
