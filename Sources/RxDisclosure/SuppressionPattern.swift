import RxCounts
import RxModel
import RxRelease

/// The figures of a linked system that are kept back, so that none that must not be known can be worked out.
///
/// For each sensitive unknown a linear program finds other values of all unknowns that agree with everything that holds
/// between them, in which that unknown is as far from its true value as it must be, and that change as few and as small
/// figures as possible; the figures that change are kept back with it (Kelly, Golden and Assad 1992; Fischetti and
/// Salazar 2001, the linear relaxation). These other values are the witness that an outsider can't know better; one
/// witness does for many. Figures that later turn out not to be needed are shown again.
struct SuppressionPattern {
  private let system: LinkedSystem
  private var program: ChangeProgram
  /// By unknown, true where it is kept back.
  private(set) var isSuppressed: [Bool]
  private let isPrimary: [Bool]
  private var witnesses: Witnesses

  /// The most programs that the clean-up may solve: a number, and not a time, so that the same is found on
  /// any machine.
  private static let mostCleanUps = 100
  /// After so many figures in turn that must stay back, the clean-up ends.
  private static let mostInVain = 8
  /// No change is greater, in persons' worth.
  private static let horizon = 10_000.0
  /// The number of unknowns that are protected by themselves before all are tried together again, and the
  /// number that must have been protected together for that to be tried once more: a program of all takes
  /// many times as long as one of one.
  private static let (alone, worthwhile) = (32, 8)
  /// The cost of a change of what is kept back, which would else move for no reason.
  private static let costOfHidden = 0.001

  /// Finds the pattern.
  init(_ system: LinkedSystem) {
    self.system = system
    isPrimary = system.unknowns.map { $0.isShown && $0.isSensitive }
    isSuppressed = isPrimary
    witnesses = Witnesses(count: system.unknowns.count)
    program = ChangeProgram(system)
    protectAll()
    cleanUp()
  }

  /// Programs solved.
  var solved: Int { program.solved }

  // MARK: What is safe

  /// Unknowns that must not be worked out, and those kept back for their sake, which are not yet safe; small ones first.
  private var open: [Int] {
    system.unknowns.indices.filter {
      (system.unknowns[$0].isSensitive || isSuppressed[$0]) && !isProtected($0)
    }
    .sorted { (system.unknowns[$0].size, $0) < (system.unknowns[$1].size, $1) }
  }

  /// True if what an outsider can work out is wide enough, as far as the witnesses show.
  private func isProtected(_ place: Int) -> Bool {
    let unknown = system.unknowns[place]
    let (most, least) = (witnesses.highest[place].change, witnesses.lowest[place].change)
    let slack = 1e-5 * max(1, unknown.size)
    return (unknown.size + most) * unknown.perPerson >= system.leastUpperEnd(place) - slack
      && (most - least) * unknown.perPerson >= system.leastWidth(place) - slack
  }

  /// The amount by which an unknown must rise, in persons' worth.
  private func rise(_ place: Int) -> Double {
    let unknown = system.unknowns[place]
    return max(system.leastWidth(place), system.leastUpperEnd(place) - unknown.value) / unknown.perPerson
  }

  // MARK: Bounds

  /// The cost of keeping an unknown back: more for what is greater, stands in more figures, and is of everyone.
  private func cost(_ place: Int) -> Double {
    let unknown = system.unknowns[place]
    return (unknown.size + 1) * Double(unknown.uses) * (unknown.stratum == 0 ? 8 : 1)
  }

  /// Bounds within which what is kept back may change at next to no cost. What is shown may change at its cost where
  /// `mayHideMore`, and then is kept back; else not at all.
  private func bounds(mayHideMore: Bool) -> ChangeProgram.Bounds {
    var bounds = ChangeProgram.Bounds(count: system.unknowns.count)
    for (place, unknown) in system.unknowns.enumerated() {
      let isHidden = !unknown.isShown || isSuppressed[place]
      let mayMove = isHidden || mayHideMore
      bounds.allow(
        place, rise: mayMove ? Self.horizon : 0,
        fall: mayMove ? max(0, (unknown.value - unknown.least) / unknown.perPerson) : 0,
        cost: isHidden ? Self.costOfHidden : cost(place))
    }
    return bounds
  }

  // MARK: Search

  private mutating func protectAll() {
    var given: Set<Int> = []
    while true {
      while protectTogether() {}
      let next = open.filter { !given.contains($0) }.prefix(Self.alone)
      if next.isEmpty { return }
      for place in next where !isProtected(place) && !protect(place, mayHideMore: true) {
        given.insert(place)
      }
    }
  }

  /// Looks for a table that is a witness of many open unknowns, without keeping back more; whether it is of enough of
  /// them to look for another.
  private mutating func protectTogether() -> Bool {
    let open = open
    guard open.count > 1 else { return false }
    // All of them as far up as they can: what goes up must in part come down elsewhere.
    var bounds = bounds(mayHideMore: false)
    for place in open { bounds.pull(up: place) }
    if let table = program.solve(bounds, isPrimal: true) { witnesses.note(table) }
    return open.count(where: isProtected) >= Self.worthwhile
  }

  /// Looks for a witness of one unknown, and keeps back what it changes; whether there is one.
  private mutating func protect(_ place: Int, mayHideMore: Bool) -> Bool {
    // Upwards everything can move in most systems; if not, as far down as it must.
    for change in [rise(place), -system.leastWidth(place) / system.unknowns[place].perPerson] {
      var bounds = bounds(mayHideMore: mayHideMore)
      guard bounds.fix(place, at: change), let table = program.solve(bounds, isPrimal: false) else {
        continue
      }
      witnesses.note(table)
      for moved in table.keys where system.unknowns[moved].isShown { isSuppressed[moved] = true }
      return true
    }
    return false
  }

  /// Shows again what need not be kept back, what matters most first.
  private mutating func cleanUp() {
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
    for place in open where !isProtected(place) {
      guard protect(place, mayHideMore: false), isProtected(place) else {
        witnesses = saved
        isSuppressed[candidate] = true
        return false
      }
    }
    return true
  }
}
