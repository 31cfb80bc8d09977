import LinearProgram
import RxModel

/// Which figures of a linked system are kept back, so that none that must not be known can be worked out.
///
/// For each sensitive unknown a linear program finds other values of all unknowns that agree with everything that holds
/// between them, in which that unknown is as far from its true value as it must be, and that change as few and as small
/// figures as possible; the figures that change are kept back with it (Kelly, Golden and Assad 1992; Fischetti and
/// Salazar 2001, the linear relaxation). These other values are the witness that an outsider can't know better. Figures
/// that later turn out not to be needed are shown again.
struct SuppressionPattern {
  private let system: LinkedSystem
  /// Changes for which only some of the rows are asked; the rest is looked at afterwards.
  private var program: LinearProgram
  /// By row, whether it is in the program.
  private var isAsked: [Bool]
  /// By unknown, whether it is kept back.
  private(set) var isSuppressed: [Bool]
  private let isPrimary: [Bool]
  /// Changes of all unknowns together, in persons' worth, that agree with what holds; those of 0 are left out.
  private var tables: [[Int: Double]] = []
  /// By unknown, its greatest and its least change in any table, and which table that is.
  private var highest: [(change: Double, table: Int?)]
  private var lowest: [(change: Double, table: Int?)]
  /// Programs solved.
  private(set) var solved = 0

  /// Changes below this are rounding.
  private static let tolerance = 1e-6
  /// How many programs the clean-up may solve: a number, and not a time, so that the same is found on any machine.
  private static let mostCleanUps = 150
  /// A difference of so many persons' worth seldom limits anything.
  private static let farAway = 50.0

  /// Finds the pattern.
  init(_ system: LinkedSystem) {
    self.system = system
    let count = system.unknowns.count
    isPrimary = system.unknowns.map { $0.isShown && $0.isSensitive }
    isSuppressed = isPrimary
    highest = Array(repeating: (0, nil), count: count)
    lowest = highest
    isAsked = system.rows.map { row in
      let difference = row.terms.map(\.unknown).first { !system.unknowns[$0].isShown }
      guard let difference else { return true }
      return system.unknowns[difference].isSensitive || system.unknowns[difference].size < Self.farAway
    }
    program = LinearProgram(columns: 0, rows: [])
    makeProgram()
    protectAll()
    cleanUp()
  }

  /// The program of the rows that are asked: a column for each rise, and one for each fall.
  private mutating func makeProgram() {
    let (upper, isFirst) = (program.upper, program.upper.isEmpty)
    program = LinearProgram(
      columns: 2 * system.unknowns.count,
      rows: zip(system.rows, isAsked).filter(\.1).map { row, _ in
        let scaled = row.terms.map { ($0.unknown, $0.coefficient * system.unknowns[$0.unknown].perPerson) }
        let greatest = scaled.map { abs($0.1) }.max() ?? 1
        return LinearProgram.Row(
          scaled.flatMap { [(2 * $0.0, $0.1 / greatest), (2 * $0.0 + 1, -$0.1 / greatest)] })
      })
    for place in system.unknowns.indices { setCost(place) }
    guard isFirst else { return program.upper = upper }
    for (place, unknown) in system.unknowns.enumerated() {
      program.upper[2 * place + 1] = max(0, (unknown.value - unknown.least) / unknown.perPerson)
    }
  }

  private func setCost(_ place: Int) {
    let unknown = system.unknowns[place]
    // What is not shown costs nothing, but not so little that it would move for no reason.
    let cost =
      !unknown.isShown || isSuppressed[place]
      ? 0.001
      : (unknown.size + 1) * Double(unknown.uses) * (unknown.cell == 0 ? 8 : 1)
    program.objective[2 * place] = cost
    program.objective[2 * place + 1] = cost
  }

  private mutating func protectAll() {
    let sensitive = system.unknowns.indices.filter { system.unknowns[$0].isSensitive }
      .sorted { (system.unknowns[$0].size, $0) < (system.unknowns[$1].size, $1) }
    for place in sensitive { protect(place) }
    var isDone = false
    while !isDone {
      isDone = true
      for place in isSuppressed.indices where isSuppressed[place] && !isProtected(place) {
        if protect(place) { isDone = false }
      }
    }
  }

  /// Whether what an outsider can work out is wide enough, as far as the tables found show.
  private func isProtected(_ place: Int) -> Bool {
    let unknown = system.unknowns[place]
    let (most, least) = (highest[place].change, lowest[place].change)
    let slack = 1e-5 * max(1, unknown.size)
    return (unknown.size + most) * unknown.perPerson >= system.leastUpperEnd(place) - slack
      && (most - least) * unknown.perPerson >= system.leastWidth(place) - slack
  }

  /// Keeps back what is needed to protect an unknown; whether anything was found.
  @discardableResult
  private mutating func protect(_ place: Int) -> Bool {
    guard !isProtected(place) else { return false }
    let unknown = system.unknowns[place]
    let width = system.leastWidth(place) / unknown.perPerson
    let rise = max(width, system.leastUpperEnd(place) / unknown.perPerson - unknown.size)
    // Upwards everything can move in most systems; if not, as far down as it must.
    for change in [rise, -width] {
      if let table = solve(place, change: change) {
        keepBack(table)
        return true
      }
    }
    return false
  }

