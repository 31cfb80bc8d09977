import RxModel

/// A column that is taken for a field, or the reason why none is.
struct ColumnChoice: Sendable {
  /// Its place in the file; nil where the data don't decide it.
  let place: Int?
  /// Its name with the grade.
  let answer: Answer
}

/// The choice of a file's columns by their names and their values.
struct ColumnGuess: Sendable {
  /// The files.
  let group: FileGroup
  /// The kind of input that they are looked at as.
  let kind: InputKind
  private let told: ToldAnswers

  /// The columns of files as those of an input, with what is told of them.
  init(_ group: FileGroup, as kind: InputKind, _ told: ToldAnswers) {
    self.group = group
    self.kind = kind
    self.told = told
  }

  /// True where a layout tells the columns, and no other is one.
  var isLaidOut: Bool { told.isLaidOut(kind) }

  /// The column for a field.
  /// - Parameters:
  ///   - field: the field.
  ///   - taken: the columns that are something else.
  /// - Returns: the one column whose name and values are the field's; nil where none looks like it.
  func choose(_ field: Field, taken: Set<Int> = []) -> ColumnChoice? {
    if let told = toldColumn(field) { return told }
    guard !isLaidOut else { return nil }
    let named = candidates(field).filter { !taken.contains($0.place) }
    guard let most = named.map(\.rank).max() else { return byValues(field, taken: taken) }
    var best = named.filter { $0.rank == most }.map(\.place)
    if field == .date, most < 5 {
      // No day is called that of the fill: it can be one that is only called a day, or of whose name nothing is known. Of
      // several the latest is the fill, since what is written comes first.
      let vague = group.columns.indices.filter { !taken.contains($0) && isVagueDay($0) }
      best = Set(named.filter { $0.rank > 1 }.map(\.place) + vague).sorted()
      if best.count > 1, let latest = latest(of: best) {
        return choice(latest, .guess, "it is never before the other days")
      }
      if best.isEmpty { best = named.map(\.place) }
    }
    if field == .patient, best.contains(where: isManyKeys) { best = best.filter(isManyKeys) }
    guard best.dropFirst().allSatisfy({ tellTheSame(best[0], $0, field) }) else {
      return undecided(best, field)
    }
    return choice(best[0], most > 1 ? .likely : .guess, most > 1 ? "by its name" : "by a part of its name")
  }

  /// The column that the command line or the layout names; nil where they name none of these files'.
  func toldColumn(_ field: Field) -> ColumnChoice? {
    let source = told.source(of: field, in: kind)
    return source.headers.lazy.compactMap { group.place(of: $0) }.first.map { place in
      choice(place, .told(name(place), by: source.name))
    }
  }

  /// The columns whose names speak for a field and whose values can be it, with how much their names do.
  func candidates(_ field: Field) -> [(place: Int, rank: Int)] {
    group.columns.indices.compactMap { place in
      let rank = field.rank(group.columns[place].words)
      return rank > 0 && fits(place, field, rank: rank) ? (place, rank) : nil
    }
  }

  /// The columns of whose names nothing is known.
  func unnamed(taken: Set<Int>) -> [Int] {
    group.columns.indices.filter { place in
      !taken.contains(place) && group.columns[place].words.concepts.isEmpty && group.columns[place].filled > 0
    }
  }

  /// True where a column's values can be a field's.
  func fits(_ place: Int, _ field: Field, rank: Int) -> Bool {
    let column = group.columns[place]
    guard column.filled > 0 else {
      return group.rows == 0 || [.deathDate, .observationEnd, .endDate].contains(field)
    }
    switch field {
    case .patient:
      // A number in prescriptions that never comes again is that of the row, and one of few values that within a family.
      let isNumberWithin = column.isWhole(0...99) && column.counts.count < fewestPatientsTold
      guard !isNumberWithin || group.rows < 20 * fewestPatientsTold else { return false }
      return column.isFilled && (rank > 1 || kind != .prescriptions || column.repeats || group.rows < 30)
        && !column.dates.contains { !$0.isCounted && rank < 3 }
    case .date: return column.isFilled && column.canBeDate(field)
    case .birthDate: return column.canBeDate(field) && !column.isWhole(DateFormat.believedYears)
    case .endDate, .observationStart, .observationEnd, .deathDate: return column.canBeDate(field)
    case .daysSupply: return column.isWhole(0...1000, least: 90)
    case .quantity:
      return column.isMostly(
        { ColumnSample.isNumber($0) || ColumnSample.isNumber($0, decimal: ",") }, least: 90)
    case .birthYear: return column.isWhole(1880...2040)
    case .age: return column.isWhole(0...130)
    case .sex: return column.counts.count <= 12
    case .race, .region: return (2...60).contains(column.counts.count)
    case .drug: return !column.dates.contains { !$0.isCounted }
    case .prescriber, .pharmacy: return !column.dates.contains { !$0.isCounted }
    }
  }

