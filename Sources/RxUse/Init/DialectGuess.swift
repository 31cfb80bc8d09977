import CSVStream
import RxModel

/// How a file's fields are set apart, as its first lines show.
struct DialectGuess: Sendable {
  /// The byte between fields.
  let delimiter: UInt8
  /// The meaning of a quote.
  let quotes: QuoteRule
  /// The share of its lines that this divides alike, and what else speaks for it.
  let answer: Answer
  /// True where a quote stands in the lines: only then is its meaning known.
  let holdsQuotes: Bool

  /// The reader's dialect.
  var dialect: Dialect { Dialect(delimiter: delimiter, quotes: quotes == .double ? .double : .none) }

  /// The delimiters with their names in a study.
  static let delimiters: [(byte: UInt8, name: String)] = [
    (0x2C, "\",\""), (0x3B, "\";\""), (0x7C, "\"|\""), (0x09, "tab"),
  ]

  private struct Trial {
    let byte: UInt8
    let name: String
    let quotes: QuoteRule
    let columns: Int
    let even: Int
  }

  /// The dialect of a text.
  /// - Parameters:
  ///   - text: the first lines of the file.
  ///   - name: the file's name for messages.
  /// - Throws: `RxFault` (65) where nothing divides its lines alike, or two delimiters do.
  init(_ text: String, name: String) throws(RxFault) {
    let lines = text.split(whereSeparator: \.isNewline).count { !$0.allSatisfy(\.isWhitespace) }
    holdsQuotes = text.contains("\"")
    var trials: [Trial] = []
    var firstFault: RxFault?
    for delimiter in Self.delimiters {
      for quotes in holdsQuotes ? QuoteRule.allCases : [.double] {
        do throws(RxFault) {
          let table = try sampledTable(
            text, Dialect(delimiter: delimiter.byte, quotes: quotes == .double ? .double : .none), name: name)
          let even = table.rows.count { row in row.values.contains { !$0.isEmpty } }
          trials.append(
            Trial(
              byte: delimiter.byte, name: delimiter.name, quotes: quotes, columns: table.header.count,
              even: even))
        } catch {
          firstFault = firstFault ?? error
        }
      }
    }
    // A quoted line end makes two lines of one row; more than that is no dialect.
    let good = trials.filter { $0.columns > 1 && $0.even * 10 >= (lines - 1) * 8 }
    guard let most = good.map(\.columns).max() else {
      if trials.isEmpty, let firstFault { throw firstFault }
      throw RxFault(
        .data, "\(name) is not divided alike by any of , ; | and tab",
        remedy: "export it as CSV with the names of the columns in its first line")
    }
    let widest = good.filter { $0.columns == most }
    let bytes = widest.map(\.byte).distinct()
    guard bytes.count == 1, let best = Self.best(widest) else {
      let names = widest.map(\.name).distinct().joined(separator: " as well as by ")
      throw RxFault(.data, "\(name) is divided alike by \(names)", remedy: "export it with one delimiter")
    }
    delimiter = best.byte
    quotes = best.quotes
    let others = good.contains { $0.byte != best.byte }
    answer = Answer(
      best.name, !others && best.even >= lines - 1 ? .certain : .likely,
      "\(shareText(min(best.even, lines - 1), of: lines - 1)) of the first lines have \(best.columns) fields")
  }

  /// Quotes are RFC 4180's unless that loses rows which are whole without them.
  private static func best(_ trials: [Trial]) -> Trial? {
    trials.max { a, b in
      (a.even, a.quotes == .double ? 1 : 0) < (b.even, b.quotes == .double ? 1 : 0)
    }
  }
}

/// A text as a table: what of it is no row has empty values.
/// - Parameters:
///   - text: the file's first line and others of its lines.
///   - dialect: how it is written.
///   - name: the file's name for messages.
/// - Returns: the rows.
/// - Throws: `RxFault` (65) where its header can't be read.
func sampledTable(_ text: String, _ dialect: Dialect, name: String) throws(RxFault) -> SmallTable {
  var badRow: SmallTable.BadRow?
  do throws(StreamFault) {
    return try SmallTable(
      CSVFile(text: text, name: name, dialect: dialect), dialect: dialect, badRow: &badRow)
  } catch {
    throw RxFault(error)
  }
}
