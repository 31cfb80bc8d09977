import RxCounts
import RxModel
import RxRelease
import RxText

/// The one way from what was counted to what may be shown. Every decision that depends on a study's disclosure policy is
/// taken here: whoever writes sees a release, and no counts.
package enum DisclosureControl {
  /// The release of a study's counts.
  /// - Parameters:
  ///   - counted: the counts, and what is known of the data.
  ///   - threads: workers; the result does not depend on them.
  /// - Returns: everything that may be shown.
  /// - Throws: `RxFault` (78) where the policy can't be kept: nothing may be published; (70) for a defect.
  package static func release(of counted: CountedStudy, threads: Int) throws(RxFault) -> Release {
    let (study, policy) = (counted.study, counted.study.disclosurePolicy)
    var summary = DisclosureSummary(policy)
    let table = try protected(
      counted.counts, policy, &summary,
      outsideObservation: counted.patientsOutsideIntervals, threads: threads)
    // What the study's own figures keep back, the repetitions and the attrition must not tell.
    let runs = SensitivityControl.protected(counted.sensitivity, own: table, policy)
    let (attrition, flow) = try counted.rows.released(with: table, policy)
    let placed = table.placedFigures(study.period)
    let figures = try figures(placed, table, policy, threads: threads)
    summary.count(figures)
    let notes =
      DataNotes(counted, attrition).all + residentNotes(figures, variables: study.variables.map(\.name))
    return Release(
      figures: figures, groups: counted.counts.strata.map(\.levels), intervals: counted.counts.intervals,
      sensitivity: sensitivityFigures(runs, own: table, variables: study.variables.count),
      attrition: attrition, flow: flow, inputs: counted.data.releasedInputs(attrition, policy),
      products: counted.products.map { ProductControl($0, study.period, policy, beside: table).released },
      rejects: listedRejects(counted.data, attrition, policy), disclosure: summary,
      // The first day and the last are somebody's.
      fillDays: policy.isControlled ? nil : counted.data.fillDays, notes: notes,
      useOfCodes: counted.data.drugRows?.shownUse(policy) ?? [:],
      remarks: counted.data.drugRows?.remarks(policy) ?? [])
  }

  /// The figures, those that are suppressed with what a reader can work out of them.
  private static func figures(
    _ placed: [PlacedFigure], _ table: ProtectedTable, _ policy: DisclosurePolicy, threads: Int
  ) throws(RxFault) -> [Figure] {
    guard policy.preset == .cms11 else { return placed.map(\.figure) }
    let ranges = try FigureRanges(
      PublishedTable(table, placed), placed, minCell: policy.minCell, threads: threads)
    return placed.map { placed in
      var figure = placed.figure
      if figure.status == .suppressed { figure.range = ranges.range(of: placed) }
      return figure
    }
  }

  /// The figures alone, where nothing else is released.
  /// - Parameters:
  ///   - counts: the counts.
  ///   - period: the study's.
  ///   - policy: the policy that they are shown under.
  ///   - threads: workers; the result does not depend on them.
  /// - Returns: the rows of results.csv, in order.
  /// - Throws: as `release` does.
  package static func figures(
    of counts: CountTable, _ period: StudyPeriod, _ policy: DisclosurePolicy, threads: Int
  ) throws(RxFault) -> [Figure] {
    var summary = DisclosureSummary(policy)
    return try protected(counts, policy, &summary, threads: threads).figures(period)
  }

  /// A table of counts with what is kept back of it, where the attrition is released beside it with so many patients who
  /// have fills outside their observation; nil where none is.
  static func protected(
    _ counts: CountTable, _ policy: DisclosurePolicy, _ summary: inout DisclosureSummary,
    outsideObservation: Int? = nil, threads: Int
  ) throws(RxFault) -> ProtectedTable {
    switch policy.preset {
    case .none: ProtectedTable(counts, nil)
    case .cms11:
      try Suppression.protected(
        counts, policy, &summary, outsideObservation: outsideObservation, threads: threads)
    case .opensafely, .midpoint6: Rounding.protected(counts, policy, &summary)
    }
  }

  /// The rejects that rejects.csv lists. Where the number of rows rejected for a reason is kept back, or rounded, these
  /// would give it away.
  private static func listedRejects(
    _ data: DataFacts, _ attrition: ReleasedAttrition, _ policy: DisclosurePolicy
  ) -> [RejectedRow] {
    guard policy.roundTo == 1 else { return [] }
    let all = InputKind.allCases.flatMap { kind in
      (data.rejects[kind]?.first ?? []).filter { row in
        !attrition.hidesRows(.rejected(row.reason, of: kind))
      }
    }
    return Array(all.prefix(RejectTotals.mostListed))
  }

  /// The refusal of a run of whose rows more were rejected than the study tolerates; nil where they were not. Its file
  /// of rejects is for whoever mends the data, and nobody else's where counts are kept back.
  package static func refusal(of study: Study, _ data: DataFacts) -> Refusal? {
    guard let worst = data.beyondTolerance(of: study).first, let totals = data.rejects[worst.input] else {
      return nil
    }
    let isControlled = study.disclosurePolicy.isControlled
    let rejected = totals.files.reduce(0) { $0 + $1.linesRejected }
    let lines = "lines of \(worst.input.rawValue) were rejected"
    let share = fixed(100 * worst.share, decimals: 2)
    let most = mostRejected(totals, study, worst.input)
    return Refusal(
      message: (isControlled
        ? "more \(lines) than the study tolerates"
        : "\(rejected) of \(totals.lines) \(lines) (\(share)%), more than the study tolerates")
        + (most?.message ?? ""),
      remedy: most?.remedy ?? "",
      rejects: Array(
        InputKind.allCases.flatMap { data.rejects[$0]?.first ?? [] }.prefix(RejectTotals.mostListed)),
      isPrivate: study.showsRejectedValues || isControlled)
  }

  /// The file with most rejected lines and the reason for most of them, with what may mend it.
  private static func mostRejected(
    _ totals: RejectTotals, _ study: Study, _ kind: InputKind
  ) -> (message: String, remedy: String)? {
    guard let file = totals.files.max(by: { $0.linesRejected < $1.linesRejected }),
      let (reason, lines) = file.rejectedLines.max(by: {
        ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue)
      })
    else { return nil }
    let dates = dateForm(of: study, kind, reason, totals)
    let number = study.disclosurePolicy.isControlled ? "" : " (\(lines) lines)"
    return (
      "; most in \(file.name) for \(reason.text)\(number)\(dates?.message ?? "")",
      dates?.remedy ?? remedy(reason, kind) ?? ""
    )
  }

  /// The key of a study that may mend rows which are rejected for `reason`; nil where there is none.
  private static func remedy(_ reason: RejectReason, _ kind: InputKind) -> String? {
    switch reason {
    case .badBirthYear: "birth_year takes four digits of the year"
    case .strayQuote, .unclosedQuote, .lineEndInField:
      "where quotes are characters like any other say '\(kind.rawValue).quotes: none'"
    case .missingDaysSupply, .badDaysSupply, .missingEndDate:
      "'\(kind.rawValue).missing' names texts that mean an empty field, 'days_supply.missing' the days to put in"
    case .missingPatient, .missingDate: "'\(kind.rawValue).missing' names texts that mean an empty field"
    case .roundedNumber: "have the identifiers exported as text"
    default: nil
    }
  }

  /// The form of the dates that could not be read, and the key that says how they are written; nil where the reason is
  /// another one. A form tells no value, but one that few rows have is not told where counts are kept back.
  private static func dateForm(
    of study: Study, _ input: InputKind, _ reason: RejectReason, _ totals: RejectTotals
  ) -> (message: String, remedy: String)? {
    guard reason.isOfDate, input != .population else { return nil }
    let least = study.disclosurePolicy.isControlled ? DisclosurePolicy(.cms11).minCell : 1
    let shape = totals.shapes[reason].flatMap { $0.rows >= least ? $0.text : nil }
    return (
      shape.map { ", written like \($0) (9 is any digit, A any letter)" } ?? "",
      "let '\(input.rawValue).dates' say how they are written, like MM/dd/yyyy"
    )
  }

  /// The facts that may be told of the rows of a study's files before it is run.
  package static func checkedRows(
    of study: Study, _ attrition: Attrition, _ data: DataFacts
  ) -> CheckedRows {
    let isControlled = study.disclosurePolicy.isControlled
    // A number would tell, with what the run publishes, how many the few of another kind are.
    func disclosableCount(_ rows: Int) -> CheckedRows.Amount {
      guard isControlled else { return .exactly(rows) }
      return 2 * rows > attrition.read.rows ? .most : .some
    }
    return CheckedRows(
      read: isControlled ? nil : attrition.read.rows,
      steps: attrition.kinds.filter { $0.rows > 0 }.map { ($0.step, disclosableCount($0.rows)) },
      // How many are listed would tell how many there are.
      rejects: isControlled ? [] : InputKind.allCases.flatMap { (data.rejects[$0]?.first ?? []).prefix(3) })
  }
}

extension Study {
  /// The disclosure policy; that nothing is done where the study names none.
  package var disclosurePolicy: DisclosurePolicy { disclosure ?? DisclosurePolicy(.none) }
}
