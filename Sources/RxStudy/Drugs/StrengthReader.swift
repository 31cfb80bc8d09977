import RxModel

/// The strengths that a product's name tells, each paired with its substance: `diazepam 5 MG tablet`,
/// `hydrocodone-acetaminophen 7.5-325`, `Acetaminophen 325 MG / Hydrocodone 7.5 MG`.
///
/// A number is a substance's only where nothing else can be meant. Of a liquid, an injection, a spray or a gel none is,
/// since what it is per is not what quantities count. As many numbers as substances pair in order; a single number
/// beside several substances is that of the one before it, where another follows. A number without a unit counts in a
/// run of several (`10-325`). What paracetamol, aspirin or ibuprofen would have must be a strength that they are sold in.
struct StrengthReader {
  /// A mention of substances in the name: its tokens, and what it stands for.
  typealias Mention = (tokens: Range<Int>, substances: [String])

  private struct Amount {
    /// Its first token.
    let place: Int
    let number: ExactDecimal
    var unit: Unit?

    var milligrams: Double {
      guard case .mass(let unit) = unit else { return 0 }
      return number.scaled(byTenTo: unit.power)?.value ?? 0
    }
  }

  private enum Unit: Equatable {
    case mass(MassUnit)
    case microgramsPerHour(power: Int)
  }

  /// By substance its strength.
  private(set) var strengths: [String: Strength] = [:]

  private let name: ProductName
  private var isLiquid = false
  /// Numbers in runs: those joined by hyphens, slashes or plus signs.
  private var runs: [[Amount]] = []

  /// The strengths in `name`, of the substances of `mentions`, in their order.
  init(_ name: ProductName, _ mentions: [Mention]) {
    self.name = name
    readRuns(outside: mentions.map(\.tokens))
    guard !isLiquid, !Self.isLiquid(name) else { return }
    pair(mentions)
  }

  // MARK: Numbers

  /// Reads all numbers that are no part of a name, with their units.
  private mutating func readRuns(outside names: [Range<Int>]) {
    var place = 0
    while place < name.tokens.count {
      if let own = names.first(where: { $0.contains(place) }) {
        place = own.upperBound
      } else if ProductName.isNumber(name.tokens[place]) {
        place = readRun(from: place, names)
      } else {
        place += 1
      }
    }
  }

  private mutating func readRun(from start: Int, _ names: [Range<Int>]) -> Int {
    var run: [Amount] = []
    var isUsable = true
    var place = start
    while place < name.tokens.count, ProductName.isNumber(name.tokens[place]) {
      let (amount, end) = amount(at: place)
      if let amount { run.append(amount) } else { isUsable = false }
      place = end
      guard place < name.tokens.count, isJoint(name.gaps[place]),
        !names.contains(where: { $0.contains(place) })
      else { break }
    }
    place = max(place, start + 1)
    let isCount = run.count == 1 && run[0].unit == nil
    if isCount || run.isEmpty { return place }
    // A number that can't be read makes nothing of its run known.
    runs.append(isUsable ? withUnits(run) : [])
    return place
  }

  /// A unit counts for the numbers before it in its run that have none.
  private func withUnits(_ run: [Amount]) -> [Amount] {
    var run = run
    var unit: Unit? = run.contains { $0.unit != nil } ? nil : .mass(.milligram)
    for index in run.indices.reversed() {
      unit = run[index].unit ?? unit
      run[index].unit = unit
    }
    for index in run.indices where run[index].unit == nil && index > 0 {
      run[index].unit = run[index - 1].unit
    }
    return run
  }

  private func isJoint(_ gap: String) -> Bool {
    let mark = gap.filter { $0 != " " }
    return ["-", "/", "+", "&", "–"].contains(mark)
  }

