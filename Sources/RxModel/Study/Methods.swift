/// The methods text: what every figure means, written from the definitions in use.
package struct Methods {
  let study: Study

  /// The text of `study`.
  package init(study: Study) { self.study = study }

  /// Paragraphs, each a heading and its text.
  package var paragraphs: [(heading: String, text: Prose)] {
    var result: [(heading: String, text: Prose)] = [
      ("Period", Prose(period)), ("Persons", "\(words: persons)\(chosen)\(dropped)"),
      ("Fills and supply", Prose(supply)),
    ]
    if !study.groupings.isEmpty { result.append(("Groups", groups)) }
    if !newUse.isEmpty { result.append(("Flow", flow)) }
    result += study.measures.map { (type(of: $0).description.title, $0.methods(of: study)) }
    result.append(("Interval estimates", Prose(intervals)))
    return result
  }

  private var period: String {
    let kind =
      switch study.period.kind {
      case .year: "calendar years"
      case .quarter: "calendar quarters"
      case .month: "calendar months"
      case .whole: "one interval"
      }
    return "The study runs from \(study.period.days.start) to \(study.period.days.end), both days included, "
      + (study.period.kind == .whole ? "as \(kind)." : "in \(kind) cut to these days.")
  }

  private var persons: String {
    var text =
      study.roster == nil
      ? "There is no roster: every patient of an accepted prescription dated up to the end of the study is one. "
      : "Persons are those of the roster; prescriptions of others are counted in the attrition and not used. "
    if study.observation != nil {
      text += "Observation periods come from a file of their own; who has none there is never observed. "
    } else if study.roster?.hasPeriods != true {
      text +=
        "Observation is open at both ends: from the first accepted fill in the data (or the start of the study, "
        + "if that is earlier) to the end of the study. "
    } else {
      text +=
        "A day is observed if it lies in one of the person's observation periods; an open start is the first "
        + "accepted fill in the data (or the start of the study, if that is earlier), an open end the end of the study. "
    }
    text += "No day before birth or after death is observed. "
    text +=
      study.persons.requiresFullObservation
      ? "A person counts in an interval only if observed on all its days. "
      : "A person counts in an interval with at least one observed day in it. "
    text += "Person-years are observed days / 365.25."
    if study.population != nil {
      text +=
        " Where the resident counts allow it, residents stand in for persons, by the interval's first year, and "
        + "residents times days / 365.25, year by year, for person-years. Groups in which nobody was seen have no row."
    }
    return text
  }

  /// The rules by which persons are chosen beside their observation.
  private var chosen: Prose {
    let rule = study.persons
    var sentences: [Prose] = [""]
    if rule.priorObservationDays > 0 {
      let days = rule.priorObservationDays == 1 ? "day" : "days"
      sentences.append(
        """
        The first \(rule.priorObservationDays) \(words: days) of each unbroken run of observed days count for nothing but \
        what looks back: washouts, fills before, and eras that began then.
        """)
    }
    if let list = rule.include {
      let dated =
        list[.listDate] == nil
        ? "" : " from their earliest date in it on; days before are looked back on alone"
      sentences.append("Only the patients of a list (\(files(of: list))) are observed\(words: dated).")
    }
    if let list = rule.exclude {
      let dated =
        list[.listDate] == nil ? "" : " from their earliest date in it on, and not at all where it tells none"
      sentences.append("The patients of a list (\(files(of: list))) are not observed\(words: dated).")
    }
    for (variable, labels) in rule.levels {
      let names = labels.map { "\(name: $0)" as Prose }.joined(" or ")
      sentences.append("Whose \(name: variable.name) is not \(names) is no person of any interval.")
    }
    if let ages = rule.ages {
      let range =
        ages.upperBound == .max
        ? "\(ages.lowerBound) or more" : "\(ages.lowerBound) to \(ages.upperBound)"
      sentences.append(
        """
        A person of an interval has completed \(words: range) years of age on the first observed day in it; whose age is not \
        known is none.
        """)
    }
    if study.population != nil, !rule.keys.isEmpty {
      sentences.append("Residents are not chosen so: rates per resident are of all of them.")
    }
    return sentences.joined(" ")
  }

  private func files(of list: StudyInput) -> Prose {
    list.files.patterns.map { "\(name: $0.name)" as Prose }.joined(", ")
  }

  /// The rule for those who are unknown in a grouping variable, where they are dropped.
  private var dropped: Prose {
    guard study.dropsUnknown, !study.variables.isEmpty else { return "" }
    let rule: Prose = """
       Whoever is unknown in \(list(study.variables, " or ")) is no person of any interval, in no row, that of everyone \
      included
      """
    guard let population = study.population else { return "\(rule)." }
    let lacking = study.variables.filter { own in !population.attributes.contains { $0.name == own.name } }
    let exception: Prose =
      lacking.isEmpty
      ? ""
      : " by the resident counts, which don't tell \(list(lacking, ", ")): rates per resident are the lower for it"
    return "\(rule), and no resident\(exception)."
  }

  private func list(_ variables: [GroupVariable], _ separator: String) -> Prose {
    variables.map { "\(name: $0.name)" as Prose }.joined(separator)
  }

  /// By drug, the rule of the first measure by which its use is new.
  private var newUse: [(drug: Sourced, washoutDays: Int, clear: WashoutRule)] {
    let all = study.measures.flatMap(\.newUse)
    return all.indices.filter { place in !all[..<place].contains { $0.drug.name == all[place].drug.name } }
      .map { all[$0] }
  }

  private var flow: Prose {
    let rules = newUse.map { own -> Prose in
      "\(own.drug) after \(own.washoutDays) days without \(words: own.clear == .fill ? "a fill" : "supply")"
    }
    return """
      A person passes a step of the flow who meets it in some interval, together with the steps before. Its new users are those \
      of the first measure that has any: of \(rules.joined("; of ")).
      """
  }

  private var missingAndLongSupply: String {
    let longest = study.prescriptions.longestSupplyDays
    let missing =
      study.prescriptions.missingSupplyDays.map {
        "A missing days' supply is taken as \($0) \($0 == 1 ? "day" : "days")"
      }
      ?? "A row without days' supply is rejected"
    return missing
      + (study.prescriptions.capsLongSupply
        ? ", and one of more than \(longest) days is taken as \(longest). "
        : ", and one of more than \(longest) days is rejected. ")
  }

  private var supply: String {
    var text =
      "A fill is an accepted prescription row dated up to the end of the study. It counts in the interval "
      + "that holds its date if that day is observed. "
    switch study.prescriptions.supply {
    case .days: text += "Its supply runs from its date for the days supplied. "
    case .endDate: text += "Its supply runs from its date to its end date, that day included. "
    case .none: text += "The data tell no days' supply. "
    }
    if study.prescriptions.supply != .none { text += missingAndLongSupply }
    text +=
      study.prescriptions.dropsDuplicates
      ? "Rows with the same patient, date, drug, days' supply, quantity, prescriber and pharmacy are one fill. "
      : "Rows that are the same are kept, each a fill. "
    switch study.carryOver {
    case .none:
      text +=
        "Supplies that overlap are not carried over: a day is covered once, however many fills cover it."
    case .drug:
      text +=
        "Supply is carried over within an ingredient: a fill whose date is not after the end of the supply "
        + "before it starts on the day after that end."
    case .class:
      text +=
        "Supply is carried over within a class: a fill whose date is not after the end of the supply before it "
        + "starts on the day after that end."
    }
    return text + " A product of several ingredients belongs to all their classes, and counts once in each."
  }

  private var groups: Prose {
    let names = study.groupings.map { grouping in
      grouping.map { "\(name: study.variables[$0].name)" as Prose }.joined(" and ")
    }
    return "Groups are by \(names.joined("; ")).\(words: age)\(study.variables.map(levels).joined(""))"
  }

  /// The names of a variable's levels.
  private func levels(of variable: GroupVariable) -> Prose {
    let entries = study.levelNames(of: variable.name).entries
    guard !entries.isEmpty else { return "" }
    let names = entries.map { entry -> Prose in
      let words = entry.words.map { "\(name: $0)" as Prose }.joined(", ")
      return entry.words.isEmpty ? "\(name: entry.label)" : "\(name: entry.label) (in the data also \(words))"
    }
    return """
       Levels of \(name: variable.name), case and blanks aside: \(names.joined("; ")); others have the names that the data \
      give them.
      """
  }

  private var age: String {
    var text = ""
    if study.variables.contains(.age) {
      text +=
        " Age is in completed years on the person's first observed day in the interval; who is born on "
        + "29 February is a year older on 1 March of a common year. Without a birth date it is unknown."
      if study.birthColumn == .age {
        text +=
          " Who has completed so many years on the date of a fill is taken as born 182 days before the day so many years before it."
      }
      if study.birthColumn == .year {
        text += " Of the birth the year is known alone; it is taken as 1 July."
      }
    }
    return text
  }

  private var intervals: String {
    let rates = study.measures.compactMap { ($0 as? FillRateSpec)?.limits ?? ($0 as? IncidenceSpec)?.limits }
    let exact =
      rates.isEmpty || rates.contains(.exact)
      ? "the exact Poisson interval (Garwood, Biometrika 1936;28:437), which treats fills as independent: repeated fills "
        + "of one person are not, and it is then too narrow as a statement about persons" : ""
    let robust =
      rates.contains(.robust)
      ? "robust limits, which take persons to be independent and their fills to be as they are, where the study says so"
      : ""
    return
      "All are 95%. Proportions: Wilson's score interval (J Am Stat Assoc 1927;22:209). Rates over person-time: "
      + [exact, robust].filter { !$0.isEmpty }.joined(separator: "; ") + "."
  }
}
