import LinearProgram
import RxCounts
import RxModel
import RxRelease

/// Which figures of a linked system are kept back, so that none that must not be known can be worked out.
///
/// For each sensitive unknown a linear program finds other values of all unknowns that agree with everything that holds
/// between them, in which that unknown is as far from its true value as it must be, and that change as few and as small
/// figures as possible; the figures that change are kept back with it (Kelly, Golden and Assad 1992; Fischetti and
/// Salazar 2001, the linear relaxation). These other values are the witness that an outsider can't know better; one
/// witness does for many. Figures that later turn out not to be needed are shown again.
struct SuppressionPattern {
  private let system: LinkedSystem
  /// Changes for which only some of the rows are asked; the rest is looked at afterwards.
  private var program: LinearProgram
  /// By row, whether it is in the program.
  private var isAsked: [Bool]
  /// By unknown, whether it is kept back.
  private(set) var isSuppressed: [Bool]
  private let isPrimary: [Bool]
  /// Whether figures that are shown may be kept back still.
  private var isGrowing = true
  private var witnesses: Witnesses
  /// Programs solved.
  private(set) var solved = 0

  /// Changes below this are rounding.
  private static let tolerance = 1e-6
  /// How many programs the clean-up may solve: a number, and not a time, so that the same is found on any machine.
  private static let mostCleanUps = 100
  /// After so many figures in turn that must stay back, the clean-up ends.
  private static let mostInVain = 8
  /// A limit so many persons' worth away seldom limits anything.
  private static let farAway = 50.0
  /// No change is greater, in persons' worth.
  private static let horizon = 10_000.0
  /// How many unknowns are protected by themselves before all are tried together again, and how many must have been
  /// protected together for that to be tried once more: a program of all takes many times as long as one of one.
  private static let (alone, worthwhile) = (32, 8)

  /// Finds the pattern.
  init(_ system: LinkedSystem) {
    self.system = system
    isPrimary = system.unknowns.map { $0.isShown && $0.isSensitive }
    isSuppressed = isPrimary
    witnesses = Witnesses(count: system.unknowns.count)
    isAsked = system.rows.map { row in
      !row.isAtMost || system.distance(row) / row.scaled(system.unknowns).divisor < Self.farAway
    }
    program = LinearProgram(columns: 0, rows: [])
    makeProgram()
    protectAll()
    cleanUp()
  }

  /// The program of the rows that are asked, for changes in persons' worth: a column for each rise, one for each fall.
  private mutating func makeProgram() {
    program = LinearProgram(
      columns: 2 * system.unknowns.count,
      rows: zip(system.rows, isAsked).filter(\.1).map { row, _ in
        let scaled = row.scaled(system.unknowns)
        let terms = scaled.terms.flatMap {
          [(2 * $0.unknown, $0.coefficient), (2 * $0.unknown + 1, -$0.coefficient)]
        }
        return row.isAtMost
          ? LinearProgram.Row(terms, from: -.infinity, to: system.distance(row) / scaled.divisor)
          : LinearProgram.Row(terms)
      })
  }

  /// What keeping an unknown back costs: more for what is greater, stands in more lines, and is of everyone.
  private func cost(_ place: Int) -> Double {
    let unknown = system.unknowns[place]
    return (unknown.size + 1) * Double(unknown.uses) * (unknown.cell == 0 ? 8 : 1)
  }

  /// Sets bounds and costs: what is shown may change at its cost, or not at all.
  private mutating func allow(changesOfShown: Bool) {
    for (place, unknown) in system.unknowns.enumerated() {
      let isFree = !unknown.isShown || isSuppressed[place]
      let mayMove = isFree || (changesOfShown && isGrowing)
      program.lower[2 * place] = 0
      program.lower[2 * place + 1] = 0
      program.upper[2 * place] = mayMove ? Self.horizon : 0
      program.upper[2 * place + 1] = mayMove ? max(0, (unknown.value - unknown.least) / unknown.perPerson) : 0
      // What is free costs something too, or it would move for no reason.
      let cost = isFree ? 0.001 : cost(place)
      program.objective[2 * place] = cost
      program.objective[2 * place + 1] = cost
    }
  }

  /// Unknowns that must not be worked out, and those kept back for their sake, which are not yet safe; small ones first.
  private var open: [Int] {
    system.unknowns.indices.filter {
      (system.unknowns[$0].isSensitive || isSuppressed[$0]) && !isProtected($0)
    }
    .sorted { (system.unknowns[$0].size, $0) < (system.unknowns[$1].size, $1) }
  }

