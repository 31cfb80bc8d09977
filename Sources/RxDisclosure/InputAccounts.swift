import RxCounts
import RxModel
import RxRelease

extension DataFacts {
  /// The accounts of all files as they may be shown: under control rows to the nearest hundred, all else as shares of
  /// them, and dates by month.
  func releasedInputs(_ policy: DisclosurePolicy) -> [ReleasedInput] {
    InputKind.allCases.flatMap { kind in
      files(kind).map { account in
        policy.isControlled ? rounded(account, kind, policy.minCell) : exact(account, kind)
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

  private func rounded(_ account: FileAccount, _ kind: InputKind, _ minCell: Int) -> ReleasedInput {
    func hundreds(_ count: Int?) -> ReleasedInput.Amount {
      count.map { .count(($0 + 50) / 100 * 100) } ?? .none
    }
    func share(_ count: Int?) -> ReleasedInput.Amount {
      count.map { wholePercent($0, of: account.rows) } ?? .none
    }
    func month(_ day: Day?) -> ReleasedInput.Date {
      day.map { .month(year: $0.civil.year, month: $0.civil.month) } ?? .none
    }
    var input = ReleasedInput(kind, account.name)
    input.rows = hundreds(account.rows)
    input.lines = hundreds(account.lines)
    input.rejected = share(account.rejected)
    input.linesRejected = share(account.linesRejected)
    input.notInRoster = share(account.notInRoster)
    input.notInCodeList = share(account.notInCodeList)
    input.used = hundreds(account.used)
    // Of a few deaths or periods the months would be those of persons.
    if kind == .prescriptions || account.accepted >= minCell {
      input.firstDate = month(account.firstDay)
      input.lastDate = month(account.lastDay)
    }
    return input
  }
}

/// A share in whole percents: 0 and 100 are none and all.
func wholePercent(_ part: Int, of whole: Int) -> ReleasedInput.Amount {
  guard whole > 0, part > 0 else { return .percent(0) }
  guard part < whole else { return .percent(100) }
  let percent = (200 * part + whole) / (2 * whole)
  return 100 * part < whole ? .belowOnePercent : 100 * part > 99 * whole ? .above99Percent : .percent(percent)
}
