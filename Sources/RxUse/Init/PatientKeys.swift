import RxModel

/// The columns by which the rows of a patient are found in several files.
struct PatientKeys: Sendable {
  /// That of the prescriptions; nil where none can be it.
  let prescriptions: ColumnChoice?
  /// That of the roster.
  let roster: ColumnChoice?

  /// The columns whose names speak for it and whose values are in both.
  /// - Parameters:
  ///   - rx: the prescriptions' columns.
  ///   - roster: the roster's; nil where there is none.
  ///   - drug: the prescriptions' column of drugs.
  init(_ rx: ColumnGuess, _ roster: ColumnGuess?, drug: Int?) {
    let taken = Set([drug].compactMap { $0 })
    let single = rx.choose(.patient, taken: taken)
    guard let roster else {
      prescriptions = single
      self.roster = nil
      return
    }
    let (told, toldOfRoster) = (rx.toldColumn(.patient), roster.toldColumn(.patient))
    let own = Self.places(rx, told, taken)
    let others = Self.places(roster, toldOfRoster, [])
    // Of a roster that was not read whole, patients who are not in what was can be in the rest.
    let isWhole = roster.group.isWhole
    let inRoster =
      "of the patients with prescriptions are in the roster\(isWhole ? "" : "'s rows that were read")"
    var pairs: [(own: Int, other: Int, rank: Int, share: Int)] = []
    for one in own {
      for other in others {
        let share = Self.share(of: rx.group.columns[one.place], in: roster.group.columns[other.place])
        if share >= 10 { pairs.append((one.place, other.place, one.rank + other.rank, share)) }
      }
    }
    guard let most = pairs.map(\.rank).max() else {
      prescriptions = told ?? single
      var key = toldOfRoster ?? roster.choose(.patient)
      if isWhole, toldOfRoster == nil, let own = prescriptions?.place, let other = key?.place {
        let (one, another) = (rx.group.columns[own], roster.group.columns[other])
        // Of few rows it can be chance.
        if one.counts.count >= fewestPatientsTold, !another.counts.isEmpty {
          key =
            one.counts.keys.contains { another.counts[$0] != nil }
            ? roster.choice(other, .guess, "few \(inRoster)") : roster.strangers(other)
        }
      }
      self.roster = key
      return
    }
    let best = pairs.filter { $0.rank == most }
    let first = best.max { ($0.share, -$0.own, -$0.other) < ($1.share, -$1.own, -$1.other) } ?? best[0]
    let rivals = best.filter { $0.share * 2 >= first.share }
    func answer(_ columns: ColumnGuess, _ place: Int) -> ColumnChoice {
      let isNamed = Field.patient.rank(columns.group.columns[place].words) > 0
      let share = shareText(first.share, of: 100)
      return columns.choice(
        place, isNamed ? .likely : .guess,
        (isNamed ? "by its name; " : "") + "\(share) \(inRoster)")
    }
    guard rivals.allSatisfy({ rx.tellTheSame(first.own, $0.own, .patient) }),
      rivals.allSatisfy({ roster.tellTheSame(first.other, $0.other, .patient) })
    else {
      let (own, others) = (rivals.map(\.own).distinct(), rivals.map(\.other).distinct())
      prescriptions = told ?? (own.count == 1 ? answer(rx, own[0]) : rx.undecided(own, .patient))
      self.roster =
        toldOfRoster ?? (others.count == 1 ? answer(roster, others[0]) : roster.undecided(others, .patient))
      return
    }
    prescriptions = told ?? answer(rx, first.own)
    self.roster = toldOfRoster ?? answer(roster, first.other)
  }

  private static func places(
    _ columns: ColumnGuess, _ told: ColumnChoice?, _ taken: Set<Int>
  ) -> [(place: Int, rank: Int)] {
    if let place = told?.place { return [(place, 3)] }
    let named = columns.candidates(.patient).filter { !taken.contains($0.place) }
    return named
      + columns.unnamed(taken: taken).filter { place in
        columns.group.columns[place].isFilled && !named.contains { $0.place == place }
          && columns.group.columns[place].counts.count >= fewestPatientsTold
      }.map { ($0, 0) }
  }

  /// The share of the values of one column that are in another, in percent.
  static func share(of one: ColumnSample, in other: ColumnSample) -> Int {
    guard !one.counts.isEmpty else { return 0 }
    return 100 * one.counts.keys.count { other.counts[$0] != nil } / one.counts.count
  }

  /// The column of patients in a file of periods or deaths: by its name, and by those of the prescriptions.
  static func choose(_ columns: ColumnGuess, like prescriptions: GuessedInput) -> ColumnChoice? {
    columns.toldColumn(.patient) ?? columns.choose(.patient)
      ?? columns.unnamed(taken: []).first { place in
        guard let key = prescriptions.place("patient") else { return false }
        return share(of: columns.group.columns[place], in: prescriptions.group.columns[key]) >= 20
      }.map { columns.choice($0, .guess, "by its values alone") }
  }
}
