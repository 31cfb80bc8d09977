/// Tables of other values that agree with everything that holds between unknowns, so that an outsider can't exclude them.
struct Witnesses {
  /// An unknown's change in a table, in persons' worth.
  typealias Change = (unknown: Int, change: Double)

  /// By unknown, its greatest rise.
  private(set) var highest: [Double]
  /// By unknown, its greatest fall, as a negative number.
  private(set) var lowest: [Double]
  /// Changes of the unknowns, those of 0 left out.
  private var tables: [[Change]] = []
  private var isForgotten: [Bool] = []
  /// By unknown, the tables in which it changes.
  private var tablesOf: [[(table: Int, change: Double)]]

  /// None, of so many unknowns.
  init(count: Int) {
    highest = Array(repeating: 0, count: count)
    lowest = highest
    tablesOf = Array(repeating: [], count: count)
  }

  /// The number of tables so far.
  var count: Int { tables.count }

  /// Adds a table.
  mutating func note(_ table: [Change]) {
    for (unknown, change) in table {
      tablesOf[unknown].append((tables.count, change))
      highest[unknown] = max(highest[unknown], change)
      lowest[unknown] = min(lowest[unknown], change)
    }
    tables.append(table)
    isForgotten.append(false)
  }

  /// Takes out all tables in which `unknown` changes, since it is shown.
  /// - Returns: these tables, and the unknowns that change in them, in order.
  mutating func forget(_ unknown: Int) -> (tables: [Int], unknowns: [Int]) {
    let gone = tablesOf[unknown].map(\.table).filter { !isForgotten[$0] }
    for table in gone { isForgotten[table] = true }
    let touched = Set(gone.flatMap { tables[$0].map(\.unknown) }).sorted()
    for unknown in touched { findEnds(unknown) }
    return (gone, touched)
  }

  /// Takes out the tables from number `count` on, and takes those that were forgotten in again.
  mutating func restore(count: Int, forgotten: [Int]) {
    var touched = Set(forgotten.flatMap { tables[$0].map(\.unknown) })
    for table in (count..<tables.count).reversed() {
      for (unknown, _) in tables[table] {
        tablesOf[unknown].removeLast()
        touched.insert(unknown)
      }
    }
    tables.removeSubrange(count...)
    isForgotten.removeSubrange(count...)
    for table in forgotten { isForgotten[table] = false }
    for unknown in touched { findEnds(unknown) }
  }

  private mutating func findEnds(_ unknown: Int) {
    (highest[unknown], lowest[unknown]) = (0, 0)
    for (table, change) in tablesOf[unknown] where !isForgotten[table] {
      highest[unknown] = max(highest[unknown], change)
      lowest[unknown] = min(lowest[unknown], change)
    }
  }
}
