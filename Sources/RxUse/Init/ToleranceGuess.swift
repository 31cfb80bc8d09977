import RxModel
import RxStudy

/// The share of rows that may be rejected, so that a first run of the study goes through.
struct ToleranceGuess {
  /// The share, where it is more than what a study tolerates by itself.
  let answer: Answer?

  /// The shares that are written, in percent: so few that they tell nothing of single rows.
  private static let steps = [1, 2, 5, 10, 20, 30, 50]

  /// The tolerance that inputs need.
  init(_ inputs: [GuessedInput], layout: NamedLayout?) {
    let shares = inputs.map { input in
      let rejected = Self.rejected(input, layout)
      return input.group.rows == 0 ? 0 : Double(rejected) * 100 / Double(input.group.rows)
    }
    let worst = shares.max() ?? 0
    // What was not read can be somewhat worse.
    let needed = worst * 1.3
    guard needed > Double(Self.steps[0]) else {
      answer = nil
      return
    }
    guard let step = Self.steps.first(where: { needed <= Double($0) }) else {
      answer = .choose(
        "more than a third of the rows have no patient, day or supply that can be read: 90%, or another column or format",
        settle: "--column or --date-format")
      return
    }
    answer = Answer(
      "\(step)%", .guess,
      "\(worst < 5 ? "some" : shareText(Int(worst), of: 100)) of the rows, without a patient, a day or a supply that "
        + "can be read, are rejected")
  }

  /// The rows of an input that a run would reject.
  private static func rejected(_ input: GuessedInput, _ layout: NamedLayout?) -> Int {
    func column(_ key: String) -> ColumnSample? { input.place(key).map { input.group.columns[$0] } }
    let rules = layout?.study[[input.kind.rawValue, "days_supply"]]
    func number(_ key: String) -> Int? {
      if case .text(let text) = rules?[[key]]?.content { Int(text) } else { nil }
    }
    let longest = number("max") ?? 365
    let needsSupply = number("missing") == nil
    let (patient, date) = (column("patient"), column("date"))
    let (days, end) = (column("days_supply"), column("end_date"))
    let births = ["birth_date", "birth_year"].compactMap(column)
    return (0..<input.group.rows).count { row in
      if let patient, patient.values[row].isEmpty { return true }
      let day = input.format.flatMap { format in date.map { format.day($0.values[row]) } }
      if let day, day == nil { return true }
      if let text = days?.values[row] {
        if input.reversals != nil, text.hasPrefix("-") { return false }
        if text.isEmpty ? needsSupply : !(ColumnSample.whole(text).map((1...longest).contains) ?? false) {
          return true
        }
      }
      if let text = end?.values[row], let format = input.format {
        guard !text.isEmpty else { return needsSupply }
        guard let start = day ?? nil, let last = format.day(text) else { return true }
        return !(0..<longest).contains(Int(last.number - start.number))
      }
      return input.kind == .prescriptions && births.contains { isUnreadable($0.values[row], input.format) }
    }
  }

  /// True if a text is neither a day nor a year.
  private static func isUnreadable(_ text: String, _ format: DateFormat?) -> Bool {
    !text.isEmpty && format?.day(text) == nil && ColumnSample.whole(text) == nil
  }
}
