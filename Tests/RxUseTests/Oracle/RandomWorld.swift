/// A small random study that depends on its seed alone.
struct RandomWorld: Sendable {
  /// The seed.
  let seed: UInt64
  /// The study, its rows and how they are written.
  let world: NaiveWorld

  /// The study of a seed.
  init(seed: UInt64) {
    self.seed = seed
    var builder = RandomWorldBuilder(seed: seed)
    world = builder.world()
  }

  /// Writes study.yml and all files that it names into a directory.
  func write(to directory: String) throws { try world.write(to: directory) }
}

/// Makes a random world step by step: settings, people, prescriptions, dirt, files.
struct RandomWorldBuilder {
  /// The choices.
  var dice: Dice
  /// The seed, for the layout's own choices.
  let seed: UInt64
  /// The study as far as it is made.
  var study = NaiveSettings(start: NaiveDate(2020, 1, 1), end: NaiveDate(2020, 12, 31))
  /// The attributes of patients.
  var attributes: [String] = []
  /// Whether there is a roster.
  var hasRoster = true

  /// A builder that has made nothing yet.
  init(seed: UInt64) {
    self.seed = seed
    dice = Dice(seed: seed &* 0x1000_0001 &+ 77)
  }

  /// Classes and ingredients that measures may name.
  static let names = [
    "benzodiazepine", "opioid", "z-drug", "gabapentinoid", "antitussive", "buspirone", "alprazolam",
    "codeine",
    "oxycodone", "diazepam",
  ]

  /// The world.
  mutating func world() -> NaiveWorld {
    hasRoster = dice.percent(70)
    attributes = hasRoster || dice.percent(60) ? dice.some(["race", "region"], percent: 70) : []
    choosePeriod()
    chooseReading()
    chooseMeasures()
    chooseGroups()
    var world = NaiveWorld(study: study, codes: codes(), prescriptions: [])
    world.attributes = attributes
    let people = (0..<dice.number(3...12)).map { person($0) }
    addRecords(of: people, to: &world)
    world.prescriptions = prescriptions(people, world.codes)
    if !hasRoster, dice.percent(45) { world.population = population() }
    world.layout = layout()
    addExtended(to: &world)
    addLevels(to: &world)
    addPersons(people, to: &world)
    if !world.layout.mapsSecondaryColumns {
      for place in world.prescriptions.indices {
        world.prescriptions[place].quantity = ""
        world.prescriptions[place].prescriber = ""
        world.prescriptions[place].pharmacy = ""
      }
    }
    return world
  }

  private mutating func choosePeriod() {
    study.interval = dice.pick([.year, .quarter, .month, .whole])
    let year = dice.number(2018...2022)
    if dice.percent(45) {
      study.start = NaiveDate(year, 1, 1)
      study.end = NaiveDate(year + (dice.percent(35) ? 1 : 0), 12, 31)
    } else {
      let start = NaiveDate(year, 1, 1).number + dice.number(0...364)
      study.start = NaiveCalendar.date(start)
      study.end = NaiveCalendar.date(
        start + dice.pick([0, 27, 59, 120, 250, 400, 600]) + dice.number(0...20))
      if dice.percent(15) { study.start = NaiveDate(2020, 2, 29) }
      if study.end < study.start || dice.percent(5) { study.end = study.start }
    }
    study.persons = dice.percent(30) ? .full : .any
  }

  private mutating func chooseReading() {
    study.carryOver = dice.pick([.none, .drug, .byClass])
    study.dropDuplicates = dice.percent(40)
    study.maxDays = dice.pick([365, 365, 90, 100])
    study.missingDays = dice.percent(40) ? dice.pick([1, 30, 45]) : nil
    study.usesEndDate = dice.percent(25)
    study.birthIsYear = dice.percent(25)
    func format(_ dice: inout Dice) -> DateFormat {
      dice.percent(65) ? .auto : dice.pick([.monthDayYear, .dayMonthYear, .dotted])
    }
    study.prescriptionDates = format(&dice)
    study.rosterDates = format(&dice)
    study.observationDates = format(&dice)
    study.deathDates = format(&dice)
  }

  private mutating func chooseMeasures() {
    var measures = NaiveMeasures()
    let names = Self.names
    func drugs(_ dice: inout Dice) -> [String] { Array(dice.shuffled(names).prefix(dice.number(1...3))) }
    if dice.percent(85) { measures.prevalence = drugs(&dice) }
    if dice.percent(85) { measures.fillRate = drugs(&dice) }
    if dice.percent(85) { measures.incidence = drugs(&dice) }
    measures.washout = dice.pick([1, 2, 7, 30, 30, 90, 180, 365])
    measures.clear = dice.pick([.fill, .supply])
    if dice.percent(85) {
      measures.longTerm = drugs(&dice)
      let gap = dice.pick([0, 1, 7, 14, 30])
      measures.definitions = dice.some(
        [
          .supply(dice.pick([30, 60, 120])), .covered(dice.pick([1, 28, 60, 180])),
          .continuous(dice.pick([28, 60, 90]), gap: gap), .continuous(dice.pick([14, 31, 180]), gap: 0),
        ], percent: 70)
    }
    if dice.percent(85) {
      let chosen = dice.shuffled(names)
      measures.overlap = [DrugPair(first: "benzodiazepine", second: "opioid")]
      if dice.percent(50) { measures.overlap.append(DrugPair(first: chosen[0], second: chosen[1])) }
      if measures.overlap.count == 2, measures.overlap[1] == measures.overlap[0] {
        measures.overlap.removeLast()
      }
      measures.overlapDays = dice.some([1, 7, 14, 30])
    }
    let nothing =
      measures.prevalence.isEmpty && measures.fillRate.isEmpty && measures.incidence.isEmpty
      && measures.longTerm.isEmpty && measures.overlap.isEmpty
    if nothing { measures.prevalence = ["opioid"] }
    study.measures = measures
  }

