/// Which fills belong to a class or ingredient, by the code list.
struct NaiveTarget: Sendable {
  /// The name in the study's measures.
  let name: String
  /// Whether the name is a class of the list (an ingredient otherwise).
  let isClass: Bool
  /// The rows of the list that the name means.
  let rows: [CodeRow]

  /// The target of a name: a class where the list has such a class, else an ingredient.
  init(name: String, codes: [CodeRow]) {
    self.name = name
    let ofClass = codes.filter { $0.drugClass == name }
    isClass = !ofClass.isEmpty
    rows = isClass ? ofClass : codes.filter { $0.ingredient == name }
  }

  /// The ingredients under which a code belongs to the target; a code without one is its own. Empty for a
  /// code that does not belong to it.
  func ingredients(of drug: String) -> Set<String> {
    let own = rows.filter { $0.code.uppercased() == drug }
    return Set(own.map { $0.ingredient.isEmpty ? "code \(drug)" : $0.ingredient })
  }
}

/// One patient's use of one class or ingredient, day by day over the span.
struct NaiveUse: Sendable {
  /// How many fills are dated on each day.
  var fills: [Int]
  /// The days' supply dispensed on each day.
  var supplied: [Int]
  /// Whether each day is in the supply of a fill, carry-over applied.
  var covered: [Bool]

  /// Lays out the fills of a patient that belong to the target.
  init(_ patient: NaivePatient, _ target: NaiveTarget, _ carryOver: CarryOver, _ span: DaySpan) {
    fills = Array(repeating: 0, count: span.count)
    supplied = fills
    covered = Array(repeating: false, count: span.count)
    var chains: [String: [AcceptedRow]] = [:]
    for fill in patient.fills {
      let ingredients = target.ingredients(of: fill.drug)
      if ingredients.isEmpty { continue }
      fills[fill.day - span.first] += 1
      supplied[fill.day - span.first] += fill.days
      if carryOver == .drug, target.isClass {
        for ingredient in ingredients { chains[ingredient, default: []].append(fill) }
      } else {
        chains["all", default: []].append(fill)
      }
    }
    for chain in chains.values {
      for (first, last) in Self.supplies(chain, endToEnd: carryOver != .none) {
        for day in stride(from: first, through: min(last, span.last), by: 1) {
          covered[day - span.first] = true
        }
      }
    }
  }

  /// First and last day of the supply of each fill. End to end, a fill dated not after the end of the supply
  /// before it starts on the day after that end.
  static func supplies(_ fills: [AcceptedRow], endToEnd: Bool) -> [(first: Int, last: Int)] {
    var supplies: [(first: Int, last: Int)] = []
    for fill in fills.sorted(by: { $0.date < $1.date }) {
      var first = fill.day
      if endToEnd, let before = supplies.last, fill.day <= before.last { first = before.last + 1 }
      supplies.append((first, first + fill.days - 1))
    }
    return supplies
  }

  /// For each covered day the place of the first day of its era, found by walking the days: an era goes on
  /// while no more than `gap` days without supply lie between two covered days. -1 for days not covered.
  func eraStarts(gap: Int) -> [Int] {
    var starts = Array(repeating: -1, count: covered.count)
    var start = -1
    var bare = 0
    for day in covered.indices {
      if covered[day] {
        if start < 0 || bare > gap { start = day }
        bare = 0
        starts[day] = start
      } else {
        bare += 1
      }
    }
    return starts
  }

  /// Whether each day is a day at risk of new use: the day and each of the `washout` days before it are
  /// observed (or of look-back), and none of those days before it has a fill (or, `clear: supply`, is covered).
  func atRisk(observed: [Bool], lookBack: [Bool], washout: Int, clear: WashoutClear, from: Int) -> [Bool] {
    var risk = Array(repeating: false, count: observed.count)
    for day in from..<observed.count {
      var holds = observed[day]
      var before = day - 1
      while holds, before >= day - washout {
        let used = clear == .fill ? fills[before] > 0 : covered[before]
        holds = lookBack[before] && !used
        before -= 1
      }
      risk[day] = holds
    }
    return risk
  }
}