  /// The number at a place with its unit, and where it ends; nil for one that is no strength (a duration, a pack) or
  /// can't be read.
  private mutating func amount(at place: Int) -> (Amount?, end: Int) {
    let next = place + 1
    let number = name.doubtful.contains(place) ? nil : ExactDecimal(name.tokens[place])
    guard let number, number.mantissa > 0 else { return (nil, next) }
    guard next < name.tokens.count, let unit = MassUnit(name.tokens[next]),
      name.gaps[next].allSatisfy({ $0 == " " })
    else {
      if next < name.tokens.count, Self.volumes.contains(name.tokens[next]) { isLiquid = true }
      if name.gaps.indices.contains(next), name.gaps[next].contains("%") { isLiquid = true }
      let isDuration = next < name.tokens.count && Self.times.contains(name.tokens[next])
      let isNumbered = name.gaps[place].contains("#") || (place > 0 && name.tokens[place - 1] == "no")
      let isOne = isDuration || isNumbered
      return (isOne ? nil : Amount(place: place, number: number, unit: nil), next)
    }
    return perWhat(Amount(place: place, number: number, unit: .mass(unit)), unit, from: next + 1)
  }

  /// The amount with what it is per: an hour, or nothing; nil where that is a volume.
  private mutating func perWhat(_ amount: Amount, _ unit: MassUnit, from start: Int) -> (Amount?, end: Int) {
    var place = start
    guard place < name.tokens.count else { return (amount, place) }
    let mark = name.gaps[place].filter { $0 != " " }
    let isPer = name.tokens[place] == "per"
    if isPer { place += 1 }
    guard isPer || mark == "/" || mark == "-", place < name.tokens.count else { return (amount, start) }
    var isOne = true
    if ProductName.isNumber(name.tokens[place]), place + 1 < name.tokens.count {
      guard Self.volumes.contains(name.tokens[place + 1]) || Self.times.contains(name.tokens[place + 1])
      else {
        return (amount, start)
      }
      isOne = name.tokens[place] == "1"
      place += 1
    }
    let word = name.tokens[place]
    if Self.hours.contains(word), isOne {
      return (
        Amount(place: amount.place, number: amount.number, unit: .microgramsPerHour(power: unit.power + 3)),
        place + 1
      )
    }
    if Self.volumes.contains(word) || Self.times.contains(word) || Self.squirts.contains(word) {
      isLiquid = true
      return (nil, place + 1)
    }
    return (amount, start)
  }

  // MARK: Pairs

  private mutating func pair(_ mentions: [Mention]) {
    var order: [String] = []
    for substance in mentions.flatMap(\.substances) where !order.contains(substance) {
      order.append(substance)
    }
    // A rate is the patch's own strength, whatever it holds in all.
    let rates = runs.joined().filter { if case .microgramsPerHour = $0.unit { true } else { false } }
    if !rates.isEmpty {
      if rates.count == 1, order.count == 1 { strengths[order[0]] = strength(rates[0]) }
      return
    }
    guard !runs.contains(where: \.isEmpty), !hasUnknownPartner(mentions) else { return }
    let amounts = Array(runs.joined())
    if order.count == 1, amounts.count == 1 {
      if Analgesics.canBe(amounts[0].milligrams, alone: order[0]) {
        strengths[order[0]] = strength(amounts[0])
      }
    } else if order.count == amounts.count {
      pairInOrder(order, amounts, isOneRun: runs.count == 1)
    } else if order.count == 1, amounts.count == 2, runs.count == 1 {
      pairWithUnnamed(order[0], amounts)
    } else {
      pairNeighbours(mentions, amounts)
    }
  }

  /// As many amounts as substances.
  private mutating func pairInOrder(_ order: [String], _ amounts: [Amount], isOneRun: Bool) {
    for candidate in isOneRun && order.count == 2 ? [amounts, amounts.reversed()] : [amounts] {
      let isFit = zip(order, candidate).allSatisfy { substance, amount in
        Analgesics.canBe(amount.milligrams, of: substance)
      }
      // Without an analgesic among them nothing tells an order that is turned.
      let hasAnalgesic = order.contains { Analgesics.leastOf[$0] != nil }
      if isFit || !hasAnalgesic {
        for (substance, amount) in zip(order, candidate) { strengths[substance] = strength(amount) }
        return
      }
    }
  }