  /// A table in which an unknown has changed by so much, at the least cost.
  private mutating func solve(_ place: Int, change: Double) -> [Int: Double]? {
    while let table = solveAsked(place, change: change) {
      let broken = system.rows.indices.filter { !isAsked[$0] && breaks(table, system.rows[$0]) }
      if broken.isEmpty { return table }
      for row in broken { isAsked[row] = true }
      makeProgram()
    }
    return nil
  }

  /// Whether a table makes the difference of a row less than 0.
  private func breaks(_ table: [Int: Double], _ row: LinkedSystem.Row) -> Bool {
    var change = 0.0
    var difference = 0.0
    for term in row.terms {
      let unknown = system.unknowns[term.unknown]
      if unknown.isShown {
        change += term.coefficient * unknown.perPerson * (table[term.unknown] ?? 0)
      } else {
        difference = term.coefficient * unknown.value
      }
    }
    return difference - change < -1e-6 * max(1, difference)
  }

  private mutating func solveAsked(_ place: Int, change: Double) -> [Int: Double]? {
    let column = change > 0 ? 2 * place : 2 * place + 1
    let saved = (program.upper[2 * place], program.upper[2 * place + 1])
    guard abs(change) <= program.upper[column] else { return nil }
    program.upper[2 * place] = 0
    program.upper[2 * place + 1] = 0
    program.lower[column] = abs(change)
    program.upper[column] = abs(change)
    solved += 1
    let outcome = program.minimise(objectiveChanged: false)
    program.lower[column] = 0
    (program.upper[2 * place], program.upper[2 * place + 1]) = saved
    guard case .optimal = outcome else { return nil }
    let solution = program.solution
    var table: [Int: Double] = [:]
    for unknown in system.unknowns.indices {
      let net = solution[2 * unknown] - solution[2 * unknown + 1]
      if abs(net) > Self.tolerance { table[unknown] = net }
    }
    return table
  }

  private mutating func keepBack(_ table: [Int: Double]) {
    note(table)
    for place in table.keys.sorted() where system.unknowns[place].isShown && !isSuppressed[place] {
      isSuppressed[place] = true
      setCost(place)
    }
  }

  private mutating func note(_ table: [Int: Double]) {
    let number = tables.count
    tables.append(table)
    for (place, change) in table {
      if change > highest[place].change { highest[place] = (change, number) }
      if change < lowest[place].change { lowest[place] = (change, number) }
    }
  }

  /// Shows again what need not be kept back, what matters most first.
  private mutating func cleanUp() {
    let candidates = isSuppressed.indices.filter { isSuppressed[$0] && !isPrimary[$0] }
      .sorted { (program.objectiveOf($0, system), $1) > (program.objectiveOf($1, system), $0) }
    // From now on nothing else may be kept back.
    for place in isSuppressed.indices where system.unknowns[place].isShown && !isSuppressed[place] {
      fix(place)
    }
    let most = solved + Self.mostCleanUps
    for candidate in candidates where solved < most { tryToShow(candidate) }
  }

  private mutating func fix(_ place: Int) {
    program.upper[2 * place] = 0
    program.upper[2 * place + 1] = 0
  }

  private mutating func tryToShow(_ candidate: Int) {
    let saved = self.state
    let bounds = (program.upper[2 * candidate], program.upper[2 * candidate + 1])
    isSuppressed[candidate] = false
    fix(candidate)
    // Tables in which it moved are no witnesses any more.
    let gone = Set(tables.indices.filter { tables[$0][candidate] != nil })
    let needing = isSuppressed.indices.filter { place in
      let isNeeded = isSuppressed[place] || system.unknowns[place].isSensitive
      return isNeeded
        && (highest[place].table.map(gone.contains) ?? false
          || lowest[place].table.map(gone.contains) ?? false)
    }
    for table in gone { tables[table] = [:] }
    for place in system.unknowns.indices
    where highest[place].table.map(gone.contains) ?? false || lowest[place].table.map(gone.contains) ?? false
    {
      highest[place] = (0, nil)
      lowest[place] = (0, nil)
      for (number, table) in tables.enumerated() {
        guard let change = table[place] else { continue }
        if change > highest[place].change { highest[place] = (change, number) }
        if change < lowest[place].change { lowest[place] = (change, number) }
      }
    }
    for place in needing where !isProtected(place) {
      guard protect(place), isProtected(place) else {
        self.state = saved
        (program.upper[2 * candidate], program.upper[2 * candidate + 1]) = bounds
        return
      }
    }
  }

  private var state: State {
    get { State(isSuppressed: isSuppressed, tables: tables, highest: highest, lowest: lowest) }
    set {
      isSuppressed = newValue.isSuppressed
      tables = newValue.tables
      highest = newValue.highest
      lowest = newValue.lowest
    }
  }

  private struct State {
    var isSuppressed: [Bool]
    var tables: [[Int: Double]]
    var highest: [(change: Double, table: Int?)]
    var lowest: [(change: Double, table: Int?)]
  }
}

extension LinearProgram {
  /// What keeping an unknown back would cost, were it not kept back.
  fileprivate func objectiveOf(_ place: Int, _ system: LinkedSystem) -> Double {
    let unknown = system.unknowns[place]
    return (unknown.size + 1) * Double(unknown.uses) * (unknown.cell == 0 ? 8 : 1)
  }
}
