import RxModel

/// The differences between two code lists, in the meaning of a study: what stands on the rows of each code, or, where one of
/// the lists has no codes, of each ingredient.
package struct CodeListChanges: Sendable {
  /// One difference.
  package struct Change: Sendable, Equatable {
    /// The kind of difference.
    package enum Kind: String, Sendable {
      /// In the new list alone.
      case added
      /// In the old list alone.
      case removed
      /// In both, with something else.
      case changed
    }

    package var kind: Kind
    /// The code as the list writes it that has it, the new one first; empty where ingredients are compared.
    package var code: String
    /// Its classes and ingredients in that list, with ` + ` between several.
    package var drugClass: String
    package var ingredient: String
    /// The column that differs, with what the lists have there; empty where the code is in one alone.
    package var field = ""
    package var old = ""
    package var new = ""
  }

  /// By code or ingredient, in the order of the old list, then what the new one adds.
  package let changes: [Change]

  /// The differences from one list to another.
  /// - Parameters:
  ///   - old: the list before.
  ///   - new: the list after.
  ///   - match: how codes are compared: national drug codes however they are written, others with case ignored.
  /// - Complexity: O(rows).
  package init(from old: DrugList, to new: DrugList, match: DrugSource.Match) {
    let areCoded = [old, new].allSatisfy { list in list.entries.contains { !$0.code.isEmpty } }
    let groups = [old, new].map { Self.groups($0.entries, match, byCode: areCoded) }
    let fields = Self.fields.filter { areCoded || !$0.isOfProduct }
    var changes: [Change] = []
    for key in groups[0].keys {
      guard let before = groups[0].rows[key] else { continue }
      guard let after = groups[1].rows[key] else {
        changes.append(Self.change(.removed, before))
        continue
      }
      for field in fields
      where field.values(before, isCompared: true) != field.values(after, isCompared: true) {
        var change = Self.change(.changed, after)
        change.field = field.name
        change.old = field.values(before).joined(separator: " + ")
        change.new = field.values(after).joined(separator: " + ")
        changes.append(change)
      }
    }
    for key in groups[1].keys where groups[0].rows[key] == nil {
      if let rows = groups[1].rows[key] { changes.append(Self.change(.added, rows)) }
    }
    self.changes = changes
  }

  /// The number of codes or ingredients with a difference of this kind.
  package func count(_ kind: Change.Kind) -> Int {
    var names: Set<String> = []
    for change in changes where change.kind == kind { names.insert("\(change.code)\n\(change.ingredient)") }
    return names.count
  }

  private static func change(_ kind: Change.Kind, _ rows: [DrugEntry]) -> Change {
    Change(
      kind: kind, code: rows.first?.code ?? "",
      drugClass: rows.map(\.drugClass).distinct().joined(separator: " + "),
      ingredient: rows.map(\.ingredient).distinct().joined(separator: " + "))
  }

  /// The rows of each code or ingredient, and these in the order in which they come. Rows that have no code in a list of
  /// codes are by their ingredient.
  private static func groups(
    _ entries: [DrugEntry], _ match: DrugSource.Match, byCode: Bool
  ) -> (keys: [String], rows: [String: [DrugEntry]]) {
    var keys: [String] = []
    var rows: [String: [DrugEntry]] = [:]
    for var entry in entries {
      let code = byCode ? CodeList.comparedCode(entry, match) : ""
      let key = code.isEmpty ? "ingredient \(entry.ingredient.lowercased())" : "code \(code)"
      if !byCode {
        guard !entry.ingredient.isEmpty else { continue }
        entry.code = ""
      }
      if rows[key] == nil { keys.append(key) }
      rows[key, default: []].append(entry)
    }
    return (keys, rows)
  }

  /// A column of a list that is compared.
  private struct Field {
    let name: String
    /// True for a fact of a product, which an ingredient does not have.
    var isOfProduct = false
    /// True where the rows of several ingredients each have their own.
    var isOfIngredient = true
    let value: @Sendable (DrugEntry) -> String

    /// What the rows have there, each once; with `isCompared` in a form in which what means the same is the same.
    func values(_ rows: [DrugEntry], isCompared: Bool = false) -> [String] {
      let hasSeveral = isOfIngredient && Set(rows.map { $0.ingredient.lowercased() }).count > 1
      let all = rows.compactMap { row -> String? in
        let own = value(row)
        guard !own.isEmpty else { return nil }
        let text = isCompared ? Self.compared(own) : own
        return hasSeveral ? "\(isCompared ? row.ingredient.lowercased() : row.ingredient) \(text)" : text
      }.distinct()
      return isCompared ? all.sorted() : all
    }

    /// A number without zeros at its end, a text without its case.
    private static func compared(_ text: String) -> String {
      guard let number = ExactDecimal(text) else { return text.lowercased() }
      return "\(number.mantissa)e-\(number.decimals)"
    }
  }

  private static let fields = [
    Field(name: "class", isOfIngredient: false) { $0.drugClass },
    Field(name: "ingredient", isOfProduct: true, isOfIngredient: false) { $0.ingredient },
    Field(name: "form", isOfProduct: true) { $0.form },
    Field(name: "atc", isOfProduct: true) { $0.atc.joined(separator: "; ") },
    Field(name: "rxcui", isOfProduct: true) { $0.rxcui },
    Field(name: "strength_mg", isOfProduct: true) { $0.strengthMg ?? "" },
    Field(name: "ddd_mg") { $0.dddMg ?? "" },
    Field(name: "mme_factor") { $0.mmeFactor ?? "" },
    // Empty is mg.
    Field(name: "mme_per") { $0.mmeFactor == nil ? "" : $0.mmePer.isEmpty ? "mg" : $0.mmePer },
    Field(name: "mme_year", isOfProduct: true) { $0.mmeYear },
    Field(name: "diazepam_mg") { $0.diazepamMg ?? "" },
    Field(name: "days_factor", isOfProduct: true) { "\($0.daysFactor)" },
  ]
}
