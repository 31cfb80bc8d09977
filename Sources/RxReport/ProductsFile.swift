import RxModel
import RxRelease
import RxText

/// The columns of products.csv.
let productsColumns = [
  "section", "drug", "period_start", "period_end", "item", "quantity", "statistic", "value", "unit", "status",
]

/// The text of products.csv: a row a number.
package func productsCSV(_ products: [ReleasedProduct]) -> String {
  csvLine(productsColumns)
    + products.map { row in
      csvLine([
        row.section.rawValue, row.drug, "\(row.period.start)", "\(row.period.end)", row.item, row.quantity,
        row.statistic.rawValue, row.value.map { fixed($0, decimals: row.statistic == .count ? 0 : 4) } ?? "",
        row.unit, row.status.rawValue,
      ])
    }.joined()
}

extension Publication.Table {
  /// The rows of products.csv.
  /// - Throws: `RxFault` (65) where they are none, or none of this version.
  func products() throws(RxFault) -> [ReleasedProduct] {
    let places = try places(productsColumns)
    return try rows.map { row throws(RxFault) in
      let field = places.map { row[$0] }
      guard let section = ReleasedProduct.Section(rawValue: field[0]),
        let start = DateFormat.auto.day(field[2]), let end = DateFormat.auto.day(field[3]), start <= end,
        let statistic = ReleasedProduct.Statistic(rawValue: field[6]),
        let status = ReleasedProduct.Status(rawValue: field[9])
      else { throw fault("'\(field.joined(separator: ","))' is no row of it") }
      return ReleasedProduct(
        section, drug: field[1], period: DaySpan(start, end), item: field[4], quantity: field[5], statistic,
        value: try number(field[7]), unit: field[8], status: status)
    }
  }
}
