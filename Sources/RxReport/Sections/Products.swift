import RxModel
import RxRelease
import RxText

/// What is in a figure: by drug the values that the data have of it, and what these tell of supply and doses.
func productsSection(_ facts: ReportFacts) -> Document.Section? {
  let all = facts.publication.products
  guard !all.isEmpty else { return nil }
  var blocks: [Document.Block] = [
    .paragraph(
      """
      Whether a figure of a drug can be believed depends on what the data have for it: these are its values, and how much its \
      fills on observed days tell of supply and doses. All of them are in \(code: "products.csv").
      """)
  ]
  if facts.isControlled {
    blocks.append(
      .paragraph(
        """
        Under disclosure control values of few persons are left out, numbers of fills and users are rounded, extremes are not \
        shown, and quartiles only where enough persons have that very amount.
        """))
  }
  for drug in all.map(\.drug).distinct() {
    let own = all.filter { $0.drug == drug }
    let values = own.filter { $0.section == .values }
    if let period = facts.latest.flatMap({ latest in values.last { $0.period == latest }?.period })
      ?? values.last?.period
    {
      blocks.append(.table(valueTable(drug, values.filter { $0.period == period }, period, facts)))
    }
    let ingredients = own.filter { $0.section == .ingredients }
    if !ingredients.isEmpty { blocks.append(.table(ingredientTable(drug, ingredients, facts))) }
  }
  return .init(id: "products", title: "What is in a figure", blocks: blocks)
}

/// The most values of a drug that a report shows.
private let mostValues = 20

/// The values of a drug in an interval, most fills first.
private func valueTable(
  _ drug: String, _ rows: [ReleasedProduct], _ period: DaySpan, _ facts: ReportFacts
) -> DataTable {
  let names = rows.map { ExactText($0.item) }.distinct()
  let byName = Dictionary(grouping: rows) { ExactText($0.item) }
  func row(_ name: ExactText, _ quantity: String) -> ReleasedProduct? {
    byName[name]?.first { $0.quantity == quantity }
  }
  func fills(_ name: ExactText) -> Double { row(name, "fills")?.value ?? -1 }
  let sorted = names.sorted { fills($0) != fills($1) ? fills($0) > fills($1) : $0 < $1 }
  let rest = names.count - min(names.count, mostValues)
  return DataTable(
    id: facts.id("products-values", drug),
    caption: "\(Words.drug(drug)): the values of the data, \(Words.period(period))"
      + (rest > 0 ? "; \(grouped(rest)) more with fewer fills" : ""),
    columns: [.init("Value", isNumber: false), .init("Fills"), .init("Users")],
    rows: sorted.prefix(mostValues).map { name in
      [.label(name.text), .number(text(row(name, "fills"))), .number(text(row(name, "users")))]
    })
}

/// The ingredients of a drug: a row a quantity.
private func ingredientTable(_ drug: String, _ rows: [ReleasedProduct], _ facts: ReportFacts) -> DataTable {
  let period = rows.first.map { Words.period($0.period) } ?? ""
  var cells: [[DataTable.Cell]] = []
  for ingredient in rows.map({ ExactText($0.item) }).distinct() {
    let own = rows.filter { ExactText($0.item) == ingredient }
    let fills = text(own.first { $0.statistic == .count })
    for quantity in own.filter({ $0.statistic != .count }).map(\.quantity).distinct() {
      func row(_ statistic: ReleasedProduct.Statistic) -> ReleasedProduct? {
        own.first { $0.quantity == quantity && $0.statistic == statistic }
      }
      let unit = row(.median)?.unit
      cells.append([
        .label(ingredient.text), .number(fills),
        .label(
          Words.variable(quantity.replacing("_", with: " "))
            + (unit.map { " (\($0.replacing("_", with: " ")))" } ?? "")),
        .number(text(row(.lacking))), .number(text(row(.p25))), .number(text(row(.median))),
        .number(text(row(.p75))), .number(text(row(.minimum))), .number(text(row(.maximum))),
      ])
    }
  }
  return DataTable(
    id: facts.id("products-ingredients", drug),
    caption: "\(Words.drug(drug)): what its fills tell of supply and doses, \(period)",
    columns: [
      .init("Ingredient", isNumber: false), .init("Fills"), .init("Quantity", isNumber: false),
      .init("Lacking, %"), .init("25%"), .init("Median"), .init("75%"), .init("Least"), .init("Greatest"),
    ], rows: cells)
}

/// A number of products.csv for reading, without zeros at the end of its decimals.
private func text(_ row: ReleasedProduct?) -> String {
  guard let row else { return unavailableMarker }
  guard let value = row.value else { return suppressedMarker }
  // To the nearest hundred or percent none is few.
  if value == 0, row.status == .rounded { return row.statistic == .count ? "under 50" : "under 0.5" }
  let text = grouped(value, decimals: 4)
  let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
  return String(short.reversed())
}
