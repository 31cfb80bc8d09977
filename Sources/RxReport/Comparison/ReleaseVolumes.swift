import RxModel
import RxText

/// What a release tells of how much it has read and of whom: files, rows, shares, persons and products, as its published
/// files say it.
package struct ReleaseVolumes: Sendable {
  /// A share of the rows of a file, or of all.
  enum Share: String, CaseIterable, Sendable {
    case rejected
    case notInRoster = "not_in_roster"
    case notInCodeList = "not_in_code_list"
    /// Last: under control it may be shown where what the others are is kept back.
    case used

    /// What is true of such a row.
    var words: String {
      switch self {
      case .rejected: "were rejected"
      case .notInRoster: "are of patients who are not in the roster"
      case .notInCodeList: "are of drugs that are not in the code list"
      case .used: "are used"
      }
    }
  }

  /// A file as inputs.csv accounts for it.
  struct File: Sendable {
    var kind: String
    var name: String
    /// Nil where the number is kept back.
    var rows: Double?
    var shares: [Share: Double] = [:]
    /// The days on one of which its first fill is, and its last: under control all those of a month.
    var first: DaySpan?
    var last: DaySpan?
  }

  /// What is told of a product.
  struct Product: Hashable, Sendable {
    var drug: String
    var item: String
    var quantity: String
    var statistic: String
  }

  /// A step of flow.csv.
  struct Step: Sendable {
    var name: String
    /// Nil where the number is kept back.
    var persons: Double?
  }

  let files: [File]
  /// The rows of each step of attrition.csv that shows them.
  let rowsOfSteps: [String: Double]
  let flow: [Step]
  /// What is told of ingredients over the whole study.
  let products: [Product: Double]
  /// The last day of the study, as run.json has it.
  let periodEnd: Day?
  /// To what the rows of a file are rounded.
  let rounding: Double

  /// The volumes that these published files tell.
  /// - Parameters:
  ///   - attrition: attrition.csv.
  ///   - inputs: inputs.csv; nil where a version of rxuse wrote none.
  ///   - flow: flow.csv; nil where there is none.
  ///   - products: products.csv; nil where there is none.
  ///   - periodEnd: the last day of the study as run.json has it.
  ///   - isControlled: true under disclosure control, where inputs.csv rounds.
  package init(
    attrition: Publication.Table?, inputs: Publication.Table?, flow: Publication.Table?,
    products: Publication.Table?, periodEnd: String?, isControlled: Bool
  ) {
    files = (inputs?.rowsByColumn ?? []).map { File($0, isControlled: isControlled) }
    rowsOfSteps = Dictionary(
      (attrition?.rowsByColumn ?? []).compactMap { row in
        row["rows"].flatMap(Double.init).map { (row["step"] ?? "", $0) }
      }, uniquingKeysWith: { first, _ in first })
    self.flow = (flow?.rowsByColumn ?? []).map {
      Step(name: $0["step"] ?? "", persons: $0["persons"].flatMap(Double.init))
    }
    self.products = Dictionary(
      (products?.rowsByColumn ?? []).compactMap { row -> (Product, Double)? in
        guard row["section"] == "ingredients", let value = row["value"].flatMap(Double.init) else {
          return nil
        }
        return (
          Product(
            drug: row["drug"] ?? "", item: row["item"] ?? "", quantity: row["quantity"] ?? "",
            statistic: row["statistic"] ?? ""), value
        )
      }, uniquingKeysWith: { first, _ in first })
    self.periodEnd = periodEnd.flatMap { DateFormat.auto.day($0) }
    rounding = isControlled ? 100 : 1
  }

  /// The rows read of a kind: as attrition.csv says it, else what its files add up to. Nil where neither is shown.
  func rows(of kind: InputKind) -> Double? { rowsRead(of: kind) ?? rowsInFiles(of: kind) }

  /// The rows read of a kind as attrition.csv says it; nil where it does not show them.
  func rowsRead(of kind: InputKind) -> Double? { rowsOfSteps[AttritionStep.read(kind).name] }

  /// What the rows of the files of a kind add up to, each rounded as inputs.csv has it; nil where one is kept back.
  func rowsInFiles(of kind: InputKind) -> Double? {
    let own = files.filter { $0.kind == kind.rawValue }
    let shown = own.compactMap(\.rows)
    return own.isEmpty || shown.count < own.count ? nil : shown.reduce(0, +)
  }

  /// The share of the accepted rows that are of listed drugs and of patients of the roster; nil where it is not shown.
  var matched: Double? {
    let rejects = RejectReason.allCases.map { AttritionStep.rejected($0, of: .prescriptions).name }
    guard let read = rows(of: .prescriptions), let unlisted = rowsOfSteps[AttritionStep.notInCodeList.name]
    else { return nil }
    let accepted = read - rejects.compactMap { rowsOfSteps[$0] }.reduce(0, +)
    let unknown = rowsOfSteps[AttritionStep.notInRoster.name] ?? 0
    return accepted > 0 ? (accepted - unlisted - unknown) / accepted : nil
  }

  /// The days on one of which the last fill of all is.
  package var lastFill: DaySpan? {
    files.filter { $0.kind == InputKind.prescriptions.rawValue }.compactMap(\.last)
      .max { ($0.end, $0.start) < ($1.end, $1.start) }
  }
}

extension ReleaseVolumes.File {
  /// A row of inputs.csv. Without control it has counts, under it whole percents.
  fileprivate init(_ row: [String: String], isControlled: Bool) {
    kind = row["kind"] ?? ""
    name = row["file"] ?? ""
    rows = row["rows"].flatMap(Double.init)
    for share in ReleaseVolumes.Share.allCases {
      guard let field = row[share.rawValue] else { continue }
      if isControlled, share != .used {
        // Between none and one percent, or 99 and all.
        shares[share] = field == "<1" ? 0.005 : field == ">99" ? 0.995 : Double(field).map { $0 / 100 }
      } else if let rows, rows > 0 {
        shares[share] = Double(field).map { $0 / rows }
      }
    }
    first = row["first_date"].flatMap(Self.days)
    last = row["last_date"].flatMap(Self.days)
  }

  /// The days of a date as inputs.csv has it: one, or those of a month.
  private static func days(_ field: String) -> DaySpan? {
    if let day = DateFormat.auto.day(field) { return DaySpan(day, day) }
    guard let first = DateFormat.auto.day("\(field)-01") else { return nil }
    let (year, month, _) = first.civil
    return DaySpan(first, first + (Day.length(ofMonth: month, year: year) - 1))
  }
}

/// A share in percent, with a decimal where it is below ten: `5%`, `0.5%`.
func shareText(_ share: Double) -> String {
  let percent = share * 100
  return fixed(percent, decimals: percent < 10 && percent != percent.rounded() ? 1 : 0) + "%"
}

/// A change as a share of what was, with its sign: `+25%`.
func changeText(from old: Double, to new: Double) -> String {
  guard old > 0 else { return "from none" }
  let share = new / old - 1
  return (share < 0 ? "-" : "+") + shareText(abs(share))
}
