/// The figures of a linked system that are kept back, so that none that must not be known can be worked out.
///
/// For each sensitive unknown a linear program finds other values of all unknowns that agree with everything that holds
/// between them, in which that unknown is as far from its true value as it must be, and that change figures of the least
/// worth; the figures that change are kept back with it (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001, the
/// linear relaxation). These other values are the witness that an outsider can't know better; one witness does for many.
/// Figures that later turn out not to be needed are shown again.
struct SuppressionPattern {
  let system: LinkedSystem
  /// By unknown, true where it is kept back.
  private(set) var isSuppressed: [Bool]
  let isPrimary: [Bool]
  var witnesses: Witnesses
  private(set) var loss: FigureLoss
  let surroundings: Surroundings
  private var programs: ChangePrograms
  /// By unknown, the part of its cost that one of the unknowns which need it bears.
  private var share: [Double]
  /// Unknowns that no program could protect; the audit decides.
  private(set) var given: Set<Int> = []
  /// The sizes of the programs solved to protect unknowns, in unknowns: a number, and not a time, so that the same is found
  /// on any machine.
  private(set) var effort = 0

  /// No change is greater, in persons' worth.
  private static let horizon = 10_000.0
  /// The cost of a change of what is kept back, which would else move for no reason.
  private static let costOfHidden = 0.001
  /// Up to so many unknowns of programs, one for each sensitive unknown, bundles are wide, and costs are learnt in them.
  private static let (mostOfWide, mostOfLearning) = (5_000_000, 600_000)
  /// How much cheaper each further unknown that needs a figure makes it, and how much of that is believed.
  private static let (discount, belief) = (0.3, 0.5)

  /// A change of less than this part of what is asked for is little; its cost is raised so many times at most, so often.
  private static let (little, mostTimes, mostRevisions) = (0.5, 50.0, 2)

  /// Finds the pattern.
  init(_ system: LinkedSystem) {
    self.system = system
    isPrimary = system.unknowns.map { $0.isShown && $0.isSensitive }
    isSuppressed = isPrimary
    witnesses = Witnesses(count: system.unknowns.count)
    loss = FigureLoss(system)
    for (place, isPrimary) in isPrimary.enumerated() where isPrimary { loss.note(place, isHidden: true) }
    let wide = Surroundings(system, reach: 2)
    let sizeOfAll = Self.sizeOfAll(system, wide)
    surroundings = sizeOfAll <= Self.mostOfWide ? wide : Surroundings(system, reach: 1)
    programs = ChangePrograms(system, surroundings)
    share = system.unknowns.map { _ in 1 }
    learnShares(alsoInBundles: sizeOfAll <= Self.mostOfLearning)
    protectAll()
    // What could not be protected by itself may be by tables of others.
    given = given.filter { isOpen($0) }
    cleanUp()
  }

  /// The unknowns of the programs of all sensitive unknowns.
  private static func sizeOfAll(_ system: LinkedSystem, _ surroundings: Surroundings) -> Int {
    system.unknowns.indices.reduce(0) { sum, place in
      guard system.unknowns[place].isSensitive, let quantity = surroundings.quantitiesOf[place].first else {
        return sum
      }
      return sum + surroundings.bundles[surroundings.bundleOf[quantity]].unknowns.count
    }
  }

  // MARK: What is safe

  /// True for an unknown that must not be worked out, or is kept back, where the witnesses don't show that what an
  /// outsider can work out is wide enough.
  func isOpen(_ place: Int) -> Bool {
    guard system.unknowns[place].isSensitive || isSuppressed[place] else { return false }
    return !isWideEnough(place, witnesses.lowest[place], witnesses.highest[place], slack: 1e-5)
  }

  /// True if an unknown whose changes are in these limits is safe.
  func isWideEnough(_ place: Int, _ least: Double, _ most: Double, slack: Double) -> Bool {
    let unknown = system.unknowns[place]
    let slack = slack * max(1, unknown.size)
    return (unknown.size + most) * unknown.perPerson >= system.leastUpperEnd(place) - slack
      && (most - least) * unknown.perPerson >= system.leastWidth(place) - slack
  }