  /// Two numbers and one substance: the other is an analgesic's that is not named, where it can be nothing else.
  private mutating func pairWithUnnamed(_ substance: String, _ amounts: [Amount]) {
    guard Analgesics.areBeside.contains(substance) else { return }
    let sorted = amounts.sorted { $0.milligrams < $1.milligrams }
    guard Analgesics.strengths.contains(sorted[1].milligrams),
      sorted[1].milligrams >= Analgesics.leastRatio * sorted[0].milligrams
    else { return }
    strengths[substance] = strength(sorted[0])
  }

  /// A number right behind a substance, with another substance right behind it.
  private mutating func pairNeighbours(_ mentions: [Mention], _ amounts: [Amount]) {
    func between(_ place: Int) -> [Amount] {
      let gap = mentions[place].tokens.upperBound..<mentions[place + 1].tokens.lowerBound
      return amounts.filter { gap.contains($0.place) }
    }
    guard amounts.allSatisfy({ $0.place > mentions[0].tokens.lowerBound }) else { return }
    // Behind the last one a number can be anybody's, as behind several that have one together.
    for index in mentions.indices.dropLast() where mentions[index].substances.count == 1 {
      let own = between(index)
      guard own.count == 1, index == 0 || !between(index - 1).isEmpty else { continue }
      let substance = mentions[index].substances[0]
      if Analgesics.canBe(own[0].milligrams, of: substance) { strengths[substance] = strength(own[0]) }
    }
  }

  private func strength(_ amount: Amount) -> Strength? {
    switch amount.unit {
    case .mass(let unit): amount.number.scaled(byTenTo: unit.power).map(Strength.milligrams)
    case .microgramsPerHour(let power):
      amount.number.scaled(byTenTo: power).map(Strength.microgramsPerHour)
    case nil: nil
    }
  }

  /// True if a word that is not known is joined to a substance as another one is: by a slash, a plus sign, `with`, or a
  /// hyphen behind it.
  private func hasUnknownPartner(_ mentions: [Mention]) -> Bool {
    let known = mentions.map(\.tokens)
    func isUnknown(_ place: Int) -> Bool {
      name.tokens.indices.contains(place) && !known.contains { $0.contains(place) }
        && !ProductName.isNumber(name.tokens[place]) && name.tokens[place].utf8.count >= 5
        && !NameFillers.isFiller(name.tokens[place])
    }
    return known.contains { own in
      let (before, after) = (own.lowerBound, own.upperBound)
      if before > 0, Self.joins(name.gaps[before]) || name.gaps[before] == "-", isUnknown(before - 1) {
        return true
      }
      if before > 1, NameFillers.joints.contains(name.tokens[before - 1]), isUnknown(before - 2) {
        return true
      }
      guard after < name.tokens.count else { return false }
      // Behind a hyphen a maker stands: `Alprazolam-ratiopharm`.
      if Self.joins(name.gaps[after]), isUnknown(after) { return true }
      return NameFillers.joints.contains(name.tokens[after]) && isUnknown(after + 1)
    }
  }

  private static func joins(_ gap: String) -> Bool { gap.contains { "/+&".contains($0) } }
}

extension StrengthReader {
  private static let volumes: Set<String> = [
    "ml", "l", "litre", "liter", "cc", "teaspoon", "teaspoonful", "tsp", "tbsp", "dl", "mls",
  ]
  private static let hours: Set<String> = ["h", "hr", "hrs", "hour", "hours", "std", "stunde", "heure"]
  private static let times: Set<String> = hours.union(["day", "days", "d", "week", "weeks", "tag"])
  private static let squirts: Set<String> = [
    "spray", "act", "actuation", "dose", "puff", "drop", "gtt", "inhalation",
  ]

