/// Brands of the drugs in the built-in list.
///
/// A line has the columns
/// - `ingredient`: of the built-in list; two with `+` between;
/// - `class`: where the brand says it and a name's words need not (Suboxone);
/// - `form`: the form of the list's row, where the brand has one alone (Duragesic);
/// - `partners`: what the product holds beside, parted by `; `, in the order of its label;
/// - `source`: `cdc2017`, or `memory`: known from labels and national lists, and not read again;
/// - the brands, parted by `; `. `^` in front: only where a name begins with it, since the words are short or common.
enum BrandNames {
  /// A line of the table.
  struct Line: Sendable {
    let ingredients: [String]
    let drugClass: String
    let form: String
    let partners: [String]
    let source: String
    let brands: [String]
  }

  /// The table, in order.
  static let lines: [Line] = [cdc, opioids, benzodiazepines, psychotropics].flatMap { table in
    table.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ",", maxSplits: 5, omittingEmptySubsequences: false).map {
        NameItems.trimmed($0)
      }
      guard fields.count == 6 else { return nil }
      return Line(
        ingredients: fields[0].split(separator: "+").map(String.init), drugClass: String(fields[1]),
        form: String(fields[2]), partners: NameItems.of(fields[3]), source: String(fields[4]),
        brands: NameItems.of(fields[5]))
    }
  }
}
