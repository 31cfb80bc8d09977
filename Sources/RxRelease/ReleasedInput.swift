import RxModel

/// The account of one input file as it may be shown.
package struct ReleasedInput: Sendable, Equatable {
  /// A number as it may be shown.
  package enum Amount: Sendable, Equatable {
    case count(Int)
    /// A share of the file's rows in whole percents.
    case percent(Int)
    /// A share between none and one percent.
    case belowOnePercent
    /// A share between 99 percent and all.
    case above99Percent
    /// Kept back by disclosure control.
    case keptBack
    /// Not counted.
    case none

    /// The count; nil where it is none.
    package var count: Int? { if case .count(let count) = self { count } else { nil } }

    /// The number in digits, a share with its mark where it is no whole percent; empty where it was not counted, nil where
    /// it is kept back.
    package var text: String? {
      switch self {
      case .count(let count): "\(count)"
      case .percent(let percent): "\(percent)"
      case .belowOnePercent: "<1"
      case .above99Percent: ">99"
      case .keptBack: nil
      case .none: ""
      }
    }
  }

  /// A date as it may be shown.
  package enum Date: Sendable, Equatable {
    case day(Day)
    /// A month alone.
    case month(year: Int, month: Int)
    case none

    /// The date as yyyy-MM-dd or yyyy-MM.
    package var text: String {
      switch self {
      case .day(let day): "\(day)"
      case .month(let year, let month): "\(year)-\(month < 10 ? "0" : "")\(month)"
      case .none: ""
      }
    }
  }

  /// The kind of input.
  package var kind: InputKind
  /// The file's name as the study gives it.
  package var file: String
  package var rows: Amount
  package var lines: Amount
  package var rejected: Amount
  package var linesRejected: Amount
  package var notInRoster: Amount
  package var notInCodeList: Amount
  package var used: Amount
  package var firstDate: Date
  package var lastDate: Date
  package var patients: Amount

  /// The account of `file`, of which nothing is shown yet.
  package init(_ kind: InputKind, _ file: String) {
    self.kind = kind
    self.file = file
    rows = .none
    lines = .none
    rejected = .none
    linesRejected = .none
    notInRoster = .none
    notInCodeList = .none
    used = .none
    firstDate = .none
    lastDate = .none
    patients = .none
  }
}