  private mutating func protectAll() {
    var given: Set<Int> = []
    while true {
      while protectTogether() {}
      let next = open.filter { !given.contains($0) }.prefix(Self.alone)
      if next.isEmpty { return }
      for place in next where !isProtected(place) && !protect(place) { given.insert(place) }
    }
  }

  /// Whether what an outsider can work out is wide enough, as far as the witnesses show.
  private func isProtected(_ place: Int) -> Bool {
    let unknown = system.unknowns[place]
    let (most, least) = (witnesses.highest[place].change, witnesses.lowest[place].change)
    let slack = 1e-5 * max(1, unknown.size)
    return (unknown.size + most) * unknown.perPerson >= system.leastUpperEnd(place) - slack
      && (most - least) * unknown.perPerson >= system.leastWidth(place) - slack
  }

  /// How far an unknown must rise.
  private func rise(_ place: Int) -> Double {
    let unknown = system.unknowns[place]
    return max(system.leastWidth(place), system.leastUpperEnd(place) - unknown.value) / unknown.perPerson
  }

  /// Looks for a table that is a witness of many open unknowns, without keeping back more; whether it is of enough of
  /// them to look for another.
  private mutating func protectTogether() -> Bool {
    let open = open
    guard open.count > 1 else { return false }
    // All of them as far up as they can: what goes up must in part come down elsewhere.
    allow(changesOfShown: false)
    for place in open {
      program.objective[2 * place] = -1
      program.objective[2 * place + 1] = 1
    }
    if let table = solve(primal: true) { witnesses.note(table) }
    return open.count(where: isProtected) >= Self.worthwhile
  }

  /// Keeps back what is needed to protect an unknown; whether anything was found.
  private mutating func protect(_ place: Int) -> Bool {
    // Upwards everything can move in most systems; if not, as far down as it must.
    for change in [rise(place), -system.leastWidth(place) / system.unknowns[place].perPerson] {
      allow(changesOfShown: true)
      let column = change > 0 ? 2 * place : 2 * place + 1
      guard abs(change) <= program.upper[column] else { continue }
      program.upper[2 * place] = 0
      program.upper[2 * place + 1] = 0
      program.lower[column] = abs(change)
      program.upper[column] = abs(change)
      guard let table = solve(primal: false) else { continue }
      witnesses.note(table)
      for moved in table.keys where system.unknowns[moved].isShown { isSuppressed[moved] = true }
      return true
    }
    return false
  }

  /// The table of the least cost within the bounds; rows that it breaks are asked from then on.
  private mutating func solve(primal: Bool) -> [Int: Double]? {
    while true {
      solved += 1
      guard case .optimal = program.minimise(objectiveChanged: primal) else { return nil }
      let solution = program.solution
      var table: [Int: Double] = [:]
      for unknown in system.unknowns.indices {
        let net = solution[2 * unknown] - solution[2 * unknown + 1]
        if abs(net) > Self.tolerance { table[unknown] = net }
      }
      let broken = system.rows.indices.filter { !isAsked[$0] && breaks(table, system.rows[$0]) }
      if broken.isEmpty { return table }
      for row in broken { isAsked[row] = true }
      let (lower, upper, objective) = (program.lower, program.upper, program.objective)
      makeProgram()
      (program.lower, program.upper, program.objective) = (lower, upper, objective)
    }
  }

  private func breaks(_ table: [Int: Double], _ row: LinkedSystem.Row) -> Bool {
    let change = row.terms.reduce(0) {
      $0 + $1.coefficient * system.unknowns[$1.unknown].perPerson * (table[$1.unknown] ?? 0)
    }
    let distance = system.distance(row)
    return change > distance + 1e-6 * max(1, distance)
  }

  /// Shows again what need not be kept back, what matters most first.
  private mutating func cleanUp() {
    isGrowing = false
    let candidates = isSuppressed.indices.filter { isSuppressed[$0] && !isPrimary[$0] }
      .sorted { (cost($0), $1) > (cost($1), $0) }
    let most = solved + Self.mostCleanUps
    var inVain = 0
    for candidate in candidates where solved < most && inVain < Self.mostInVain {
      inVain = tryToShow(candidate) ? 0 : inVain + 1
    }
  }

  /// Shows an unknown again; whether all others stay safe, without which it is kept back.
  private mutating func tryToShow(_ candidate: Int) -> Bool {
    let saved = witnesses
    isSuppressed[candidate] = false
    witnesses.forget(candidate)
    while protectTogether() {}
    for place in open where !isProtected(place) && !(protect(place) && isProtected(place)) {
      witnesses = saved
      isSuppressed[candidate] = true
      return false
    }
    return true
  }
}
