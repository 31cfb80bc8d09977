/// One row of a code list: a code's or ingredient's place in a class, with the facts a dose needs.
package struct DrugEntry: Sendable, Equatable {
  /// The code as the list writes it; empty in a list by ingredient.
  package var code = ""
  /// The class.
  package var drugClass = ""
  /// The ingredient; empty where the list has none.
  package var ingredient = ""
  /// Other names of the ingredient.
  package var synonyms: [String] = []
  /// The form group, where an ingredient has several.
  package var form = ""
  /// ATC codes.
  package var atc: [String] = []
  /// RxNorm ingredient.
  package var rxcui = ""
  /// Strength in mg a unit; nil where unknown.
  package var strengthMg: String?
  /// WHO defined daily dose in mg.
  package var dddMg: String?
  /// Morphine milligram equivalents of one mg (or the unit of `mmePer`).
  package var mmeFactor: String?
  /// The year of the CDC table that the factor is from.
  package var mmeYear = ""
  /// The unit of the drug that the factor is per; empty is mg.
  package var mmePer = ""
  /// mg diazepam equivalent to one mg.
  package var diazepamMg: String?
  /// The days for which a recorded day of supply stands: 3 where a patch of three days is recorded as one.
  package var daysFactor = 1
  /// The source of the facts.
  package var source = ""

  /// An empty entry.
  package init() {}
}

/// A code list, the study's own or the built-in one, and how a prescription's drug is looked up in it.
package struct DrugList: Sendable {
  /// Its rows, in order.
  package let entries: [DrugEntry]
  /// Its origin, for the report: file names, or `built-in`.
  package let origin: [String]
  /// Indices into `entries` of what a prescription's drug value means, ascending; empty where it is not in the list.
  /// Asked once for each distinct value.
  package let match: @Sendable (_ value: String) -> [Int]

  /// A list of `entries` looked up by `match`.
  package init(entries: [DrugEntry], origin: [String], match: @escaping @Sendable (String) -> [Int]) {
    self.entries = entries
    self.origin = origin
    self.match = match
  }
}

/// The drugs that one name of the study stands for: a class, an ingredient, or with the built-in list an ATC code.
package struct DrugSet: Sendable {
  /// The names as the study writes them: one, or those of several classes together. They tell the drug set from
  /// every other one; joined they need not, since a name can hold any character.
  package let names: [String]
  /// The list's entries that are in the set: the index of each, and the chain of fills that are put end to
  /// end with `carry_over: drug` (an ingredient's; an entry without one is its own), counted from 0.
  package let chainOfEntry: [Int: Int]
  /// The number of chains.
  package let chainCount: Int

  /// The name for reading.
  package var name: String { names.joined(separator: "+") }

  /// A drug set with its entries' chains.
  package init(names: [String], chainOfEntry: [Int: Int], chainCount: Int) {
    self.names = names
    self.chainOfEntry = chainOfEntry
    self.chainCount = chainCount
  }
}