  /// Those of some unknowns that are open, small ones first.
  func open(of places: some Sequence<Int>) -> [Int] {
    places.filter { isOpen($0) && !given.contains($0) }
      .sorted { (system.unknowns[$0].size, $0) < (system.unknowns[$1].size, $1) }
  }

  /// The changes that make an unknown safe, in persons' worth, each of a table of its own: upwards everything can move
  /// in most systems; if not, as far down as it must, or a little of both.
  private func changes(of place: Int) -> [[Double]] {
    let unknown = system.unknowns[place]
    let width = system.leastWidth(place) / unknown.perPerson
    let rise = max(0, system.leastUpperEnd(place) - unknown.value) / unknown.perPerson
    let both = [rise, rise - width].filter { $0 != 0 }
    return rise >= width ? [[rise]] : rise > 0 ? [[width], both] : [[width], [-width]]
  }

  // MARK: Keeping back

  /// Keeps an unknown back, or shows it again.
  mutating func setSuppressed(_ place: Int, _ isHidden: Bool) {
    guard isSuppressed[place] != isHidden else { return }
    isSuppressed[place] = isHidden
    loss.note(place, isHidden: isHidden)
  }

  /// Bounds within which what is kept back may change at next to no cost. What is shown may change at the worth of what
  /// is lost with it where `mayHideMore`, and then is kept back; else not at all.
  private func bounds(_ program: ChangeProgram, mayHideMore: Bool) -> ChangeProgram.Bounds {
    var bounds = program.noChange
    for place in program.unknowns {
      let unknown = system.unknowns[place]
      let isHidden = !unknown.isShown || isSuppressed[place]
      guard isHidden || mayHideMore else { continue }
      bounds.allow(
        place, rise: Self.horizon, fall: unknown.fall,
        cost: isHidden ? Self.costOfHidden : loss.ofHiding(place) * share[place])
    }
    return bounds
  }

  // MARK: Search

  /// A figure that many unknowns need costs each of them less: what they would keep back if each were alone tells how many.
  private mutating func learnShares(alsoInBundles: Bool) {
    var uses = share.map { _ in 0.0 }
    for place in system.unknowns.indices where isOpen(place) {
      guard let change = changes(of: place).first?.first else { continue }
      let quantities = surroundings.quantitiesOf[place]
      var table = quantities.compactMap { wouldMove(place, by: change, .quantity($0)) }
        .min { cost($0) < cost($1) }
      if table == nil, alsoInBundles, let quantity = quantities.first {
        table = wouldMove(place, by: change, .bundle(surroundings.bundleOf[quantity]))
      }
      for (moved, by) in table ?? [] where system.unknowns[moved].isShown && !isSuppressed[moved] {
        uses[moved] += min(1, abs(by / change))
      }
    }
    share = uses.map { 1 - Self.belief + Self.belief / (1 + Self.discount * $0) }
  }

  /// What changes with an unknown at the least cost; nil where it can't change so.
  private mutating func wouldMove(
    _ place: Int, by change: Double, _ scope: ChangePrograms.Scope
  ) -> [Witnesses.Change]? {
    var program = programs[scope]
    defer { programs[scope] = program }
    var bounds = bounds(program, mayHideMore: true)
    return bounds.fix(place, at: change) ? program.solve(bounds, isPrimal: false) : nil
  }

  /// What is lost with what a table changes.
  private func cost(_ table: [Witnesses.Change]) -> Double {
    table.reduce(0) { sum, moved in
      let isHidden = !system.unknowns[moved.unknown].isShown || isSuppressed[moved.unknown]
      return isHidden ? sum : sum + abs(moved.change) * loss.ofHiding(moved.unknown)
    }
  }

  private mutating func protectAll() {
    var isMoving = true
    while isMoving {
      isMoving = false
      for (quantity, part) in surroundings.quantities.enumerated() {
        while true {
          protectTogether(quantity)
          guard let next = open(of: part.unknowns).first else { break }
          if !protect(next, mayHideMore: true) || isOpen(next) { given.insert(next) }
          isMoving = true
        }
      }
    }
  }

