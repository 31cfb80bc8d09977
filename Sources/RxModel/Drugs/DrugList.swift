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
  /// WHO's defined daily dose in mg.
  package var dddMg: String?
  /// Morphine milligram equivalents of one mg (or the unit of `mmePer`), a number or a fraction.
  package var mmeFactor: String?
  /// The year of the CDC table that the factor is from.
  package var mmeYear = ""
  /// The unit of the drug that the factor is per; empty is mg.
  package var mmePer = ""
  /// mg diazepam equivalent to one mg, a number or a fraction.
  package var diazepamMg: String?
  /// The days for which a recorded day of supply stands: 3 where a patch of three days is recorded as one.
  package var daysFactor = 1
  /// The source of the facts.
  package var source = ""

  /// An empty entry.
  package init() {}
}

/// A row of a code list that a prescription's drug stands for.
package struct DrugMatch: Sendable, Equatable {
  /// Its index among the list's entries.
  package let entry: Int
  /// The ATC codes of the product, in lower case: the data's own, or of a name those that its substances have. Only
  /// codes of the entry.
  package var codes: [String] = []
  /// The strength that the product's name tells of the entry's ingredient.
  package var strength: Strength?
  /// The facts of the product in place of the entry's own facts, where these are another product's.
  package var facts: DrugEntry?

  /// A match of the entry with the index `entry`.
  package init(entry: Int, codes: [String] = [], strength: Strength? = nil, facts: DrugEntry? = nil) {
    self.entry = entry
    self.codes = codes
    self.strength = strength
    self.facts = facts
  }
}

/// A code list, the study's own or the built-in one, and how a prescription's drug is looked up in it.
package struct DrugList: Sendable {
  /// Its rows, in order.
  package let entries: [DrugEntry]
  /// Its origin, for the report: file names, or `built-in`.
  package let origin: [String]
  /// The study's own files, and for each of their rows its index among `entries`.
  package let files: [(name: String, entries: [Int])]
  /// The rows that a prescription's drug value stands for, by their indices, ascending, none twice; empty where it is not
  /// in the list. Asked once for each distinct value.
  package let match: @Sendable (_ value: String) -> [DrugMatch]
  /// The listed drug that a value which is not in the list looks like; nil where it looks like none.
  package let resembles: @Sendable (_ value: String) -> String?

  /// The greatest factor by which a recorded days' supply is multiplied.
  package var greatestDaysFactor: Int { entries.map(\.daysFactor).max() ?? 1 }

  /// A list of `entries` looked up by `match`.
  package init(
    entries: [DrugEntry], origin: [String], files: [(name: String, entries: [Int])] = [],
    match: @escaping @Sendable (String) -> [DrugMatch],
    resembles: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.resembles = resembles
    self.files = files
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
  /// Of entries of which only products of some ATC codes are in the set: these codes, in lower case.
  package let codesOfEntry: [Int: Set<String>]

  /// The name for reading.
  package var name: String { names.joined(separator: "+") }

  /// A drug set with its entries' chains.
  package init(
    names: [String], chainOfEntry: [Int: Int], chainCount: Int, codesOfEntry: [Int: Set<String>] = [:]
  ) {
    self.names = names
    self.chainOfEntry = chainOfEntry
    self.chainCount = chainCount
    self.codesOfEntry = codesOfEntry
  }

  /// The chain of a product, or nil where it is not in the set.
  package func chain(of match: DrugMatch) -> Int? {
    guard let chain = chainOfEntry[match.entry] else { return nil }
    guard let codes = codesOfEntry[match.entry] else { return chain }
    return match.codes.contains(where: codes.contains) ? chain : nil
  }

  /// True if every product of this set is in `other`, as far as the list tells.
  package func isPart(of other: DrugSet) -> Bool {
    chainOfEntry.keys.allSatisfy { entry in
      guard other.chainOfEntry[entry] != nil else { return false }
      guard let wider = other.codesOfEntry[entry] else { return true }
      return codesOfEntry[entry].map { $0.isSubset(of: wider) } ?? false
    }
  }
}
