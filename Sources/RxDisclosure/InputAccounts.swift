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
          ? RoundedAccount(account, kind, isAlone: files.count == 1, attrition, policy).released
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
  /// True where the attrition's rows of the kind are this file's.
  private let isAlone: Bool
  private let attrition: ReleasedAttrition
  private let policy: DisclosurePolicy
  private let rounding: RoundingWithRoom

  init(
    _ account: FileAccount, _ kind: InputKind, isAlone: Bool, _ attrition: ReleasedAttrition,
    _ policy: DisclosurePolicy
  ) {
    (self.account, self.kind, self.isAlone) = (account, kind, isAlone)
    (self.attrition, self.policy) = (attrition, policy)
    rounding = RoundingWithRoom(room: policy.minCell)
  }

  var released: ReleasedInput {
    let rejects = attrition.rejected(of: kind).map(\.step.step)
    // The steps of prescriptions are those of no other kind.
    let ofFills = kind == .prescriptions
    var input = ReleasedInput(kind, account.name)
    input.rows = rounding.hundred(rows)
    input.lines = rounding.hundred(count(account.lines, [.read(kind)]))
    input.rejected = percent(account.rejected, rejects)
    input.linesRejected = percent(account.linesRejected, rejects)
    input.notInRoster = account.notInRoster.map { percent($0, ofFills ? [.notInRoster] : nil) } ?? .none
    input.notInCodeList = account.notInCodeList.map { percent($0, [.notInCodeList]) } ?? .none
    input.used = account.used.map { rounding.hundred(count($0, [.used])) } ?? .none
    // Of a few deaths or periods the months would be those of persons.
    if ofFills || account.accepted >= policy.minCell {
      input.firstDate = month(account.firstDay)
      input.lastDate = month(account.lastDay)
    }
    return input
  }

  private var rows: RoundingWithRoom.Count { count(account.rows, [.read(kind)]) }

  /// A number of the file's rows, of which the attrition has these steps; nil where it has none.
  private func count(_ rows: Int, _ steps: [AttritionStep]?) -> RoundingWithRoom.Count {
    let isExact = policy.roundTo == 1
    let isShown = steps.map { $0.allSatisfy { attrition.rows($0) != nil } } ?? false
    return .init(rows: rows, isPublished: isAlone && isExact && isShown)
  }

  /// A share of the file's rows. One of a step that is kept back is kept back too; none and all are no small number, but
  /// all can tell what was read.
  private func percent(_ part: Int, _ steps: [AttritionStep]?) -> ReleasedInput.Amount {
    guard !(steps ?? []).contains(where: attrition.hidesRows) else { return .keptBack }
    if part == 0 || part == account.rows && !attrition.hidesRows(.read(kind)) {
      return RoundingWithRoom(room: 0).percent(count(part, steps), of: rows)
    }
    return rounding.percent(count(part, steps), of: rows)
  }

  private func month(_ day: Day?) -> ReleasedInput.Date {
    day.map { .month(year: $0.civil.year, month: $0.civil.month) } ?? .none
  }
}