  /// Looks for tables that are witnesses of many open unknowns of a quantity, without keeping back more.
  mutating func protectTogether(_ quantity: Int) {
    while true {
      let open = open(of: surroundings.quantities[quantity].unknowns)
      guard open.count > 1 else { return }
      // All of them as far up as they can: what goes up must in part come down elsewhere.
      var program = programs[.quantity(quantity)]
      defer { programs[.quantity(quantity)] = program }
      var bounds = bounds(program, mayHideMore: false)
      for place in open { bounds.pull(up: place) }
      effort += program.unknowns.count
      guard let table = program.solve(bounds, isPrimal: true) else { return }
      witnesses.note(table)
      if open.allSatisfy(isOpen) { return }
    }
  }

  /// Looks for a witness of one unknown, in its quantity first, and keeps back what it changes; whether there is one.
  mutating func protect(_ place: Int, mayHideMore: Bool) -> Bool {
    let quantities = surroundings.quantitiesOf[place]
    for quantity in quantities where protect(place, .quantity(quantity), mayHideMore: false) { return true }
    for bundle in Set(quantities.map { surroundings.bundleOf[$0] }).sorted()
    where protect(place, .bundle(bundle), mayHideMore: mayHideMore) {
      return true
    }
    return mayHideMore && protect(place, .whole, mayHideMore: true)
  }

  /// Looks for a witness of one unknown in a part of the system.
  private mutating func protect(
    _ place: Int, _ scope: ChangePrograms.Scope, mayHideMore: Bool
  ) -> Bool {
    var program = programs[scope]
    defer { programs[scope] = program }
    for changes in changes(of: place) {
      var (found, hidden): ([[Witnesses.Change]], [Int]) = ([], [])
      for change in changes {
        var bounds = bounds(program, mayHideMore: mayHideMore)
        guard bounds.fix(place, at: change) else { break }
        effort += program.unknowns.count
        guard let table = leastLoss(&program, bounds, change) else { break }
        found.append(table)
        for moved in newlyHidden(table) {
          hidden.append(moved)
          setSuppressed(moved, true)
        }
      }
      if found.count == changes.count {
        for table in found { witnesses.note(table) }
        return true
      }
      for moved in hidden { setSuppressed(moved, false) }
    }
    return false
  }

  /// Those of a table's unknowns that would be kept back for its sake.
  private func newlyHidden(_ table: [Witnesses.Change]) -> [Int] {
    table.map(\.unknown).filter { system.unknowns[$0].isShown && !isSuppressed[$0] }
  }

  /// The table of the least loss that is found. A program counts how much figures change, but a figure is lost by any
  /// change: those that change little are made dearer, as often as that helps.
  private mutating func leastLoss(
    _ program: inout ChangeProgram, _ bounds: ChangeProgram.Bounds, _ change: Double
  ) -> [Witnesses.Change]? {
    guard var best = program.solve(bounds, isPrimal: false) else { return nil }
    var (least, bounds, table) = (lost(with: best), bounds, best)
    for _ in 0..<Self.mostRevisions {
      let little = table.filter {
        abs($0.change) < Self.little * abs(change) && system.unknowns[$0.unknown].isShown
          && !isSuppressed[$0.unknown]
      }
      if little.isEmpty { break }
      for (unknown, by) in little {
        bounds.raiseCost(of: unknown, times: min(Self.mostTimes, abs(change / by)))
      }
      effort += program.unknowns.count
      guard let next = program.solve(bounds, isPrimal: false) else { break }
      let loss = lost(with: next)
      if loss < least { (best, least) = (next, loss) }
      table = next
    }
    return best
  }

  /// What is lost if what a table changes is kept back.
  private mutating func lost(with table: [Witnesses.Change]) -> Double {
    let hidden = newlyHidden(table)
    var sum = 0.0
    for unknown in hidden {
      sum += loss.ofHiding(unknown)
      loss.note(unknown, isHidden: true)
    }
    for unknown in hidden { loss.note(unknown, isHidden: false) }
    return sum
  }
}