  private func byValues(_ field: Field, taken: Set<Int>) -> ColumnChoice? {
    let found = unnamed(taken: taken).filter { place in
      let column = group.columns[place]
      switch field {
      case .patient: return isLikeIdentifier(place)
      case .date: return isVagueDay(place)
      case .daysSupply: return isLikeSupply(column)
      case .sex: return LevelGuess.areWords(column)
      default: return false
      }
    }
    // Packs of units can look like days: where both do, a first study goes without.
    guard let first = found.first, field != .daysSupply || found.count == 1 else { return nil }
    return found.count == 1 ? choice(first, .guess, "by its values alone") : undecided(found, field)
  }

  /// The days for which most fills last.
  private static let usualDays: Set<Int> = [5, 7, 10, 14, 15, 20, 21, 28, 30, 56, 60, 84, 90, 100]

  /// True where nearly all values are the days for which fills last.
  private func isLikeSupply(_ column: ColumnSample) -> Bool {
    (3...60).contains(column.counts.count) && column.isWhole(1...365)
      && column.isMostly({ ColumnSample.whole($0).map(Self.usualDays.contains) ?? false }, least: 80)
      && column.isMostly({ ["28", "30", "60", "90"].contains($0) }, least: 30)
  }

  /// True where each row has a day in a column of whose name little is known.
  private func isVagueDay(_ place: Int) -> Bool {
    let column = group.columns[place]
    let isVague =
      column.words.concepts.isEmpty || (column.words.hasUnknown && Field.date.rank(column.words) == 1)
    guard isVague, column.isFilled, let reading = column.dates(of: .date).first else { return false }
    // Numbers can be anything: of days they are many, and of few years.
    return !reading.isCounted
      || (column.counts.count > 30 && reading.years.count <= 30 && reading.years.lowerBound > 1999)
  }

  /// True for a column of more values than a level has, which are no days.
  private func isManyKeys(_ place: Int) -> Bool {
    let column = group.columns[place]
    return column.counts.count >= fewestPatientsTold && !column.dates.contains { !$0.isCounted }
  }

  /// True where values come again, are many, and are neither days nor numbers of days or units.
  func isLikeIdentifier(_ place: Int) -> Bool {
    let column = group.columns[place]
    return column.isFilled && column.counts.count >= 12 && column.repeats
      && !column.dates.contains { !$0.isCounted } && !column.isWhole(0...1000)
      && !column.isMostly { $0.contains(" ") || $0.contains(".") || $0.contains(",") }
  }

  /// The column whose days are never before those of the others; nil where none is.
  private func latest(of places: [Int]) -> Int? {
    places.first { place in
      places.allSatisfy { other in other == place || isNeverBefore(place, other) }
    }
  }

  /// The one column of days of whose name nothing is known that is never before the start of observation; nil where there
  /// are several.
  func end(of start: Int, taken: Set<Int>) -> ColumnChoice? {
    oneDay(taken, "by its values alone: never before the start") {
      holds(.observationEnd, $0) && isNeverBefore($0, start)
    }
  }

  /// The one column of days of whose name nothing is known that is never after the end of observation; nil where there are
  /// several.
  func start(of end: Int, taken: Set<Int>) -> ColumnChoice? {
    oneDay(taken, "by its values alone: never after the end") {
      holds(.date, $0) && isNeverBefore(end, $0)
    }
  }

  private func oneDay(_ taken: Set<Int>, _ evidence: String, _ fits: (Int) -> Bool) -> ColumnChoice? {
    let found = unnamed(taken: taken).filter(fits)
    return found.count == 1 ? choice(found[0], .guess, evidence) : nil
  }

