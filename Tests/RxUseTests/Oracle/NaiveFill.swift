/// One fill of a class or ingredient, with its supply as dispensed.
struct NaiveFill: Sendable {
  /// The place of its date in the span.
  var first: Int
  /// The place of the last day of its supply, which may be after the span.
  var last: Int
  /// The row.
  var row: AcceptedRow
  /// The rows of the code list by which it belongs to the class.
  var codes: [CodeRow]

  /// The fills of a patient that belong to a target.
  static func fills(of patient: NaivePatient, _ target: NaiveTarget, _ span: DaySpan) -> [NaiveFill] {
    patient.fills.compactMap { fill in
      let codes = target.rows.filter { $0.code.uppercased() == fill.drug }
      if codes.isEmpty { return nil }
      let first = fill.day - span.first
      return NaiveFill(first: first, last: first + fill.days - 1, row: fill, codes: codes)
    }
  }

  /// Whether the supply as dispensed holds a day.
  func covers(_ day: Int) -> Bool { day >= first && day <= last }

  /// The ingredients by which it belongs to the class; a code without one is its own.
  var ingredients: Set<String> {
    Set(codes.map { $0.ingredient.isEmpty ? "code \(row.drug)" : $0.ingredient })
  }

  /// Quantity x strength x factor, summed over the rows of the code list; nil where a part is lacking.
  func dose(_ unit: DoseUnit) -> Fraction? {
    guard let quantity = Fraction(positiveDecimal: row.raw.quantity) else { return nil }
    var sum = Fraction(0)
    for code in codes {
      var written = code.strength
      if written.isEmpty, codes.count == 1 { written = row.raw.strength }
      guard let strength = Fraction(positiveDecimal: written) else { return nil }
      guard let factor = factor(code, unit) else { return nil }
      sum = sum + quantity * strength * factor
    }
    return sum
  }

  /// The dose of one day of supply.
  func dailyDose(_ unit: DoseUnit) -> Fraction? { dose(unit).map { $0 / Fraction(row.days) } }

  private func factor(_ code: CodeRow, _ unit: DoseUnit) -> Fraction? {
    switch unit {
    case .mme: Fraction(positiveDecimal: code.mme)
    case .diazepam: Fraction(positiveDecimal: code.diazepam)
    case .ddd: Fraction(positiveDecimal: code.ddd).map { Fraction(1) / $0 }
    }
  }
}

extension NaiveStudy {
  /// The fills of a person, whenever they are dated.
  func allFills(_ person: NaivePerson, _ drug: String) -> [NaiveFill] {
    fills[drug]?[person.patient] ?? []
  }

  /// The fills on observed days of the interval.
  func intervalFills(_ person: NaivePerson, _ drug: String) -> [NaiveFill] {
    allFills(person, drug).filter { person.days.contains($0.first) }
  }

  /// Whether a day of the span is an observed day of a person; days outside the span are not.
  func isObserved(_ person: NaivePerson, _ day: Int) -> Bool {
    let observed = patients[person.patient].observed
    return observed.indices.contains(day) && observed[day]
  }

  /// Whether a day of the span is an observed day of a person, or one of look-back.
  func isLookedBackOn(_ person: NaivePerson, _ day: Int) -> Bool {
    let days = patients[person.patient].lookBack
    return days.indices.contains(day) && days[day]
  }

  /// The first new use of an interval: a fill on an observed day, each of the `washout` days before it
  /// observed (or of look-back) and without a fill.
  func newUse(_ person: NaivePerson, _ drug: String, washout: Int) -> Int? {
    guard let use = uses[drug]?[person.patient] else { return nil }
    return person.days.first { day in
      use.fills[day] > 0
        && (day - washout..<day).allSatisfy { isLookedBackOn(person, $0) && use.fills[$0] == 0 }
    }
  }
}
