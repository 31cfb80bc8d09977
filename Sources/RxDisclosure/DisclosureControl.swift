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
    let table = try protected(counted.counts, policy, &summary, threads: threads)
    // What the study's own figures keep back, the repetitions and the attrition must not tell.
    let runs = SensitivityControl.protected(counted.sensitivity, own: table, policy)
    let attrition = try counted.rows.released(with: table, policy)
    let figures = table.figures(study.period)
    let notes =
      DataNotes(counted, attrition).all + residentNotes(figures, variables: study.variables.map(\.name))
    return Release(
      figures: figures, groups: counted.counts.strata.map(\.levels), intervals: counted.counts.intervals,
      sensitivity: sensitivityFigures(runs, own: table, variables: study.variables.count),
      attrition: attrition, inputs: counted.data.releasedInputs(policy),
      rejects: listedRejects(counted.data, attrition, policy), disclosure: summary,
      // The first day and the last are somebody's.
      fillDays: policy.isControlled ? nil : counted.data.fillDays, notes: notes)
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

  /// A table of counts with what is kept back of it.
  static func protected(
    _ counts: CountTable, _ policy: DisclosurePolicy, _ summary: inout DisclosureSummary, threads: Int
  ) throws(RxFault) -> ProtectedTable {
    switch policy.preset {
    case .none: ProtectedTable(counts, nil)
    case .cms11: try Suppression.protected(counts, policy, &summary, threads: threads)
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
    return Refusal(
      message: (isControlled
        ? "more \(lines) than the study tolerates"
        : "\(rejected) of \(totals.lines) \(lines) (\(share)%), more than the study tolerates")
        + mostRejected(totals, study, worst.input, isControlled: isControlled),
      rejects: Array(
        InputKind.allCases.flatMap { data.rejects[$0]?.first ?? [] }.prefix(RejectTotals.mostListed)),
      isPrivate: study.showsRejectedValues || isControlled)
  }

  /// The file with most rejected lines and the reason for most of them, with what may mend it.
  private static func mostRejected(
    _ totals: RejectTotals, _ study: Study, _ kind: InputKind, isControlled: Bool
  ) -> String {
    guard let file = totals.files.max(by: { $0.linesRejected < $1.linesRejected }),
      let (reason, lines) = file.rejectedLines.max(by: {
        ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue)
      })
    else { return "" }
    let key = "'\(kind.rawValue)"
    let mend: String? =
      switch reason {
      case .badDate, .badEndDate, .badBirthDate, .badDeathDate, .badObservationDate:
        "\(key).dates' says how dates are written"
      case .badBirthYear: "\(key).columns.birth_year' takes four digits of the year"
      case .strayQuote, .unclosedQuote, .lineEndInField:
        "where quotes are characters like any other say \(key).quotes: none'"
      case .missingDaysSupply, .badDaysSupply, .missingPatient, .missingDate, .missingEndDate:
        "\(key).missing' names texts that stand for a missing value, 'days_supply.missing' a number of days for it"
      case .roundedNumber: "have it exported as text"
      default: nil
      }
    return "; most in \(file.name) for \(reason.text)" + (isControlled ? "" : " (\(lines) lines)")
      + (mend.map { ": \($0)" } ?? "")
  }

  /// The facts that may be told of the first rows of a study's files.
  package static func firstRows(of study: Study, _ attrition: Attrition, _ data: DataFacts) -> FirstRows {
    let isControlled = study.disclosurePolicy.isControlled
    // A number would tell, with what the run publishes, how many the few of another kind are.
    func disclosableCount(_ rows: Int) -> FirstRows.Amount {
      guard isControlled else { return .exactly(rows) }
      return 2 * rows > attrition.read.rows ? .most : .some
    }
    return FirstRows(
      read: isControlled ? nil : attrition.read.rows,
      steps: attrition.kinds.filter { $0.rows > 0 }.map { ($0.step, disclosableCount($0.rows)) },
      // How many are listed would tell how many there are.
      rejects: isControlled ? [] : InputKind.allCases.flatMap { (data.rejects[$0]?.first ?? []).prefix(3) },
      beyondTolerance: data.beyondTolerance(of: study).map { ($0.input, isControlled ? nil : $0.share) },
      notes: [noDrugNote(attrition)].compactMap { $0 },
      lackPatients: attrition.rows(of: .notInRoster) > 0)
  }
}

extension Study {
  /// The disclosure policy; that nothing is done where the study names none.
  package var disclosurePolicy: DisclosurePolicy { disclosure ?? DisclosurePolicy(.none) }
}
