/// Tables of other values that agree with everything that holds between unknowns, so that an outsider can't exclude them.
struct Witnesses {
  /// An unknown's change, and the table in which it is; none at first.
  typealias Extreme = (change: Double, table: Int?)

  /// By unknown, its greatest rise, in persons' worth.
  private(set) var highest: [Extreme]
  /// By unknown, its greatest fall, as a negative number.
  private(set) var lowest: [Extreme]
  /// Changes of the unknowns, those of 0 left out.
  private var tables: [[Int: Double]] = []

  /// None, of so many unknowns.
  init(count: Int) {
    highest = Array(repeating: (0, nil), count: count)
    lowest = highest
  }

  /// Adds a table.
  mutating func note(_ table: [Int: Double]) {
    tables.append(table)
    for (place, change) in table { note(place, change, in: tables.count - 1) }
  }

  /// Takes out all tables in which `unknown` changes, since it is shown.
  mutating func forget(_ unknown: Int) {
    let gone = Set(tables.indices.filter { tables[$0][unknown] != nil })
    guard !gone.isEmpty else { return }
    for table in gone { tables[table] = [:] }
    func isGone(_ extreme: Extreme) -> Bool { extreme.table.map(gone.contains) ?? false }
    for place in highest.indices where isGone(highest[place]) || isGone(lowest[place]) {
      highest[place] = (0, nil)
      lowest[place] = (0, nil)
      for (number, table) in tables.enumerated() {
        if let change = table[place] { note(place, change, in: number) }
      }
    }
  }

  private mutating func note(_ place: Int, _ change: Double, in table: Int) {
    if change > highest[place].change { highest[place] = (change, table) }
    if change < lowest[place].change { lowest[place] = (change, table) }
  }
}
