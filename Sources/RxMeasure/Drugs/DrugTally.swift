import RxCounts
import RxModel

/// The rows of people by their drug's level number; 0 is an empty field.
struct DrugTally: Sendable {
  /// By level number, the rows.
  private(set) var rows: [UInt32]

  /// No rows of so many level numbers.
  init(levels: Int) { rows = Array(repeating: 0, count: levels) }

  static func + (a: DrugTally, b: DrugTally) -> DrugTally {
    var sum = a
    sum.add(b)
    return sum
  }

  /// Adds the rows of another tally of the same levels.
  mutating func add(_ other: DrugTally) {
    for level in rows.indices { rows[level] &+= other.rows[level] }
  }

  /// Gives its memory away, to count into it; put it back.
  mutating func take() -> [UInt32] {
    var taken: [UInt32] = []
    swap(&taken, &rows)
    return taken
  }

  /// Takes back what `take` gave.
  mutating func put(_ taken: consuming [UInt32]) { rows = taken }
}

extension DrugTally {
  private static let mostListed = 5
  /// The most values that are compared with the list, most rows first.
  private static let mostCompared = 5_000

  /// The rows by what became of their drug: in the list or not, and with a factor that no dose can use.
  func drugRows(_ registry: DrugRegistry, texts: [String], list: DrugList, doses: [DoseTable])
    -> DrugRows
  {
    var rowsOfText: [String: Int] = [:]
    var (all, unmatched) = (0, 0)
    for (level, count) in rows.enumerated() where count > 0 {
      all += Int(count)
      guard registry.numbers[level] < 0 else { continue }
      unmatched += Int(count)
      if level > 0 { rowsOfText[texts[level - 1].lowercased(), default: 0] += Int(count) }
    }
    let sorted = rowsOfText.filter { !$0.key.isEmpty }.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    let values = sorted.prefix(Self.mostCompared).enumerated().compactMap { place, value in
      let resembled = list.resembles(value.key)
      return place < Self.mostListed || resembled != nil
        ? DrugRows.Value(text: value.key, rows: value.value, resembles: resembled) : nil
    }
    return DrugRows(
      rows: all, unmatchedRows: unmatched, values: values, rowsOfEntry: rowsOfEntry(registry),
      unusableFactors: unusableFactors(registry, doses: doses))
  }

  /// The rows of each row of the list.
  private func rowsOfEntry(_ registry: DrugRegistry) -> [Int: Int] {
    var found: [Int: Int] = [:]
    for (level, count) in rows.enumerated() where count > 0 && registry.numbers[level] >= 0 {
      for entry in Set(registry.drugs[Int(registry.numbers[level])].matches.map(\.entry)) {
        found[entry, default: 0] += Int(count)
      }
    }
    return found
  }

  private func unusableFactors(
    _ registry: DrugRegistry, doses: [DoseTable]
  ) -> [DrugRows.UnusableFactor] {
    var rowsOfDrug: [Int: Int] = [:]
    for (level, count) in rows.enumerated() where count > 0 && registry.numbers[level] >= 0 {
      rowsOfDrug[Int(registry.numbers[level]), default: 0] += Int(count)
    }
    var rowsOfFactor: [DoseTable.UnusableFactor: Int] = [:]
    var seen: Set<Int> = []
    for (drug, factor) in doses.flatMap(\.unusableFactors) where seen.insert(drug).inserted {
      if let count = rowsOfDrug[drug] { rowsOfFactor[factor, default: 0] += count }
    }
    return rowsOfFactor.map {
      DrugRows.UnusableFactor(ingredient: $0.key.ingredient, per: $0.key.per, rows: $0.value)
    }.sorted { ($0.ingredient, $0.per) < ($1.ingredient, $1.per) }
  }
}