  private mutating func chooseGroups() {
    study.ageBands = dice.pick([
      [0], [0, 18, 36, 51, 65, 80], [18, 65], [0, 1, 2, 18], [30, 31, 40], [20, 35, 50, 51, 65],
    ])
    let variables = ["sex", "age"] + attributes
    let possible = variables.map { [$0] } + [["age", "sex"]] + attributes.map { [$0, "age"] }
    study.groups = dice.percent(12) ? [] : dice.some(dice.shuffled(possible), percent: 40)
  }

  /// The code list: combination products, codes without ingredient, an ingredient in two classes, codes in
  /// lower case, with zeros in front and with a comma.
  private mutating func codes() -> [CodeRow] {
    var codes = [
      CodeRow(code: "BZ1", drugClass: "benzodiazepine", ingredient: "diazepam"),
      CodeRow(code: "BZ2", drugClass: "benzodiazepine", ingredient: "alprazolam"),
      CodeRow(code: "bz-3", drugClass: "benzodiazepine", ingredient: "alprazolam"),
      CodeRow(code: "BZ9", drugClass: "benzodiazepine"),
      CodeRow(code: "00012345678", drugClass: "opioid", ingredient: "oxycodone"),
      CodeRow(code: "OP2", drugClass: "opioid", ingredient: "morphine"),
      CodeRow(code: "op9", drugClass: "opioid"),
      CodeRow(code: "N,1", drugClass: "z-drug", ingredient: "zolpidem"),
      CodeRow(code: "GP1", drugClass: "gabapentinoid", ingredient: "pregabalin"),
      CodeRow(code: "CMB", drugClass: "opioid", ingredient: "codeine"),
      CodeRow(code: "CMB", drugClass: "gabapentinoid", ingredient: "gabapentin"),
      CodeRow(code: "CMB2", drugClass: "opioid", ingredient: "oxycodone"),
      CodeRow(code: "CMB2", drugClass: "opioid", ingredient: "morphine"),
      CodeRow(code: "CMB3", drugClass: "benzodiazepine", ingredient: "diazepam"),
      CodeRow(code: "CMB3", drugClass: "opioid"),
      CodeRow(code: "AT1", drugClass: "antitussive", ingredient: "codeine"),
      CodeRow(code: "BU1", drugClass: "buspirone", ingredient: "buspirone"),
    ]
    if dice.percent(25) {
      codes.append(CodeRow(code: "bz1", drugClass: "z-drug", ingredient: "zopiclone"))
    }
    return dice.percent(50) ? dice.shuffled(codes) : codes
  }

  private mutating func layout() -> FileLayout {
    var layout = FileLayout()
    layout.seed = seed
    layout.delimiter = dice.pick([",", ";", "|", "\t"])
    layout.otherDelimiter = dice.percent(60) ? "," : dice.pick([";", "|", "\t"])
    layout.newline = dice.pick(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])
    layout.byteOrderMark = dice.percent(20)
    layout.quoteEverything = dice.percent(20)
    layout.prescriptionFiles = dice.number(1...3)
    layout.rosterFiles = dice.number(1...2)
    layout.usesGlob = dice.percent(40)
    layout.emptyLineEvery = dice.percent(30) ? dice.number(1...5) : 0
    layout.lacksLastNewline = dice.percent(30)
    layout.shufflesColumns = dice.percent(50)
    layout.hasExtraColumns = dice.percent(50)
    layout.mapsSecondaryColumns = dice.percent(80)
    layout.omitsDefaults = dice.percent(50)
    return layout
  }

  /// Resident counts for some of the grouping variables.
  private mutating func population() -> Population {
    let variables = dice.some(["age", "sex"] + attributes, percent: 50)
    let hasYear = dice.percent(60)
    let years = hasYear ? (study.start.year...study.end.year).map { Optional($0) } : [nil]
    var cells: [[String: String]] = [[:]]
    for variable in variables {
      let levels: [String]
      switch variable {
      case "age":
        levels = Array(
          NaiveStudy(world: NaiveWorld(study: study, codes: [], prescriptions: [])).ageLabels.dropFirst())
      case "sex": levels = ["F", "M"]
      default: levels = Self.levels[variable]?.filter { !$0.isEmpty && $0 != "unknown" } ?? []
      }
      cells = cells.flatMap { cell in levels.map { cell.merging([variable: $0]) { $1 } } }
    }
    var rows: [PopulationRow] = []
    for year in years {
      for (number, cell) in cells.enumerated() where number == 0 || !dice.percent(4) {
        rows.append(PopulationRow(year: year, levels: cell, count: dice.number(50...5000)))
      }
    }
    if rows.count > 1, dice.percent(30) { rows.append(rows[0]) }
    return Population(variables: variables, rows: dice.shuffled(rows))
  }
}
