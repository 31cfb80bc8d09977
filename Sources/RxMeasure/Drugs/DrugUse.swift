import RxCounts
import RxModel

/// The drugs of the data, and the rows of people of each: adds up over parts of the patients.
struct DrugUse: Sendable {
  /// By the name or code as the data write it, the rows of people; 0 where others alone have it.
  private(set) var rows: [ExactText: Int] = [:]
  /// The rows of people whose drug is empty.
  private(set) var rowsWithoutDrug = 0

  /// The rows of `tally`, whose level numbers are those of `registry`.
  init(_ tally: DrugTally, _ registry: DrugRegistry) {
    rowsWithoutDrug = Int(tally.rows.first ?? 0)
    for (name, count) in zip(registry.names, tally.rows.dropFirst()) {
      rows[ExactText(name), default: 0] += Int(count)
    }
  }

  /// The names, in byte order.
  var names: [String] { rows.keys.sorted().map(\.text) }

  /// The rows by the level numbers of `registry`; 0 is an empty field.
  private func byLevel(_ registry: DrugRegistry) -> [Int] {
    [rowsWithoutDrug] + registry.names.map { rows[ExactText($0)] ?? 0 }
  }
}

extension DrugUse: PatientSum {
  mutating func add(_ other: DrugUse, times: Int) {
    rowsWithoutDrug += other.rowsWithoutDrug * times
    rows.add(other.rows, times: times, keepingZeros: true)
  }
}

extension DrugUse {
  private static let mostListed = 5
  /// The most values that are compared with the list, most rows first.
  private static let mostCompared = 5_000

  /// The rows by what became of their drug: in the list or not, and with a factor that no dose can use.
  func drugRows(_ registry: DrugRegistry, list: DrugList, doses: [DoseTable]) -> DrugRows {
    let rows = byLevel(registry)
    var rowsOfText: [String: Int] = [:]
    var (all, unmatched) = (0, 0)
    for (level, count) in rows.enumerated() where count > 0 {
      all += count
      guard registry.numbers[level] < 0 else { continue }
      unmatched += count
      if level > 0 { rowsOfText[registry.names[level - 1].lowercased(), default: 0] += count }
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
      rows: all, unmatchedRows: unmatched, values: values, rowsOfEntry: rowsOfEntry(rows, registry),
      unusableFactors: unusableFactors(rows, registry, doses: doses))
  }

  /// The rows of each row of the list.
  private func rowsOfEntry(_ rows: [Int], _ registry: DrugRegistry) -> [Int: Int] {
    var found: [Int: Int] = [:]
    for (level, count) in rows.enumerated() where count > 0 && registry.numbers[level] >= 0 {
      for entry in Set(registry.drugs[Int(registry.numbers[level])].matches.map(\.entry)) {
        found[entry, default: 0] += count
      }
    }
    return found
  }

  private func unusableFactors(
    _ rows: [Int], _ registry: DrugRegistry, doses: [DoseTable]
  ) -> [DrugRows.UnusableFactor] {
    var rowsOfDrug: [Int: Int] = [:]
    for (level, count) in rows.enumerated() where count > 0 && registry.numbers[level] >= 0 {
      rowsOfDrug[Int(registry.numbers[level]), default: 0] += count
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

extension DrugUse: Storable {
  func store(in bytes: inout StoredBytes) {
    bytes.add(rows)
    bytes.add(rowsWithoutDrug)
  }

  init(from bytes: inout StoredReader) throws(StoredFault) {
    rows = try bytes.next()
    rowsWithoutDrug = try bytes.next()
  }
}