  /// True where a column of whose name nothing is known can hold days of `field`: numbers are days of few years at most.
  private func holds(_ field: Field, _ place: Int) -> Bool {
    group.columns[place].dates(of: field).contains {
      !$0.isCounted || ($0.years.lowerBound >= 1985 && $0.years.upperBound <= 2040)
    }
  }

  /// True where the days of one column are never before those of another, in a format in which both are days.
  private func isNeverBefore(_ place: Int, _ other: Int) -> Bool {
    let own = Set(group.columns[other].dates(of: .date).map(\.format))
    let formats = group.columns[place].dates(of: .observationEnd).map(\.format)
    guard let format = formats.first(where: own.contains) else { return false }
    var isLater = false
    for (one, another) in zip(group.columns[place].values, group.columns[other].values) {
      guard let day = format.day(one), let before = format.day(another) else { continue }
      guard day >= before else { return false }
      isLater = isLater || day > before
    }
    return isLater
  }

  /// True where it does not matter which of two columns is taken: their values are the same, or each of one goes with one
  /// of the other.
  func tellTheSame(_ a: Int, _ b: Int, _ field: Field) -> Bool {
    let (one, other) = (group.columns[a], group.columns[b])
    if field != .patient { return one.values == other.values }
    guard one.counts.count == other.counts.count, one.repeats else { return one.values == other.values }
    return Set(zip(one.values, other.values).map { [$0, $1] }).count == one.counts.count
  }

  /// The choice of a column.
  func choice(_ place: Int, _ grade: Grade, _ evidence: String) -> ColumnChoice {
    choice(place, Answer(name(place), grade, evidence))
  }

  /// The choice of a column where no other has its name: a study names columns, and could not say which is meant.
  private func choice(_ place: Int, _ answer: Answer) -> ColumnChoice {
    let namesakes = group.columns.count { $0.name == group.columns[place].name }
    guard namesakes > 1 else { return ColumnChoice(place: place, answer: answer) }
    return ColumnChoice(
      place: nil,
      answer: .choose(
        "\(namesakes) columns are called \(name(place))",
        settle: "other names for all but the one that is meant"))
  }

  /// No choice among columns.
  func undecided(_ places: [Int], _ field: Field) -> ColumnChoice {
    if Set(places.map { group.columns[$0].name }).count == 1 { return choice(places[0], .guess, "") }
    let names = places.prefix(6).map(name).joined(separator: " or ")
    return ColumnChoice(
      place: nil,
      answer: .choose("\(names), which are equally good", settle: "--column \(field.rawValue)=HEADER"))
  }

  /// The choice of the patients' column with less trust where another tells persons of one number apart, as insurers number
  /// those of a family.
  func withinFamily(_ choice: ColumnChoice) -> ColumnChoice {
    guard let place = choice.place, toldColumn(.patient) == nil,
      let other = group.columns.indices.first(where: { $0 != place && numbersPersons($0, within: place) })
    else { return choice }
    return ColumnChoice(
      place: place,
      answer: Answer(
        choice.answer.value, .guess,
        "\(choice.answer.evidence); \(name(other)) seems to tell persons with the same one apart: if so, make one column of both"
      ))
  }

  private func numbersPersons(_ place: Int, within patient: Int) -> Bool {
    let column = group.columns[place]
    let words = Set(column.words.words)
    guard column.isWhole(0...99), column.counts.count <= 30,
      !words.isDisjoint(with: ["suffix", "dependent", "dependant", "relationship"])
        || (column.words.concepts.contains(.patient)
          && !words.isDisjoint(with: ["nbr", "no", "num", "number", "code", "cd", "seq"]))
    else { return false }
    var numbers: [String: Set<String>] = [:]
    for (key, number) in zip(group.columns[patient].values, column.values)
    where !key.isEmpty && !number.isEmpty {
      numbers[key, default: []].insert(number)
    }
    return numbers.values.count { $0.count > 1 } * 10 > numbers.count
  }

  /// No choice of the patients' column, since none of its values is one of the prescriptions' patients.
  func strangers(_ place: Int) -> ColumnChoice {
    ColumnChoice(
      place: nil,
      answer: .choose(
        "none of the patients with prescriptions that were read is in the roster's \(name(place))",
        settle:
          "the same writing in both files, --column \(kind.rawValue).patient=HEADER, or --role none=FILE"))
  }

  /// A column's name as a study writes it.
  func name(_ place: Int) -> String { StudyNode(.text(group.columns[place].name)).written }
}