  private static let liquids = NameTerm.terms(
    """
    solution* & !tab*; soln*; sol & !tab* & !tbso; liq; liqu*; liquid*; syrup*; syr; elix*; drops; drop; tropfen; gouttes; gotas; \
    linct*; mixture*; mixt*; mix; conc; concent*; concentrate*; intensol; inj*; vial*; amp; amps; amps; ampul*; ampoule*; ampule*; \
    syringe*; infus*; pfs; pen; cartridge*; spray*; nasal; intranasal; enema*; gel; jelly; tube; tubes; cream*; ointment*; rectal tube*; \
    rectal soln; tinct*; powder*; pwd; intravenous; intrathecal; epidural; kit; \
    susp* & !tab*; suspension* & !tab*
    """)

  /// True if the name's words say a liquid, or another form whose quantity is not counted in pieces.
  private static func isLiquid(_ name: ProductName) -> Bool {
    liquids.contains { $0.holds(in: name, end: 0) }
  }
}

/// The analgesics that opioids are combined with, from labels of the US and Britain.
private enum Analgesics {
  /// The least strength of a tablet or capsule in mg.
  static let leastOf: [String: Double] = ["paracetamol": 250, "aspirin": 200, "ibuprofen": 200]
  /// The strengths of paracetamol and aspirin in combinations, in mg.
  static let strengths: Set<Double> = [300, 320, 320.5, 325, 356.4, 500, 600, 650, 660, 712.8, 750, 1000]
  /// The least of a combination's analgesic over its opioid.
  static let leastRatio = 4.0
  /// Ingredients that are sold with one of them.
  static let areBeside: Set<String> = [
    "benzhydrocodone", "codeine", "dihydrocodeine", "hydrocodone", "meperidine", "oxycodone", "pentazocine",
    "propoxyphene", "tramadol",
  ]

  /// True if a tablet or capsule can hold so many mg of a substance in a combination.
  static func canBe(_ milligrams: Double, of substance: String) -> Bool {
    if let least = leastOf[substance] { return milligrams >= least }
    return !areBeside.contains(substance) || milligrams < 200
  }

  /// True if so many mg can be a substance's that is named alone, and are not those of an analgesic beside it.
  static func canBe(_ milligrams: Double, alone substance: String) -> Bool {
    // Tramadol is the one that is sold in such strengths itself.
    canBe(milligrams, of: substance) || substance == "tramadol" && [200, 300].contains(milligrams)
  }
}

/// Words in names that are no substances: salts, forms, makers' marks.
private enum NameFillers {
  static func isFiller(_ word: String) -> Bool {
    words.contains(word) || starts.contains { word.hasPrefix($0) }
  }

  private static let words: Set<String> = [
    "extended", "release", "modified", "delayed", "immediate", "retard", "forte", "sugar", "ratio", "sandoz",
    "mylan",
    "actavis", "accord", "zentiva", "hexal", "stada", "ranbaxy", "pharma", "phcl", "novaplus", "generic",
    "pharmascience",
  ]
  /// Words that join two substances.
  static let joints: Set<String> = [
    "w", "with", "and", "plus", "mit", "und", "con", "y", "et", "avec", "e", "og", "och",
  ]
  private static let starts = [
    "hydrochl", "hydrobr", "sulf", "sulph", "phos", "bitart", "tartr", "citrat", "malea", "napsyl", "dipotas",
    "terephth",
    "mesyl", "sodium", "potassium", "tablet", "capsule", "caplet", "patch", "lozeng", "troche", "suppos",
    "film", "orodisp",
    "sublin", "buccal", "transd", "effervesc", "granul", "sachet", "dispers", "solub", "compound", "polist",
    "chlorid",
  ]
}
