import RxCounts
import RxModel
import RxRelease

extension DataFacts {
  /// The accounts of all files as they may be shown: under control rows to the nearest hundred, all else as shares of
  /// them, and dates by month; of what `attrition` does not show only what leaves it room enough.
  func releasedInputs(_ attrition: ReleasedAttrition, _ policy: DisclosurePolicy) -> [ReleasedInput] {
    InputKind.allCases.flatMap { kind in
      let files = files(kind)
      return files.map { account in
        policy.isControlled
          ? RoundedAccount(account, kind, among: files, attrition, policy).released
          : exact(account, kind)
      }
    }
  }

  private func exact(_ account: FileAccount, _ kind: InputKind) -> ReleasedInput {
    func amount(_ count: Int?) -> ReleasedInput.Amount { count.map { .count($0) } ?? .none }
    func date(_ day: Day?) -> ReleasedInput.Date { day.map { .day($0) } ?? .none }
    var input = ReleasedInput(kind, account.name)
    input.rows = .count(account.rows)
    input.lines = .count(account.lines)
    input.rejected = .count(account.rejected)
    input.linesRejected = .count(account.linesRejected)
    input.notInRoster = amount(account.notInRoster)
    input.notInCodeList = amount(account.notInCodeList)
    input.used = amount(account.used)
    input.firstDate = date(account.firstDay)
    input.lastDate = date(account.lastDay)
    input.patients = amount(account.patients)
    return input
  }
}

/// The account of a file under disclosure control, beside the attrition as it is shown.
private struct RoundedAccount {
  private let account: FileAccount
  private let kind: InputKind
  /// The accounts of all files of the kind, whose rows the attrition has together.
  private let files: [FileAccount]
  private let attrition: ReleasedAttrition
  private let policy: DisclosurePolicy
  private let rounding: RoundingWithRoom

  init(
    _ account: FileAccount, _ kind: InputKind, among files: [FileAccount], _ attrition: ReleasedAttrition,
    _ policy: DisclosurePolicy
  ) {
    (self.account, self.kind, self.files) = (account, kind, files)
    (self.attrition, self.policy) = (attrition, policy)
    rounding = RoundingWithRoom(room: policy.minCell)
  }

  var released: ReleasedInput {
    let rejects = attrition.rejected(of: kind).map(\.step.step)
    // The steps of prescriptions are those of no other kind.
    let ofFills = kind == .prescriptions
    var input = ReleasedInput(kind, account.name)
    input.rows = hundred(account.rows, .read(kind))
    input.lines = hundred(account.lines, .read(kind))
    input.rejected = percent(rejects) { $0.rejected }
    input.linesRejected = percent(rejects) { $0.linesRejected }
    input.notInRoster = percent(ofFills ? [.notInRoster] : nil) { $0.notInRoster }
    input.notInCodeList = percent([.notInCodeList]) { $0.notInCodeList }
    input.used = account.used.map { hundred($0, .used) } ?? .none
    // Of a few deaths or periods the months would be those of persons.
    if ofFills || account.accepted >= policy.minCell {
      input.firstDate = month(account.firstDay)
      input.lastDate = month(account.lastDay)
    }
    return input
  }

  /// A number of the file's rows to the nearest hundred. Rows that are shown together can be known by file too.
  private func hundred(_ rows: Int, _ step: AttritionStep) -> ReleasedInput.Amount {
    rounding.hundred(.init(rows: rows, isPublished: attrition.rows(step) != nil))
  }

  /// A share of the file's rows, which the attrition has in these steps; nil where it has none. One of a step that is kept
  /// back is kept back too; none and all are no small number, but all can tell what was read.
  private func percent(
    _ steps: [AttritionStep]?, _ part: (FileAccount) -> Int?
  ) -> ReleasedInput.Amount {
    guard let own = part(account) else { return .none }
    guard !(steps ?? []).contains(where: attrition.hidesRows) else { return .keptBack }
    let (showsPart, showsWhole) = (shows(steps), shows([.read(kind)]))
    let isAlone = files.count == 1
    let isKnown =
      own == 0 || own == account.rows && !attrition.hidesRows(.read(kind))
      || showsPart && showsWhole && (isAlone || !files.contains { isSmall(part($0) ?? 0, of: $0) })
    return rounding.percent(
      .init(rows: own, isPublished: isKnown || isAlone && showsPart),
      of: .init(rows: account.rows, isPublished: isKnown || isAlone && showsWhole))
  }

  /// True if the attrition shows the true rows of all these steps.
  private func shows(_ steps: [AttritionStep]?) -> Bool {
    policy.roundTo == 1 && steps.map { $0.allSatisfy { attrition.rows($0) != nil } } ?? false
  }

  /// True if so many rows of a file, or all others of it, are few.
  private func isSmall(_ part: Int, of file: FileAccount) -> Bool {
    [part, file.rows - part].contains { $0 > 0 && $0 < policy.minCell }
  }

  private func month(_ day: Day?) -> ReleasedInput.Date {
    day.map { .month(year: $0.civil.year, month: $0.civil.month) } ?? .none
  }
}
